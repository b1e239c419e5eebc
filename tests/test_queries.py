"""The read model: what is public and nothing else, the same from SQLite and from PostgreSQL."""

from __future__ import annotations

from datetime import UTC

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import queries
from dashboard.published import FIGURES, PLACES
from etl.load import load, publish, withdraw
from tests.small import indicator, origin
from tests.worlds import INCOME, JAMAY, OCOTLAN, PEOPLE, PONCITLAN, read, small_catalog, world

TWO_YEARS = """
indicator period area  value status
people    2015   00    1000  official
people    2020   00    1200  official
people    2015   14     100  official
people    2020   14     120  official
people    2015   14063   60  official
people    2020   14063   70  official
people    2015   14066   40  official
people    2020   14066    -  suppressed
people    2020   14047   50  official
people    2020   01001    5  official
"""


def test_values_give_every_area_with_its_name_level_and_places(engine: sa.Engine) -> None:
    world(engine, TWO_YEARS)
    frame = queries.values(engine, "people", "2020").set_index("area")
    assert list(frame.index) == ["00", "01001", "14", "14047", "14063", "14066"]
    assert frame.loc["14063", ["name", "level", "state"]].tolist() == ["Ocotlán", "municipality", "14"]
    assert frame.loc["00", ["name", "level", "state"]].tolist() == ["México", "nation", ""]
    assert frame.loc["14", ["name", "level", "state"]].tolist() == ["Jalisco", "state", "14"]
    assert frame.loc["14047", ["rank_state", "of_state"]].tolist() == [2, 2]
    assert frame["rank_nation"].isna().all(), "two states are not the nation"
    assert pd.isna(frame.loc["14066", "value"])
    assert frame.loc["14066", "status"] == "suppressed"
    assert frame.loc[["00", "14", "14066"], "rank_state"].isna().all()


def test_both_databases_answer_one_contract_of_columns_and_dtypes(engine: sa.Engine) -> None:
    world(engine, TWO_YEARS)
    kinds = {"area": "str", "name": "str", "level": "str", "state": "str"} | FIGURES | PLACES
    keys = {"indicator": "str", "period": "str", "area": "str", "breakdown": "str"}
    series = {"area": "str", "period": "str"} | FIGURES
    named = queries.FLOWS | {"origin_name": "str", "destination_name": "str"}
    for nothing in (False, True):
        asked = "nobody" if nothing else "people"
        area = "09001" if nothing else OCOTLAN
        assert _kinds(queries.values(engine, asked, "2020")) == kinds
        assert _kinds(queries.series(engine, asked, [area])) == series
        assert _kinds(queries.profile(engine, [area])) == keys | FIGURES | PLACES
    assert _kinds(queries.flows(engine, "study", [OCOTLAN])) == named
    assert _kinds(queries.sites(engine, "quality", [OCOTLAN])) == queries.SITES
    assert _kinds(queries.memberships(engine)) == queries.MEMBERSHIPS


def _kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {str(column): str(kind) for column, kind in frame.dtypes.items()}


def test_a_column_without_any_figure_is_still_a_column_of_figures(engine: sa.Engine) -> None:
    world(engine, "indicator period area value\npeople 2020 14063 -\npeople 2020 14066 1")
    frame = queries.values(engine, "people", "2020")
    assert str(frame["numerator"].dtype) == "float64"
    assert frame["numerator"].isna().all()


def test_periods_ascend_and_an_unknown_indicator_has_none(engine: sa.Engine) -> None:
    world(engine, TWO_YEARS)
    assert queries.periods(engine, "people") == ["2015", "2020"]
    assert queries.periods(engine, "served") == []


def test_series_of_chosen_areas(engine: sa.Engine) -> None:
    world(engine, TWO_YEARS)
    frame = queries.series(engine, "people", [OCOTLAN, PONCITLAN])
    assert frame[["area", "period"]].to_numpy().tolist() == [
        ["14063", "2015"], ["14063", "2020"], ["14066", "2015"], ["14066", "2020"],
    ]  # fmt: skip
    assert queries.series(engine, "people", []).empty


def test_a_breakdown_is_read_apart_from_the_total_and_has_no_places(engine: sa.Engine) -> None:
    world(
        engine,
        """
        indicator period area  breakdown value
        people    2020   14063 total     100
        people    2020   14063 sex=F     51
        people    2020   14063 sex=M     49
        """,
    )
    assert queries.values(engine, "people", "2020")["value"].tolist() == [100]
    women = queries.values(engine, "people", "2020", "sex=F")
    assert women["value"].tolist() == [51]
    assert women["rank_state"].isna().all()
    assert queries.profile(engine, [OCOTLAN])["breakdown"].tolist() == ["total"]


def test_only_the_public_release_is_read_and_a_withdrawal_brings_the_one_before_back(engine: sa.Engine) -> None:
    first = world(engine, "indicator period area value\npeople 2020 14063 1", sha256="1" * 64)["small"]
    second = world(engine, "indicator period area value\npeople 2020 14063 2", sha256="2" * 64)["small"]
    pending = load(
        engine,
        small_catalog(),
        origin("3" * 64),
        {"observation": read("indicator period area value\npeople 2020 14063 3")},
    )
    assert len({first, second, pending}) == 3
    assert queries.values(engine, "people", "2020")["value"].tolist() == [2]
    withdraw(engine, second, "wrong")
    assert queries.values(engine, "people", "2020")["value"].tolist() == [1]
    withdraw(engine, first, "wrong too")
    assert queries.values(engine, "people", "2020").empty
    assert queries.provenance(engine, "people") is None
    publish(engine, pending, "a person")
    assert queries.values(engine, "people", "2020")["value"].tolist() == [3]


def test_the_stamp_changes_with_every_publication_and_withdrawal(engine: sa.Engine) -> None:
    """Withdrawing an *older* release leaves the newest date as it was: the stamp must change all the same."""
    seen = [queries.stamp(engine)]
    old = world(engine, "indicator period area value\npeople 2020 14063 1")["small"]
    seen.append(queries.stamp(engine))
    world(engine, "indicator period area value\nmodel 2020 14063 1", sha256="2" * 64)
    seen.append(queries.stamp(engine))
    withdraw(engine, old, "wrong")
    seen.append(queries.stamp(engine))
    assert len(set(seen)) == 4
    assert queries.stamp(engine) == seen[-1]


def test_modelled_figures_and_the_least_trusted_source_are_shown_but_never_ranked(engine: sa.Engine) -> None:
    world(
        engine,
        """
        indicator period area  value status
        model     2020   14063 0.5   official
        model     2020   14066 0.6   official
        people    2020   14063 10    modelled
        people    2020   14066 20    official
        """,
    )
    weak = queries.values(engine, "model", "2020")
    assert weak["value"].tolist() == [0.5, 0.6]
    assert weak[list(PLACES)].isna().all(axis=None)
    assert queries.values(engine, "people", "2020")["rank_state"].isna().tolist() == [True, False]
    profile = queries.profile(engine, [OCOTLAN, PONCITLAN]).set_index(["indicator", "area"])
    assert profile["rank_state"].isna().tolist() == [True, True, True, False]


def test_profile_takes_the_indicators_newest_finished_period(engine: sa.Engine) -> None:
    """Years still to come, eight months of 2026, and a year without any figure are not the latest."""
    world(
        engine,
        """
        indicator period area  value status
        people    2015   14063 90    official
        people    2020   14063 100   projected
        people    2040   14063 150   projected
        people    2041   14063 -     missing
        people    2041   14    -     missing
        poverty   2015   14063 30    official
        poverty   2020   14066 40    official
        served    2025   14063 90    official
        served    2026   14063 60    partial
        income    2030   14063 9000  projected
        """,
    )
    frame = queries.profile(engine, [OCOTLAN]).set_index("indicator")
    assert frame["period"].to_dict() == {"income": "2030", "people": "2020", "served": "2025"}
    only = queries.profile(engine, [OCOTLAN], ["people"])
    assert only["indicator"].tolist() == ["people"]


def test_headline_adds_the_members_states_and_the_nation(engine: sa.Engine) -> None:
    world(engine, TWO_YEARS)
    frame = queries.headline(engine, ["people"], [OCOTLAN, JAMAY])
    assert frame["area"].tolist() == ["00", "14", "14047", "14063"]
    assert queries.headline(engine, [], [OCOTLAN]).empty


def test_land_weighs_every_period_because_it_does_not_change(engine: sa.Engine) -> None:
    land = indicator("land", unit="square_kilometres", decimals=1)
    rain = indicator("rain", kind="index", unit="millimetres", combine={"mean_by": "land"})
    text = "indicator period area value\nland 2015 14063 240\nrain 2010 14063 800\nrain 2024 14063 900"
    world(engine, text, land, rain)
    found = queries.weights(engine, rain, "2024")
    assert found is not None
    assert found.to_dict() == {"14063": 240}
    over = queries.weights_of_series(engine, rain, [OCOTLAN])
    assert over is not None
    assert over.to_numpy().tolist() == [["14063", "2010", 240], ["14063", "2024", 240]]
    assert queries.weights_of_series(engine, land, [OCOTLAN]) is None


def test_weights_are_of_the_very_period(engine: sa.Engine) -> None:
    world(engine, TWO_YEARS)
    found = queries.weights(engine, INCOME, "2015")
    assert found is not None
    assert found.to_dict() == {"00": 1000, "14": 100, "14063": 60, "14066": 40}
    other = queries.weights(engine, INCOME, "2016")
    assert other is not None
    assert other.empty
    assert queries.weights(engine, PEOPLE, "2015") is None


def test_provenance_names_the_source_and_its_release(engine: sa.Engine) -> None:
    made = world(engine, TWO_YEARS)
    found = queries.provenance(engine, "people")
    assert found is not None
    assert (found.release_id, found.sha256, found.url) == (made["small"], "a" * 64, "https://example.org/")
    assert found.source["confidence"] == "A"
    assert found.periods == ("2015", "2020")
    assert found.retrieved_at.isoformat() == "2026-01-01T00:00:00+00:00"
    assert found.published_at.tzinfo == UTC
    assert queries.provenance(engine, "nobody") is None


FLOW = pd.DataFrame(
    [
        ("study", "2020", "14066", "14063", 920.0, "official"),
        ("study", "2020", "14047", "14063", 616.0, "official"),
        ("study", "2020", "14063", "14039", None, "suppressed"),
        ("study", "2020", "14039", "14120", 5000.0, "official"),
        ("migration", "2015/2020", "14063", "14039", 7.0, "official"),
    ],
    columns=["kind", "period", "origin", "destination", "persons", "status"],
)


def test_flows_that_touch_a_member_most_persons_first(engine: sa.Engine) -> None:
    world(engine, "", flow=FLOW)
    frame = queries.flows(engine, "study", [OCOTLAN])
    assert frame["persons"].fillna(-1).tolist() == [920, 616, -1]
    assert frame["origin_name"].tolist() == ["Poncitlán", "Jamay", "Ocotlán"]
    assert frame["destination_name"].tolist() == ["Ocotlán", "Ocotlán", "Guadalajara"]
    assert frame["status"].iloc[-1] == "suppressed"
    assert queries.flows(engine, "migration", [OCOTLAN])["persons"].tolist() == [7]


def test_sites_with_their_measures(engine: sa.Engine) -> None:
    measures = {"light": "red", "dbo_mg_l": 12.5}
    site = pd.DataFrame(
        [("DLLER1", "quality", "Ocotlán muelle", "14063", -102.77, 20.34, "2020", measures)],
        columns=["site", "kind", "name", "area", "longitude", "latitude", "period", "measures"],
    )
    world(engine, "", site=site)
    frame = queries.sites(engine, "quality", [OCOTLAN])
    assert frame["measures"].tolist() == [measures]
    assert queries.sites(engine, "plant", [OCOTLAN]).empty


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # plans of small tables on PostgreSQL say nothing
def test_the_hot_path_seeks_the_primary_key(engine: sa.Engine) -> None:
    """A scan of `observation` would be felt at national size; the plan of the map's query must not hold one."""
    world(engine, TWO_YEARS)
    plans: list[str] = []

    def explain(connection: sa.Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            raw = connection.connection.cursor()
            plans.extend(row[3] for row in raw.execute(f"explain query plan {statement}", parameters))

    sa.event.listen(engine, "before_cursor_execute", explain)
    queries.values(engine, "people", "2020")
    queries.series(engine, "people", [OCOTLAN])
    queries.profile(engine, [OCOTLAN])
    queries.periods(engine, "people")
    touching = [p for p in plans if "observation" in p or "standing" in p]
    assert touching
    assert not [p for p in touching if p.startswith("SCAN")]


def test_names_are_those_of_the_period(engine: sa.Engine) -> None:
    """A municipality created later keeps its name when a source speaks of it before."""
    world(engine, "indicator period area value\npeople 1995 14125 1\npeople 1995 14063 2")
    assert queries.values(engine, "people", "1995")["name"].tolist() == ["Ocotlán", "San Ignacio Cerro Gordo"]


def test_an_empty_database_answers_empty_frames(engine: sa.Engine) -> None:
    assert queries.periods(engine, "people") == []
    assert queries.values(engine, "people", "2020").empty
    assert queries.profile(engine, [OCOTLAN]).empty
    assert queries.memberships(engine).empty
    assert queries.provenance(engine, "people") is None
    assert queries.stamp(engine).startswith("never ")
