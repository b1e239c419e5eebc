"""Page in the making."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import frame

here = controls.place()
frame.top(here, "municipality")
frame.title(here.t("site.municipality"))
frame.nothing(here.zone_title)
