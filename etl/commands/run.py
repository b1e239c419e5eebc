"""list and run: what can be read, and reading it from the services or from a folder."""

from __future__ import annotations

import getpass
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from data.areas import names
from data.catalog import catalog
from etl import pipeline
from etl.attempt import Manner, Run
from etl.commands import WAITS, app, client, screen, states, writing
from etl.raw import Want
from etl.sources import modules

PERIOD = r"\d{4}(-\d{2})?"
Folder = Annotated[
    Path | None,
    typer.Option("--from", exists=True, file_okay=False, help="A folder with the official files; else the services."),
]
Sources = Annotated[list[str] | None, typer.Option("--source", help="Only this source; may be repeated.")]
Since = Annotated[
    str | None, typer.Option(help="Ask only for periods from this one on (2024, 2024-06); older figures stay.")
]
States = Annotated[
    list[str] | None,
    typer.Option(
        "--state", help="Ask by this state (14), may be repeated; default: those of the zones' municipalities."
    ),
]
Dry = Annotated[bool, typer.Option("--dry-run", help="Read, check and compare; write nothing.")]
Accept = Annotated[str, typer.Option(help="Publish what a person must answer for, with this reason.")]


@app.command("list")
def list_sources() -> None:
    """Every source, what brings it, and how many indicators it feeds."""
    table = Table("source", "files", "service", "indicators")
    for name, module in modules().items():
        files = "\n".join(f.name for f in module.SOURCE.files)
        table.add_row(name, files, module.SOURCE.service, str(len(catalog().of_source(name))))
    screen.print(table)


@app.command()
def run(
    folder: Folder = None,
    source: Sources = None,
    since: Since = None,
    state: States = None,
    dry_run: Dry = False,
    accept: Accept = "",
) -> None:
    """Read, check, compare, load and publish every source (or those named).

    Ends with 0 when all is well, 1 when a source was refused or failed, 3 when a release waits for a person.
    """
    want = Want(states=_known_states(state) or states(), since=_period(since))
    manner = Manner(getpass.getuser(), dry_run, accept)
    asking = client()
    with (
        writing(filled=folder is None) as database,
        Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=screen
        ) as bar,
    ):
        task = bar.add_task("", total=None)
        total = len(source) if source else len(_known(folder))
        bar.update(task, total=total + 1)

        def step(name: str, result: Run | None) -> None:
            bar.update(task, description=name, advance=0 if result is None else 1)

        if folder is None:
            results = pipeline.refresh(database, catalog(), asking, want, source, manner, step)
        else:
            results = pipeline.run(database, catalog(), folder, source, manner, step)
    tell(results)
    if asking.asked:
        screen.print(f"{asking.asked:,} requests, {asking.received / 1e6:,.1f} MB received")
    failed = any(r.outcome in ("refused", "failed") for r in results)
    raise typer.Exit(1 if failed else WAITS if any(r.outcome == "loaded" for r in results) else 0)


def _known(folder: Path | None) -> list[str]:
    return [n for n, m in modules().items() if (m.SOURCE.files if folder else hasattr(m, "extract"))]


def _known_states(given: list[str] | None) -> list[str] | None:
    unknown = [s for s in given or () if len(s) != 2 or s not in names()]
    if unknown:
        raise typer.BadParameter(f"«{unknown[0]}» is no state; write its two digits: 14", param_hint="--state")
    return given


def _period(since: str | None) -> str | None:

    if since is not None and not re.fullmatch(PERIOD, since):
        raise typer.BadParameter("write a year or a month: 2024 or 2024-06", param_hint="--since")
    return since


def tell(results: list[Run]) -> None:
    """The report a run ends with: rows, coverage, what changed, seconds, problems."""
    table = Table(
        Column("source", no_wrap=True), "outcome", "rows", "indicators", "municipalities", "new", "revised", "gone",
        "seconds", title="Report",
    )  # fmt: skip
    for column in table.columns[2:]:
        column.justify = "right"
    for r in results:
        told = [f"{r.change.counts[k]:,}" if r.change else "" for k in ("added", "revised", "vanished")]
        counts = (f"{r.rows:,}", str(r.indicators), f"{r.municipalities:,}", *told, f"{r.seconds:.1f}")
        table.add_row(r.source, r.outcome, *counts)
    table.add_section()
    rows, indicators = sum(r.rows for r in results), sum(r.indicators for r in results)
    seconds = sum(r.seconds for r in results)
    table.add_row("all", "", f"{rows:,}", str(indicators), "", "", "", "", f"{seconds:.1f}")
    screen.print(table)
    for r in results:
        for problem in r.problems:
            colour = "red" if r.outcome in ("refused", "failed") else "yellow"
            screen.print(f"[{colour}]{r.outcome}[/{colour}] {escape(problem)}", soft_wrap=True, highlight=False)
        if r.outcome == "loaded":
            screen.print(
                f"release {r.release_id} of {r.source} waits: publish it with «python -m etl publish {r.release_id} "
                f"--why …», or leave what is public",
                soft_wrap=True, highlight=False,
            )  # fmt: skip
