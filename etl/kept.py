"""Answers kept on disk: what came, when, and the validators the service gave with it.

A file appears under its name only when it is whole and was checked; until then it is a `.part`, which a later
run continues. Names are made of the address without its secrets.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Note:
    """What is known of a kept answer besides its bytes; `address` has no secrets."""

    address: str
    retrieved_at: str  # ISO 8601, UTC, by our clock: theirs may be wrong
    status: int
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    size: int = 0

    @property
    def moment(self) -> datetime:
        """When the bytes came, or were last confirmed by the service."""
        return datetime.fromisoformat(self.retrieved_at)


class Kept:
    """One answer's place on disk: `body` (whole), `part` (interrupted) and their notes."""

    def __init__(self, folder: Path, service: str, address: str) -> None:
        digest = hashlib.sha256(address.encode()).hexdigest()[:16]
        word = re.sub(r"[^A-Za-z0-9.]+", "-", address.rsplit("?", 1)[0].rsplit("/", 1)[-1])[-40:].strip("-.")
        name = f"{digest}-{word}" if word else digest
        self.address = address
        self.body = folder / service / name
        self.part = self.body.with_name(name + ".part")

    def note(self) -> Note | None:
        """The note of the whole answer; None where there is none, or its bytes are not those noted."""
        found = _read(self.body)
        return found if found and self.body.is_file() and self.body.stat().st_size == found.size else None

    def begun(self) -> Note | None:
        """The note of an interrupted download that a validator lets us continue; None where there is none."""
        found = _read(self.part)
        return found if found and self.part.is_file() and (found.etag or found.last_modified) else None

    def begin(self, note: Note) -> None:
        """Note what the bytes of `part` will belong to."""
        _write(self.part, note)

    def finish(self, note: Note) -> Note:
        """Give the checked `part` its name; afterwards the answer is whole, also if we are killed right here."""
        whole = Note(**{**asdict(note), "sha256": digest_of(self.part), "size": self.part.stat().st_size})
        # Killed between two of these lines, we are left with bytes without a note: they are asked for again.
        _beside(self.body).unlink(missing_ok=True)
        self.part.replace(self.body)
        _write(self.body, whole)
        self.drop()
        return whole

    def confirm(self, note: Note) -> Note:
        """The service says the bytes are still its own: they count as retrieved now."""
        fresh = Note(**{**asdict(note), "retrieved_at": now()})
        _write(self.body, fresh)
        return fresh

    def drop(self) -> None:
        """Forget an interrupted download."""
        self.part.unlink(missing_ok=True)
        _beside(self.part).unlink(missing_ok=True)


def now() -> str:
    """This moment, as notes write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def digest_of(path: Path) -> str:
    """sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _read(path: Path) -> Note | None:
    try:
        return Note(**json.loads(_beside(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # no note, or one cut by a kill: the bytes are asked for again


def _write(path: Path, note: Note) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".json.new")
    new.write_text(json.dumps(asdict(note), indent=1), encoding="utf-8")
    new.replace(_beside(path))
