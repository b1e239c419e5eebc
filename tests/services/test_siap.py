"""SIAP: three layouts of crops and one of livestock in, one set of figures out, and every fault told."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from werkzeug import Request, Response

from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import SourceFault
from etl.http import NotReached
from etl.pipeline import prepare
from etl.raw import Raw, Want
from etl.sources import siap_agriculture, siap_livestock
from tests.services.day_siap import EXPECTED, GROWN, animals, crops, of_states, serve
from tests.services.fixtures import fixture
from tests.services.office import Office

TODAY = date(2026, 11, 22)


def grown(year: int = 2023, content: bytes | None = None) -> pd.DataFrame:
    """The parser's values of one year, by area."""
    raw = Raw({f"siap/agricola_{year}.csv": crops(year) if content is None else content})
    return siap_agriculture.parse(raw).values.set_index("area")


def refused(content: bytes, year: int = 2023) -> str:
    with pytest.raises(SourceFault) as told:
        grown(year, content)
    return str(told.value)


def raised(content: bytes) -> pd.DataFrame:
    return siap_livestock.parse(Raw({"siap/pecuario_2023.csv": content})).values.set_index("area")


@pytest.mark.parametrize("year", [2010, 2018, 2023])
def test_the_three_layouts_of_crops_give_the_same_columns_and_figures(year: int) -> None:
    found = grown(year, fixture(f"siap/agricola_{year}_ocotlan_constructed.csv").read_bytes())
    assert list(found.columns) == list(grown(2025).reset_index().set_index("area").columns)
    ocotlan = found.loc["14063"]
    assert (ocotlan["Sembrada"], ocotlan["Valorproduccion"]) == (1300.0, 40_800_000.0)
    assert (ocotlan["Cosechada_maize_grain"], ocotlan["t_grain"], ocotlan["ha_grain"]) == (1000.0, 7800.0, 1300.0)
    assert ocotlan["Sembrada_riego"] == 300.0 and pd.isna(ocotlan["Cosechada_avocado"])
    assert (found["Sembrada"]["14066"], found["Sembrada"]["14047"]) == (1410.0, 1520.0)


def test_real_records_are_read_and_what_was_not_harvested_has_no_yield() -> None:
    content = fixture("siap/agricola_2025_real_rows.csv").read_bytes()
    found = grown(2025, content)
    assert found.at["07059", "Valorproduccion"] == 21_038_529.26
    assert found.at["01001", "Sembrada"] == 1508.0, "agave and oats are added"
    raw = Raw({"siap/agricola_2025.csv": content})
    frame = prepare(siap_agriculture.SOURCE, siap_agriculture.parse, raw, catalog()).tables["observation"]
    told = frame.set_index(["indicator", "area", "breakdown"])
    assert told.loc[("crop_value_mxn_ha", "07059", "total"), "value"] == pytest.approx(21_038_529.26 / 2870)
    assert told.loc[("crop_harvested_area_ha", "01001", "crop=agave"), "value"] == 0
    assert ("crop_harvested_area_ha", "01001", "crop=avocado") not in told.index, "no record is no figure"
    barren = crops(2025, [(66, 2, 2, 200201, 7490000, "Maíz grano", 8, 0, 8, 0, 0)])
    raw = Raw({"siap/agricola_2025.csv": barren})
    frame = prepare(siap_agriculture.SOURCE, siap_agriculture.parse, raw, catalog()).tables["observation"]
    status = frame[frame["breakdown"] == "total"].set_index("indicator")["status"]
    assert status["grain_yield_t_ha"] == status["crop_value_mxn_ha"] == "not_applicable"
    assert status["crop_lost_pct"] == status["grain_production_t"] == "official"


def test_the_avocado_of_the_whole_table_is_that_of_the_avocado_edition() -> None:
    """Twenty-one real years of Jalisco: saved again by their author as UTF-8, with one header and zeros for blanks."""
    rows = list(csv.DictReader(io.StringIO(fixture("siap/aguacate_jalisco_2003_2023_real.csv").read_text("utf-8"))))
    files = {}
    for year in sorted({r["Anio"] for r in rows}):
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(r for r in rows if r["Anio"] == year)
        files[f"siap/agricola_{year}.csv"] = out.getvalue().encode("latin-1")
    found = siap_agriculture.parse(Raw(files)).values.set_index(["area", "period"])
    sums: dict[tuple[str, str], float] = {}
    for r in rows:
        key = (f"14{int(r['Idmunicipio']):03d}", r["Anio"])
        sums[key] = sums.get(key, 0.0) + float(r["Volumenproduccion"])
    assert len(sums) == len(found) > 1000 and {y for _, y in sums} == {str(y) for y in range(2003, 2024)}
    assert found["t_avocado"].to_dict() == pytest.approx(sums)
    assert found["t_avocado"].equals(found["t_avocado"].where(found["Valor_avocado"].eq(found["Valorproduccion"])))


def test_volumes_of_another_unit_are_never_added_to_tonnes() -> None:
    bunches = (63, 2, 1, 200203, 7490000, "Maíz grano", 5, 5, 0, 9999, 50_000)
    found = grown(2023, crops(2023, (*GROWN, bunches)))
    assert found.at["14063", "t_maize_grain"] == 5400.0 and found.at["14063", "ha_maize_grain"] == 900.0
    assert found.at["14063", "Cosechada_maize_grain"] == 905.0, "areas add over units"
    assert found.at["14063", "Valorproduccion"] == 38_056_000 + 50_000, "values add over units"


def edited(old: str, new: str) -> bytes:
    text = crops(2023).decode("latin-1")
    assert old in text
    return text.replace(old, new, 1).encode("latin-1")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (crops(2023).decode("latin-1").encode(), "not in the expected encoding (expected latin-1; got UTF-8)"),
        (crops(2023)[:-60], "a record is cut or has extra cells (expected 24 cells"),
        (edited("Valorproduccion", "Valor"), "column Valorproduccion: a column is missing or was renamed"),
        (edited("Preciomediorural", "Costo"), "column Precio: a column is missing or was renamed"),
        (edited("27000000", "27.000,5"), "expected 24 cells; got 25"),
        (edited(",5400,6.00,5000.00,", ",540000,6.00,5000.00,"), "a printed ratio disagrees"),
        (edited("2,Ocotlán,63,", "2,Ocotlán,630,"), "the municipality is unknown (expected a key of data/areas.csv"),
        (edited("14,Jalisco,70,La Barca,2,Ocotlán,66,", "41,Jalisco,70,La Barca,2,Ocotlán,66,"), "«41066»"),
        (edited("7490000,Maíz", "5060000,Maíz"), "a crop has the key of another"),
        (edited("\r\n2023,", "\r\n2022,"), "expected a whole number from 2023 to 2023; got «2022»"),
        (crops(2023, (*GROWN, GROWN[0])), "a record is given twice"),
        (edited(",1000,900,100,", ",1000,-900,100,"), "a figure is empty or negative"),
    ],
    ids=["UTF-8", "half a record", "renamed", "no price", "decimal comma", "ratio", "unknown town", "unknown state",
         "crop", "another year", "twice", "negative"],
)  # fmt: skip
def test_a_damaged_table_is_refused_with_its_place(content: bytes, sentence: str) -> None:
    told = refused(content)
    assert sentence in told and "agricola_2023.csv" in told


def test_a_column_more_is_no_fault() -> None:
    lines = crops(2023).decode("latin-1").split("\r\n")
    more = "\r\n".join([lines[0] + ",Nueva", *(f"{line},1" for line in lines[1:-1]), ""])
    assert grown(2023, more.encode("latin-1")).equals(grown(2023))


def test_livestock_comes_in_pesos_and_animals_sold_alive_do_not_count_twice() -> None:
    found = raised(animals(2023))
    assert found.at["14063", "valor"] == pytest.approx(1000 * (112503.75 + 47080.46))
    assert found.at["14063", "t_meat_pigs"] == 900.2 and found.at["14063", "kl_milk"] == 15000.5
    assert found.at["14066", "valor_honey"] == 400_000.0 and pd.isna(found.at["14066", "t_meat"])


def test_the_constructed_table_of_livestock_is_read() -> None:
    found = raised(fixture("siap/pecuario_2023_ocotlan_constructed.csv").read_bytes())
    assert found.at["14063", "valor"] == pytest.approx(159_584_210.0) and list(found.index) == ["14063"]


def test_a_year_of_livestock_without_municipalities_is_passed_over_and_told(caplog: pytest.LogCaptureFixture) -> None:
    raw = Raw({"siap/pecuario_2022.csv": of_states(2022), "siap/pecuario_2023.csv": animals(2023)})
    with caplog.at_level(logging.WARNING):
        assert set(siap_livestock.parse(raw).values["period"]) == {"2023"}
    assert "pecuario_2022.csv: the table has no municipal columns; the year is passed over" in caplog.text
    with pytest.raises(SourceFault, match="no year has municipalities"):
        siap_livestock.parse(Raw({"siap/pecuario_2022.csv": of_states(2022)}))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Carne en canal", "Producto nuevo", "a product is unknown"),
        ("Porcino", "Llama", "a species is unknown"),
        ("112503.75", "112.50", "a printed price disagrees"),
        ("Cvempio", "Clave", "column Cvempio: a column is missing or was renamed"),
    ],
)
def test_a_damaged_table_of_livestock_is_refused(old: str, new: str, sentence: str) -> None:
    with pytest.raises(SourceFault) as told:
        raised(animals(2023).decode("latin-1").replace(old, new, 1).encode("latin-1"))
    assert sentence in str(told.value)


@pytest.mark.parametrize("module", [siap_agriculture, siap_livestock], ids=lambda m: m.SOURCE.id)
def test_every_year_is_brought_and_keeps_the_contract(office: Office, module: object) -> None:
    serve(office)
    source = module.SOURCE  # type: ignore[attr-defined]
    raw = module.extract(office.client(), Want(today=TODAY))  # type: ignore[attr-defined]
    prepared = prepare(source, module.parse, raw, catalog())  # type: ignore[attr-defined]
    assert prepared.problems == []
    figures = prepared.tables["observation"].query("breakdown == 'total'")
    told = figures.set_index(["indicator", "period", "area"])["value"].to_dict()
    assert {key: told[key] for key in EXPECTED[source.id]} == pytest.approx(EXPECTED[source.id])


def test_a_second_run_asks_only_for_years_that_may_have_changed(office: Office) -> None:
    serve(office)
    want = Want(today=TODAY)
    first = siap_agriculture.extract(office.client(keep_hours=0), want)
    office.asked.clear()
    assert siap_agriculture.extract(office.client(keep_hours=0), want).sha256 == first.sha256
    assert [a.rsplit("=", 1)[-1] for a in office.asked] == ["2025"]
    assert len(siap_agriculture.extract(office.client(), Want(since="2024", today=TODAY)).files) == 2


def answering(office: Office, reply: Callable[[int], Response]) -> None:
    office.answers("siap", "/index.php", lambda request: reply(int(request.args["ANIO"])))


@pytest.mark.parametrize("none", [Response(status=404), Response(crops(2025).split(b"\r\n")[0] + b"\r\n")],
                         ids=["404", "only the header"])  # fmt: skip
def test_the_newest_year_may_not_be_published_yet_and_no_other_may_be_missing(office: Office, none: Response) -> None:
    answering(office, lambda year: none if year == 2025 else Response(crops(year)))
    assert "siap/agricola_2025.csv" not in siap_agriculture.extract(office.client(), Want(today=TODAY)).files
    with pytest.raises(NotAsExpected, match="no records of «agriculture» for 2025, where there must be some"):
        siap_agriculture.extract(office.client(), Want(since="2025", today=TODAY))


def test_a_year_missing_among_others_stops_the_source(office: Office) -> None:
    answering(office, lambda year: Response(status=404) if year == 2012 else Response(crops(year)))
    with pytest.raises(NotAsExpected, match="no records of «agriculture» for 2012"):
        siap_agriculture.extract(office.client(), Want(today=TODAY))
    office.server.clear()
    answering(office, lambda year: Response(status=404) if year == 2024 else Response(animals(year)))
    with pytest.raises(NotAsExpected, match="no records of «livestock» for 2024"):
        siap_livestock.extract(office.client(), Want(today=TODAY))


def test_a_page_instead_of_a_table_and_a_table_cut_short_are_told(office: Office) -> None:
    page = b"<!DOCTYPE html><html><script>challenge()</script></html>"
    answering(office, lambda year: Response(page if year == 2020 else crops(year)))
    with pytest.raises(NotAsExpected, match="got an HTML page: the service is in maintenance or refuses scripts"):
        siap_agriculture.extract(office.client(), Want(today=TODAY))
    office.server.clear()
    answering(office, lambda year: Response(crops(year)[:-7] if year == 2019 else crops(year)))
    with pytest.raises(NotAsExpected, match="its last line is not closed"):
        siap_agriculture.extract(office.client(), Want(today=TODAY))


def test_the_service_down_is_no_table(office: Office) -> None:
    def down(request: Request) -> Response:
        return Response(status=503)

    office.answers("siap", "/index.php", down)
    with pytest.raises(NotReached, match="it answered 503; the next run tries again"):
        siap_livestock.extract(office.client(attempts=2), Want(today=TODAY))
