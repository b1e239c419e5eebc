"""Mapa: one indicator over a zone; first what it says, then the picture, the table, and where it comes from.

Of one period, of every period side by side, or what changed between two.
"""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import atlas, charts, frame, moves, origin, widgets, years

here = controls.place()
choice = controls.choice()
frame.top(here, "map")
frame.title(choice.indicator.title.in_(here.language))

if choice.view == "change":
    moves.show(here, choice)
elif choice.view == "years":
    years.show(here, choice)
else:
    seen = atlas.look(here, choice)
    frame.lead(seen.finding(here.language))
    atlas.totals(here, seen)
    widgets.row(here, choice)
    widgets.views(here, choice)

    if seen.empty:
        atlas.nothing(here, seen)
    else:
        left, right = frame.beside(7, 5)
        with left:
            atlas.map_(here, seen, choice)
            atlas.pointer(here, seen, choice)
        with right:
            charts.dots(here, seen, choice)
        charts.table(here, seen, choice)
    charts.trend(here, seen, choice)

    origin.downloads(here, seen, choice)
    origin.sheet(here, seen, choice)
