"""CONAPO: mid-year population of every municipality by sex, 1990–2040.

Not the census: up to 2020 it is the population the office rebuilt by reconciling censuses, births, deaths and
migration (a model), and from 2021 on a projection.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import conapo
from etl.live.books import every_state, table
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import keys, numbers, read_csv
from etl.records import given, once, one_of, refuse

PARTS = ("total", "hombres", "mujeres")
SEXES = {"HOMBRES": "pob_hombres", "MUJERES": "pob_mujeres"}
SOURCE = SourceModule(
    "conapo_projections",
    files=tuple(File(f"population/conapo_proyecciones_{part}.csv", rows=(2475, 2475)) for part in PARTS),
    # 51 years and two sexes a municipality; the country has 2,475, 252,450 rows
    remote=(File("conapo/[0-3][0-9]_*.zip", rows=(102, 270_000)),),
    service=conapo.SERVICE,
)
YEARS = tuple(str(year) for year in range(1990, 2041))
LAST_REBUILT = "2020"


def extract(client: Client, want: Want) -> Raw:
    """The whole country and every year, whatever is wanted: the office publishes one file."""
    return conapo.bring_projections(client)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year; pob_total, pob_hombres, pob_mujeres."""
    archives = [name for name in raw.files if name.endswith(".zip")]
    values, marks = _by_sex(raw, archives[0]) if archives else _wide(raw)
    values["status"] = values["period"].map(lambda year: "modelled" if year <= LAST_REBUILT else "projected")
    return Parsed(values, marks)


def _wide(raw: Raw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Three files, one column a year."""
    values, marks = _part(raw, PARTS[0])
    for part in PARTS[1:]:
        more, more_marks = _part(raw, part)
        values = values.merge(more.drop(columns=["file", "row"]), on=["area", "period"], how="outer")
        marks = pd.concat([marks, more_marks], ignore_index=True)
    # a municipality that only the files by sex had would have no row in the first one
    return values.fillna({"file": "", "row": 0}), marks


def _part(raw: Raw, part: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One file, one row a municipality and year, and its marks."""
    wide = read_csv(SOURCE, raw, f"conapo_proyecciones_{part}.csv", columns=("CVE", *YEARS))
    wide["area"] = keys(SOURCE, wide, wide["CVE"])
    long = wide.melt(["area", "file", "row"], list(YEARS), var_name="period", value_name=f"pob_{part}")
    return numbers(SOURCE, long, [f"pob_{part}"])


def _by_sex(raw: Raw, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The workbook of a ZIP: one row a municipality, year and sex; its age groups are not read (some are blank)."""
    frame = table(SOURCE, raw, name, columns=("CLAVE", "SEXO", "AÑO", "POB_TOTAL"), member=conapo.GROUPS)
    one_of(SOURCE, frame, "SEXO", list(SEXES))
    one_of(SOURCE, frame, "AÑO", YEARS)
    frame = frame.assign(area=keys(SOURCE, frame, frame["CLAVE"]), period=frame["AÑO"])
    if name.endswith(conapo.NATION):
        every_state(SOURCE, frame)
    once(SOURCE, frame, ["area", "period", "SEXO"])
    number = frame.groupby("area")["period"].transform("size")
    refuse(
        SOURCE, frame, number.ne(len(YEARS) * len(SEXES)) & ~frame["area"].duplicated(),
        "a municipality lacks a year or a sex", columns=["CLAVE"], expected=f"{len(YEARS)} years by two sexes",
    )  # fmt: skip
    numeric, marks = numbers(SOURCE, frame, ["POB_TOTAL"])
    given(SOURCE, numeric, ["POB_TOTAL"])
    key = ["area", "period"]
    both = numeric.pivot(index=key, columns="SEXO", values="POB_TOTAL").rename(columns=SEXES)
    both["pob_total"] = both["pob_hombres"] + both["pob_mujeres"]
    first = numeric.drop_duplicates(key).set_index(key)[["file", "row"]]
    return first.join(both[["pob_total", *SEXES.values()]]).reset_index(), marks.assign(variable="pob_total")
