"""What a reader takes with him: any table of the pages with its words, units, statuses and sources, as a Selection.

`files.py` writes it as CSV, XLSX and JSON. Figures are kept as they are stored, neither rounded nor in any
country's notation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeAlias

import pandas as pd

from dashboard.origins import Origin, described
from dashboard.queries import Provenance
from dashboard.text import UnknownText, entries, t
from dashboard.wording import slug
from data.areas import names
from data.catalog import Catalog, catalog
from data.entries import Indicator

FACTS = ("area", "indicator", "breakdown", "period", "value", "numerator", "denominator", "status")

Rows: TypeAlias = pd.DataFrame | Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class Selection:
    """What is downloaded: tidy data, what they are, and where they come from (label → text, in reading order).

    Columns of numbers have a numeric dtype, all others hold text; every column has words in text/export.yaml.
    `table` is the data or what makes them: a page is not kept waiting for a file that nobody asks for.
    """

    table: Rows
    metadata: Mapping[str, str]
    name: str  # of the file, without extension
    language: str
    address: str = ""  # of the view it was taken from

    @cached_property
    def data(self) -> pd.DataFrame:
        """The rows, made once."""
        return self.table() if callable(self.table) else self.table

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that hold numbers."""
        return tuple(c for c in self.data.columns if pd.api.types.is_numeric_dtype(self.data[c]))


def table(
    data: Rows,
    title: str,
    indicators: Sequence[tuple[Indicator, Provenance | None]],
    place: str,
    language: str,
    *,
    address: str = "",
    periods: Iterable[str] = (),
    extra: Mapping[str, str] | None = None,
    moment: datetime | None = None,
) -> Selection:
    """The download of any table of a page: its rows in the reader's words, and a sheet that says what they are.

    data: one row a fact, or what makes such rows when a file is asked for. Columns are keys of `export.columns` in
    text/export.yaml, in the order to be written (`area` may stand for `code`). What can be known is filled in where
    it is lacking: `name` beside `code`; `title`, `unit` and `source` of the column `indicator`, or of the only
    indicator there is; `source` of all of them otherwise. `status` and `breakdown` may hold ids.
    title: what the view shows; it begins the file's name. place: what the rows cover («Jalisco»). indicators: those
    behind the figures, with their provenance (None: what the catalogue says of the source). periods: for the file's
    name, unless one indicator's column `period` says it. extra: more lines of the sheet, label → text (a method).
    Raises UnknownText for a column without words.
    """
    origins = [Origin.of(indicator, origin) for indicator, origin in indicators]
    return _selected(data, title, origins, place, language, address, moment, periods, extra)


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
    """The download of one indicator: `table` of its rows.

    values: `queries.values` (give its period) or `queries.series` (has one a row).
    """
    rows = values.assign(indicator=indicator.id, breakdown=breakdown)
    rows = rows.assign(period=period) if period is not None else rows
    words = breakdown_label(breakdown, language)
    title = indicator.title.in_(language) + ("" if breakdown == "total" else f", {words}")
    return table(
        rows[list(FACTS)], title, [(indicator, provenance)], place, language,
        address=address, extra={t("export.breakdown", language): words}, moment=moment,
    )  # fmt: skip


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
    entries = [catalog_.indicators[str(name)] for name in dict.fromkeys(profile["indicator"])]
    origins = [Origin.of(entry, None, catalog_.sources[entry.source]) for entry in entries]
    return _selected(profile[list(FACTS)], t("export.profile", language), origins, place, language, address, moment)


def _selected(
    data: Rows,
    title: str,
    origins: Sequence[Origin],
    place: str,
    language: str,
    address: str,
    moment: datetime | None,
    periods: Iterable[str] = (),
    extra: Mapping[str, str] | None = None,
) -> Selection:
    told = sorted({str(p) for p in periods})
    if not callable(data):
        _checked(data)  # whoever writes a page learns at once what has no words
        if not told and len(origins) == 1 and "period" in data:  # of many, each has its own newest one
            told = sorted(map(str, data["period"].dropna().unique()))
    metadata = {
        t("export.view", language): title,
        **described(origins, language),
        **(extra or {}),
        t("export.empty", language): t("export.empty_means", language),
        t("export.why_empty", language): t("export.status_tells", language)
        if callable(data) or "status" in data
        else "",
        t("export.place", language): place,
        t("export.address", language): address,
        t("export.taken", language): (moment or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M UTC"),
    }
    kept = {label: text for label, text in metadata.items() if text}

    def make() -> pd.DataFrame:
        return _in_words(_filled(_checked(data() if callable(data) else data), origins, language), language)

    return Selection(make, kept, slug([title, _span(told), place]), language, address)


def _checked(data: pd.DataFrame) -> pd.DataFrame:
    """The rows under the names of a download's columns."""
    given = data.rename(columns={"area": "code"})
    for column in given.columns:
        if f"export.columns.{column}" not in entries():
            raise UnknownText(f"a download has no words for the column «{column}»: write them in export.yaml")
    return given


def _filled(data: pd.DataFrame, origins: Sequence[Origin], language: str) -> pd.DataFrame:
    """The rows with what can be known of them, each column beside the one it explains."""
    rows = data.reset_index(drop=True).copy()
    if "code" in rows:
        _beside(rows, "code", "name", rows["code"].map(lambda key: names().get(key, key)))
    known = {o.indicator.id: o for o in origins}
    if len(known) == 1:
        _beside(rows, "name", "indicator", next(iter(known)))
    if "indicator" in rows:
        behind = rows["indicator"].map(known)
        _beside(rows, "indicator", "title", behind.map(lambda o: o.indicator.title.in_(language), na_action="ignore"))
        if "value" in rows:
            _beside(rows, "value", "unit", behind.map(lambda o: o.unit(language), na_action="ignore"))
        _beside(rows, "", "source", behind.map(lambda o: o.citation(language), na_action="ignore"))
    else:
        _beside(rows, "", "source", " ".join(dict.fromkeys(o.citation(language) for o in origins)))
    return rows


def _beside(rows: pd.DataFrame, column: str, name: str, words: object) -> None:
    """Put a column after another (at the end if there is none), unless it is there already."""
    if name not in rows.columns:
        at = rows.columns.get_loc(column) + 1 if column in rows.columns else len(rows.columns)
        rows.insert(at, name, words)


def _in_words(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Statuses, breakdowns and answers in the reader's words; numbers as numbers, all else as text."""
    statuses = {key: words.in_(language) for key, words in catalog().vocabulary.statuses.items()}
    answers = {True: t("export.yes", language), False: t("export.no", language)}
    for column in rows.columns:
        if pd.api.types.is_bool_dtype(rows[column]):
            rows[column] = rows[column].map(answers)
        elif column == "status":
            rows[column] = rows[column].map(lambda s: statuses.get(s, s))
        elif column == "breakdown":
            rows[column] = rows[column].map(lambda key: breakdown_label(key, language))
    return rows


def breakdown_label(breakdown: str, language: str) -> str:
    """A breakdown in words: «Total», «Mujeres», «Mujeres, 0 a 4 años»; words stay as they are."""
    if breakdown == "total":
        return t("export.total", language)
    dimensions = catalog().vocabulary.dimensions
    if "=" not in breakdown:
        return breakdown
    parts = (part.partition("=") for part in breakdown.split(","))
    return ", ".join(dimensions[d].codes[code].in_(language) for d, _, code in parts)


def _span(periods: Sequence[str]) -> str:
    return "" if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}-{periods[-1]}"
