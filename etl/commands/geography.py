"""geography: boundaries and the catalogue of municipalities, for `geo.build` and `etl areas`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.catalog import catalog
from etl.commands import app, client, refuse, screen
from etl.content import NotAsExpected
from etl.geography import Places, fetch, unpack
from etl.http import NotReached

Folder = Annotated[Path, typer.Argument(file_okay=False, help="Where geography/ is written.")]
Nation = Annotated[bool, typer.Option("--nation", help="All of Mexico too, not only our state and surroundings.")]
Box = Annotated[
    Path | None, typer.Option("--from-zip", exists=True, dir_okay=False, help="A ZIP of the Marco Geoestadístico.")
]


@app.command()
def geography(folder: Folder, nation: Nation = False, from_zip: Box = None) -> None:
    """Fetch INEGI's municipalities, polygons and localities for the zones of data/zones.yaml, and write them."""
    places = Places.of(catalog())

    def say(what: str) -> None:
        screen.print(what, highlight=False)

    try:
        told = unpack(from_zip, places, folder, nation) if from_zip else fetch(client(), places, folder, nation, say)
    except (NotReached, NotAsExpected) as error:
        raise refuse(f"{error}; nothing was written") from None
    for sentence in told:
        screen.print(f"[yellow]{sentence}[/yellow]", soft_wrap=True, highlight=False)
    screen.print(f"{folder}/geography is written: python -m geo.build --from {folder}", soft_wrap=True, highlight=False)
