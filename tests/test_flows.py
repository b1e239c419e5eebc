"""Who goes where: totals, partners, balances and matrices of small worlds, and the sentences they make."""

from __future__ import annotations

import math

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dashboard import lines, movements, queries, zones
from dashboard.analysis import flow_words, flows
from dashboard.flow_view import FlowView, company
from data.catalog import catalog
from etl.sources import modules
from tests.worlds import AMO, JALISCO, JAMAY, OCOTLAN, PONCITLAN

GUADALAJARA, LA_BARCA, TIJUANA = "14039", "14018", "02004"
STUDY, STUDY_2015, MIGRATION, WORK = movements.MOVEMENTS
HERE = lambda key: key  # noqa: E731


def world(*rows: tuple[str, str, float | None], far: bool = False) -> pd.DataFrame:
    """Pairs as the read model gives them: origin, destination, persons."""
    frame = pd.DataFrame(rows, columns=["origin", "destination", "persons"])
    return frame.astype({"origin": "str", "destination": "str", "persons": "float64"}).assign(far=far)


SMALL = world(
    (OCOTLAN, OCOTLAN, 800), (OCOTLAN, PONCITLAN, 50), (OCOTLAN, GUADALAJARA, 150),
    (PONCITLAN, PONCITLAN, 400), (PONCITLAN, OCOTLAN, 90), (PONCITLAN, GUADALAJARA, 10),
    (LA_BARCA, OCOTLAN, 30), (LA_BARCA, LA_BARCA, 500), (GUADALAJARA, GUADALAJARA, 9000),
)  # fmt: skip
BOTH = (OCOTLAN, PONCITLAN)


class TestBalance:
    def test_one_municipality_leaves_arrives_and_stays(self) -> None:
        told = flows.balance(flows.touching(SMALL, [OCOTLAN]))
        assert (told.stay, told.inside, told.leave, told.arrive, told.net) == (800, 0, 200, 120, -80)
        assert told.share("out") == 20.0
        assert told.share("in") == pytest.approx(100 * 120 / 920)

    def test_who_goes_from_one_to_another_of_the_group_neither_leaves_nor_arrives(self) -> None:
        told = flows.balance(flows.touching(SMALL, BOTH))
        assert (told.stay, told.inside, told.leave, told.arrive) == (1200, 140, 160, 30)
        assert told.moving("out") == 300 and told.share("out", moving=True) == 20.0

    def test_nobody_makes_no_share_and_no_error(self) -> None:
        for group in ([], ["01001"]):
            told = flows.balance(flows.touching(SMALL, group))
            assert told == flows.Balance(0, 0, 0, 0) and told.share("out") is None
        assert flows.balance(flows.touching(world(), [OCOTLAN])).net == 0

    def test_only_stayers_is_a_share_of_zero(self) -> None:
        told = flows.balance(flows.touching(world((JAMAY, JAMAY, 7)), [JAMAY]))
        assert told.share("out") == 0.0 and told.share("in") == 0.0

    def test_one_way_only(self) -> None:
        told = flows.balance(flows.touching(world((JAMAY, OCOTLAN, 7)), [OCOTLAN]))
        assert (told.leave, told.arrive, told.share("out"), told.share("in")) == (0, 7, None, 100.0)

    def test_a_pair_without_a_figure_is_counted_as_unknown_and_not_as_nobody(self) -> None:
        told = flows.balance(flows.touching(world((JAMAY, OCOTLAN, None), (JAMAY, JAMAY, 5)), [JAMAY]))
        assert (told.leave, told.stay, told.unknown) == (0, 5, 1)

    @given(
        st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(0, 99)), max_size=30),
        st.sets(st.sampled_from("abcde")),
    )
    def test_what_leaves_all_together_is_what_each_leaves_less_what_stays_inside(
        self, rows: list[tuple[str, str, int]], group: set[str]
    ) -> None:
        pairs = world(*rows).groupby(["origin", "destination"], as_index=False)["persons"].sum()
        told = flows.balance(flows.touching(pairs, group))
        each = [flows.balance(flows.touching(pairs, [one])) for one in sorted(group)]
        assert told.leave + told.inside == sum(own.leave for own in each)
        assert told.arrive + told.inside == sum(own.arrive for own in each)
        assert told.net == sum(own.net for own in each)


class TestPartners:
    def test_the_largest_first_with_its_share_of_all_who_move(self) -> None:
        found = flows.partners(flows.movers(flows.touching(SMALL, BOTH), "out"), "out").set_index("area")
        assert list(found.index) == [GUADALAJARA, OCOTLAN, PONCITLAN]
        assert found["persons"].tolist() == [160, 90, 50]
        assert found["share"].sum() == pytest.approx(100) and found.loc[OCOTLAN, "share"] == 30
        assert found["inside"].tolist() == [False, True, True]

    def test_the_other_way_it_is_where_they_come_from(self) -> None:
        found = flows.partners(flows.movers(flows.touching(SMALL, [OCOTLAN]), "in"), "in")
        assert found["area"].tolist() == [PONCITLAN, LA_BARCA]

    def test_nobody_has_no_partners(self) -> None:
        found = flows.partners(flows.movers(flows.touching(SMALL, ["01001"]), "out"), "out")
        assert found.empty and list(found.columns) == ["area", "persons", "share", "inside", "far"]

    @pytest.mark.parametrize(("size", "shown", "left"), [(0, 0, 0), (10, 10, 0), (11, 11, 0), (12, 10, 2)])
    def test_a_rest_of_one_is_shown_and_not_called_others(self, size: int, shown: int, left: int) -> None:
        top, rest = flows.cut(pd.DataFrame({"persons": range(size)}), 10)
        assert (len(top), len(rest)) == (shown, left)

    def test_too_far_for_a_daily_way(self) -> None:
        places = {JAMAY: (0.0, 0.0), OCOTLAN: (0.0, 15.0), TIJUANA: (0.0, 1900.0)}
        pairs = flows.with_far(world((JAMAY, OCOTLAN, 5), (JAMAY, TIJUANA, 9), (JAMAY, "99999", 1)), places)
        assert pairs["far"].tolist() == [False, True, False], "a place nobody knows is not called far"
        found = flows.partners(flows.movers(flows.touching(pairs, [JAMAY]), "out"), "out").set_index("area")
        assert found["far"].to_dict() == {TIJUANA: True, OCOTLAN: False, "99999": False}


class TestTableAndMatrix:
    def test_each_municipality_has_its_own_balance_and_rates(self) -> None:
        table = flows.by_municipality(SMALL, [*BOTH, JAMAY]).set_index("area")
        assert table.loc[OCOTLAN, ["stay", "leave", "arrive", "net"]].tolist() == [800, 200, 120, -80]
        assert table.loc[OCOTLAN, "leave_pct"] == 20.0
        assert table.loc[JAMAY].isna().all(), "the source does not name it: no figure, not a zero"

    def test_where_not_all_pairs_are_told_there_are_no_totals(self) -> None:
        table = flows.by_municipality(SMALL, [OCOTLAN, LA_BARCA], complete=[OCOTLAN]).set_index("area")
        assert table.loc[OCOTLAN, "leave"] == 200 and math.isnan(table.loc[LA_BARCA, "leave"])

    def test_rows_and_columns_add_up_to_their_totals(self) -> None:
        found = flows.matrix(SMALL, [*BOTH, LA_BARCA])
        assert found.cells.loc[PONCITLAN, OCOTLAN] == 90 and math.isnan(found.cells.loc[LA_BARCA, PONCITLAN])
        assert found.total.tolist() == [1000, 500, 530] and found.away.tolist() == [150, 10, 0]
        assert found.whole.tolist() == [920, 450, 500] and found.come.tolist() == [0, 0, 0]
        assert found.known.to_numpy().all()

    def test_the_tint_is_the_share_of_those_who_leave_the_row(self) -> None:
        shares = flows.matrix(SMALL, BOTH).shares
        assert shares.loc[PONCITLAN, OCOTLAN] == 90.0 and shares.loc[OCOTLAN, PONCITLAN] == 25.0
        assert math.isnan(shares.loc[OCOTLAN, OCOTLAN])

    def test_what_the_file_does_not_tell_is_not_nobody(self) -> None:
        found = flows.matrix(SMALL, [OCOTLAN, LA_BARCA, TIJUANA], complete=[OCOTLAN], within=[LA_BARCA, GUADALAJARA])
        assert found.known.loc[TIJUANA, OCOTLAN] and found.known.loc[OCOTLAN, TIJUANA]
        assert not found.known.loc[LA_BARCA, TIJUANA] and found.known.loc[LA_BARCA, LA_BARCA]
        assert math.isnan(found.total[LA_BARCA]) and found.total[OCOTLAN] == 1000
        assert found.shares.loc[LA_BARCA].isna().all(), "a share of those we know of is no share"

    @pytest.mark.parametrize("keys", [[], [JAMAY], [OCOTLAN], list(BOTH)])
    def test_of_none_one_or_two(self, keys: list[str]) -> None:
        found = flows.matrix(SMALL, keys)
        assert found.cells.shape == (len(keys), len(keys)) == found.known.shape

    def test_around_a_group_stand_those_it_exchanges_most_with(self) -> None:
        assert flows.around(SMALL, BOTH, 4) == (*BOTH, GUADALAJARA, LA_BARCA)
        assert flows.around(SMALL, BOTH, 3) == (*BOTH, GUADALAJARA)
        assert flows.around(SMALL, BOTH, 1) == BOTH, "the group is never cut"


def said(pairs: pd.DataFrame, *group: str, direction: flows.Direction = "out", language: str = "es") -> str:
    zone = AMO if not group else zones.chosen(",".join(group))
    return FlowView(STUDY, direction, zone, zone.members, "", pairs).finding(language)


class TestSentences:
    def test_of_each_hundred_how_many_and_where_to(self) -> None:
        assert said(SMALL, OCOTLAN) == (
            "De cada 100 estudiantes que viven en Ocotlán, 20 estudian en otro municipio, "
            "la mayoría en Guadalajara (150 personas); cifras de 2020."
        )
        assert said(SMALL, OCOTLAN, direction="in", language="en") == (
            "Of every 100 people who study in Ocotlán, 13 live in another municipality, "
            "most of them in Poncitlán (90 people); figures of 2020."
        )

    def test_of_a_zone_who_moves_inside_it_is_told_apart(self) -> None:
        assert said(SMALL) == (
            "AMO: de cada 100 estudiantes que viven en la zona, 11 estudian fuera, sobre todo en Guadalajara "
            "(160 personas); además, 140 personas estudian en otro municipio de la zona; cifras de 2020."
        )

    @pytest.mark.parametrize(
        ("leave", "words"), [(1, "menos de 1 estudia"), (10, "1 estudia en"), (15, "2 estudian"), (4, "menos de 1")]
    )
    def test_one_and_less_than_one_are_singular(self, leave: int, words: str) -> None:
        assert words in said(world((JAMAY, JAMAY, 1000 - leave), (JAMAY, OCOTLAN, leave)), JAMAY)

    def test_nobody_in_a_sample_is_not_a_sure_zero(self) -> None:
        assert "no encontró a nadie" in said(world((JAMAY, JAMAY, 9)), JAMAY)

    def test_one_person_is_singular_and_alone_is_no_majority(self) -> None:
        words = said(world((JAMAY, JAMAY, 9), (JAMAY, OCOTLAN, 1)), JAMAY)
        assert "sobre todo en Ocotlán (1 persona)" in words

    def test_a_namesake_far_away_is_not_the_headline(self) -> None:
        far = world((JAMAY, TIJUANA, 60), far=True)
        words = said(pd.concat([world((JAMAY, JAMAY, 900), (JAMAY, OCOTLAN, 40)), far]), JAMAY)
        assert "10 estudian en otro municipio, sobre todo en Ocotlán (40 personas)" in words

    def test_a_place_of_another_state_says_which(self) -> None:
        assert "Tijuana, Baja California" in said(world((JAMAY, JAMAY, 9), (JAMAY, TIJUANA, 3)), JAMAY)

    def test_without_all_the_pairs_no_hundreds_are_told(self) -> None:
        view = FlowView(MIGRATION, "out", JALISCO, zones.members(JALISCO), LA_BARCA, SMALL)
        words = view.finding("es")
        assert "100" not in words and "de La Barca a Ocotlán (30 personas)" in words

    def test_of_the_nation_nobody_leaves(self) -> None:
        mexico = catalog().zones["mexico"]
        words = FlowView(STUDY, "out", mexico, zones.members(mexico), "", SMALL).finding("es")
        assert words.startswith("México: de cada 100 estudiantes que viven en el país, 3 estudian en otro municipio; ")
        assert "va de Ocotlán, Jalisco a Guadalajara, Jalisco (150 personas)" in words

    def test_totals_alone_make_a_sentence_too(self) -> None:
        rows = [(OCOTLAN, 10.0, 10, 100), (PONCITLAN, 30.0, 60, 200), (JAMAY, None, None, None)]
        side = pd.DataFrame(rows, columns=["area", "value", "numerator", "denominator"])
        side = side.assign(status=["estimated", "estimated", "missing"])
        two = zones.chosen(",".join(BOTH))
        view = FlowView(WORK, "out", two, two.members, "", SMALL.iloc[:0], (side, side))
        assert "23 trabajan en otro municipio" in view.finding("es"), "70 of 300, not the mean of 10 and 30"
        assert "Poncitlán (30.0 %)" in view.finding("es")
        missing = FlowView(WORK, "out", AMO, AMO.members, "", SMALL.iloc[:0], (side, side)).finding("es")
        assert "100" not in missing, "with one lacking there is no figure of the zone"

    def test_counts_in_words(self) -> None:
        assert flow_words.persons(1, "es") == "1 persona" and flow_words.persons(1234, "en") == "1,234 people"


class TestLines:
    ARROWS = (lines.Line(PONCITLAN, OCOTLAN, 920, "#B4530A"), lines.Line(JAMAY, OCOTLAN, 616, "#5B4B9A"))

    def test_widths_follow_the_amounts_and_the_widest_comes_first(self) -> None:
        found = lines.spec(self.ARROWS[::-1], "metropolis")
        assert [a["from"] for a in found] == [PONCITLAN, JAMAY]
        assert found[1]["width"] / found[0]["width"] == pytest.approx(616 / 920, abs=0.01)

    def test_what_the_level_does_not_draw_has_no_arrow(self) -> None:
        assert lines.spec([lines.Line(JAMAY, TIJUANA, 5, "#000000")], "metropolis") == []

    def test_there_and_back_bend_apart(self) -> None:
        def middle(a: str, b: str) -> float:
            arrow = {"from": a, "to": b, "width": 4.0, "colour": "#000000"}
            drawn = lines.draw([arrow], {"a": (0.0, 0.0), "b": (100.0, 0.0)}, "#000000", "#ffffff")
            return float(drawn.split("Q")[1].split()[1])

        assert middle("a", "b") < 0 < middle("b", "a")

    def test_both_ends_in_one_place_draw_nothing_but_the_place(self) -> None:
        arrow = {"from": "a", "to": "a", "width": 4.0, "colour": "#000000"}
        assert "path" not in lines.draw([arrow], {"a": (5.0, 5.0)}, "#000000", "#ffffff")

    def test_the_view_holds_the_zone_and_what_is_not_too_far(self) -> None:
        pairs = [(PONCITLAN, OCOTLAN, 920.0), (OCOTLAN, GUADALAJARA, 353.0), (OCOTLAN, TIJUANA, 188.0)]
        level, view, kept = lines.framed(AMO.members, pairs)
        assert level == "state" and kept == tuple(pairs[:2])
        assert view[2] < 200 * 20, "two hundred kilometres, not the whole of Mexico"
        assert lines.framed(AMO.members, pairs[:1])[0] == "metropolis"
        assert lines.framed(AMO.members, [])[2] == ()

    def test_without_a_zone_the_view_goes_where_most_people_move(self) -> None:
        pairs = [(OCOTLAN, PONCITLAN, 50.0), (GUADALAJARA, "14120", 40.0), ("14098", GUADALAJARA, 30.0)]
        far = [("02004", "02003", 60.0)]
        assert set(lines.framed((), [*pairs, *far])[2]) == set(pairs)

    def test_the_script_draws_with_the_same_measures(self) -> None:
        script = (lines.layers._FOLDER.parent.parent / "dashboard/component/lines.js").read_text(encoding="utf-8")
        told = f"BEND: {lines.BEND}, GAP: {lines.GAP}, HEAD: {lines.HEAD}, DOT: {lines.DOT}, LABEL: {lines.LABEL}"
        assert told in script and f"Math.max({lines.THINNEST}," in script


class TestWhatIsKnown:
    def test_every_source_named_is_one_that_brings_it(self) -> None:
        for movement in movements.MOVEMENTS:
            assert movement.source in modules() and movement.source in catalog().sources
            for name in movement.totals or ():
                assert catalog().indicators[name].source == movement.source

    def test_a_period_it_does_not_have_is_the_first(self) -> None:
        assert movements.movement("study", "1999") is STUDY and movements.movement("study", "2015") is STUDY_2015

    def test_the_metropolis_is_drawn_with_its_neighbours_and_a_chosen_set_is_not(self) -> None:
        known = tuple(catalog().zones.values())
        assert company(AMO, AMO.members, known) == catalog().zones["amo_neighbours"].members
        custom = zones.chosen(",".join(BOTH))
        assert company(custom, custom.members, known) == ()


def test_the_published_matrix_says_what_the_census_says(restored: sa.Engine) -> None:
    """INEGI's second sheet: Poncitlán 12,500 stay, 1,419 leave, 428 arrive; Ocotlán 27,245, 622 and 3,391."""
    pairs = queries.flows(restored, "study", list(AMO.members)).assign(far=False)
    table = flows.by_municipality(pairs, AMO.members).set_index("area")
    assert table.loc[PONCITLAN, ["stay", "leave", "arrive"]].tolist() == [12500, 1419, 428]
    assert table.loc[OCOTLAN, ["stay", "leave", "arrive"]].tolist() == [27245, 622, 3391]
    assert table.loc[JAMAY, ["stay", "leave", "arrive"]].tolist() == [5286, 886, 34]
    rate = queries.values(restored, "study_elsewhere_pct", "2020").set_index("area")["value"]
    assert table["leave_pct"].round(9).to_dict() == rate[list(AMO.members)].round(9).to_dict()
