"""INEGI, labour indicators for municipalities (ILMM), first quarters from 2017 on: modelled participation, employment,
unemployment and informality.

Model estimates, printed with a standard error and an interval: `est` tells one row of a municipality from another. Only
shares are given, so no group of municipalities can be computed from them. Totals of states and of the nation (mun 0)
are left out: the files do not say how they were made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from etl.content import NotAsExpected
from etl.contract import Parsed
from etl.http import Client
from etl.live import inegi_bulk
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import ABSENCE, fault, keys, numbers
from etl.records import once

SOURCE = SourceModule(
    "inegi_ilmm", remote=(File("conjunto_de_datos_ilmm_*_1t_csv.zip", rows=(1, 40_000)),), service=inegi_bulk.SERVICE
)
FIRST, SEEN = 2017, 2024  # the last year known to be published; a later one may not be there yet
SHARES = ("OCUPADOS", "INFORMALES")  # % of those active, % of those employed
ACTIVE = "PEA"  # % of those aged 15 and over; not in every account of these files
VALUE, ERROR = "1", "2"  # 3 and 4: limits of the interval of 90 %; 5: coefficient of variation
TABLE = inegi_bulk.Table(
    r"conjunto_de_datos_ilmm_\d{4}_1t\.csv", ("ENT", "MUN", "EST", *SHARES), every=True,
    encodings=("utf-8-sig", "latin-1"),
)  # fmt: skip
MEMBER = "conjunto_de_datos_ilmm_{year}_1t.csv"


def extract(client: Client, want: Want) -> Raw:
    """One ZIP a year, the whole country."""
    found = {}
    for year in want.years(FIRST):
        there = inegi_bulk.download_published if year > SEEN else partial(inegi_bulk.download, settled=year < SEEN)
        if answer := there(client, "ilmm", MEMBER, year=year):
            found[f"conjunto_de_datos_ilmm_{year}_1t_csv.zip"] = answer
    if not found:
        raise NotAsExpected(f"{SOURCE.id}: INEGI has published nothing from {want.since} on yet; ask an earlier year")
    return inegi_bulk.stored(client, found)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year: pea, ocupados, desocupados, informales, and *_se (standard errors)."""
    years = pd.concat([_year(raw, name) for name in sorted(raw.files)], ignore_index=True)
    once(SOURCE, years, ["area", "period", "EST"])
    estimates, marks = _numbers(years[years["EST"] == VALUE])
    errors, _ = _numbers(years[years["EST"] == ERROR])
    estimates["desocupados"] = 100 - estimates["ocupados"]
    errors["desocupados"] = errors["ocupados"]  # as uncertain as what it is taken from
    names = ["pea", "ocupados", "desocupados", "informales"]
    errors = errors[["area", "period", *names]].rename(columns={n: f"{n}_se" for n in names})
    values = estimates[["area", "period", "file", "row", *names]].merge(errors, on=["area", "period"], how="left")
    twin = marks[marks["variable"] == "ocupados"].assign(variable="desocupados")
    return Parsed(values, pd.concat([marks, twin], ignore_index=True))


def _numbers(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of one kind with their shares as numbers, under names in small letters, and the marks of absence."""
    absence = {**ABSENCE, "-": "missing"}
    figures, marks = numbers(SOURCE, rows, [ACTIVE, *SHARES], absence=absence, thousands="")
    return figures.rename(columns=str.lower), marks.assign(variable=marks["variable"].str.lower())


def _year(raw: Raw, name: str) -> pd.DataFrame:
    """Estimates and standard errors of the municipalities of one year, as text."""
    frame = inegi_bulk.read(SOURCE, raw, name, TABLE, _municipal)
    frame = frame.rename(columns={c: ACTIVE for c in frame.columns if c.upper() == ACTIVE})
    frame = frame.reindex(columns=["ENT", "MUN", "EST", ACTIVE, *SHARES, "file", "row"], fill_value="")
    if VALUE not in set(frame["EST"]):
        raise fault(SOURCE, "the table has no estimate of a municipality", name, column="est", expected="rows with 1",
                    got=", ".join(sorted(set(frame["EST"]))) or "none")  # fmt: skip
    frame["area"] = keys(SOURCE, frame, frame["ENT"], frame["MUN"])
    return frame.assign(period=str(re.findall(r"\d{4}", name)[-1]))


def _municipal(places: Mapping[str, int]) -> inegi_bulk.Keep:
    """Values and standard errors of municipalities."""
    state, municipality, kind = places["ENT"], places["MUN"], places["EST"]

    def held(record: Sequence[str]) -> bool:
        whole = not record[state].strip(" 0") or not record[municipality].strip(" 0")
        return not whole and record[kind].strip() in (VALUE, ERROR)

    return held
