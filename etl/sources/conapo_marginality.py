"""CONAPO, marginality by municipality with the DP2 method, 2010, 2015 and 2020: index and grade.

A higher index is LESS marginated, and each year has its own scale: a place without any deprivation would
reach 40.96 in 2010, 54.45 in 2015 and 63.86 in 2020. Never chained with the method used up to 2015.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import conapo
from etl.live.books import every_state, table
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import fault, keys, numbers, read_csv
from etl.records import coded

ROWS = {"2010": 2456, "2015": 2457, "2020": 2469}
SOURCE = SourceModule(
    "conapo_marginality",
    files=tuple(File(f"poverty/conapo_marginacion_dp2_{year}.csv", rows=(n, n)) for year, n in ROWS.items()),
    remote=tuple(File(f"conapo/{name}", rows=(32, 2600)) for name in conapo.BOOKS.values()),
    service=conapo.SERVICE,
)
GRADES = {"Muy bajo": 1, "Bajo": 2, "Medio": 3, "Alto": 4, "Muy alto": 5}
# Index, index as a share of the highest attainable that year, and population of each year's census or survey.
MEASURED = ["im_dp2", "imn_dp2", "POB_TOT"]


def extract(client: Client, want: Want) -> Raw:
    """The three workbooks, whatever is wanted: an edition that is closed."""
    return conapo.bring_marginality(client)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year; grades as 1 (very low marginality) to 5 (very high)."""
    layouts = ([f.name for f in SOURCE.remote], [f.name for f in SOURCE.files])
    if not any(set(names) <= set(raw.files) for names in layouts):
        raise fault(
            SOURCE, "the set is not whole: publishing it would lose a year", layouts[0][0],
            expected=", ".join(layouts[0]), got=", ".join(raw.files) or "no file",
        )  # fmt: skip
    read = pd.concat([_year(raw, year) for year in ROWS], ignore_index=True)
    values, marks = numbers(SOURCE, read, MEASURED)
    return Parsed(values[["area", "period", "file", "row", *MEASURED, "gm_dp2"]], marks)


def _year(raw: Raw, year: str) -> pd.DataFrame:
    """One year's file: figures as text, grades already as codes."""
    index, grade, share = f"IM_{year}", f"GM_{year}", f"IMN_{year}"
    columns = ("CVE_MUN", "POB_TOT", index, grade, share)
    book = f"conapo/{conapo.BOOKS[year]}"
    if book in raw.files:
        frame = table(SOURCE, raw, book, columns=columns, sheet=f"IMM_{year}", record=_municipal)
    else:
        frame = read_csv(SOURCE, raw, f"conapo_marginacion_dp2_{year}.csv", columns=columns)
    codes = coded(SOURCE, frame, grade, GRADES)
    frame = frame.assign(area=keys(SOURCE, frame, frame["CVE_MUN"]), period=year, gm_dp2=codes)
    if book in raw.files:
        every_state(SOURCE, frame)
    return frame.rename(columns={index: "im_dp2", share: "imn_dp2"})


def _municipal(cells: dict[str, str]) -> bool:
    """Whether a row of a workbook is a municipality's: not the country's (00000), nor a note below."""
    return bool(cells["CVE_MUN"].strip("0"))
