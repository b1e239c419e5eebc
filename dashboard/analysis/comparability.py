"""What may be compared: rules that refuse a comparison or qualify it, each with its sentence.

Four doors, one for each way figures meet: `side_by_side`, `ranking`, `over_time`, `related`. «Refused» means that
the page must not draw the conclusion (no subtraction, no place, no line across, no fit); «qualified» that it may,
saying so. No source of the catalogue prints a confidence interval today (looked through in 2026); the rule
works once one does, by `Side.interval`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import pandas as pd

from dashboard import offices
from dashboard.analysis import rules
from dashboard.analysis.remarks import Period, Remark, Side
from dashboard.measures import Total
from data.areas import names
from data.catalog import catalog
from data.entries import Indicator, Text

__all__ = ["Remark", "Side", "coverage", "other_sources", "over_time", "ranking", "related", "side_by_side"]

COLUMNS = ("name", "period", "denominator", "status")
FEWEST = 5  # figures a ranking or a relation needs (field.md, rule 27)
SOME = 10  # below so many, a relation may hang on one or two places
FAR = 5  # years apart beyond which two indicators are not related


def side_by_side(sides: Sequence[Side]) -> tuple[Remark, ...]:
    """Figures put next to each other, or taken from each other."""
    having = [s for s in sides if s.value is not None]
    found = [remark for side in sides for remark in rules.coverage_of(side)]
    found += rules.measures(having)
    found += rules.periods(having)
    found += [r for a, b in combinations(having, 2) for r in rules.overlap(a, b)]
    if len(having) == 2:
        found += rules.rounding(*having)
    for indicator in {s.indicator.id: s.indicator for s in having}.values():
        own = [s for s in having if s.indicator.id == indicator.id]
        rows = pd.DataFrame([(s.name, s.period, s.denominator, s.status) for s in own], columns=list(COLUMNS))
        found += rules.unsure(indicator, rows[[s.interval is None for s in own]], rows) + rules.small(indicator, rows)
    if len(having) > 1 and any(s.indicator.kind == "count" for s in having):
        found.append(Remark("counts", "qualified", {}))
    return _ordered(found)


def ranking(indicator: Indicator, figures: pd.DataFrame) -> tuple[Remark, ...]:
    """An ordered list of areas (columns area, value, status; name, denominator and period where known)."""
    rows = rules.told_in_full(figures)
    having = rows[rows["value"].notna()]
    found: list[Remark] = []
    if len(having) < FEWEST:
        found.append(Remark("few_ranked", "refused", {"count": len(having)}))
    if having["period"].nunique() > 1:
        found.append(Remark("years_ranked", "refused", {"periods": rules.several(having["period"])}))
    if indicator.status == "modelled" or having["status"].eq("modelled").any():
        found.append(Remark("modelled_ranked", "refused", {}))
    if rules.third_party(indicator):
        found.append(Remark("third_party_ranked", "refused", {}))
    estimated = having[having["status"] == "estimated"]
    absent = tuple(rows.loc[rows["value"].isna(), "name"])
    if absent and len(having) >= FEWEST:
        found.append(Remark("absent_ranked", "qualified", {"places": absent}))
    return _ordered([*found, *rules.unsure(indicator, estimated, having, trust=False), *rules.small(indicator, having)])


def over_time(indicator: Indicator, series: pd.DataFrame) -> tuple[Remark, ...]:
    """One line over periods (columns period, value, status; denominator and name where known)."""
    rows = rules.told_in_full(series)
    having = rows[rows["value"].notna()]
    if having["period"].nunique() < 2:
        return ()
    found = rules.breaks(indicator, str(having["period"].min()), str(having["period"].max()))
    found += rules.unsure(indicator, having, having, by="period") + rules.small(indicator, having)
    if indicator.unit.startswith("mxn"):
        found.append(Remark("pesos", "qualified", {}))
    return _ordered(found)


def related(first: Indicator, second: Indicator, period_first: str, period_second: str, n: int) -> tuple[Remark, ...]:
    """Two indicators in one picture. n: places that have both figures."""
    words = {"first": first.title, "second": second.title}
    found: list[Remark] = []
    if n < FEWEST:
        found.append(Remark("few_related", "refused", {"count": n}))
    elif n < SOME:
        found.append(Remark("some_related", "qualified", {"count": n}))
    if first.id == second.id or (first.concept and first.concept == second.concept):
        found.append(Remark("same_related", "refused", words))
    elif rules.share_data(first, second):
        found.append(Remark("part_related", "qualified", words))
    if period_first != period_second:
        told = words | {"period_first": Period(period_first), "period_second": Period(period_second)}
        far = abs(rules.year_of(period_first) - rules.year_of(period_second)) > FAR
        found.append(Remark("far_related", "refused", told) if far else Remark("years_related", "qualified", told))
    if first.kind == second.kind == "count":
        found.append(Remark("counts_related", "qualified", {}))
    for status in rules.UNSURE:
        if status in (first.status, second.status):
            both = first.status == second.status
            places = tuple(i.title for i in (first, second) if i.status == status)
            found.append(Remark(f"all_{status}" if both else status, "qualified", {} if both else {"places": places}))
    if rules.third_party(first) or rules.third_party(second):
        found.append(Remark("third_party", "qualified", {}))
    return _ordered(found)


def other_sources(indicator: Indicator, among: Mapping[str, Indicator] | None = None) -> tuple[Remark, ...]:
    """That another indicator measures the same idea, so that nobody joins the two.

    among: the indicators a reader may meet, by id (None: all of the catalogue).
    """
    known = catalog().indicators if among is None else among
    same = [i for i in known.values() if indicator.concept and i.concept == indicator.concept]
    others = [i for i in same if i.source != indicator.source]
    if not others:
        return ()
    told = tuple(
        Text(es=f"«{i.title.es}» ({offices.named(i, 'es')})", en=f"“{i.title.en}” ({offices.named(i, 'en')})")
        for i in others
    )
    return (Remark("other_source", "qualified", {"others": told}),)


def coverage(
    name: str, indicator: Indicator, period: str, total: Total, members: Sequence[str], people: pd.Series
) -> Side:
    """A zone's figure as a Side, with the share of its population that it stands for.

    people: area → population of the period, or of the newest census where the period has none.
    """
    lost = tuple(a for a in (*total.missing, *(() if total.printed else total.left_out)) if a in members)
    if total.reason and total.reason not in ("missing", "suppressed"):
        lost = ()  # there is no figure for another reason than who is missing
    known = people.reindex(list(members)).fillna(0.0)
    whole = float(known.sum())
    share = 1.0 if not lost else 1 - float(known.reindex(list(lost)).sum()) / whole if whole else 0.0
    lacking = tuple(names().get(a, a) for a in lost)
    return Side(indicator, name, period, total.value, total.numerator, total.denominator, total.status, share, lacking)


def _ordered(found: Sequence[Remark]) -> tuple[Remark, ...]:
    """Each once, what is refused first."""
    unique = {(r.rule, repr(sorted(r.words.items()))): r for r in found}
    return tuple(sorted(unique.values(), key=lambda r: r.severity != "refused"))
