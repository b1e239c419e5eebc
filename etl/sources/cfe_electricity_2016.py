"""CFE through INEGI's state yearbooks 2017: electricity sold in each municipality in 2016, by use, in MWh.

Colima and Hidalgo are printed twice with other figures (two years of the yearbook) and nothing says which
one is 2016: both are left without figure.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_xlsx

SOURCE = SourceModule(
    "cfe_electricity_2016", files=(File("employment/electricidad_ventas_2016.xlsx", rows=(2537, 2537)),)
)
COLUMNS = {
    "Total ventas elec": "ventas_total",
    "VE Domestico": "ventas_domestico",
    "VE alumbrado publico": "ventas_alumbrado_publico",
    "VE Bombeo agua potable y negra": "ventas_bombeo_agua",
    "VE Agricola": "ventas_agricola",
    "VE Iustrial y servicios": "ventas_industrial_servicios",  # the typo is the file's
}
TWICE = ("06", "13")
# Bacalar is 23010; the file writes 23110, which never existed.
WRONG_KEYS = {"23110": "23010"}
# Sales below zero are corrections of other years' bills, not energy used in 2016. In Pungarabato (12050) the
# correction is so large that the total is no total either: industry alone is above it.
CORRECTIONS = {
    ("07026", "ventas_bombeo_agua"): ("ventas_bombeo_agua",),
    ("12050", "ventas_domestico"): ("ventas_domestico", "ventas_total"),
    ("15049", "ventas_agricola"): ("ventas_agricola",),
    ("16015", "ventas_agricola"): ("ventas_agricola",),
    ("29055", "ventas_agricola"): ("ventas_agricola",),
    ("30039", "ventas_alumbrado_publico"): ("ventas_alumbrado_publico",),
}


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2016; a blank (less than half a MWh, or unknown) is missing."""
    frame = read_xlsx(SOURCE, raw, "electricidad_ventas_2016.xlsx", columns=("CVE_MUN", *COLUMNS), sheet="DATOS")
    frame = frame.rename(columns=COLUMNS).assign(period="2016")
    frame["area"] = keys(SOURCE, frame, frame["CVE_MUN"].replace(WRONG_KEYS))
    variables = list(COLUMNS.values())
    values, marks = numbers(SOURCE, frame, variables)
    values = _without_twice(values, variables)
    for (area, negative), variables_lost in CORRECTIONS.items():
        values.loc[(values["area"] == area) & (values[negative] < 0), list(variables_lost)] = float("nan")
    return Parsed(values[["area", "period", "file", "row", *variables]], marks)


def _without_twice(values: pd.DataFrame, variables: list[str]) -> pd.DataFrame:
    """One row without figures for each municipality of the states printed twice."""
    ambiguous = values["area"].str[:2].isin(TWICE)
    times = values.loc[ambiguous, "area"].value_counts()
    if (times != 2).any():
        area = str(times[times != 2].index[0])
        raise fault(
            SOURCE, f"municipality {area} of a state printed twice", str(values["file"].iloc[0]),
            row=int(values.loc[values["area"] == area, "row"].iloc[0]), column="CVE_MUN",
            expected="two rows", got=str(times[area]),
        )  # fmt: skip
    values.loc[ambiguous, variables] = float("nan")
    return values[~ambiguous | ~values["area"].duplicated()]
