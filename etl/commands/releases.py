"""history, publish and withdraw: which release of each source is the truth, and who decided it."""

from __future__ import annotations

import getpass
from typing import Annotated

import sqlalchemy as sa
import typer
from rich.table import Table

from data.catalog import catalog
from data.database import analyze
from data.schema import change, published, release
from etl import load as loading
from etl import pipeline
from etl.commands import app, engine, refuse, screen, writing
from etl.commands.run import tell

Why = Annotated[str, typer.Option(help="The reason readers will see.")]


@app.command()
def history(source: Annotated[str | None, typer.Option(help="Only this source.")] = None) -> None:
    """Every release: which are public, which wait, which were withdrawn, what changed, and who accepted it and why."""
    table = Table("release", "source", "loaded", "rows", "state", "new", "revised", "gone", "why")
    query = sa.select(release, change).outerjoin(change, change.c.release_id == release.c.release_id)
    query = query.order_by(release.c.source, release.c.release_id)
    if source:
        query = query.where(release.c.source == source)
    with engine().connect() as connection:
        public = set(connection.execute(sa.select(published.c.release_id)).scalars())
        for r in connection.execute(query):
            state = "public" if r.release_id in public else "waits" if r.published_at is None else "superseded"
            counts = [f"{r.counts[k]:,}" if r.counts else "" for k in ("added", "revised", "vanished")]
            why = f"{r.accepted_by}: {r.accepted_why}" if r.accepted_at else ""
            why = f"withdrawn: {r.withdrawn_why}" if r.withdrawn_at else why
            table.add_row(
                str(r.release_id), r.source, f"{r.loaded_at:%Y-%m-%d %H:%M}", f"{r.rows:,}",
                "withdrawn" if r.withdrawn_at else state, *counts, why,
            )  # fmt: skip
    screen.print(table)


@app.command()
def publish(number: int, why: Why = "") -> None:
    """Make a loaded release public; one with findings wants the reason why they are right."""
    with writing() as database:
        loading.publish(database, number, getpass.getuser(), why)
        _follow(database)
    screen.print(f"release {number} is public")


@app.command()
def withdraw(number: int, why: Why) -> None:
    """Take a public release back; the one before it is the truth again."""
    with writing() as database:
        before = loading.withdraw(database, number, why)
        _follow(database)
    screen.print(
        f"release {number} is withdrawn; " + (f"release {before} is public" if before else "nothing is public")
    )


def _follow(database: sa.Engine) -> None:
    """Compute anew what is computed from other sources; where that fails the command ends with 1."""
    done = pipeline.refresh_derived(database, catalog(), getpass.getuser())
    analyze(database)
    if done is not None and done.outcome in ("refused", "failed"):
        tell([done])
        raise refuse("what is computed from it could not be computed anew; correct that and run again")
