"""The command line, one module a group of commands, each found by being there.

What they share: the application, the screen, an engine with its schema up to date, the lock, and how a refusal
is said. Exit codes: 0 all is well; 1 something was refused or failed; 2 bad arguments; 3 nothing failed, and
something waits for a person.
"""

from __future__ import annotations

import sys

import sqlalchemy as sa
import typer
from filelock import FileLock
from rich.console import Console

from data.database import connect, upgrade
from data.settings import settings

WAITS = 3
app = typer.Typer(no_args_is_help=True, add_completion=False, help="The write side of the observatory.")
screen = Console(width=None if sys.stdout.isatty() else 120)


def engine() -> sa.Engine:
    """The database of the settings, migrated."""
    made = connect()
    upgrade(made)
    return made


def refuse(sentence: str) -> typer.Exit:
    """Say why a command ends here; raise what it returns."""
    screen.print(f"[red]{sentence}[/red]", soft_wrap=True, highlight=False)
    return typer.Exit(1)


def lock() -> FileLock:
    """The one lock of the write side: two runs never meet."""
    store = settings().store
    store.mkdir(parents=True, exist_ok=True)
    return FileLock(store / "etl.lock", timeout=0)
