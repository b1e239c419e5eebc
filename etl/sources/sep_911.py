"""SEP, form 911, school year 2024–25: schools, pupils by sex and teachers, summed from localities to municipalities.

The period is the interval 2024/2025, because a school year is neither of its two years. Three localities of
Jalisco are registered by the education office of Aguascalientes and printed under its state code: they are
counted in their municipality.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.parts import added
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_csv
from etl.records import refuse

SOURCE = SourceModule("sep_911", files=(File("education/sep_911_localidades.csv", rows=(59052, 59052)),))
VARIABLES = ["Schools", "Students", "StudentsFemale", "StudentsMale", "Teachers"]
# (state code, municipality code, municipality) as printed → the state the municipality is in.
ACROSS = {
    ("1", "035", "ENCARNACIÓN DE DÍAZ"): "14",
    ("1", "053", "LAGOS DE MORENO"): "14",
    ("1", "064", "OJUELOS DE JALISCO"): "14",
}


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality; a locality is printed once, so its sum is the municipality's figure."""
    columns = ("StateCode", "Municipality", "MunicipalityCode", "Locality", *VARIABLES)
    frame = read_csv(SOURCE, raw, "sep_911_localidades.csv", columns=columns).assign(period="2024/2025")
    frame["area"] = keys(SOURCE, frame, _states(frame), frame["MunicipalityCode"])
    values, marks = numbers(SOURCE, frame, VARIABLES)
    by_sex = values["StudentsFemale"] + values["StudentsMale"]
    refuse(
        SOURCE, values, by_sex.ne(values["Students"]), "girls and boys do not add up to the pupils",
        columns=["Students", "StudentsFemale", "StudentsMale"], expected="the first as the sum of the others",
    )  # fmt: skip
    return Parsed(added(SOURCE, values, VARIABLES, part=["Locality"]), marks)


def _states(frame: pd.DataFrame) -> pd.Series:
    """State codes, with the localities registered across the border given the state they are in."""
    printed = pd.MultiIndex.from_frame(frame[["StateCode", "MunicipalityCode", "Municipality"]])
    real = pd.Series(printed.map(ACROSS), index=frame.index)
    times = int(real.notna().sum())
    if times > len(ACROSS):
        raise fault(
            SOURCE, "localities are registered across a state border", str(frame["file"].iloc[0]),
            expected=f"{len(ACROSS)} at most", got=str(times),
        )  # fmt: skip
    return real.fillna(frame["StateCode"])
