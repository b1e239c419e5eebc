"""The finding of a map or a profile as one plain sentence, and why a zone has no figure.

Written as a newspaper would: the figure, the period, the distance. Figures are compared as they are printed,
so what reads the same *is* a tie. No article or verb agrees with a place: its gender is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import style
from dashboard.measures import Total, shown
from dashboard.text import t
from dashboard.wording import apart, capital, counted, dated, figure, listed, shortened, when
from dashboard.zones import members
from data.areas import names
from data.catalog import catalog
from data.entries import Indicator, Zone

FEW = 9  # up to this many figures, the two ends are compared; beyond, the whole is described
NAMED_TIES = 3


def finding(
    indicator: Indicator,
    values: pd.DataFrame,
    zone: Zone,
    period: str,
    language: str,
    *,
    whole: Total | None = None,
    references: Mapping[str, float] | None = None,
) -> str:
    """What a map of a zone says, in one sentence.

    values: `queries.values` (area, name, value, status are read). whole: the zone's own figure.
    references: name → figure, told last («Jalisco, 28.1 %»). Leads with the municipality in the worst position
    where the catalogue says which that is, else with the highest figure.
    """
    rows = _of_members(values, zone)
    having = rows[rows["value"].notna()]
    if having.empty:
        return _nothing(rows, zone, period, language)
    told = having.assign(shown=[shown(v, indicator.decimals) for v in having["value"]])
    status = told["status"].iloc[0] if told["status"].nunique() == 1 else ""
    time = dated(period, status, language)
    if indicator.labels:
        first = _graded(indicator, told, period, language)
    elif told["shown"].nunique() == 1:
        first = _same(indicator, told, time, language)
    elif len(told) > FEW:
        first = _many(indicator, told, time, language)
    else:
        first = _ends(indicator, told, zone, time, whole, language)
    return _sentence(
        [first, *_compared(indicator, told, zone, whole, references, language), *_absent(rows, zone, language)]
    )


def _of_members(values: pd.DataFrame, zone: Zone) -> pd.DataFrame:
    """The zone's rows in the order its members are named."""
    place = {area: at for at, area in enumerate(members(zone))}
    rows = values[values["area"].isin(list(place))].drop_duplicates("area")
    return rows.sort_values("area", key=lambda areas: areas.map(place))


def _sentence(parts: Sequence[str]) -> str:
    return capital("; ".join(p for p in parts if p)) + "."


def _ends(indicator: Indicator, told: pd.DataFrame, zone: Zone, time: str, whole: Total | None, language: str) -> str:
    """The leading figure against the other end, or as a share of the zone's count."""
    lowest_first = indicator.better == "higher" and indicator.kind != "count"
    lead, other = told["shown"].min(), told["shown"].max()
    if not lowest_first:
        lead, other = other, lead
    words = {
        "place": _places(told, lead, language),
        "figure": figure(lead, indicator, language),
        "when": time,
    }
    alone = int((told["shown"] == lead).sum()) == 1
    if (
        indicator.combine == "sum"
        and alone
        and whole is not None
        and whole.value is not None
        and whole.value > 0 <= lead
    ):
        share = style.share(100 * lead / whole.value, language)
        total = figure(whole.value, indicator, language, named=False)
        return t("sentences.finding.share", language, **words, share=share, whole=total, zone=zone.short.in_(language))
    return t(
        "sentences.finding.apart", language, **words,
        difference=apart(lead - other, indicator, language),
        other=_places(told, other, language),
        other_figure=figure(other, indicator, language, named=False),
    )  # fmt: skip


def _same(indicator: Indicator, told: pd.DataFrame, time: str, language: str) -> str:
    words = {"figure": figure(told["shown"].iloc[0], indicator, language), "when": time}
    if len(told) == 1:
        return t("sentences.finding.one", language, place=told["name"].iloc[0], **words)
    if len(told) <= NAMED_TIES + 1:
        return t("sentences.finding.same", language, places=listed(list(told["name"]), language), **words)
    return t("sentences.finding.same_all", language, count=counted(len(told), language), **words)


def _many(indicator: Indicator, told: pd.DataFrame, time: str, language: str) -> str:
    high, low = told["shown"].max(), told["shown"].min()
    return t(
        "sentences.finding.many", language,
        count=counted(len(told), language), when=time,
        high=figure(high, indicator, language), high_places=_places(told, high, language),
        low=figure(low, indicator, language, named=False), low_places=_places(told, low, language),
    )  # fmt: skip


def _graded(indicator: Indicator, told: pd.DataFrame, period: str, language: str) -> str:
    """Who has which grade; of many municipalities, how many have it."""
    parts = []
    for grade, rows in told.groupby("shown"):
        few = len(told) <= FEW
        places = listed(list(rows["name"]), language) if few else _tied(len(rows), language)
        label = style.number(float(grade), indicator, language)
        parts.append(t("sentences.finding.grade", language, places=places, grade=label))
    return t("sentences.finding.graded", language, grades="; ".join(parts), period=style.period(period, language))


def _places(told: pd.DataFrame, value: float, language: str) -> str:
    tied = list(told.loc[told["shown"] == value, "name"])
    return listed(tied, language) if len(tied) <= NAMED_TIES else _tied(len(tied), language)


def _tied(count: int, language: str) -> str:
    key = "sentences.finding.tied_one" if count == 1 else "sentences.finding.tied"
    return t(key, language, count=counted(count, language))


def _compared(
    indicator: Indicator, told: pd.DataFrame, zone: Zone, whole: Total | None,
    references: Mapping[str, float] | None, language: str,
) -> list[str]:  # fmt: skip
    """The zone's own figure and the references, for what can be compared: not counts, not of one alone."""
    others: dict[str, float] = {}
    if whole is not None and whole.value is not None and len(told) > 1:
        others[zone.short.in_(language)] = whole.value
    others |= references or {}
    if indicator.kind == "count":
        return []
    return [
        t("sentences.finding.reference", language, place=place, figure=figure(value, indicator, language, named=False))
        for place, value in others.items()
    ]


def _absent(rows: pd.DataFrame, zone: Zone, language: str) -> list[str]:
    """Members without a figure, by reason; one without a row has no data."""
    known = names()
    status = dict(zip(rows["area"], rows["status"].where(rows["value"].isna(), ""), strict=True))
    parts = []
    for reason in ("missing", "suppressed", "not_applicable"):
        places = [known.get(a, a) for a in members(zone) if status.get(a, "" if zone.all_of else "missing") == reason]
        if places:
            parts.append(t(f"sentences.absent.{reason}", language, places=shortened(places, language)))
    return parts


def _nothing(rows: pd.DataFrame, zone: Zone, period: str, language: str) -> str:
    first = t("sentences.finding.none", language, zone=zone.short.in_(language), when=when(period, language))
    only = rows["status"].unique() if len(rows) else ["missing"]
    plain = len(only) == 1 and only[0] == "missing"
    return _sentence([first] if plain else [first, *_absent(rows, zone, language)])


def reason(total: Total, zone: Zone, language: str) -> str:
    """Why a zone has no figure, as a sentence; empty when it has one."""
    if not total.reason:
        return ""
    return t("sentences.reason.sentence", language, zone=zone.short.in_(language), why=why(total, language)) + "."


def why(total: Total, language: str) -> str:
    """The reason alone, to stand behind the names of the zones that it keeps from having a figure."""
    known = names()
    places = shortened([known.get(a, a) for a in total.missing], language)
    return t(f"sentences.reason.{total.reason}", language, places=places)


def made(total: Total, indicator: Indicator, language: str) -> str:
    """How a zone's figure came about: printed by the source, or worked out here and how; empty without one."""
    if total.value is None:
        return ""
    if total.printed:
        parts = [t("sentences.total.printed", language)]
    elif indicator.weight is not None:
        title = catalog().indicators[indicator.weight].title.in_(language)
        parts = [t("sentences.total.weighted", language, weight=title)]
    else:
        parts = [t(f"sentences.total.{'summed' if indicator.combine == 'sum' else 'pooled'}", language)]
    if total.left_out:
        known = names()
        places = shortened([known.get(a, a) for a in total.left_out], language)
        parts.append(t("sentences.total.left_out", language, places=places))
    return capital(", ".join(parts)) + "."
