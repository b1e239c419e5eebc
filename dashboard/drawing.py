"""One map as data: what each area shows, from which the page, SVG and PNG are all drawn.

A count is never filled. Marks that carry an amount become circles whose *area* follows the amount,
and a drawing of six areas or fewer is a labelled outline map, whatever classes its marks name: five
colours on three municipalities say nothing that three printed numbers do not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dashboard import lines as arrows
from dashboard import sheet, sheet_parts
from dashboard.lines import Line
from dashboard.marks import Legend, Mark, Own, Palette, Shape, State, Texture, Words
from geo import layers

__all__ = [
    "Drawing",
    "DrawingError",
    "Legend",
    "Mark",
    "Own",
    "Palette",
    "Shape",
    "State",
    "Texture",
    "Words",
    "png",
    "spec",
    "svg",
]

Kind = Literal["outline", "classes", "symbols"]

OUTLINE_AT_MOST = 6
"""Up to this many marks a drawing is a labelled outline map."""
LABELS_AT_MOST = 15
"""Up to this many marks every value is printed on its shape."""
PLAIN = -4
"""Fill code of an area that has a value but no class of its own (outlines, circles)."""
FILLS: Mapping[State, int] = {"missing": -1, "suppressed": -2, "not_applicable": -3}
"""Fill codes of the patterns; 0 and above is the class."""
_LARGEST_RADIUS_PX = 30.0
_LEAST_RADIUS_PX = 1.5


class DrawingError(ValueError):
    """Marks that contradict each other or the legend."""


@dataclass(frozen=True)
class Drawing:
    """A complete map. `view` is x, y, width, height in the level's units; None is the level's own. `name` is what
    the picture is called among those of its page, as in «mapa».

    `largest` is the amount of the largest circle when other drawings share its scale; None is the marks' own.

    Raises DrawingError for a repeated area, a class without colour or limits, and an area that has
    both a class and an amount.
    """

    level: str
    marks: tuple[Mark, ...]
    palette: Palette
    words: Words
    title: str
    alternative: str
    language: str = "es"
    subtitle: str = ""
    source: str = ""
    measure: str = ""
    legend: Legend = field(default_factory=Legend)
    view: layers.Box | None = None
    name: str = ""
    lines: tuple[Line, ...] = ()
    largest: float | None = None

    def __post_init__(self) -> None:
        repeated = [key for key, n in Counter(m.area for m in self.marks).items() if n > 1]
        if repeated:
            raise DrawingError(f"each area is marked once; repeated: {', '.join(repeated[:5])}")
        classes = min(len(self.palette.steps), len(self.legend.classes))
        for mark in self.marks:
            if mark.step is not None and mark.amount is not None:
                raise DrawingError(f"{mark.area} has a class and an amount: a count is not filled")
            if mark.step is not None and not 0 <= mark.step < classes:
                raise DrawingError(f"{mark.area} is in class {mark.step}; colours and limits exist for {classes}")

    @property
    def kind(self) -> Kind:
        """`symbols` once a mark has an amount, else `outline` for few areas or under arrows, else `classes`."""
        if any(mark.amount is not None for mark in self.marks):
            return "symbols"
        return "outline" if len(self.marks) <= OUTLINE_AT_MOST or self.lines else "classes"

    @property
    def unplaced(self) -> tuple[str, ...]:
        """Marked areas that the level has no polygon for: to be named under the map."""
        places = layers.layer(self.level).places
        return tuple(mark.area for mark in self.marks if mark.area not in places)


def spec(drawing: Drawing) -> dict[str, Any]:
    """The drawing as plain JSON values, without geometry: what the component and `svg` read.

    The lists ids, fills, printed and (for circles) radii run in parallel; radii are in pixels and
    negative for a negative amount. Marks without a polygon are left out (see `Drawing.unplaced`).
    """
    layer, kind = layers.layer(drawing.level), drawing.kind
    marks = [mark for mark in drawing.marks if mark.area in layer.places]
    largest = max([abs(amount) for amount in _amounts(marks)] + [drawing.largest or 0.0])
    return {
        "level": drawing.level,
        "geometry": layers.asset(drawing.level)[0],
        "unitsPerKm": layer.units_per_km,
        "language": drawing.language,
        "kind": kind,
        "view": [round(value) for value in drawing.view or layer.view],
        "title": drawing.title,
        "subtitle": drawing.subtitle,
        "source": drawing.source,
        "measure": drawing.measure,
        "alternative": drawing.alternative,
        "palette": _colours(drawing.palette),
        "ours": {
            key: {"colour": own.colour, "marker": sheet_parts.MARKERS[own.shape]}
            for key, own in drawing.palette.ours.items()
        },
        "ids": [mark.area for mark in marks],
        "fills": [_fill(mark, kind) for mark in marks],
        "printed": [mark.printed or _state_word(mark, drawing.words) for mark in marks],
        "radii": [_radius(mark.amount, largest) for mark in marks] if kind == "symbols" else [],
        "notes": {mark.area: mark.note for mark in marks if mark.note},
        "highlighted": [mark.area for mark in marks if mark.highlighted],
        "labelled": len(marks) <= LABELS_AT_MOST or bool(drawing.lines),
        "lines": arrows.spec(drawing.lines, drawing.level),
        "legend": _legend(drawing, marks, largest),
        "words": _buttons(drawing.words),
    }


def _buttons(words: Words) -> dict[str, str]:
    """What the map's own buttons and its failure are called."""
    return {"zoomIn": words.zoom_in, "zoomOut": words.zoom_out, "reset": words.reset, "failed": words.failed}


def svg(drawing: Drawing, width: int = 960) -> str:
    """A complete, accessible SVG `width` pixels wide: title, map, legend, scale bar and source."""
    return sheet.svg(spec(drawing), layers.layer(drawing.level), width)


def png(drawing: Drawing, width: int = 960, scale: float = 2.0) -> bytes:
    """The same picture as PNG, `width` × `scale` pixels wide, with the fonts we bring along."""
    return sheet.png(svg(drawing, width), width, scale)


def _colours(palette: Palette) -> dict[str, Any]:
    names = ("paper", "ink", "muted", "line", "context", "neutral", "water", "accent")
    plain = {name: getattr(palette, name) for name in names}
    textures = {str(step): {"kind": each.kind, "ink": each.ink} for step, each in palette.textures.items()}
    return {**plain, "waterInk": palette.water_ink, "steps": list(palette.steps), "textures": textures}


def _fill(mark: Mark, kind: Kind) -> int:
    if mark.state != "value":
        return FILLS[mark.state]
    if kind == "classes" and mark.step is None:
        return FILLS["missing"]
    return mark.step if kind == "classes" and mark.step is not None else PLAIN


def _state_word(mark: Mark, words: Words) -> str:
    return "" if mark.state == "value" else str(getattr(words, mark.state))


def _amounts(marks: list[Mark]) -> list[float]:
    return [m.amount for m in marks if m.amount is not None and math.isfinite(m.amount)]


def _radius(amount: float | None, largest: float) -> float:
    """Pixels; the circle's area is in proportion to the amount, its sign that of the amount."""
    if amount is None or not math.isfinite(amount):
        return 0.0
    if largest == 0:
        return _LEAST_RADIUS_PX
    radius = max(_LEAST_RADIUS_PX, _LARGEST_RADIUS_PX * math.sqrt(abs(amount) / largest))
    return round(math.copysign(radius, amount), 2)


def _legend(drawing: Drawing, marks: list[Mark], largest: float) -> dict[str, Any]:
    """Classes with how many areas fall in each, the no-data marks that occur, reference circles."""
    kind = drawing.kind
    steps = Counter(mark.step for mark in marks if mark.state == "value")
    # A fill that means "missing" counts as missing even when the mark forgot to say so.
    codes = Counter(_fill(mark, kind) for mark in marks)
    return {
        "method": drawing.legend.method if kind != "outline" else "",
        "classes": [
            {"label": label, "step": step, "count": steps[step]} for step, label in enumerate(drawing.legend.classes)
        ]
        if kind == "classes"
        else [],
        "states": [
            {"state": state, "label": getattr(drawing.words, state), "count": codes[code]}
            for state, code in FILLS.items()
            if codes[code]
        ],
        "sizes": [{"radius": _radius(amount, largest), "label": label} for amount, label in drawing.legend.sizes]
        if kind == "symbols"
        else [],
    }
