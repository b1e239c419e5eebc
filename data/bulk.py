"""Fast loading of tidy frames, a piece at a time: DBAPI tuples on SQLite, COPY of CSV on PostgreSQL.

pandas' own to_sql is 5 to 50 times slower at national size (python -m tests.bench prints the ratio). A piece is
all that is ever held twice: a frame of three million rows needs little more memory than itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv
import sqlalchemy as sa

PIECE = 100_000
# Kilobytes SQLite may keep of its pages while a large frame goes in: with its usual 2 MB each row's place in the
# second index is read from the disk again and again.
PAGES_KB = 262_144


def fetch(connection: sa.Connection, query: sa.Select[Any]) -> pd.DataFrame:
    """The rows of a query as a frame named as the query names its columns.

    Plain tuples: given SQLAlchemy's own rows pandas looks into each of them, which takes ten times as long.
    """
    found = connection.execute(query)
    names = list(found.keys())
    return pd.DataFrame([tuple(row) for row in found], columns=names)


def insert(connection: sa.Connection, table: sa.Table, frame: pd.DataFrame, order: Sequence[str] = ()) -> int:
    """Insert `frame` inside the caller's transaction, sorted by the columns `order`; returns the rows.

    Columns of the frame that the table has not are left out.
    """
    if frame.empty:
        return 0
    columns = [c.name for c in table.columns if c.name in frame.columns]
    pieces = (_told(table, frame.iloc[rows][columns]) for rows in _pieces(frame, order))
    into = f'"{table.name}" ({", ".join(columns)})'
    if connection.dialect.name == "postgresql":
        _copy(connection, f"copy {into} from stdin (format csv)", pieces)
        return len(frame)
    if len(frame) > PIECE:
        connection.exec_driver_sql(f"pragma cache_size = -{PAGES_KB}")
    statement = f"insert into {into} values ({', '.join('?' for _ in columns)})"
    for piece in pieces:
        rows = list(zip(*(_values(piece[c]) for c in columns), strict=True))
        connection.exec_driver_sql(statement, rows)
    return len(frame)


def _pieces(frame: pd.DataFrame, order: Sequence[str]) -> Iterator[np.ndarray | slice]:
    """Positions of the rows of each piece, in order; sorting positions spares a sorted copy of the frame."""
    if order:
        keys = [pd.factorize(frame[c], sort=True)[0] for c in reversed(order)]
        positions = np.lexsort(keys)
        yield from (positions[start : start + PIECE] for start in range(0, len(frame), PIECE))
    else:
        yield from (slice(start, start + PIECE) for start in range(0, len(frame), PIECE))


def _told(table: sa.Table, piece: pd.DataFrame) -> pd.DataFrame:
    """The piece with its JSON columns as text."""
    for column in piece.columns:
        if isinstance(table.c[column].type, sa.JSON):
            text = [json.dumps(v, ensure_ascii=False, sort_keys=True) for v in piece[column]]
            piece = piece.assign(**{column: text})
    return piece


def _values(column: pd.Series) -> list[Any]:
    """Python values of a column; NaN becomes NULL."""
    if column.hasnans:
        return column.astype(object).where(column.notna(), None).tolist()
    return column.tolist()


def _copy(connection: sa.Connection, statement: str, pieces: Iterator[pd.DataFrame]) -> None:
    """Send the pieces as one stream of CSV: NULL is an empty cell, an empty text a quoted one, as COPY reads them."""
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for piece in pieces:
                copy.write(_csv(piece))
    except psycopg.Error as error:  # COPY goes around SQLAlchemy, which would have wrapped it
        raise sa.exc.DBAPIError(statement, None, error) from error


def _csv(piece: pd.DataFrame) -> memoryview:
    table = pa.Table.from_pandas(piece, preserve_index=False)
    plain = [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(table.cast(pa.schema(plain)), sink, pyarrow.csv.WriteOptions(include_header=False))
    return memoryview(sink.getvalue())
