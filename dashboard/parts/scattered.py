"""The picture of two figures on the page «Relación»: scatter, how to read it, table, and taking it away."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import controls, export, live, offices, style, wording
from dashboard.analysis import relation, relation_words
from dashboard.analysis.pair import SCALES, Pair
from dashboard.charts.axes import Ours
from dashboard.charts.scatter import Axis, same_size_below, scatter
from dashboard.controls import Place
from dashboard.live import relation as doors
from dashboard.parts import charts, frame, take
from dashboard.parts.relation import Choice
from dashboard.plate import Plate
from data.catalog import catalog
from data.entries import Indicator


def picture(here: Place, seen: Pair, *, dark: bool) -> go.Figure:
    """The scatter, for the page (`dark` as the page is) and for paper."""
    band = relation.band(seen.line, relation.along(seen.line) if not seen.line.reason else [])
    x_axis, y_axis = axes(here, seen)
    titles = {"x_title": seen.x.title.in_(here.language), "y_title": seen.y.title.in_(here.language)}
    hover = here.t("relation.hover", name="{0}", x="{1}", y="{2}", **titles).format
    members = here.members if len(here.members) < len(seen.rows) else ()
    return scatter(seen.rows, ours(seen, dark), members, band, x_axis, y_axis, hover, style.palette(dark))


def axes(here: Place, seen: Pair) -> tuple[Axis, Axis]:
    """Both scales with their words."""
    line = seen.line
    told = ((seen.x, seen.x_period, line.log_x), (seen.y, seen.y_period, line.log_y))
    first, second = (_axis(here, *each) for each in told)
    return first, second


def _axis(here: Place, indicator: Indicator, period: str, logarithmic: bool) -> Axis:
    return Axis(
        relation_words.titled(indicator, period, here.language, logarithmic=logarithmic),
        lambda v: style.number(v, indicator, here.language, compact=True),
        lambda marks: style.ticks(marks, indicator),
        logarithmic,
    )


def ours(seen: Pair, dark: bool) -> list[Ours]:
    """Those named, in their own colours and shapes; others of the zone dark."""
    base, known = style.palette(dark), seen.rows.set_index("area")["name"]
    found = []
    for key in seen.ours:
        mark = style.mark(key, dark)
        own = (mark.colour, mark.shape) if mark else (base.text, "circle")
        found.append(Ours(key, str(known[key]), *own))
    return found


def chart(here: Place, seen: Pair) -> None:
    """The scatter with its words for those who do not see it."""
    words = {"x": seen.x.title.in_(here.language), "y": seen.y.title.in_(here.language)}
    told = f"{here.t('relation.alternative', **words)} {relation_words.finding(seen, here.language)}"
    frame.section(here.t("relation.chart", count=style.decimal(len(seen.told))))
    charts.chart(picture(here, seen, dark=here.dark), "relation", told)
    frame.notes(notes(here, seen))
    method(here, seen)


def notes(here: Place, seen: Pair) -> list[str]:
    """How to read the picture: steepness, sizes, scales, who is not in it."""
    line = seen.line
    told = [relation_words.steepness(seen, here.language), *_sizes(here, seen)]
    if line.log_x or line.log_y:
        told.append(here.t("relation.logarithmic_about"))
    asked = controls.asked("scale", SCALES, "") == "log"
    told += [
        here.t("relation.cannot", title=entry.title.in_(here.language))
        for entry, drawn in ((seen.x, line.log_x), (seen.y, line.log_y))
        if asked and not drawn
    ]
    if len(here.members) < len(seen.rows) and set(here.members) - set(seen.ours):
        told.append(here.t("relation.members", zone=here.zone_title))
    if seen.absent:
        told.append(here.t("relation.absent", places=wording.shortened(seen.absent, here.language)))
    return [words for words in told if words]


def method(here: Place, seen: Pair) -> None:
    """How the line and the intervals were worked out, behind a fold."""
    if seen.line.pearson is None:
        return
    with st.expander(here.t("relation.how")):
        frame.notes([relation_words.pearson(seen.line.pearson, here.language), here.t("relation.method")])


def _sizes(here: Place, seen: Pair) -> list[str]:
    """What the size of a mark says, with its two ends."""
    known = seen.told.dropna(subset="people")
    if len(known) < 2:
        return []
    low, high = (known.loc[at] for at in (known["people"].idxmin(), known["people"].idxmax()))
    told = here.t(
        "relation.sizes", period=style.period(doors.people()[1], here.language),
        low=style.decimal(low["people"]), least=low["name"], high=style.decimal(high["people"]), most=high["name"],
    )  # fmt: skip
    limit = same_size_below(known["people"])
    return [told + (" " + here.t("relation.smallest", people=style.decimal(limit)) if limit else "")]


def table(here: Place, seen: Pair) -> None:
    """Both figures of every municipality and its distance from the line, the furthest above it first."""
    line = not seen.line.reason
    frame.section(here.t("relation.table.title" if line else "relation.table.plain"))
    rows = seen.rows.sort_values(["residual", "name"], ascending=[False, True]) if line else seen.rows
    digits = {"x": _digits(here, seen.x), "y": _digits(here, seen.y), "people": style.decimal}
    digits |= {"expected": digits["y"], "residual": digits["y"]}
    columns = ["x", "y", *(("expected", "residual") if line else ()), "people"]
    heads = {side: entry.title.in_(here.language) for side, entry in (("x", seen.x), ("y", seen.y))}
    heads |= {c: here.t(f"relation.table.{c}") for c in columns if c not in heads}
    name = here.t("relation.table.municipality")
    shown = pd.DataFrame({name: rows["name"], **{heads[c]: rows[c] for c in columns}})
    wide = {"x": 185, "y": 185, "expected": 135, "residual": 150, "people": 100}
    st.dataframe(
        shown.style.format({heads[c]: digits[c] for c in columns}, na_rep="—"), hide_index=True,
        height="auto" if len(shown) <= 12 else 440, key="relation_table", placeholder="—",
        column_config={
            name: st.column_config.TextColumn(pinned=True, width=150),
            **{heads[c]: st.column_config.NumberColumn(alignment="right", width=wide[c]) for c in columns},
        },
    )  # fmt: skip
    units = {side: style.unit_label(entry, here.language) for side, entry in (("x", seen.x), ("y", seen.y))}
    told = [here.t("relation.table.units", x=heads["x"], y=heads["y"], x_unit=units["x"], y_unit=units["y"])]
    frame.notes(told + ([here.t("relation.table.line")] if line else []))


def _digits(here: Place, entry: Indicator) -> Callable[[float], str]:
    return lambda v: style.number(v, entry, here.language, unit=False)


def downloads(here: Place, chosen: Choice, seen: Pair) -> None:
    """Both figures of every municipality as a file, the scatter as a picture, and how to cite them."""
    origins = [(entry, live.provenance(entry.id)) for entry in (seen.x, seen.y)]
    if seen.told.empty or any(origin is None for _, origin in origins):
        return
    place = seen.of.short.in_(here.language)
    link = controls.permalink(
        here, "relation", x=chosen.x, y=chosen.y, px=chosen.px, py=chosen.py, among=chosen.scope, scale=chosen.scale,
        topic=chosen.topic, area=chosen.pointed,
    )  # fmt: skip
    title = relation_words.named(seen.x, seen.y, here.language)
    said = f"{relation_words.finding(seen, here.language)} {relation_words.caution(here.language)}"
    file = export.table(
        tidy(seen), title, origins, place, here.language, address=link, extra={here.t("relation.take.finding"): said}
    )
    cited = " ".join(dict.fromkeys(
        offices.citation(entry, origin.source["citation"][here.language], here.language)
        for entry, origin in origins if origin is not None
    ))  # fmt: skip
    subtitle = ", ".join(
        dict.fromkeys([place, *(style.period(p, here.language) for p in (seen.x_period, seen.y_period))])
    )
    paint = lambda: picture(here, seen, dark=False)  # noqa: E731 - made when it is asked for
    name, language = here.t("relation.take.plate"), here.language
    plate = Plate(paint, title, f"{subtitle}. {said}", cited, name=name, alternative=said, language=language)
    take.bar(here, file, [plate], f"{here.t('site.name')}. «{title}», {subtitle}. {cited} {link}")


def tidy(seen: Pair) -> pd.DataFrame:
    """One row a municipality and figure, with its parts; what the line gives and the distance beside the second."""
    frames = []
    for side, entry, period in (("x", seen.x, seen.x_period), ("y", seen.y, seen.y_period)):
        rows = seen.rows
        frames.append(pd.DataFrame({
            "area": rows["area"], "name": rows["name"], "indicator": entry.id, "period": period, "value": rows[side],
            "numerator": rows[f"{side}_numerator"], "denominator": rows[f"{side}_denominator"],
            "status": rows[f"{side}_status"], "expected": rows["expected"] if side == "y" else float("nan"),
            "residual": rows["residual"] if side == "y" else float("nan"),
        }))  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def sources(here: Place, seen: Pair) -> None:
    """Where each of the two comes from: source, dates, confidence, what to beware of, definition."""
    frame.section(here.t("relation.sources"))
    for entry, period in ((seen.x, seen.x_period), (seen.y, seen.y_period)):
        origin = live.provenance(entry.id)
        if origin is None:
            continue
        cited = offices.citation(entry, origin.source["citation"][here.language], here.language)
        told = {
            "source": wording.capital(cited.split(": ", 1)[-1]),
            "reference": style.period(period, here.language),
            "captured": style.day(origin.retrieved_at, here.language),
            "loaded": style.day(origin.loaded_at, here.language),
            "status": catalog().vocabulary.statuses[entry.status].in_(here.language),
            "confidence": here.t(f"origin.confidences.{origin.source['confidence']}"),
            "license": origin.source["license"][here.language],
            "caveat": entry.caveat.in_(here.language),
            "definition": entry.definition.in_(here.language),
        }
        lines = "".join(f"<dt>{escape(here.t(f'origin.{k}'))}</dt><dd>{escape(v)}</dd>" for k, v in told.items() if v)
        st.html(f'<div class="card"><h3>{escape(entry.title.in_(here.language))}</h3><dl>{lines}</dl></div>')
