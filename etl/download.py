"""A body on its way to disk: within its limits, and continued only where what came before is of the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import requests

from etl.content import NotAsExpected
from etl.kept import Kept, Note
from etl.services import Service

PIECE = 1 << 18
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)$")


class Passing(Exception):
    """One attempt failed in a way another may cure; `pause` is what the service asks us to wait."""

    def __init__(self, words: str, pause: float = 0) -> None:
        super().__init__(words)
        self.pause = pause


def take(answer: requests.Response, service: Service, kept: Kept, note: Note, left: Callable[[], float]) -> int:
    """Write the body to `part`; returns the bytes received.

    left: seconds that remain for it. Raises Passing where another attempt may go on, NotAsExpected above the limit.
    """
    size, total = _continued(answer, kept, note) if note.status == 206 else (0, None)
    if size + float(answer.headers.get("Content-Length") or 0) > service.max_mb * 1e6:
        raise NotAsExpected(f"{service.id}: {kept.address} is larger than {service.max_mb:g} MB, the limit for it")
    if not size:
        kept.drop()  # first what was begun of other bytes: killed in between, nothing could be joined to them
    # A compressed body cannot be continued: what lies on disk is not what the server counts.
    coded = answer.headers.get("Content-Encoding", "identity") != "identity"
    kept.begin(replace(note, etag="", last_modified="") if coded else note)
    received = 0
    with kept.part.open("ab" if size else "wb") as file:
        for piece in answer.iter_content(PIECE):
            received += len(piece)
            if size + received > service.max_mb * 1e6:
                kept.drop()
                raise NotAsExpected(f"{service.id}: {kept.address} passed {service.max_mb:g} MB, the limit for it")
            file.write(piece)
            if left() < 0:
                raise Passing(f"it took more than {service.longest_minutes:g} minutes")
    if total is not None and size + received != total:
        raise Passing("it sent less of the rest than it said")
    return received


def _continued(answer: requests.Response, kept: Kept, note: Note) -> tuple[int, int | None]:
    """(bytes on disk, bytes in all where it says) of a download that goes on; else what is on disk is forgotten."""
    begun = kept.begun()
    size = kept.part.stat().st_size if kept.part.exists() else -1
    told = _RANGE.match(answer.headers.get("Content-Range", ""))
    other = begun is None or any(
        new and new != old for new, old in ((note.etag, begun.etag), (note.last_modified, begun.last_modified))
    )
    if told is None or other or int(told[1]) != size:
        kept.drop()
        raise Passing("it continued the download at another place, or of another file, than asked")
    return size, None if told[3] == "*" else int(told[3])
