"""Sentences about one place: against another, against its own past, among the others.

Better and worse are said only where the catalogue gives a direction. A change is told within one method and
between finished periods; in per cent only for what is counted or paid, and never from zero.
"""

from __future__ import annotations

import pandas as pd

from dashboard import style
from dashboard.gaps import Gap, verdict
from dashboard.measures import shown
from dashboard.published import finished
from dashboard.text import t
from dashboard.wording import amount, apart, capital, dated, figure
from data.catalog import catalog
from data.entries import Indicator

SO_MANY_TIMES = 3


def gap(found: Gap, indicator: Indicator, place: str, other: str, language: str, unit: str = "") -> str:
    """A place against a reference. unit: what the numerator counts, of the vocabulary, to tell the gap in it."""
    words = {
        "place": place,
        "other": other,
        "figure": figure(found.value, indicator, language),
        "other_figure": figure(found.reference, indicator, language, named=False),
    }
    if found.difference == 0:
        return t("sentences.gap.same", language, **words) + "."
    side = "above" if found.difference > 0 else "below"
    sentence = t(f"sentences.gap.{side}", language, **words, amount=amount(found.difference, indicator, language))
    if found.verdict in ("better", "worse"):
        sentence = t(f"sentences.gap.{found.verdict}", language, gap=sentence)
    things = found.bearable(indicator.decimals) if unit else None
    if things is not None:
        key = "more_people" if things > 0 else "fewer_people"
        label = catalog().vocabulary.units[unit].label.in_(language)
        digits = style.decimal(abs(things))
        sentence = t(f"sentences.gap.{key}", language, gap=sentence, amount=digits, unit=label, other=other)
    return capital(sentence) + "."


def line(found: Gap, indicator: Indicator, other: str, language: str) -> str:
    """A gap as one line of a list, headed by the indicator's title."""
    return t(
        "sentences.gap.line", language,
        title=indicator.title.in_(language),
        figure=figure(found.value, indicator, language),
        difference=apart(found.difference, indicator, language),
        other=other,
        other_figure=figure(found.reference, indicator, language, named=False),
    )  # fmt: skip


def change(indicator: Indicator, series: pd.DataFrame, place: str, language: str, *, guarded: bool = False) -> str:
    """How a place's figure moved from the first comparable period to the last.

    series: rows of one area (period, value, status). Figures before the last change of method, projections and
    incomplete periods are not compared; a break is said. guarded: the guard of comparability says that for all, and
    who has nothing to compare with says nothing ("").
    """
    rows = finished(series).sort_values("period")
    if rows.empty:
        return "" if guarded else t("sentences.change.none", language, place=place) + "."
    last_period = rows["period"].iloc[-1]
    breaks = [b.period for b in indicator.breaks if rows["period"].iloc[0] < b.period <= last_period]
    if breaks:
        rows = rows[rows["period"] >= max(breaks)]
    sentences = [capital(_moved(indicator, rows, place, language)) + "."]
    if guarded:
        return sentences[0] if len(rows) > 1 else ""
    if breaks:
        sentences.append(t("sentences.change.break", language, period=style.period(max(breaks), language)))
    if indicator.unit.startswith("mxn") and len(rows) > 1:
        sentences.append(t("sentences.change.pesos", language))
    return " ".join(sentences)


def _moved(indicator: Indicator, rows: pd.DataFrame, place: str, language: str) -> str:
    first, last = (shown(float(rows["value"].iloc[at]), indicator.decimals) for at in (0, -1))
    words = {
        "place": place,
        "first": figure(first, indicator, language),
        "last": figure(last, indicator, language),
        "when_first": _at(rows.iloc[0], language, noted=rows["status"].iloc[0] != rows["status"].iloc[-1]),
        "when_last": _at(rows.iloc[-1], language),
    }
    if len(rows) == 1:
        return t("sentences.change.alone", language, **words)
    if first == last:
        return t("sentences.change.flat", language, **words)
    if indicator.labels or (first == 0 and _in_per_cent(indicator)):
        sentence = t("sentences.change.from_zero", language, **words)
    else:
        words["last"] = figure(last, indicator, language, named=False)
        sentence = t("sentences.change.rose", language, **words, difference=_moved_by(indicator, first, last, language))
    # prices rise and towns grow: of what is paid or counted, more or less is by itself neither better nor worse
    judged = indicator.kind != "count" and not indicator.unit.startswith("mxn")
    meant = verdict(last - first, indicator.better) if judged else ""
    return t(f"sentences.change.{meant}", language, change=sentence) if meant in ("better", "worse") else sentence


def _moved_by(indicator: Indicator, first: float, last: float, language: str) -> str:
    """Per cent for what is counted or paid (times, from three on); the plain distance otherwise, or for 0.0 %."""
    if _in_per_cent(indicator) and first > 0:
        if last >= SO_MANY_TIMES * first:
            return t("sentences.change.times", language, times=style.decimal(last / first, 1).removesuffix(".0"))
        part = 100 * (last - first) / first
        if shown(part, 1):
            key = "sentences.difference.more" if part > 0 else "sentences.difference.less"
            return t(key, language, amount=style.share(abs(part), language))
    return apart(last - first, indicator, language)


def _in_per_cent(indicator: Indicator) -> bool:
    return indicator.kind == "count" or indicator.unit.startswith("mxn")


def _at(row: pd.Series, language: str, *, noted: bool = True) -> str:
    period = str(row["period"])
    if "/" in period:  # «de 1.2 % de 2000 a 2010 a…» cannot be read
        return t("sentences.figure.span", language, period=style.period(period, language))
    return dated(period, str(row["status"]) if noted else "", language)


def place(
    rank: object, of: object, indicator: Indicator, state: str | None, language: str,
    *, tied: int = 0, meaning: bool = True,
) -> str:  # fmt: skip
    """«lugar 3 de 125 en Jalisco (el 1 es el mejor)»; without a state, in Mexico; empty without a rank.

    tied: how many others share the place. meaning: whether to say what the first place is.
    """
    if pd.isna(rank) or pd.isna(of):
        return ""
    key = "sentences.place.state" if state else "sentences.place.nation"
    words = t(key, language, rank=style.decimal(float(rank)), of=style.decimal(float(of)), state=state or "")  # type: ignore[arg-type]
    if tied:
        level = t(f"sentences.place.{'tied' if tied > 1 else 'tied_one'}", language, count=style.decimal(tied))
        words = f"{words}, {level}"
    most = indicator.better == "neither" or indicator.kind == "count"
    first = t(f"sentences.place.{'most' if most else 'best'}", language)
    return f"{words} ({first})" if meaning else words


def portrait(
    name: str, people: float, period: str, language: str, *, zone: str = "", of_zone: float | None = None
) -> str:
    """A municipality in a sentence: its people, and what part of its zone they are."""
    digits, year = style.decimal(people), style.period(period, language)
    sentence = t("sentences.portrait.people", language, place=name, people=digits, period=year)
    if zone and of_zone and of_zone > people and shown(100 * people / of_zone, 1):  # «0.0 %» says nothing
        part = style.share(100 * people / of_zone, language)
        sentence = t("sentences.portrait.share", language, sentence=sentence, share=part, zone=zone)
    return sentence + "."
