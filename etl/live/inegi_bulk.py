"""INEGI's open data as ZIPs under /contenidos: what is there, and the records of a table inside, read as a stream.

A file that is not there answers 200 with a page of 2,263 bytes. Tables unpack to 850 MB: records are read one by
one, those the caller keeps are held, the others only counted and checked to be whole.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from etl.content import DAMAGED, Check, archive
from etl.contract import Problem, SourceFault
from etl.http import Answer, Client
from etl.raw import Raw, SourceModule, Stored
from etl.reading import counted, fault

SERVICE = "inegi_bulk"
PAGE = 20_000  # bytes; the page for what is missing has 2,263, and no table of ours is as small as that
Keep = Callable[[Sequence[str]], bool]


def download(client: Client, view: str, inside: str, *, settled: bool = False, **parts: object) -> Answer:
    """The ZIP at an address of services.yaml (`views`), checked whole and to hold `inside` (the end of a name)."""
    return client.get(SERVICE, _path(client, view, parts), check=archive(inside.format(**parts)), settled=settled)


def download_published(client: Client, view: str, inside: str, **parts: object) -> Answer | None:
    """Like `download`; None where INEGI has not published it yet, which it says with a page instead of a ZIP."""
    whole: Check = archive(inside.format(**parts))

    def check(path: Path) -> None:
        if not _page(path):
            whole(path)

    answer = client.get(SERVICE, _path(client, view, parts), check=check)
    if not _page(answer.path):
        return answer
    answer.path.unlink(missing_ok=True)  # the next run asks again
    return None


def _path(client: Client, view: str, parts: Mapping[str, object]) -> str:
    return client.services[SERVICE].views[view].format(**parts)


def _page(path: Path) -> bool:
    with path.open("rb") as file:
        return path.stat().st_size < PAGE and b"<html" in file.read(4096).lower()


def stored(client: Client, answers: Mapping[str, Answer]) -> Raw:
    """The ZIPs as they came, by the name the module declares; cites the one address, or the service's."""
    addresses = [answer.note.address for answer in answers.values()]
    return Raw(
        Stored({name: answer.path for name, answer in answers.items()}),
        url=addresses[0] if len(addresses) == 1 else client.services[SERVICE].base,
        retrieved_at=max(answer.note.moment for answer in answers.values()),
    )


@dataclass(frozen=True)
class Table:
    """A table inside a ZIP: the end of its member's name (a regular expression) and what is read of it.

    columns: names that must be in the header, written as there or in other capitals. also: other names the office
    has used for them. every: also give the columns that were not asked for. encodings: those it may have, in the
    order to try; a table whose letters nobody reads may be in several.
    """

    inside: str
    columns: Sequence[str]
    also: Mapping[str, str] = field(default_factory=dict)
    every: bool = False
    encodings: Sequence[str] = ("utf-8-sig",)


def members(module: SourceModule, raw: Raw, name: str, inside: str) -> list[str]:
    """The members of a ZIP whose name ends as `inside` says, in order; none is a fault."""
    with _box(module, raw, name) as box:
        found = sorted(n for n in box.namelist() if re.search(f"{inside}$", n))
        if not found:
            raise fault(module, "the table is not in the ZIP", name, expected=f"a member «…{inside}»",
                        got=", ".join(box.namelist()[:8]) or "nothing")  # fmt: skip
        return found


def read(
    module: SourceModule, raw: Raw, name: str, table: Table, keep: Callable[[Mapping[str, int]], Keep]
) -> pd.DataFrame:
    """Records of a table as text, without blanks around, with `file` (the member) and `row` (its line).

    keep: from the place of each column, which records are held. Raises SourceFault for a ZIP or table that is not
    whole, another encoding, a column that is missing, a cut record, or fewer records held than the module declares.
    """
    found = members(module, raw, name, table.inside)
    if len(found) > 1:
        raise fault(module, "several tables of the ZIP could be the one", name, expected="one", got=", ".join(found))
    return read_member(module, raw, name, found[0], table, keep)


def read_member(
    module: SourceModule, raw: Raw, name: str, member: str, table: Table,
    keep: Callable[[Mapping[str, int]], Keep],
) -> pd.DataFrame:  # fmt: skip
    """Like `read`, of one member by its whole name."""
    problems: list[str] = []
    for encoding in table.encodings:
        try:
            with _box(module, raw, name) as box, box.open(member) as content:
                text = io.TextIOWrapper(content, encoding=encoding, newline="")
                frame, rows = _records(module, f"{name}: {member}", text, table, keep)
        except UnicodeDecodeError as error:
            problems.append(str(error.reason))
            continue
        return counted(module, name, frame, rows).assign(file=f"{name}: {member}")
    raise fault(
        module, "the bytes are not in the expected encoding", f"{name}: {member}",
        expected=" or ".join(table.encodings), got=problems[0],
    )  # fmt: skip


@contextmanager
def _box(module: SourceModule, raw: Raw, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with raw.open(name) as file, zipfile.ZipFile(file) as box:
            yield box
    except DAMAGED as error:
        raise fault(module, "the ZIP is damaged or cut short", name, expected="a whole ZIP", got=str(error)) from error


def _records(
    module: SourceModule, file: str, text: io.TextIOWrapper, table: Table, keep: Callable[[Mapping[str, int]], Keep]
) -> tuple[pd.DataFrame, list[int]]:
    """The records held, and the line each begins at."""
    reader = csv.reader(text)
    rows: list[int] = []
    records: list[list[str]] = []
    try:
        header = _header(module, file, table, next(reader, []))
        chosen = list(range(len(header))) if table.every else [header.index(c) for c in table.columns]
        held, line = keep({c: at for at, c in enumerate(header)}), reader.line_num + 1
        for record in reader:
            if len(record) != len(header):
                if any(cell.strip() for cell in record):
                    raise fault(module, "a record is cut or has extra cells", file, row=line,
                                expected=f"{len(header)} cells", got=f"{len(record)}")  # fmt: skip
            elif held(record):
                records.append([record[at].strip() for at in chosen])
                rows.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise fault(module, "the table cannot be read", file, row=reader.line_num, expected="text with commas",
                    got=str(error)) from error  # fmt: skip
    return pd.DataFrame(records, columns=[header[at] for at in chosen], dtype="str"), rows


def _header(module: SourceModule, file: str, table: Table, given: Sequence[str]) -> list[str]:
    """The header in the names the caller asked for; a name he did not ask for stays as it is."""
    wanted = {c.upper(): c for c in table.columns} | {old.upper(): c for old, c in table.also.items()}
    header = [wanted.get(cell.strip().upper(), cell.strip()) for cell in given]
    lost = [c for c in table.columns if header.count(c) != 1]
    if lost:
        raise SourceFault(
            Problem(module.id, "a column is missing, renamed or there twice", file=file, row=1, column=c, expected=c,
                    got=", ".join(given)[:400] or "an empty file")
            for c in lost
        )  # fmt: skip
    return header
