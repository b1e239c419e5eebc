"""Relación: two indicators across any municipalities; what they say together, the picture, a topic's matrix."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import correlations, frame, guard, relation, scattered

here = controls.place()
frame.top(here, "relation")
frame.title(here.t("site.relation"))

chosen = relation.choice(here)
seen = relation.look(here, chosen)
if not chosen.px or not chosen.py:
    relation.row(here, chosen)
    frame.nothing(here.t("relation.nothing"))
else:
    relation.lead(here, seen)
    relation.row(here, chosen)
    guard.show(here, seen.remarks)
    if seen.told.empty:
        frame.nothing(here.t("relation.empty", zone=here.zone_title))
    else:
        scattered.chart(here, seen)
        relation.pointer(here, chosen, seen)
        scattered.table(here, seen)
    correlations.show(here, chosen, seen)
    scattered.downloads(here, chosen, seen)
    scattered.sources(here, seen)
