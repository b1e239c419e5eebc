"""One indicator in several periods on one sheet: small maps three in a row, each method with a legend of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from dashboard import sheet, sheet_legend
from dashboard.drawing import Drawing, spec
from dashboard.sheet import MARGIN, paragraph
from dashboard.sheet_map import Frame
from dashboard.sheet_parts import patterns, tag, text, textured
from geo import layers

ACROSS = 3
GAP = 16.0


@dataclass(frozen=True)
class Panel:
    """One small map: its period as it is written, and what sets its method apart ("" where there is one method)."""

    label: str
    method: str
    drawing: Drawing


@dataclass(frozen=True)
class Contact:
    """A sheet of small maps. `panels` makes them when the sheet is asked for: a dozen maps are work."""

    panels: Callable[[], tuple[Panel, ...]]
    title: str
    subtitle: str
    source: str
    alternative: str
    language: str = "es"
    name: str = ""


def svg(contact: Contact, width: int = 960) -> str:
    """The sheet as SVG `width` pixels wide: title, the maps by method with their legend, source."""
    panels = contact.panels()
    palette = spec(panels[0].drawing)["palette"]
    inner = width - 2 * MARGIN
    title, y = paragraph(contact.title, 20, palette["ink"], MARGIN - 4, inner, font_weight=600)
    subtitle, y = paragraph(contact.subtitle, 14, palette["muted"], y, inner)
    body = ""
    for number, (method, own) in enumerate(groupby(panels, key=lambda panel: panel.method)):
        said, y = paragraph(method, 14, palette["ink"], y + 8, inner) if method else ("", y + 8)
        drawn, y = _group(list(own), number, y, inner)
        body += said + drawn
    source, y = paragraph(contact.source, 12, palette["muted"], y + 8, inner)
    height = round(y + MARGIN - 6)
    told = tag("title", escape(contact.title), id="years-title") + tag(
        "desc", escape(contact.alternative), id="years-desc"
    )
    paper = tag("rect", width=width, height=height, fill=palette["paper"])
    content = told + paper + title + subtitle + body + source
    return sheet.page(content, width, height, contact.language, "years-title years-desc")


def png(contact: Contact, width: int = 960, scale: float = 2.0) -> bytes:
    """The same sheet as PNG, with the fonts we bring along."""
    return sheet.png(svg(contact, width), width, scale)


def _group(panels: list[Panel], number: int, top: float, inner: float) -> tuple[str, float]:
    """The maps of one method and their legend, from `top` downwards; the markup and the y below it."""
    wide = (inner - GAP * (ACROSS - 1)) / ACROSS
    out, y, below = "", top, top
    for at, panel in enumerate(panels):
        if at % ACROSS == 0:
            y = below + (GAP if at else 0)
        values, prefix = spec(panel.drawing), f"y{number}p{at}"
        x = MARGIN + (at % ACROSS) * (wide + GAP)
        frame = Frame(values, layers.layer(panel.drawing.level), (x, y + 24, wide))
        palette = values["palette"]
        out += text(x, y + 17, panel.label, 15, palette["ink"], font_weight=600)
        out += patterns(palette, prefix, 1.0) + textured(palette, prefix, 1.0) + frame.draw(prefix)
        below = max(below, frame.y + frame.height)
    legend, y = sheet_legend.draw(_uncounted(spec(panels[-1].drawing)), f"y{number}p{len(panels) - 1}",
                                  (MARGIN, below + 8, inner))  # fmt: skip
    return out + legend, y


def _uncounted(values: dict[str, Any]) -> dict[str, Any]:
    """A legend for several maps says the limits, not how many areas of one of them lie between."""
    plain = [{k: v for k, v in entry.items() if k != "count"} for entry in values["legend"]["classes"]]
    return {**values, "legend": {**values["legend"], "classes": plain}}
