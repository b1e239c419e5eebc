"""The single rules of comparability: each looks at the figures it is given and says what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from dashboard import offices, style
from dashboard.analysis.remarks import Period, Remark, Share, Side
from dashboard.measures import shown
from data.areas import names
from data.catalog import catalog
from data.entries import Indicator, Text
from data.formula import terms

SMALL = 1000  # a rate over fewer cases is moved by a few of them (field.md, rule 25)
UNSURE = ("modelled", "estimated")


def third_party(indicator: Indicator) -> bool:
    """Whether a figure rests on a copy or calculation that is trusted least (confidence C)."""
    return any(source.confidence == "C" for source in offices.behind(indicator))


def year_of(period: str) -> int:
    """The year a period ends in."""
    return int(period.rpartition("/")[2][:4])


def over_cases(indicator: Indicator) -> bool:
    """Whether the denominator counts persons, dwellings, sites…, so that a small one makes the figure jump."""
    if indicator.formula.form == "share":
        unit = catalog().vocabulary.units.get(indicator.counted or "")  # things have no sign; pesos and hectares do
        return unit is not None and not unit.prefix and not any(sign.strip() for sign in unit.symbol.values())
    return indicator.formula.form == "mean" or (indicator.formula.form == "per" and indicator.formula.scale >= 100)


def share_data(first: Indicator, second: Indicator) -> bool:
    """Whether what one counts is part of the other, so that they move together whatever happens in the places."""
    return bool(_counted(first) & _used(second) or _counted(second) & _used(first))


def _counted(indicator: Indicator) -> set[tuple[str, str]]:
    """What the figure counts: (source, variable); of a derived one, what its parts count as well."""
    formula = indicator.formula
    own = [formula.numerator] if formula.numerator else [formula.code, formula.growth, *(formula.sum or ())]
    return _traced(indicator, {term.variable for e in own if e for term in terms(e)})


def _used(indicator: Indicator) -> set[tuple[str, str]]:
    return _traced(indicator, set(indicator.formula.variables))


def _traced(indicator: Indicator, variables: set[str]) -> set[tuple[str, str]]:
    if indicator.source != "derived":
        return {(indicator.source, v) for v in variables}
    parts = {v.split("[")[0].partition("@")[0] for v in variables}
    known = catalog().indicators
    return {pair for part in parts if part in known for pair in _counted(known[part])}


def told_in_full(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every column the rules read."""
    called = rows["area"].map(lambda a: names().get(a, a)) if "area" in rows else ""
    unsaid: dict[str, object] = {"name": called, "period": "", "status": "official", "denominator": float("nan")}
    return rows.assign(**{column: value for column, value in unsaid.items() if column not in rows})


def several(periods: pd.Series) -> tuple[Period, ...]:
    """Each period once, ascending; of more than three, from the first to the last."""
    told = sorted(set(periods))
    plain = len(told) > 3 and not any("/" in p for p in told)
    return (Period(f"{told[0]}/{told[-1]}"),) if plain else tuple(Period(p) for p in told)


def coverage_of(side: Side) -> list[Remark]:
    """A figure of a zone that does not stand for all of its people, or that is lacking because of whom."""
    if side.covered >= 1 or not side.lacking:
        return []
    words = {"zone": side.name, "places": side.lacking, "share": Share(1 - side.covered)}
    return [
        Remark("coverage_none", "refused", words) if side.value is None else Remark("coverage_part", "qualified", words)
    ]


def measures(sides: Sequence[Side]) -> list[Remark]:
    """Two indicators next to each other: one idea of two sources, or two ideas."""
    entries = list({s.indicator.id: s.indicator for s in sides}.values())
    found = []
    for first, second in combinations(entries, 2):
        words: dict[str, object] = {"first": first.title, "second": second.title}
        if first.concept is None or first.concept != second.concept:
            found.append(Remark("measures", "refused", words))
        elif first.source != second.source:
            told = {
                f"source_{n}": Text(es=offices.named(i, "es"), en=offices.named(i, "en"))
                for n, i in (("first", first), ("second", second))
            }
            found.append(Remark("sources", "refused", words | told))
    return found


def periods(sides: Sequence[Side]) -> list[Remark]:
    """Different years, and a change of method between them."""
    found: list[Remark] = []
    periods = pd.Series([s.period for s in sides], dtype="str")
    if periods.nunique() > 1:
        found.append(Remark("years", "refused", {"periods": several(periods)}))
    for indicator in {s.indicator.id: s.indicator for s in sides}.values():
        own = [s.period for s in sides if s.indicator.id == indicator.id]
        found += breaks(indicator, min(own), max(own))
    return found


def breaks(indicator: Indicator, first: str, last: str) -> list[Remark]:
    """The changes of method after the first period, up to the last."""
    return [
        Remark("break", "refused", {"period": Period(b.period), "note": Text(es=b.es, en=b.en)})
        for b in indicator.breaks
        if first < b.period <= last
    ]


def overlap(first: Side, second: Side) -> list[Remark]:
    """Two figures whose intervals overlap are not told apart (field.md, rule 24)."""
    if first.interval is None or second.interval is None or first.indicator.id != second.indicator.id:
        return []
    apart = first.interval[1] < second.interval[0] or second.interval[1] < first.interval[0]
    return [] if apart else [Remark("interval", "refused", {"first": first.name, "second": second.name})]


def rounding(first: Side, second: Side) -> list[Remark]:
    """A difference that the printed digits do not show is none."""
    if first.indicator.id != second.indicator.id or first.value is None or second.value is None:
        return []
    same = shown(first.value, first.indicator.decimals) == shown(second.value, second.indicator.decimals)
    if not same or first.value == second.value or first.indicator.labels:
        return []
    return [Remark("rounding", "qualified", {"first": first.name, "second": second.name})]


def unsure(
    indicator: Indicator, unsure: pd.DataFrame, every: pd.DataFrame, *, trust: bool = True, by: str = "name"
) -> list[Remark]:
    """Figures that are more of a guess than a count, by what they are.

    unsure: the rows without a known interval, of `every` row. trust: say it of the source too. by: whether the
    rows are told by their name or by their period.
    """
    found = []
    for status in UNSURE:
        rows = unsure[unsure["status"] == status]
        if len(rows) and len(rows) == len(every):
            found.append(Remark(f"all_{status}", "qualified", {}))
        elif len(rows):
            told = several(rows["period"]) if by == "period" else tuple(dict.fromkeys(rows["name"]))
            found.append(Remark(status, "qualified", {"places": told}))
    for rule, statuses in (("projected", ("projected",)), ("unfinished", ("partial", "preliminary"))):
        rows = every[every["status"].isin(statuses)]
        if len(rows):
            found.append(Remark(rule, "qualified", {"periods": several(rows["period"])}))
    if trust and third_party(indicator):
        found.append(Remark("third_party", "qualified", {}))
    return found


def small(indicator: Indicator, rows: pd.DataFrame) -> list[Remark]:
    """Rates over fewer than a thousand persons, dwellings, sites…; pesos, hectares and the like are no cases."""
    if not over_cases(indicator):
        return []
    few = rows[rows["denominator"] < SMALL].sort_values("denominator").drop_duplicates("name")
    places = tuple(
        Text(**{k: f"{name}, n = {style.decimal(n)}" for k in ("es", "en")})
        for name, n in zip(few["name"], few["denominator"], strict=True)
    )
    return [Remark("small", "qualified", {"places": places})] if places else []
