"""CONAGUA, drought monitor: the longest unbroken spell of each drought class by municipality, 2003 to August 2025.

The file holds spells only: a class without a row was never recorded there, so a length does not apply.
The spell without drought that it also lists is not a drought and is not used.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, read_csv
from etl.records import once, one_of, refuse, whole

SOURCE = SourceModule(
    "conagua_drought", files=(File("water/conagua_sequia_rachas_2003_2025.csv", rows=(12146, 12146)),)
)
CLASSES = ["D0", "D1", "D2", "D3", "D4"]
NO_DROUGHT = "Sin sequia"
START, END, DAYS = "full_date_start_racha", "full_date_end_racha", "racha_dias"
# The monitor starts in January 2003; the last spell of this edition ends on 15 August 2025.
PERIOD = "2003/2025"


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality: days of the longest spell of each class, and the longest of them all."""
    frame = read_csv(
        SOURCE, raw, SOURCE.files[0].name, columns=["cve_geo", "nombre_municipio", "sequia", START, END, DAYS]
    )
    once(SOURCE, frame, ["cve_geo", "sequia"])
    one_of(SOURCE, frame, "sequia", [*CLASSES, NO_DROUGHT])
    frame["area"] = keys(SOURCE, frame, frame["cve_geo"])
    frame["days"] = whole(SOURCE, frame, DAYS, 1, 366 * 23).astype("float64")
    start, end = (pd.to_datetime(frame[c], format="%Y-%m-%d", errors="coerce") for c in (START, END))
    refuse(
        SOURCE, frame, (end - start).dt.days != frame["days"], "the days are not those between the two dates",
        columns=[START, END, DAYS], expected="dates as 2025-01-31 and the days between them",
    )  # fmt: skip
    wide = frame[frame["sequia"] != NO_DROUGHT].pivot(index="area", columns="sequia", values="days")
    wide = wide.reindex(columns=CLASSES)
    values = wide.assign(longest=wide.max(axis=1), period=PERIOD).rename_axis(columns=None).reset_index()
    values = values.merge(frame.groupby("area", as_index=False)[["file", "row"]].first(), on="area")
    never = values.melt(["area", "period"], CLASSES, "variable", "days")
    marks = never[never["days"].isna()].assign(status="not_applicable")
    return Parsed(values, marks[["area", "period", "variable", "status"]])
