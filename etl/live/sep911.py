"""SEP's «Principales cifras»: a WebForms page that is filled in municipality by municipality.

It wants back every hidden field it sent (__VIEWSTATE, __EVENTVALIDATION…), which change with each choice: first the
state is chosen, which fills the list of municipalities, then each municipality is asked for from that page. Tables of
the layout stand around the one that counts, whose second row is the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup, Tag

from etl.content import NotAsExpected, html_page
from etl.contract import Problem, SourceFault
from etl.http import Answer, Client
from etl.raw import Raw, SourceModule, Stored, Want
from etl.reading import fault

SERVICE = "sep_911"
PAGE = "/"
STATE, MUNICIPALITY, BUTTON = "DDLEntidad", "DDLMunicipio", "Button1"
HEADER = ("Localidad", "Escuelas", "Alumnos", "Alumnos Mujeres", "Alumnos Hombres", "Docentes")
VARIABLES = ("Schools", "Students", "StudentsFemale", "StudentsMale", "Teachers")
TOTAL, NONE = "TOTAL", "0"
_TITLE = re.compile(r"ENTIDAD:\s*(?P<state>[^;]+?)\s*;\s*MUNICIPIO:\s*(?P<municipality>.+?)\s*$")
_CYCLE = re.compile(r"(\d{4})\s*-\s*(\d{4})")


def bring(client: Client, want: Want, across: Mapping[tuple[str, str, str], str]) -> Raw:
    """A page a municipality of the wanted states, as sep_911/{state}{municipality}.html, of the newest school year.

    across: (state that registers, municipality, name) → state it is in: those are asked of the state that registers.
    Raises NotAsExpected where the form lacks a field or a state.
    """
    first = client.get(SERVICE, PAGE, check=_form_page)
    pages: dict[str, Answer] = {}
    for state in want.states:
        pages |= _state(client, first, state, None)
    for (registers, code, _), located in across.items():
        if located in want.states and registers.zfill(2) not in want.states:
            pages |= _state(client, first, registers, code)
    url = client.services[SERVICE].base + PAGE
    newest = max(page.note.moment for page in pages.values())
    return Raw(Stored({name: page.path for name, page in pages.items()}), url=url, retrieved_at=newest)


def _state(client: Client, first: Answer, state: str, only: str | None) -> dict[str, Answer]:
    """The pages of a state's municipalities, or of one of them."""
    page = _soup(first.bytes())
    value = next((v for v in _options(page, STATE) if v.zfill(2) == state.zfill(2)), None)
    if value is None:
        raise NotAsExpected(f"sep_911: the form has no state {state}; it has {', '.join(_options(page, STATE))}")
    chosen = fields(page) | {STATE: value, "__EVENTTARGET": STATE, "__EVENTARGUMENT": ""}
    listed = client.get(SERVICE, PAGE, form=chosen, check=_form_page, settled=True)
    page = _soup(listed.bytes())
    codes = [code for code in _options(page, MUNICIPALITY) if only is None or code.zfill(3) == only]
    if not codes:
        raise NotAsExpected(f"sep_911: the form lists no municipality {only or ''} of state {state}")
    filled = fields(page)
    return {
        f"sep_911/{state.zfill(2)}{code.zfill(3)}.html": client.get(
            SERVICE, PAGE, form=filled | {STATE: value, MUNICIPALITY: code, BUTTON: filled.get(BUTTON, "Consultar")},
            check=_figures_page, settled=True,
        )
        for code in codes
    }  # fmt: skip


def fields(page: BeautifulSoup) -> dict[str, str]:
    """What a browser would send of the form: hidden and text fields, chosen options, and the button's words."""
    found: dict[str, str] = {}
    for field in page.select("input[name]"):
        kind = str(field.get("type", "text")).lower()
        if kind in ("hidden", "text") or field["name"] == BUTTON:
            found[str(field["name"])] = str(field.get("value", ""))
    for field in page.select("select[name]"):
        option = field.select_one("option[selected]") or field.select_one("option")
        if option is not None:
            found[str(field["name"])] = _value(option)
    if "__VIEWSTATE" not in found:
        raise NotAsExpected("sep_911: the form lacks __VIEWSTATE; the page was rebuilt, its reader must be adapted")
    return found


def localities(module: SourceModule, raw: Raw, name: str) -> pd.DataFrame:
    """One page as text: StateCode, Municipality, MunicipalityCode, Locality, the figures, period, file, row.

    Raises SourceFault where there is no such table, its header changed, or its total is not the sum of the rows.
    """
    page = _soup(raw.files[name])
    title, lines = _table(module, page, name)
    told = _TITLE.search(title)
    if told is None:
        raise fault(module, "the table does not say its place", name, expected="ENTIDAD: …; MUNICIPIO: …", got=title)
    code = name.rsplit("/", 1)[-1].removesuffix(".html")
    frame = pd.DataFrame([cells for _, cells in lines], columns=["Locality", *VARIABLES], dtype="str").assign(
        StateCode=str(int(code[:2])), Municipality=told["municipality"], MunicipalityCode=code[2:],
        period=_period(module, page, name), file=name, row=[number for number, _ in lines],
    )  # fmt: skip
    return _summed(module, frame, name)


def _summed(module: SourceModule, frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The localities without the total below them, which they must add up to: a page cut in the middle has none."""
    last = frame["Locality"].eq(TOTAL)
    if last.sum() != 1 or not last.iloc[-1]:
        raise fault(module, "the table is cut short", name, expected=f"a last row «{TOTAL}»", got=f"{len(frame)} rows")
    number = frame[list(VARIABLES)].apply(lambda column: pd.to_numeric(column.str.replace(",", ""), errors="coerce"))
    sums = number[~last].sum()
    # a cell that is no number is told by who reads the figures
    wrong = [v for v in VARIABLES if number[v].notna().all() and sums[v] != number.loc[last, v].iloc[0]]
    if wrong:
        raise SourceFault(
            Problem(module.id, "the localities do not add up to the total", file=name, row=int(frame["row"].iloc[-1]),
                    column=v, expected=f"{number.loc[last, v].iloc[0]:.0f}", got=f"{sums[v]:.0f}")
            for v in wrong
        )  # fmt: skip
    return frame[~last].reset_index(drop=True)


def _table(module: SourceModule, page: BeautifulSoup, name: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """The title of the table that counts, and its rows from the header on to the total, numbered from 1."""
    nearest: list[str] = []
    for table in page.find_all("table"):
        lines = [_cells(row) for row in _own_rows(table)]
        if len(lines) < 2 or len(lines[0]) != 1 or not lines[1] or lines[1][0] != HEADER[0]:
            continue
        nearest = [cell.rstrip("¹²³ ") for cell in lines[1]]
        if tuple(nearest) == HEADER:
            return lines[0][0], [(at, row) for at, row in enumerate(lines[2:], start=3) if len(row) == len(HEADER)]
    raise fault(
        module, "the page has no table of localities", name, expected=" | ".join(HEADER),
        got=" | ".join(nearest) or "none",
    )  # fmt: skip


def _period(module: SourceModule, page: BeautifulSoup, name: str) -> str:
    """The school year chosen in the form, as 2024/2025."""
    for field in page.select("select"):
        option = field.select_one("option[selected]") or field.select_one("option")
        years = _CYCLE.fullmatch(option.get_text(strip=True)) if option is not None else None
        if years:
            return f"{years[1]}/{years[2]}"
    raise fault(module, "the page does not say its school year", name, expected="a list with 2024-2025", got="none")


def _own_rows(table: Tag) -> Iterator[Tag]:
    """Rows of a table, those of tables inside it left out."""
    return (row for row in table.find_all("tr") if row.find_parent("table") is table)


def _cells(row: Tag) -> list[str]:
    return [" ".join(cell.get_text().split()) for cell in row.find_all(["td", "th"], recursive=False)]


def _options(page: BeautifulSoup, name: str) -> list[str]:
    """Values of a list, the one for all of them left out."""
    return [v for option in page.select(f'select[name="{name}"] option') if (v := _value(option)) not in ("", NONE)]


def _value(option: Tag) -> str:
    return str(option.get("value", option.get_text(strip=True)))


def _soup(content: bytes) -> BeautifulSoup:
    return BeautifulSoup(content, "html.parser")


def _form_page(path: Path) -> None:
    html_page(path)
    if f'name="{STATE}"'.encode() not in path.read_bytes():
        raise NotAsExpected(f"expected SEP's form with the list {STATE}, got another page")


def _figures_page(path: Path) -> None:
    _form_page(path)
    if HEADER[0].encode() not in path.read_bytes():
        raise NotAsExpected(f"expected a table of localities («{HEADER[0]}»), got the form without figures")
