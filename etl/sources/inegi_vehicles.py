"""INEGI: motor vehicles registered in circulation in each municipality, by class, 1980–2016.

The sheet repeats five headers once a year (`Total`, `Total.1` … `Total.36` are 1980, 1981 … 2016). Rows with keys
from 901 on are no municipalities: Oaxaca's districts, «otros estados», «no especificado».
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx

SOURCE = SourceModule("inegi_vehicles", files=(File("employment/vehiculos_1980_2016.xlsx", rows=(2574, 2574)),))
CLASSES = {
    "Total": "vehiculos",
    "Automóviles": "automoviles",
    "Camiones para pasajeros": "camiones_pasajeros",
    "Camiones y camionetas para carga": "camiones_carga",
    "Motocicletas": "motocicletas",
}
YEARS = range(1980, 2017)
# Vehicles of no known municipality: Oaxaca's 30 districts (one is called Ocotlán), «resto de los municipios»,
# «no especificado», «otros estados», «otros municipios».
NO_MUNICIPALITY = r"20(?:90[1-9]|91\d|92\d|930)|(?:0[1-9]|[12]\d|3[0-2])99[5-8]"


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year, one column a class of vehicle; a blank is missing."""
    columns = [name for year in YEARS for name in _headers(year)]
    frame = read_xlsx(SOURCE, raw, "vehiculos_1980_2016.xlsx", columns=("CVE_MUN", *columns), sheet="DATOS")
    frame = frame[~frame["CVE_MUN"].str.fullmatch(NO_MUNICIPALITY)].copy()
    frame["area"] = keys(SOURCE, frame, frame["CVE_MUN"])
    years = [
        frame[["area", "file", "row", *_headers(year)]]
        .rename(columns=dict(zip(_headers(year), CLASSES.values(), strict=True)))
        .assign(period=str(year))
        for year in YEARS
    ]
    values, marks = numbers(SOURCE, pd.concat(years, ignore_index=True), CLASSES.values())
    # a total of zero is a year not registered (Puerto Vallarta 1995, once it had 22,554), not a place without cars
    values.loc[values["vehiculos"] == 0, list(CLASSES.values())] = float("nan")
    return Parsed(values, marks)


def _headers(year: int) -> list[str]:
    """The five headers of one year."""
    place = year - YEARS[0]
    return [f"{name}.{place}" if place else name for name in CLASSES]
