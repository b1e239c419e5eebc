"""How IMSS speaks: one file of the whole country a month, 350 MB of it, under the last day of the month.

A month is added up as soon as it has come (imss_month.py) and its body is not kept: ten years would be 42 GB. What is
added up is kept with the validators of the body, so that a month issued again is noticed without taking it twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from etl.content import NotAsExpected, archive, table_text
from etl.contract import SourceFault
from etl.http import SETTLED, Answer, Client, NotReached
from etl.kept import Kept, Note
from etl.live.imss_month import VERSION, reduce
from etl.raw import Raw, Stored, Want

log = logging.getLogger(__name__)
DICTIONARY = "diccionario_de_datos_1.xlsx"
NONE_BEFORE = 3  # months in a row without a file that mean: the address gives none older
RECENT = timedelta(days=400)  # a month older than this is settled: seldom asked whether it was issued again


def files(client: Client, want: Want, first: str) -> Raw:
    """The dictionary and every month from `first` (or since; "2015-01") to the newest published, added up.

    Names: imss/asg-2025-08-31.csv (columns of imss_month.py), imss/diccionario_de_datos_1.xlsx. Only the newest month
    may be absent (404): it comes about the first week of the next. Where an older one cannot be had, NotReached or
    NotAsExpected is raised and nothing of the source is published.
    """
    dictionary = client.get("imss", f"/{DICTIONARY}", check=archive("xl/workbook.xml"))
    days = list(_days(want.today, max(first, want.since or first)[:7]))
    found: dict[str, Path] = {f"imss/{DICTIONARY}": dictionary.path}
    moments = [dictionary.note.moment]
    absent: list[date] = []
    for day in days:
        month = _month(client, day, want.today)
        if month is None:
            absent += [day] if day != days[0] else []
            if len(absent) == NONE_BEFORE:
                break
            continue
        if absent:
            raise NotReached(f"imss has no file of {_told(absent)} and has one of {day:%Y-%m}; nothing is published "
                             f"with a month missing in the middle; the next run tries again")  # fmt: skip
        found[f"imss/asg-{day}.csv"] = month.body
        if note := month.note():
            moments.append(note.moment)
    if len(found) == 1:
        raise NotReached(f"imss has no file yet of {_told(days) or 'the months asked for'}; run again later, or see "
                         f"whether its address in services.yaml is still the one of its open data page")  # fmt: skip
    return Raw(Stored(dict(sorted(found.items()))), client.services["imss"].base, max(moments))


def _days(today: date, first: str) -> Iterator[date]:
    """Last days of whole months, the newest first, down to the month `first`."""
    day = today.replace(day=1) - timedelta(days=1)
    while f"{day:%Y-%m}" >= first:
        yield day
        day = day.replace(day=1) - timedelta(days=1)


def _told(days: list[date]) -> str:
    return ", ".join(f"{d:%Y-%m}" for d in days[:6]) + (" …" if len(days) > 6 else "")


def _month(client: Client, day: date, today: date) -> Kept | None:
    """One month added up, on disk; None where the service has no such file. Asks only when it is time to."""
    address = f"{client.services['imss'].base}/asg-{day}.csv"
    whole = Kept(client.folder, "imss", address)
    small = Kept(client.folder, "imss", f"{address}#added-{VERSION}")
    held = small.note()
    if held and not _due(client, held, settled=today - day > RECENT):
        whole.body.unlink(missing_ok=True)  # left by a run that was killed right after adding up
        return small
    if not held and (note := whole.note()) and note.status == 304:
        whole.body.unlink()  # «unchanged» says nothing any more: what it confirmed is gone
    try:
        answer = client.get("imss", f"/asg-{day}.csv", check=_table, statuses=(200, 304), headers=_conditions(held))
    except NotAsExpected as error:
        if error.status != 404:
            raise
        if held:
            log.warning("imss does not offer %s any more; what was read of it on %s stays", day, held.retrieved_at)
        return small if held else None
    if answer.status == 304 and held:
        small.confirm(held)
        return small
    return _added(answer, whole, small)


def _due(client: Client, held: Note, *, settled: bool) -> bool:
    """Whether it is time to ask if a month was issued again; never where nothing could tell but taking it anew."""
    fresh = SETTLED if settled else timedelta(hours=client.services["imss"].keep_hours)
    return bool(held.etag or held.last_modified) and datetime.now(UTC) - held.moment >= fresh


def _conditions(held: Note | None) -> dict[str, str]:
    """Headers that ask for a month only if it is another than the one that was added up."""
    if held and held.etag:
        return {"If-None-Match": held.etag}
    return {"If-Modified-Since": held.last_modified} if held and held.last_modified else {}


def _table(path: Path) -> None:
    """A table with bars between its columns; nothing at all, when the service says that it has not changed."""
    if path.stat().st_size == 0:
        return
    table_text(first_line="cve_entidad")(path)
    with path.open("rb") as file:
        if b"|" not in file.readline():
            raise NotAsExpected("expected a table with | between its columns, got another separator")


def _added(answer: Answer, whole: Kept, small: Kept) -> Kept:
    """Add up a month that has come, and let go of its body, also when it turns out to be damaged."""
    try:
        if not answer.note.size:
            raise NotAsExpected(f"imss, {whole.address}: the file is empty")
        reduce(answer.path, small.part, url=whole.address, sha256=answer.note.sha256)
    except (SourceFault, NotAsExpected):
        whole.body.unlink(missing_ok=True)  # the next run takes it anew
        small.drop()
        raise
    note = answer.note
    small.finish(Note(small.address, note.retrieved_at, 200, note.etag, note.last_modified))
    whole.body.unlink(missing_ok=True)
    return small
