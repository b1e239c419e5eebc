"""INEGI: population by sex in every census and count from 1990 to 2020, and by five-year age groups in 2020.

1995 and 2005 are counts, not censuses. The tables are screen exports: latin-1, title lines, a state key
written as a spreadsheet formula, and records one cell shorter than their header.
"""

from __future__ import annotations

import csv
import io
import re

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import counted, fault, keys, numbers, read_csv, text_of
from etl.records import STATES, one_of

# Records with the nation, the 32 states and, in 1995, the one of no municipality.
RECORDS = {"1990": 2436, "1995": 2447, "2000": 2476, "2005": 2487, "2010": 2489, "2020": 2502}
SOURCE = SourceModule(
    "inegi_population",
    files=(
        *(File(f"census/poblacion_{year}.csv", rows=(count, count)) for year, count in RECORDS.items()),
        File("census/iter_2020_municipios.csv", rows=(2469, 2469)),
        File("census/iter_2020_entidades.csv", rows=(32, 32)),
    ),
)
UNPLACED = "07 998"  # Chiapas 1995, «Otros Municipios»: 519,686 people of municipalities not told apart
TITLE = "Población total"
TOTALS = ["POBTOT", "POBMAS", "POBFEM"]  # as the census of 2020 names them
HEADER = (("Total",), ("Hombres", "Hombre"), ("Mujeres", "Mujer"))
AGES = [f"P_{low}A{low + 4}" for low in range(0, 85, 5)] + ["P_85YMAS"]
BY_AGE = [age + sex for age in AGES for sex in ("", "_F", "_M")]
KEY = re.compile(r"^=CONCATENAR\([0 ],(?P<state>\d{2})\)$|^(?P<of>\d{2}) (?P<municipality>\d{3})$")


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, state and the nation, and census; ages only in 2020."""
    tables = pd.concat([_table(raw, year) for year in RECORDS], ignore_index=True)
    totals, marks = numbers(SOURCE, tables, TOTALS)
    ages, age_marks = numbers(SOURCE, _ages(raw), BY_AGE)
    nation = ages[ages["area"].str.len() == 2][BY_AGE].sum(min_count=32)
    ages = pd.concat([ages, pd.DataFrame([{"area": "00", "period": "2020", **nation}])], ignore_index=True)
    values = totals.merge(ages[["area", "period", *BY_AGE]], on=["area", "period"], how="left")
    return Parsed(
        values[["area", "period", "file", "row", *TOTALS, *BY_AGE]], pd.concat([marks, age_marks], ignore_index=True)
    )


def _table(raw: Raw, year: str) -> pd.DataFrame:
    """The text table of one census: area, period, the three totals, file, row."""
    name = f"poblacion_{year}.csv"
    text = text_of(SOURCE, raw, name, "latin-1")
    if not text.lstrip('"').startswith(TITLE):  # latin-1 never fails to decode: another encoding shows in the accent
        raise fault(
            SOURCE, "the title is not the expected one, or the bytes are not latin-1", name,
            row=1, expected=TITLE, got=text[:40].strip(),
        )  # fmt: skip
    lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, newline=""))]
    start = _header(lines, name)
    end = next((at for at, line in enumerate(lines[start:], start) if not any(line)), len(lines))
    if not any(line and line[0].upper().startswith("FUENTE") for line in lines[end:]):
        raise fault(SOURCE, "the file is cut short", name, row=len(lines), expected="the line of the source at the end")
    body = lines[start:end]
    for at, line in enumerate(body, start + 1):
        if len(line) != 5:
            raise fault(
                SOURCE, "a record is cut or has extra cells", name, row=at, expected="5 cells", got=str(len(line))
            )
    frame = pd.DataFrame(body, columns=["key", "name", *TOTALS], dtype="str")
    return _with_area(counted(SOURCE, name, frame, list(range(start + 1, end + 1)))).assign(period=year)


def _header(lines: list[list[str]], name: str) -> int:
    """Index of the first record, after checking the names of the three columns."""
    at = next((at for at, line in enumerate(lines[:10]) if len(line) > 3), -1)
    given = lines[at][2:5] if at >= 0 else []
    for place, expected in enumerate(HEADER):
        if place >= len(given) or given[place] not in expected:
            raise fault(
                SOURCE, "a column is missing or was renamed", name, row=at + 1,
                column=expected[0], expected=expected[0], got=", ".join(given) or "no header",
            )  # fmt: skip
    return at + 1


def _with_area(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `area`, without the record of an unknown municipality."""
    frame = frame[frame["key"] != UNPLACED].reset_index(drop=True)
    parts = frame["key"].str.extract(KEY)
    strange = parts.isna().all(axis=1) & (frame["key"] != "")
    for file, row, key in frame.loc[strange, ["file", "row", "key"]].itertuples(index=False):
        raise fault(
            SOURCE, "a key is written in an unknown way", file,
            row=row, column="key", expected="«14 063» or «=CONCATENAR(0,14)»", got=f"«{key}»",
        )  # fmt: skip
    area = parts["state"].mask(frame["key"] == "", "00")
    frame = frame.assign(area=area, of=parts["of"], municipality=parts["municipality"])
    below = frame["municipality"].notna()
    frame.loc[below, "area"] = keys(SOURCE, frame[below], frame.loc[below, "of"], frame.loc[below, "municipality"])
    return frame.drop(columns=["of", "municipality"])


def _ages(raw: Raw) -> pd.DataFrame:
    """Five-year groups by sex of municipalities and states, census of 2020, as text."""
    needed = ("ENTIDAD", "MUN", *BY_AGE)
    municipalities = read_csv(SOURCE, raw, "iter_2020_municipios.csv", columns=needed)
    municipalities["area"] = keys(SOURCE, municipalities, municipalities["ENTIDAD"], municipalities["MUN"])
    states = read_csv(SOURCE, raw, "iter_2020_entidades.csv", columns=needed).assign(area=lambda f: f["ENTIDAD"])
    one_of(SOURCE, states, "ENTIDAD", STATES)
    both = pd.concat([municipalities, states], ignore_index=True).assign(period="2020")
    return both[["area", "period", "file", "row", *BY_AGE]]
