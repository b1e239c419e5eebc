"""Secretaría de Salud, CLUES: health units in operation by municipality and level of care, one monthly cut a period.

The workbook has a row for every unit that ever had a key; those in operation count. Columns are found by name,
because their order and spelling drift from cut to cut; consulting rooms and beds are read where a cut has them
(2020 had, 2026 has not). A municipality of which the cut has units, none of them in operation, has zero; one the cut
has never heard of has no figure. Tax keys and telephones are not read, and private consulting rooms, whose name is
often a doctor's, are counted but not shown as sites.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import pandas as pd

from data.areas import municipalities_of
from etl import reading
from etl.content import DAMAGED, NotAsExpected, archive
from etl.contract import SITE, Parsed
from etl.contract_tables import MEXICO
from etl.http import Answer, Client
from etl.live.sheets import NoSheet, Row, rows
from etl.raw import File, Raw, SourceModule, Stored, Want
from etl.reading import fault, keys
from etl.records import once, one_of

SOURCE = SourceModule(
    "salud_clues",
    remote=(File("salud/ESTABLECIMIENTO_SALUD_*.xlsx", rows=(40_000, 150_000)),),
    service="clues",
    newest_only=True,
)
PLACES = ("clues", "clues_catalogue")  # the archive of cuts, and where the newest appears; neither has all of them
MONTHS = 8  # how far back the newest cut is looked for
FILE = re.compile(r"ESTABLECIMIENTO_SALUD_(?P<year>\d{4})(?P<month>\d{2})\.(?P<states>\d{2}(?:-\d{2})*)\.xlsx$")
# Our name → the column's, without accents and without DE, DEL, LA (which come and go).
COLUMNS = {
    "clues": "CLUES", "institution": "CLAVE INSTITUCION", "state": "CLAVE ENTIDAD", "municipality": "CLAVE MUNICIPIO",
    "kind": "NOMBRE TIPO ESTABLECIMIENTO", "name": "NOMBRE UNIDAD", "running": "ESTATUS OPERACION",
    "level": "NIVEL ATENCION", "latitude": "LATITUD", "longitude": "LONGITUD",
}  # fmt: skip
COUNTS = {"consultorios": "TOTAL CONSULTORIOS", "camas": "TOTAL CAMAS"}
RUNNING = "EN OPERACION"
LEVELS = {
    "PRIMER NIVEL": "nivel_1", "SEGUNDO NIVEL": "nivel_2", "TERCER NIVEL": "nivel_3",
    "NO APLICA": "nivel_0", "NO ESPECIFICADO": "nivel_0", "": "nivel_0",
}  # fmt: skip
PRIVATE_ROOM = ("SMP", "DE CONSULTA EXTERNA")


def extract(client: Client, want: Want) -> Raw:
    """The newest cut, looked for from this month backwards; the wanted states stand in the file's name.

    Raises NotAsExpected when there is none in MONTHS months.
    """
    year, month = want.today.year, want.today.month
    for _ in range(MONTHS):
        for service in PLACES:
            if answer := _cut(client, service, f"{year}{month:02d}"):
                name = f"salud/ESTABLECIMIENTO_SALUD_{year}{month:02d}.{'-'.join(sorted(want.states))}.xlsx"
                return Raw(Stored({name: answer.path}), url=answer.note.address, retrieved_at=answer.note.moment)
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    raise NotAsExpected(
        f"clues has no cut of the last {MONTHS} months: every address answers with a page or «not found»; "
        "look at gobi.salud.gob.mx and name the new place in etl/services.yaml"
    )


def _cut(client: Client, service: str, cut: str) -> Answer | None:
    """One month's workbook; None where the service does not have it (yet), which it says with 404 or with a page."""
    params = {"v": "1.1"} if service == "clues" else None
    answer = client.get(
        service, f"/ESTABLECIMIENTO_SALUD_{cut}.xlsx", params=params, check=_book_or_page, statuses=(200, 404)
    )
    return answer if answer.status == 200 and zipfile.is_zipfile(answer.path) else None


def _book_or_page(path: Path) -> None:
    """A whole workbook, or a page; anything else (half a workbook) is a fault and not a month without a cut."""
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head and not head.startswith((b"<", b"{")):
        archive("xl/workbook.xml")(path)


def parse(raw: Raw) -> Parsed:
    """Values: one row an area and cut, all of Mexico; sites: the units of the states in the file's name."""
    (name,) = raw.files
    told = FILE.search(name)
    if told is None:
        raise fault(SOURCE, "the file's name tells neither cut nor states", name, expected=FILE.pattern)
    frame = _units(raw, name, told["year"] + told["month"])
    once(SOURCE, frame, ["clues"])
    running = frame["running"].map(_plain).eq(RUNNING)
    if not running.any():
        raise fault(SOURCE, "no unit is in operation", name, column="ESTATUS DE OPERACION", expected=RUNNING)
    units = frame[running].assign(period=f"{told['year']}-{told['month']}", level=frame["level"].map(_plain))
    units["area"] = keys(SOURCE, units, units["state"], units["municipality"])
    one_of(SOURCE, units, "level", list(LEVELS))
    heard = frame["state"].str.zfill(2) + frame["municipality"].str.zfill(3)
    return Parsed(_sums(units, set(heard)), sites=_sites(units, told["states"].split("-")))


def _units(raw: Raw, name: str, cut: str) -> pd.DataFrame:
    """Every unit of the cut as text, the columns we read alone; the workbook is read row by row."""
    try:
        with raw.open(name) as file:
            records = list(_records(rows(file, f"CLUES_{cut}"), name))
    except NoSheet as error:
        raise fault(SOURCE, "the sheet is missing", name, expected=f"CLUES_{cut}", got=str(error)) from error
    except (*DAMAGED, KeyError, ValueError, OSError, ParseError) as error:
        raise fault(SOURCE, "the workbook cannot be opened", name, expected="an XLSX file", got=str(error)) from error
    frame = pd.DataFrame(records, columns=["row", *COLUMNS, *COUNTS]).assign(file=name)
    least, most = reading.declared(SOURCE, name).rows
    if not least <= len(frame) <= most:
        raise fault(SOURCE, "the file is cut short or another edition", name,
                    expected=f"{least} to {most} units", got=str(len(frame)))  # fmt: skip
    return frame


def _records(lines: Iterator[Row], name: str) -> Iterator[list[Any]]:
    """Row number and the wanted cells of each unit; None for a count the cut has no column of."""
    first = next(lines, None)
    header = {_heading(first.text(at)): at for at in first.cells} if first else {}
    lost = [c for c in COLUMNS.values() if c not in header]
    if lost:
        raise fault(SOURCE, "a column is missing or was renamed", name, column=lost[0],
                    expected=", ".join(lost), got=", ".join([*header][:12]))  # fmt: skip
    wanted = [header[c] for c in COLUMNS.values()]
    counts = [header.get(c) for c in COUNTS.values()]
    for line in lines:
        cells = [line.text(at) for at in wanted]
        if any(cells):
            yield [line.number, *cells, *(at and line.text(at) for at in counts)]


def _heading(text: str) -> str:
    """A column's name without the small words, which come and go."""
    return " ".join(w for w in _plain(text).split() if w not in ("DE", "DEL", "LA"))


def _plain(text: str) -> str:
    """Capitals without accents, with spaces for underscores."""
    bare = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return " ".join(bare.upper().replace("_", " ").split())


def _sums(units: pd.DataFrame, heard: set[str]) -> pd.DataFrame:
    """Counts of municipalities, states and the nation; a municipality the cut never names stays empty."""
    numbers = units.assign(**{c: pd.to_numeric(units[c], errors="coerce") for c in COUNTS})
    parts = [numbers, numbers.assign(area=numbers["area"].str[:2]), numbers.assign(area="00")]
    every = pd.concat(parts, ignore_index=True)
    levels = pd.crosstab(every["area"], every["level"].map(LEVELS)).reindex(
        columns=list(dict.fromkeys(LEVELS.values()))
    )
    found = levels.fillna(0).astype("float64").assign(unidades=every.groupby("area").size().astype("float64"))
    found = found.reindex(sorted({*found.index, *municipalities_of("00")}))
    quiet = found["unidades"].isna() & found.index.isin(heard)
    found.loc[quiet] = 0.0
    for count in COUNTS:  # a sum with a unit that does not tell its number is no sum
        known = every[count].notna().groupby(every["area"]).all()
        found[count] = every.groupby("area")[count].sum().where(known)
    return found.rename_axis("area").reset_index().assign(
        period=units["period"].iloc[0], file=units["file"].iloc[0], row=1
    )  # fmt: skip


def _sites(units: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """The units of some states, with their position where the office gives one that lies in Mexico."""
    private = units["institution"].eq(PRIVATE_ROOM[0]) & units["kind"].map(_plain).eq(PRIVATE_ROOM[1])
    chosen = units[units["area"].str[:2].isin(list(states)) & ~private]
    place = {c: pd.to_numeric(chosen[c], errors="coerce").where(lambda s, c=c: s.between(*MEXICO[c])) for c in MEXICO}
    there = place["longitude"].notna() & place["latitude"].notna()
    if len(chosen) and there.mean() < 0.3:
        raise fault(
            SOURCE, "hardly a unit has a position in Mexico", str(chosen["file"].iloc[0]), column="LATITUD, LONGITUD",
            expected="degrees such as 20.35 and -102.77", got=" ".join(chosen[["latitude", "longitude"]].iloc[0]),
        )  # fmt: skip
    told = chosen[["institution", "kind", "level"]]
    return chosen.assign(
        site=chosen["clues"], kind="clues", name=chosen["name"].where(chosen["name"].ne(""), chosen["clues"]),
        longitude=place["longitude"].where(there), latitude=place["latitude"].where(there),
        measures=pd.Series(told.to_dict("records"), index=chosen.index, dtype="object"),
    )[[*SITE, "file", "row"]].reset_index(drop=True)  # fmt: skip
