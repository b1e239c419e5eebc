"""Fast loading of tidy frames: DBAPI tuples on SQLite, COPY of CSV on PostgreSQL.

pandas' own to_sql is 5 to 50 times slower at national size (python -m tests.bench prints the ratio).
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv
import sqlalchemy as sa


def insert(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> int:
    """Insert `frame` (its columns are columns of `table`) inside the caller's transaction; returns the rows."""
    if frame.empty:
        return 0
    for column in frame.columns:
        if isinstance(table.c[column].type, sa.JSON):
            text = [json.dumps(v, ensure_ascii=False, sort_keys=True) for v in frame[column]]
            frame = frame.assign(**{column: text})
    columns = ", ".join(str(c) for c in frame.columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'copy "{table.name}" ({columns}) from stdin (format csv)', frame)
    else:
        marks = ", ".join("?" for _ in frame.columns)
        rows = list(zip(*(_values(frame[c]) for c in frame.columns), strict=True))
        connection.exec_driver_sql(f'insert into "{table.name}" ({columns}) values ({marks})', rows)
    return len(frame)


def _values(column: pd.Series) -> list[Any]:
    """Python values of a column; NaN becomes NULL."""
    if column.hasnans:
        return column.astype(object).where(column.notna(), None).tolist()
    return column.tolist()


def _copy(connection: sa.Connection, statement: str, frame: pd.DataFrame) -> None:
    """Send the frame as one CSV: NULL is an empty cell, an empty text a quoted one, as COPY reads them."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    plain = [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    sink = pa.BufferOutputStream()
    options = pyarrow.csv.WriteOptions(include_header=False)
    pyarrow.csv.write_csv(table.cast(pa.schema(plain)), sink, options)
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            copy.write(sink.getvalue().to_pybytes())
    except psycopg.Error as error:  # COPY goes around SQLAlchemy, which would have wrapped it
        raise sa.exc.DBAPIError(statement, None, error) from error
