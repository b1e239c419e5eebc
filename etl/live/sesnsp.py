"""SESNSP's municipal file of crimes: a row a municipality, year and kind of crime, a column a month, 2.5 million rows.

No address of it lasts: it is asked for only where services.yaml names one (`views.municipal`); a file somebody
downloaded is read alike. Cuts come in Latin-1 or in UTF-8. A month still to come is blank, which is not zero, and -1
stands for a month that was not reported. Crimes of an unknown municipality (998, 999) belong to no territory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import ConvertOptions, ReadOptions, open_csv

from etl.content import table_text
from etl.contract import Problem, SourceFault
from etl.http import Client, NoToken
from etl.raw import Raw, SourceModule, Stored
from etl.reading import fault

SERVICE = "sesnsp"
FILE = "sesnsp/municipal.csv"
PIECE = 1 << 24  # bytes read at once
YEAR, KEY, INTEREST = "Año", "Cve. Municipio", "Bien jurídico afectado"
KIND = (YEAR, KEY, INTEREST, "Tipo de delito", "Subtipo de delito", "Modalidad")
MONTHS = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre",
          "Noviembre", "Diciembre")  # fmt: skip
ABSENT = ("", "-1")
NOWHERE = "990"  # municipal codes from here on are no municipality


class NoAddress(NoToken):
    """The installation names no address for a file that has none of its own."""


def bring(client: Client) -> Raw:
    """The file at the configured address; raises NoAddress where there is none."""
    path = client.services[SERVICE].views.get("municipal", "")
    if not path:
        raise NoAddress(
            "sesnsp has no address: the office publishes the municipal file under names that do not last; download it "
            "and run --from the folder that holds it as sesnsp/municipal.csv, or write its path in services.yaml"
        )
    answer = client.get(SERVICE, path, check=table_text(first_line="Clave_Ent,Entidad,Cve. Municipio"))
    url = client.services[SERVICE].base + path
    return Raw(Stored({FILE: answer.path}), url=url, retrieved_at=answer.note.moment)


def yearly(module: SourceModule, raw: Raw, interests: Mapping[str, str]) -> pd.DataFrame:
    """Crimes a municipality and year: key, period, status, `delitos` and a column an interest, file, row.

    interests: the office's name of each legal interest → our variable. A year of fewer than twelve months is
    `partial`; a municipality that left one of the year's months blank has no sum. Raises SourceFault.
    """
    sums: list[pd.DataFrame] = []
    seen: list[np.ndarray] = []
    for piece in _pieces(module, raw):
        if piece.empty:
            continue
        strange = ~piece[INTEREST].isin(list(interests))
        _refuse(module, piece, strange, INTEREST, "the legal interest is unknown", ", ".join(interests))
        seen.append(pd.util.hash_pandas_object(piece[list(KIND)], index=False).to_numpy())
        sums.append(_added(module, piece))
    if not sums:
        raise fault(module, "the file has no record", FILE, expected="2.5 million")
    digests = np.concatenate(seen)
    if (twice := len(digests) - len(np.unique(digests))) > 0:
        raise fault(module, "a record is given twice", FILE, column=", ".join(KIND), expected="each kind of crime once",
                    got=f"{twice} repeated")  # fmt: skip
    return _wide(pd.concat(sums), interests)


def _pieces(module: SourceModule, raw: Raw) -> Iterator[pd.DataFrame]:
    """The file as text, a piece at a time, with `row`; a record with fewer or more cells than the header is a fault."""
    with raw.open(FILE) as file:
        head = file.readline().removeprefix(b"\xef\xbb\xbf")
    encoding = "utf-8-sig" if YEAR.encode() in head else "latin-1"
    names = [name.strip().strip('"') for name in head.decode(encoding.removesuffix("-sig")).strip().split(",")]
    lost = [column for column in (*KIND, *MONTHS) if column not in names]
    if lost:
        raise fault(module, "a column is missing or was renamed", FILE, row=1, column=lost[0], expected=lost[0],
                    got=", ".join(names[:25]))  # fmt: skip
    row = 2
    types = dict.fromkeys(MONTHS, pa.string()) | dict.fromkeys(KIND, pa.dictionary(pa.int32(), pa.string()))
    try:
        with raw.open(FILE) as file, open_csv(
            file, read_options=ReadOptions(encoding=encoding.removesuffix("-sig"), block_size=PIECE),
            convert_options=ConvertOptions(
                include_columns=[*KIND, *MONTHS], column_types=types, strings_can_be_null=False
            ),
        ) as blocks:  # fmt: skip
            for block in blocks:
                piece = block.select(list(KIND)).to_pandas().assign(row=range(row, row + len(block)))
                row += len(block)
                somewhere = piece[KEY].map(lambda key: key.strip()[-3:] < NOWHERE).astype("bool")
                yield _counted(module, piece, block)[somewhere]
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise fault(module, "the file is damaged", FILE, row=row, expected=f"{len(names)} cells in {encoding}",
                    got=str(error)[:160]) from error  # fmt: skip


def _counted(module: SourceModule, piece: pd.DataFrame, block: pa.RecordBatch) -> pd.DataFrame:
    """The piece with the crimes of each month (0 where blank) and whether it is blank."""
    columns: dict[str, np.ndarray] = {}
    for month in MONTHS:
        text = pc.replace_substring(pc.utf8_trim_whitespace(block.column(month)), ",", "")
        blank = pc.is_in(text, value_set=pa.array(ABSENT)).to_numpy(zero_copy_only=False)
        plain = pc.match_substring_regex(text, r"^[0-9]+(\.0+)?$")
        strange = ~blank & ~plain.to_numpy(zero_copy_only=False)
        if strange.any():
            told = piece[["row"]].assign(**{month: block.column(month).to_pandas()})
            _refuse(module, told, pd.Series(strange), month, "a cell is no count of crimes", "a whole number")
        columns[month] = pc.cast(pc.if_else(plain, text, "0"), pa.float64()).to_numpy(zero_copy_only=False)
        columns[f"{month} blank"] = blank
    return piece.assign(**columns)


def _added(module: SourceModule, piece: pd.DataFrame) -> pd.DataFrame:
    """Sums of a piece by year, municipality and interest: crimes, blank and given cells of each month, first row."""
    year = ~piece[YEAR].astype("str").str.fullmatch(r"20\d\d")
    _refuse(module, piece, year, YEAR, "a cell is not as published", "a year")
    groups = piece.groupby([YEAR, KEY, INTEREST], sort=False, observed=True)
    blanks = [f"{month} blank" for month in MONTHS]
    summed = groups[[*MONTHS, *blanks]].sum().join(groups["row"].min())
    given = (-summed[blanks]).add(groups.size(), axis=0).set_axis([f"{month} given" for month in MONTHS], axis=1)
    whole = summed.join(given).reset_index()
    names = {YEAR: "period", KEY: "key", INTEREST: "interest"}
    whole = whole.astype(dict.fromkeys(names, "str")).rename(columns=names)
    return whole.set_index(list(names.values()))


def _wide(parts: pd.DataFrame, interests: Mapping[str, str]) -> pd.DataFrame:
    """Sums of all pieces, one row a municipality and year."""
    levels = ["period", "key", "interest"]
    first = parts.groupby(level=levels[:2], sort=True)["row"].min()
    whole = parts.drop(columns="row").groupby(level=levels, sort=True).sum()
    given = whole[[f"{m} given" for m in MONTHS]].groupby(level="period").sum().gt(0).set_axis(list(MONTHS), axis=1)
    covered = given.reindex(whole.index.get_level_values("period")).to_numpy()
    lacking = (whole[[f"{m} blank" for m in MONTHS]].to_numpy() > 0) & covered
    crimes = whole[list(MONTHS)].sum(axis=1).where(~lacking.any(axis=1) & covered.any(axis=1))
    wide = crimes.unstack("interest").rename(columns=dict(interests)).reindex(columns=list(interests.values()))
    wide["delitos"] = wide.sum(axis=1, min_count=len(interests))
    months = given.sum(axis=1).reindex(wide.index.get_level_values("period")).to_numpy()
    wide["status"] = np.where(months < len(MONTHS), "partial", None)  # type: ignore[call-overload]
    return wide[months > 0].join(first).reset_index().assign(file=FILE)


def _refuse(
    module: SourceModule, piece: pd.DataFrame, broken: pd.Series, column: str, what: str, expected: str
) -> None:
    """Raise SourceFault for the first ten broken rows."""
    if broken.any():
        raise SourceFault(
            Problem(module.id, what, file=FILE, row=int(row["row"]), column=column, expected=expected,
                    got=f"«{row[column]}»")
            for row in piece[broken].head(10).to_dict("records")
        )  # fmt: skip
