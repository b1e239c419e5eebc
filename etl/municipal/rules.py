"""Every row of a filled form judged: figures, or all that is wrong with them at once, as a clerk understands it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from rapidfuzz import fuzz, process

from data.areas import areas, names
from data.catalog import Catalog
from data.entries import ABSENT, Indicator
from etl.municipal import cells
from etl.municipal.cells import Wrong, place, shown
from etl.municipal.form import Reporter, title
from etl.municipal.grid import Row
from etl.places import plain

NEAR = 70.0  # of 100: below it a suggestion would mislead
FILLED = ("value", "status", "source", "note")  # a row of the form without any of them was left for later
T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One figure as the municipality reports it; `value` is None exactly when the status says why."""

    row: int
    indicator: str
    period: str
    value: float | None
    status: str
    cited: str
    note: str


@dataclass
class Reading:
    """What a file says: figures, everything wrong with it, what was understood by itself, and rows left empty."""

    figures: list[Figure] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unfilled: int = 0


def judged(rows: tuple[Row, ...], reporter: Reporter, catalog: Catalog, today: date) -> Reading:
    """Figures of the rows; `problems` has a sentence for each wrong cell, in the order of the file."""
    reading = Reading()
    known: dict[tuple[str, str], int] = {}
    for row in rows:
        if not any(c in row.cells for c in FILLED):
            reading.unfilled += 1
            continue
        figure = _Judge(row, reading, reporter, catalog, today).figure()
        if figure is None:
            continue
        before = known.setdefault((figure.indicator, figure.period), row.number)
        if before != row.number:
            reading.problems.append(
                f"Fila {row.number}: repite indicador y periodo de la fila {before} ({figure.period}); deje una."
            )
        reading.figures.append(figure)
    if not reading.figures and not reading.problems:
        reading.problems.append("El archivo no trae ninguna cifra; llene valor, estado y fuente de al menos una fila.")
    return reading


@dataclass
class _Judge:
    """One row under judgement."""

    row: Row
    reading: Reading
    reporter: Reporter
    catalog: Catalog
    today: date

    def figure(self) -> Figure | None:
        """The figure of the row, None when something is wrong with it."""
        before = len(self.reading.problems)
        given = self.row.cells
        entry = self.cell("indicator", self.indicator, "falta el indicador; elíjalo de la lista")
        self.cell("area", self.area, f"falta la clave del municipio; escriba {self.reporter.area}")
        period = ""
        if entry is not None:
            period = self.cell("period", lambda raw: self.period(raw, entry), "falta el periodo") or ""
        elif "period" not in given:
            self.wrong("period", "falta el periodo")
        status = self.cell("status", cells.status, "falta el estado; elija «definitiva», «provisional» o «sin dato»")
        value = self.value(entry, status)
        cited = self.text("source", status is not None and status not in ABSENT)
        note = self.text("note", status in ABSENT)
        if len(self.reading.problems) > before or entry is None or status is None:
            return None
        return Figure(self.row.number, entry.id, period, value, status, cited, note)

    def wrong(self, column: str, what: str) -> None:
        end = "" if what.endswith("?") else "."
        self.reading.problems.append(f"{place(column, self.row.number)}: {what}{end}")

    def cell(self, column: str, meaning: Callable[[object], T], lacking: str) -> T | None:
        """What a cell means; what is wrong with it is kept. An empty one is wrong where `lacking` says how."""
        try:
            if column in self.row.cells:
                return meaning(self.row.cells[column])
            if lacking:
                raise Wrong(lacking)
        except Wrong as fault:
            self.wrong(column, str(fault))
        return None

    def notice(self, column: str, what: str) -> None:
        self.reading.notices.append(f"{place(column, self.row.number)}: {what}.")

    def indicator(self, raw: object) -> Indicator:
        words = shown(cells.readable(raw)).strip()
        called = {plain(t): i for i in self.reporter.indicators for t in (i.id, i.title.es, i.title.en)}
        entry = called.get(plain(words))
        if entry in self.reporter.reported and entry is not None:
            return entry
        if entry is not None:
            parts = " y ".join(f"«{title(self.catalog.indicators[v])}»" for v in sorted(entry.formula.variables))
            raise Wrong(f"«{words}» lo calcula el observatorio; reporte {parts}")
        others = {plain(t): i for i in self.catalog.indicators.values() for t in (i.id, i.title.es, i.title.en)}
        if (other := others.get(plain(words))) is not None:
            publisher = self.catalog.sources[other.source].publisher.es
            raise Wrong(f"«{words}» lo publica {publisher}; los ayuntamientos no lo reportan aquí")
        near = process.extractOne(plain(words), called.keys(), scorer=fuzz.WRatio, score_cutoff=NEAR)
        hint = f"¿quiso decir «{title(called[near[0]])}»?" if near else "elija uno de la hoja «Indicadores»"
        raise Wrong(f"«{words}» no es un indicador de la plantilla; {hint}")

    def area(self, raw: object) -> str:
        own, name = self.reporter.area, self.reporter.name
        words = shown(cells.readable(raw)).strip().removesuffix(".0")
        if words == own:
            return own
        if words.isascii() and words.isdigit():
            if words.zfill(5) == own and len(words) == 4:
                self.notice("area", f"la clave {words} perdió su cero; se entendió {own}")
                return own
            whose = names().get(words, "")
            told = f"{words} es {whose}" if whose else f"«{words}» no es una clave de municipio"
            raise Wrong(f"{told} y este archivo es de {name}; escriba {own}")
        if plain(words) == plain(name):
            if self.shared(name):
                raise Wrong(f"hay más de un municipio llamado {name} en el estado; escriba la clave {own}")
            self.notice("area", f"viene el nombre y no la clave; se entendió {name} ({own})")
            return own
        raise Wrong(f"«{words}» no es {name}, de donde es este archivo; escriba la clave {own}")

    def shared(self, name: str) -> bool:
        known = areas()
        mine = known[(known["parent"] == self.reporter.area[:2]) & (known["valid_to"] == "")]
        return int(mine["name"].map(plain).eq(plain(name)).sum()) > 1

    def period(self, raw: object, entry: Indicator) -> str:
        found, said = cells.period(raw, entry, self.today)
        if said:
            self.notice("period", said)
        return found

    def value(self, entry: Indicator | None, status: str | None) -> float | None:
        if "value" not in self.row.cells:
            if status is not None and status not in ABSENT:
                self.wrong("value", "el estado dice que hay cifra y la celda está vacía; escríbala, o elija «sin dato»")
            return None
        if status in ABSENT:
            self.wrong("value", "el estado dice que no hay cifra y aquí viene una; bórrela o cambie el estado")
            return None
        return self.cell("value", lambda raw: cells.number(raw, entry), "") if entry is not None else None

    def text(self, column: str, needed: bool) -> str:
        lacking = {
            "source": "falta de dónde sale la cifra (registro, padrón, oficio, área que la lleva)",
            "note": "falta decir por qué no hay dato o no aplica",
        }
        found = self.cell(column, lambda raw: cells.text(raw, column), lacking[column] if needed else "")
        return found or ""
