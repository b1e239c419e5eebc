"""check: where published figures disagree with each other."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from data.catalog import catalog
from etl.agreement import agreements, outside
from etl.commands import app, client, engine, refuse, screen, states
from etl.content import NotAsExpected
from etl.http import NotReached
from etl.live import datamexico as datamexico_
from etl.raw import Want

SHOWN = 3


@app.command()
def check(
    most: Annotated[int, typer.Option(help="How many comparisons to show.")] = 40,
    datamexico: Annotated[bool, typer.Option("--datamexico", help="Ask DataMéxico for a second opinion too.")] = False,
) -> None:
    """Compare sources of the same idea, wholes and their parts, states and their municipalities. Changes nothing."""
    database = engine()
    found = agreements(database, catalog())
    if datamexico:
        try:
            found += outside(database, datamexico_.figures(client(), Want(states=states())))
        except (NotReached, NotAsExpected) as error:
            raise refuse(str(error)) from None
    table = Table("this", "against this", "compared", "apart", "furthest apart", title="Agreement, 1 % allowed")
    for a in [a for a in found if a.apart][:most]:
        rows = a.worst.head(SHOWN).itertuples()
        told = "\n".join(f"{r.area} {r.period}: {r.one:,.6g} / {r.other:,.6g} ({r.apart:.1%})" for r in rows)
        table.add_row(a.one, a.other, f"{a.compared:,}", f"{a.apart:,}", told)
    if table.rows:
        screen.print(table)
    agreeing = [a for a in found if not a.apart]
    screen.print(f"{len(found)} comparisons; {len(agreeing)} agree everywhere, {len(found) - len(agreeing)} do not")
