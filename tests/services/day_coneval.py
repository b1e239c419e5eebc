"""CONEVAL on the day of the services: its workbook with a municipality of every state and ours; figures CONSTRUCTED."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl

from data.areas import municipalities_of
from etl.live.coneval import ADDRESS, SHEET, places
from etl.records import STATES
from tests.services.office import Office

Figures = Mapping[tuple[str, str], Mapping[str, object]]  # (area, year) → our variable → figure
OURS = ("14063", "14066", "14047")
# Row 5 of the sheet as CONEVAL titles it, by the first column of each block.
TITLES = {
    5: "Población", 8: "Pobreza", 17: "Pobreza extrema", 26: "Pobreza moderada", 35: "Vulnerables por carencia social",
    44: "Vulnerables por ingreso", 50: "No pobres y no vulnerables", 56: "Rezago educativo",
    65: "Carencia por acceso a los servicios de salud", 74: "Carencia por acceso a la seguridad social",
    83: "Carencia por calidad y espacios de la vivienda",
    92: "Carencia por acceso a los servicios básicos en la vivienda", 101: "Carencia por acceso a la alimentación",
    110: "Población con al menos una carencia social", 119: "Población con tres o más carencias sociales",
    128: "Población con ingreso inferior a la línea de pobreza por ingresos",
    137: "Población con ingreso inferior a la línea de pobreza extrema por ingresos",
}  # fmt: skip
SHARES = {
    "pobreza": 40, "pobreza_e": 10, "pobreza_m": 30, "vul_car": 30, "vul_ing": 10, "npnv": 20, "ic_rezedu": 18,
    "ic_asalud": 28, "ic_segsoc": 56, "ic_cv": 9, "ic_sbv": 17, "ic_ali": 22, "carencias": 70, "carencias3": 20,
    "plp": 50, "plp_e": 15,
}  # fmt: skip


def one_of_every_state() -> list[str]:
    """Keys of a municipality that always was there in every state, and of the metropolis's three."""
    return sorted({*(municipalities_of(state)[1] for state in STATES), *OURS})


def workbook(figures: Figures) -> openpyxl.Workbook:
    """The sheet as CONEVAL lays it out; what `figures` does not have is «n.d.»."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.cell(2, 2, "Medición de la pobreza, Estados Unidos Mexicanos, 2010-2020")
    for column, title in TITLES.items():
        sheet.cell(5, column + 1, title)
    for column, _, year, _, measure in places():
        sheet.cell(6, column + 1, f"{measure.capitalize()} {year}".strip())
    keys = sorted({area for area, _ in figures})
    for row, key in enumerate(keys, start=9):
        for column, text in enumerate((key[:2], "entidad", key, "municipio"), start=2):
            sheet.cell(row, column, text)
        for column, name, year, _, _ in places():
            told = figures.get((key, year), {}).get(name or "", "n.d.")
            sheet.cell(row, column + 1, told)  # type: ignore[arg-type]
    sheet.cell(11 + len(keys), 2, "Fuente: estimaciones del CONEVAL")
    return book


def zipped(book: openpyxl.Workbook) -> bytes:
    """The ZIP the service sends."""
    inside, box = io.BytesIO(), io.BytesIO()
    book.save(inside)
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Concentrado_indicadores_de_pobreza_2020.xlsx", inside.getvalue())
    return box.getvalue()


def constructed() -> Figures:
    """The same shares everywhere, of a population that differs."""
    made = {}
    for at, key in enumerate(one_of_every_state(), start=1):
        for year in ("2010", "2015", "2020"):
            people = 1000 * at
            persons = {f"{name}_pob": people * share // 100 for name, share in SHARES.items()}
            made[key, year] = {"poblacion": people, **SHARES, **persons}
    return made


def serve(office: Office) -> None:
    """The one address that is asked."""
    office.answers("coneval", ADDRESS, zipped(workbook(constructed())))


EXPECTED = {
    "coneval_poverty": {
        ("poverty_pct", "2020", "14063"): 40.0,
        ("extreme_poverty_pct", "2010", "14047"): 10.0,
        ("below_income_line_pct", "2015", "14066"): 50.0,
    },
}
