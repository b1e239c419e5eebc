"""Dirección General de Epidemiología: confirmed COVID-19 cases and deaths by municipality of residence, to July 2022.

The file has seven stretches (four waves and the three lulls between them); all are added. Cases whose
municipality is unknown (keys ending in 999) belong to no municipality and are left out: 22 deaths and
10,901 cases, nearly all of the State of Mexico.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.parts import added, complete
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_csv

SOURCE = SourceModule("covid_deaths", files=(File("health/covid_letalidad_por_ola.txt", rows=(17283, 17283)),))
VARIABLES = ["defunciones", "casos_totales"]
STRETCHES = (
    "01_ola_1", "02_interola_1", "03_ola_2", "04_interola_2", "05_ola_3", "06_interola_3", "07_ola_4",
)  # fmt: skip
NOT_SPECIFIED = "999"
# Keys that never existed, with 6 cases among them: typing errors of the register.
NEVER_EXISTED = ("09106", "17056", "17063", "23060")
LOST_CASES = 6


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2020/2022; a municipality without a case is not in the file."""
    frame = read_csv(SOURCE, raw, "covid_letalidad_por_ola.txt", columns=("CVEGEO", "ola", *VARIABLES), separator="\t")
    frame = _placed(frame).assign(period="2020/2022")
    frame["area"] = keys(SOURCE, frame, frame["CVEGEO"])
    complete(SOURCE, frame, "ola", STRETCHES)
    values, marks = numbers(SOURCE, frame, VARIABLES)
    return Parsed(added(SOURCE, values, VARIABLES, part=["ola"]), marks)


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the rows of no municipality; more lost cases than those counted is a fault."""
    lost = frame["CVEGEO"].isin(NEVER_EXISTED)
    cases = pd.to_numeric(frame.loc[lost, "casos_totales"], errors="coerce").sum()
    if cases > LOST_CASES:
        raise fault(
            SOURCE, "cases under keys that never existed", str(frame["file"].iloc[0]), column="CVEGEO",
            expected=f"{LOST_CASES} cases at most under {', '.join(NEVER_EXISTED)}", got=f"{cases:g}",
        )  # fmt: skip
    return frame[~lost & (frame["CVEGEO"].str[2:] != NOT_SPECIFIED)].reset_index(drop=True)
