"""snapshot, migrate and areas: keeping what the repository and the database hold up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.settings import ROOM, settings
from etl import snapshot
from etl.areas import build
from etl.commands import app, engine, screen, writing

Folder = Annotated[Path, typer.Option("--from", exists=True, file_okay=False, help="Folder with the official files.")]


@app.command("snapshot")
def write_snapshot() -> None:
    """Write the published releases to data/snapshot, to be committed."""
    with writing() as database:
        sizes = snapshot.write(database, settings().snapshot)
    screen.print(f"{len(sizes)} files, {sum(sizes.values()) / 1e6:.1f} MB")


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    engine()
    screen.print("the schema is up to date")


@app.command()
def areas(folder: Folder) -> None:
    """Rebuild data/areas.csv from INEGI's catalogue of municipalities and the census counts."""
    (ROOM / "areas.csv").write_text(build(folder), encoding="utf-8")
    screen.print("data/areas.csv is written")
