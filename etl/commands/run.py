"""list and run: what can be read, and reading it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from filelock import Timeout
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from data.catalog import catalog
from etl import pipeline
from etl.commands import app, engine, lock, refuse, screen
from etl.sources import modules

Folder = Annotated[Path, typer.Option("--from", exists=True, file_okay=False, help="Folder with the official files.")]


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
    database = engine()
    chosen = source or list(modules())
    try:
        with (
            lock(),
            Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=screen) as bar,
        ):
            task = bar.add_task("", total=len(chosen) + 1)

            def step(name: str, result: pipeline.Run | None) -> None:
                bar.update(task, description=name, advance=0 if result is None else 1)

            results = pipeline.run(database, catalog(), folder, source, getpass.getuser(), step)
    except Timeout:
        raise refuse("another run is under way; wait for it to end") from None
    except pipeline.UnknownSource as error:
        raise refuse(str(error)) from None
    _tell(results)
    raise typer.Exit(int(any(r.outcome in ("refused", "failed") for r in results)))


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
