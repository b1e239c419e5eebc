"""A place in plain sentences, written from its figures: who lives there, strengths and gaps, since when.

Each sentence carries its figure, its period and what it is compared with, so that it can be pasted into minutes.
Nothing is said where there is nothing to say it from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import contrasts, style
from dashboard.analysis.comparability import Remark, Side, side_by_side
from dashboard.analysis.lines import Line, Point
from dashboard.gaps import Gap, distances, varied, verdict
from dashboard.measures import Total, shown
from dashboard.text import t
from dashboard.wording import apart, capital, dated, figure, listed, when
from data.entries import Indicator

PEOPLE, YOUNG, OLD, GROWTH = "population_total", "age_0_14_pct", "age_65_plus_pct", "population_growth_pct"
MOST = 5  # strengths, and gaps
NEAR = 0.1  # interquartile ranges: what is nearer is neither strength nor gap


@dataclass(frozen=True)
class Findings:
    """What sets a place apart from another (`other`, a territory's key), among the municipalities of `peers`.

    every: all sound gaps, the furthest first. strong, weak: at most five each, never padded; clearly better (worse)
    than the other and in the better (worse) half of the peers as well.
    """

    other: str
    peers: str
    every: tuple[Gap, ...]
    strong: tuple[Gap, ...]
    weak: tuple[Gap, ...]


def findings(
    indicators: Mapping[str, Indicator],
    profile: pd.DataFrame,
    own: Mapping[str, Total],
    reference: Mapping[str, Total],
    keys: tuple[str, str],
    peers: Collection[str],
    confidence: Mapping[str, str],
) -> Findings:
    """What sets a place apart (see `gaps.distances`). keys: the other's, and whose the peers are."""
    every = distances(indicators, profile, own, reference, peers, confidence)
    middle = profile[profile["area"].isin(list(peers))].groupby("indicator")["value"].median()
    sides: dict[str, list[Gap]] = {"better": [], "worse": []}
    for one in [g for g in every if abs(g.distance or 0.0) >= NEAR and g.verdict in sides]:
        # a figure that only the capital outdoes is no lag, and one that most municipalities outdo is no advantage
        among = verdict(one.value - middle[one.indicator], indicators[one.indicator].better)
        if among == one.verdict:
            sides[one.verdict].append(one)
    strong, weak = (tuple(varied(gaps, indicators, MOST)) for gaps in sides.values())
    return Findings(*keys, tuple(every), strong, weak)


def who(lines: Mapping[str, Line], language: str) -> str:
    """Ages and growth in one sentence, of the figures there are; empty without any."""
    parts = []
    young, old = lines.get(YOUNG), lines.get(OLD)
    if young and old and young.own.value is not None and old.own.value is not None and young.period == old.period:
        parts.append(t(
            "portrait.who.age", language, young=style.decimal(young.own.value), old=style.decimal(old.own.value),
            period=style.period(young.period, language),
        ))  # fmt: skip
    growth = lines.get(GROWTH)
    if growth and growth.own.value is not None:
        rate = shown(growth.own.value, growth.indicator.decimals)
        key = "stayed" if rate == 0 else "grew" if rate > 0 else "shrank"
        amount = style.number(abs(rate), growth.indicator, language)
        parts.append(t(f"portrait.who.{key}", language, amount=amount, when=when(growth.period, language)))
    return capital("; ".join(parts)) + "." if parts else ""


def summary(
    found: Findings, lines: Mapping[str, Line], place: str, other: str, state: str | None, language: str
) -> list[str]:
    """Two to five sentences: the balance, the greatest advantage and lag, and how one of them has moved.

    state: name of the state the places in an order are of; None where there are none. What moved is the furthest lag
    (else advantage) that has two figures to compare; without one, nothing is said of the past.
    """
    told = [balance(found.every, place, other, language)]
    for side, gaps in (("better", found.strong), ("worse", found.weak)):
        if gaps:
            told.append(_lead(side, gaps[:2], lines, other, state, language))
    moved = next(
        (line for line in (lines[g.indicator] for g in (*found.weak, *found.strong)) if _comparable(line)), None
    )
    return [*told, change(moved, place, language)] if moved else told


def _comparable(line: Line) -> bool:
    """Whether two figures lie on this side of the last change of method."""
    since = max((b.period for b in line.indicator.breaks), default="")
    return sum(value is not None and period >= since for period, value, _ in line.past) > 1


def balance(every: Sequence[Gap], place: str, other: str, language: str) -> str:
    """On how many indicators a place is better, worse and the same, and of which years they are."""
    words = {"place": place, "other": other}
    if not every:
        return capital(t("portrait.balance.none", language, **words)) + "."
    counts = {side: sum(g.verdict == side for g in every) for side in ("better", "worse", "same")}
    alone = "only." if len(every) == 1 else ""
    parts = [t(f"portrait.balance.{alone}{k}", language, count=style.decimal(n)) for k, n in counts.items() if n]
    years = sorted({g.period.rpartition("/")[2][:4] for g in every})
    span = t("portrait.balance.span", language, first=years[0], last=years[-1]) if len(years) > 1 else years[0]
    key = "one" if alone else "many"
    told = listed(parts, language)
    count = style.decimal(len(every))
    return capital(t(f"portrait.balance.{key}", language, **words, count=count, parts=told, span=span)) + "."


def _lead(
    side: str, gaps: Sequence[Gap], lines: Mapping[str, Line], other: str, state: str | None, language: str
) -> str:
    """The furthest, and the one that follows it, each with its place."""
    sentence = ""
    for one in gaps:
        line = lines[one.indicator]
        entry = line.indicator
        key, words = ("next", {"first": sentence}) if sentence else (side, {})
        sentence = t(
            f"portrait.lead.{key}", language, **words, title=entry.title.in_(language), other=other,
            figure=figure(one.value, entry, language), when=dated(one.period, line.own.status, language),
            difference=apart(one.difference, entry, language),
            other_figure=figure(one.reference, entry, language, named=False),
        )  # fmt: skip
        place = standing(line, state, language, meaning=key == side) if state else ""
        if place:
            sentence = t("portrait.lead.placed", language, sentence=sentence, place=place)
    return sentence + "."


def standing(line: Line, state: str | None, language: str, *, meaning: bool = True) -> str:
    """«lugar 3 de 125 en Jalisco, igual que otros 2 (el 1 es el mejor)»; empty without a place."""
    if line.standing is None:
        return ""
    found = line.standing
    return contrasts.place(found.rank, found.of, line.indicator, state, language, tied=found.tied, meaning=meaning)


def change(line: Line, place: str, language: str) -> str:
    """How one indicator of the place has moved, within one method (see `contrasts.change`)."""
    subject = t("portrait.subject", language, title=line.indicator.title.in_(language), place=place)
    return contrasts.change(line.indicator, frame(line.past), subject, language)


def remarks(gaps: Sequence[Gap], lines: Mapping[str, Line], language: str) -> tuple[Remark, ...]:
    """What to beware of in the figures told, each rule once with the indicators it is about."""
    about: dict[str, tuple[Remark, list[object]]] = {}
    for one in gaps:
        line, total = lines[one.indicator], lines[one.indicator].own
        title = line.indicator.title.in_(language)
        side = Side(line.indicator, title, line.period, total.value, total.numerator, total.denominator, total.status)
        for remark in side_by_side([side]):
            _, named = about.setdefault(remark.rule.removeprefix("all_"), (remark, []))
            named += remark.words.get("places", (title,))  # type: ignore[arg-type]
    return tuple(
        Remark(rule, first.severity, {**first.words, "places": tuple(named)}) for rule, (first, named) in about.items()
    )


def frame(past: Sequence[Point]) -> pd.DataFrame:
    """Points as the sentences of `contrasts` read them: period, value, status."""
    rows = pd.DataFrame(list(past), columns=["period", "value", "status"])
    return rows.astype({"period": "str", "value": "float64", "status": "str"})
