"""report, publish and withdraw: which release of each source is the truth."""

from __future__ import annotations

import getpass
from typing import Annotated

import sqlalchemy as sa
import typer
from filelock import Timeout
from rich.table import Table

from data.catalog import catalog
from data.schema import published, release
from etl import load as loading
from etl import pipeline
from etl.commands import app, engine, lock, refuse, screen


@app.command()
def report() -> None:
    """Every release, which are public, which were withdrawn and why."""
    table = Table("release", "source", "loaded", "rows", "state")
    with engine().connect() as connection:
        public = {r.release_id for r in connection.execute(sa.select(published.c.release_id))}
        for r in connection.execute(sa.select(release).order_by(release.c.source, release.c.release_id)):
            state = "public" if r.release_id in public else "loaded" if r.published_at is None else "superseded"
            state = f"withdrawn: {r.withdrawn_why}" if r.withdrawn_at else state
            table.add_row(str(r.release_id), r.source, f"{r.loaded_at:%Y-%m-%d %H:%M}", f"{r.rows:,}", state)
    screen.print(table)


@app.command()
def publish(number: int) -> None:
    """Make a loaded release public."""
    database = engine()
    try:
        with lock():
            loading.publish(database, number, getpass.getuser())
            pipeline.refresh_derived(database, catalog(), getpass.getuser())
    except (loading.NoSuchRelease, Timeout) as error:
        raise refuse(str(error)) from None
    screen.print(f"release {number} is public")


@app.command()
def withdraw(number: int, why: Annotated[str, typer.Option(help="The reason readers will see.")]) -> None:
    """Take a public release back; the one before it is the truth again."""
    database = engine()
    try:
        with lock():
            before = loading.withdraw(database, number, why)
            pipeline.refresh_derived(database, catalog(), getpass.getuser())
    except (loading.NoSuchRelease, ValueError, Timeout) as error:
        raise refuse(str(error)) from None
    screen.print(
        f"release {number} is withdrawn; " + (f"release {before} is public" if before else "nothing is public")
    )
