"""The change between two periods in words: how many rose and fell, who by how much, and what a rise means.

No article or verb agrees with a place: its gender is not known.
"""

from __future__ import annotations

import pandas as pd

from dashboard import style
from dashboard.analysis import change
from dashboard.analysis.change import Pair, Tally
from dashboard.text import t
from dashboard.wording import POINTS, amount, apart, capital, counted, listed, shortened
from data.entries import Indicator

FEW = 9  # up to so many members each is named


def unit(indicator: Indicator, language: str) -> str:
    """What a change is told in: «cambio en %», «puntos», the unit itself."""
    if change.in_per_cent(indicator):
        return t("time.change.percent", language)
    return t("time.change.points", language) if indicator.unit in POINTS else style.unit_label(indicator, language)


def column(indicator: Indicator, language: str) -> str:
    """How a table heads the changes: «Cambio en %», «Cambio (puntos)»."""
    told = unit(indicator, language)
    return capital(told) if change.in_per_cent(indicator) else t("time.change.column", language, unit=told)


def size(indicator: Indicator, value: float) -> str:
    """A size without sign and unit, as a legend writes it."""
    return style.decimal(abs(value), change.decimals(indicator))


def sign(value: float) -> str:
    """The sign a reader sees first; nothing before zero."""
    return "+" if value > 0 else "−" if value < 0 else ""


def signed(indicator: Indicator, value: float, language: str) -> str:
    """A change with its sign and unit: «+3.4 puntos», «−12.5 %»."""
    if change.in_per_cent(indicator):
        return sign(value) + style.share(abs(value), language)
    return sign(value) + amount(value, indicator, language)


def moved(indicator: Indicator, value: float, language: str) -> str:
    """A change inside a sentence: «3.4 puntos menos», «12.5 % más», «sin cambio»."""
    if value == 0:
        return t("time.change.none", language)
    if change.in_per_cent(indicator):
        key = "more" if value > 0 else "fewer" if indicator.kind == "count" else "less"
        return t(f"sentences.difference.{key}", language, amount=style.share(abs(value), language))
    return apart(value, indicator, language)


def span(pair: Pair, language: str) -> str:
    """«Entre 2010 y 2015»."""
    first, last = (style.period(p, language) for p in (pair.since, pair.until))
    return t("time.change.span", language, first=first, last=last)


def finding(indicator: Indicator, told: pd.DataFrame, pair: Pair, zone: str, whole: float | None, language: str) -> str:
    """The lead of a map of changes. told: `change.changes` of the zone's members; whole: the zone's own change."""
    known = told[told["change"].notna()]
    if known.empty:
        return t("time.change.nobody", language, span=span(pair, language), zone=zone) + "."
    details = [f"{name}, {moved(indicator, value, language)}" for name, value in _named(known)]
    if whole is not None and len(told) > 1:
        details.append(f"{zone}, {moved(indicator, whole, language)}")
    sentence = capital(f"{span(pair, language)} {_counted(change.tally(told), language)}")
    return f"{sentence}{': ' if len(known) <= FEW else '. '}{'; '.join(details)}." if details else f"{sentence}."


def _counted(found: Tally, language: str) -> str:
    """«la cifra subió en 35 municipios, bajó en 89 y quedó igual en uno»: what is counted is said once."""
    pairs = [(name, n) for name, n in (("rose", found.rose), ("fell", found.fell), ("same", found.same)) if n]
    parts = []
    for at, (name, n) in enumerate(pairs):
        one = "one" if n == 1 else "many"
        places = t(f"time.change.places.{one if not at else one + '_more'}", language, count=counted(n, language))
        parts.append(t(f"time.change.{name}", language, places=places))
    figure = t("time.change.figure", language)
    return f"{figure} {listed(parts, language)}"


def _named(known: pd.DataFrame) -> list[tuple[str, float]]:
    """Who is named: everybody of a few, the largest change first; of many, ours."""
    rows = known if len(known) <= FEW else known[[style.mark(a) is not None for a in known["area"]]]
    rows = rows.iloc[rows["change"].abs().argsort(kind="stable")[::-1]]
    return list(zip(rows["name"], rows["change"], strict=True))


def ends(indicator: Indicator, told: pd.DataFrame, language: str) -> str:
    """Where it rose and fell most, of many; "" of a few, who are all named anyway."""
    known = told[told["change"].notna()]
    if len(known) <= FEW:
        return ""
    most, least = known.loc[known["change"].idxmax()], known.loc[known["change"].idxmin()]
    parts = []
    if most["change"] > 0:
        words = signed(indicator, float(most["change"]), language)
        parts.append(t("time.change.most_up", language, place=most["name"], change=words))
    if least["change"] < 0:
        words = signed(indicator, float(least["change"]), language)
        parts.append(t("time.change.most_down", language, place=least["name"], change=words))
    return capital("; ".join(parts)) + "." if parts else ""


def meaning(indicator: Indicator, language: str) -> str:
    """Which way is better, in words, since colours do not say it; "" where neither is."""
    found = change.meaning(indicator)
    return t(f"time.change.rise_is_{found}", language) if found in ("better", "worse") else ""


def untold(told: pd.DataFrame, language: str) -> list[str]:
    """Who has no change to tell, by reason."""
    lines = []
    for why in ("missing", "suppressed", "not_applicable", "no_base"):
        names = list(told.loc[told["why"] == why, "name"])
        if names:
            lines.append(t(f"time.change.why.{why}", language, places=shortened(names, language)))
    return lines


def refused(indicator: Indicator, pair: Pair, zone: str, language: str) -> str:
    """Why there is no map of the change."""
    told = {
        "since": style.period(pair.since, language) if pair.since else "",
        "until": style.period(pair.until, language) if pair.until else "",
        "period": style.period(pair.broken, language) if pair.broken else "",
        "title": indicator.title.in_(language),
        "zone": zone,
    }
    return t(f"time.change.refused.{pair.refusal}", language, **told)
