"""Page in the making."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import frame

here = controls.place()
frame.top(here, "relation")
frame.title(here.t("site.relation"))
frame.nothing(here.zone_title)
