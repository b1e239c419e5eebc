"""INEGI, economic censuses of 2004 to 2024: establishments, who works in them and what they produce, by municipality.

An edition asks about the year before it: the census of 2024 has the figures of 2023. Money is in millions of current
pesos in the files and in pesos here. A municipality without a row of a sector is left without a figure of it: the
census does not say whether there is none or it is confidential.
"""

from __future__ import annotations

import logging
import re

import pandas as pd

from etl.content import NotAsExpected
from etl.contract import Parsed
from etl.http import Client
from etl.live import economic_census, inegi_bulk
from etl.live.economic_census import SECTORS, STATES, VARIABLES
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import keys, numbers

log = logging.getLogger(__name__)
SOURCE = SourceModule(
    "inegi_economic_census", remote=(File("conjunto_de_datos_ce_*_csv.zip", rows=(1, 20_000)),),
    service=inegi_bulk.SERVICE,
)  # fmt: skip
EDITIONS = (2004, 2009, 2014, 2019, 2024)
MONEY = {"A111A": "produccion_bruta_mxn", "A131A": "valor_agregado_mxn"}
MILLION = 1e6
NAME = re.compile(r"conjunto_de_datos_ce_(?P<state>[a-z]+)_(?P<edition>\d{4})_csv\.zip$")


def extract(client: Client, want: Want) -> Raw:
    """One ZIP a state and edition; closed editions are asked for once in three months."""
    for state in (s for s in want.states if s not in STATES):
        log.warning("%s leaves out the state %s: INEGI's short name of it is not known; write it in "
                    "etl/live/economic_census.py", SOURCE.id, state)  # fmt: skip
    found = {}
    for edition in (e for e in EDITIONS if not want.since or str(e - 1) >= want.since[:4]):
        for state in (s for s in want.states if s in STATES):
            short = STATES[state]
            found[f"conjunto_de_datos_ce_{short}_{edition}_csv.zip"] = inegi_bulk.download(
                client, "economic_census", "tr_ce_{state}_{edition}.csv", settled=True, state=short, edition=edition
            )
    if not found:
        raise NotAsExpected(f"{SOURCE.id}: there is no census of {want.since} or later yet, or none of these states; "
                            "ask from an earlier year")  # fmt: skip
    return inegi_bulk.stored(client, found)


def parse(raw: Raw) -> Parsed:
    """Values: one row a state or municipality and year: UE, H001A, H001A_11 … H001A_93, and two amounts in pesos."""
    long = pd.concat([_of_zip(raw, name) for name in sorted(raw.files)], ignore_index=True)
    municipal = long["cvegeo"].str.len() == 5
    long.loc[municipal, "cvegeo"] = keys(SOURCE, long[municipal], long.loc[municipal, "cvegeo"])
    long = long.rename(columns={"cvegeo": "area"})
    figures, marks = numbers(SOURCE, long, VARIABLES, absence=economic_census.ABSENCE, thousands="")
    whole = figures[figures["sector"] == ""].rename(columns=MONEY)
    for amount in MONEY.values():
        whole[amount] = (whole[amount] * MILLION).round()
    whole = whole[["area", "period", "file", "row", "UE", "H001A", *MONEY.values()]]
    sectors = figures[figures["sector"] != ""].pivot(index=["area", "period"], columns="sector", values="H001A")
    sectors = sectors.reindex(columns=list(SECTORS)).add_prefix("H001A_")
    values = whole.merge(sectors.reset_index(), on=["area", "period"], how="left")
    economic_census.add_up(SOURCE, values, "H001A")
    return Parsed(values, _marks(long, marks))


def _of_zip(raw: Raw, name: str) -> pd.DataFrame:
    """The totals and sectors of one state and edition."""
    told = NAME.search(name)
    state = next((key for key, short in STATES.items() if told and short == told["state"]), None)
    if told is None or state is None:
        raise KeyError(f"{SOURCE.id}: no state or edition in the name «{name}»")
    edition = int(told["edition"])
    return economic_census.rows(SOURCE, raw, name, state, edition).assign(period=str(edition - 1))


def _marks(long: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """What is confidential, by our variables: those of a sector carry its code."""
    told = long.melt(["area", "period", "sector"], list(VARIABLES), value_name="cell")
    told = told[told["cell"].isin(list(economic_census.ABSENCE))]
    named = told["variable"].replace(MONEY).where(told["sector"] == "", told["variable"] + "_" + told["sector"])
    return told.assign(variable=named, status="suppressed")[list(marks.columns)].reset_index(drop=True)
