"""template and municipal: the form a municipality fills, and bringing it in when it comes back.

What these two say is for a clerk, so it is said in Spanish.
"""

from __future__ import annotations

import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from data.catalog import catalog
from etl.attempt import Manner, Run
from etl.commands import WAITS, app, refuse, screen, writing
from etl.municipal import template as form_file
from etl.municipal.arrival import Arrival, bring
from etl.municipal.form import NoReporter, Reporter

For = Annotated[str, typer.Option("--for", help="The municipality's key, such as 14066.")]
OUTCOMES = {
    "published": "Publicado: es la versión {release} de {title}.",
    "loaded": "Cargado y en espera: la versión {release} cambia lo publicado y alguien debe responder por ello. "
    "Repita la orden con --accept «motivo», o deje lo que está publicado.",
    "unchanged": "El archivo no dice nada nuevo; sigue publicada la versión {release}.",
    "dry run": "Prueba: todo está bien y no se escribió nada.",
    "refused": "No se cargó nada. Corrija lo que sigue y envíe el archivo otra vez:",
    "failed": "No se cargó nada: falló el programa, no el archivo.",
}


@app.command()
def template(
    area: For, to: Annotated[Path, typer.Option("--to", dir_okay=False, help="The file to write: .xlsx or .csv.")]
) -> None:
    """Write the form in which a municipality reports its figures."""
    reporter = _reporter(area)
    try:
        count = form_file.write(reporter, catalog().vocabulary, to, _today())
    except (ValueError, OSError) as error:
        raise refuse(str(error)) from None
    _say(f"{to.name}: plantilla de {reporter.name} con {count} indicadores")


@app.command()
def municipal(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The filled form: .xlsx or .csv.")],
    area: For,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check; write nothing.")] = False,
    accept: Annotated[str, typer.Option(help="Publish what a person must answer for, with this reason.")] = "",
) -> None:
    """Check a municipality's filled form row by row, load it and publish it.

    Nothing is loaded unless every row is good. Ends with 0 when all is well, 1 when the file was refused, 3 when
    its release waits for a person.
    """
    reporter = _reporter(area)
    content = file.read_bytes()
    with writing(filled=True) as database:
        arrived = bring(database, catalog(), reporter, content, Manner(getpass.getuser(), dry_run, accept), _today())
    _tell(arrived, reporter)
    outcome = arrived.run.outcome
    raise typer.Exit(1 if outcome in ("refused", "failed") else WAITS if outcome == "loaded" else 0)


def _reporter(area: str) -> Reporter:
    try:
        return Reporter.of(catalog(), area)
    except NoReporter as error:
        raise refuse(str(error)) from None


def _today() -> date:
    return datetime.now().astimezone().date()


def _tell(arrived: Arrival, reporter: Reporter) -> None:
    """What was understood, what happened, and everything there is to mend."""
    reading, run = arrived.reading, arrived.run
    for notice in reading.notices:
        _say(f"Aviso. {notice}")
    provisional = sum(f.status == "preliminary" for f in reading.figures)
    if not reading.problems:
        _say(
            f"{len(reading.figures)} cifras leídas ({provisional} provisionales), {reading.unfilled} renglones vacíos, "
            f"{arrived.carried} cifras conservadas de reportes anteriores."
        )
    _say(OUTCOMES[run.outcome].format(release=run.release_id, title=reporter.source.title.es), _colour(run))
    for sentence in reading.problems or run.problems:
        _say(f"- {sentence}")


def _colour(run: Run) -> str:
    return {"refused": "red", "failed": "red", "loaded": "yellow"}.get(run.outcome, "green")


def _say(sentence: str, colour: str = "") -> None:
    words = escape(sentence)
    screen.print(f"[{colour}]{words}[/{colour}]" if colour else words, soft_wrap=True, highlight=False)
