"""INEGI, labour indicators for municipalities (ILMM) 2020: activity, occupation and informality of Jalisco's.

They are model estimates and only shares are given, so no group of municipalities can be computed from them.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv

SOURCE = SourceModule(
    "inegi_ilmm_2020", files=(File("employment/inegi_ilmm_2020_jalisco_transcribed.csv", rows=(125, 125)),)
)
VARIABLES = ["PEA", "PO", "POI"]  # % active of those aged 15+, % occupied of the active, % informal of the occupied


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality of Jalisco, period 2020."""
    frame = read_csv(SOURCE, raw, "inegi_ilmm_2020_jalisco_transcribed.csv", columns=("CVE_MUN", *VARIABLES))
    frame = frame.assign(area=keys(SOURCE, frame, frame["CVE_MUN"]), period="2020")
    values, marks = numbers(SOURCE, frame, VARIABLES)
    return Parsed(values[["area", "period", "file", "row", *VARIABLES]], marks)
