"""CONAPO: mid-year population of every municipality by sex, 1990–2040.

Not the census: up to 2020 it is the population the office rebuilt by reconciling censuses, births, deaths and
migration (a model), and from 2021 on a projection.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv

PARTS = ("total", "hombres", "mujeres")
SOURCE = SourceModule(
    "conapo_projections",
    files=tuple(File(f"population/conapo_proyecciones_{part}.csv", rows=(2475, 2475)) for part in PARTS),
)
YEARS = tuple(str(year) for year in range(1990, 2041))
LAST_REBUILT = "2020"


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year; pob_total, pob_hombres, pob_mujeres."""
    values, marks = _part(raw, PARTS[0])
    for part in PARTS[1:]:
        more, more_marks = _part(raw, part)
        values = values.merge(more.drop(columns=["file", "row"]), on=["area", "period"], how="outer")
        marks = pd.concat([marks, more_marks], ignore_index=True)
    # a municipality that only the files by sex had would have no row in the first one
    values = values.fillna({"file": "", "row": 0})
    values["status"] = values["period"].map(lambda year: "modelled" if year <= LAST_REBUILT else "projected")
    return Parsed(values, marks)


def _part(raw: Raw, part: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One file, one row a municipality and year, and its marks."""
    wide = read_csv(SOURCE, raw, f"conapo_proyecciones_{part}.csv", columns=("CVE", *YEARS))
    wide["area"] = keys(SOURCE, wide, wide["CVE"])
    long = wide.melt(["area", "file", "row"], list(YEARS), var_name="period", value_name=f"pob_{part}")
    return numbers(SOURCE, long, [f"pob_{part}"])
