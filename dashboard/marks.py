"""What a map is told: marks, legend, palette and the few words it needs, all frozen.

Nothing here knows a language or a theme: words arrive translated and colours as #rrggbb.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["value", "missing", "suppressed", "not_applicable"]
Shape = Literal["circle", "square", "diamond", "triangle-up", "cross", "star"]


@dataclass(frozen=True)
class Own:
    """How one of our municipalities looks on every page: colour and marker shape."""

    colour: str
    shape: Shape


@dataclass(frozen=True)
class Texture:
    """What is drawn over a class's colour, so that it is known without its colour: lines or dots of one ink."""

    kind: Literal["lines", "dots", "grid", "dashes"]
    ink: str


@dataclass(frozen=True)
class Palette:
    """The colours of a drawing (#rrggbb). `steps` are the class colours, lowest first.

    textures: class → what is drawn over its colour, for classes that are categories and not a scale.
    """

    steps: tuple[str, ...] = ()
    ours: Mapping[str, Own] = field(default_factory=dict)
    paper: str = "#FFFFFF"
    ink: str = "#1B2733"
    muted: str = "#5B6873"
    line: str = "#D9DFE4"
    context: str = "#F1F3F5"
    neutral: str = "#E4E9ED"
    water: str = "#D3E5EF"
    water_ink: str = "#3E6E8C"
    accent: str = "#0B6E75"
    textures: Mapping[int, Texture] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """The few words a map needs, already in the reader's language."""

    missing: str
    suppressed: str
    not_applicable: str
    zoom_in: str
    zoom_out: str
    reset: str
    failed: str
    """Shown instead of the map when its shapes cannot be fetched; points to the table."""


@dataclass(frozen=True)
class Mark:
    """What one area shows: a class, an amount or a reason for neither.

    `printed` is the value as it reads, unit included; `note` the status or reason in the tooltip.
    """

    area: str
    step: int | None = None
    amount: float | None = None
    state: State = "value"
    printed: str = ""
    note: str = ""
    highlighted: bool = False


@dataclass(frozen=True)
class Legend:
    """How to read the fills: the sentence on the method, each class's limits, reference circles."""

    method: str = ""
    classes: tuple[str, ...] = ()
    sizes: tuple[tuple[float, str], ...] = ()
