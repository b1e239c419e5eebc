"""The axes of a plate: from a figure's values to places in pixels, and the marks along them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, isfinite, log10
from typing import Any

from dashboard.charts.axes import decades, steps
from dashboard.plate_rules import PlateError, among, check, listed

Value = float | str


class Axis:
    """One axis between two places in pixels; `ends` are its range in its own units (exponents if logarithmic)."""

    def __init__(self, name: str, said: Mapping[str, Any], values: Sequence[Any], bars: bool) -> None:
        self.name, self.said = name, check("axis", said)
        self.start, self.end = 0.0, 1.0
        self.kind = self._kind(values)
        self.names = self._names(values) if self.kind == "category" else []
        self.ends = self._ends([v for v in values if v is not None], bars)

    @property
    def shown(self) -> bool:
        """Whether anything of it is drawn."""
        return self.said.get("visible") is not False

    def between(self, start: float, end: float) -> None:
        """Where it lies, in pixels; the first end is that of its lowest value."""
        self.start, self.end = start, end

    def place(self, value: Value) -> float | None:
        """Pixels of a value of the data; None where it has no place."""
        if self.kind == "category":
            return self.spot(self.names.index(str(value)) if isinstance(value, str) else value)
        number = float(value)
        if not isfinite(number) or (self.kind == "log" and number <= 0):
            return None
        return self.spot(log10(number) if self.kind == "log" else number)

    def spot(self, value: Value) -> float:
        """Pixels of a value in the axis's own units: annotations on a logarithmic axis speak in exponents."""
        if isinstance(value, str):
            value = self.names.index(value)
        low, high = self.ends
        return self.start + (float(value) - low) / (high - low) * (self.end - self.start)

    def marks(self) -> list[tuple[float, str]]:
        """Place and words of each mark inside the range."""
        low, high = sorted(self.ends)
        slack = (high - low) * 1e-6
        return [(self.spot(own), words) for own, words in self._marks() if low - slack <= own <= high + slack]

    def _marks(self) -> list[tuple[float, str]]:
        said = self.said
        if said.get("tickvals") is not None:
            values = listed(said["tickvals"])
            words = listed(said.get("ticktext")) or [self._written(v) for v in values]
            return [(self._own(v), str(w)) for v, w in zip(values, words, strict=True)]
        if self.kind == "category":
            return [(float(n), name) for n, name in enumerate(self.names)]
        if self.kind == "log":
            values = decades(10 ** min(self.ends), 10 ** max(self.ends))
            return [(log10(v), self._written(v)) for v in values]
        low, high = sorted(self.ends)
        if said.get("dtick"):
            step, first = float(said["dtick"]), float(said.get("tick0") or 0)
            count = range(ceil((low - first) / step - 1e-9), floor((high - first) / step + 1e-9) + 1)
            values = [first + n * step for n in count]
        else:
            values = steps(low, high, int(said.get("nticks") or 6))
        return [(v, self._written(v)) for v in values]

    def _own(self, value: Value) -> float:
        if self.kind == "category":
            return float(self.names.index(value) if isinstance(value, str) else value)
        return log10(float(value)) if self.kind == "log" else float(value)

    def _written(self, value: Value) -> str:
        form = self.said.get("tickformat") or ""
        around = [str(self.said.get(side) or "") for side in ("tickprefix", "ticksuffix")]
        if isinstance(value, str):
            return value
        try:
            words = f"{round(value):{form}}" if form.endswith("d") else format(value, form or ",.10g")
        except ValueError:
            raise PlateError(f"a plate cannot write marks as «{form}»: give the axis tickvals and ticktext") from None
        return around[0] + words.replace("-", "−") + around[1]

    def _kind(self, values: Sequence[Any]) -> str:
        given = self.said.get("type") or "-"
        among("axis.type", given, "-", "linear", "log", "category")
        words = [v for v in values if isinstance(v, str)]
        if given == "-" and words:
            if any(w[:1].isdigit() for w in words):
                raise PlateError(f"is «{words[0]}» a number, a date or a name? Give axis {self.name} its type")
            return "category"
        return "linear" if given == "-" else str(given)

    def _names(self, values: Sequence[Any]) -> list[str]:
        order = among("axis.categoryorder", self.said.get("categoryorder") or "trace", "trace", "array")
        first = [str(v) for v in listed(self.said.get("categoryarray"))] if order == "array" else []
        return list(dict.fromkeys([*first, *(str(v) for v in values if isinstance(v, str))]))

    def _ends(self, values: Sequence[Any], bars: bool) -> tuple[float, float]:
        given = self.said.get("range")
        if given is not None and None not in listed(given):
            low, high = (float(v) for v in listed(given))
            return (low, high) if low != high else (low - 1, high + 1)
        if self.kind == "category":
            low, high = -0.5, max(len(self.names), 1) - 0.5
        else:
            low, high = self._reach([float(v) for v in values if not isinstance(v, str)], bars)
        reverse = among("axis.autorange", self.said.get("autorange"), None, True, "reversed") == "reversed"
        return (high, low) if reverse else (low, high)

    def _reach(self, values: Sequence[float], bars: bool) -> tuple[float, float]:
        """The range Plotly would choose: some air at both ends, none below a bar's zero."""
        log = self.kind == "log"
        known = [log10(v) if log else v for v in values if isfinite(v) and (v > 0 or not log)]
        zero = [0.0] if (bars or self.said.get("rangemode") == "tozero") and not log else []
        low, high = min([*known, *zero], default=0.0), max([*known, *zero], default=1.0)
        air = ((high - low) or abs(high) or 1.0) * 0.06
        return low - (0 if zero and low == 0 else air), high + (0 if zero and high == 0 else air)
