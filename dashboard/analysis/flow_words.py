"""What a page of flows says in one sentence: of each hundred so many, where to, and how many stay inside the zone.

Hundreds only where the source tells everybody, those who stay included; else the largest pair it has, in persons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard import style, wording
from dashboard.analysis.flows import Balance, Direction
from dashboard.movements import Movement
from dashboard.text import t

Named = Callable[[str], str]
"""A municipality's key to its name, with its state where it is far."""


def persons(count: float, language: str) -> str:
    """«920 personas», «1 persona»."""
    if round(count) == 1:
        return t("flows.persons.one", language)
    return t("flows.persons.many", language, count=style.decimal(count))


def per_hundred(share: float, family: str, language: str) -> str:
    """«10 estudian en otro municipio», «1 estudia…», «menos de 1 estudia…»; `family` is the key of the verbs."""
    whole = int(share + 0.5)
    if share > 0 and whole == 0:
        words = t(f"{family}.one", language)
        return words.replace("1", t("flows.under", language), 1)
    if whole == 1:
        return t(f"{family}.one", language)
    return t(f"{family}.many", language, count=style.decimal(whole))


def finding(
    movement: Movement,
    direction: Direction,
    place: str,
    scope: str,
    told: Balance,
    ranked: pd.DataFrame,
    pairs: pd.DataFrame,
    named: Named,
    language: str,
) -> str:
    """The sentence of a municipality (scope «one») or of a zone («zone», «state», «nation») with all its pairs.

    told: its balance. ranked, pairs: `flows.partners` and `flows.movers` of it.
    """
    if told.moving(direction) == 0:
        return _closed([t("flows.nobody", language, place=place)])
    family = f"flows.who.{movement.kind}.{direction}"
    if told.over(direction) == 0:  # the whole nation: nobody is outside
        share = told.share(direction, moving=True) or 0.0
        verbs = f"flows.goes.{movement.kind}.{direction}"
        first = _lead(family, place, scope, language) + per_hundred(share, verbs, language)
        return _closed([first, *_largest(pairs, named, language)], movement, language)
    verbs = f"flows.{'goes' if scope == 'one' else 'beyond'}.{movement.kind}.{direction}"
    parts = [_lead(family, place, scope, language) + per_hundred(told.share(direction) or 0.0, verbs, language)]
    near = ranked[~ranked["inside"] & ~ranked["far"]]
    if len(near):
        parts[0] += ", " + _top(near, told.over(direction), named, language)
    if told.inside and scope != "one":
        of = t(f"flows.of.{scope}", language)
        parts.append(t(f"flows.inside.{movement.kind}", language, persons=persons(told.inside, language), of=of))
    return _closed(parts, movement, language)


def partial(place: str, pairs: pd.DataFrame, named: Named, language: str) -> str:
    """The sentence where some pairs are lacking: no total, only the largest of those there are."""
    if pairs.empty:
        return _closed([t("flows.nobody", language, place=place)])
    first = pairs.iloc[0]
    return _closed([
        t(
            "flows.partial", language, place=place, origin=named(first["origin"]),
            destination=named(first["destination"]), persons=persons(first["persons"], language),
        )
    ])  # fmt: skip


def totals(
    movement: Movement,
    direction: Direction,
    place: str,
    scope: str,
    share: float | None,
    table: pd.DataFrame,
    named: Named,
    language: str,
) -> str:
    """The sentence where only totals are told. share: of the zone or municipality; table: `flows.by_municipality`."""
    if share is None:
        return ""
    column = "leave_pct" if direction == "out" else "arrive_pct"
    family, verbs = (f"flows.{part}.{movement.kind}.{direction}" for part in ("who", "goes"))
    parts = [_lead(family, place, scope, language) + per_hundred(share, verbs, language)]
    known = table.dropna(subset=column)
    if scope != "one" and len(known) > 1:
        first = known.sort_values([column, "area"], ascending=[False, True]).iloc[0]
        share_words = style.share(float(first[column]), language)
        parts.append(t("flows.highest", language, name=named(first["area"]), share=share_words))
    return _closed(parts, movement, language)


def listed(pairs: pd.DataFrame, named: Named, language: str, most: int = 3) -> str:
    """The first pairs in words: «de Poncitlán a Ocotlán, 920 personas; …»."""
    told = [
        t("flows.pair", language, origin=named(o), destination=named(d), persons=persons(p, language))
        for o, d, p in pairs[["origin", "destination", "persons"]].head(most).itertuples(index=False)
    ]
    return "; ".join(told)


def _largest(pairs: pd.DataFrame, named: Named, language: str) -> list[str]:
    """The largest pair of a whole nation, in which nobody leaves."""
    return [
        t("flows.largest", language, origin=named(o), destination=named(d), persons=persons(p, language))
        for o, d, p in pairs[["origin", "destination", "persons"]].head(1).itertuples(index=False)
    ]


def _lead(family: str, place: str, scope: str, language: str) -> str:
    """«De cada 100 estudiantes que viven en Poncitlán, » or «AMO: de cada 100 … en la zona, »."""
    if scope == "one":
        return t(family, language, place=place) + ", "
    return f"{place}: " + t(family, language, place=t(f"flows.where.{scope}", language)) + ", "


def _top(ranked: pd.DataFrame, whole: float, named: Named, language: str) -> str:
    """Who takes most: «la mayoría» only when it is more than half of all (`whole`)."""
    first = ranked.iloc[0]
    key = "flows.most" if len(ranked) > 1 and first["persons"] > whole / 2 else "flows.top"
    return t(key, language, name=named(first["area"]), persons=persons(first["persons"], language))


def _closed(parts: Sequence[str], movement: Movement | None = None, language: str = "es") -> str:
    """One sentence; of the movements that are of one year, the year."""
    told = list(parts)
    if movement is not None and "/" not in movement.period:
        told.append(t("flows.as_of", language, period=style.period(movement.period, language)))
    return wording.capital("; ".join(told)) + "."
