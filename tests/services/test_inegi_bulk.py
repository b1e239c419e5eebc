"""INEGI's ZIPs: what is asked for, what is refused, and that the published figures are the ZIPs'."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from types import ModuleType

import pandas as pd
import pytest
import sqlalchemy as sa

from data.catalog import catalog
from data.schema import indicator, observation
from etl.content import NotAsExpected
from etl.contract import Parsed, SourceFault
from etl.pipeline import refresh
from etl.raw import Raw, Want
from etl.sources import inegi_census_2020, inegi_economic_census, inegi_efipem, inegi_ilmm
from tests.services import day_inegi_bulk as day
from tests.services.day_inegi_bulk import ours, zipped
from tests.services.office import Office

WANT = Want(states=("14",), today=date(2026, 11, 22))
CENSUS = "conjunto_de_datos_ce_jal_2024_csv.zip"
ILMM = "conjunto_de_datos_ilmm_2024_1t_csv.zip"
# Each source: its module, the ZIP's name, the member's, and our excerpt of it.
ZIPS = {
    "census": (inegi_census_2020, inegi_census_2020.NATIONAL, day.ITER_MEMBER, "iter_2020.csv"),
    "finance": (inegi_efipem, inegi_efipem.SERVED, day.EFIPEM_MEMBER.format(2024), "efipem_2024.csv"),
    "economic census": (inegi_economic_census, CENSUS, day.CENSUS_MEMBER.format(2024), "ce_jal_2024.csv"),
    "labour": (inegi_ilmm, ILMM, day.ILMM_MEMBER.format(2024), "ilmm_2024.csv"),
}


def said(module: ModuleType, raw: Raw) -> str:
    """What the parser refuses with."""
    with pytest.raises(SourceFault) as told:
        module.parse(raw)
    return str(told.value)


@cache
def intact(which: str) -> Parsed:
    """A source's excerpt as it is, parsed once."""
    module, name, member, excerpt = ZIPS[which]
    parsed: Parsed = module.parse(Raw({name: zipped({member: ours(excerpt)})}))
    return parsed


def edited(which: str, edit: Callable[[bytes], bytes]) -> Raw:
    """A source's ZIP with its table changed."""
    _, name, member, excerpt = ZIPS[which]
    content = ours(excerpt)
    changed = edit(content)
    assert changed != content, "the alteration did not touch the table"
    return Raw({name: zipped({member: changed})})


def each_line(edit: Callable[[bytes, int], bytes]) -> Callable[[bytes], bytes]:
    return lambda content: b"\r\n".join(
        edit(line, n) if line else line for n, line in enumerate(content.split(b"\r\n"))
    )


def test_a_day_of_the_zips_is_published(engine: sa.Engine, office: Office) -> None:
    day.serve(office)
    done = refresh(engine, catalog(), office.client(), WANT, list(day.EXPECTED))
    assert {r.source: (r.outcome, r.problems) for r in done if r.source in day.EXPECTED} == dict.fromkeys(
        day.EXPECTED, ("published", ())
    )
    o, i = observation.c, indicator.c
    query = sa.select(i.indicator, o.period, o.area, o.breakdown, o.value, o.status).join(
        indicator, i.indicator_key == o.indicator_key
    )
    with engine.connect() as connection:
        rows = pd.read_sql(query, connection).set_index(["indicator", "period", "area", "breakdown"]).sort_index()
    for figures in day.EXPECTED.values():
        for key, value in figures.items():
            assert rows.loc[(*key, "total"), "value"] == pytest.approx(value), key
    assert rows.loc[("revenue_mxn", "2025", "14063", "total"), "status"] == "preliminary"
    assert rows.loc[("revenue_mxn", "2024", "14063", "total"), "status"] == "official"
    assert ("revenue_mxn", "2025", "14047", "total") not in rows.index, "it did not report: neither zero nor a row"
    assert rows.loc[("census_employment", "2023", "14063", "sector=31"), "value"] == 720
    assert rows.loc[("census_employment", "2023", "14063", "sector=22"), "status"] == "suppressed"
    assert rows.loc[("unemployment_ilmm_pct", "2024", "14063", "total"), "status"] == "modelled"
    assert not [k for k in rows.index if k[0] == "participation_ilmm_pct" and k[1] in ("2017", "2025")]


def test_a_second_run_asks_only_for_what_was_not_there(office: Office) -> None:
    day.serve(office)
    client = office.client()
    for module in (inegi_census_2020, inegi_efipem, inegi_economic_census, inegi_ilmm):
        module.extract(client, WANT)
    asked = len(office.asked)
    for module in (inegi_census_2020, inegi_efipem, inegi_economic_census, inegi_ilmm):
        module.extract(client, WANT)
    assert asked == 2 + 5 + 9
    assert office.asked[asked:] == [f"GET {day.ILMM.format(2025)}"]


def test_since_asks_for_no_earlier_edition_or_year(office: Office) -> None:
    day.serve(office)
    since = Want(states=("14",), since="2018", today=WANT.today)
    assert set(inegi_economic_census.extract(office.client(), since).files) == {
        "conjunto_de_datos_ce_jal_2019_csv.zip", CENSUS
    }  # fmt: skip
    assert min(inegi_ilmm.extract(office.client(), since).files) == "conjunto_de_datos_ilmm_2018_1t_csv.zip"


@pytest.mark.parametrize(
    ("module", "want", "sentence"),
    [
        (inegi_ilmm, Want(since="2025", today=WANT.today), "published nothing from 2025 on yet"),
        (inegi_economic_census, Want(since="2024", today=WANT.today), "no census of 2024 or later yet"),
        (inegi_economic_census, Want(states=("99",), today=WANT.today), "or none of these states"),
    ],
)
def test_where_there_is_nothing_to_ask_for_it_is_said(
    office: Office, module: ModuleType, want: Want, sentence: str
) -> None:
    day.serve(office)
    with pytest.raises(NotAsExpected, match=sentence):
        module.extract(office.client(), want)


def test_a_state_whose_short_name_is_unknown_is_left_out_and_told(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    day.serve(office)
    raw = inegi_economic_census.extract(office.client(), Want(states=("14", "99"), today=WANT.today))
    assert len(raw.files) == 5
    assert "leaves out the state 99: INEGI's short name of it is not known" in caplog.text


@pytest.mark.parametrize("which", ZIPS)
def test_a_page_with_status_200_where_a_zip_should_be_is_a_fault_and_is_not_kept(office: Office, which: str) -> None:
    module = ZIPS[which][0]
    for path in (day.ITER, day.EFIPEM, day.CENSUS.format(2004), day.ILMM.format(2017)):
        office.answers("inegi_bulk", path, ours("page.html"), kind="text/html")
    with pytest.raises(NotAsExpected, match="expected a ZIP, got an HTML page"):
        module.extract(office.client(attempts=3), WANT)
    assert len(office.asked) == 1, "asking again would not help"
    assert not [p for p in office.folder.rglob("*") if p.is_file() and p.suffix != ".json"]


@pytest.mark.parametrize("which", ZIPS)
@pytest.mark.parametrize("kept", [0.3, 0.95])
def test_half_a_zip_is_refused_on_arrival_and_by_the_parser(office: Office, which: str, kept: float) -> None:
    module, name, member, excerpt = ZIPS[which]
    whole = zipped({member: ours(excerpt)})
    half = whole[: int(len(whole) * kept)]
    for path in (day.ITER, day.EFIPEM, day.CENSUS.format(2004), day.ILMM.format(2017)):
        office.answers("inegi_bulk", path, half)
    with pytest.raises(NotAsExpected, match="the ZIP is damaged or cut short"):
        module.extract(office.client(), WANT)
    assert "the ZIP is damaged or cut short" in said(module, Raw({name: half}))


@pytest.mark.parametrize("which", ZIPS)
def test_a_member_whose_bytes_changed_on_the_way_is_refused(which: str) -> None:
    module, name, member, excerpt = ZIPS[which]
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_STORED) as file:
        file.writestr(member, ours(excerpt))
    damaged = box.getvalue().replace(b"14,", b"15,", 1)
    assert "the ZIP is damaged or cut short" in said(module, Raw({name: damaged}))


@pytest.mark.parametrize("which", ZIPS)
def test_a_zip_without_the_table_is_refused_and_what_it_holds_is_said(which: str) -> None:
    module, name, _, excerpt = ZIPS[which]
    sentence = said(module, Raw({name: zipped({"leeme.txt": ours(excerpt)})}))
    assert "the table is not in the ZIP" in sentence and "leeme.txt" in sentence


@pytest.mark.parametrize("which", ZIPS)
def test_a_renamed_column_is_refused_by_name(which: str) -> None:
    column = {"census": b"POBTOT", "finance": b"VALOR", "economic census": b"H001A", "labour": b"ocupados"}[which]
    sentence = said(ZIPS[which][0], edited(which, lambda c: c.replace(column, b"OTRA", 1)))
    assert f"column {column.decode().upper() if which == 'labour' else column.decode()}" in sentence


@pytest.mark.parametrize("which", ZIPS)
def test_columns_that_were_added_are_tolerated(which: str) -> None:
    as_it_was = intact(which)
    more = ZIPS[which][0].parse(
        edited(which, each_line(lambda line, n: line + (b",NOTA" if n == 0 else b",en palabras")))
    )
    pd.testing.assert_frame_equal(more.values, as_it_was.values)
    pd.testing.assert_frame_equal(more.marks, as_it_was.marks)


@pytest.mark.parametrize("which", ZIPS)
def test_half_a_table_is_refused(which: str) -> None:
    assert "a record is cut or has extra cells" in said(ZIPS[which][0], edited(which, lambda c: c[: len(c) * 8 // 10]))


@pytest.mark.parametrize("which", ZIPS)
def test_another_encoding_is_refused(which: str) -> None:
    sentence = said(ZIPS[which][0], edited(which, lambda c: c.decode("utf-8-sig").encode("utf-16")))
    assert "encoding" in sentence or "column" in sentence or "cannot be read" in sentence


@pytest.mark.parametrize("which", ZIPS)
def test_a_municipality_nobody_knows_is_refused(which: str) -> None:
    old, new = (b"14,66,", b"14,666,") if which == "labour" else (b"066,", b"666,")
    sentence = said(ZIPS[which][0], edited(which, lambda c: c.replace(old, new)))
    assert "the municipality is unknown" in sentence and "«14666»" in sentence


@pytest.mark.parametrize("which", ["census", "finance", "economic census"])
def test_a_code_that_lost_its_zeros_is_the_same_municipality(which: str) -> None:
    if which == "census":
        lost = edited(which, each_line(lambda line, n: line.replace(b",063,", b",63,").replace(b",000,", b",0,")))
    else:
        lost = edited(which, each_line(lambda line, n: line.replace(b"14,063,", b"14,63,")))
    pd.testing.assert_frame_equal(ZIPS[which][0].parse(lost).values, intact(which).values)


@pytest.mark.parametrize("which", ZIPS)
def test_a_comma_in_the_place_of_the_point_is_refused(which: str) -> None:
    old, new = {
        "census": (b",9.42,", b',"9,42",'),
        "finance": (b",16000000,", b',"16000000,00",'),
        "economic census": (b",600.000,", b',"600,000",'),
        "labour": (b"97.125", b'"97,125"'),
    }[which]
    assert "a cell is no number" in said(ZIPS[which][0], edited(which, lambda c: c.replace(old, new)))
