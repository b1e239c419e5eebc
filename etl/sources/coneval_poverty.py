"""CONEVAL, multidimensional poverty in the municipalities, 2010, 2015 and 2020: per cent and persons.

The shares stand on CONEVAL's own population (103,173 in Ocotlán in 2020, not the census' 106,050), kept as
denominator. The income lines changed name and content in 2020: `plb` and `plbm` of 2010 and 2015 (wellbeing
lines) are read under the names of 2020, `plp` and `plp_e`; the catalogue marks the break.

Over the network CONEVAL gives the three years in one workbook. The open data of 2015 in two files (per cent and
persons) has no population to divide by: it cannot feed this source and is refused by its columns.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import coneval
from etl.live.books import every_state
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import fault, keys, numbers, read_csv
from etl.records import refuse

ROWS = {"2010": 2456, "2015": 2457, "2020": 2469}
SOURCE = SourceModule(
    "coneval_poverty",
    files=tuple(File(f"poverty/coneval_pobreza_{year}.csv", rows=(rows, rows)) for year, rows in ROWS.items()),
    remote=(File(coneval.FILE, rows=(32, 2600)),),
    service=coneval.SERVICE,
)
# Each has its per cent in the column of this name and its persons in the column ending in _pob.
MEASURES = (
    "pobreza", "pobreza_e", "pobreza_m", "vul_car", "vul_ing", "npnv",
    "ic_rezedu", "ic_asalud", "ic_segsoc", "ic_cv", "ic_sbv", "ic_ali", "carencias", "carencias3",
)  # fmt: skip
# Everyone is in exactly one of these four.
GROUPS = ["pobreza_pob", "vul_car_pob", "vul_ing_pob", "npnv_pob"]
LINES = {"plb": "plp", "plb_pob": "plp_pob", "plbm": "plp_e", "plbm_pob": "plp_e_pob"}
VARIABLES = ["poblacion", *(f"{m}{end}" for m in (*MEASURES, "plp", "plp_e") for end in ("", "_pob"))]


def extract(client: Client, want: Want) -> Raw:
    """CONEVAL's workbook, whole whatever is wanted: a measurement that is closed."""
    return coneval.bring(client)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year; n.d (not estimated) is missing."""
    if coneval.FILE in raw.files:
        read = coneval.long_table(SOURCE, raw)
        read = read.assign(area=keys(SOURCE, read, read["area_key"]))
        every_state(SOURCE, read)
    else:
        _whole(raw)
        read = pd.concat([_year(raw, year) for year in ROWS], ignore_index=True)
    values, marks = numbers(SOURCE, read, VARIABLES)
    add_up(SOURCE, values)
    return Parsed(values[["area", "period", "file", "row", *VARIABLES]], marks)


def _whole(raw: Raw) -> None:
    """Refuse some of the three years: the release would lose the others."""
    lost = [file.name for file in SOURCE.files if file.name not in raw.files]
    if lost:
        raise fault(
            SOURCE, "the set is not whole: publishing it would lose a year", lost[0],
            expected=", ".join(f.name for f in SOURCE.files), got=", ".join(raw.files) or "no file",
        )  # fmt: skip


def _year(raw: Raw, year: str) -> pd.DataFrame:
    """The text of one year's file, under the column names of 2020."""
    old = {new: name for name, new in LINES.items()} if year < "2020" else {}
    columns = ["clave_municipio", *(old.get(v, v) for v in VARIABLES)]
    frame = read_csv(SOURCE, raw, f"coneval_pobreza_{year}.csv", columns=columns, encoding="latin-1")
    frame = frame.assign(area=keys(SOURCE, frame, frame["clave_municipio"]), period=year)
    return frame[["area", "period", "file", "row", *columns[1:]]].rename(columns=LINES)


def add_up(module: SourceModule, frame: pd.DataFrame) -> None:
    """Refuse a municipality whose four groups are not its population, but for the rounding of each (two persons)."""
    beside = (frame[GROUPS].sum(axis=1, min_count=len(GROUPS)) - frame["poblacion"]).abs().gt(2)
    refuse(
        module, frame, beside, "the poor, the vulnerable and the others are not the population",
        columns=["poblacion", *GROUPS], expected="the first as the sum of the others",
    )  # fmt: skip
