"""INEGI's microdata of registered deaths (EDR): a ZIP a year, one record a death, counted as it streams.

The address of a year that is not there yet answers 200 with a page, as everything missing does at INEGI. Deaths are
counted where the deceased lived (ent_resid, mun_resid), never where they happened.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from etl.content import DAMAGED, NotAsExpected, archive
from etl.http import Answer, Client
from etl.raw import Raw, SourceModule
from etl.reading import fault

SERVICE = "inegi_bulk"
MEMBER = re.compile(r"conjunto_de_datos/conjunto_de_datos_defunciones_registradas\d\d_csv\.csv$")
KEYS = ("ent_resid", "mun_resid")


def download(client: Client, year: int, *, may_lack: bool) -> Answer | None:
    """The ZIP of one year; None where it is not published yet and `may_lack` says that it need not be.

    Raises NotReached, or NotAsExpected for a damaged ZIP, another content, or a year that should be there.
    """
    path = f"/programas/edr/datosabiertos/defunciones/{year}/conjunto_de_datos_edr{year}_csv.zip"
    whole = archive(f"defunciones_registradas{year % 100:02d}_csv.csv")

    def check(part: Path) -> None:
        if not (may_lack and _lost_page(part)):
            whole(part)

    try:
        answer = client.get(SERVICE, path, check=check, settled=not may_lack)
    except NotAsExpected as error:
        if may_lack and error.status == 404:
            return None
        raise
    if _lost_page(answer.path):
        answer.path.unlink(missing_ok=True)  # asked again in the next run
        return None
    return answer


def _lost_page(path: Path) -> bool:
    """Whether it is INEGI's page for what does not exist."""
    with path.open("rb") as file:
        head = file.read(4096).lower()
    return b"<html" in head and "gina no encontrada" in head.decode("utf-8", "replace")


def residents(module: SourceModule, raw: Raw, name: str) -> Mapping[tuple[str, str], int]:
    """Deaths by (state, municipality) of residence as the file writes them, keys padded to 2 and 3 digits.

    Read in pieces: a year has 800,000 records of 74 columns. Raises SourceFault.
    """
    try:
        with raw.open(name) as file, zipfile.ZipFile(file) as box:
            member = next((m for m in box.namelist() if MEMBER.search(m)), None)
            if member is None:
                raise fault(module, "the table is not in the ZIP", name, expected=MEMBER.pattern,
                            got=", ".join(box.namelist()[:8]))  # fmt: skip
            with box.open(member) as table:
                # latin-1: only keys are read, and their digits are the same bytes in every encoding INEGI uses
                return _count(module, name, io.TextIOWrapper(table, encoding="latin-1", newline=""))
    except (*DAMAGED, OSError) as error:
        raise fault(module, "the ZIP is damaged or cut short", name, expected="a whole ZIP", got=str(error)) from error


def _count(module: SourceModule, name: str, table: io.TextIOWrapper) -> Counter[tuple[str, str]]:
    reader = csv.reader(table)
    header = [c.strip().lower().removeprefix("ï»¿") for c in next(reader, [])]
    lost = [k for k in KEYS if k not in header]
    if lost:
        raise fault(module, "a column is missing or was renamed", name, row=1, column=lost[0],
                    expected=lost[0], got=", ".join(header)[:400] or "an empty file")  # fmt: skip
    state, municipality = (header.index(k) for k in KEYS)
    found: Counter[tuple[str, str]] = Counter()
    for record in reader:
        if len(record) != len(header):
            if not record:
                continue
            raise fault(module, "a record is cut or has extra cells", name, row=reader.line_num,
                        expected=f"{len(header)} cells", got=str(len(record)))  # fmt: skip
        found[record[state].strip().zfill(2), record[municipality].strip().zfill(3)] += 1
    return found
