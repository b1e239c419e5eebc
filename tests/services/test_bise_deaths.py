"""INEGI's microdata of deaths are counted where people lived, whole years only."""

from __future__ import annotations

from datetime import date

import pytest

from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import SourceFault
from etl.pipeline import prepare
from etl.raw import Raw, Want
from etl.sources import inegi_edr_deaths
from tests.services import day_bise
from tests.services.fixtures import answer
from tests.services.office import Office

TABLE = answer("inegi_indicadores/edr_2024.csv")
PAGE = answer("inegi_indicadores/page.html")
WANT = Want(("14",), today=date(2026, 11, 22))
YEAR = day_bise.EDR.format(year=2024)


def counted(table: bytes) -> dict[str, float]:
    found = inegi_edr_deaths.parse(Raw({"edr_2024.zip": day_bise.edr_zip(table)})).values
    return dict(zip(found["area"], found["defunciones"], strict=True))


def test_a_death_counts_where_the_person_lived_and_an_unknown_municipality_only_in_its_state() -> None:
    told = counted(TABLE)
    assert told == {"00": 15, "14": 12, "14063": 7, "14066": 2, "14047": 1, "01": 1, "01001": 1}
    assert "14039" not in told, "three died in Guadalajara and lived in Ocotlán"


def test_the_year_not_published_yet_is_waited_for_and_the_others_are_read(office: Office) -> None:
    day_bise.serve(office)
    raw = inegi_edr_deaths.extract(office.client(), WANT)
    ready = prepare(inegi_edr_deaths.SOURCE, inegi_edr_deaths.parse, raw, catalog())
    assert list(raw.files) == ["edr_2024.zip"] and ready.problems == []
    inegi_edr_deaths.extract(office.client(), WANT)
    assert [a.rsplit("/", 1)[1][:25] for a in office.asked].count("conjunto_de_datos_edr2025") == 2, "asked again"
    assert len(office.asked) == 3, "and what is whole is not"


@pytest.mark.parametrize("status", [200, 404])
def test_where_nothing_is_published_yet_the_source_waits(office: Office, status: int) -> None:
    office.answers("inegi_bulk", day_bise.EDR.format(year=2025), PAGE, kind="text/html", status=status)
    with pytest.raises(NotAsExpected, match="has not published the deaths of 2025 yet"):
        inegi_edr_deaths.extract(office.client(), Want(("14",), since="2025", today=date(2026, 11, 22)))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (PAGE, "got an HTML page"),
        (day_bise.edr_zip(TABLE)[:300], "the ZIP is damaged or cut short"),
        (day_bise.edr_zip(TABLE, "datos/otra.csv"), "the ZIP lacks «defunciones_registradas24_csv.csv»"),
    ],
)
def test_a_closed_year_that_does_not_come_whole_is_refused(office: Office, content: bytes, sentence: str) -> None:
    office.answers("inegi_bulk", YEAR, content)
    with pytest.raises(NotAsExpected, match=sentence):
        inegi_edr_deaths.extract(office.client(), WANT)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b"mun_resid", b"municipio", "column mun_resid: a column is missing or was renamed"),
        (b"14,063,14,047", b"14,063,14,998", "the municipality is unknown"),
        (b"14,063,14,047", b"14,063,77,047", "the state is unknown"),
        (b"14,063,14,047,14,063", b"14,063,14,047", "a record is cut or has extra cells"),
        (b",2024,2024\r\n14,063,99", b",2024,2024,9\r\n14,063,99", "a record is cut or has extra cells"),
    ],
)
def test_a_damaged_table_is_refused(old: bytes, new: bytes, sentence: str) -> None:
    assert old in TABLE
    with pytest.raises(SourceFault) as told:
        counted(TABLE.replace(old, new, 1))
    assert sentence in str(told.value) and "edr_2024.zip" in str(told.value)


def test_another_encoding_capital_names_and_a_column_more_are_no_fault() -> None:
    lines = TABLE.replace(b"ent_resid,mun_resid", b"ENT_RESID,MUN_RESID").split(b"\r\n")
    more = b"\r\n".join([lines[0] + b",nueva", *(line + ",ñ".encode() for line in lines[1:-1]), b""])
    assert counted(b"\xef\xbb\xbf" + more) == counted(TABLE)


def test_half_a_table_is_refused() -> None:
    with pytest.raises(SourceFault, match="cut"):
        counted(TABLE[: len(TABLE) // 2])


def test_a_file_without_its_table_or_that_is_no_zip_is_refused() -> None:
    with pytest.raises(SourceFault, match="the table is not in the ZIP"):
        inegi_edr_deaths.parse(Raw({"edr_2024.zip": day_bise.edr_zip(TABLE, "datos.csv")}))
    with pytest.raises(SourceFault, match="the ZIP is damaged or cut short"):
        inegi_edr_deaths.parse(Raw({"edr_2024.zip": PAGE}))
