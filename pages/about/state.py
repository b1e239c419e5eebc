"""Estado de los datos: which sources have figures, what needs a person, how old each figure is, what comes next."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import frame, state

here = controls.place()
rows = state.look()
frame.top(here, "state")
frame.title(here.t("site.state"))
state.lead(here, rows)

state.attention(here, rows)
state.public(here, rows)
state.dormant(here, rows)
state.answered(here, rows)
state.downloads(here, rows)
