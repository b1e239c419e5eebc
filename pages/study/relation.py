"""Relación: two indicators across any municipalities; what they say together, the picture, a topic's matrix."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import correlations, frame, guard, relation, scattered

here = controls.place()
frame.top(here, "relation")
chosen = relation.choice(here)
seen = relation.look(here, chosen)
frame.title(relation.title(here, chosen))

if not chosen.px or not chosen.py:
    relation.row(here, chosen, seen)
    frame.nothing(here.t("relation.nothing"))
else:
    relation.lead(here, seen)
    relation.row(here, chosen, seen)
    guard.show(here, seen.remarks)
    if seen.told.empty:
        frame.nothing(here.t("relation.empty", zone=here.zone_title))
    else:
        scattered.chart(here, seen)
        scattered.table(here, seen)
    correlations.show(here, chosen, seen)
    scattered.downloads(here, chosen, seen)
    scattered.sources(here, seen)
