"""Panorama: what stands out in a zone, one figure a topic, and what sets it apart from its state."""

from __future__ import annotations

from dashboard import controls, live
from dashboard.parts import frame, glance, offered

here = controls.place()
rows = live.headlines(here.zone)
found = live.standout(here.zone)

frame.top(here, "overview")
story, where = frame.beside(3, 2)
with story:
    frame.title(here.zone_title)
    glance.facts(here)
    frame.lead(glance.story(here, rows, found))
with where:
    glance.locator(here)

frame.section(here.t("overview.topics"))
glance.headlines(here, rows)

if here.state_name:
    frame.section(here.t("overview.apart", place=here.state_name))
    glance.apart(here, found)

offered.overview(here, rows)
