"""Where a figure comes from and how to take it along: source, dates, method, citation, downloads."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import controls, export, live, offices, style, wording
from dashboard.controls import Choice, Place
from dashboard.drawing import Drawing
from dashboard.parts import atlas, charts, frame, take
from dashboard.plate import Plate
from dashboard.queries import Provenance
from dashboard.view import View
from data.catalog import catalog


def sheet(here: Place, seen: View, choice: Choice) -> None:
    """Source, period, status, the three dates, confidence, caveat; definition and processing behind a fold."""
    origin = live.provenance(seen.indicator.id)
    frame.section(here.t("origin.title"))
    if origin is None:
        frame.nothing(here.t("origin.none"))
        return
    told = _told(here, seen, origin)
    st.html(f'<dl class="sheet">{"".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in told.items())}</dl>')
    with st.expander(here.t("origin.method")):
        _method(here, seen)


def _told(here: Place, seen: View, origin: Provenance) -> dict[str, str]:
    language, words = here.language, catalog().vocabulary
    statuses = sorted(set(seen.own.loc[seen.own["value"].notna(), "status"]))
    told = {
        "source": wording.capital(_cited(here, seen, origin).split(": ", 1)[-1]),
        "reference": style.period(seen.period, language),
        "captured": style.day(origin.retrieved_at, language),
        "loaded": style.day(origin.loaded_at, language),
        "status": ", ".join(words.statuses[s].in_(language) for s in statuses),
        "confidence": here.t(f"origin.confidences.{origin.source['confidence']}"),
        "license": origin.source["license"][language],
        "caveat": seen.indicator.caveat.in_(language),
        "source_caveat": (origin.source.get("caveat") or {}).get(language, ""),
        "breaks": " ".join(
            f"{style.period(b.period, language)}: {b.en if language == 'en' else b.es}" for b in seen.indicator.breaks
        ),
    }
    return {here.t(f"origin.{key}"): value for key, value in told.items() if value}


def _method(here: Place, seen: View) -> None:
    rows = {
        "definition": seen.indicator.definition.in_(here.language),
        "processing": seen.indicator.processing.in_(here.language),
        "combining": here.t(f"origin.combine.{_combining(seen)}"),
    }
    cells = "".join(f"<dt>{escape(here.t(f'origin.{k}'))}</dt><dd>{escape(v)}</dd>" for k, v in rows.items())
    st.html(f'<dl class="sheet">{cells}</dl>')


def _combining(seen: View) -> str:
    combine = seen.indicator.combine
    return combine if isinstance(combine, str) else "mean"


def address(here: Place, choice: Choice) -> str:
    """The whole address of this view."""
    return controls.permalink(
        here, "map", indicator=choice.indicator.id, period=choice.period, breakdown=choice.breakdown,
        method=choice.method, k=str(choice.k), cuts=",".join(f"{c:g}" for c in choice.cuts), area=choice.area,
    )  # fmt: skip


def citation(here: Place, seen: View, choice: Choice, origin: Provenance) -> str:
    """How to name this view in a document."""
    return (
        f"{here.t('site.name')}. «{seen.indicator.title.in_(here.language)}», {atlas.caption(here, seen)}. "
        f"{_cited(here, seen, origin)} {here.t('origin.captured')}: "
        f"{style.day(origin.retrieved_at, here.language)}. {address(here, choice)}"
    )


def _cited(here: Place, seen: View, origin: Provenance) -> str:
    return offices.citation(seen.indicator, origin.source["citation"][here.language], here.language)


def downloads(here: Place, seen: View, choice: Choice) -> None:
    """The view's data, its map and charts, its citation and its address; each file is made when it is asked for."""
    origin = live.provenance(seen.indicator.id)
    if origin is None or seen.empty:
        return
    # Files are made outside the script's run: everything they need is taken now.
    chosen = export.selection(
        seen.indicator, seen.own, origin, here.zone.short.in_(here.language), here.language,
        period=seen.period, breakdown=seen.breakdown, address=address(here, choice),
    )  # fmt: skip
    map_ = replace(atlas.picture_of(here, seen, choice, dark=False), name=here.t("map.pictures.map"))
    pictures: list[Drawing | Plate] = [map_, *charts.plates(here, seen, choice, _cited(here, seen, origin))]
    take.bar(here, chosen, pictures, citation(here, seen, choice, origin))
