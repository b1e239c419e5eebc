"""How SIAP speaks: one table of the whole country a year, behind an address whose GUID may change (services.yaml).

A year that is not published yet gives no table, or one without records. Its certificate chain lacks a link: see
README, «Certificates».
"""

from __future__ import annotations

from pathlib import Path

from etl.content import NotAsExpected, table_text
from etl.http import Answer, Client
from etl.raw import Raw, Stored, Want

TABLE = table_text(first_line="Anio,")
PAGE = "/index.php"
NONE_BEFORE = 2  # years in a row without a table that mean: the service begins after them


def tables(client: Client, want: Want, *, view: str, name: str, first: int, sure: bool) -> Raw:
    """The tables of every year from `first` (or since) to the last closed one, as siap/<name>_<year>.csv.

    view: key of the service's `views`. sure: every year from `first` on is known to exist; otherwise the years
    begin with the oldest one the service gives. Only the newest year may be absent: it is then not published yet.
    Raises NotAsExpected where another year is not given, NotReached where the service does not answer.
    """
    years = list(reversed(want.years(first)))
    found: dict[str, Answer] = {}
    absent: list[int] = []
    for year in years:
        answer = _table(client, view, year, settled=year < want.today.year - 1)
        if answer is not None:
            found[f"siap/{name}_{year}.csv"] = answer
        elif year != years[0]:
            absent.append(year)
        if absent and (sure or answer is not None):
            raise _gap(view, absent)
        if len(absent) == NONE_BEFORE:
            break
    if not found:
        raise _gap(view, years)
    return Raw(
        Stored({key: answer.path for key, answer in sorted(found.items())}),
        url=f"{client.services['siap'].base}{PAGE}",
        retrieved_at=max(answer.note.moment for answer in found.values()),
    )


def _gap(view: str, years: list[int]) -> NotAsExpected:
    told = ", ".join(str(y) for y in years) or "any year that was asked for"
    return NotAsExpected(
        f"siap gives no records of «{view}» for {told}, where there must be some; see whether the address in "
        f"services.yaml (views) is still the one of its open data page"
    )


def _table(client: Client, view: str, year: int, *, settled: bool) -> Answer | None:
    """One year's table; None where the service has none: it says 404, or gives a header without records."""
    asked = {"view": client.services["siap"].views[view], "ANIO": str(year)}
    try:
        answer = client.get("siap", PAGE, params=asked, check=TABLE, settled=settled)
    except NotAsExpected as error:
        if error.status == 404:
            return None
        raise
    return answer if _records(answer.path) else None


def _records(path: Path) -> bool:
    """Whether anything follows the header."""
    with path.open("rb") as file:
        file.readline()
        return bool(file.readline().strip())
