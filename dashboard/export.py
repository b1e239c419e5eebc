"""A selection as a file to keep: CSV, XLSX or JSON, each with codes, names, units, periods, sources and statuses.

Figures are written as they are stored, neither rounded nor in any country's notation. No text can become a
formula: in XLSX it is stored as text, in CSV a leading = + - @ is disarmed with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from dashboard import offices
from dashboard.queries import Provenance
from dashboard.text import t
from dashboard.wording import slug
from data.areas import names
from data.catalog import Catalog, catalog
from data.entries import Indicator

DATA = (
    "code", "name", "indicator", "title", "breakdown", "period", "value", "unit", "numerator", "denominator",
    "status", "source",
)  # fmt: skip
NUMBERS = ("value", "numerator", "denominator")
KEY = ("code", "indicator", "breakdown", "period")
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_WIDTHS = {"title": 44, "source": 70, "name": 26, "unit": 22, "breakdown": 18, "status": 22}


@dataclass(frozen=True)
class Selection:
    """What is downloaded: tidy data, what they are, and where they come from (label → text, in reading order)."""

    data: pd.DataFrame
    metadata: Mapping[str, str]
    name: str  # of the file, without extension
    language: str


def selection(
    indicator: Indicator,
    values: pd.DataFrame,
    provenance: Provenance,
    place: str,
    language: str,
    *,
    period: str | None = None,
    breakdown: str = "total",
    address: str = "",
    moment: datetime | None = None,
) -> Selection:
    """The download of one indicator.

    values: `queries.values` (give its period) or `queries.series` (has one a row). place: what the rows
    cover («Jalisco»), for the file's name. address: of the view it was taken from.
    """
    rows = values.assign(period=period) if period is not None else values
    cited = offices.citation(indicator, provenance.source["citation"][language], language)
    data = _data(indicator, rows, cited, breakdown, language)
    metadata = _metadata(indicator, provenance, language)
    metadata |= {t("export.breakdown", language): breakdown_label(breakdown, language)}
    metadata |= _taken(place, address, moment, language)
    told = sorted(set(rows["period"]))
    parts = [indicator.title.in_(language), "" if breakdown == "total" else breakdown, _span(told), place]
    return Selection(data, {k: v for k, v in metadata.items() if v}, slug(parts), language)


def profile_selection(
    profile: pd.DataFrame,
    catalog_: Catalog,
    place: str,
    language: str,
    *,
    address: str = "",
    moment: datetime | None = None,
) -> Selection:
    """The download of a profile: `queries.profile` of one or more areas, every indicator with its own source."""
    frames, sources = [], {}
    for name, rows in profile.groupby("indicator", sort=False):
        indicator = catalog_.indicators[str(name)]
        source = catalog_.sources[indicator.source]
        sources[indicator.source] = f"{source.citation.in_(language)} {source.license.in_(language)}. {source.url}"
        cited = offices.citation(indicator, source.citation.in_(language), language)
        frames.append(_data(indicator, rows, cited, "total", language))
    data = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(DATA))
    metadata = {f"{t('export.product', language)} {n}": text for n, text in enumerate(sources.values(), start=1)}
    metadata |= {t("export.empty", language): t("export.empty_means", language)}
    metadata |= _taken(place, address, moment, language)
    parts = [t("export.profile", language), place]
    return Selection(data, {k: v for k, v in metadata.items() if v}, slug(parts), language)


def _data(indicator: Indicator, rows: pd.DataFrame, citation: str, breakdown: str, language: str) -> pd.DataFrame:
    """Rows of one indicator and breakdown with the columns DATA."""
    words = catalog().vocabulary
    known = names()
    told = {
        "code": rows["area"],
        "name": rows["area"].map(lambda key: known.get(key, key)),
        "indicator": indicator.id,
        "title": indicator.title.in_(language),
        "breakdown": breakdown_label(breakdown, language),
        "period": rows["period"],
        "value": rows["value"],
        "unit": _unit(indicator, language),
        "numerator": rows["numerator"],
        "denominator": rows["denominator"],
        "status": rows["status"].map({k: v.in_(language) for k, v in words.statuses.items()}),
        "source": citation,
    }
    return pd.DataFrame(told, columns=list(DATA)).reset_index(drop=True)


def _taken(place: str, address: str, moment: datetime | None, language: str) -> dict[str, str]:
    return {
        t("export.place", language): place,
        t("export.address", language): address,
        t("export.taken", language): (moment or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC"),
    }


def _metadata(indicator: Indicator, provenance: Provenance, language: str) -> dict[str, str]:
    source = provenance.source
    texts = {
        "title": indicator.title.in_(language),
        "definition": indicator.definition.in_(language),
        "processing": indicator.processing.in_(language),
        "caveat": indicator.caveat.in_(language),
        "breaks": " ".join(f"{b.period}: {b.en if language == 'en' else b.es}" for b in indicator.breaks),
        "unit": _unit(indicator, language),
        "product": source["title"][language],
        "publisher": source["publisher"][language],
        "license": source["license"][language],
        "citation": offices.citation(indicator, source["citation"][language], language),
        "url": provenance.url or source["url"],
        "source_caveat": (source.get("caveat") or {}).get(language, ""),
        "release": str(provenance.release_id),
        "sha256": provenance.sha256,
        "retrieved": provenance.retrieved_at.strftime("%Y-%m-%d"),
        "published": provenance.published_at.strftime("%Y-%m-%d"),
        "empty": t("export.empty_means", language),
    }
    return {t(f"export.{key}", language): text for key, text in texts.items()}


def _unit(indicator: Indicator, language: str) -> str:
    """The unit in words; of a grade, what each number stands for."""
    label = catalog().vocabulary.units[indicator.unit].label.in_(language)
    grades = ", ".join(f"{code} = {words.in_(language)}" for code, words in indicator.labels.items())
    return f"{label} ({grades})" if grades else label


def breakdown_label(breakdown: str, language: str) -> str:
    """A breakdown in words: «Total», «Mujeres», «Mujeres, 0 a 4 años»."""
    if breakdown == "total":
        return t("export.total", language)
    dimensions = catalog().vocabulary.dimensions
    parts = (part.partition("=") for part in breakdown.split(","))
    return ", ".join(dimensions[d].codes[code].in_(language) for d, _, code in parts)


def headers(chosen: Selection) -> list[str]:
    """Column names in the reader's language; JSON keeps the English ones for programs."""
    return [t(f"export.columns.{c}", chosen.language) for c in chosen.data.columns]


def to_csv(chosen: Selection) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads its accents; RFC 4180 lines; empty where there is no figure."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headers(chosen))
    for row in chosen.data.to_dict("records"):
        writer.writerow([_cell(row[c], c) for c in chosen.data.columns])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any, column: str) -> str:
    if column in NUMBERS:
        return "" if pd.isna(value) else _plain(float(value))
    return re.sub(_FORMULA, lambda found: "'" + found[0], str(value))


def _plain(number: float) -> str:
    """Digits only, whole numbers without a decimal point."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def to_json(chosen: Selection) -> bytes:
    """An object with `metadata` and `data`; null where there is no figure."""
    records = [
        {c: (None if pd.isna(v) else float(v)) if c in NUMBERS else str(v) for c, v in row.items()}
        for row in chosen.data.to_dict("records")
    ]
    content = {"metadata": dict(chosen.metadata), "data": records}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")


def to_xlsx(chosen: Selection) -> bytes:
    """Two sheets: the data, with real numbers and a fixed first row, and what they are."""
    book = Workbook(write_only=True)
    data = book.create_sheet(t("export.data_sheet", chosen.language))
    data.freeze_panes = "C2"
    for letter, column in zip("ABCDEFGHIJKL", DATA, strict=True):
        data.column_dimensions[letter].width = _WIDTHS.get(column, 14)
    data.append([_text(data, h, bold=True) for h in headers(chosen)])
    for row in chosen.data.to_dict("records"):
        data.append([_value(data, row[c], c) for c in chosen.data.columns])
    data.auto_filter.ref = f"A1:L{len(chosen.data) + 1}"
    about = book.create_sheet(t("export.about_sheet", chosen.language))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 100
    for label, text in chosen.metadata.items():
        about.append([_text(about, label, bold=True), _text(about, text)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(sheet: Any, value: Any, column: str) -> Any:
    if column in NUMBERS:
        return None if pd.isna(value) else float(value)
    text = str(value)
    plain = not text.startswith("=") and not ILLEGAL_CHARACTERS_RE.search(text)
    return text if plain else _text(sheet, text)  # a cell of its own costs ten times a plain value


def _text(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """A cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=len(str(value)) > 80)
    return cell


def _span(periods: list[str]) -> str:
    return "" if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}-{periods[-1]}"
