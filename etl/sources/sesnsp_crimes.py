"""SESNSP, crimes recorded by the state prosecutor's office: yearly totals in Jalisco, and by legal interest harmed.

The last year covers January to August and was recorded by another method: its rows carry the status `partial`.
By legal interest only 15 municipalities of the Ciénega and its surroundings are in hand. The office's own municipal
file (etl/live/sesnsp.py) gives both for the whole country; its years of fewer months are `partial` as well.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import sesnsp
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import fault, keys, numbers, read_csv

TOTALS = "sesnsp_delitos_jalisco_2015_2026_transcribed.csv"
INTERESTS = "sesnsp_bien_juridico_cienega_2015_2026_transcribed.csv"
SOURCE = SourceModule(
    "sesnsp_crimes",
    files=(File(f"safety/{TOTALS}", rows=(1500, 1500)), File(f"safety/{INTERESTS}", rows=(1260, 1260))),
    remote=(File(sesnsp.FILE, rows=(1, 10_000_000)),),
    service=sesnsp.SERVICE,
)
VARIABLES = {
    "La vida y la Integridad corporal": "vida",
    "Libertad personal": "libertad_personal",
    "La libertad y la seguridad sexual": "libertad_sexual",
    "El patrimonio": "patrimonio",
    "La familia": "familia",
    "La sociedad": "sociedad",
    "Otros bienes jurídicos afectados (del fuero común)": "otros",
}
MONTHS = {"12": None, "8": "partial"}  # months covered → status that overrides the indicator's


COLUMNS = ["area", "period", "status", "file", "row", "delitos", *VARIABLES.values()]


def extract(client: Client, want: Want) -> Raw:
    """The office's municipal file, where the installation names an address for it."""
    return sesnsp.bring(client)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year; `delitos` and one column a legal interest."""
    if sesnsp.FILE in raw.files:
        values = sesnsp.yearly(SOURCE, raw, VARIABLES)
        return Parsed(values.assign(area=keys(SOURCE, values, values["key"]))[COLUMNS])
    totals = read_csv(SOURCE, raw, TOTALS, columns=("cvegeo", "anio", "total_delitos", "meses_cubiertos"))
    totals = totals.rename(columns={"total_delitos": "delitos"}).assign(period=totals["anio"])
    totals["area"] = keys(SOURCE, totals, totals["cvegeo"])
    strange = ~totals["meses_cubiertos"].isin(list(MONTHS))
    if strange.any():
        at = totals.index[strange][0]
        raise fault(
            SOURCE, "a year covers other months than known", TOTALS, row=int(totals.at[at, "row"]),
            column="meses_cubiertos", expected="12 or 8", got=f"«{totals.at[at, 'meses_cubiertos']}»",
        )  # fmt: skip
    totals["status"] = totals["meses_cubiertos"].map(MONTHS)
    values, marks = numbers(SOURCE, totals, ["delitos"])
    values = values.merge(_interests(raw, values), on=["area", "period"], how="left", validate="many_to_one")
    _compare(values)
    return Parsed(values[COLUMNS], marks)


def _interests(raw: Raw, totals: pd.DataFrame) -> pd.DataFrame:
    """One row a municipality and year, one column a legal interest."""
    frame = read_csv(SOURCE, raw, INTERESTS, columns=("cvegeo", "anio", "bien_juridico", "delitos"))
    frame = frame.assign(period=frame["anio"], area=keys(SOURCE, frame, frame["cvegeo"]))
    unknown = ~frame["bien_juridico"].isin(list(VARIABLES))
    alone = ~(frame["area"] + frame["period"]).isin(totals["area"] + totals["period"])
    twice = frame.duplicated(["area", "period", "bien_juridico"], keep="first")
    for broken, what, expected in (
        (unknown, "the legal interest is unknown", ", ".join(VARIABLES)),
        (alone, "a legal interest has no total", f"a row of {TOTALS}"),
        (twice, "a legal interest is given twice", "one row a municipality, year and interest"),
    ):
        if broken.any():
            at = frame.index[broken][0]
            raise fault(
                SOURCE, what, INTERESTS, row=int(frame.at[at, "row"]), column="bien_juridico", expected=expected,
                got=f"«{frame.at[at, 'bien_juridico']}», {frame.at[at, 'area']} {frame.at[at, 'period']}",
            )  # fmt: skip
    values, _ = numbers(SOURCE, frame, ["delitos"])
    wide = values.pivot(index=["area", "period"], columns="bien_juridico", values="delitos")
    return wide.rename(columns=VARIABLES).reindex(columns=list(VARIABLES.values())).reset_index()


def _compare(values: pd.DataFrame) -> None:
    """The seven interests are the whole: any difference from the total is a wrong cell in one of the files."""
    parts = values[list(VARIABLES.values())].sum(axis=1, min_count=len(VARIABLES))
    broken = parts.notna() & parts.ne(values["delitos"])
    if broken.any():
        at = values.index[broken][0]
        raise fault(
            SOURCE, "the legal interests do not add up to the total", TOTALS, row=int(values.at[at, "row"]),
            column="total_delitos", expected=f"{parts[at]:.0f}", got=f"{values.at[at, 'delitos']:.0f}",
        )  # fmt: skip
