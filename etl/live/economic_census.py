"""INEGI's economic censuses as the service gives them: one table a state and edition, every activity level and stratum.

Three rules find a municipality's total and sectors among them: the stratum is blank, and of the columns of the
activity (SECTOR … CLASE) none or only the first is filled. Whether CODIGO of a total says TOTAL or nothing was not
known when this was written (2026): either is taken, both in one table are not.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from etl.live import inegi_bulk
from etl.raw import Raw, SourceModule
from etl.reading import fault
from etl.records import once, refuse

LEVELS = ("SECTOR", "SUBSECTOR", "RAMA", "SUBRAMA", "CLASE")
VARIABLES = ("UE", "H001A", "A111A", "A131A")  # units, persons employed, gross output, value added (million pesos)
ABSENCE = dict.fromkeys(("", "NA", "N/A", "NC", "C"), "suppressed")  # the census keeps small groups confidential
STRATUM = "ID_ESTRATO"
TABLE_COLUMNS = ("E03", "E04", *LEVELS, STRATUM, "CODIGO", *VARIABLES)
ALSO = {"ENTIDAD": "E03", "MUNICIPIO": "E04"}  # in tables under the address of the edition of 2019
# Sectors of SCIAN by the first of their two-digit codes, as data/vocabulary.yaml has them.
JOINED = {"31-33": "31", "48-49": "48"}
SECTORS = ("11", "21", "22", "23", "31", "43", "46", "48", "51", "52", "53", "54", "55", "56", "61", "62", "71", "72",
           "81", "93")  # fmt: skip
# How INEGI writes the states in these addresses: jal is in its documentation, the others as three public programs
# that read these files have them (seen in November 2026).
STATES = dict(zip(
    (f"{n:02d}" for n in range(1, 33)),
    ("ags", "bc", "bcs", "camp", "coah", "col", "chis", "chih", "cdmx", "dgo", "gto", "gro", "hgo", "jal", "mex",
     "mich", "mor", "nay", "nl", "oax", "pue", "qro", "qroo", "slp", "sin", "son", "tab", "tamps", "tlax", "ver",
     "yuc", "zac"), strict=True,
))  # fmt: skip


def rows(module: SourceModule, raw: Raw, name: str, state: str, edition: int) -> pd.DataFrame:
    """Totals and sectors of a state and its municipalities, as text: cvegeo, sector ("" for the total), file, row.

    Raises SourceFault, also where totals are not told apart: written in two ways, given twice, or missing.
    """
    table = inegi_bulk.Table(
        rf"tr_ce_{STATES[state]}_{edition}\.csv", TABLE_COLUMNS, also=ALSO, encodings=("utf-8-sig", "latin-1")
    )  # latin-1: nothing but keys and figures is read
    frame = inegi_bulk.read(module, raw, name, table, _wanted)
    refuse(module, frame, frame["E03"].str.zfill(2) != state, "a row is of another state", columns=["E03", "E04"],
           expected=state)  # fmt: skip
    frame["sector"] = frame["SECTOR"].replace(JOINED)
    refuse(
        module, frame, ~frame["sector"].isin(["", *SECTORS]), "a sector is unknown", columns=["SECTOR", "CODIGO"],
        expected=", ".join(SECTORS),
    )  # fmt: skip
    whole = frame["sector"] == ""
    _told_in_one_way(module, name, frame[whole])
    municipality = frame["E04"].where(frame["E04"] == "", frame["E04"].str.zfill(3))
    frame["cvegeo"] = state + municipality.mask(municipality == "000", "")
    once(module, frame, ["cvegeo", "sector"])
    lost = ~frame["cvegeo"].isin(frame.loc[whole, "cvegeo"])
    refuse(module, frame, lost, "an area has sectors and no total", columns=["E04", "SECTOR"],
           expected="a row with a blank sector and stratum")  # fmt: skip
    return frame


def _wanted(places: Mapping[str, int]) -> inegi_bulk.Keep:
    """All strata together, and no finer activity than the sector."""
    blank = [places[c] for c in (STRATUM, *LEVELS[1:])]
    return lambda record: not any(record[at].strip() for at in blank)


def _told_in_one_way(module: SourceModule, name: str, totals: pd.DataFrame) -> None:
    """Refuse totals of which some say so in CODIGO and some do not, or say something else: they may be two things."""
    ways = sorted(totals["CODIGO"].unique())
    if len(ways) > 1 or any(way and not way.upper().startswith("TOTAL") for way in ways):
        raise fault(
            module, "the totals are not told apart from other rows", name, column="CODIGO",
            expected="TOTAL in all of them, or blank in all of them", got=", ".join(f"«{w}»" for w in ways[:8]),
        )  # fmt: skip


def add_up(module: SourceModule, values: pd.DataFrame, variable: str) -> None:
    """Refuse sectors that together have more than the whole (columns variable, variable_11…): strata got in."""
    parts = values[[f"{variable}_{s}" for s in SECTORS]].sum(axis=1)
    over = parts > values[variable] + 1
    refuse(module, values, over, f"the sectors have more {variable} than the whole", columns=["area", variable],
           expected="their sum at most")  # fmt: skip
