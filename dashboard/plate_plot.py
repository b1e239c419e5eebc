"""The chart of a plate: frame, grid, traces, axes and notes, from a figure's values to SVG."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.plate_axes import Axis
from dashboard.plate_bars import Bars, heatmap
from dashboard.plate_notes import annotation, shape
from dashboard.plate_parts import font_of, paint, stroke, tall, widest, written
from dashboard.plate_rules import PlateError, among, check, listed
from dashboard.plate_scatter import points, scatter
from dashboard.sheet_parts import tag

_TALL = 450.0  # of a figure that does not say its height
_GAP = 8.0  # between the frame and the words of an axis


class Plot:
    """One figure at (x, y, width) of a sheet; as tall as the figure says."""

    def __init__(self, values: Mapping[str, Any], at: tuple[float, float, float]) -> None:
        self.layout = {k: v for k, v in values["layout"].items() if not k.startswith(("xaxis", "yaxis"))}
        check("layout", self.layout)
        if self.layout.get("showlegend") is not False:
            raise PlateError("a plate names things beside them, not in a legend: set showlegend to False")
        self.traces = [t for t in values["data"] if t.get("visible") not in (False, "legendonly")]
        for trace in self.traces:
            among("trace", trace.get("type") or "scatter", "scatter", "bar", "heatmap")
        self.font = font_of(self.layout.get("font"), {})
        self.x, self.y, self.width = at
        self.height = float(self.layout.get("height") or _TALL)
        said = {k: v for k, v in values["layout"].items() if k.startswith(("xaxis", "yaxis"))}
        used = {self._axis_of(t, letter) for t in self.traces for letter in "xy"} | {"x", "y"}
        self.axes = {name: self._axis(name, said.get(_key(name)) or {}) for name in sorted(used)}
        self._frame()

    def draw(self, prefix: str) -> str:
        """The whole chart; `prefix` keeps its ids apart from those of other plates."""
        left, top, right, bottom = self.frame
        box = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        clip = tag("clipPath", tag("rect", **box), id=f"{prefix}-plot")
        ground = tag("rect", **box, **paint(self.layout.get("plot_bgcolor") or "rgba(0,0,0,0)"))
        inside, over = self._traces(prefix)
        shapes = listed(self.layout.get("shapes"))
        below = "".join(shape(s, self._place) for s in shapes if s.get("layer") == "below")
        above = "".join(shape(s, self._place) for s in shapes if s.get("layer") != "below")
        notes = "".join(annotation(a, self._place, self.font) for a in listed(self.layout.get("annotations")))
        clipped = tag("g", below + inside, clip_path=f"url(#{prefix}-plot)") if below or inside else ""
        grid = "".join(self._grid(axis) for axis in self.axes.values())
        marks = "".join(self._marks(axis) for axis in self.axes.values())
        return clip + ground + grid + clipped + over + above + marks + notes

    def _axis_of(self, trace: Mapping[str, Any], letter: str) -> str:
        return str(trace.get(f"{letter}axis") or letter)

    def _axis(self, name: str, said: Mapping[str, Any]) -> Axis:
        own = [t for t in self.traces if self._axis_of(t, name[0]) == name]
        values = [v for t in own for v in listed(t.get(name[0]))]
        bars = [t for t in own if t.get("type") == "bar"]
        lengths = any((t.get("orientation") == "h") == (name[0] == "x") for t in bars)
        if lengths:
            values += Bars(bars, self.layout, "").reached()
        if name[0] == "y" and any(t.get("type") == "heatmap" for t in own):
            values = values or [float(n) for t in own for n in range(len(listed(t.get("z"))))]
        return Axis(name, said, values, lengths)

    def _frame(self) -> None:
        """The rectangle of the plot, with room for the words of the axes; then every axis gets its pixels."""
        margin = {"l": 80, "r": 80, "t": 100, "b": 80, **check("margin", self.layout.get("margin") or {})}
        left, right, below = float(margin["l"]), float(margin["r"]), float(margin["b"])
        for axis in self.axes.values():
            if axis.shown and axis.name[0] == "y":
                left, right = (
                    (left, max(right, self._room(axis))) if _far(axis) else (max(left, self._room(axis)), right)
                )
            elif axis.shown:
                below = max(below, self._room(axis))
        self.frame = (
            self.x + left, self.y + float(margin["t"]), self.x + self.width - right, self.y + self.height - below,
        )  # fmt: skip
        if self.frame[2] - self.frame[0] < 40 or self.frame[3] - self.frame[1] < 20:
            raise PlateError("the margins of the figure leave no room for the chart on a plate")
        for axis in self.axes.values():
            low, high = (float(part) for part in axis.said.get("domain") or (0, 1))
            start, end = self._ends(axis.name[0])
            axis.between(start + low * (end - start), start + high * (end - start))

    def _ends(self, letter: str) -> tuple[float, float]:
        left, top, right, bottom = self.frame
        return (left, right) if letter == "x" else (bottom, top)

    def _title(self, axis: Axis) -> tuple[str, dict[str, Any]]:
        said = axis.said.get("title") or {}
        said = check("title", {"text": said} if isinstance(said, str) else said)
        return str(said.get("text") or ""), font_of(said.get("font"), self.font)

    def _room(self, axis: Axis) -> float:
        """Pixels outside the frame that an axis's marks and title need."""
        title, title_font = self._title(axis)
        room = tall(title, title_font) + _GAP if title else 0.0
        if axis.said.get("showticklabels") is False:
            return room + _GAP
        font = font_of(axis.said.get("tickfont"), self.font)
        words = [words for _, words in axis.marks()]
        if axis.name[0] == "y":
            return room + max((widest(w, font) for w in words), default=0.0) + 2 * _GAP
        turned = axis.said.get("tickangle") in (90, -90)
        size = max((widest(w, font) if turned else tall(w, font) for w in words), default=0.0)
        return room + size + _GAP

    def _place(self, letter: str, reference: str, value: Any, exponents: bool) -> float:
        """Pixels of a place named by a shape or an annotation."""
        start, end = self._ends(letter)
        if reference == "paper":
            return start + float(value) * (end - start)
        axis = self.axes.get(reference.removesuffix(" domain"))
        if axis is None:
            raise PlateError(f"a plate does not know the axis «{reference}»")
        if reference.endswith(" domain"):
            return axis.start + float(value) * (axis.end - axis.start)
        at = axis.spot(value) if exponents else axis.place(value)
        if at is None:
            raise PlateError(f"{value!r} has no place on the axis «{reference}»")
        return at

    def _traces(self, prefix: str) -> tuple[str, str]:
        inside, over = [], []
        groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for trace in self.traces:
            if trace.get("type") == "bar":
                groups.setdefault((self._axis_of(trace, "x"), self._axis_of(trace, "y")), []).append(trace)
        drawn = {pair: Bars(own, self.layout, f"{prefix}{n}") for n, (pair, own) in enumerate(groups.items())}
        before: list[tuple[float, float] | None] = []
        for trace in self.traces:
            pair = (self._axis_of(trace, "x"), self._axis_of(trace, "y"))
            x, y = (self.axes[name] for name in pair)
            if trace.get("type") == "bar":
                parts = drawn.pop(pair).draw(x, y, self.font) if pair in drawn else ("", "")
            elif trace.get("type") == "heatmap":
                parts = heatmap(trace, x, y, self.font)
            else:
                parts = scatter(trace, before, x, y, self.font)
                before = points(trace, x, y)
            inside.append(parts[0])
            over.append(parts[1])
        return "".join(inside), "".join(over)

    def _across(self, axis: Axis) -> tuple[float, float]:
        """The ends of the axis that this one is anchored to."""
        other = "y" if axis.name[0] == "x" else "x"
        anchor = str(axis.said.get("anchor") or other)
        partner = self.axes.get(anchor if anchor != "free" else other)
        return (partner.start, partner.end) if partner else self._ends(other)

    def _grid(self, axis: Axis) -> str:
        ink = axis.said.get("gridcolor")
        if not axis.shown or axis.said.get("showgrid") is False or ink is None:
            return ""
        low, high = self._across(axis)
        line = {"color": ink, "width": axis.said.get("gridwidth") or 1, "dash": axis.said.get("griddash")}
        places = [at for at, _ in axis.marks()]
        drawn = [self._rule(axis.name[0], at, low, high, line) for at in places]
        if axis.said.get("zeroline") and axis.kind == "linear" and min(axis.ends) <= 0 <= max(axis.ends):
            zero = {"color": axis.said.get("zerolinecolor") or ink, "width": axis.said.get("zerolinewidth") or 1}
            drawn.append(self._rule(axis.name[0], axis.spot(0.0), low, high, zero))
        return "".join(drawn)

    def _rule(self, letter: str, at: float, low: float, high: float, line: Mapping[str, Any]) -> str:
        ends = (
            {"x1": at, "x2": at, "y1": low, "y2": high}
            if letter == "x"
            else {"x1": low, "x2": high, "y1": at, "y2": at}
        )
        return tag("line", **ends, **stroke(line))

    def _marks(self, axis: Axis) -> str:
        """Line, marks and title of an axis."""
        if not axis.shown:
            return ""
        lying, far = axis.name[0] == "x", _far(axis)
        foot = self._across(axis)[1 if far else 0]
        out = []
        if axis.said.get("showline") is not False and axis.said.get("linecolor"):  # its colour is enough for Plotly
            line = {"color": axis.said["linecolor"], "width": axis.said.get("linewidth") or 1}
            out.append(self._rule("y" if lying else "x", foot, axis.start, axis.end, line))
        font = font_of(axis.said.get("tickfont"), self.font)
        turn = float(axis.said.get("tickangle") or 0) if lying else 0.0
        deep = 0.0
        if axis.said.get("showticklabels") is not False:
            for at, words in axis.marks():
                out.append(self._mark(lying, far, at, foot, words, font, turn))
                deep = max(deep, widest(words, font) if turn or not lying else tall(words, font))
        return "".join(out) + self._titled(axis, foot, deep, far)

    def _mark(
        self, lying: bool, far: bool, at: float, foot: float, words: str, font: Mapping[str, Any], turn: float
    ) -> str:
        if not lying:
            return written(foot + (_GAP if far else -_GAP), at, words, font, "start" if far else "end")
        if not turn:
            return written(at, foot + (-1 if far else 1) * (_GAP / 2 + tall(words, font) / 2), words, font, "middle")
        return written(at, foot + _GAP, words, font, "end" if turn < 0 else "start", turn)

    def _titled(self, axis: Axis, foot: float, deep: float, far: bool) -> str:
        words, font = self._title(axis)
        if not words:
            return ""
        middle, way = (axis.start + axis.end) / 2, -1 if far else 1
        if axis.name[0] == "x":
            return written(middle, foot + way * (deep + _GAP + tall(words, font) / 2), words, font, "middle")
        return written(foot - way * (deep + 2 * _GAP + tall(words, font) / 2), middle, words, font, "middle", -90.0)


def _key(name: str) -> str:
    """The layout's word for an axis: "x2" → "xaxis2"."""
    return f"{name[0]}axis{name[1:]}"


def _far(axis: Axis) -> bool:
    return axis.said.get("side") in ("right", "top")
