"""CFE: users with an electricity contract in each municipality at the end of each year, 2010–2016.

The file's 2017 is ten times 2016 everywhere (415 million users against 41): it is read and left out.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx

SOURCE = SourceModule(
    "cfe_electricity_users", files=(File("employment/electricidad_usuarios_2010_2017.xlsx", rows=(2492, 2492)),)
)
YEARS = tuple(str(y) for y in range(2010, 2017))
UNPLACED = "09000"  # users of Mexico City not yet assigned to one of its 16 territories


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, state and the nation and year; variable `usuarios`.

    No inhabited municipality is without users: a zero means they were still counted elsewhere, so it is missing.
    """
    frame = read_xlsx(SOURCE, raw, "electricidad_usuarios_2010_2017.xlsx", columns=("CVE_MUN", *YEARS), sheet="DATOS")
    frame = frame[frame["CVE_MUN"] != UNPLACED]
    total = frame["CVE_MUN"].str.endswith("999")
    nation = frame["CVE_MUN"] == "99999"
    frame = frame.assign(area=frame["CVE_MUN"].where(~total, frame["CVE_MUN"].str[:2]).mask(nation, "00"))
    frame.loc[~total, "area"] = keys(SOURCE, frame[~total], frame.loc[~total, "CVE_MUN"])
    long = pd.concat(
        [frame[["area", "file", "row"]].assign(period=year, usuarios=frame[year]) for year in YEARS], ignore_index=True
    )
    values, marks = numbers(SOURCE, long, ["usuarios"])
    values["usuarios"] = values["usuarios"].where(values["usuarios"] != 0)
    return Parsed(values, marks)
