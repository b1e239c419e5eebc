"""Small worlds for tests of the read side: a text table in, a published database out.

A table has one header line; columns are told apart by blanks and `-` is no figure. Columns left out are worked
out: `value` from the parts, `breakdown` is total, `status` is official where there is a value and else missing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import sqlalchemy as sa

from data.catalog import Catalog, catalog
from data.entries import Indicator, Source, Zone
from etl.contract import OBSERVATION
from etl.load import load, publish
from tests.small import BOTH, indicator, origin

FIGURES = ("value", "numerator", "denominator")

PEOPLE = indicator("people", breakdowns={"sex=F": {"code": "PEOPLE_F"}, "sex=M": {"code": "PEOPLE_M"}})
SERVED = indicator(
    "served", title={"es": "Viviendas con servicio", "en": "Dwellings with service"},
    formula={"share": ["SERVED", "DWELLINGS"]}, kind="rate", unit="percent", decimals=1, better="higher",
    combine="denominator", range=(0, 100), topic="water",
)  # fmt: skip
POVERTY = indicator(
    "poverty", title={"es": "Población en pobreza", "en": "Population in poverty"},
    formula={"share": ["POOR", "PEOPLE"]}, kind="rate", unit="percent", decimals=1, better="lower",
    combine="denominator", range=(0, 100), topic="poverty",
)  # fmt: skip
INCOME = indicator(
    "income", title={"es": "Ingreso", "en": "Income"}, kind="index", unit="mxn_per_month", decimals=0,
    better="higher", combine={"mean_by": "people"}, formula={"code": "INCOME"},
)  # fmt: skip
SCHOOLING = indicator(
    "schooling", title={"es": "Años de escuela", "en": "Years of schooling"}, formula={"mean": ["YEARS", "ADULTS"]},
    kind="ratio", unit="years", decimals=1, better="higher", combine="denominator",
)  # fmt: skip
GROWTH = indicator(
    "growth", title={"es": "Crecimiento", "en": "Growth"}, formula={"growth": "PEOPLE"}, kind="rate",
    unit="percent_per_year", decimals=2, combine="denominator", range=(-50, 100),
)  # fmt: skip
GRADE = indicator(
    "grade", title={"es": "Grado de rezago", "en": "Grade of lag"}, kind="index", unit="grade", combine="never",
    better="lower",
    labels={
        "1": {"es": "muy bajo", "en": "very low"},
        "2": {"es": "bajo", "en": "low"},
        "3": {"es": "medio", "en": "middle"},
    },
)  # fmt: skip
MODEL = indicator("model", source="weak", kind="index", unit="index", combine="never", better="higher", decimals=2)
ALL = (PEOPLE, SERVED, POVERTY, INCOME, SCHOOLING, GROWTH, GRADE, MODEL)

AMO = catalog().zones["amo"]
JALISCO = catalog().zones["jalisco"]
OCOTLAN, PONCITLAN, JAMAY = "14063", "14066", "14047"


def read(text: str, *indicators: Indicator) -> pd.DataFrame:
    """The observation frame of a text table (columns OBSERVATION)."""
    header, *lines = (line.split() for line in text.strip().splitlines() if line.strip())
    rows = pd.DataFrame(lines, columns=header, dtype="str")
    known = {i.id: i for i in indicators or ALL}
    for column in FIGURES:
        given = rows[column] if column in rows else pd.Series("-", index=rows.index)
        rows[column] = pd.to_numeric(given.where(given != "-"))
    if "breakdown" not in rows:
        rows["breakdown"] = "total"
    if "value" not in header:
        rows["value"] = [
            known[r.indicator].formula_of(r.breakdown).combine(r.numerator, r.denominator, r.period)
            for r in rows.itertuples()
        ]
    if "status" not in rows:
        rows["status"] = pd.Series("official", index=rows.index).where(rows["value"].notna(), "missing")
    return rows[OBSERVATION]


def values(text: str, *indicators: Indicator) -> pd.DataFrame:
    """A text table as `queries.values` would answer it, without places: for tests that need no database."""
    from data.areas import names

    rows = read(text, *indicators)
    return rows.assign(name=rows["area"].map(names()))


def small_catalog(*indicators: Indicator, zones: Mapping[str, Zone] | None = None) -> Catalog:
    """A catalogue of these indicators over two sources: `small` of confidence A and `weak` of confidence C."""
    real = catalog()
    entry = {
        "title": BOTH, "publisher": BOTH, "url": "https://example.org/", "license": BOTH, "citation": BOTH,
        "edition": "1", "frequency": "annual", "coverage": BOTH,
    }  # fmt: skip
    sources = {
        name: Source.model_validate(entry | {"id": name, "confidence": confidence})
        for name, confidence in (("small", "A"), ("weak", "C"))
    }
    return Catalog(real.vocabulary, {i.id: i for i in indicators or ALL}, sources, zones or real.zones)


def world(
    engine: sa.Engine, text: str, *indicators: Indicator, sha256: str = "a" * 64, **tables: pd.DataFrame
) -> dict[str, int]:
    """Load and publish a text table (and other tables, under source `small`); returns source → release."""
    chosen = small_catalog(*indicators)
    rows = read(text, *indicators) if text else pd.DataFrame(columns=OBSERVATION)
    of_source = rows["indicator"].map({i.id: i.source for i in chosen.indicators.values()})
    made = {}
    for name in sorted({*of_source, *(["small"] if tables else [])}):
        own = {"observation": rows[of_source == name]} | (tables if name == "small" else {})
        made[name] = load(engine, chosen, origin(sha256, name), {k: f for k, f in own.items() if len(f)})
        publish(engine, made[name], "a person")
    return made
