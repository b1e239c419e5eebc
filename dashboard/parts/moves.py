"""Pieces of the map page for the change between two periods: its map, sorted dots and table, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import change_view, change_words, controls, export, live, offices, style, wording
from dashboard.analysis import change
from dashboard.change_view import ChangeView
from dashboard.charts.dots import Line, sorted_dots
from dashboard.controls import Choice, Place
from dashboard.drawing import Drawing
from dashboard.overview import called
from dashboard.parts import atlas, charts, frame, origin, take, widgets
from dashboard.plate import Plate
from dashboard.view import FEW, peers_of

SMALL_NAMED = 3


def show(here: Place, choice: Choice) -> None:
    """The whole page of a change."""
    if choice.pair is None or choice.pair.refusal:
        _refused(here, choice)
        return
    seen = look(here, choice)
    frame.lead(seen.finding(here.language))
    ends = change_words.ends(seen.indicator, seen.told, here.language)
    frame.note(" ".join(filter(None, (ends, change_words.meaning(seen.indicator, here.language)))))
    widgets.row(here, choice)
    widgets.views(here, choice)
    if seen.empty:
        frame.nothing(seen.finding(here.language))
    else:
        left, right = frame.beside(7, 5)
        with left:
            _map(here, seen, choice)
            frame.notes([*change_words.untold(seen.told, here.language), *_small(here, seen), *_pesos(here, seen)])
            widgets.pointer(here, choice)
        with right:
            _dots(here, seen, choice)
        _table(here, seen, choice)
        _take(here, seen, choice)
    origin.sheet(here, seen.last, choice)


def look(here: Place, choice: Choice) -> ChangeView:
    """Both periods and the limits of the classes, which hold for every later period of the same method."""
    pair = choice.pair
    if pair is None:
        raise ValueError("a change wants two periods")
    first, last = (atlas.look(here, replace(choice, period=p)) for p in (pair.since, pair.until))
    every = live.series(choice.indicator.id, here.members, choice.breakdown)
    sizes = change.limits(choice.indicator, change.stretch(choice.indicator, every, pair, here.members))
    return ChangeView(first, last, pair, sizes)


def _refused(here: Place, choice: Choice) -> None:
    """A sentence instead of a map, with the way to two periods that do compare."""
    pair = choice.pair or change.pair(choice.indicator, choice.periods)
    frame.lead(change_words.refused(choice.indicator, pair, here.zone_title, here.language))
    widgets.row(here, choice)
    widgets.views(here, choice)
    other = change.pair(choice.indicator, choice.periods, newest=live.latest(choice.indicator.id))
    if not other.refusal:
        first, last = (style.period(p, here.language) for p in (other.since, other.until))
        asked = {"indicator": choice.indicator.id, "view": "change", "from": other.since, "period": other.until}
        link = f'<a href="{escape(frame.address(here, "map", **asked))}">'
        words = escape(here.t("time.change.instead", first=first, last=last))
        st.html(f'<p class="nothing">{link}{words}</a></p>')
    seen = atlas.look(here, choice)
    charts.trend(here, seen, choice)
    origin.sheet(here, seen, choice)


def caption(here: Place, seen: ChangeView) -> str:
    """What is measured, where, between which periods."""
    first, last = (style.period(p, here.language) for p in (seen.pair.since, seen.pair.until))
    told = here.t(
        "time.change.caption", unit=change_words.unit(seen.indicator, here.language), zone=here.zone_title,
        first=first, last=last,
    )  # fmt: skip
    part = [] if seen.last.breakdown == "total" else [export.breakdown_label(seen.last.breakdown, here.language)]
    return ", ".join([told, *part])


def picture_of(here: Place, seen: ChangeView, choice: Choice, *, dark: bool) -> Drawing:
    """The map of the change, for the page and for paper."""
    title = here.t("time.change.title", title=seen.indicator.title.in_(here.language))
    told = f"{title}, {caption(here, seen)}. {seen.finding(here.language)} {here.t('map.table_below')}"
    return change_view.drawing(
        seen, here.language, title=title, subtitle=caption(here, seen), source=_cited(here, seen), alternative=told,
        chosen=choice.area, dark=dark,
    )  # fmt: skip


def _cited(here: Place, seen: ChangeView) -> str:
    found = live.provenance(seen.indicator.id)
    own = found.source["citation"][here.language] if found else ""
    return offices.citation(seen.indicator, own, here.language) if found else ""


def _map(here: Place, seen: ChangeView, choice: Choice) -> None:
    drawn = picture_of(here, seen, choice, dark=here.dark)
    frame.show(drawn, "map", 520, chosen=choice.area, on_chosen=partial(atlas.point_out, choice.area))


def _small(here: Place, seen: ChangeView) -> list[str]:
    """Whose per cent hangs on few cases."""
    names = list(seen.told.loc[(seen.told["base"] == "small") & seen.told["change"].notna(), "name"])
    told = wording.shortened(names, here.language, SMALL_NAMED)
    unit = style.unit_label(seen.indicator, here.language)
    return [here.t("time.change.small_bases", places=told, unit=unit)] if names else []


def _pesos(here: Place, seen: ChangeView) -> list[str]:
    return [here.t("sentences.change.pesos")] if seen.indicator.unit.startswith("mxn") else []


def dots_figure(here: Place, seen: ChangeView, choice: Choice, *, dark: bool) -> go.Figure:
    """The changes from the largest fall to the largest rise, with zero marked."""
    peers = seen.peers[seen.peers["base"] == ""]  # of three cases, ten make 233 %: the others would be one heap
    rows = pd.concat([seen.told, peers]).drop_duplicates("area").rename(columns={"change": "value"})
    lines = [Line(here.t("time.change.zero"), 0.0)]
    lines += [Line(name, value) for name, value in seen.references(here.language)]
    if seen.whole is not None:
        lines.append(Line(here.zone.short.in_(here.language), seen.whole, strong=True))
    places = change.decimals(seen.indicator)

    def marks(told: Sequence[float]) -> list[str]:
        return [change_words.sign(v) + style.decimal(abs(v), 0 if float(v).is_integer() else places) for v in told]

    return sorted_dots(
        rows, charts.ours(here, seen.last, choice, dark=dark), lines,
        lambda v: change_words.signed(seen.indicator, v, here.language), marks, style.palette(dark),
        axis=wording.capital(change_words.unit(seen.indicator, here.language)),
    )  # fmt: skip


def _dots(here: Place, seen: ChangeView, choice: Choice) -> None:
    peers = called(peers_of(here.zone), here.language)
    known = seen.peers[seen.peers["change"].notna()]
    small = int((known["base"] == "small").sum())
    count = len(known) - small
    frame.section(here.t("time.change.among", count=style.decimal(count), place=peers))
    told = here.t("time.change.dots_alternative", place=peers) + " " + seen.finding(here.language)
    charts.chart(dots_figure(here, seen, choice, dark=here.dark), "dots", told)
    if small:
        key = "time.change.small_left_one" if small == 1 else "time.change.small_left"
        unit = style.unit_label(seen.indicator, here.language)
        frame.note(here.t(key, count=style.decimal(small), unit=unit))


def _table(here: Place, seen: ChangeView, choice: Choice) -> None:
    """Both figures and the change of every member, the largest rise first."""
    frame.section(here.t("time.change.table"))
    first, last = (style.period(p, here.language) for p in (seen.pair.since, seen.pair.until))
    moved = change_words.column(seen.indicator, here.language)
    name = here.t("map.municipality")
    rows = pd.DataFrame(
        {name: seen.told["name"], moved: seen.told["change"], first: seen.told["first"], last: seen.told["last"]}
    )
    if len(rows) > FEW:
        rows = rows.sort_values(moved, ascending=False, na_position="last")
    plain = partial(style.number, indicator=seen.indicator, language=here.language, unit=False)
    formats = {
        first: plain, last: plain, moved: lambda v: change_words.sign(v) + change_words.size(seen.indicator, v),
    }  # fmt: skip
    frame.note(f"{here.t('time.change.figures_in')} {style.unit_label(seen.indicator, here.language)}.")
    st.dataframe(
        rows.style.format(formats, na_rep="—"), hide_index=True, height="auto" if len(rows) <= 12 else 440,
        key="table", placeholder="—",
        column_config={
            name: st.column_config.TextColumn(pinned=True, width="medium"),
            **{head: st.column_config.NumberColumn(alignment="right") for head in formats},
        },
    )  # fmt: skip


def _take(here: Place, seen: ChangeView, choice: Choice) -> None:
    """Both periods, the difference and the change; the map and the dots; the citation."""
    found = live.provenance(seen.indicator.id)
    if found is None:
        return
    address = controls.permalink(
        here, "map", indicator=seen.indicator.id, view="change", period=seen.pair.until, breakdown=choice.breakdown,
        area=choice.area, **{"from": seen.pair.since},
    )  # fmt: skip
    title = here.t("time.change.title", title=seen.indicator.title.in_(here.language))
    chosen = export.table(
        tidy(seen), title, [(seen.indicator, found)], here.zone.short.in_(here.language), here.language,
        address=address, periods=[seen.pair.since, seen.pair.until],
    )  # fmt: skip
    cited, words = _cited(here, seen), seen.finding(here.language)
    dots = Plate(
        partial(dots_figure, here, seen, choice, dark=False), title, caption(here, seen), cited,
        name=here.t("map.pictures.dots"), alternative=words, language=here.language,
    )  # fmt: skip
    map_ = replace(picture_of(here, seen, choice, dark=False), name=here.t("map.pictures.map"))
    captured = f"{here.t('origin.captured')}: {style.day(found.retrieved_at, here.language)}."
    citation = f"{here.t('site.name')}. «{title}», {caption(here, seen)}. {cited} {captured} {address}"
    take.bar(here, chosen, [map_, dots], citation)


def tidy(seen: ChangeView) -> pd.DataFrame:
    """One row a member with both periods: what is written into the files."""
    before = seen.first.own.set_index("area").reindex(seen.told["area"])
    rows = seen.told.assign(
        indicator=seen.indicator.id, breakdown=seen.last.breakdown, from_period=seen.pair.since,
        from_value=seen.told["first"], from_status=before["status"].to_numpy(), period=seen.pair.until,
        value=seen.told["last"], change_pct=seen.told["change"] if change.in_per_cent(seen.indicator) else float("nan"),
    )  # fmt: skip
    kept = [
        "area", "name", "indicator", "breakdown", "from_period", "from_value", "from_status", "period", "value",
        "status", "difference",
    ]  # fmt: skip
    return rows[[*kept, *(["change_pct"] if change.in_per_cent(seen.indicator) else [])]]
