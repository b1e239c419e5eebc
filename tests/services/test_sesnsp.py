"""SESNSP's municipal file, CONSTRUCTED: asked for only where an address is set; blank months are no zeros."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

import etl.live.sesnsp
from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import Parsed, SourceFault
from etl.http import NoToken
from etl.live.sesnsp import FILE, MONTHS
from etl.pipeline import prepare
from etl.raw import NotThere, Raw, Want, read_folder
from etl.sources.sesnsp_crimes import SOURCE, VARIABLES, extract, parse
from tests.services.office import Office
from tests.sources.examples import example, relaxed

HEAD = ["Año", "Clave_Ent", "Entidad", "Cve. Municipio", "Municipio", "Bien jurídico afectado", "Tipo de delito",
        "Subtipo de delito", "Modalidad", *MONTHS]  # fmt: skip
Row = list[str]


def row(key: str, year: str, interest: str, months: Iterable[object], kind: str = "Otro") -> Row:
    return [year, key[:-3], "Jalisco", key, "Ocotlán", interest, kind, kind, "Sin violencia", *(str(m) for m in months)]


def whole(key: str, year: str, months: Iterable[object], kind: str = "Otro") -> list[Row]:
    told = list(months)
    return [row(key, year, interest, told, kind) for interest in VARIABLES]


def raw(rows: list[Row], encoding: str = "latin-1", head: list[str] = HEAD) -> Raw:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    return Raw({FILE: text.getvalue().encode(encoding)})


def read(rows: list[Row], **how: object) -> pd.DataFrame:
    return parse(raw(rows, **how)).values.set_index(["area", "period"])  # type: ignore[arg-type]


def test_months_are_added_to_years_over_every_kind_of_crime() -> None:
    rows = whole("14063", "2024", range(1, 13)) + whole("14063", "2024", ["1,000"] + [0] * 11, "Robo")
    told = read(rows).loc[("14063", "2024")]
    assert told["vida"] == 78 + 1000 and told["delitos"] == 7 * 1078 and pd.isna(told["status"])


def test_months_to_come_are_blank_and_make_the_year_partial() -> None:
    rows = whole("14063", "2025", [2] * 12) + whole("14063", "2026", [3] * 8 + [""] * 4)
    told = read(rows)
    assert told.at[("14063", "2026"), "delitos"] == 7 * 24 and told.at[("14063", "2026"), "status"] == "partial"
    assert pd.isna(told.at[("14063", "2025"), "status"])


@pytest.mark.parametrize("mark", ["", "-1"])
def test_a_month_one_municipality_did_not_report_makes_its_year_missing_and_not_smaller(mark: str) -> None:
    rows = whole("14063", "2024", [1] * 12) + whole("14047", "2024", [1] * 5 + [mark] + [1] * 6)
    told = read(rows)
    assert told.at[("14063", "2024"), "delitos"] == 84
    assert pd.isna(told.at[("14047", "2024"), "delitos"]) and pd.isna(told.at[("14047", "2024"), "vida"])


def test_crimes_of_nowhere_are_left_out_and_lost_zeros_put_back() -> None:
    told = read(whole("1001", "2024", [1] * 12) + whole("14999", "2024", [5] * 12) + whole("14998", "2024", [5] * 12))
    assert list(told.index) == [("01001", "2024")]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_cuts_come_in_either_encoding_and_in_any_pieces(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(etl.live.sesnsp, "PIECE", 5000)
    rows = [line for kind in range(50) for line in whole("14063", "2024", [1] * 12, f"Robo {kind}")]
    told = read([*rows, *whole("14047", "2024", [2] * 12)], encoding=encoding)
    assert (told.at[("14063", "2024"), "delitos"], told.at[("14047", "2024"), "delitos"]) == (84 * 50, 168)


def test_the_office_s_file_says_what_was_transcribed_of_it() -> None:
    with relaxed():
        folder = parse(example("sesnsp_crimes"))
    told = folder.values[folder.values[list(VARIABLES.values())].notna().all(axis=1)]
    rows = []
    for of in told.to_dict("records"):
        to_come = [""] * 4 if of["status"] == "partial" else [0] * 4
        rows += [row(of["area"], of["period"], name, [int(of[v]), *[0] * 7, *to_come]) for name, v in VARIABLES.items()]
    live = parse(raw(rows))
    alike(Parsed(told), live)
    assert len(told) == 9


def alike(one: Parsed, other: Parsed) -> None:
    key = ["area", "period"]
    left, right = (p.values.drop(columns=["file", "row"]).sort_values(key).reset_index(drop=True) for p in (one, other))
    left["status"], right["status"] = left["status"].fillna(""), right["status"].fillna("")
    pd.testing.assert_frame_equal(left, right[left.columns], check_dtype=False)


GOOD = whole("14063", "2024", [1] * 12)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([*GOOD, GOOD[0]], "a record is given twice"),
        (
            [*GOOD, row("14063", "2024", "El honor", [1] * 12)],
            "row 9, column Bien jurídico afectado: the legal",
        ),
        (
            [*GOOD, row("14063", "2024", "La familia", [1] * 11 + ["doce"], "R")],
            "row 9, column Diciembre: a cell",
        ),
        ([*GOOD, row("14063", "2024", "La familia", [1] * 11 + ["1.234"], "R")], "a cell is no count of crimes"),
        ([*GOOD, row("14063", "2024", "La familia", [1] * 11 + [-2], "R")], "a cell is no count of crimes"),
        ([*GOOD, row("14063", "24", "La familia", [1] * 12, "R")], "a cell is not as published"),
        ([*GOOD, GOOD[0][:15]], "the file is damaged (expected 21 cells in latin-1; got CSV parse error"),
        ([*GOOD, [*GOOD[0], "1"]], "the file is damaged"),
        (whole("14777", "2024", [1] * 12), "the municipality is unknown"),
        ([], "the file has no record"),
    ],
)
def test_a_damaged_file_is_told(rows: list[Row], sentence: str) -> None:
    with pytest.raises(SourceFault) as told:
        parse(raw(rows))
    assert sentence in str(told.value) and FILE in str(told.value)


def test_a_changed_column_is_refused_and_an_added_one_is_not() -> None:
    with pytest.raises(SourceFault, match="column Enero: a column is missing"):
        parse(raw(GOOD, head=[h.replace("Enero", "Ene") for h in HEAD]))
    added = [[*line, "x"] for line in GOOD]
    assert read(added, head=[*HEAD, "Nota"]).at[("14063", "2024"), "delitos"] == 84


def test_a_municipality_without_one_of_the_interests_has_no_total() -> None:
    told = read([*GOOD, *whole("14047", "2024", [1] * 12)[:-1]])
    assert pd.isna(told.at[("14047", "2024"), "delitos"]) and told.at[("14047", "2024"), "vida"] == 12


def test_without_an_address_nothing_is_asked_and_the_sentence_says_what_to_do(office: Office) -> None:
    with pytest.raises(NoToken, match="write its path in services.yaml"):
        extract(office.client(), Want())
    assert office.asked == []


def test_a_file_somebody_downloaded_is_read_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "sesnsp").mkdir()
    (tmp_path / FILE).write_bytes(raw(GOOD).files[FILE])
    told = parse(read_folder(SOURCE, tmp_path)).values.set_index(["area", "period"])
    assert told.at[("14063", "2024"), "delitos"] == 84
    with pytest.raises(NotThere, match="is not in the folder"):
        read_folder(SOURCE, tmp_path / "sesnsp")


def test_with_an_address_the_whole_way_keeps_the_contract(office: Office) -> None:
    rows = whole("14063", "2024", [1] * 12) + whole("14063", "2026", [3] * 8 + [""] * 4)
    office.answers("sesnsp", "/IDM.csv", raw(rows).files[FILE])
    client = office.client(views={"municipal": "/IDM.csv"})
    prepared = prepare(SOURCE, parse, extract(client, Want()), catalog())
    assert prepared.problems == []
    frame = prepared.tables["observation"].set_index(["indicator", "period", "area", "breakdown"])
    assert frame.at[("crimes", "2026", "14063", "total"), "status"] == "partial"
    assert frame.at[("crimes", "2024", "14063", "legal_interest=property"), "value"] == 12


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html><title>Challenge Validation</title></html>", "got an HTML page"),
        (raw(GOOD).files[FILE][:-40], "its last line is not closed"),
        (b"a,b\n1,2\n", "expected a table whose first line holds"),
    ],
)
def test_what_is_no_municipal_file_is_never_kept(office: Office, body: bytes, sentence: str) -> None:
    office.answers("sesnsp", "/IDM.csv", body)
    with pytest.raises(NotAsExpected, match=sentence):
        extract(office.client(views={"municipal": "/IDM.csv"}), Want())
