"""IMSS, jobs registered on the last day of each month, by municipality.

IMSS has municipal codes of its own: its dictionary gives their names, and those give our keys. Jobs under a code that
cannot be placed count in their state and in the nation, and in no municipality; a month is refused where they are more
than UNPLACED of a state. Sex 1 is men, 2 is women; NA is who is insured without an employer and has no job.
"""

from __future__ import annotations

import logging
from calendar import monthrange

import pandas as pd

from etl.contract import Parsed, Problem, SourceFault
from etl.http import Client
from etl.live import imss
from etl.live.imss_month import HEADER, SUMS, TITLES
from etl.places import located
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import numbers, read_csv, read_xlsx
from etl.records import STATES, given, once, one_of, refuse

log = logging.getLogger(__name__)
SOURCE = SourceModule(
    "imss_jobs",
    remote=(File("imss/asg-*.csv", rows=(1, 500_000)), File(f"imss/{imss.DICTIONARY}", rows=(1, 50_000))),
    service="imss",
)
SHEET = "entidad-municipio"
TOWN = "descripción municipio"
UNPLACED = 0.005
LEAST = 0.8  # of a month's jobs in the nation that the next one must have, or it is cut short
PREFIX = {"sector_economico_1": "ta_sector_", "tamano_patron": "ta_tamano_", "sexo": "ta_sexo_"}
CODES = {
    "sector_economico_1": ["0", "1", "3", "4", "5", "6", "7", "8", "9", "NA"],
    "tamano_patron": ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "NA"],
    "sexo": ["1", "2"],
}


def extract(client: Client, want: Want) -> Raw:
    """The dictionary and one file a month, added up."""
    return imss.files(client, want, first=client.services["imss"].views["first_month"])


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, state or the nation, and month, with the sums of SUMS and of `ta` by part.

    A part without a row of its own has no jobs: every job has one sector, one size of employer and one sex.
    """
    towns = _towns(raw)
    months = [_month(raw, name, towns) for name in sorted(raw.files) if name.endswith(".csv")]
    values = pd.concat(months, ignore_index=True)
    _steady(values)
    return Parsed(values)


def _towns(raw: Raw) -> pd.DataFrame:
    """One row a state and code of IMSS: its printed name, and our key or "" where the name is none of ours."""
    name = f"imss/{imss.DICTIONARY}"
    frame = read_xlsx(SOURCE, raw, name, columns=["cve_entidad", "cve_municipio", TOWN], sheet=SHEET, skip=1)
    frame = _stated(frame)
    frame["place"] = located(frame["state"], frame[TOWN])
    frame = frame.drop_duplicates(["state", "cve_municipio", "place"])
    once(SOURCE, frame, ["state", "cve_municipio"])
    return frame[["state", "cve_municipio", TOWN, "place"]]


def _stated(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(state=frame["cve_entidad"].str.zfill(2))
    one_of(SOURCE, frame, "state", STATES)
    return frame


def _month(raw: Raw, name: str, towns: pd.DataFrame) -> pd.DataFrame:
    frame = _stated(read_csv(SOURCE, raw, name, columns=HEADER, separator="|", skip=TITLES))
    period = _period(name)
    once(SOURCE, frame, ["state", "cve_municipio", "por", "codigo"])
    one_of(SOURCE, frame, "por", ["total", *CODES])
    for by, codes in CODES.items():
        one_of(SOURCE, frame[frame["por"] == by], "codigo", codes)
    frame, _ = numbers(SOURCE, frame.assign(area="", period=period), SUMS, absence={}, thousands="")
    given(SOURCE, frame, SUMS)
    kinds = frame[["teu", "tec", "tpu", "tpc"]].sum(axis=1)
    refuse(
        SOURCE, frame, (kinds - frame["ta"]).abs() > 0.5, "the kinds of job do not add up to the jobs",
        columns=["cve_municipio", "ta", "teu", "tec", "tpu", "tpc"], expected="ta = teu + tec + tpu + tpc",
    )  # fmt: skip
    frame = frame.merge(towns, on=["state", "cve_municipio"], how="left", validate="many_to_one")
    _placed(frame, name)
    levels = (
        frame[frame["place"].fillna("") != ""].assign(area=lambda f: f["place"]),
        frame.assign(area=frame["state"]),
        frame.assign(area="00"),
    )
    return pd.concat([_wide(level) for level in levels]).reset_index().assign(period=period, file=name)


def _period(name: str) -> str:
    """The month of asg-2025-08-31.csv; the stock is that of its last day."""
    year, month, day = (int(part) for part in name.rsplit("asg-", 1)[-1].removesuffix(".csv").split("-"))
    if day != monthrange(year, month)[1]:
        raise SourceFault([Problem(SOURCE.id, "the file is not of the last day of a month", file=name)])
    return f"{year}-{month:02d}"


def _placed(frame: pd.DataFrame, name: str) -> None:
    """Refuse a month of which too many jobs of a state are under codes that cannot be placed; tell of the others."""
    totals = frame[frame["por"] == "total"]
    lost = totals[totals["place"].fillna("") == ""]
    shares = lost.groupby("state")["ta"].sum() / totals.groupby("state")["ta"].sum()
    told = [
        Problem(
            SOURCE.id, f"jobs of state {state} cannot be placed", file=name, column="cve_municipio",
            expected=f"{100 * UNPLACED:g} % of the state's jobs at most under codes whose name in the dictionary is "
                     f"none of data/areas.csv; add the spelling to SPELLINGS of etl/places.py",
            got=f"{100 * share:.1f} %: " + ", ".join(_code(r) for _, r in _largest(lost, str(state)).iterrows()),
        )
        for state, share in shares.items() if share > UNPLACED
    ]  # fmt: skip
    if told:
        raise SourceFault(told)
    if len(lost):
        log.warning("%s: %.0f jobs of %d codes count in their state only", name, lost["ta"].sum(), len(lost))


def _largest(lost: pd.DataFrame, state: str) -> pd.DataFrame:
    return lost[lost["state"] == state].nlargest(10, "ta")


def _code(row: pd.Series) -> str:
    town = row[TOWN] if isinstance(row[TOWN], str) else "not in the dictionary"
    return f"{row['cve_municipio']} ({town}), {row['ta']:.0f}"


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    """By area: the sums, and `ta` by part."""
    totals = frame[frame["por"] == "total"].groupby("area")
    parts = [totals[list(SUMS)].sum(), totals["row"].first()]
    for by, codes in CODES.items():
        of = frame[frame["por"] == by].pivot_table(index="area", columns="codigo", values="ta", aggfunc="sum")
        parts.append(of.reindex(columns=codes).fillna(0.0).add_prefix(PREFIX[by]))
    return pd.concat(parts, axis=1)


def _steady(values: pd.DataFrame) -> None:
    """Refuse a month with far fewer jobs than the one before, or without one of its states: half a file."""
    wide = values[values["area"].str.len() == 2].pivot(index="period", columns="area", values="ta")
    before = wide.shift()
    states = (wide.isna() & before.notna()).any(axis=1)
    short = states | (wide["00"] < LEAST * before["00"])
    if short.any():
        at = wide.index[short][0]
        raise SourceFault(
            [Problem(SOURCE.id, f"the month {at} is cut short", expected=f"every state, and {LEAST:.0%} of the jobs of "
                     f"the month before ({before.at[at, '00']:.0f})", got=f"{wide.at[at, '00']:.0f}")]
        )  # fmt: skip
