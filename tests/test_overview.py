"""A zone at a glance and one view of one indicator: what is compared with what, and what is missing is seen."""

from __future__ import annotations

import base64
import re

import pandas as pd
import pytest

from dashboard import overview, picture, strips, view
from dashboard.overview import NATION, most_varied, row, state_of
from dashboard.zones import chosen
from data.areas import municipalities_of
from data.catalog import catalog
from data.entries import Break
from tests.small import indicator

RATE = indicator(
    "rate", kind="rate", unit="percent", decimals=1, formula={"share": ["A", "B"]}, combine="denominator",
    better="higher", range=(0, 100),
)  # fmt: skip
PEOPLE = indicator("people")
AMO, JALISCO, MEXICO = (catalog().zones[name] for name in ("amo", "jalisco", "mexico"))


def values(**told: float | None) -> pd.DataFrame:
    """Areas as a14063=…; a figure is a percentage of 1,000."""
    rows = [
        (key[1:], value, None if value is None else value * 10, None if value is None else 1000.0)
        for key, value in told.items()
    ]
    frame = pd.DataFrame(rows, columns=["area", "value", "numerator", "denominator"])
    absent = frame["value"].isna()
    places = {c: pd.Series(dtype="Int64") for c in ("rank_state", "of_state", "rank_nation", "of_nation")}
    return frame.assign(status=absent.map({True: "missing", False: "official"}), name="", **places).astype(
        {"value": "float64", "numerator": "float64", "denominator": "float64"}
    )


def everybody(**told: float | None) -> pd.DataFrame:
    """Every municipality of Jalisco at 50, but for those told."""
    rest = {f"a{key}": 50.0 for key in municipalities_of("14")}
    return values(**(rest | told))


def test_a_zone_is_compared_with_its_state_and_the_nation() -> None:
    assert overview.compared_with(AMO) == ("14", NATION)
    assert overview.compared_with(JALISCO) == (NATION,)
    assert overview.compared_with(MEXICO) == ()
    assert overview.compared_with(chosen("z:14063,16011")) == (NATION,)
    assert (state_of(AMO), state_of(MEXICO), state_of(chosen("z:14063,16011"))) == ("14", "", "")
    assert overview.called("00", "en") == "Mexico" and overview.called("14063", "en") == "Ocotlán"


def test_a_row_has_members_total_references_and_everybody_to_compare_with() -> None:
    found = row(RATE, everybody(a14063=10.0, a14066=20.0, a14047=30.0, a00=40.0), AMO, "2020", None)
    assert [(m.name, m.value) for m in found.members] == [("Ocotlán", 10.0), ("Poncitlán", 20.0), ("Jamay", 30.0)]
    assert found.whole.value == pytest.approx(20.0)  # sum of numerators over sum of denominators
    jalisco, mexico = found.references
    assert jalisco.value == pytest.approx((122 * 50 + 60) / 125) and mexico.value == 40.0
    assert len(found.spread) == 125 and found.reach == (10.0, 50.0)
    assert found.place(10.0) == 0.0 and found.place(30.0) == 0.5 and found.place(999.0) == 1.0
    assert overview.ticks(found) == (0.0, 0.25, 0.5, 1.0)


def test_a_member_without_a_row_is_a_member_without_data() -> None:
    found = row(RATE, values(a14063=10.0), AMO, "2020", None)
    assert [(m.value, m.status) for m in found.members] == [(10.0, "official"), (None, "missing"), (None, "missing")]
    assert found.whole.value is None and found.whole.reason == "missing"
    html = strips.table((found,), AMO, "es", lambda _: "/mapa")
    assert html.count("sin dato") >= 3


@pytest.mark.parametrize("told", [{}, {"a14063": None}, {"a14063": 5.0, "a14066": 5.0, "a14047": 5.0}])
def test_a_row_of_little_is_still_drawn(told: dict[str, float | None]) -> None:
    found = row(RATE, values(**told), AMO, "2020", None)
    assert "<tr>" in strips.table((found,), AMO, "es", lambda _: "/mapa")
    if found.reach and found.reach[0] == found.reach[1]:
        assert found.place(5.0) == 0.5
    else:
        assert "Sin datos publicados" in strips.strip(found, "es")


def test_totals_do_not_stand_on_the_scale_of_a_count_which_is_logarithmic_when_skewed() -> None:
    found = row(PEOPLE, everybody(a14063=1e6, a00=1e8), AMO, "2020", None)
    assert found.reach == (50.0, 1e6) and found.logarithmic
    assert 'class="line' not in strips.strip(found, "es") and "logarítmica" in strips.strip(found, "es")


def test_our_own_keep_their_mark_and_colour_in_both_themes() -> None:
    found = row(RATE, everybody(a14063=10.0), AMO, "2020", None)
    html = strips.strip(found, "es")
    assert 'class="dot ours circle" style="left:0.00%;background:light-dark(#0B6E75,#5CC2C9)"' in html
    picture_ = base64.b64decode(re.search(r'base64,([^"]+)"', html)[1]).decode()  # type: ignore[index]
    assert picture_.startswith("<svg") and picture_.count("M") == 2


def test_a_large_zone_names_its_ends_and_links_stay_escaped() -> None:
    found = row(RATE, everybody(a14063=10.0, a14039=90.0), JALISCO, "2020", None)
    html = strips.table((found,), JALISCO, "en", lambda _: '/mapa?a=1&b="2"')
    assert "Lowest" in html and "Guadalajara" in html and 'href="/mapa?a=1&amp;b=&quot;2&quot;"' in html
    low, high = overview.extremes(found) or (None, None)
    assert low and high and (low.name, high.name) == ("Ocotlán", "Guadalajara")


def test_what_varies_most_is_told_of_rates_with_a_direction_and_a_total() -> None:
    flat = row(RATE, everybody(), JALISCO, "2020", None)
    varied = row(RATE, everybody(a14063=1.0), JALISCO, "2020", None)
    lacking = row(RATE, everybody(a14063=1.0, a14066=None), JALISCO, "2020", None)
    assert most_varied((flat, varied, lacking)) is varied
    assert most_varied((row(PEOPLE, everybody(a14063=1.0), JALISCO, "2020", None),)) is None


def see(told: pd.DataFrame, zone: object = AMO, **more: object) -> view.View:
    every = told.assign(period="2020")
    return view.view(RATE, zone, "2020", "total", told, every, None, **more)  # type: ignore[arg-type]


def test_a_view_has_one_row_a_member_whatever_the_source_gives() -> None:
    seen = see(values(a14063=10.0))
    assert list(seen.own["area"]) == list(AMO.members) and list(seen.absent["name"]) == ["Poncitlán", "Jamay"]
    assert not seen.empty and see(values(a14039=1.0)).empty
    assert "sin dato de Poncitlán y Jamay" in seen.finding("es")


def test_three_municipalities_have_no_classes_and_125_have() -> None:
    assert see(everybody()).classes is None
    seen = see(everybody(a14063=1.0), JALISCO)
    assert seen.classes is not None and sum(seen.classes.counts) == 125 and not seen.moving
    assert len(seen.peers) == 125


def test_limits_hold_for_every_period_of_one_method() -> None:
    entry = RATE.model_copy(update={"breaks": (Break(period="2020", es="x", en="x"),)})
    every = pd.DataFrame({"area": ["a"] * 4, "period": ["2010", "2015", "2020", "2025"], "value": [1.0, 2, 3, 4]})
    assert list(view.comparable(entry, every, "2015")["period"]) == ["2010", "2015"]
    assert list(view.comparable(entry, every, "2025")["period"]) == ["2020", "2025"]
    assert len(view.comparable(RATE, every, "2015")) == 4


def test_the_drawing_tells_absence_apart_and_outlines_ours_and_the_chosen() -> None:
    told = everybody(a14066=None)
    told.loc[told["area"] == "14066", "status"] = "suppressed"
    seen = see(told, JALISCO)
    drawn = picture.drawing(
        RATE, seen.own, seen.classes, "es", title="t", subtitle="s", source="f", alternative="a", chosen="14039"
    )
    marks = {m.area: m for m in drawn.marks}
    assert marks["14066"].state == "suppressed" and marks["14063"].state == "value"
    assert {key for key, m in marks.items() if m.highlighted} == {"14063", "14066", "14047", "14039"}
    assert drawn.legend.method == "Cuantiles, por ciento." and len(drawn.legend.classes) == len(drawn.palette.steps)


def test_a_count_is_never_filled() -> None:
    own = view.members_frame(everybody(), JALISCO)
    assert picture.zone_classes(PEOPLE, own, own, "quantiles", 5, ()) is None
    drawn = picture.drawing(PEOPLE, own, None, "es", title="t", subtitle="s", source="f", alternative="a")
    assert drawn.kind == "symbols" and all(m.step is None for m in drawn.marks)
    assert [label for _, label in drawn.legend.sizes] == ["50", "13", "3"]


@pytest.mark.parametrize(
    ("method", "cuts", "used"),
    [("manual", (), "quantiles"), ("manual", (20.0,), "manual"), ("equal", (20.0,), "equal")],
)
def test_limits_by_hand_wait_until_there_are_some(method: str, cuts: tuple[float, ...], used: str) -> None:
    seen = see(everybody(a14063=1.0), JALISCO, method=method, cuts=cuts)
    assert seen.classes is not None and seen.classes.method == used


def test_a_locator_outlines_a_few_and_circles_the_largest_of_many() -> None:
    people = {key: float(n) for n, key in enumerate(municipalities_of("00"))}
    for members, kind, count in (
        (AMO.members, "outline", 3),
        (municipalities_of("14"), "symbols", picture.MOST_CIRCLES),
    ):
        drawn = picture.locator(members, people, "es", title="t", alternative="a", dark=True)
        assert (drawn.kind, len(drawn.marks)) == (kind, count)
