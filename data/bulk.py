"""Fast loading of tidy frames: DBAPI tuples on SQLite, COPY on PostgreSQL.

pandas' own to_sql is 5 to 50 times slower at national size (python -m tests.bench prints the ratio).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
import psycopg
import sqlalchemy as sa


def insert(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> int:
    """Insert `frame` (its columns are columns of `table`) inside the caller's transaction; returns the rows."""
    if frame.empty:
        return 0
    columns = [str(c) for c in frame.columns]
    rows = _rows(table, frame)
    if connection.dialect.name == "postgresql":
        _copy(connection, table.name, columns, rows)
    else:
        marks = ", ".join("?" for _ in columns)
        statement = f'insert into "{table.name}" ({", ".join(columns)}) values ({marks})'
        connection.exec_driver_sql(statement, list(rows))
    return len(frame)


def _copy(connection: sa.Connection, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    cursor = connection.connection.cursor()
    statement = f'copy "{table}" ({", ".join(columns)}) from stdin'
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:  # COPY goes around SQLAlchemy, which would have wrapped it
        raise sa.exc.DBAPIError(statement, None, error) from error


def _rows(table: sa.Table, frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Rows as Python values: NaN becomes NULL, mappings become JSON text."""
    return zip(*(_values(frame[c], isinstance(table.c[c].type, sa.JSON)) for c in frame.columns), strict=True)


def _values(column: pd.Series, is_json: bool) -> list[Any]:
    if is_json:
        return [json.dumps(v, ensure_ascii=False, sort_keys=True) for v in column]
    if column.hasnans:
        return column.astype(object).where(column.notna(), None).tolist()
    return column.tolist()
