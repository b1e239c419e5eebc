"""INEGI: registered births, deaths and infant deaths by municipality of usual residence, yearly from 1994.

The bank of indicators gives them by residence (of the mother, of the deceased), whatever the place of occurrence;
those whose municipality is unknown count in the state and the nation alone, as INEGI counts them.
"""

from __future__ import annotations

from data.areas import municipalities_of
from etl.contract import Parsed
from etl.http import Client
from etl.live import bise
from etl.live.bise_series import parsed
from etl.raw import File, Raw, SourceModule, Want

BIRTHS = ("1002000026", "1002000027", "1002000028")  # all, boys, girls
DEATHS = ("1002000030", "1002000031", "1002000032", "1002000034")  # all, men, women, under one year
SOURCE = SourceModule("inegi_vital", remote=(File("bise_*.json", rows=(1, 200_000)),), service=bise.SERVICE)


def extract(client: Client, want: Want) -> Raw:
    """The seven series for the nation, the states wanted and their municipalities; the whole series each time."""
    places = ["00", *want.states, *(m for state in want.states for m in municipalities_of(state))]
    return bise.extract(client, (*BIRTHS, *DEATHS), places)


def parse(raw: Raw) -> Parsed:
    """Values: one row an area and year; a series is `id_` and its number."""
    return parsed(SOURCE, raw)
