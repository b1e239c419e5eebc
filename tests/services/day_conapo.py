"""CONAPO on the day of the services: three workbooks and the national ZIP, a few places each; figures CONSTRUCTED."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl

from etl.live.conapo import BOOKS, NATION
from tests.services.day_coneval import one_of_every_state
from tests.services.office import Office

MARGINALITY = (
    "CVE_ENT", "NOM_ENT", "CVE_MUN", "NOM_MUN", "POB_TOT", "ANALF", "SBASC", "OVSDE", "OVSEE", "OVSAE", "OVPT", "VHAC",
    "PL.5000", "PO2SM",
)  # fmt: skip
GROUPS = (
    "CLAVE", "CLAVE_ENT", "NOM_ENT", "NOM_MUN", "SEXO", "AÑO", *(f"POB_{a:02}_{a + 4:02}" for a in range(0, 85, 5)),
    "POB_85_mm", "POB_TOTAL",
)  # fmt: skip
PROJECTIONS = f"/pry23/DBMun/{NATION}"


def address(year: str) -> str:
    """Where a year's marginality is asked for."""
    return f"/Datos_Abiertos/Municipio/{BOOKS[year]}"


def book(sheet: str, lines: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet(sheet)
    for line in lines:
        page.append(list(line))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def marginality(year: str, places: Iterable[str], *, titles: int = 0) -> bytes:
    """One year's workbook; `titles` lines above the header, a note below."""
    lines: list[Sequence[object]] = [["Índice de marginación por municipio"]] * titles
    lines.append([*MARGINALITY, f"IM_{year}", f"GM_{year}", f"IMN_{year}"])
    for at, key in enumerate(places, start=1):
        measured = [5.0 + at / 10] * 9
        lines.append([key[:2], "entidad", key, "municipio", 1000 * at, *measured, 50 + at / 8, "Bajo", 0.9])
    return book(f"IMM_{year}", [*lines, [], ["Fuente: estimaciones del CONAPO"]])


def groups(
    lines: Iterable[tuple[str, str, int, object]], folder: str = "00_RM", name: str = "1_Grupo_Quinq_00_RM"
) -> bytes:
    """The ZIP of the projections: (municipality, sex, year, people); age groups left blank."""
    cells = ([int(key), int(key[:-3]), "entidad", "municipio", sex, year, *[None] * 18, people]
             for key, sex, year, people in lines)  # fmt: skip
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{folder}/{name}.xlsx", book("1_Grupo_Quinq", [GROUPS, *cells]))
        file.writestr(f"{folder}/3_Indicadores_Dem_00_RM.xlsx", b"not read")
    return box.getvalue()


def people(places: Iterable[str]) -> list[tuple[str, str, int, object]]:
    """51 years and two sexes of each place."""
    return [
        (key, sex, year, 10 * year + 100 * at + (1 if sex == "MUJERES" else 0))
        for at, key in enumerate(places, start=1)
        for year in range(1990, 2041)
        for sex in ("HOMBRES", "MUJERES")
    ]


def serve(office: Office) -> None:
    """Every address the two sources ask."""
    places = one_of_every_state()
    for year in BOOKS:
        office.answers("conapo", address(year), marginality(year, places, titles=5 if year == "2020" else 0))
    office.answers("conapo", PROJECTIONS, groups(people(places)))


_AT = one_of_every_state().index("14063") + 1
EXPECTED = {
    "conapo_marginality": {
        ("marginality_index_dp2", "2020", "14063"): 50 + _AT / 8,
        ("marginality_grade", "2010", "14063"): 2.0,
    },
    "conapo_projections": {("population_projection", "2025", "14063"): 2 * (20250 + 100 * _AT) + 1},
}
