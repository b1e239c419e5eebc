"""Charts on paper: every chart of the house is drawn whole, what cannot be drawn is refused, grey tells it apart."""

from __future__ import annotations

import io
import pkgutil
import re
import struct
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import charts, style
from dashboard.charts import axes, bars, dots, patterns, portrait, positions, scatter, trends
from dashboard.charts.axes import Ours
from dashboard.plate import Plate, png, svg
from dashboard.plate_rules import PlateError
from dashboard.style import LIGHT

SPACE = "{http://www.w3.org/2000/svg}"
OURS = [Ours(key, name, *style_of) for key, name, style_of in (
    ("14063", "Ocotlán", (LIGHT.ours[0], "circle")), ("14066", "Poncitlán", (LIGHT.ours[1], "square")),
    ("14047", "Jamay", (LIGHT.ours[2], "diamond")),
)]  # fmt: skip
WORDS = style.decimal


def marks(values: list[float]) -> list[str]:
    return [style.decimal(v, 1) for v in values]


def areas(count: int = 30) -> pd.DataFrame:
    keys = [o.area for o in OURS] + [f"140{n:02d}" for n in range(70, 67 + count)]
    return pd.DataFrame(
        {"area": keys, "name": keys, "value": [float(n + 1) for n in range(count)], "status": "official"}
    )


def sorted_dots(logarithmic: bool = False, values: pd.DataFrame | None = None) -> go.Figure:
    lines = [] if logarithmic else [dots.Line("AMO", 12.5, strong=True), dots.Line("Jalisco", 20.0)]
    shown = areas() if values is None else values
    return dots.sorted_dots(shown, OURS, lines, WORDS, marks, LIGHT, axis="Por ciento", logarithmic=logarithmic)  # type: ignore[arg-type]


def trend(series: pd.DataFrame | None = None) -> go.Figure:
    told = pd.DataFrame(
        [(o.area, str(year), float(year - 2000 + n), "official" if year < 2020 else "projected")
         for n, o in enumerate(OURS) for year in (2010, 2015, 2020)] + [("14", "2010", 5.0, "official")],
        columns=["area", "period", "value", "status"],
    )  # fmt: skip
    shown = told if series is None else series
    return trends.trend(
        shown, OURS, [("14", "Jalisco")], WORDS, marks, str, LIGHT, breaks=[("2015", "cambio de método")]  # type: ignore[arg-type]
    )  # fmt: skip


def one_year(value: float) -> pd.DataFrame:
    return pd.DataFrame({"area": ["14063"], "period": ["2020"], "value": [value], "status": ["x"]})


def ranked(count: int = 3) -> go.Figure:
    rows = [bars.Bar(f"Municipio {n}", 100.0 - n, f"{100 - n} · 12.1 %", LIGHT.ours[n % 3], "●") for n in range(count)]
    return bars.ranked_bars([*rows, bars.Bar("Otros & más", 40, "40", hollow=True)], LIGHT, width=900)


def related(logarithmic: bool = False) -> go.Figure:
    told = areas().rename(columns={"value": "x"})
    told = told.assign(y=told["x"] * 2 + 1, people=told["x"] * 1000)
    line = pd.DataFrame({"x": [1.0, 30.0], "y": [3.0, 61.0], "low": [2.0, 58.0], "high": [4.0, 64.0]})
    each = scatter.Axis("Un indicador de nombre largo, por ciento", WORDS, marks, logarithmic)  # type: ignore[arg-type]
    return scatter.scatter(told, OURS, ["14063"], line, each, each, lambda *said: " ".join(said), LIGHT)


def strips() -> go.Figure:
    one = positions.Strip("Viviendas con internet", 40.0, 70.0, (10.0, 55.0), ("40 %", "70 %"))
    other = Ours("15001", "Otro", LIGHT.text, "diamond-open")
    return positions.positions([("Vivienda", [one, one])], OURS[0], other, LIGHT, "Percentil")


def neighbours() -> go.Figure:
    kinds = [*patterns.SHAPES, ""]
    told = areas().assign(
        near=lambda f: 30 - f["value"], said="x", cluster=[kinds[n % 5] for n in range(30)],
        evidence=["firm" if n % 2 else "weak" for n in range(30)],
    )  # fmt: skip
    said = patterns.Words("Cifra", "Vecinos", "promedio 15", dict.fromkeys(patterns.CORNERS, "alto entre bajos"), marks)  # type: ignore[arg-type]
    return patterns.neighbourhood(told, OURS, 15.0, dict.fromkeys(patterns.SHAPES, "#1D6B3C"), said, LIGHT)


def extremes() -> go.Figure:
    one = portrait.Finding(
        "Internet", 0.2, 0.6, (0.0, 0.4, 1.0), ("7.1", "75.3"), "39.1 %", "19 puntos menos", "2020, INEGI"
    )  # fmt: skip
    return portrait.extremes(
        [("Lo más fuerte", [one, one]), ("Lo más débil", [])], OURS[1], LIGHT, "cada raya", "Nada."
    )


CHARTS: dict[str, dict[str, Callable[[], go.Figure]]] = {
    "axes": {"blank": lambda: axes.blank(LIGHT, 300, "Eje")},
    "dots": {
        "plain": sorted_dots, "logarithmic": lambda: sorted_dots(True),
        "nobody": lambda: sorted_dots(values=areas().iloc[:0]),
        "one": lambda: sorted_dots(values=areas().iloc[:1]),
        "equal": lambda: sorted_dots(values=areas().assign(value=7.0)),
        "negative": lambda: sorted_dots(values=areas().assign(value=lambda f: -f["value"])),
        "missing": lambda: sorted_dots(values=areas().assign(value=np.nan)),
        "all of Mexico": lambda: sorted_dots(values=areas(2469)),
    },
    "trends": {
        "plain": trend,
        "missing": lambda: trend(one_year(np.nan)),
        "one": lambda: trend(one_year(1.0)),
    },
    "bars": {"plain": ranked, "none": lambda: bars.ranked_bars([], LIGHT)},
    "scatter": {"plain": related, "logarithmic": lambda: related(True)},
    "positions": {"plain": strips},
    "patterns": {"plain": neighbours},
    "portrait": {"plain": extremes},
}  # fmt: skip
CASES = [pytest.param(make, id=f"{module}-{case}") for module, cases in CHARTS.items() for case, make in cases.items()]


def plate(figure: go.Figure | Callable[[], go.Figure], **changes: str) -> Plate:
    told = {"title": "Población en pobreza", "subtitle": "por ciento, Jalisco, 2020", "source": "Fuente: INEGI."}
    return Plate(figure, **(told | changes))  # type: ignore[arg-type]


def drawn(figure: go.Figure) -> ElementTree.Element:
    return ElementTree.fromstring(svg(plate(figure)))


def words(figure: go.Figure) -> str:
    return " ".join("".join(node.itertext()) for node in drawn(figure).iter(f"{SPACE}text"))


def test_every_chart_of_the_house_has_a_case_here() -> None:
    assert {m.name for m in pkgutil.iter_modules(charts.__path__)} == set(CHARTS)


@pytest.mark.parametrize("make", CASES)
def test_every_chart_is_drawn_inside_its_sheet(make: Callable[[], go.Figure]) -> None:
    root = drawn(make())
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    said = "".join(root.itertext())
    assert "Población en pobreza" in said and "Fuente: INEGI." in said
    assert "nan" not in ElementTree.tostring(root, encoding="unicode").lower()
    for node in root.iter(f"{SPACE}text"):
        x, y = float(node.attrib["x"]), float(node.attrib["y"])
        assert 0 <= x <= wide and 0 <= y <= high, "".join(node.itertext())


@pytest.mark.parametrize("make", CASES)
def test_everything_a_chart_shows_is_on_its_plate(make: Callable[[], go.Figure]) -> None:
    figure = make()
    root = drawn(figure)
    body = " ".join("".join(node.itertext()) for node in root.iter(f"{SPACE}text"))
    for note in figure.layout.annotations:
        for line in re.split(r"<br>", note.text):
            bare = re.sub(r"</?[bi]>|^\W+ ", "", line).replace("&amp;", "&").strip("●■◆◇ ")
            assert bare in body
    signs = [n for n in root.iter(f"{SPACE}path") if "scale(" in n.attrib.get("transform", "")]
    glyphs = sum(bool(re.match(r"(<b>)?[●■◆◇]", note.text)) for note in figure.layout.annotations)
    points = sum(
        sum(pd.notna(a) and pd.notna(b) for a, b in zip(t.x, t.y, strict=True))
        for t in figure.data if t.type == "scatter" and "markers" in t.mode
    )  # fmt: skip
    assert len(signs) == points + glyphs


def test_the_plate_says_what_where_when_and_from_whom() -> None:
    made = svg(plate(sorted_dots(), source="Fuente: INEGI. Consulta: 22 de noviembre de 2026. https://ejemplo.mx/mapa"))
    root = ElementTree.fromstring(made)
    assert root.attrib["lang"] == "es" and root.attrib["role"] == "img"
    title, about = (root.find(f"{SPACE}{name}") for name in ("title", "desc"))
    assert title is not None and about is not None
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {about.attrib['id']}"
    assert title.text == "Población en pobreza" and about.text == "por ciento, Jalisco, 2020"
    assert "Consulta: 22 de noviembre de 2026. https://ejemplo.mx/mapa" in "".join(root.itertext())


def test_a_figure_may_be_made_when_the_picture_is_asked_for() -> None:
    asked: list[int] = []
    waiting = plate(lambda: (asked.append(1), sorted_dots())[1])
    assert asked == []
    assert svg(waiting) == svg(plate(sorted_dots())) and asked == [1]


def test_a_png_is_twice_as_wide_as_its_sheet() -> None:
    made = png(plate(ranked()))
    assert made.startswith(b"\x89PNG")
    assert struct.unpack(">I", made[16:20])[0] == 1920


def dot(**said: object) -> go.Figure:
    plain = {"x": [0, 10], "y": [0, 10], "mode": "markers", "marker": {"color": "#000000"}}
    return axes.blank(LIGHT, 300).add_trace(go.Scatter(**(plain | said)))


def places(figure: go.Figure) -> list[tuple[float, float]]:
    found = (
        re.match(r"translate\(([\d.]+) ([\d.]+)\)", n.attrib.get("transform", ""))
        for n in drawn(figure).iter(f"{SPACE}path")
    )
    return [(float(f[1]), float(f[2])) for f in found if f]


def test_a_dot_of_no_size_is_not_drawn_and_years_of_months_make_a_plate() -> None:
    assert len(places(dot(marker={"color": "#000000", "size": [0, 9]}))) == 1
    months = [f"{year}-{month:02d}" for year in range(2016, 2026) for month in range(1, 13)]
    told = pd.DataFrame(
        [(OURS[0].area, month, 1.0, "official") for month in months], columns=["area", "period", "value", "status"]
    )
    assert len(places(trend(told))) == 1, "only the last has its mark"


def test_dots_stand_where_their_figures_say() -> None:
    figure = dot(x=[0, 5, 10], y=[0, 10, 5]).update_xaxes(range=[0, 10]).update_yaxes(range=[0, 10])
    (x0, y0), (x1, y1), (x2, y2) = places(figure)
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.02) and x1 > x0
    assert y0 - y2 == pytest.approx(y2 - y1, abs=0.02) and y1 < y0, "more is further up"


def test_a_logarithmic_axis_gives_each_tenfold_the_same_room() -> None:
    figure = dot(x=[1, 10, 100], y=[1, 1, 1]).update_xaxes(type="log", range=[0, 2])
    (x0, _), (x1, _), (x2, _) = places(figure)
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.02)


def test_a_reversed_axis_and_names_in_their_order() -> None:
    figure = dot(x=[1, 1], y=["b", "a"]).update_yaxes(autorange="reversed")
    (_, first), (_, second) = places(figure)
    assert first < second
    assert words(figure).index("b") < words(figure).index("a")


def test_bars_start_at_zero_and_are_as_long_as_their_figures() -> None:
    figure = axes.blank(LIGHT, 300).add_trace(
        go.Bar(x=[10, 20, -5, None], y=["a", "b", "c", "d"], orientation="h", marker={"color": "#0B6E75"})
    )
    rects = [n for n in drawn(figure).iter(f"{SPACE}rect") if n.attrib.get("fill") == "#0B6E75"]
    wide = [float(n.attrib["width"]) for n in rects]
    left = [float(n.attrib["x"]) for n in rects]
    assert wide[1] == pytest.approx(2 * wide[0], abs=0.1) and wide[2] == pytest.approx(wide[0] / 2, abs=0.1)
    assert left[0] == left[1] == pytest.approx(left[2] + wide[2], abs=0.1)
    assert len(rects) == 3, "a missing figure has no bar"


def test_a_line_does_not_cross_a_gap() -> None:
    figure = dot(x=[1, 2, 3, 4], y=[1, None, 3, 4], mode="lines", line={"color": "#0B6E75"})
    lines = [n.attrib["d"] for n in drawn(figure).iter(f"{SPACE}path") if n.attrib.get("stroke") == "#0B6E75"]
    assert len(lines) == 1 and lines[0].count("L") == 1


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (lambda: axes.blank(LIGHT, 300).add_trace(go.Pie(values=[1, 2])), "pie"),
        (lambda: dot(marker={"color": [1, 2]}), "#rrggbb"),
        (lambda: dot(marker={"color": "#000", "gradient": {"type": "radial"}}), "marker.gradient"),
        (lambda: dot(marker={"color": "#000", "symbol": "pentagon"}), "pentagon"),
        (lambda: dot(marker={}), "colour of dots"),
        (lambda: dot(stackgroup="one"), "stackgroup"),
        (lambda: dot(mode="lines", line={"color": "#000", "shape": "spline"}), "spline"),
        (lambda: dot().update_layout(showlegend=True), "legend"),
        (lambda: dot().update_layout(title="A title of its own"), "layout.title"),
        (lambda: dot().update_layout(images=[{"source": "x"}]), "layout.images"),
        (lambda: dot().update_xaxes(rangeslider={"visible": True}), "rangeslider"),
        (lambda: dot(x=["2020-01", "2020-02"]), "a number, a date or a name"),
        (lambda: dot().add_annotation(x=1, y=1, text="<span style='color:red'>x</span>", showarrow=False), "span"),
        (lambda: dot().add_shape(type="path", path="M0 0L1 1"), "path"),
        (lambda: dot().update_layout(margin={"l": 900, "r": 900}), "no room"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(figure: Callable[[], go.Figure], told: str) -> None:
    with pytest.raises(PlateError, match=re.escape(told)):
        svg(plate(figure()))


def test_signs_that_our_fonts_lack_are_drawn_and_their_names_stay_words() -> None:
    figure = dot(x=[], y=[]).add_annotation(x=0, y=1, text="<b>◆ Jamay ◇ Gómez Farías</b>", showarrow=False)
    assert len(places(figure)) == 2
    assert "Jamay Gómez Farías" in words(figure) and "◇" not in words(figure)
    bold = [n.text for n in drawn(figure).iter(f"{SPACE}tspan") if n.attrib.get("font-weight") == "bold"]
    assert bold == ["Jamay", "Gómez Farías"]


def test_words_that_look_like_markup_are_words() -> None:
    figure = dot().add_annotation(x=5, y=5, text="Ríos &amp; <b>lagos</b> &lt;1 %", showarrow=False)
    assert "Ríos & lagos <1 %" in words(figure)
    assert "A < B & C" in "".join(ElementTree.fromstring(svg(plate(figure, title="A < B & C"))).itertext())


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2), which is all that a grey print keeps of a colour."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("make", CASES)
def test_in_greyscale_words_and_lines_stay_legible(make: Callable[[], go.Figure]) -> None:
    root = drawn(make())
    for node in root.iter(f"{SPACE}text"):
        assert contrast(node.attrib["fill"], "#FFFFFF") >= 4.5, "".join(node.itertext())
    for colour in {*LIGHT.ours[:3], LIGHT.text, LIGHT.muted}:
        assert contrast(colour, "#FFFFFF") >= 4.5


def test_in_greyscale_ours_differ_from_the_rest_by_tone_and_from_each_other_by_shape_and_name() -> None:
    for ours in LIGHT.ours[:3]:
        assert contrast(ours, LIGHT.other) >= 1.9
    figure = trend()
    shapes = [t.marker.symbol for t in figure.data if t.name in {o.name for o in OURS}]
    assert len(set(shapes)) == len(shapes) == 3
    assert {t.line.dash for t in figure.data if t.name == "Jalisco"} == {"dash"}
    assert all(o.name in words(figure) for o in OURS)


def test_the_picture_keeps_its_contrast_when_its_colours_are_taken_away() -> None:
    from PIL import Image

    grey = Image.open(io.BytesIO(png(plate(sorted_dots())))).convert("L")
    tones = grey.histogram()
    dark, white = sum(tones[:130]), sum(tones[250:])
    assert white > 0.8 * sum(tones) and dark > 0.002 * sum(tones)
