"""A drawing's values as a sheet of SVG that stands alone: title, map, legend, scale and source.

It reads the very dictionary the page's script reads, so the two cannot show different things.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import font_source_sans_pro
import typst

from dashboard import sheet_legend
from dashboard.labels import wrap
from dashboard.sheet_map import Frame
from dashboard.sheet_parts import patterns, tag, text, textured
from geo.layers import Layer

MARGIN = 24.0
_FONTS = "'Source Sans', 'Source Sans Pro', 'Source Sans 3', Arial, sans-serif"


def svg(spec: Mapping[str, Any], layer: Layer, width: int) -> str:
    """The sheet as text; `spec` comes from `drawing.spec`, `layer` is the level it names."""
    # Several sheets may stand in one page: ids carry a hash of what the sheet says.
    prefix = "m" + hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:8]
    inner, palette = width - 2 * MARGIN, spec["palette"]
    title, y = paragraph(spec["title"], 20, palette["ink"], MARGIN - 4, inner, font_weight=600)
    subtitle, y = paragraph(spec["subtitle"], 14, palette["muted"], y, inner)
    frame = Frame(spec, layer, (MARGIN, y + 8, inner))
    body = frame.draw(prefix)
    legend, y = sheet_legend.draw(spec, prefix, (MARGIN, frame.y + frame.height + 8, inner))
    source, y = paragraph(spec["source"], 12, palette["muted"], y + 8, inner)
    height = round(y + MARGIN - 6)
    content = (
        tag("title", escape(spec["title"]), id=f"{prefix}-title")
        + tag("desc", escape(spec["alternative"]), id=f"{prefix}-desc")
        + tag("rect", width=width, height=height, fill=palette["paper"])
        + patterns(palette, prefix, 1.0)
        + textured(palette, prefix, 1.0)
    )
    told = f"{prefix}-title {prefix}-desc"
    return page(content + title + subtitle + body + legend + source, width, height, spec["language"], told)


def page(content: str, width: float, height: float, language: str, told: str) -> str:
    """The sheet itself; `told` are the ids of what says it in words."""
    return tag(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        lang=language,
        role="img",
        aria_labelledby=told,
        font_family=_FONTS,
    )


def png(picture: str, width: int, scale: float) -> bytes:
    """Render a sheet to PNG bytes, `width` × `scale` pixels wide, with no font of the machine."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image(bytes(sys.inputs.picture), format: "svg", width: {width * 0.75}pt)'
    )
    result = typst.compile(
        page.encode(),
        format="png",
        ppi=96.0 * scale,
        font_paths=[font_source_sans_pro.font_directory],
        ignore_system_fonts=True,
        sys_inputs={"picture": picture},
    )
    return bytes(result)


def paragraph(words: str, size: float, colour: str, y: float, width: float, **style: str | float) -> tuple[str, float]:
    """Wrapped lines from y downwards; returns the markup and the y below the last line."""
    out = []
    for line in wrap(words, size, width, bold="font_weight" in style):
        y += size * 1.35
        out.append(text(MARGIN, y - size * 0.3, line, size, colour, **style))
    return "".join(out), y
