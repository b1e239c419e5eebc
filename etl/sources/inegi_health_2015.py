"""INEGI, SIMBAD: insured and served population and doctors of public health institutions, end of 2015.

Insured persons are counted where they live, users and doctors where care is given. Where the doctors of
IMSS are ND (all of Mexico City's boroughs and six municipalities of Veracruz) the printed total leaves its
largest institution out, so the total is missing there.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import ABSENCE, numbers
from etl.simbad import read_simbad

# 2,495 states and municipalities, 124 rows of no place, 6 notes.
SOURCE = SourceModule("inegi_health_2015", files=(File("health/inegi_derechohabiencia_2015.xlsx", rows=(2625, 2625)),))
COLUMNS = {
    "Población derechohabiente a/": "derechohabientes",
    "Población usuaria b/": "usuarios",
    "Consultas por médico": "consultas_por_medico",
    "Total": "medicos",
    "IMSS": "medicos_imss",
}


def parse(raw: Raw) -> Parsed:
    """Values: one row a state and municipality, period 2015; ND, NS and blanks are missing, C is suppressed."""
    frame = read_simbad(SOURCE, raw, "inegi_derechohabiencia_2015.xlsx", COLUMNS)
    frame = _without_partial_totals(frame.rename(columns=COLUMNS)).assign(period="2015")
    values, marks = numbers(SOURCE, frame, COLUMNS.values())
    return Parsed(values[["area", "period", "file", "row", *COLUMNS.values()]], marks)


def _without_partial_totals(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the total of doctors the mark of absence of IMSS' doctors, where they have one."""
    partial = frame["medicos_imss"].isin(list(ABSENCE))
    return frame.assign(medicos=frame["medicos"].where(~partial, frame["medicos_imss"]))
