"""A chart of the page as a plate to take away: the figure with its title, measure, place, period and source.

Plotly's own way to a picture needs a browser on the server; this one reads the figure's values and draws the
part of Plotly's language that our charts speak. What it cannot draw it refuses: nothing vanishes from a picture.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import plotly.graph_objects as go

from dashboard import sheet
from dashboard.plate_plot import Plot
from dashboard.sheet_parts import tag
from dashboard.style import LIGHT

_MARGIN = 24.0


@dataclass(frozen=True)
class Plate:
    """One chart for paper: drawn on white, legible in greyscale, and saying what it shows when cut out.

    figure: a chart of dashboard/charts in the light palette, or what makes it when the picture is asked for (it then
    runs outside the page: everything it needs must be in it). subtitle: measure, place and period. name: what the
    picture is called among those of the page, as in «tendencia». alternative: the chart in words.
    """

    figure: go.Figure | Callable[[], go.Figure]
    title: str
    subtitle: str
    source: str
    name: str = ""
    alternative: str = ""
    language: str = "es"


def svg(plate: Plate, width: int = 960) -> str:
    """A complete, accessible SVG `width` pixels wide; the chart keeps the height it has on the page.

    Raises PlateError for a trace or an attribute that cannot be drawn.
    """
    values = (plate.figure if isinstance(plate.figure, go.Figure) else plate.figure()).to_plotly_json()
    inner = width - 2 * _MARGIN
    title, y = sheet.paragraph(plate.title, 20, LIGHT.text, _MARGIN - 4, inner, font_weight=600)
    subtitle, y = sheet.paragraph(plate.subtitle, 14, LIGHT.muted, y, inner)
    plot = Plot(values, (_MARGIN, y + 8, inner))
    prefix = _prefix(plate, values)
    body = plot.draw(prefix)
    source, y = sheet.paragraph(plate.source, 12, LIGHT.muted, y + 8 + plot.height + 8, inner)
    head = tag("title", escape(plate.title), id=f"{prefix}-title")
    head += tag("desc", escape(plate.alternative or plate.subtitle), id=f"{prefix}-desc")
    height = round(y + _MARGIN - 6)
    ground = tag("rect", width=width, height=height, fill=LIGHT.background)
    told = f"{prefix}-title {prefix}-desc"
    return sheet.page(head + ground + title + subtitle + body + source, width, height, plate.language, told)


def png(plate: Plate, width: int = 960, scale: float = 2.0) -> bytes:
    """The same picture as PNG, `width` × `scale` pixels wide, with the fonts we bring along."""
    return sheet.png(svg(plate, width), width, scale)


def _prefix(plate: Plate, values: dict[str, Any]) -> str:
    """Several plates may stand in one page: ids carry a hash of what the plate says."""
    said = json.dumps([plate.title, plate.subtitle, values["data"]], sort_keys=True, default=str)
    return "p" + hashlib.sha256(said.encode()).hexdigest()[:8]
