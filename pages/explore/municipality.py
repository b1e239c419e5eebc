"""Municipio: a municipality, or the zone, in every topic: who it is, strengths and gaps, then all figures."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import frame, portrait, portrait_topics

here = controls.place()
seen = portrait.look(here)
frame.top(here, "municipality")
frame.title(seen.title)
portrait.lead(seen)
portrait.chooser(seen)

if not seen.lines:
    frame.nothing(here.t("portrait.empty", place=seen.title))
else:
    portrait.summary(seen)
    portrait_topics.extremes(seen)
    portrait_topics.topics(seen)
    portrait_topics.downloads(seen)
