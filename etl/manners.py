"""What HTTP headers and failures mean to us: conditions of a request, how long to wait, what went wrong in words."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from etl.kept import Kept, Note


def conditions(old: Note | None, begun: Note | None, kept: Kept) -> dict[str, str]:
    """Headers that ask for the rest of an interrupted download, or only for what changed."""
    if begun:
        validator = begun.etag if begun.etag and not begun.etag.startswith("W/") else begun.last_modified
        return {"Range": f"bytes={kept.part.stat().st_size}-", "If-Range": validator} if validator else {}
    if old and old.etag:
        return {"If-None-Match": old.etag}
    return {"If-Modified-Since": old.last_modified} if old and old.last_modified else {}


def retry_after(text: str) -> float:
    """Seconds of a Retry-After header, a number or a date; 0 where there is none that can be read."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def plain(error: requests.RequestException) -> str:
    """What went wrong, in words; the library's own text repeats the address and shows objects."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate cannot be verified; give the missing one in etl/certificates (README, «Certificates»)"
    if isinstance(error, requests.exceptions.Timeout):
        return "it took too long to answer"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke in the middle of the answer"
    if isinstance(error, requests.exceptions.ConnectionError):
        return "there is no connection to it"
    return " ".join(str(error).split())[:200]
