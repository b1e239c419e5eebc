"""Where bytes come from and are kept: a folder or an address in, bytes as they came out.

Bytes are never altered here; the same bytes give the same sha256 and so no new release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class File:
    """One file a source reads: its name inside the folder, and how many data rows it must have.

    `rows` is the number of records (header and notes left out) in the edition the parser was written
    for: (least, most). It is how a truncated file is told from a complete one.
    """

    name: str
    rows: tuple[int, int]


@dataclass(frozen=True)
class SourceModule:
    """What a source module declares: its id in data/sources/, its files, and its parser's version.

    Raise `version` when the parser reads the same bytes differently: the next run then makes a new release.
    """

    id: str
    files: tuple[File, ...]
    version: int = 1


@dataclass(frozen=True)
class Raw:
    """The bytes of one source, by file name."""

    files: Mapping[str, bytes]
    url: str = ""  # empty for a folder: the release then cites the source's official address
    retrieved_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def sha256(self) -> str:
        """One digest over all files, in name order."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(name.encode() + b"\0" + hashlib.sha256(self.files[name]).digest())
        return digest.hexdigest()


class NotThere(Exception):
    """A file the source needs is not in the folder; says which."""


def read_folder(module: SourceModule, folder: Path) -> Raw:
    """Read a source's files from `folder`; retrieved_at is the newest file's modification time."""
    found: dict[str, bytes] = {}
    stamps = []
    for file in module.files:
        path = folder / file.name
        if not path.is_file():
            raise NotThere(f"{module.id}: {file.name} is not in the folder; put it there or name another folder")
        found[file.name] = path.read_bytes()
        stamps.append(path.stat().st_mtime)
    return Raw(found, retrieved_at=datetime.fromtimestamp(max(stamps), UTC))
