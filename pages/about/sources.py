"""Fuentes y método: where every figure comes from, what each indicator means, and which zones there are."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import frame, offered, shelf

here = controls.place()
frame.top(here, "sources")
frame.title(here.t("site.sources"))
frame.lead(here.t("sources.lead"))

frame.section(here.t("sources.method"))
shelf.rules(here)

frame.section(here.t("sources.zones"))
shelf.zones_(here)

shelf.sources(here)
shelf.indicators(here)

offered.sources(here)
