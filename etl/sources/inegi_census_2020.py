"""INEGI, Censo de Población y Vivienda 2020: the ITER totals of municipalities and states, all variables.

The national row is the sum of the 32 states for counts; averages (PROM_*, REL_*, GRAPROES) have none.
The denominator of every VPH_* share is VIVPARH_CV: with VIVPAR_HAB Ocotlán would pass 100 %.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv
from etl.records import STATES, one_of

SOURCE = SourceModule(
    "inegi_census_2020",
    files=(
        File("census/iter_2020_municipios.csv", rows=(2469, 2469)),
        File("census/iter_2020_entidades.csv", rows=(32, 32)),
    ),
)
TEXT = ("ENTIDAD", "NOM_ENT", "MUN", "NOM_MUN", "LOC", "NOM_LOC", "LONGITUD", "LATITUD", "ALTITUD", "TAMLOC")
AVERAGES = ("REL_H_M", "PROM_HNV", "GRAPROES", "GRAPROES_F", "GRAPROES_M", "PROM_OCUP", "PRO_OCUP_C")
REQUIRED = ("ENTIDAD", "MUN", "LOC", "POBTOT", "VIVPARH_CV", "VPH_AGUADV", "PEA", "PSINDER", "GRAPROES")


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, state and the nation, period 2020, ITER mnemonics as columns."""
    municipalities = read_csv(SOURCE, raw, "iter_2020_municipios.csv", columns=REQUIRED)
    municipalities["area"] = keys(SOURCE, municipalities, municipalities["ENTIDAD"], municipalities["MUN"])
    states = read_csv(SOURCE, raw, "iter_2020_entidades.csv", columns=REQUIRED).assign(area=lambda f: f["ENTIDAD"])
    one_of(SOURCE, states, "ENTIDAD", STATES)
    both = pd.concat([municipalities, states], ignore_index=True).assign(period="2020")
    variables = [c for c in both.columns if c not in (*TEXT, "area", "period", "file", "row")]
    values, marks = numbers(SOURCE, both, variables)
    values = values[["area", "period", "file", "row", *variables]]
    of_states = values[values["area"].str.len() == 2]
    nation = of_states[[v for v in variables if v not in AVERAGES]].sum(min_count=32)
    total = pd.DataFrame([{"area": "00", "period": "2020", "file": of_states["file"].iloc[0], "row": 0, **nation}])
    return Parsed(pd.concat([values, total], ignore_index=True), marks)
