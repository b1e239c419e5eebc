"""Pieces of the map page for every period side by side: small maps, the trend, the table of all figures."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import contrasts, controls, export, film, live, style, zones
from dashboard.component import years
from dashboard.contact import Contact, Panel
from dashboard.controls import Choice, Place
from dashboard.live import films
from dashboard.parts import atlas, charts, frame, origin, take, time, widgets
from dashboard.view import View

MOST = 12  # small maps
ROWS = 200  # beyond so many municipalities the table of every period is in the files alone


def show(here: Place, choice: Choice) -> None:
    """The whole page of every period."""
    seen = atlas.look(here, choice)
    trend = live.zone_trend(choice.indicator.id, here.zone, choice.breakdown)
    frame.lead(_finding(here, seen, trend))
    widgets.row(here, choice)
    widgets.views(here, choice)
    every = live.series(choice.indicator.id, here.members, choice.breakdown)
    having = [p for p in choice.periods if every.loc[every["period"] == p, "value"].notna().any()]
    if not having:
        atlas.nothing(here, seen)
    else:
        shown = film.sampled(having, MOST)
        frame.section(here.t("time.years.title", unit=style.unit_label(seen.indicator, here.language)))
        if len(shown) < len(choice.periods):
            frame.note(_left_out(here, choice, having, shown))
        years.show(
            atlas.picture_of(here, seen, choice, dark=here.dark), _told(here, seen, choice, trend, shown), "years",
            partial(_open, live.latest(choice.indicator.id)),
        )  # fmt: skip
        _table(here, seen, every, shown)
    charts.trend(here, seen, choice)
    _take(here, seen, choice, every)
    origin.sheet(here, seen, choice)


def _finding(here: Place, seen: View, trend: pd.DataFrame) -> str:
    """How the zone's own figure moved; without one, what the newest map says."""
    if trend["value"].notna().sum() < 2:
        return seen.finding(here.language)
    return contrasts.change(seen.indicator, trend, here.zone.short.in_(here.language), here.language)


def _left_out(here: Place, choice: Choice, having: list[str], shown: list[str]) -> str:
    """Which periods have no small map: those without figures here, and those beyond what can be read."""
    parts = []
    if len(shown) < len(having):
        parts.append(here.t("time.years.some", shown=str(len(shown)), count=str(len(having))))
    if len(having) < len(choice.periods):
        told = [style.period(p, here.language) for p in choice.periods if p not in having]
        parts.append(here.t("time.years.empty", periods=", ".join(told)))
    return " ".join(parts)


def _told(here: Place, seen: View, choice: Choice, trend: pd.DataFrame, shown: list[str]) -> dict[str, Any]:
    """What the small maps are told: one group a method, each with a legend of its own."""
    figures = trend.set_index("period")["value"].to_dict()
    zone = here.zone.short.in_(here.language)
    asked = {"indicator": choice.indicator.id, "breakdown": choice.breakdown, "method": choice.method}
    asked |= {"k": str(choice.k), "cuts": ",".join(f"{c:g}" for c in choice.cuts), "area": choice.area}
    asked = {name: value for name, value in asked.items() if value and value != controls.default(name)}

    def panel(period: str) -> dict[str, str]:
        value = figures.get(period)
        words = (
            "" if value is None or pd.isna(value) else style.number(value, seen.indicator, here.language, compact=True)
        )
        label = style.period(period, here.language)
        href = frame.address(here, "map", **asked, period=period)
        return {"id": period, "label": label, "figure": f"{zone}, {words}" if words else "", "href": href}

    groups: list[dict[str, Any]] = []
    for period in shown:
        first = film.since(seen.indicator, period)
        if not groups or groups[-1]["since"] != first:
            groups.append({"since": first, "said": "", "panels": []})
        groups[-1]["panels"].append(panel(period))
    for at, group in enumerate(groups):
        if len(groups) > 1:
            group["said"] = time.broken(here, [g["since"] for g in groups[1:]], at)
    told = (choice.indicator.id, choice.breakdown, zones.key(here.zone), time.classing(here, choice), here.language)
    only = tuple(shown) if len(shown) < len(choice.periods) else ()
    return {"url": controls.base_path() + films.address(*told, only), "period": choice.period, "groups": groups}


def _open(newest: str, period: str) -> None:
    """One of the small maps, large."""
    controls.write("view", "")
    time.turn(newest, period)


def _table(here: Place, seen: View, every: pd.DataFrame, shown: list[str]) -> None:
    """Every member in every period shown; of very many, where the figures are."""
    frame.section(here.t("map.table"))
    if len(here.members) > ROWS:
        frame.note(here.t("time.years.in_files", count=style.decimal(len(here.members))))
        return
    wide = every.pivot_table(index="area", columns="period", values="value", aggfunc="first", dropna=False)
    wide = wide.reindex(index=list(seen.own["area"]), columns=shown)
    heads = {p: style.tick(p, here.language) for p in shown}
    name = here.t("map.municipality")
    rows = wide.rename(columns=heads).reset_index(drop=True)
    rows.insert(0, name, seen.own["name"].to_list())
    plain = partial(style.number, indicator=seen.indicator, language=here.language, unit=False)
    frame.note(f"{here.t('time.change.figures_in')} {style.unit_label(seen.indicator, here.language)}.")
    st.dataframe(
        rows.style.format(dict.fromkeys(heads.values(), plain), na_rep="—"), hide_index=True, key="table",
        height="auto" if len(rows) <= 12 else 440, placeholder="—",
        column_config={
            name: st.column_config.TextColumn(pinned=True),
            **{head: st.column_config.NumberColumn(alignment="right") for head in heads.values()},
        },
    )  # fmt: skip


def _take(here: Place, seen: View, choice: Choice, every: pd.DataFrame) -> None:
    """Every period of every member, the charts, the citation."""
    found = live.provenance(seen.indicator.id)
    if found is None or every["value"].isna().all():
        return
    address = origin.address(here, choice)
    title = seen.indicator.title.in_(here.language)
    rows = every.assign(indicator=seen.indicator.id, breakdown=choice.breakdown)
    columns = ["area", "indicator", "breakdown", "period", "value", "numerator", "denominator", "status"]
    chosen = export.table(
        rows[columns], title, [(seen.indicator, found)], here.zone.short.in_(here.language), here.language,
        address=address,
    )  # fmt: skip
    cited = origin.cited(here, seen, found)
    plates = charts.plates(here, seen, choice, cited)
    take.bar(
        here, chosen, [_contact(here, seen, choice, every, cited), *plates[-1:]],
        origin.citation(here, seen, choice, found),
    )  # fmt: skip


def _contact(here: Place, seen: View, choice: Choice, every: pd.DataFrame, cited: str) -> Contact:
    """The small maps on one sheet of paper."""
    having = [p for p in choice.periods if every.loc[every["period"] == p, "value"].notna().any()]
    shown, classing = film.sampled(having, MOST), replace(time.classing(here, choice), dark=False)
    starts = list(dict.fromkeys(film.since(seen.indicator, p) for p in shown))
    said = {s: time.broken(here, starts[1:], at) if len(starts) > 1 else "" for at, s in enumerate(starts)}

    def panels() -> tuple[Panel, ...]:
        drawn = film.drawings(seen.indicator, here.zone, every, classing, here.language, shown)
        return tuple(
            Panel(style.period(p, here.language), said[film.since(seen.indicator, p)], one) for p, one in drawn
        )

    title = seen.indicator.title.in_(here.language)
    return Contact(
        panels, title, f"{here.t('time.years.title', unit=style.unit_label(seen.indicator, here.language))}, "
        f"{here.zone_title}", cited, f"{title}, {here.zone_title}. {here.t('map.table_below')}", here.language,
        here.t("time.years.sheet"),
    )  # fmt: skip
