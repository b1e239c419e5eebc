"""Where printed values stand on a map so that they do not cover one another.

Widths are estimated from letter classes, not measured: within a few per cent for the sans we ship,
and no font has to be opened to draw a map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""

_NARROW = set("iljtfrI.,:;|!'()[] ·-")
_WIDE = set("mwMWOQ%@—&")


@dataclass(frozen=True)
class Label:
    """A block of text to place: its wish (centre, pixels), size, and how far it may move."""

    key: str
    x: float
    y: float
    width: float
    height: float


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Estimated width in pixels of a line of text at a font size in pixels."""
    ems = sum(0.27 if c in _NARROW else 0.8 if c in _WIDE else 0.58 if c.isupper() else 0.5 for c in text)
    return ems * size * (1.06 if bold else 1.0)


def wrap(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width` pixels; a single longer word keeps its own line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def place(labels: Sequence[Label], frame: Rect, taken: Iterable[Rect] = (), fixed: bool = False) -> dict[str, Rect]:
    """Each label's rectangle by key, in order of importance; one that fits nowhere is left out.

    Tries the wished centre first, then near it, and never leaves the frame; a label whose wish lies
    outside the frame is not drawn at all. `fixed` labels stand where they were wished or nowhere.
    """
    placed: dict[str, Rect] = {}
    occupied = list(taken)
    for label in labels:
        if not _inside((label.x, label.y, label.x, label.y), frame):
            continue
        for dx, dy in _MOVES[:1] if fixed else _MOVES:
            rect = _rect(label, label.x + dx * label.width, label.y + dy * label.height)
            if _inside(rect, frame) and not any(_overlap(rect, other) for other in occupied):
                placed[label.key] = rect
                occupied.append(rect)
                break
    return placed


_MOVES = (
    (0, 0),
    (0, -0.35),
    (0, 0.35),
    (-0.3, 0),
    (0.3, 0),
    (0, -0.7),
    (0, 0.7),
    (-0.3, -0.6),
    (0.3, -0.6),
    (-0.3, 0.6),
    (0.3, 0.6),
    (-0.6, 0),
    (0.6, 0),
    (0, -1),
    (0, 1),
)


def _rect(label: Label, x: float, y: float) -> Rect:
    return (
        x - label.width / 2,
        y - label.height / 2,
        x + label.width / 2,
        y + label.height / 2,
    )


def _inside(rect: Rect, frame: Rect) -> bool:
    return rect[0] >= frame[0] and rect[1] >= frame[1] and rect[2] <= frame[2] and rect[3] <= frame[3]


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
