"""CONEVAL, mean current income per head by municipality (ICTPC, pesos a month), 2010, 2015 and 2020.

The workbooks give no population: each mean is weighted by the population of CONEVAL's poverty file of the
same year, its own base. Municipalities that file lists and the workbook leaves out have no estimate.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv, read_xlsx
from etl.records import refuse
from etl.sources.coneval_poverty import GROUPS, add_up

INCOME = {"2010": "ICTPC", "2015": "ICTPC", "2020": "Ingreso corriente total per cápita"}
INCOME_ROWS = {"2010": 2456, "2015": 2446, "2020": 2469}
PEOPLE_ROWS = {"2010": 2456, "2015": 2457, "2020": 2469}
SOURCE = SourceModule(
    "coneval_income",
    files=(
        *(File(f"poverty/coneval_ingreso_ictpc_{year}.xlsx", rows=(n, n)) for year, n in INCOME_ROWS.items()),
        *(File(f"poverty/coneval_pobreza_{year}.csv", rows=(n, n)) for year, n in PEOPLE_ROWS.items()),
    ),
)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year; `poblacion` is CONEVAL's, to weigh the mean of several."""
    years = [_year(raw, year) for year in INCOME]
    return Parsed(pd.concat([frame for frame, _ in years], ignore_index=True), pd.concat([marks for _, marks in years]))


def _year(raw: Raw, year: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One year's two files, joined by municipality, and the marks of both."""
    name = f"coneval_ingreso_ictpc_{year}.xlsx"
    income = read_xlsx(SOURCE, raw, name, columns=("Clave de municipio", INCOME[year]), sheet="Hoja1")
    income = income.rename(columns={INCOME[year]: "ictpc"}).assign(period=year)
    income["area"] = keys(SOURCE, income, income["Clave de municipio"])
    income, income_marks = numbers(SOURCE, income, ["ictpc"])
    people = _people(raw, year)
    people, people_marks = numbers(SOURCE, people, ["poblacion", *GROUPS])
    add_up(SOURCE, people)
    alone = ~income["area"].isin(people["area"])
    refuse(
        SOURCE, income, alone, "a municipality has income and no population",
        columns=["area"], expected="a row of the poverty file of the same year",
    )  # fmt: skip
    joined = people[["area", "period", "poblacion"]].merge(
        income[["area", "ictpc", "file", "row"]], on="area", how="left"
    )
    joined = joined.fillna({"file": name, "row": 0}).astype({"row": "int64"})
    return joined[["area", "period", "file", "row", "ictpc", "poblacion"]], pd.concat([income_marks, people_marks])


def _people(raw: Raw, year: str) -> pd.DataFrame:
    """The population of one year's poverty file, and the groups it is made of, as text."""
    columns = ("clave_municipio", "poblacion", *GROUPS)
    frame = read_csv(SOURCE, raw, f"coneval_pobreza_{year}.csv", columns=columns, encoding="latin-1")
    return frame.assign(area=keys(SOURCE, frame, frame["clave_municipio"]), period=year)
