"""INEGI, SIMBAD: teachers of basic and upper secondary schools in 2015, by level.

The printed total is not used: it leaves upper secondary out in 12 states (ND) and is 0 in all of Oaxaca,
whose levels are there. Only the sheet «simbad» is read; the workbook's other sheets are someone's cleaning.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import numbers
from etl.simbad import read_simbad

# 2,495 states and municipalities, 124 rows of no place, 3 notes.
SOURCE = SourceModule("inegi_teachers_2015", files=(File("education/inegi_docentes_2015.xlsx", rows=(2622, 2622)),))
LEVELS = {
    "Preescolar": "docentes_preescolar",
    "Primaria": "docentes_primaria",
    "Secundaria": "docentes_secundaria",
    "Educación media superior": "docentes_media_superior",
}


def parse(raw: Raw) -> Parsed:
    """Values: one row a state and municipality, period 2015; ND, NS and blanks are missing, C is suppressed."""
    frame = read_simbad(SOURCE, raw, "inegi_docentes_2015.xlsx", LEVELS).rename(columns=LEVELS).assign(period="2015")
    values, marks = numbers(SOURCE, frame, LEVELS.values())
    return Parsed(values[["area", "period", "file", "row", *LEVELS.values()]], marks)
