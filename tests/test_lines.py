"""One line an indicator: places with their ties, who is behind, totals that are lacking, and the small trend."""

from __future__ import annotations

from base64 import b64decode

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import portrait_table, sparks
from dashboard.analysis import lines
from dashboard.analysis.lines import ZONE, Line, Standing, columns, of_municipality, of_zone, outdone, pasts, whole
from dashboard.measures import Total
from dashboard.overview import whole as territory
from dashboard.zones import chosen
from data.areas import municipalities_of
from data.catalog import catalog
from data.entries import Break, Indicator
from data.standing import standing
from tests.test_sentences import plain
from tests.worlds import AMO, GRADE, INCOME, JALISCO, MODEL, OCOTLAN, PEOPLE, PONCITLAN, POVERTY, SERVED, values

ENTRIES = {i.id: i for i in (PEOPLE, SERVED, POVERTY, MODEL, GRADE)}
THREE = """
indicator period area  value numerator denominator
served    2020   14063 98    980       1000
served    2020   14066 90    450       500
served    2020   14047 90    90        100
served    2020   14    95    -         -
"""


def ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """A text table as `queries.profile` would answer it, places and all."""
    better = {i.id: "neither" if i.kind == "count" else i.better for i in ENTRIES.values()}
    places = standing(frame.assign(breakdown="total"), better)
    return frame.merge(places, how="left", on=["indicator", "period", "area"])


def municipality(text: str, area: str = OCOTLAN, past: str = "") -> Line:
    frame = ranked(values(text))
    others = {ZONE: whole(frame, AMO, ENTRIES), "14": whole(frame, territory("14"), ENTRIES)}
    series = pasts(values(past or text)) if past else {}
    (told,) = of_municipality(frame, area, others, series, ENTRIES)
    return told


def cell(entry_line: Line, language: str = "es") -> str:
    return plain(portrait_table.standing(entry_line, language))


def test_who_a_place_is_seen_beside() -> None:
    assert columns(OCOTLAN, AMO) == (ZONE, "14", "00")
    assert columns("09007", AMO) == (ZONE, "09", "00"), "the zone stays a comparison for a municipality outside it"
    assert columns(OCOTLAN, JALISCO) == ("14", "00"), "the state is not told twice"
    assert columns("09007", JALISCO) == (ZONE, "09", "00")
    assert columns(OCOTLAN, chosen(OCOTLAN)) == ("14", "00"), "nobody is compared with himself"
    assert columns("", AMO) == ("14", "00")
    assert columns("", JALISCO) == ("00",)
    assert columns("", catalog().zones["mexico"]) == ()


def test_better_and_worse_follow_the_catalogue() -> None:
    assert municipality(THREE).verdict == "better"
    assert municipality(THREE, PONCITLAN).verdict == "worse"
    assert municipality(THREE.replace("served", "poverty")).verdict == "worse"
    people = "indicator period area value\npeople 2020 14063 10\npeople 2020 14066 5\npeople 2020 14047 5"
    assert municipality(people).verdict == "", "a count is neither"


def test_figures_that_read_the_same_have_no_mark() -> None:
    level = THREE.replace("98    980", "90.02 900").replace("90        100", "90.0      100")
    told = municipality(level)
    assert told.verdict == "same"
    assert "mark" not in portrait_table._own(told, {ZONE: "AMO"}, "es")
    assert "▲ mejor que AMO" in portrait_table._own(municipality(THREE), {ZONE: "AMO"}, "es")
    assert "▼ worse than AMO" in portrait_table._own(municipality(THREE, PONCITLAN), {ZONE: "AMO"}, "en")


def test_a_zone_without_total_says_whose_figure_is_missing_and_gives_no_mark() -> None:
    told = municipality(THREE.replace("served    2020   14047 90    90        100", ""))
    assert told.others[ZONE].value is None and told.verdict == ""
    assert portrait_table.why(told.others[ZONE], "es") == "falta Jamay"
    assert portrait_table.why(told.others[ZONE], "en") == "Jamay missing"
    two = municipality("indicator period area value numerator denominator\nserved 2020 14063 98 980 1000")
    assert portrait_table.why(two.others[ZONE], "es") == "faltan Poncitlán y Jamay"
    assert portrait_table.why(two.others["14"], "es") == "faltan 124 municipios"
    never = municipality(THREE.replace("served", "model").replace("980       1000", "- -"))
    assert portrait_table.why(never.others[ZONE], "es") == "no se combina"
    assert portrait_table.why(never.others[ZONE], "en") == "not combined"


def test_a_missing_figure_says_why() -> None:
    text = THREE + "served    2020   14018 -     -         -"
    told = municipality(text, "14018")
    assert told.own.value is None
    assert portrait_table.why(told.own, "es") == "sin dato"
    assert portrait_table.unranked(told, "es") == ""


def test_an_indicator_without_a_row_has_no_line_and_is_named() -> None:
    frame = ranked(values(THREE))
    assert of_municipality(frame, "14018", {}, {}, ENTRIES) == ()
    left = lines.lacking([municipality(THREE)], ENTRIES)
    assert {e.id for own in left.values() for e in own} == {"people", "poverty", "model", "grade"}


def test_a_place_with_ties_says_so() -> None:
    rows = "\n".join(f"served 2020 14{n:03} {90 if n < 63 else 50} 9 10" for n in range(1, 80))
    frame = ranked(values("indicator period area value numerator denominator\n" + rows))
    (told,) = of_municipality(frame, "14063", {}, {}, ENTRIES)
    assert told.standing == Standing(63, 79, 16)
    assert cell(told) == 'lugar 63 de 79<span class="about">igual que otros 16; el 1 es el mejor</span>'
    assert "level with 16 others; 1 is the best" in cell(told, "en")


def test_no_place_among_fewer_than_five_nor_by_a_model() -> None:
    told = municipality(THREE)
    assert told.standing is None
    assert portrait_table.unranked(told, "es") == "menos de cinco municipios con cifra"
    modelled = Line(SERVED, "2020", Total(1.0, None, None, "modelled", printed=True), {}, "", None, (), ())
    assert portrait_table.unranked(modelled, "es") == "cifra modelada: no se ordena"
    assert portrait_table.unranked(modelled, "en") == "modelled figure: not ranked"


@pytest.mark.parametrize(
    ("entry", "behind", "es", "en"),
    [
        (SERVED, 92, "mejor que 92 de cada 100 municipios", "better than 92 of every 100 municipalities"),
        (PEOPLE, 92, "más alto que 92 de cada 100 municipios", "higher than 92 of every 100 municipalities"),
        (SERVED, 0, "ningún municipio del país está peor", "no municipality in the country is worse"),
        (PEOPLE, 0, "ningún municipio del país está más abajo", "no municipality in the country is lower"),
        (SERVED, 99, "ningún otro del país está igual o mejor", "no other in the country is as good"),
        (PEOPLE, 99, "ningún otro del país está igual o más alto", "no other in the country is as high"),
    ],
)
def test_a_percentile_in_words(entry: Indicator, behind: int, es: str, en: str) -> None:
    most = entry is PEOPLE
    found = Standing(1, 125, 0, 1, 100, behind)
    assert portrait_table.behind(found, most, "es").removesuffix(" del país") == es.removesuffix(" del país")
    assert portrait_table.behind(found, most, "en").removesuffix(" in the country") == en


def test_a_percentile_is_never_rounded_up_to_all_nor_down_to_none() -> None:
    nearly = Standing(1, 125, 0, 2, 2469, 2467)
    assert portrait_table.behind(nearly, False, "es") == "mejor que 99 de cada 100 municipios del país"
    hardly = Standing(125, 125, 0, 2468, 2469, 1)
    assert portrait_table.behind(hardly, False, "es") == "mejor que menos de 1 de cada 100 municipios del país"


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.sampled_from([SERVED, POVERTY, PEOPLE]))
def test_who_is_behind_is_counted_without_ties(figures: list[int], entry: Indicator) -> None:
    """Worked back from place and percentile, against counting one by one."""
    for value in figures:
        lower, level = sum(v < value for v in figures), figures.count(value)
        higher = len(figures) - lower - level
        percentile = round(100 * (lower + level / 2) / len(figures), 2)  # as data/standing.py has it
        ahead, behind = (lower, higher) if entry is POVERTY else (higher, lower)
        assert outdone(ahead + 1, len(figures), percentile, entry) == behind


def test_a_zone_has_its_members_or_their_ends() -> None:
    frame = values(THREE)
    own = whole(frame, AMO, ENTRIES)
    (told,) = of_zone(own, {"14": whole(frame, territory("14"), ENTRIES)}, {}, ENTRIES)
    assert [(m.name, m.value) for m in told.members] == [("Ocotlán", 98.0), ("Poncitlán", 90.0), ("Jamay", 90.0)]
    assert told.own.value == pytest.approx(95.0) and told.verdict == "same"
    lost = whole(frame[frame["area"] != "14047"], AMO, ENTRIES)
    assert [(m.name, m.value, m.status) for m in lost.members["served"]][2] == ("Jamay", None, "missing")
    assert lost.totals["served"].missing == ("14047",)
    rows = "\n".join(f"served 2020 {key} {n % 90} {n % 90} 100" for n, key in enumerate(municipalities_of("14")))
    many = whole(values("indicator period area value numerator denominator\n" + rows), JALISCO, ENTRIES)
    assert [m.value for m in many.members["served"]] == [0.0, 89.0]
    assert whole(frame.iloc[:0], AMO, ENTRIES).totals == {}


def test_all_of_mexico_has_a_total() -> None:
    keys = municipalities_of("00")
    frame = pd.DataFrame({"indicator": "people", "period": "2020", "area": keys, "value": 2.0, "status": "official"})
    found = whole(frame.assign(numerator=float("nan"), denominator=float("nan")), territory("00"), ENTRIES)
    assert found.totals["people"].value == 2.0 * len(keys)
    assert found.members["people"][0].value == found.members["people"][1].value == 2.0


def past(*figures: tuple[str, float | None]) -> tuple[tuple[str, float | None, str], ...]:
    return tuple((p, v, "missing" if v is None else "official") for p, v in figures)


def test_a_trend_breaks_where_the_method_changed_and_where_a_figure_is_missing() -> None:
    told = past(("2000", 1), ("2005", 2), ("2010", None), ("2015", 3), ("2020", 4))
    assert [len(run) for run in sparks.runs(told, ())] == [2, 2]
    method = (Break(period="2020", es="x", en="x"),)
    assert [len(run) for run in sparks.runs(told, method)] == [2, 1, 1]
    assert sparks.runs((), ()) == []


def test_a_trend_is_a_picture_only_of_two_figures_or_more() -> None:
    for told in ((), past(("2020", 1)), past(("2010", None), ("2020", 1))):
        assert sparks.picture(told, (), "#000", "#111") == ""
    for told in (past(("2010", 5), ("2020", 5)), past(("2010", -5), ("2020", 0)), past(("2020-01", 1), ("2020-02", 2))):
        drawn = sparks.picture(told, (), "#000", "#111")
        svg = b64decode(drawn.removeprefix("data:image/svg+xml;base64,")).decode()
        assert svg.startswith("<svg") and "nan" not in svg and "inf" not in svg


def test_a_past_ends_with_the_last_finished_period() -> None:
    frame = values("""
    indicator period area  value status
    people    2010   14063 1     official
    people    2015   14063 -     missing
    people    2020   14063 2     official
    people    2026   14063 1     partial
    people    2090   14063 9     projected
    """)
    assert [p for p, _, _ in pasts(frame)["people"]] == ["2010", "2015", "2020"]
    only = pasts(frame[frame["period"] == "2026"])
    assert [p for p, _, _ in only["people"]] == ["2026"]
    assert pasts(frame.iloc[:0]) == {}


def test_a_zones_past_is_that_of_its_totals() -> None:
    frame = values(THREE.replace("2020", "2010") + THREE.split("\n", 2)[2])
    found = lines.zone_pasts(frame, AMO, ENTRIES)
    assert [(p, round(v or 0, 2)) for p, v, _ in found["served"]] == [("2010", 95.0), ("2020", 95.0)]
    without = frame[(frame["area"] != "14047") | (frame["period"] != "2010")]
    assert [p for p, _, _ in lines.zone_pasts(without, AMO, ENTRIES)["served"]] == ["2020"]
    assert lines.zone_pasts(frame.iloc[:0], AMO, ENTRIES) == {}


def test_a_mean_is_weighed_by_the_people_of_its_own_period() -> None:
    text = """
    indicator period area  value
    people    2010   14063 1
    people    2010   14066 1
    people    2010   14047 2
    people    2020   14063 1
    income    2010   14063 4
    income    2010   14066 4
    income    2010   14047 8
    income    2015   14063 4
    """
    entries = {"people": PEOPLE, "income": INCOME}
    found = lines.zone_pasts(values(text), AMO, entries)
    assert found["income"] == (("2010", 6.0, "official"),)
    groups = {str(n): rows for n, rows in values(text).groupby("indicator")}
    assert lines.weights(PEOPLE, groups, "2010") is None
    assert lines.weights(INCOME, {}, "2010") is None
