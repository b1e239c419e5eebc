"""A small trend as a picture: one line over the periods of an indicator, for a cell of a table.

It comes as a data address, because the page's sanitizer lets no inline SVG through. A change of method and a
period without a figure break the line; the last figure is a dot.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from dashboard.analysis.lines import Point
from data.entries import Break

WIDTH, HEIGHT, EDGE = 96, 28, 4


def moment(period: str) -> float:
    """A period on the axis of time, in years: the end of an interval, the middle of a month."""
    year, _, month = period.rpartition("/")[2].partition("-")
    return float(year) + ((int(month[:2]) - 0.5) / 12 if month else 0.5)


def runs(past: Sequence[Point], breaks: Sequence[Break]) -> list[list[tuple[float, float]]]:
    """Stretches of (moment, value) that may be joined: within one method and without a period that has no figure."""
    edges = sorted(b.period for b in breaks)
    found: list[list[tuple[float, float]]] = []
    joined = ""  # the period of the figure before, if nothing stands between
    for period, value, _ in past:
        if value is None:
            joined = ""
            continue
        if not joined or any(joined < edge <= period for edge in edges):
            found.append([])
        found[-1].append((moment(period), value))
        joined = period
    return found


def picture(past: Sequence[Point], breaks: Sequence[Break], line: str, dot: str) -> str:
    """The trend as a data address, WIDTH × HEIGHT; empty with fewer than two figures. line, dot: colours."""
    stretches = runs(past, breaks)
    points = [point for run in stretches for point in run]
    if len(points) < 2:
        return ""
    (left, right), (low, high) = ((min(side), max(side)) for side in zip(*points, strict=True))

    def place(point: tuple[float, float]) -> str:
        x = EDGE + (point[0] - left) / (right - left) * (WIDTH - 2 * EDGE)
        y = HEIGHT / 2 if high == low else HEIGHT - EDGE - (point[1] - low) / (high - low) * (HEIGHT - 2 * EDGE)
        return f"{x:.1f} {y:.1f}"

    path = "".join("M" + "L".join(place(p) for p in run) for run in stretches if len(run) > 1)
    alone = "".join(f"M{place(run[0])}h0" for run in stretches if len(run) == 1)  # a round cap makes it a point
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke-linecap="round">'
        f'<path d="{path}" stroke="{line}" stroke-width="1.5" stroke-linejoin="round"/>'
        f'<path d="{alone}" stroke="{line}" stroke-width="4"/>'
        f'<path d="M{place(points[-1])}h0" stroke="{dot}" stroke-width="6"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
