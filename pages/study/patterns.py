"""Patrones en el territorio: whether alike figures are neighbours; the finding, ours, the map, who forms a zone."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import frame, pattern_origin, pattern_pictures, patterns

here = controls.place()
frame.top(here, "patterns")
indicator = patterns.indicator()
frame.title(here.t("patterns.title", title=indicator.title.in_(here.language)))
seen = patterns.look(here, indicator)

if seen.found.refusal:
    patterns.row(here, seen)
    pattern_origin.nothing(here, seen)
else:
    patterns.lead(here, seen)
    patterns.row(here, seen)
    patterns.remarks(here, seen)
    left, right = frame.beside(7, 5)
    with left:
        pattern_pictures.map_(here, seen)
    with right:
        pattern_pictures.scatter(here, seen)
    pattern_pictures.table(here, seen)
    pattern_pictures.method(here, seen)
    pattern_origin.downloads(here, seen)
pattern_origin.sheet(here, seen)
