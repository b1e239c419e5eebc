"""Where bytes come from and are kept: a folder or an address in, bytes as they came out.

Bytes are never altered here; the same bytes give the same sha256 and so no new release. Files that lie on disk are
read when they are asked for, one at a time: a month of IMSS has 350 MB.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
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

    files: what `run --from FOLDER` reads; empty for a source that only a service gives. remote: the files its
    `extract` brings, as shell patterns (siap/agricola_*.csv). service: the entry of services.yaml it asks.
    Raise `version` when the parser reads the same bytes differently: the next run then makes a new release.
    newest_only: the service gives its newest edition alone; the public figures of former ones are taken over.
    """

    id: str
    files: tuple[File, ...] = ()
    version: int = 1
    remote: tuple[File, ...] = ()
    service: str = ""
    newest_only: bool = False


@dataclass(frozen=True)
class Want:
    """What a run asks a service for.

    states: two-digit keys, for services that answer by state or municipality. since: ask only for periods from
    this one on ("2024" or "2024-06"); None: everything the source has. today: the day of the run.
    """

    states: Sequence[str] = ("14",)
    since: str | None = None
    today: date = field(default_factory=lambda: datetime.now(UTC).date())

    def years(self, first: int, last: int | None = None) -> range:
        """The years to ask for: from `first` (or `since`, where later) to `last` (default: last year)."""
        begin = max(first, int(self.since[:4])) if self.since else first
        return range(begin, (last or self.today.year - 1) + 1)


class Stored(Mapping[str, bytes]):
    """Bytes by name that lie on disk and are read each time they are asked for."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self.paths = dict(paths)

    def __getitem__(self, name: str) -> bytes:
        return self.paths[name].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


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
            with self.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    def open(self, name: str) -> io.BufferedReader | io.BytesIO:
        """One file, to be read in pieces."""
        if isinstance(self.files, Stored):
            return self.files.paths[name].open("rb")
        return io.BytesIO(self.files[name])


class NotThere(Exception):
    """A file the source needs is not in the folder; says which."""


def read_folder(module: SourceModule, folder: Path) -> Raw:
    """Read a source's files from `folder`; retrieved_at is the newest file's modification time.

    Where they are not there, the files its service gives may be: somebody downloaded them by hand.
    """
    brought = [path for file in module.remote for path in sorted(folder.glob(file.name))]
    if brought and not any((folder / file.name).is_file() for file in module.files):
        newest = max(path.stat().st_mtime for path in brought)
        paths = {path.relative_to(folder).as_posix(): path for path in brought}
        return Raw(Stored(paths), retrieved_at=datetime.fromtimestamp(newest, UTC))
    found: dict[str, bytes] = {}
    stamps = []
    for file in module.files:
        path = folder / file.name
        if not path.is_file():
            raise NotThere(f"{module.id}: {file.name} is not in the folder; put it there or name another folder")
        found[file.name] = path.read_bytes()
        stamps.append(path.stat().st_mtime)
    return Raw(found, retrieved_at=datetime.fromtimestamp(max(stamps), UTC))
