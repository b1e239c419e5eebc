"""SHCP, property tax collected by municipalities: accounts paid and amount a year, current pesos.

The accounts of 2020 are not those of their municipality: in every state they stand in another order, so
Ocotlán falls from 27,983 to 12,287 and back to 28,742 while the amount rises. They are left without figure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_csv

SOURCE = SourceModule("shcp_predial", files=(File("finance/shcp_predial_2013_2022.csv", rows=(24570, 24570)),))
ACCOUNTS, AMOUNT = "cuentas_pagadas", "monto_predial"
# Mexico City collects for its sixteen boroughs together, under a key that no borough has.
CAPITAL = ("09", "001")
# Belisario Domínguez was annulled by the Supreme Court and never entered INEGI's catalogue; its rows are
# empty or zero in all ten years.
ANNULLED = ("07", "000")
SCRAMBLED = "2020"


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality (and Mexico City, "09") and year.

    monto_con_cuentas and cuentas_con_monto are the pair where neither is zero: amounts without accounts, or
    accounts without amount, contradict each other and give no amount per account.
    """
    columns = ("year", "cve_ent", "cve_mun", ACCOUNTS, AMOUNT)
    frame = read_csv(SOURCE, raw, "shcp_predial_2013_2022.csv", columns=columns, encoding="latin-1")
    frame = _without_annulled(frame).assign(period=lambda f: f["year"])
    capital = (frame["cve_ent"] == CAPITAL[0]) & (frame["cve_mun"] == CAPITAL[1])
    municipal = frame[~capital]
    frame["area"] = CAPITAL[0]
    frame.loc[~capital, "area"] = keys(SOURCE, municipal, municipal["cve_ent"], municipal["cve_mun"])
    values, marks = numbers(SOURCE, frame, (ACCOUNTS, AMOUNT))
    values = _without_scrambled(values)
    paired = values[ACCOUNTS].gt(0) & values[AMOUNT].gt(0)
    values["cuentas_con_monto"] = values[ACCOUNTS].where(paired)
    values["monto_con_cuentas"] = values[AMOUNT].where(paired)
    return Parsed(
        values[["area", "period", "file", "row", ACCOUNTS, AMOUNT, "cuentas_con_monto", "monto_con_cuentas"]], marks
    )


def _without_annulled(frame: pd.DataFrame) -> pd.DataFrame:
    annulled = (frame["cve_ent"] == ANNULLED[0]) & (frame["cve_mun"] == ANNULLED[1])
    filled = annulled & ~(frame[ACCOUNTS].isin(("0", "No disponible")) & frame[AMOUNT].isin(("0", "No disponible")))
    if filled.any():
        at = frame.index[filled][0]
        raise fault(
            SOURCE, "Belisario Domínguez has figures now", str(frame.at[at, "file"]), row=int(frame.at[at, "row"]),
            column=AMOUNT, expected="0 or No disponible", got=f"«{frame.at[at, AMOUNT]}»",
        )  # fmt: skip
    return frame[~annulled].reset_index(drop=True)


def _without_scrambled(values: pd.DataFrame) -> pd.DataFrame:
    """Blank the accounts of 2020; a file where they look like their neighbours has been corrected: say so.

    In the faulty file two thirds of the municipalities change by half or more against 2019; in a good year a tenth do.
    """
    years = values[values["area"] != CAPITAL[0]].pivot_table(
        index="area", columns="period", values=ACCOUNTS, aggfunc="first"
    )
    if SCRAMBLED in years and "2019" in years:
        both = years[["2019", SCRAMBLED]].replace(0, np.nan).dropna()
        moved = np.log(both[SCRAMBLED] / both["2019"]).abs() > np.log(1.5)
        if len(both) and moved.mean() < 0.4:
            raise fault(
                SOURCE, "the accounts of 2020 look corrected: read them, and raise the version",
                str(values["file"].iloc[0]), column=ACCOUNTS,
                expected="the known fault", got=f"{moved.mean():.0%} moved",
            )  # fmt: skip
    values.loc[(values["period"] == SCRAMBLED) & values["area"].ne(CAPITAL[0]), ACCOUNTS] = np.nan
    return values
