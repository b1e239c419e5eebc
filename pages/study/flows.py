"""Flujos: who studies, moves or works where; the sentence, then arrows and bars, then tables, then the source."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import flow_origin, flow_pictures, flow_tables, flows, frame

here = controls.place()
seen = flows.look(here)
frame.top(here, "flows")
frame.title(flows.title(here, seen))

if seen.empty:
    flows.row(here, seen)
    flows.nothing(here, seen)
else:
    frame.lead(seen.finding(here.language))
    flows.figures(here, seen)
    flows.row(here, seen)
    flows.lacking(here, seen)
    flow_pictures.beside(here, seen)
    flow_tables.crossing(here, seen)
    flow_tables.balance(here, seen)
    flows.remarks(here, seen)
    flow_origin.downloads(here, seen)
flow_origin.sheet(here, seen)
