"""Secretaría de Salud: hospital beds, consulting rooms and staff by municipality and institution, 2021.

`clinicas` counts consulting rooms, not buildings (31 of IMSS in Ocotlán, 109,528 in the country). Staff is
only known for the Secretaría de Salud: the other five institutions are printed as 0 everywhere, which is
absence. One institution's name holds a line break inside its quotes.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.parts import added, complete
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv
from etl.records import refuse

SOURCE = SourceModule("health_resources_2021", files=(File("health/recursos_salud_2021.tsv", rows=(14814, 14814)),))
INSTITUTIONS = ("SMP", "PEMEX, SEDENA, SEMAR", "IMSS", "IMSS-BIENESTAR", "ISSSTE", "SSA")
EVERY = ["camas", "clinicas"]


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2021; beds and rooms of all six institutions, staff of one."""
    columns = ("municipality_id", "institucion", *EVERY, "personal")
    frame = read_csv(SOURCE, raw, "recursos_salud_2021.tsv", columns=columns, separator="\t").assign(period="2021")
    frame["area"] = keys(SOURCE, frame, frame["municipality_id"])
    complete(SOURCE, frame, "institucion", INSTITUTIONS)
    values, marks = numbers(SOURCE, frame, [*EVERY, "personal"])
    sums = added(SOURCE, values, EVERY, part=["institucion"])
    return Parsed(sums.merge(_staff(values), on="area", how="left"), marks)


def _staff(values: pd.DataFrame) -> pd.DataFrame:
    """Staff of the Secretaría de Salud; missing where it has consulting rooms and nobody to serve in them."""
    unread = (values["institucion"] != "SSA") & values["personal"].ne(0)
    refuse(
        SOURCE, values, unread, "an institution reports staff for the first time",
        columns=["institucion", "personal"], expected="0, which the parser reads as unknown",
    )  # fmt: skip
    own = values[values["institucion"] == "SSA"]
    empty = own["personal"].eq(0) & own["clinicas"].gt(0)
    return own.assign(personal_ssa=own["personal"].mask(empty))[["area", "personal_ssa"]]
