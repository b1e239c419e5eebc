"""A comparison as one sentence that can be read out in a session: who has most, who least, how far from the base.

Figures are compared as they are printed, so what reads the same is a tie; no article agrees with a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import style
from dashboard.analysis.compare import Party
from dashboard.gaps import Gap
from dashboard.measures import Total, shown
from dashboard.text import t
from dashboard.wording import amount, apart, counted, dated, figure, shortened
from data.catalog import catalog
from data.entries import Indicator

TIED = "\u00a0"  # «≈» never ends a line


def answer(
    indicator: Indicator,
    period: str,
    chosen: Sequence[Party],
    found: Mapping[str, Total],
    called: Mapping[str, str],
    base: str,
    gaps: Mapping[str, Gap],
    language: str,
) -> str:
    """The whole comparison. chosen: the places on one axis. called: key → name. gaps: `compare.differences`."""
    told = {p.key: shown(value, indicator.decimals) for p in chosen if (value := found[p.key].value) is not None}
    statuses = {found[key].status for key in told}
    when = dated(period, statuses.pop() if len(statuses) == 1 else "", language)
    head = {"title": indicator.title.in_(language), "when": when}
    if not told:
        return t("compare.answer.none", language, **head) + "."
    if indicator.labels:
        first = _graded(indicator, told, called, head, language)
    elif len(set(told.values())) == 1:
        words = figure(next(iter(told.values())), indicator, language)
        key = "one" if len(told) == 1 else "same"
        places = shortened([called[key] for key in told], language, most=4)
        first = t(f"compare.answer.{key}", language, **head, places=places, figure=words)
    else:
        first = _ends(indicator, told, called, head, language)
        first += _against(indicator, told, called, base, gaps, language)
    absent = [called[p.key] for p in chosen if p.key not in told and found[p.key].reason != "never"]
    last = t("compare.answer.absent", language, places=shortened(absent, language)) if absent else ""
    return first + last + "."


def _ends(
    indicator: Indicator, told: Mapping[str, float], called: Mapping[str, str], head: Mapping[str, str], language: str
) -> str:
    """The highest and the lowest figure; of two places, one against the other."""
    high, low = max(told.values()), min(told.values())
    names = {value: shortened([called[k] for k, v in told.items() if v == value], language) for value in (high, low)}
    words = {
        "high": figure(high, indicator, language),
        "high_places": names[high],
        "low": figure(low, indicator, language, named=False),
        "low_places": names[low],
    }
    if len(told) == 2:
        return t("compare.answer.two", language, **head, **words, difference=apart(high - low, indicator, language))
    count = counted(len(told), language)
    difference = amount(high - low, indicator, language)
    return t("compare.answer.ends", language, **head, **words, count=count, difference=difference)


def _against(
    indicator: Indicator,
    told: Mapping[str, float],
    called: Mapping[str, str],
    base: str,
    gaps: Mapping[str, Gap],
    language: str,
) -> str:
    """The place furthest from the base, in units and in what is counted; only that where the ends say the rest."""
    far = max(gaps, key=lambda key: abs(gaps[key].difference), default="")
    if not far or not gaps[far].difference:
        return ""
    things = equivalent(gaps[far], indicator, language)
    words = {"place": called[far], "base": called[base], "things": things}
    if told[base] in (max(told.values()), min(told.values())):
        side = "more" if gaps[far].difference > 0 else "fewer"
        return t(f"compare.answer.{side}", language, **words) if things else ""
    words["difference"] = apart(gaps[far].difference, indicator, language)
    words["figure"] = figure(told[base], indicator, language, named=False)
    said = t("compare.answer.against", language, **words)
    return said + (f", {things}" if things else "")


def equivalent(found: Gap, indicator: Indicator, language: str) -> str:
    """A gap in what the numerator counts, «≈ 880 personas»; "" where nothing is counted or nobody would notice."""
    things = found.bearable(indicator.decimals)
    if things is None or indicator.counted is None or abs(things) < 2:  # one of them would be no finding
        return ""
    unit = catalog().vocabulary.units[indicator.counted]
    digits = style.decimal(abs(things))
    return t("compare.equivalent", language, amount=f"≈{TIED}{unit.prefix}{digits}", unit=unit.label.in_(language))


def difference(found: Gap, indicator: Indicator, base: str, language: str) -> str:
    """One line of the list of differences, without the place: figures, meaning, and what it amounts to."""
    words = {
        "figure": figure(found.value, indicator, language),
        "base": base,
        "base_figure": figure(found.reference, indicator, language, named=False),
    }
    parts = [t(f"compare.line.{'against' if found.difference else 'same'}", language, **words)]
    if found.verdict in ("better", "worse") and indicator.kind != "count":
        parts.append(t(f"compare.line.{found.verdict}", language))
    things = equivalent(found, indicator, language)
    if things:
        key = "more" if found.difference > 0 else "fewer"
        parts.append(t(f"compare.line.{key}", language, things=things, base=base))
    return "; ".join(parts)


def _graded(
    indicator: Indicator, told: Mapping[str, float], called: Mapping[str, str], head: Mapping[str, str], language: str
) -> str:
    """Who has which grade."""
    parts = []
    for grade in sorted(set(told.values())):
        places = shortened([called[key] for key, value in told.items() if value == grade], language, most=4)
        parts.append(t("compare.answer.grade", language, places=places, grade=style.number(grade, indicator, language)))
    return t("compare.answer.graded", language, **head, grades="; ".join(parts))


def signed(number: float, decimals: int) -> str:
    """A difference in a table: «+12.8», «−3,240», «0.0»."""
    digits = style.decimal(number, decimals)
    return f"+{digits}" if number > 0 else digits
