"""A chart of the page as a plate to take away: the figure with its title, measure, place, period and source."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go


@dataclass(frozen=True)
class Plate:
    """One chart for paper: drawn on white, legible in greyscale, and saying what it shows when cut out.

    figure: a chart of dashboard/charts in the light palette. subtitle: measure, place and period.
    """

    figure: go.Figure
    title: str
    subtitle: str
    source: str
