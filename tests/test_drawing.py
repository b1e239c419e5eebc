"""One drawing, three pictures: what the page, the SVG and the PNG may and may not show."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dashboard import drawing as d
from geo import layers

SVG = "{http://www.w3.org/2000/svg}"
AMO = ("14063", "14066", "14047")
CIENEGA = (*AMO, "14013", "14016", "14018", "14033", "14105", "14123")
WORDS = d.Words("Sin dato", "Reservado", "No aplica", "Acercar", "Alejar", "Ver todo", "No cargó")
OURS = {
    "14063": d.Own("#0B6E75", "circle"),
    "14066": d.Own("#B4530A", "square"),
    "14047": d.Own("#5B4B9A", "diamond"),
}
STEPS = ("#E6F1F1", "#B1D3D4", "#6DA9AC", "#2F777C", "#0A3D41")
LIMITS = ("0–10 %", "10–20 %", "20–30 %", "30–40 %", "40–50 %")


def make(*marks: d.Mark, level: str = "metropolis", **more) -> d.Drawing:
    return d.Drawing(
        level=level,
        marks=marks,
        palette=d.Palette(STEPS, OURS),
        words=WORDS,
        title="Jamay, la mayor pobreza",
        alternative="Mapa: Ocotlán 28.4 %, Poncitlán 41.2 %, Jamay 46.2 %.",
        **{"legend": d.Legend("Cuantiles", LIMITS), **more},
    )


def three(**more) -> d.Drawing:
    values = ("28.4 %", "41.2 %", "46.2 %")
    return make(*(d.Mark(k, printed=v) for k, v in zip(AMO, values, strict=True)), **more)


def jalisco() -> list[d.Mark]:
    return [d.Mark(area.id, step=n % 5, printed=f"{n} %") for n, area in enumerate(layers.layer("state").areas)]


def texts(picture: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_three_municipalities_are_a_labelled_outline_map_even_when_classes_are_given():
    drawn = d.spec(make(*(d.Mark(key, step=n, printed="1 %") for n, key in enumerate(AMO))))
    assert drawn["kind"] == "outline"
    assert set(drawn["fills"]) == {d.PLAIN}
    assert drawn["legend"]["classes"] == [] and drawn["legend"]["method"] == ""


def test_more_than_six_areas_are_filled_by_class_with_counts_in_the_legend():
    marks = jalisco()
    drawn = d.spec(make(*marks, level="state"))
    assert drawn["kind"] == "classes" and drawn["fills"][:6] == [0, 1, 2, 3, 4, 0]
    assert [entry["count"] for entry in drawn["legend"]["classes"]] == [25] * 5
    assert [entry["label"] for entry in drawn["legend"]["classes"]] == list(LIMITS)


def test_a_count_is_drawn_as_circles_whose_area_follows_it_and_never_filled():
    amounts = dict(zip(AMO, (400.0, 100.0, 25.0), strict=True))
    drawn = d.spec(make(*(d.Mark(key, amount=value) for key, value in amounts.items())))
    assert drawn["kind"] == "symbols" and set(drawn["fills"]) == {d.PLAIN}
    large, middle, small = drawn["radii"]
    assert (large / middle) ** 2 == pytest.approx(4, rel=0.01)
    assert (middle / small) ** 2 == pytest.approx(4, rel=0.01)


def test_an_area_with_a_class_and_an_amount_is_refused():
    with pytest.raises(d.DrawingError, match="14063 has a class and an amount"):
        make(d.Mark("14063", step=1, amount=5.0))


def test_an_area_marked_twice_is_refused():
    with pytest.raises(d.DrawingError, match="repeated: 14063"):
        make(d.Mark("14063"), d.Mark("14063"))


def test_a_class_without_limits_in_the_legend_is_refused():
    with pytest.raises(d.DrawingError, match="in class 2; colours and limits exist for 2"):
        make(d.Mark("14063", step=2), legend=d.Legend("", LIMITS[:2]))


def test_an_area_without_polygon_is_named_and_does_not_break_the_map():
    drawn = make(*jalisco(), d.Mark("25019", step=0), level="state")
    assert drawn.unplaced == ("25019",)
    assert "25019" not in d.spec(drawn)["ids"]
    assert sum(e["count"] for e in d.spec(drawn)["legend"]["classes"]) == 125


def test_the_three_kinds_of_no_data_have_three_patterns_and_only_those_present_are_listed():
    marks = jalisco()
    marks[0] = d.Mark(marks[0].area, state="missing")
    marks[1] = d.Mark(marks[1].area, state="suppressed")
    drawn = make(*marks, level="state")
    assert d.spec(drawn)["fills"][:2] == [-1, -2]
    assert [e["state"] for e in d.spec(drawn)["legend"]["states"]] == ["missing", "suppressed"]
    picture = d.svg(drawn)
    assert "Sin dato (1)" in texts(picture) and "Reservado (1)" in texts(picture)
    assert not any("No aplica" in words for words in texts(picture))


def test_a_value_without_class_on_a_class_map_shows_as_missing_not_as_the_lowest_class():
    marks = [*jalisco()[1:], d.Mark("14001")]
    assert d.spec(make(*marks, level="state"))["fills"][-1] == -1


def test_an_area_without_value_prints_why():
    drawn = d.spec(make(d.Mark("14063", state="suppressed", note="Menos de 10 casos")))
    assert drawn["printed"] == ["Reservado"]
    assert drawn["notes"] == {"14063": "Menos de 10 casos"}


def test_the_spec_is_plain_json_without_geometry():
    drawn = d.spec(make(*jalisco(), level="state"))
    text = json.dumps(drawn, allow_nan=False)
    assert len(text) < 9_000
    assert drawn["geometry"] == layers.asset("state")[0]
    assert not re.search(r"M\d+ \d+l", text)


def test_the_svg_stands_alone_and_can_be_read_aloud():
    picture = d.svg(three(subtitle="% de la población, 2020", source="Fuente: CONEVAL"))
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img" and root.get("lang") == "es"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title.text == "Jamay, la mayor pobreza"
    assert description.text.startswith("Mapa: Ocotlán 28.4 %")
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    printed = texts(picture)
    for words in ("Ocotlán", "41.2 %", "Jamay", "Lago de Chapala", "Fuente: CONEVAL"):
        assert words in printed
    assert any(re.fullmatch(r"\d+ km", words) for words in printed)
    assert "http" not in picture.replace("http://www.w3.org", "")


def test_every_pattern_and_clip_the_svg_refers_to_is_defined_in_it():
    marks = [replace(m, state=s) for m, s in zip(jalisco(), ["missing", "suppressed"], strict=False)]
    for drawn in (three(), make(*marks, level="state"), make(*jalisco(), level="state")):
        picture = d.svg(drawn)
        assert set(re.findall(r"url\(#([^)]+)\)", picture)) <= set(re.findall(r'id="([^"]+)"', picture))


def test_two_maps_in_one_page_do_not_share_ids():
    ids = [set(re.findall(r'id="([^"]+)"', d.svg(drawn))) for drawn in (three(), make())]
    assert not ids[0] & ids[1]


def test_words_of_the_caller_cannot_break_out_of_the_svg():
    picture = d.svg(replace(three(), title='<script>&"', alternative="<b>"))
    root = ElementTree.fromstring(picture)
    assert root.find(f"{SVG}title").text == '<script>&"'
    assert not list(root.iter(f"{SVG}script"))


def test_nine_areas_print_nine_names_and_values_that_do_not_cover_each_other():
    marks = [d.Mark(key, step=n % 5, printed=f"{30 + n}.0 %") for n, key in enumerate(CIENEGA)]
    picture = d.svg(make(*marks, view=layers.view("metropolis", CIENEGA)))
    printed = texts(picture)
    assert all(mark.printed in printed for mark in marks)
    assert all(layers.layer("metropolis").places[key].name in printed for key in CIENEGA)
    nodes = list(ElementTree.fromstring(picture).iter(f"{SVG}text"))
    values = [n for n in nodes if n.text in {mark.printed for mark in marks}]
    spots = [(float(n.get("x")), float(n.get("y"))) for n in values]
    for i, (x, y) in enumerate(spots):
        assert all(abs(x - u) > 40 or abs(y - v) > 30 for u, v in spots[:i])


def test_many_areas_print_no_values_on_their_shapes():
    printed = texts(d.svg(make(*jalisco(), level="state")))
    assert "Guadalajara" not in printed and "7 %" not in printed


def test_highlighted_areas_get_a_dark_outline_drawn_after_all_fills():
    marks = [replace(m, highlighted=m.area in AMO) for m in jalisco()]
    picture = d.svg(make(*marks, level="state"))
    for key in AMO:
        path = layers.layer("state").places[key].d
        assert picture.count(path) == 2
        outline = picture.rindex(f'd="{path}" fill="none" stroke="#1B2733"')
        assert outline > picture.rindex(f'fill="{STEPS[4]}" stroke="#FFFFFF"')


@pytest.mark.parametrize(
    "marks",
    [
        (),
        (d.Mark("14063", printed="1"),),
        (d.Mark("14063", printed="1"), d.Mark("14066", printed="2")),
        tuple(d.Mark(key, state="missing") for key in AMO),
        tuple(d.Mark(key, amount=7.0) for key in AMO),
        tuple(d.Mark(key, amount=0.0) for key in AMO),
        tuple(d.Mark(key, amount=n) for key, n in zip(AMO, (-5.0, 3.0, math.nan), strict=True)),
        (d.Mark("99999", printed="1"),),
    ],
    ids=["none", "one", "two", "all missing", "all equal", "all zero", "negative", "stranger"],
)
def test_no_number_of_areas_and_no_value_breaks_the_map(marks):
    drawn = make(*marks)
    json.dumps(d.spec(drawn), allow_nan=False)
    ElementTree.fromstring(d.svg(drawn, width=360))


def test_a_negative_amount_is_a_hollow_circle_as_large_as_its_size_says():
    drawn = make(d.Mark("14063", amount=-100.0), d.Mark("14066", amount=100.0))
    hollow, full = d.spec(drawn)["radii"]
    assert hollow == -full < 0
    assert 'stroke-dasharray="3 2"' in d.svg(drawn)


def test_reference_circles_in_the_legend_have_the_scale_of_the_map():
    legend = d.Legend("El área sigue al número", sizes=((100.0, "100"),))
    drawn = d.spec(make(d.Mark("14063", amount=100.0), legend=legend))
    assert drawn["legend"]["sizes"] == [{"radius": drawn["radii"][0], "label": "100"}]


def test_the_png_is_a_picture_of_the_asked_width_with_letters_in_it():
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(d.png(three(), width=480, scale=1.0))) as picture:
        assert abs(picture.width - 480) <= 1
        title = picture.convert("L").crop((20, 20, 300, 50))
    # No font found would leave the title's place white.
    assert sum(title.histogram()[:100]) > 200
