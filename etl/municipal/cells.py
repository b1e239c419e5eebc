"""One cell at a time: what a clerk wrote → what it means, or a sentence that says what to write instead.

Nothing is guessed: a number that could be read in two ways is refused, whichever way is likelier.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time

from data.entries import Indicator
from etl.municipal.form import COLUMNS, FIRST_YEAR, FREQUENCIES, LONGEST, SHOWN, STATUSES, statuses
from etl.places import plain

PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
WITH_POINTS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "un correo electrónico"),
    (re.compile(r"\b[A-ZÑ&]{4}[0-9]{6}[HM][A-Z]{5}[A-Z0-9]{2}\b", re.IGNORECASE), "una CURP"),
    (re.compile(r"\b[A-ZÑ&]{4}[0-9]{6}[A-Z0-9]{3}\b", re.IGNORECASE), "un RFC de persona"),
)


class Wrong(Exception):
    """What is wrong with a cell and what to do, without its place."""


class Unsaved:
    """A formula without a saved result."""


class Failed(str):
    """An error value of a spreadsheet, such as #DIV/0!."""


def shown(raw: object) -> str:
    """A cell as a sentence quotes it."""
    if isinstance(raw, datetime):
        return f"{raw:%Y-%m-%d}"
    return f"{raw:.15g}" if isinstance(raw, float) else str(raw)


def readable(raw: object) -> object:
    """The cell itself; raises Wrong for what has no content to judge."""
    if isinstance(raw, Unsaved):
        raise Wrong(
            "la celda tiene una fórmula sin resultado guardado; abra el archivo en Excel y guárdelo, "
            "o pegue el resultado como valor"
        )
    if isinstance(raw, Failed):
        raise Wrong(f"la celda tiene el error de cálculo {raw}; corrija la fórmula o escriba el dato")
    return raw


def text(raw: object, column: str) -> str:
    """A source or a note: short, and about no person."""
    raw = readable(raw)
    words = " ".join(shown(raw).split())
    if len(words) > LONGEST[column]:
        raise Wrong(f"el texto tiene {len(words)} caracteres y caben {LONGEST[column]}; acórtelo y guarde el detalle")
    for pattern, what in PERSONAL:
        if pattern.search(words):
            raise Wrong(f"parece llevar {what}; quítelo: no se piden ni se publican datos de personas")
    return words


def status(raw: object) -> str:
    """A status of the figure, from any of its words."""
    raw = readable(raw)
    if (found := statuses().get(plain(" ".join(shown(raw).split())))) is None:
        offered = ", ".join(f"«{words[0]}»" for words in STATUSES.values())
        raise Wrong(f"«{shown(raw)}» no es un estado; elija uno de la lista: {offered}")
    return found


def number(raw: object, entry: Indicator) -> float:
    """A figure within the catalogue's range."""
    raw = readable(raw)
    if isinstance(raw, (date, time)):
        raise Wrong(f"Excel tiene la celda como fecha ({shown(raw)}); cambie su formato a número y escriba la cifra")
    if isinstance(raw, bool):
        raise Wrong("la celda dice verdadero o falso; escriba la cifra")
    value = float(raw) if isinstance(raw, (int, float)) else _written(str(raw).strip(), entry)
    if not math.isfinite(value):
        raise Wrong(f"«{raw}» no es una cifra; escriba un número como 1234.5")
    if entry.decimals == 0 and not value.is_integer():
        raise Wrong(f"«{shown(raw)}» tiene decimales y el indicador es un conteo; escriba un número entero")
    low, high = entry.range
    if (low is not None and value < low) or (high is not None and value > high):
        least, most = f"{low or 0:,.0f}", f"{high or math.inf:,.0f}"
        said = f"de {least} a {most}" if high is not None else f"de {least} en adelante"
        raise Wrong(f"«{shown(raw)}» no es posible para este indicador, que va {said}; revise la cifra y la unidad")
    return value + 0.0  # -0 is 0


def _written(words: str, entry: Indicator) -> float:
    """A number as text; the marks of thousands and of decimals are never guessed."""
    if PLAIN.fullmatch(words):
        if THOUSANDS.fullmatch(words):
            raise Wrong(f"«{words}» puede leerse de dos maneras; {_either(words, entry)}")
        return float(words)
    advice = "escriba solo cifras, con punto para los decimales y sin comas de millares, como 1234.5"
    if WITH_POINTS.fullmatch(words) and "," in words:
        advice = f"escriba {words.replace('.', '').replace(',', '.')}"
    elif GROUPED.fullmatch(words) and (words.count(",") > 1 or "." in words):
        advice = f"escriba {words.replace(',', '')}"
    elif GROUPED.fullmatch(words):
        advice = _either(words.replace(",", "."), entry)
    elif WITH_POINTS.fullmatch(words):
        advice = f"escriba {words.replace('.', '')}"
    elif re.fullmatch(r"[0-9]+,[0-9]+", words):
        advice = f"escriba {words.replace(',', '.')}"
    elif not re.search(r"[0-9]", words):
        advice = "si no hay dato, deje vacío el valor, elija «sin dato» en el estado y diga por qué en la nota"
    raise Wrong(f"«{words}» no es un número como los escribe el sistema; {advice}")


def _either(words: str, entry: Indicator) -> str:
    """What to write for 1.234, which a fourth decimal or no point at all makes clear."""
    whole = words.replace(".", "")
    return f"escriba {whole}" + ("" if entry.decimals == 0 else f" si son miles, o {words}0 si son decimales")


def period(raw: object, entry: Indicator, today: date) -> tuple[str, str]:
    """(period, notice): a year or a month that has ended; the notice says how a date of Excel was understood."""
    raw = readable(raw)
    if isinstance(raw, (date, time)):
        return _of_date(raw, entry, today)
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    words = " ".join(shown(raw).split())
    form = r"\d{4}" if entry.frequency == "annual" else r"\d{4}-(0[1-9]|1[0-2])"
    if not re.fullmatch(form, words, re.ASCII):
        raise Wrong(_badly_written(words, entry))
    return _ended(words, today), ""


def _of_date(raw: date | time, entry: Indicator, today: date) -> tuple[str, str]:
    """A month that Excel turned into its first day; any other date could mean several things."""
    first = isinstance(raw, date) and raw.day == 1 and getattr(raw, "hour", 0) == getattr(raw, "minute", 0) == 0
    if entry.frequency == "monthly" and first and isinstance(raw, date):
        month = f"{raw:%Y-%m}"
        return _ended(month, today), f"Excel convirtió el periodo en la fecha {shown(raw)}; se entendió {month}"
    raise Wrong(
        f"Excel convirtió el periodo en la fecha {shown(raw)} y no se sabe qué periodo era; "
        f"ponga la celda en formato de texto y escriba {_example(entry)}"
    )


def _ended(period: str, today: date) -> str:
    year = int(period[:4])
    if year < FIRST_YEAR:
        raise Wrong(f"el año {year} es anterior a {FIRST_YEAR}; revise si falta o sobra una cifra")
    now = f"{today:%Y-%m}"[: len(period)]
    if period >= now:
        verb = "todavía no termina" if period == now else "está en el futuro"
        raise Wrong(f"el periodo {period} {verb}; repórtelo cuando haya terminado, o revise el año")
    return period


def _badly_written(words: str, entry: Indicator) -> str:
    often = FREQUENCIES[entry.frequency]
    if entry.frequency == "annual" and (found := re.fullmatch(r"(\d{4})[-/.]\d{1,2}", words)):
        return f"«{words}» es un mes y el indicador es {often}; escriba solo el año: {found[1]}"
    if entry.frequency == "monthly" and re.fullmatch(r"\d{4}", words):
        return f"«{words}» es un año y el indicador es {often}; escriba año y mes, como {words}-06"
    if month := _month(words):
        return f"«{words}» no está escrito como se espera; si es ese mes, escriba {month}"
    return f"«{words}» no es un periodo; escriba {_example(entry)}"


def _month(words: str) -> str:
    """The month that a clear spelling means, as the form wants it; empty where it is not clear."""
    if found := re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})(?:-01(?: 00:00:00)?)?", words):
        year, month = found[1], int(found[2])
    elif found := re.fullmatch(r"(\d{1,2})[-/. ](\d{4})", words):
        year, month = found[2], int(found[1])
    elif found := re.fullmatch(r"([A-Z]{3,10})\.?(?: DE | DEL |[-/. ])(\d{4})", plain(words)):
        year, name = found[2], found[1][:3].lower()
        month = MONTHS.index(name) + 1 if name in MONTHS else 0
    else:
        return ""
    return f"{year}-{month:02d}" if 1 <= month <= 12 else ""


def _example(entry: Indicator) -> str:
    what = "el año con cuatro cifras" if entry.frequency == "annual" else "año y mes"
    return f"{what}, como {SHOWN[entry.frequency]}"


def place(column: str, row: int) -> str:
    """Where a cell is, as a clerk looks for it."""
    return f"Fila {row}, columna {COLUMNS[column]}"
