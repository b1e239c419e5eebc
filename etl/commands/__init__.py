"""The command line, one module a group of commands, each found by being there.

What they share: the application, the screen, an engine with its schema up to date, the lock, and how a refusal
is said. Exit codes: 0 all is well; 1 something was refused or failed; 2 bad arguments; 3 nothing failed, and
something waits for a person.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.markup import escape

from data.catalog import catalog
from data.database import connect, restore, upgrade
from data.settings import settings
from etl.attempt import first_line
from etl.http import Client
from etl.load import NoSuchRelease
from etl.lock import Busy, alone
from etl.pipeline import UnknownSource
from etl.secrets import Secrets
from etl.services import ServiceError, services

WAITS = 3
REFUSALS = (Busy, NoSuchRelease, UnknownSource, ServiceError, ValueError)
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The write side of the observatory.",
)
screen = Console(width=None if sys.stdout.isatty() else 120)


def engine() -> sa.Engine:
    """The database of the settings, migrated."""
    made = connect()
    upgrade(made)
    return made


def refuse(sentence: str) -> typer.Exit:
    """Say why a command ends here; raise what it returns."""
    screen.print(f"[red]{escape(sentence)}[/red]", soft_wrap=True, highlight=False)
    return typer.Exit(1)


@contextmanager
def writing(*, filled: bool = False) -> Iterator[sa.Engine]:
    """The database, with the lock of the write side held; what cannot go on ends the command with its sentence.

    filled: an empty database gets the snapshot first. The application fills only an empty one: figures that came
    before its first start would keep all others away.
    """
    try:
        database = engine()
        with alone(database):
            if filled:
                with suppress(FileNotFoundError):  # an installation without a snapshot begins with what it brings
                    restore(database, catalog())
            yield database
    except REFUSALS as error:
        raise refuse(str(error)) from None
    except sa.exc.SQLAlchemyError as error:
        raise refuse(f"the database does not do what is asked: {first_line(error)}") from None


def client() -> Client:
    """A client for the services of the settings, with their keys."""
    try:
        return Client(services(), settings().raw, Secrets.of_settings())
    except ServiceError as error:
        raise refuse(str(error)) from None


def states() -> list[str]:
    """States of every municipality in the catalogue's own zones: what services are asked for by state."""
    return sorted({member[:2] for zone in catalog().zones.values() for member in zone.members})
