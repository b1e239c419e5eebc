"""The form itself: what it offers, and that valid figures come back as they were written."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog import catalog
from data.entries import ABSENT
from etl.municipal import template
from etl.municipal.form import COLUMNS, STATUSES, NoReporter, Reporter, title
from etl.municipal.rules import Reading
from tests.forms import AREA, REPORTER, TODAY, book, read, saved, text


def figures(reading: Reading) -> set[tuple[object, ...]]:
    return {(f.indicator, f.period, f.value, f.status, f.cited, f.note) for f in reading.figures}


def test_who_does_not_report_here_is_told_who_does() -> None:
    with pytest.raises(NoReporter, match=r"14066 \(Poncitlán\)"):
        Reporter.of(catalog(), "14039")


def test_the_form_has_every_indicator_with_its_definition_and_text_cells(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert template.write(REPORTER, catalog().vocabulary, path, TODAY) == len(REPORTER.reported) >= 12
    made = openpyxl.load_workbook(path)
    sheet = made["Cifras"]
    assert [c.value for c in sheet[1]] == list(COLUMNS.values())
    assert {sheet.cell(row, c).number_format for row in (2, 5) for c in (2, 3)} == {"@"}
    assert sheet.cell(2, 2).value == AREA
    lists = [str(v.sqref) for v in sheet.data_validations.dataValidation]
    assert lists == ["A2:A1000", "E2:E1000"]
    explained = {row[0]: row[2] for row in made["Indicadores"].iter_rows(values_only=True)}
    assert {title(i): i.definition.es for i in REPORTER.indicators}.items() <= explained.items()
    told = " ".join(str(row[0]) for row in made["Instrucciones"].iter_rows(values_only=True))
    assert all(words[0] in told for words in STATUSES.values())


words_ = st.text(st.sampled_from("abcdefghíñÁ ,;\"'.()-0123456789\n="), max_size=40).map(lambda w: f"x {w}".strip())


@st.composite
def filled(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of valid figures, each indicator and period once, as a clerk may write them."""
    chosen = draw(st.lists(st.sampled_from(REPORTER.reported), min_size=1, max_size=6, unique_by=lambda i: i.id))
    rows = []
    for entry in chosen:
        year, month = draw(st.integers(1990, 2025)), draw(st.integers(1, 12))
        status = draw(st.sampled_from(sorted(STATUSES)))
        top = int(entry.range[1] or 10**6)
        value = draw(st.integers(0, top * 10**entry.decimals)) / 10**entry.decimals
        rows.append(
            {
                "indicator": draw(st.sampled_from([entry.id, entry.title.es, entry.title.en])),
                "entry": entry.id,
                "area": AREA,
                "period": str(year) if entry.frequency == "annual" else f"{year}-{month:02d}",
                "value": None if status in ABSENT else value,
                "code": status,
                "status": draw(st.sampled_from(STATUSES[status])),
                "source": draw(words_),
                "note": draw(words_),
            }
        )
    return rows


def expected(rows: list[dict[str, Any]]) -> set[tuple[object, ...]]:
    def said(words: str) -> str:
        return " ".join(words.split())

    return {(r["entry"], r["period"], r["value"], r["code"], said(r["source"]), said(r["note"])) for r in rows}


@given(filled())
def test_any_valid_figures_come_back_the_same_through_a_workbook_and_through_text(rows: list[dict[str, Any]]) -> None:
    written = [{**r, "value": "" if r["value"] is None else f"{r['value']:.10g}"} for r in rows]
    for content in (book(rows), text(written), text(written, ";", "utf-16")):
        reading = read(content)
        assert reading.problems == []
        assert figures(reading) == expected(rows)


def test_the_form_itself_filled_in_comes_back_as_it_was_filled(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".csv"):
        path = tmp_path / f"form{suffix}"
        template.write(REPORTER, catalog().vocabulary, path, TODAY)
        values = {title(i): float(n) for n, i in enumerate(REPORTER.reported, start=1)}
        if suffix == ".xlsx":
            made = openpyxl.load_workbook(path)
            for row in made["Cifras"].iter_rows(min_row=2, max_row=len(values) + 1):
                row[3].value, row[4].value, row[5].value = values[str(row[0].value)], "provisional", "Padrón"
            content = saved(made)
        else:
            lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
            rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines[1:]]
            content = text(
                [
                    {**r, "value": f"{values[r['indicator']]:g}", "status": "provisional", "source": "Padrón"}
                    for r in rows
                ]
            )
        reading = read(content)
        assert reading.problems == reading.notices == []
        assert {(f.indicator, f.value, f.status) for f in reading.figures} == {
            (i.id, values[title(i)], "preliminary") for i in REPORTER.reported
        }
