"""INEGI: single series of its bank of indicators that a person accepted into the catalogue.

`python -m etl discover` finds which series have municipal figures and writes candidates; an entry of the catalogue
with this source and the formula {code: id_<number>} is asked for from the next run on.
"""

from __future__ import annotations

import re

from data.areas import municipalities_of
from data.catalog import catalog
from etl.contract import Parsed
from etl.http import Client
from etl.live import bise
from etl.live.bise_series import parsed
from etl.raw import File, Raw, SourceModule, Want

SOURCE = SourceModule("inegi_bise", remote=(File("bise_*.json", rows=(1, 500_000)),), service=bise.SERVICE)


def accepted() -> tuple[str, ...]:
    """The numbers of the series the catalogue's entries of this source read, in order."""
    entries = catalog().of_source(SOURCE.id)
    read = {v for i in entries for f in (i.formula, *i.breakdowns.values()) for v in f.variables}
    return tuple(sorted(v.removeprefix("id_") for v in read if re.fullmatch(r"id_\d{6,10}", v)))


def extract(client: Client, want: Want) -> Raw:
    """Every accepted series for the nation, the states wanted and their municipalities."""
    places = ["00", *want.states, *(m for state in want.states for m in municipalities_of(state))]
    return bise.extract(client, accepted(), places)


def parse(raw: Raw) -> Parsed:
    """Values: one row an area and period; a series is `id_` and its number."""
    return parsed(SOURCE, raw)
