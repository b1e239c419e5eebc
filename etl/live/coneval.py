"""CONEVAL's workbook «Concentrado»: the three years of municipal poverty in one sheet, 145 columns without names.

Two rows of merged headers stand above the data (row 9 on): the indicator in row 5, measure and year in row 6. Of
the sixteen indicators two (vulnerable by income; neither poor nor vulnerable) have no mean number of lacks. The
shares have all their decimals here, while the open data in CSV rounds them to one: the same edition, told finer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pandas as pd
from openpyxl.utils import get_column_letter

from data.areas import areas
from etl.content import archive
from etl.contract import Problem, SourceFault
from etl.http import Client
from etl.live.books import rows
from etl.raw import Raw, SourceModule, Stored
from etl.reading import counted, fault

SERVICE = "coneval"
ADDRESS = "/Pobreza_municipal/2020/Concentrado_indicadores_de_pobreza_2020.zip"
FILE = "coneval/Concentrado_indicadores_de_pobreza_2020.zip"
SHEET = "Concentrado municipal"
YEARS = ("2010", "2015", "2020")
KEY, FIRST, TOP, SECOND, BEGIN = 3, 5, 5, 6, 9  # columns from 0, rows from 1
# Our name → what the title of its block says, and how many measures the block has.
BLOCKS = {
    "pobreza": ("pobreza", 3), "pobreza_e": ("extrema", 3), "pobreza_m": ("moderada", 3),
    "vul_car": ("carencia", 3), "vul_ing": ("ingreso", 2), "npnv": ("no pobre", 2),
    "ic_rezedu": ("rezago", 3), "ic_asalud": ("salud", 3), "ic_segsoc": ("seguridad social", 3),
    "ic_cv": ("calidad", 3), "ic_sbv": ("basicos", 3), "ic_ali": ("aliment", 3),
    "carencias": ("una carencia", 3), "carencias3": ("tres", 3),
    "plp": ("ingreso", 3), "plp_e": ("extrema", 3),
}  # fmt: skip
MEASURES = {"": "porcentaje", "_pob": "personas", None: "carencias promedio"}


def bring(client: Client) -> Raw:
    """The whole measurement: one ZIP. It is closed: INEGI measures poverty since 2025."""
    answer = client.get(SERVICE, ADDRESS, check=archive(".xlsx"), settled=True)
    url = client.services[SERVICE].base + ADDRESS
    return Raw(Stored({FILE: answer.path}), url=url, retrieved_at=answer.note.moment)


def places() -> Iterator[tuple[int, str | None, str, str, str]]:
    """(column, our variable or None, year, word of the block's title, word of the measure) of every figure."""
    for at, year in enumerate(YEARS):
        yield FIRST + at, "poblacion", year, "poblacion", ""
    column = FIRST + len(YEARS)
    for name, (word, measures) in BLOCKS.items():
        for end, measure in list(MEASURES.items())[:measures]:
            for year in YEARS:
                yield column, None if end is None else name + end, year, word, measure
                column += 1


def long_table(module: SourceModule, raw: Raw) -> pd.DataFrame:
    """Text, one row a municipality and year: area_key, period, our variables, file, row.

    A municipality without any figure in a year before it existed makes no row. Raises SourceFault where a header
    says something else than the column it stands on, or municipalities are missing.
    """
    heads: dict[int, list[str]] = {}
    records, numbers = [], []
    for number, cells in rows(module, raw, FILE, sheet=SHEET):
        if number in (TOP, SECOND):
            heads[number] = cells
        elif number >= BEGIN and len(cells) > KEY and cells[KEY]:  # the notes below have no key
            records.append(cells)
            numbers.append(number)
    _check(module, heads)
    last = max(column for column, *_ in places())
    short = next((at for at, cells in enumerate(records) if len(cells) <= last), None)
    if short is not None:
        raise fault(
            module, "a record is cut", FILE, row=numbers[short], expected=f"{last + 1} cells",
            got=str(len(records[short])),
        )  # fmt: skip
    wide = counted(module, FILE, pd.DataFrame(records, dtype="str"), numbers)
    return pd.concat([_year(wide, year) for year in YEARS], ignore_index=True)


def _year(wide: pd.DataFrame, year: str) -> pd.DataFrame:
    chosen = {column: name for column, name, of, *_ in places() if name and of == year}
    frame = wide[["file", "row", KEY, *chosen]].rename(columns={KEY: "area_key", **chosen})
    table = areas().drop_duplicates("area").set_index("area")["valid_from"]
    begun = frame["area_key"].str.zfill(5).map(table).fillna("") <= year
    given = ~frame[list(chosen.values())].isin(["n.d.", "n.d", ""]).all(axis=1)
    return frame[begun | given].assign(period=year)


def _check(module: SourceModule, heads: dict[int, list[str]]) -> None:
    """Hold every header to what its column is read as."""
    titles, title = {}, ""
    top = heads.get(TOP, [])
    for column, *_ in places():
        title = _plain(top[column] if column < len(top) else "") or title  # merged cells: text in the first one
        titles[column] = title
    below = [_plain(cell) for cell in heads.get(SECOND, [])]
    problems = []
    for column, _, year, word, measure in places():
        said = below[column] if column < len(below) else ""
        above = titles[column]
        if word in f"{above} {said}" and (said == f"{measure} {year}" or (not measure and year in f"{above} {said}")):
            continue
        expected = f"«{word}», {measure} {year}".strip()
        problems.append(
            Problem(
                module.id,
                "a column is missing or was moved",
                file=FILE,
                row=SECOND,
                column=get_column_letter(column + 1),
                expected=expected,
                got=f"«{above}», {said}",
            )
        )
    if problems:
        raise SourceFault(problems[:10])


def _plain(text: str) -> str:
    """Words without accents, capitals, superscripts' blanks and line breaks."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(bare.lower().split())
