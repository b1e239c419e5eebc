"""INEGI: population by sex as its bank of indicators gives it, to be held against the census files.

2015 and 2025 are surveys (Encuesta Intercensal), so their figures are estimates. A period for which the bank gives
men and women but no total (2025, when this was written) is left out: a check wants all three.
"""

from __future__ import annotations

from data.areas import municipalities_of
from etl.contract import Parsed
from etl.http import Client
from etl.live import bise
from etl.live.bise_series import parsed, variable
from etl.raw import File, Raw, SourceModule, Want

IDS = ("1002000001", "1002000002", "1002000003")  # all, men, women
SURVEYS = ("2015", "2025")
SOURCE = SourceModule("inegi_bise_population", remote=(File("bise_*.json", rows=(1, 50_000)),), service=bise.SERVICE)


def extract(client: Client, want: Want) -> Raw:
    """The three series for the nation, the states wanted and their municipalities."""
    places = ["00", *want.states, *(m for state in want.states for m in municipalities_of(state))]
    return bise.extract(client, IDS, places)


def parse(raw: Raw) -> Parsed:
    """Values: one row an area and census, count or survey; a series is `id_` and its number."""
    found = parsed(SOURCE, raw)
    total = variable(IDS[0])
    if total not in found.values:
        return found  # the catalogue's formulas miss it, and say so
    whole = found.values.groupby("period")[total].transform("count").gt(0)
    values = found.values[whole].reset_index(drop=True)
    values["status"] = values["period"].isin(SURVEYS).map({True: "estimated", False: None})
    return Parsed(values, found.marks)
