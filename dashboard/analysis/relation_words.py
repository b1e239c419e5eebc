"""What two figures say together, in plain sentences: the finding, who departs from the line, how steep it is.

Titles are quoted and keep their grammar: «donde la cifra de «…» es más alta» fits every one of them.
"""

from __future__ import annotations

from math import floor, log10

import pandas as pd

from dashboard import style
from dashboard.analysis.kinship import summary
from dashboard.analysis.matrix import Cell
from dashboard.analysis.pair import BY_CONSTRUCTION, Pair
from dashboard.analysis.relation import Correlation, strength
from dashboard.measures import shown
from dashboard.text import t
from dashboard.wording import amount, apart, capital, counted, figure, listed
from dashboard.zones import members
from data.catalog import catalog
from data.entries import Indicator


def shared(seen: Pair, language: str) -> str:
    """That one of the two sums up lacks of the other's topic; empty when neither does."""
    found = summary(seen.x, seen.y) if not seen.kin else None
    if found is None:
        return ""
    other = seen.y if found is seen.x else seen.x
    topic = catalog().vocabulary.topics[other.topic].in_(language)
    return t("relation.summary", language, whole=found.title.in_(language), topic=topic)


def finding(seen: Pair, language: str) -> str:
    """The answer of the page in one sentence; never without `caution` after it."""
    words = {"x": seen.x.title.in_(language), "y": seen.y.title.in_(language)}
    line = seen.line
    if seen.kin in BY_CONSTRUCTION:
        return t(f"relation.kin.{seen.kin}", language, **words)
    if line.reason == "few":
        return t("relation.few", language, **words, places=_municipalities(line.n, language))
    if line.reason in ("constant_x", "constant_y"):
        alike = words["x" if line.reason == "constant_x" else "y"]
        return t("relation.constant", language, title=alike, places=_municipalities(line.n, language))
    if line.reason or line.spearman is None:
        return t(f"relation.{line.reason or 'none'}", language, **words)
    told = line.spearman
    scope = {"scope": among(seen, language), "rho": rho(told, language)}
    if not told.clear:
        return t("relation.unclear", language, **words, **scope)
    side = t(f"relation.{'higher' if told.value > 0 else 'lower'}", language)
    size = t(f"relation.strength.{strength(told.value)}", language)
    sentence = t("relation.clear", language, **words, **scope, side=side, strength=size)
    return sentence + (" " + t("relation.kin.base", language) if seen.kin == "base" else "")


def caution(language: str) -> str:
    """What every finding is followed by."""
    return t("relation.caution", language)


def among(seen: Pair, language: str) -> str:
    """Whose figures they are: «En los 125 municipios de Jalisco»."""
    whole = len(seen.told) == len(seen.rows)
    place = t("relation.scope.zone", language) if seen.scope == "zone" else seen.of.short.in_(language)
    key = "relation.scope.all" if whole else "relation.scope.some"
    return t(key, language, count=style.decimal(len(seen.told)), place=place)


def departs(seen: Pair, language: str) -> str:
    """Who of ours is furthest from the line, by how much, and whether that is common; empty without a line."""
    found = seen.furthest
    if found is None:
        return ""
    known = seen.told["standard"].notna()
    candidates = int((seen.told["area"].isin(list(seen.ours or members(seen.zone))) & known).sum())
    default = set(seen.ours) <= set(catalog().default_zone.members) and seen.ours
    key = "one" if candidates == 1 else "ours" if default else "zone"
    words = {
        "name": found["name"],
        "figure": figure(float(found["y"]), seen.y, language),
        "distance": distance(seen, found, language),
        "common": t(f"relation.common.{_common(float(found['standard']))}", language),
        "zone": seen.zone.short.in_(language),
    }
    return t(f"relation.departs.{key}", language, **words)


def distance(seen: Pair, found: pd.Series, language: str) -> str:
    """How far a municipality is from the line: «6.1 puntos más que la recta», «35.0 % menos…», «2.1 veces…»."""
    y, expected = float(found["y"]), float(found["expected"])
    if seen.line.log_y:
        times = y / expected
        if times >= 2:
            return t("relation.distance.times", language, times=style.decimal(times, 1))
        side = "above" if times > 1 else "below"
        return t(f"relation.distance.{side}", language, share=style.share(abs(100 * (times - 1)), language))
    gap = shown(y - expected, seen.y.decimals)
    if gap == 0:
        return t("relation.distance.on", language)
    return t("relation.distance.apart", language, amount=apart(gap, seen.y, language))


def steepness(seen: Pair, language: str) -> str:
    """The line in words: how much higher or lower y is for a round step of x; empty without a line."""
    line = seen.line
    if line.reason or line.slope == 0:
        return ""
    words = {"x": seen.x.title.in_(language), "y": seen.y.title.in_(language)}
    if line.log_x:
        first, by = t("relation.slope.tenfold", language, **words), line.slope
    else:
        step = _step(seen.told["x"])
        told = amount(step, seen.x, language)
        first, by = t("relation.slope.step", language, step=told, **words), line.slope * step
    if line.log_y:
        return first + " " + t("relation.slope.times", language, times=style.decimal(10.0**by, 2), **words)
    return first + " " + t("relation.slope.by", language, amount=apart(by, seen.y, language), **words)


def rho(told: Correlation, language: str) -> str:
    """«rho de Spearman −0.50, intervalo de 95 % de −0.63 a −0.35»."""
    return t("relation.rho", language, **_interval(told))


def pearson(told: Correlation, language: str) -> str:
    """«r de Pearson −0.52 (de −0.64 a −0.38)»."""
    return t("relation.pearson", language, **_interval(told))


def cell(found: Cell, language: str) -> str:
    """One square of the matrix in words, for those who hear it: names, correlation, whether it stands, or why none."""
    known = catalog().indicators
    names = {"x": known[found.x].title.in_(language), "y": known[found.y].title.in_(language)}
    return t("relation.matrix.cell", language, **names, said=said(found, language))


def said(found: Cell, language: str) -> str:
    """What a square of the matrix says."""
    if found.kin not in ("", "sides"):
        return t(f"relation.matrix.kin.{found.kin}", language)
    if found.correlation is None:
        reason = "period" if not found.period else "few" if found.n < 10 else "constant"
        return t(f"relation.matrix.without.{reason}", language)
    key = "stands" if found.stands else "chance"
    words = {"rho": signed(found.correlation.value), "count": style.decimal(found.n)}
    return t(f"relation.matrix.{key}", language, **words, period=style.period(found.period, language))


def signed(value: float) -> str:
    """A correlation with its sign, never −0.00: «+0.66»."""
    digits = style.decimal(value, 2)
    return digits if digits.startswith("−") or digits == "0.00" else "+" + digits


def titled(indicator: Indicator, period: str, language: str, *, logarithmic: bool = False) -> str:
    """An axis: what, in which unit, when, on which scale."""
    parts = [style.unit_label(indicator, language), style.period(period, language)]
    parts += [t("relation.logarithmic", language)] if logarithmic else []
    return f"{indicator.title.in_(language)} ({', '.join(parts)})"


def named(x: Indicator, y: Indicator, language: str) -> str:
    """Both titles as one: «Años promedio de escolaridad y población en situación de pobreza»."""
    first, second = x.title.in_(language), y.title.in_(language)
    words = second.split(" ")
    plain = words[0][1:].islower() and not "".join(words[1:2])[:1].isupper()  # neither an acronym nor a name
    return listed([first, second[0].lower() + second[1:] if plain else second], language)


def _interval(told: Correlation) -> dict[str, str]:
    return {"value": signed(told.value), "low": signed(told.low), "high": signed(told.high)}


def _municipalities(count: int, language: str) -> str:
    key = "sentences.finding.tied_one" if count == 1 else "sentences.finding.tied"
    return capital(t(key, language, count=counted(count, language)))


def _common(standard: float) -> str:
    """Two thirds of all are within one common distance of a line, nineteen in twenty within two."""
    return "near" if abs(standard) < 1 else "some" if abs(standard) < 2 else "far"


def _step(values: pd.Series) -> float:
    """A round step within two standard deviations: 1 year, 10 points, 1,000 pesos."""
    size = 2 * float(values.std())
    return 10.0 ** floor(log10(size)) if size > 0 else 1.0
