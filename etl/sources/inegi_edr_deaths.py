"""INEGI: registered deaths counted from the microdata (EDR), by municipality of usual residence, from 2024 on.

A second reading of what the bank of indicators gives. A death whose municipality is unknown (999) counts in its
state; one of somebody who lived abroad or nobody knows where counts in the nation alone: so INEGI's own totals are
made. A municipality without a record has no row: the file says nothing of it.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from data.areas import known
from etl.content import NotAsExpected
from etl.contract import Parsed
from etl.http import Client
from etl.live import edr
from etl.raw import File, Raw, SourceModule, Stored, Want
from etl.reading import fault
from etl.records import STATES

FIRST = 2024  # the first edition under this name
ELSEWHERE = ("33", "34", "35", "88", "99")  # abroad (three groups of countries), does not apply, not stated
UNPLACED = "999"
SOURCE = SourceModule(
    "inegi_edr_deaths", remote=(File("edr_*.zip", rows=(1, 2_000_000)),), service=edr.SERVICE
)  # fmt: skip


def extract(client: Client, want: Want) -> Raw:
    """The ZIP of every year wanted; last year's may not be published yet."""
    found = {}
    for year in want.years(FIRST):
        answer = edr.download(client, year, may_lack=year == want.today.year - 1)
        if answer:
            found[f"edr_{year}.zip"] = answer
    if not found:
        raise NotAsExpected(f"{SOURCE.id}: INEGI has not published the deaths of {want.today.year - 1} yet; run later")
    return Raw(
        Stored({name: answer.path for name, answer in found.items()}),
        url=client.services[edr.SERVICE].base + "/programas/edr",
        retrieved_at=max(answer.note.moment for answer in found.values()),
    )


def parse(raw: Raw) -> Parsed:
    """Values: one row an area and year of registration, `defunciones`."""
    return Parsed(pd.concat([_year(raw, name) for name in sorted(raw.files)], ignore_index=True))


def _year(raw: Raw, name: str) -> pd.DataFrame:
    """Deaths of one file's year: nation, states and municipalities."""
    deaths: Counter[str] = Counter()
    for (state, municipality), count in edr.residents(SOURCE, raw, name).items():
        deaths["00"] += count
        if state in STATES:
            deaths[state] += count
            if municipality != UNPLACED:
                deaths[state + municipality] += count
        elif state not in ELSEWHERE:
            raise fault(SOURCE, "the state is unknown", name, column="ent_resid",
                        expected=f"01 to 32, or {', '.join(ELSEWHERE)}", got=f"«{state}»")  # fmt: skip
    strange = sorted(set(deaths) - known())
    if strange:
        raise fault(SOURCE, "the municipality is unknown", name, column="mun_resid",
                    expected="a key of data/areas.csv, or 999", got=f"«{strange[0]}»")  # fmt: skip
    rows = [(area, name[4:8], count, name, 0) for area, count in sorted(deaths.items())]
    return pd.DataFrame(rows, columns=["area", "period", "defunciones", "file", "row"]).astype({"defunciones": float})
