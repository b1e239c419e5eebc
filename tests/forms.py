"""Filled forms for the tests of what municipalities report, as text and as workbooks; every figure is made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl

from data.catalog import catalog
from etl.municipal.arrival import understood
from etl.municipal.form import COLUMNS, Reporter
from etl.municipal.rules import Reading

TODAY = date(2026, 11, 22)
AREA = "14066"
REPORTER = Reporter.of(catalog(), AREA)
GOOD = {
    "indicator": "municipal_police", "area": AREA, "period": "2025", "value": "60", "status": "definitiva",
    "source": "Nómina de la dirección de seguridad", "note": "",
}  # fmt: skip
MONTHLY = {**GOOD, "indicator": "waste_collected_t", "period": "2025-06", "value": "1234.5"}


def text(rows: Sequence[Mapping[str, Any]], separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A form as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(COLUMNS.values())
    writer.writerows([row.get(c, "") for c in COLUMNS] for row in rows)
    return out.getvalue().encode(encoding)


def book(rows: Sequence[Mapping[str, Any]], change: Any = None) -> bytes:
    """A form as a workbook; change(workbook) spoils it."""
    made = openpyxl.Workbook()
    made.active.title = "Cifras"
    made.active.append(list(COLUMNS.values()))
    for row in rows:
        made.active.append([row.get(c) for c in COLUMNS])
    if change is not None:
        change(made)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, today: date = TODAY, reporter: Reporter = REPORTER) -> Reading:
    return understood(content, reporter, catalog(), today)


def problem(content: bytes) -> str:
    """The only problem of a form."""
    (found,) = read(content).problems
    return found
