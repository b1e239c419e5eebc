"""Reads the sheets of INEGI's SIMBAD as they came: one heading line under three of titles, notes at the foot.

Besides states and municipalities they hold rows for persons or services of no place in particular ("no
especificado", "otros estados", Oaxaca's 30 districts, foreign countries): known keys, left out by name.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data.areas import known
from etl.raw import Raw, SourceModule
from etl.reading import read_xlsx
from etl.records import refuse

NO_PLACE = r"\d{2}99[5-8]|209(0[1-9]|[12]\d|30)|33|3399[1-3]|99"
NOTES = ("a/", "b/", "c/", "C", "NS", "ND")


def read_simbad(module: SourceModule, raw: Raw, name: str, columns: Iterable[str]) -> pd.DataFrame:
    """States and municipalities of the sheet «simbad» as text, with `area`, `file` and `row`.

    Raises SourceFault for a key that is no area, no row without place and no note.
    """
    frame = read_xlsx(module, raw, name, columns=("Clave", *columns), sheet="simbad", skip=3)
    key = frame["Clave"]
    places = key.isin(known())
    strange = ~places & ~key.isin(NOTES) & ~key.str.fullmatch(NO_PLACE)
    refuse(
        module, frame, strange, "the municipality is unknown",
        columns=["Clave"], expected="a key of data/areas.csv, a row of no place, or a note",
    )  # fmt: skip
    return frame[places].rename(columns={"Clave": "area"}).reset_index(drop=True)
