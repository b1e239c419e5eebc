"""Inside INEGI's ZIPs: every recorded example, the same figures as from a folder, and totals told from their parts."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from etl.live import efipem
from etl.raw import Raw, Stored
from etl.sources import inegi_census_2020, inegi_efipem
from tests.services import day_inegi_bulk as day
from tests.services.day_inegi_bulk import ours, zipped
from tests.services.fixtures import fixture
from tests.services.test_inegi_bulk import edited, said
from tests.sources.examples import example, relaxed

REAL = {  # POBTOT, GRAPROES, P15YM_AN, PSINDER, PDER_SS, VPH_INTER, VPH_AGUADV, PEA, POCUPADA, as INEGI prints them
    "14063": (106050, 9.42, 2556, 24919, 81077, 17784, 28663, 52863, 52100),
    "14066": (53659, 8.18, 1884, 17565, 36022, 4834, 12090, 24287, 24014),
    "14047": (24894, 8.28, 828, 7237, 17608, 2913, 6163, 11223, 11052),
}
ASKED = ["POBTOT", "GRAPROES", "P15YM_AN", "PSINDER", "PDER_SS", "VPH_INTER", "VPH_AGUADV", "PEA", "POCUPADA"]


def by_area(values: pd.DataFrame) -> pd.DataFrame:
    return values.copy().set_index(["area", "period"]).sort_index()


def text(rows: list[list[str]], mark: str = "\ufeff") -> bytes:
    """Records as INEGI writes them: CRLF, and a byte order mark."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return (mark + out.getvalue()).encode()


class TestCensus:
    def test_the_example_gives_the_125_municipalities_as_they_were_published(self) -> None:
        path = fixture("inegi_bulk/iter_00_cpv2020_csv.zip")
        values = by_area(inegi_census_2020.parse(Raw(Stored({inegi_census_2020.NATIONAL: path}))).values)
        catalogue = pd.read_csv(fixture("catalogo_municipios_jalisco_125_real.csv"), dtype=str)
        municipal = [area for area, _ in values.index if len(area) == 5]
        assert municipal == sorted(catalogue["cve_completa"]) and len(municipal) == 125
        people = values.loc[[(a, "2020") for a in catalogue["cve_completa"]], "POBTOT"]
        assert people.tolist() == catalogue["poblacion_total"].astype(float).tolist()
        for area, printed in REAL.items():
            assert tuple(values.loc[(area, "2020"), ASKED]) == printed
        assert values.loc[("14", "2020"), "POBTOT"] == 8_348_151, "without the localities of one and two dwellings"
        table = pd.read_csv(fixture("inegi_bulk/iter2020_jalisco_125_totales_municipales.csv"), dtype=str)
        table = table.sort_values("MUN")[["POBFEM", "VIVPARH_CV", "PNACOE"]].astype(float)
        told = values.loc[municipal, list(table.columns)]
        assert told.to_numpy().tolist() == table.to_numpy().tolist()

    def test_every_variable_of_the_office_s_own_dictionary_is_read(self) -> None:
        lines = fixture("inegi_bulk/diccionario_datos_iter_00CSV20.csv").read_text("utf-8-sig").splitlines()
        names = {row["Mnemónico"].strip() for row in csv.DictReader(lines[4:]) if row["Núm."]}
        read = inegi_census_2020.parse(Raw({inegi_census_2020.NATIONAL: iter_zip(rows())})).values.columns
        assert names - set(inegi_census_2020.TEXT) <= set(read) and len(names) > 270

    def test_the_zip_and_the_folder_give_the_same(self) -> None:
        """The recorded folder's rows, with a state and a nation that are their sums, as both layouts write them."""
        with relaxed():
            of_folder = inegi_census_2020.parse(folder(rows()))
            of_zip = inegi_census_2020.parse(Raw({inegi_census_2020.NATIONAL: iter_zip(rows())}))
        same = ["file", "row"]
        pd.testing.assert_frame_equal(of_zip.values.drop(columns=same), of_folder.values.drop(columns=same))
        pd.testing.assert_frame_equal(of_zip.marks, of_folder.marks)
        assert len(of_zip.marks), "one cell is reserved"

    def test_rows_that_were_lost_show_in_the_people_of_the_state(self) -> None:
        raw = edited("census", lambda c: b"\r\n".join(x for x in c.split(b"\r\n") if b",Jamay,0000," not in x))
        assert "the people of its parts do not add up to its own" in said(inegi_census_2020, raw)

    def test_a_total_given_twice_is_refused(self) -> None:
        raw = edited("census", lambda c: c + next(x for x in c.split(b"\r\n") if b",Jamay,0000," in x) + b"\r\n")
        assert "a record is given twice" in said(inegi_census_2020, raw)


def rows() -> list[dict[str, str]]:
    """Our excerpt's total of Jalisco and its municipalities, one of their cells reserved and one not available."""
    found = [r for r in csv.DictReader(ours("iter_2020.csv").decode("utf-8-sig").splitlines()) if r["LOC"] == "0000"]
    found = [r for r in found if r["ENTIDAD"] == "14"]
    found[1] |= {"PHOG_IND": "*", "P_0A2": "N/D"}
    return found


def folder(records: list[dict[str, str]]) -> Raw:
    names = [f.name for f in inegi_census_2020.SOURCE.files]
    head = list(records[0])
    tables = [[r for r in records if r["MUN"] != "000"], [r for r in records if r["MUN"] == "000"]]
    return Raw({n: text([head, *(list(r.values()) for r in t)]) for n, t in zip(names, tables, strict=True)})


def iter_zip(records: list[dict[str, str]]) -> bytes:
    return zipped({day.ITER_MEMBER: text([list(records[0]), *(list(r.values()) for r in records)])})


class TestFinance:
    def test_the_example_of_the_new_layout(self) -> None:
        path = fixture("inegi_bulk/conjunto_de_datos_efipem_municipal_csv.zip")
        values = by_area(inegi_efipem.parse(Raw(Stored({inegi_efipem.SERVED: path}))).values)
        row = values.loc[("14063", "2024")]
        assert (row["Total_ingresos"], row["Impuestos"], row["Aportaciones"]) == (412345678, 61234567, 131234567)
        assert row["status"] == "official" and pd.isna(row["Derechos"]), "a chapter without a row is not zero"

    def test_the_recorded_boroughs_of_the_old_layout(self) -> None:
        room = fixture("inegi_bulk/efipem_alcaldias_real")
        members = {p.relative_to(room).as_posix(): p.read_bytes() for p in room.rglob("*.csv")}
        values = inegi_efipem.parse(Raw({inegi_efipem.SERVED: zipped(members)})).values
        assert len(members) == 4 and len(values) == 16 and set(values["status"]) == {"preliminary"}
        assert values["Total_ingresos"].isna().all(), "only spending is told, and spending is not given"
        catalogue = members["catalogos/tc_alcaldia.csv"].decode("utf-8-sig").splitlines()[1:]
        keys = {"".join(cell.strip() for cell in line.split(",")[:2]) for line in catalogue}  # a TAB before each key
        assert set(values["area"]) == keys

    def test_the_old_header_gives_the_same_as_the_new(self) -> None:
        new = list(csv.DictReader(ours("efipem_2024.csv").decode("utf-8-sig").splitlines()))
        head = ["PROD_EST", "COBERTURA", "ANIO", "ID_ENTIDAD", "ID_MUNICIPIO", *list(new[0])[4:]]
        old = [["EFIPEM", "Municipal", r["ANIO"], "\t14", "\t" + r["CVE_MUN"], *list(r.values())[4:]] for r in new]
        member = day.EFIPEM_MEMBER.format(2024)
        raws = [Raw({inegi_efipem.SERVED: zipped({member: c})}) for c in (ours("efipem_2024.csv"), text([head, *old]))]
        first, second = (inegi_efipem.parse(raw).values for raw in raws)
        pd.testing.assert_frame_equal(first, second)

    def test_the_service_and_the_folder_give_the_same(self) -> None:
        with relaxed():
            wide = inegi_efipem.parse(example("inegi_efipem"))
        served = inegi_efipem.parse(Raw({inegi_efipem.SERVED: as_served(example("inegi_efipem"))}))
        left, right = (by_area(p.values.drop(columns=["file", "row"])) for p in (wide, served))
        pd.testing.assert_frame_equal(right.drop(columns="status"), left)
        assert served.marks.empty and wide.marks.empty

    def test_nothing_is_added_up_across_levels(self) -> None:
        values = by_area(inegi_efipem.parse(Raw({inegi_efipem.SERVED: day.efipem()})).values)
        assert values.loc[("14063", "2024"), "Impuestos"] == 16_000_000
        assert values.loc[("14063", "2024"), "Total_ingresos"] == 160_000_000

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("Capítulo,Derechos", "Capítulo,Derechos y permisos", "a chapter or total is unknown"),
            ("Definitivas.", "Revisadas.", "the standing of a figure is unknown"),
            ("Total de egresos,160000000", "Total de egresos,150000000", "spending is not the revenue again"),
            ("Impuestos,16000000", "Impuestos,96000000", "chapters add up to more than the total"),
            ("Impuestos,16000000", "Impuestos,-16000000", "money received is below zero"),
            ("Capítulo,Productos", "Capítulo,Derechos", "a record is given twice"),
            ("2024,14063", "2023,14063", "a row is of another year"),
        ],
    )
    def test_what_nobody_has_read_or_does_not_add_up_is_refused(self, old: str, new: str, sentence: str) -> None:
        assert sentence in said(inegi_efipem, edited("finance", lambda c: c.replace(old.encode(), new.encode())))

    def test_a_zip_of_years_before_ours_is_refused(self) -> None:
        raw = Raw({inegi_efipem.SERVED: zipped({day.EFIPEM_MEMBER.format(1992): ours("efipem_2024.csv")})})
        assert "the ZIP has no year of ours" in said(inegi_efipem, raw)


def as_served(raw: Raw) -> bytes:
    """The folder's wide table in the service's long layout."""
    chapters = {v: k.capitalize() for k, v in efipem.CHAPTERS.items() if v}
    years: dict[str, list[list[str]]] = {}
    for row in csv.DictReader(next(iter(raw.files.values())).decode("utf-8").splitlines()):
        key = [row["year"], row["cvegeo"], row["cvegeo"][:2], row["cvegeo"][2:]]
        told = years.setdefault(row["year"], [])
        told.append([*key, "Egresos", "Tema", "Total de egresos", row["Total_egresos"], "Cifras Definitivas."])
        named = {"Total_ingresos": ("Tema", "Total de ingresos")} | {v: ("Capítulo", n) for v, n in chapters.items()}
        told += [[*key, "Ingresos", *n, row[v], "Cifras Definitivas."] for v, n in named.items() if row[v]]
    head = ours("efipem_2024.csv").decode("utf-8-sig").splitlines()[0].split(",")
    return zipped({day.EFIPEM_MEMBER.format(y): text([head, *told]) for y, told in years.items()})
