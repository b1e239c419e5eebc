"""The map of a sheet: shapes clipped to their frame, and what is printed over them.

Shapes are drawn in the level's own units under one scale; text, circles and the scale bar in pixels
on top, because they must not grow with the map.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.labels import Label, Rect, place, text_width
from dashboard.lines import draw as arrows
from dashboard.lines import shift as label_shift
from dashboard.sheet_legend import round_length
from dashboard.sheet_parts import PATTERNS, circle, marker, mix, paint, patterns, tag, text, textured
from geo.layers import Area, Layer

_TALLEST = 1.1
"""A map is never taller than this many times its width, however slender the area."""
MANY = 500
"""From this many areas on, lines are thinner: they would cover the smallest shapes."""


_REACH = {"waterInk": 9, "muted": 5}
"""How many times the room round its place a name may be wide: a lake is long, a town is not."""


class Frame:
    """The map's rectangle on the sheet, and how drawing units become pixels in it."""

    def __init__(self, spec: Mapping[str, Any], layer: Layer, at: tuple[float, float, float]):
        self.spec, self.layer = spec, layer
        self.x, self.y, self.width = at
        vx, vy, vw, vh = spec["view"]
        self.height = min(self.width * vh / vw, self.width * _TALLEST)
        self.scale = min(self.width / vw, self.height / vh)
        self.left = self.x + (self.width - vw * self.scale) / 2 - vx * self.scale
        self.top = self.y + (self.height - vh * self.scale) / 2 - vy * self.scale

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Drawing units to pixels on the sheet."""
        return self.left + x * self.scale, self.top + y * self.scale

    def draw(self, prefix: str) -> str:
        """The whole map as SVG; `prefix` keeps its ids apart from those of other maps."""
        box = {"x": self.x, "y": self.y, "width": self.width, "height": self.height}
        unit = 1 / self.scale
        # Land goes on beyond the last polygon only where the level has surroundings at all.
        ground = tag("rect", fill=self.spec["palette"]["context"], **box)
        shapes = tag(
            "g",
            patterns(self.spec["palette"], f"{prefix}u", unit)
            + textured(self.spec["palette"], f"{prefix}u", unit)
            + self._shapes(prefix, unit),
            transform=f"translate({self.left:.3f} {self.top:.3f}) scale({self.scale:.6f})",
            fill_rule="evenodd",
            stroke_linejoin="round",
        )
        clipped = tag(
            "g",
            (ground if self.layer.context else "") + shapes,
            clip_path=f"url(#{prefix}-frame)",
        )
        clip = tag("clipPath", tag("rect", **box), id=f"{prefix}-frame")
        return clip + clipped + self._printed()

    def _shapes(self, prefix: str, unit: float) -> str:
        """Context, areas, built-up places, water and outlines, from the bottom up."""
        spec, layer, palette = self.spec, self.layer, self.spec["palette"]
        marked = dict(zip(spec["ids"], spec["fills"], strict=True))
        thin = len(layer.areas) > MANY
        faint = {"stroke": mix(palette["muted"], palette["context"], 0.3)}
        out = [
            tag("path", d=area.d, fill=palette["context"], stroke_width=unit * 0.7, **faint)
            for key, area in layer.places.items()
            if key not in marked
        ]
        for key, code in marked.items():
            edge = palette["muted"] if code in PATTERNS else palette["paper"]
            fill = self._paint(prefix, key, code)
            wide = unit * (0.25 if thin else 0.6)
            out.append(tag("path", d=layer.places[key].d, fill=fill, stroke=edge, stroke_width=wide))
        if spec["kind"] != "classes":
            towns = {"fill": palette["ink"], "fill_opacity": 0.14}
            out += [tag("path", d=place.d, **towns) for place in layer.localities]
        out += [tag("path", d=water.d, fill=palette["water"]) for water in layer.water]
        line = {"fill": "none", "stroke": palette["muted"], "stroke_width": unit * 0.6}
        out += [tag("path", d=d, **line) for d in layer.borders]
        if spec["kind"] == "outline":
            out += [self._own_outline(prefix, key, unit) for key in marked]
        else:
            dark = {"stroke": palette["ink"], "stroke_width": unit * (1.1 if thin else 2)}
            out += [tag("path", d=layer.places[key].d, fill="none", **dark) for key in spec["highlighted"]]
        return "".join(out)

    def _paint(self, prefix: str, key: str, code: int) -> str:
        palette = self.spec["palette"]
        if code >= 0:
            return paint(palette, f"{prefix}u", code)
        if code in PATTERNS:
            return f"url(#{prefix}u-{PATTERNS[code][0]})"
        own = self.spec["ours"].get(key)
        if own and self.spec["kind"] == "outline":
            return mix(own["colour"], palette["paper"], 0.14)
        return str(palette["neutral"])

    def _own_outline(self, prefix: str, key: str, unit: float) -> str:
        """An outline that stays inside its own shape, so that a neighbour's does not cover it."""
        colour = self.spec["ours"].get(key, {"colour": self.spec["palette"]["muted"]})["colour"]
        d = self.layer.places[key].d
        inside = tag("path", d=d, clip_rule="evenodd")
        slight = self.spec["lines"] and key not in self.spec["ours"]  # under arrows a thick outline is for ours
        style = {"fill": "none", "stroke": colour, "stroke_width": unit * (1.2 if slight else 4)}
        return tag("clipPath", inside, id=f"{prefix}-{key}") + tag(
            "path", d=d, clip_path=f"url(#{prefix}-{key})", **style
        )

    def _printed(self) -> str:
        spec, layer = self.spec, self.layer
        bar, bar_box = self._scale_bar()
        radii = spec["radii"] or [0.0] * len(spec["ids"])
        heights = {key: area.label[1] for key, area in layer.places.items()} if spec["lines"] else {}
        circles, labels, printed = [], [], {}
        for key, radius, words in zip(spec["ids"], radii, spec["printed"], strict=True):
            x, y = self.point(*layer.places[key].label)
            if radius:
                circles.append((-abs(radius), circle(spec, key, x, y, radius)))
                y += abs(radius) + 18
            else:
                y += label_shift(spec["lines"], key, heights)
            if spec["labelled"]:
                printed[key] = words
                labels.append(self._label(layer.places[key], words, x, y))
        first = {key: rank for rank, key in enumerate([*spec["ours"], *spec["highlighted"]])}
        labels.sort(key=lambda label: first.get(label.key, len(first)))
        spots = place(labels, self._inside(), [bar_box])
        ends = {key: self.point(*layer.places[key].label) for a in spec["lines"] for key in (a["from"], a["to"])}
        out = [arrows(spec["lines"], ends, spec["palette"]["ink"], spec["palette"]["paper"])]
        out += [drawn for _, drawn in sorted(circles)]
        out += [self._print(layer.places[key], printed[key], spot) for key, spot in spots.items()]
        return "".join(out) + self._names([*spots.values(), bar_box]) + bar

    def _inside(self) -> Rect:
        return self.x + 2, self.y + 2, self.x + self.width - 2, self.y + self.height - 2

    def _label(self, area: Area, printed: str, x: float, y: float) -> Label:
        name = text_width(area.name, 13, bold=True) + self._marker_room(area.id)
        wide = max(name, text_width(printed, 15, bold=True))
        return Label(area.id, x, y, wide + 6, 34 if printed else 18)

    def _marker_room(self, key: str) -> float:
        return 16.0 if self.spec["kind"] == "outline" and key in self.spec["ours"] else 0.0

    def _print(self, area: Area, printed: str, spot: Rect) -> str:
        """Name (with our marker) over value, dark with a white halo."""
        palette = self.spec["palette"]
        style = {"anchor": "middle", "halo": palette["paper"]}
        x, room = (spot[0] + spot[2]) / 2, self._marker_room(area.id)
        out = text(x + room / 2, spot[1] + 13, area.name, 13, palette["ink"], font_weight=600, **style)
        if room:
            left = x - text_width(area.name, 13, bold=True) / 2 - 2
            own = self.spec["ours"][area.id]
            out = marker(own, left, spot[1] + 8.5, palette["paper"]) + out
        if printed:
            out += text(x, spot[1] + 30, printed, 15, palette["ink"], **style)
        return out

    def _names(self, taken: list[Rect]) -> str:
        """The lake, and the municipalities around, where their names fit without moving."""
        palette, named, out = self.spec["palette"], set(), []
        for name, at, room, ink, size in self._wishes():
            (x, y), wide, space = self.point(*at), text_width(name, size), room * self.scale
            if name in named or space < size * 0.6 or wide > space * _REACH[ink]:
                continue
            spot = place([Label(name, x, y, wide + 8, 18)], self._inside(), taken, fixed=True)
            if not spot:
                continue
            named.add(name)
            taken.append(spot[name])
            slant = "italic" if ink == "waterInk" else ""
            colour = palette[ink]
            out.append(text(x, y + 4, name, size, colour, anchor="middle", font_style=slant))
        return "".join(out)

    def _wishes(self) -> list[tuple[str, tuple[float, float], float, str, int]]:
        """Name, place, room, ink and size of what may be named, the most wanted first."""
        wishes = [
            (water.name, (x, y), room, "waterInk", size)
            for water in self.layer.water
            for size in (13, 11)
            for x, y, room in water.labels
        ]
        if self.spec["labelled"]:
            around = [area for area in self.layer.context if area.id not in self.spec["ids"]]
            wishes += [(area.name, area.label, area.room, "muted", 11) for area in around]
        return wishes

    def _scale_bar(self) -> tuple[str, Rect]:
        palette = self.spec["palette"]
        km_px = self.spec["unitsPerKm"] * self.scale
        km = round_length(min(self.width * 0.2, 140) / km_px)
        left, y, long = self.x + 8, self.y + self.height - 10, km * km_px
        line = tag(
            "path",
            d=f"M{left:.1f} {y - 4:.1f}v4h{long:.1f}v-4",
            fill="none",
            stroke=palette["muted"],
        )
        halo = palette["paper"]
        words = text(left, y - 7, f"{km:g} km", 11, palette["muted"], halo=halo)
        return line + words, (left - 6, y - 24, left + long + 6, y + 6)
