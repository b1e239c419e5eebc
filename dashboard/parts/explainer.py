"""Pieces that take a zone's figure apart: its formula with the numbers in it, and what each member brings."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import controls, export, live, offices, sentences, style, wording
from dashboard.analysis.explainer import Explanation, explain
from dashboard.controls import Choice, Place
from dashboard.parts import builder, take, widgets
from data.catalog import catalog
from data.formula import Formula

PEOPLE = "population_total"
PARTS = ("numerator", "denominator", "weight", "contribution")


def taken_apart(here: Place, choice: Choice) -> Explanation:
    """The zone's figure of the chosen indicator and period, taken apart."""
    entry = choice.indicator
    return explain(
        entry, live.values(entry.id, choice.period), here.zone, choice.period,
        live.weights(entry.id, choice.period), _people(choice.period),
    )  # fmt: skip


def _people(period: str) -> pd.Series:
    """Inhabitants of every area in the period, or in the newest one with a count when nobody counted then."""
    known = [p for p in live.periods(PEOPLE) if "/" not in p]
    newest = period if period in known else live.latest(PEOPLE)
    return live.values(PEOPLE, newest).set_index("area")["value"] if newest else pd.Series(dtype="float64")


def controls_(here: Place, choice: Choice) -> None:
    """Which figure is taken apart."""
    with st.container(horizontal=True, key="explained_controls", vertical_alignment="bottom", gap="small"):
        widgets.indicator(here, "indicator", choice.indicator.id, drops=controls.DEPENDENT)
        widgets.period(here, choice)


def sentence(here: Place, choice: Choice, found: Explanation) -> str:
    """The formula with the numbers in it, or why there is no figure; and who weighs most."""
    entry, total = choice.indicator, found.total
    if total.value is None or found.way == "never":
        return sentences.reason(total, here.zone, here.language)
    words = {
        "figure": style.number(total.value, entry, here.language),
        "numerator": _plain(total.numerator, here), "denominator": _plain(total.denominator, here),
        "scale": _scale(entry.formula), "count": wording.counted(len(found.members), here.language),
        "weight": catalog().indicators[entry.weight].title.in_(here.language) if entry.weight else "",
    }  # fmt: skip
    told = here.t(f"zones.explain.{found.way}", **words) + "."
    return f"{told} {heaviest(here, found)}".strip()


def heaviest(here: Place, found: Explanation) -> str:
    """Who weighs most in the figure, when members are more than one."""
    column = found.members["contribution" if found.way == "sum" else "weight"]
    if len(found.members) < 2 or column.isna().all():
        return ""
    first = found.members.loc[column.idxmax()]
    share = style.share(100 * float(column.max()), here.language)
    thing = here.t(f"zones.explain.things.{found.way}")
    return here.t("zones.explain.sentence", place=first["name"], share=share, thing=thing)


def _scale(formula: Formula) -> str:
    return f"{style.decimal(formula.scale)} × " if formula.scale != 1 else ""


def _plain(value: float | None, here: Place) -> str:
    """A part as it was counted: whole where it is whole."""
    if value is None:
        return ""
    return style.decimal(value, 0 if float(value).is_integer() else 1)


def coverage(here: Place, found: Explanation) -> str:
    """Which part of the zone's people the figure covers."""
    if found.people is None:
        return ""
    if found.people >= 1:
        return here.t("zones.explain.covered")
    return here.t("zones.explain.coverage", share=style.share(100 * found.people, here.language))


def table(here: Place, choice: Choice, found: Explanation) -> None:
    """Each member with its figure, its parts and what it brings to the zone's."""
    heads = {name: here.t(f"zones.explain.{name}") for name in ("municipality", "numerator", "denominator", "weight")}
    if found.way in ("sum", "ratio", "mean", "growth"):
        heads["contribution"] = here.t(f"zones.explain.contribution.{found.way}")
    value = wording.capital(style.unit_label(choice.indicator, here.language))
    words = catalog().vocabulary.statuses
    rows = {heads["municipality"]: found.members["name"], value: found.members["value"]}
    for part in PARTS:
        if part in heads and found.members[part].notna().any() and not (found.way == "sum" and part == "numerator"):
            rows[heads[part]] = found.members[part]
    rows[here.t("zones.explain.status")] = found.members["status"].map(lambda s: words[s].in_(here.language))
    shown = pd.DataFrame(rows)
    percent = {
        heads[p]: lambda v: style.share(100 * v, here.language) for p in ("weight", "contribution") if p in heads
    }
    plain = {heads[p]: partial(_plain, here=here) for p in ("numerator", "denominator")}
    formats = {value: lambda v: style.number(v, choice.indicator, here.language, unit=False), **plain, **percent}
    formats = {head: form for head, form in formats.items() if head in shown}
    st.dataframe(
        shown.style.format(formats, na_rep="—"), hide_index=True, height="auto" if len(shown) <= 12 else 440,
        key="explained", placeholder="—",
        column_config={
            heads["municipality"]: st.column_config.TextColumn(pinned=True, width="medium"),
            **{head: st.column_config.NumberColumn(alignment="right") for head in formats},
        },
    )  # fmt: skip


def takeaway(here: Place, choice: Choice, found: Explanation) -> None:
    """The members' parts as files, the zone's map, and how to cite them."""
    origin = live.provenance(choice.indicator.id)
    if origin is None or found.members.empty:
        return
    address = controls.permalink(here, "zones", indicator=choice.indicator.id, period=choice.period)
    rows = found.members.rename(columns={"area": "code"}).assign(indicator=choice.indicator.id, period=choice.period)
    title = f"{choice.indicator.title.in_(here.language)}: {here.t('zones.explain.title')}"
    chosen = export.table(
        rows[["code", "name", "indicator", "period", "value", "numerator", "denominator", "weight", "contribution",
              "status"]],
        title, [(choice.indicator, origin)], here.zone.short.in_(here.language), here.language, address=address,
        extra={here.t("zones.explain.title"): sentence(here, choice, found)},
    )  # fmt: skip
    cited = offices.citation(choice.indicator, origin.source["citation"][here.language], here.language)
    take.bar(
        here, chosen, builder.pictures(here), f"{here.t('site.name')}. «{title}», {here.zone_title}. {cited} {address}"
    )
