"""Where the movements come from, and how to take them along: every pair that touches the group, both ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import pandas as pd
import streamlit as st

from dashboard import controls, export, live, style, wording
from dashboard.controls import Place
from dashboard.export import Selection
from dashboard.flow_view import FlowView
from dashboard.live import flows as doors
from dashboard.parts import flow_pictures, frame, take
from data.catalog import catalog
from data.entries import Source

STATUS = "estimated"


def downloads(here: Place, seen: FlowView) -> None:
    """Data, pictures, citation and link of the view."""
    edition = live.editions().get(seen.movement.source)
    day = f" {here.t('origin.captured')}: {style.day(edition.retrieved_at, here.language)}." if edition else ""
    title = here.t(f"flows.title.{seen.movement.kind}")
    citation = (
        f"{here.t('site.name')}. «{title}», {flow_pictures.caption(here, seen)}. "
        f"{flow_pictures.cited(here, seen)}{day} {address(here, seen)}"
    )
    take.bar(here, selection(here, seen), flow_pictures.plates(here, seen), citation)


def address(here: Place, seen: FlowView) -> str:
    """The whole address of this view."""
    return controls.permalink(
        here, "flows", kind=seen.movement.kind, direction=seen.direction, area=seen.area, period=seen.movement.period
    )


def selection(here: Place, seen: FlowView) -> Selection:
    """The view's figures: every pair that touches the group; where only totals are told, those of each municipality."""
    title, told = here.t(f"flows.title.{seen.movement.kind}"), address(here, seen)
    if seen.movement.totals:
        return _totals(here, seen, title)
    made = doors.selection(seen, here.language, title, seen.place(here.language), _about(here, seen))
    taken = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    metadata = {**made.metadata, here.t("export.address"): told, here.t("export.taken"): taken}
    return replace(made, address=told, metadata=metadata)


def _totals(here: Place, seen: FlowView, title: str) -> Selection:
    """Both rates with the persons they are made of, one row a municipality and direction."""
    entries = [catalog().indicators[name] for name in seen.movement.totals or ()]
    rows = [
        side[side["area"].isin(list(seen.group))].assign(indicator=entry.id, period=seen.movement.period)
        for entry, side in zip(entries, seen.sides or (), strict=True)
    ]
    columns = ["area", "indicator", "period", "value", "numerator", "denominator", "status"]
    return export.table(
        pd.concat(rows)[columns], title, [(entry, live.provenance(entry.id)) for entry in entries],
        seen.place(here.language), here.language, address=address(here, seen), periods=[seen.movement.period],
    )  # fmt: skip


def _about(here: Place, seen: FlowView) -> dict[str, str]:
    """What the file says of itself."""
    source = catalog().sources[seen.movement.source]
    edition = live.editions().get(source.id)
    told = {
        "definition": population(here, seen),
        "citation": source.citation.in_(here.language),
        "product": source.title.in_(here.language),
        "publisher": source.publisher.in_(here.language),
        "license": source.license.in_(here.language),
        "url": source.url,
        "source_caveat": _caveat(source, here),
        "sha256": edition.sha256 if edition else "",
        "retrieved": f"{edition.retrieved_at:%Y-%m-%d}" if edition else "",
        "published": f"{edition.published_at:%Y-%m-%d}" if edition else "",
    }
    return {here.t(f"export.{key}"): words for key, words in told.items() if words}


def population(here: Place, seen: FlowView) -> str:
    """Whom the figures are about."""
    return here.t(f"flows.population.{seen.movement.kind}_{seen.movement.period.rsplit('/', 1)[-1]}")


def sheet(here: Place, seen: FlowView) -> None:
    """Source, population, period, dates, confidence, licence and caveats."""
    source = catalog().sources[seen.movement.source]
    edition = live.editions().get(source.id)
    frame.section(here.t("origin.title"))
    if edition is None:
        frame.nothing(here.t("origin.none"))
        return
    indicator = seen.indicator if seen.movement.totals else None
    told = {
        "source": wording.capital(source.citation.in_(here.language).split(": ", 1)[-1]),
        "definition": population(here, seen),
        "reference": style.period(seen.movement.period, here.language),
        "captured": style.day(edition.retrieved_at, here.language),
        "loaded": style.day(edition.loaded_at, here.language),
        "status": catalog().vocabulary.statuses[STATUS].in_(here.language),
        "confidence": here.t(f"origin.confidences.{source.confidence}"),
        "license": source.license.in_(here.language),
        "caveat": indicator.caveat.in_(here.language) if indicator else "",
        "source_caveat": _caveat(source, here),
    }
    rows = {here.t(f"origin.{key}"): words for key, words in told.items() if words}
    st.html(f'<dl class="sheet">{"".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in rows.items())}</dl>')


def _caveat(source: Source, here: Place) -> str:
    return source.caveat.in_(here.language) if source.caveat else ""
