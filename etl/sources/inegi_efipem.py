"""INEGI, public finance statistics (EFIPEM): what each municipality received in a year, by chapter, current pesos.

Total spending repeats total revenue in every row, because the source balances one against the other:
no deficit can be read from it, so spending is not given. The folder holds a table that others rearranged; the service
gives INEGI's own, long (etl/live/efipem.py).
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed, Problem, SourceFault
from etl.http import Client
from etl.live import efipem, inegi_bulk
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import keys, numbers, read_csv

SERVED = "conjunto_de_datos_efipem_municipal_csv.zip"
SOURCE = SourceModule(
    "inegi_efipem",
    files=(File("finance/inegi_efipem_2013_2022.csv", rows=(21199, 21199)),),
    remote=(File(SERVED, rows=(1, 100_000)),),  # totals and chapters of one year
    service=inegi_bulk.SERVICE,
)
FIRST = 2013  # the ZIP begins in 1989; nobody has looked at the earlier years yet, nor at their old pesos
CHAPTERS = (
    "Impuestos",
    "Contribuciones_de_Mejoras",
    "Derechos",
    "Productos",
    "Aprovechamientos",
    "Participaciones_federales",
    "Aportaciones",
    "Otros_ingresos",
    "Financiamiento",
    "Disponibilidad_inicial",
)
TOTAL = "Total_ingresos"
SPENDING = "Total_egresos"
# Otros_ingresos_extraordinarios is left out: in 3,924 of 3,983 rows it prints Otros_ingresos again, and in
# the other 59 it is smaller, a part of it; added to the chapters it would pass the total 3,946 times.
ROUNDING = 10.0  # pesos: chapters are printed whole


def extract(client: Client, want: Want) -> Raw:
    """The ZIP of all years (100 MB), every municipality of the country."""
    answer = inegi_bulk.download(client, "efipem", ".csv")
    return inegi_bulk.stored(client, {SERVED: answer})


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year that reported; an empty chapter is missing, not zero.

    Those of the service have a status: what INEGI calls preliminary is so told.
    """
    served = SERVED in raw.files
    frame = efipem.rows(SOURCE, raw, SERVED, FIRST) if served else _of_folder(raw)
    frame["area"] = keys(SOURCE, frame, frame["cvegeo"])
    frame["period"] = frame["year"]
    values, marks = numbers(SOURCE, frame, (TOTAL, SPENDING, *CHAPTERS), thousands="")
    negative = values[[TOTAL, *CHAPTERS]].lt(0).any(axis=1)
    _refuse(values, "money received is below zero", negative, TOTAL, "0 or more")
    _refuse(values, "chapters add up to more than the total", _surplus(values) > ROUNDING, TOTAL)
    both = values[TOTAL].notna() & values[SPENDING].notna()
    unbalanced = both & (values[TOTAL] - values[SPENDING]).abs().gt(ROUNDING)
    _refuse(values, "spending is not the revenue again: the source changed, read it anew", unbalanced, SPENDING)
    status = ["status"] if served else []
    return Parsed(values[["area", "period", "file", "row", *status, TOTAL, *CHAPTERS]], marks)


def _of_folder(raw: Raw) -> pd.DataFrame:
    """The wide table, as text."""
    return read_csv(SOURCE, raw, "inegi_efipem_2013_2022.csv", columns=("cvegeo", "year", TOTAL, SPENDING, *CHAPTERS))


def _surplus(values: pd.DataFrame) -> pd.Series:
    """Pesos by which the chapters that are there pass the total.

    The contrary happens: in 142 rows of 2013 to 2015 the total is above its chapters, and nothing in the
    file says why. They are published as printed.
    """
    return values[list(CHAPTERS)].sum(axis=1) - values[TOTAL]


def _refuse(
    values: pd.DataFrame,
    what: str,
    broken: pd.Series,
    column: str,
    expected: str = f"a difference of {ROUNDING:.0f} pesos at most",
) -> None:
    if broken.any():
        raise SourceFault(
            Problem(SOURCE.id, what, file=str(r.file), row=int(r.row), column=column,
                    expected=expected, got=f"area {r.area}, period {r.period}")
            for r in values[broken].head(10).itertuples()
        )  # fmt: skip
