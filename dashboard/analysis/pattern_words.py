"""Patterns in words for somebody who has never heard of Moran: what the territory does, and what each of ours does.

Figures are compared with those of neighbours, never with good or bad: a zone of high poverty is a high zone.
"""

from __future__ import annotations

import pandas as pd

from dashboard import style
from dashboard.analysis.pattern_view import Seen
from dashboard.analysis.patterns import FEWEST, SIGNIFICANT, Cluster
from dashboard.overview import called
from dashboard.text import t
from dashboard.wording import counted, listed
from data.catalog import catalog

MANY = 500  # in a larger territory what is weak is only counted: it would fill the sentence
NAMED = 3  # up to so many municipalities of a cluster are named in the sentence


def place(seen: Seen, language: str) -> str:
    """The territory's name."""
    return called(str(seen.of.all_of), language)


def finding(seen: Seen, language: str) -> str:
    """How the figures lie, and how many municipalities are in which kind of zone."""
    if seen.found.refusal:
        return ""
    first = t(
        f"patterns.finding.{seen.found.arrangement}", language,
        title=seen.indicator.title.in_(language), period=style.period(seen.period, language),
        place=place(seen, language),
    )  # fmt: skip
    return " ".join(filter(None, (first, clusters(seen, language))))


def clusters(seen: Seen, language: str) -> str:
    """Who is in a zone, by how sure it is: by name while they are few, else how many; and what chance would make."""
    firm, weak = (_who(seen.told[seen.told["evidence"] == e], language) for e in ("firm", "weak"))
    if not firm and not weak:
        return t("patterns.nobody", language)
    told = t("patterns.firm", language, zones=firm) if firm else t("patterns.no_firm", language)
    if not weak:
        return told
    chance = style.decimal(max(round(seen.by_chance), 1))
    if len(seen.rows) > MANY and firm:
        number = style.decimal(int((seen.told["evidence"] == "weak").sum()))
        return f"{told} {t('patterns.weak_more', language, count=number, chance=chance)}"
    key = "patterns.weak_too" if firm else "patterns.weak"
    return f"{told} {t(key, language, zones=weak, chance=chance)}"


def _who(rows: pd.DataFrame, language: str) -> str:
    parts = []
    for cluster in SIGNIFICANT:
        names = list(rows.loc[rows["cluster"] == cluster, "name"])
        if names:
            few = len(names) <= NAMED
            who = listed(names, language) if few else t("patterns.many", language, count=counted(len(names), language))
            parts.append(t(f"patterns.in.{cluster}", language, places=who))
    return "; ".join(parts)


def of_one(seen: Seen, row: pd.Series, language: str) -> str:
    """One municipality beside its neighbours: «54.2 %; sus 4 vecinos, 49.1 % en promedio: no forma zona con ellos»."""
    if row["cluster"] == "absent":
        return catalog().vocabulary.statuses[row["status"]].in_(language) + "."
    value = style.number(row["value"], seen.indicator, language)
    if row["cluster"] == "alone":
        return t("patterns.one.alone", language, value=value)
    around = "one" if row["neighbours"] == 1 else "several"
    told = t(
        f"patterns.one.{around}", language, value=value, count=counted(int(row["neighbours"]), language),
        near=style.number(row["near"], seen.indicator, language),
    )  # fmt: skip
    cluster, evidence = row["cluster"], row["evidence"]
    kind = t(f"patterns.one.{cluster}", language)
    sure = t(f"patterns.evidence.{evidence}", language) if evidence else ""
    return f"{told} {kind}{', ' + sure if sure else ''}."


def of_zone(seen: Seen, members: tuple[str, ...], language: str) -> str:
    """A zone too large to be told one by one: how many of its municipalities are in which kind of zone."""
    own = seen.rows[seen.rows["area"].isin(list(members))]
    found = own["cluster"].value_counts()
    parts = [
        t(f"patterns.in.{c}", language, places=counted(int(found[c]), language)) for c in SIGNIFICANT if found.get(c, 0)
    ]
    words = {"zone": seen.zone.short.in_(language), "count": style.decimal(len(own))}
    if not parts:
        return t("patterns.of_zone.none", language, **words)
    return t("patterns.of_zone.some", language, **words, zones="; ".join(parts))


def refused(seen: Seen, language: str) -> str:
    """Why no pattern is looked for."""
    words = {"title": seen.indicator.title.in_(language), "place": place(seen, language)}
    source = catalog().sources[seen.indicator.source].title.in_(language)
    if seen.found.refusal == "nothing":
        return t("patterns.refused.nothing", language, **words, source=source)
    return t(
        f"patterns.refused.{seen.found.refusal}", language, **words,
        count=counted(seen.found.n, language), fewest=str(FEWEST), period=style.period(seen.period, language),
    )  # fmt: skip


def cluster(name: Cluster, language: str, evidence: str = "") -> str:
    """A kind of zone as tables and legends name it, with how sure it is where that is said."""
    words = t(f"patterns.cluster.{name}", language)
    return f"{words}, {t(f'patterns.evidence.{evidence}', language)}" if evidence else words


def p(value: float) -> str:
    """A p-value as papers print it."""
    if pd.isna(value):
        return style.ABSENT
    return "< 0.001" if value < 0.001 else style.decimal(value, 3)


def measured(seen: Seen, language: str) -> str:
    """The global figure, for who knows it: I, what chance would give, p, n."""
    found = seen.found
    return t(
        "patterns.measured", language, moran=style.decimal(found.moran, 3), expected=style.decimal(found.expected, 3),
        p=p(found.p) if found.p < 0.001 else f"= {p(found.p)}", n=style.decimal(found.n),
    )  # fmt: skip


def method(seen: Seen, language: str) -> list[tuple[str, str]]:
    """What it means and how it was computed: question and answer, in reading order."""
    found = seen.found
    fields = {
        "permutations": style.decimal(found.permutations), "seed": str(found.seed), "n": style.decimal(found.n),
        "place": place(seen, language), "chance": style.decimal(max(round(seen.by_chance), 1)),
    }  # fmt: skip
    told = ["meaning", "neighbours", "global", "local", "firm", "weak", "chance"]
    lines = [(t(f"patterns.method.{k}.q", language), t(f"patterns.method.{k}.a", language, **fields)) for k in told]
    if not seen.found.refusal:
        lines[2] = (lines[2][0], f"{lines[2][1]} {measured(seen, language)}")
    lines.insert(
        2, (t("patterns.method.lake.q", language), t(f"patterns.lake.{'across' if seen.across else 'land'}", language))
    )
    return lines
