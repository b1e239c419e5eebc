"""The one lock of the write side: two runs never meet, on one machine or on two that share a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa
from filelock import FileLock, Timeout

from data.settings import settings

KEY = 7_240_063  # of PostgreSQL's advisory lock; any number that nothing else uses


class Busy(Exception):
    """Another program is writing; says what to do."""


@contextmanager
def alone(engine: sa.Engine) -> Iterator[None]:
    """Hold the lock while the block runs; raises Busy at once where another holds it.

    The operating system and the database free it when a process dies, however it dies.
    """
    store = settings().store
    store.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(store / "etl.lock", timeout=0), _database(engine):
            yield
    except Timeout:
        raise Busy("another run is under way; wait for it to end, then try again") from None


@contextmanager
def _database(engine: sa.Engine) -> Iterator[None]:
    """The database's own lock: a file does not reach another machine."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(KEY))).scalar_one():
            raise Busy("another run is under way on another machine; wait for it to end, then try again")
        connection.commit()  # the lock belongs to the session: no transaction stays open for hours
        try:
            yield
        finally:
            with suppress(sa.exc.DBAPIError):  # a connection that broke has given the lock back by itself
                connection.execute(sa.select(sa.func.pg_advisory_unlock(KEY)))
                connection.commit()
