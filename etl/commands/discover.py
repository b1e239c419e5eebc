"""discover: which series of INEGI's bank of indicators have figures of a municipality."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from data.catalog import ROOM, catalog
from data.settings import settings
from etl.commands import app, client, refuse, screen
from etl.content import NotAsExpected
from etl.http import NoToken, NotReached
from etl.live.bise import Bise
from etl.live.discovery import discover as search
from etl.live.discovery import written

Area = Annotated[str, typer.Option(help="The municipality that is asked about.")]
Bank = Annotated[str, typer.Option(help="BISE, or BIE-BISE.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Ask at most so many questions now; run again to go on.")]
To = Annotated[Path | None, typer.Option(help="Where the candidates go; default candidates.yaml in the store.")]


@app.command()
def discover(area: Area = "14063", bank: Bank = "BISE", limit: Limit = None, to: To = None) -> None:
    """Find series with municipal figures and write candidate catalogue entries for a person to complete.

    Asking for all of them takes hours; answers are kept, so it may be stopped and repeated. Ends with 1 when the
    service refused or was not reached.
    """
    target = to or settings().store / "candidates.yaml"
    if target.resolve().is_relative_to((ROOM / "indicators").resolve()):
        raise refuse("candidates are no indicators yet: write them outside data/indicators, complete and move them")
    try:
        with Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=screen
        ) as bar:
            task = bar.add_task(f"series with figures of {area}", total=None)

            def step(gone: int, total: int, kept: int) -> None:
                bar.update(task, completed=gone, total=total, description=f"{kept} series with figures of {area}")

            found = search(Bise(client(), bank), catalog(), area, limit, step)
    except (NoToken, NotReached, NotAsExpected) as error:
        raise refuse(str(error)) from None
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(target.name + ".new")
    new.write_text(written(found, area, bank), encoding="utf-8")
    new.replace(target)
    known = sum(bool(c.accepted) for c in found.candidates)
    screen.print(
        f"{found.gone_through:,} of {found.total:,} series gone through: {len(found.candidates)} have figures of "
        f"{area}, {known} of them already in the catalogue; the candidates are in {target}", soft_wrap=True,
    )  # fmt: skip
    if found.stopped:
        screen.print(found.stopped, soft_wrap=True, highlight=False)
        raise typer.Exit(0 if found.limited else 1)
