"""Where a figure comes from and how to take it along: source, dates, method, citation, downloads."""

from __future__ import annotations

from collections.abc import Collection
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
from data.entries import Indicator


def sheet(here: Place, seen: View, choice: Choice) -> None:
    """Where the figures of a map come from."""
    about(here, seen.indicator, seen.period, set(seen.own.loc[seen.own["value"].notna(), "status"]))


def about(here: Place, indicator: Indicator, period: str, statuses: Collection[str]) -> None:
    """Source, period, status, the three dates, confidence, caveat; definition and processing behind a fold."""
    origin = live.provenance(indicator.id)
    frame.section(here.t("origin.title"))
    if origin is None:
        frame.nothing(here.t("origin.none"))
        return
    told = _told(here, indicator, period, statuses, origin)
    st.html(f'<dl class="sheet">{"".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in told.items())}</dl>')
    with st.expander(here.t("origin.method")):
        _method(here, indicator)


def _told(
    here: Place, indicator: Indicator, period: str, statuses: Collection[str], origin: Provenance
) -> dict[str, str]:
    language, words = here.language, catalog().vocabulary
    cited = offices.citation(indicator, origin.source["citation"][language], language)
    told = {
        "source": wording.capital(cited.split(": ", 1)[-1]),
        "reference": style.period(period, language),
        "captured": style.day(origin.retrieved_at, language),
        "loaded": style.day(origin.loaded_at, language),
        "reported": offices.reported(origin, period, language),
        "status": ", ".join(words.statuses[s].in_(language) for s in sorted(statuses)),
        "confidence": here.t(f"origin.confidences.{origin.source['confidence']}"),
        "license": origin.source["license"][language],
        "caveat": indicator.caveat.in_(language),
        "source_caveat": (origin.source.get("caveat") or {}).get(language, ""),
        "breaks": " ".join(
            f"{style.period(b.period, language)}: {b.en if language == 'en' else b.es}" for b in indicator.breaks
        ),
    }
    return {here.t(f"origin.{key}"): value for key, value in told.items() if value}


def _method(here: Place, indicator: Indicator) -> None:
    combine = indicator.combine
    rows = {
        "definition": indicator.definition.in_(here.language),
        "processing": indicator.processing.in_(here.language),
        "combining": here.t(f"origin.combine.{combine if isinstance(combine, str) else 'mean'}"),
    }
    cells = "".join(f"<dt>{escape(here.t(f'origin.{k}'))}</dt><dd>{escape(v)}</dd>" for k, v in rows.items())
    st.html(f'<dl class="sheet">{cells}</dl>')


def address(here: Place, choice: Choice) -> str:
    """The whole address of this view."""
    return controls.permalink(
        here, "map", indicator=choice.indicator.id, period=choice.period, breakdown=choice.breakdown,
        method=choice.method, k=str(choice.k), cuts=",".join(f"{c:g}" for c in choice.cuts), area=choice.area,
        view="" if choice.view == "map" else choice.view,
    )  # fmt: skip


def citation(here: Place, seen: View, choice: Choice, origin: Provenance) -> str:
    """How to name this view in a document."""
    return (
        f"{here.t('site.name')}. «{seen.indicator.title.in_(here.language)}», {atlas.caption(here, seen)}. "
        f"{cited(here, seen, origin)} {here.t('origin.captured')}: "
        f"{style.day(origin.retrieved_at, here.language)}. {address(here, choice)}"
    )


def cited(here: Place, seen: View, origin: Provenance) -> str:
    """The offices behind a view, as its citation names them."""
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
    pictures: list[Drawing | Plate] = [map_, *charts.plates(here, seen, choice, cited(here, seen, origin))]
    take.bar(here, chosen, pictures, citation(here, seen, choice, origin))
