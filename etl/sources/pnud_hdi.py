"""PNUD (UNDP) Mexico, human development index by municipality and its three parts, 2010, 2015 and 2020.

Oaxaca is published by its 30 districts (keys 20601 to 20630), which are groups of municipalities: they are
left out, so none of Oaxaca's 570 municipalities has a figure.
"""

from __future__ import annotations

import re

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_xlsx

# The line of years under the heading counts as a record: 1 + 1,887 municipalities + 30 districts.
SOURCE = SourceModule("pnud_hdi", files=(File("poverty/pnud_idh_2010_2020.xlsx", rows=(1918, 1918)),))
KEY = "Clave de Municipio"
DISTRICTS = tuple(str(key) for key in range(20601, 20631))
GROUPS = {
    "SUBÍNDICE DE SALUD (SS)": "indice_salud",
    "SUBÍNDICE DE EDUCACIÓN (SE)": "indice_educacion",
    "SUBÍNDICE DE INGRESO (SI)": "indice_ingreso",
    "ÍNDICE DE DESARROLLO HUMANO (IDH)": "idh",
}
YEARS = ("2010", "2015", "2020")
BLANK = r"(\.\d+)?"  # a heading without words, as the reader tells several of them apart


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year; ND is missing."""
    frame = _named(raw)
    frame = frame[~frame[KEY].isin(DISTRICTS)].reset_index(drop=True)
    frame["area"] = keys(SOURCE, frame, frame[KEY])
    years = []
    for year in YEARS:
        columns = {f"{group} {year}": variable for group, variable in GROUPS.items()}
        years.append(frame[["area", "file", "row", *columns]].rename(columns=columns).assign(period=year))
    values, marks = numbers(SOURCE, pd.concat(years, ignore_index=True), GROUPS.values())
    return Parsed(values[["area", "period", "file", "row", *GROUPS.values()]], marks)


def _named(raw: Raw) -> pd.DataFrame:
    """The sheet with its two heading lines joined: each group's name stands over the first of its three years."""
    name = "pnud_idh_2010_2020.xlsx"
    frame = read_xlsx(SOURCE, raw, name, columns=tuple(GROUPS), sheet="Sheet1", skip=4)
    names, group = [], ""
    for heading, second in zip(frame.columns, frame.iloc[0] if len(frame) else [], strict=False):
        group = group if re.fullmatch(BLANK, str(heading)) else str(heading)
        names.append(str(heading) if heading in ("file", "row") else f"{group} {second}".strip())
    expected = [KEY, *(f"{group} {year}" for group in GROUPS for year in YEARS)]
    lost = [column for column in expected if column not in names]
    if lost:
        raise fault(
            SOURCE, "a column is missing or was renamed", name,
            row=6, column=lost[0], expected=", ".join(expected), got=", ".join(names),
        )  # fmt: skip
    return frame.iloc[1:].set_axis(names, axis=1)
