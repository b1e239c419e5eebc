"""The command line of the write side: python -m etl COMMAND. `--help` on any of them says what it does.

Exit code 0 when every source ended well, 1 when any was refused or failed: cron can tell.
"""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer
from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from data.catalog import CatalogError, catalog
from data.database import connect, upgrade
from data.schema import published, release
from data.settings import ROOM, settings
from etl import load as loading
from etl import pipeline, snapshot
from etl.areas import build
from etl.sources import modules

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
screen = Console(width=None if sys.stdout.isatty() else 120)
Folder = Annotated[Path, typer.Option("--from", exists=True, file_okay=False, help="Folder with the official files.")]


def _engine() -> sa.Engine:
    engine = connect()
    upgrade(engine)
    return engine


def _lock() -> FileLock:
    (ROOM / "store").mkdir(exist_ok=True)
    return FileLock(ROOM / "store" / "etl.lock", timeout=0)


@app.command("list")
def list_sources() -> None:
    """Every source, the files it reads and how many indicators it feeds."""
    table = Table("source", "files", "indicators")
    for name, module in modules().items():
        table.add_row(name, "\n".join(f.name for f in module.SOURCE.files), str(len(catalog().of_source(name))))
    screen.print(table)


@app.command()
def run(
    folder: Folder,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
) -> None:
    """Read, check, load and publish every source (or those named) from a folder of official files."""
    engine = _engine()
    chosen = source or list(modules())
    try:
        with (
            _lock(),
            Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=screen) as bar,
        ):
            task = bar.add_task("", total=len(chosen) + 1)

            def step(name: str, result: pipeline.Run | None) -> None:
                bar.update(task, description=name, advance=0 if result is None else 1)

            results = pipeline.run(engine, catalog(), folder, source, getpass.getuser(), step)
    except Timeout:
        raise typer.Exit(_say("another run is under way; wait for it to end")) from None
    except pipeline.UnknownSource as error:
        raise typer.Exit(_say(str(error))) from None
    _tell(results)
    raise typer.Exit(int(any(r.outcome in ("refused", "failed") for r in results)))


def _say(sentence: str) -> int:
    screen.print(f"[red]{sentence}[/red]")
    return 1


def _tell(results: list[pipeline.Run]) -> None:
    """The report a run ends with: rows, coverage, seconds, problems."""
    table = Table(
        Column("source", no_wrap=True), "outcome", "rows", "indicators", "municipalities", "seconds", title="Report"
    )
    for column in table.columns[2:]:
        column.justify = "right"
    for r in results:
        table.add_row(
            r.source, r.outcome, f"{r.rows:,}", str(r.indicators), f"{r.municipalities:,}", f"{r.seconds:.1f}"
        )
    table.add_section()
    total = sum(r.seconds for r in results)
    table.add_row(
        "all", "", f"{sum(r.rows for r in results):,}", str(sum(r.indicators for r in results)), "", f"{total:.1f}"
    )
    screen.print(table)
    for r in results:
        for problem in r.problems:
            screen.print(f"[red]{r.outcome}[/red] {problem}", soft_wrap=True, highlight=False)


@app.command()
def report() -> None:
    """Every release, which are public, which were withdrawn and why."""
    table = Table("release", "source", "loaded", "rows", "state")
    with _engine().connect() as connection:
        public = {r.release_id for r in connection.execute(sa.select(published.c.release_id))}
        for r in connection.execute(sa.select(release).order_by(release.c.source, release.c.release_id)):
            state = "public" if r.release_id in public else "loaded" if r.published_at is None else "superseded"
            state = f"withdrawn: {r.withdrawn_why}" if r.withdrawn_at else state
            table.add_row(str(r.release_id), r.source, f"{r.loaded_at:%Y-%m-%d %H:%M}", f"{r.rows:,}", state)
    screen.print(table)


@app.command()
def publish(number: int) -> None:
    """Make a loaded release public."""
    engine = _engine()
    try:
        with _lock():
            loading.publish(engine, number, getpass.getuser())
            pipeline.refresh_derived(engine, catalog(), getpass.getuser())
    except (loading.NoSuchRelease, Timeout) as error:
        raise typer.Exit(_say(str(error))) from None
    screen.print(f"release {number} is public")


@app.command()
def withdraw(number: int, why: Annotated[str, typer.Option(help="The reason readers will see.")]) -> None:
    """Take a public release back; the one before it is the truth again."""
    engine = _engine()
    try:
        with _lock():
            before = loading.withdraw(engine, number, why)
            pipeline.refresh_derived(engine, catalog(), getpass.getuser())
    except (loading.NoSuchRelease, ValueError, Timeout) as error:
        raise typer.Exit(_say(str(error))) from None
    screen.print(
        f"release {number} is withdrawn; " + (f"release {before} is public" if before else "nothing is public")
    )


@app.command("snapshot")
def write_snapshot() -> None:
    """Write the published releases to data/snapshot, to be committed."""
    sizes = snapshot.write(_engine(), settings().snapshot)
    screen.print(f"{len(sizes)} files, {sum(sizes.values()) / 1e6:.1f} MB")


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    _engine()
    screen.print("the schema is up to date")


@app.command()
def areas(folder: Folder) -> None:
    """Rebuild data/areas.csv from INEGI's catalogue of municipalities and the census counts."""
    (ROOM / "areas.csv").write_text(build(folder), encoding="utf-8")
    screen.print("data/areas.csv is written")


if __name__ == "__main__":
    try:
        catalog()
    except CatalogError as error:
        raise SystemExit(str(error)) from None
    app()
