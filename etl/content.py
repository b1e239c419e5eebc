"""Whether bytes are what was asked for, before anybody parses them: an HTML page with status 200 is a fault.

Each check takes a file on disk and raises NotAsExpected with a sentence; the client runs it before it keeps bytes.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

Check = Callable[[Path], None]
HEAD = 4096
# What the standard library raises for a ZIP that is not whole, from its directory to the bytes of a member.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<script", b"<body")


class NotAsExpected(Exception):
    """The service answered, with something else than what was asked for; asking again would not help.

    status: the HTTP status where that is what is wrong (404: the service has no such thing, yet or any more).
    """

    def __init__(self, words: str, status: int = 200) -> None:
        super().__init__(words)
        self.status = status


def anything(path: Path) -> None:
    """No check: for answers whose words the caller reads himself."""


def json_text(path: Path) -> None:
    """Whole JSON (UTF-8, a byte order mark allowed)."""
    content = path.read_bytes()
    _no_page(content[:HEAD], "JSON")
    try:
        json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise NotAsExpected(f"expected JSON, got {_shown(content)} ({_words(error)})") from None


def html_page(path: Path) -> None:
    """An HTML page that is closed."""
    content = path.read_bytes()
    if b"<html" not in content[:HEAD].lower():
        raise NotAsExpected(f"expected an HTML page, got {_shown(content)}")
    if b"</html" not in content[-HEAD:].lower():
        raise NotAsExpected("the page is cut short: it has no end")


def table_text(*, first_line: str) -> Check:
    """Delimited text whose first line holds `first_line` (any accents aside), and whose last line is closed."""

    def check(path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(-1, 2) if path.stat().st_size else None
            end = file.read(1)
        _no_page(head, f"a table that begins with «{first_line}»")
        line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("latin-1")
        if first_line.lower() not in line.lower():
            raise NotAsExpected(f"expected a table whose first line holds «{first_line}», got {_shown(head)}")
        if end not in (b"\n", b"\r"):
            raise NotAsExpected("the table is cut short: its last line is not closed")

    return check


def archive(*members: str) -> Check:
    """A whole ZIP (also XLSX) that holds a member ending in each of `members`."""

    def check(path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(HEAD)
        _no_page(head, "a ZIP")
        try:
            with zipfile.ZipFile(path) as box:
                names = box.namelist()
                damaged = box.testzip()
        except (*DAMAGED, OSError, ValueError, RuntimeError) as error:
            raise NotAsExpected(f"the ZIP is damaged or cut short ({_words(error)})") from None
        if damaged:
            raise NotAsExpected(f"the ZIP is damaged: «{damaged}» does not match its checksum")
        lost = [m for m in members if not any(n.endswith(m) for n in names)]
        if lost:
            raise NotAsExpected(f"the ZIP lacks «{lost[0]}»; it holds {', '.join(names[:8]) or 'nothing'}")

    return check


def _no_page(head: bytes, expected: str) -> None:
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGE) or b"incapsula" in head.lower():
        raise NotAsExpected(f"expected {expected}, got an HTML page: the service is in maintenance or refuses scripts")


def _shown(content: bytes) -> str:
    return f"«{content[:60].decode('latin-1').strip()}»" if content.strip() else "nothing"


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
