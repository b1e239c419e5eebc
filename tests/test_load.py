"""Releases: loaded whole, published, withdrawn; nothing is lost and the past stays readable."""

from __future__ import annotations

import hypothesis.strategies as st
import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from data.database import upgrade
from data.schema import metadata, observation, release
from etl.compute import observations
from etl.contract import Parsed
from etl.load import NoSuchRelease, existing, figures, load, public, publish, withdraw
from tests.small import INSURED, PEOPLE, RATE, indicator, origin, small_catalog, wide

CATALOG = small_catalog()


def tables(people: float = 100, insured: float = 40) -> dict[str, pd.DataFrame]:
    parsed = Parsed(wide(a14063=(people, insured), a14066=(50, 10)))
    return {"observation": observations("small", parsed, [PEOPLE, INSURED, RATE])}


def people_of_ocotlan(engine: sa.Engine) -> float | None:
    numbers = public(engine)
    if "small" not in numbers:
        return None
    query = sa.text(
        "select value from observation o join indicator i on i.indicator_key = o.indicator_key"
        " where i.indicator = 'people' and o.area = '14063' and o.release_id = :n"
    )
    with engine.connect() as connection:
        return connection.execute(query, {"n": numbers["small"]}).scalar_one()


def test_a_loaded_release_is_not_public_until_it_is_published(engine: sa.Engine) -> None:
    number = load(engine, CATALOG, origin(), tables())
    assert public(engine) == {}
    publish(engine, number, "a person")
    assert public(engine) == {"small": number}
    assert figures(engine, number) == 6


def test_the_same_bytes_are_recognised_only_while_public(engine: sa.Engine) -> None:
    number = load(engine, CATALOG, origin(), tables())
    publish(engine, number, "a person")
    assert existing(engine, origin()) == number
    assert existing(engine, origin("b" * 64)) is None
    withdraw(engine, number, "wrong file")
    assert existing(engine, origin()) is None


def test_withdrawing_brings_the_release_before_back(engine: sa.Engine) -> None:
    first = load(engine, CATALOG, origin("1" * 64), tables(100))
    publish(engine, first, "a person")
    second = load(engine, CATALOG, origin("2" * 64), tables(999))
    publish(engine, second, "a person")
    assert people_of_ocotlan(engine) == 999
    assert withdraw(engine, second, "the office corrected it") == first
    assert people_of_ocotlan(engine) == 100
    assert figures(engine, second) == 6, "a withdrawn release keeps its figures"


@pytest.mark.parametrize("why", ["", "   "])
def test_a_withdrawal_without_a_reason_is_refused(engine: sa.Engine, why: str) -> None:
    number = load(engine, CATALOG, origin(), tables())
    publish(engine, number, "a person")
    with pytest.raises(ValueError, match="say why"):
        withdraw(engine, number, why)
    assert public(engine) == {"small": number}


def test_a_withdrawn_release_cannot_be_published_or_withdrawn_again(engine: sa.Engine) -> None:
    number = load(engine, CATALOG, origin(), tables())
    publish(engine, number, "a person")
    withdraw(engine, number, "wrong file")
    with pytest.raises(NoSuchRelease, match="was withdrawn"):
        publish(engine, number, "a person")
    with pytest.raises(NoSuchRelease, match="not public"):
        withdraw(engine, number, "again")
    with pytest.raises(NoSuchRelease, match="no release 99"):
        publish(engine, 99, "a person")


def test_a_load_that_breaks_in_the_middle_leaves_nothing(engine: sa.Engine) -> None:
    broken = tables()
    broken["observation"] = broken["observation"].assign(status="missing")  # values with a reason of absence
    with pytest.raises(sa.exc.DBAPIError):
        load(engine, CATALOG, origin(), broken)
    with engine.connect() as connection:
        for table in (release, observation):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0


def test_places_are_computed_among_the_state_and_the_nation(engine: sa.Engine) -> None:
    others = {f"a{state:02d}001": (10, 9) for state in range(1, 33) if state != 14}
    parsed = Parsed(wide(a14063=(100, 40), a14066=(50, 10), a14047=(50, 10), **others))
    load(engine, CATALOG, origin(), {"observation": observations("small", parsed, [RATE])})
    query = sa.text(
        "select s.area, rank_state, of_state, rank_nation, of_nation, percentile from standing s"
        " join indicator i on i.indicator_key = s.indicator_key where i.indicator = 'rate' order by s.area"
    )
    with engine.connect() as connection:
        rows = {r.area: tuple(r)[1:] for r in connection.execute(query)}
    assert rows["01001"] == (1, 1, 1, 34, 54.41)
    assert rows["14063"] == (1, 3, 32, 34, 7.35)
    assert rows["14047"] == rows["14066"] == (2, 3, 33, 34, 2.94)


def test_a_source_of_one_state_gives_no_place_in_the_nation(engine: sa.Engine) -> None:
    parsed = Parsed(wide(a14063=(100, 40), a14066=(50, 10)))
    load(engine, CATALOG, origin(), {"observation": observations("small", parsed, [RATE])})
    with engine.connect() as connection:
        query = sa.text("select rank_state, of_state, rank_nation, of_nation, percentile from standing order by area")
        assert [tuple(r) for r in connection.execute(query)] == [(1, 2, None, None, None), (2, 2, None, None, None)]


def test_by_a_count_place_one_is_the_most_whatever_is_better(engine: sa.Engine) -> None:
    fewer = indicator("people", better="lower")
    parsed = Parsed(wide(a14063=(100, 40), a14066=(50, 10)))
    load(engine, small_catalog(fewer), origin(), {"observation": observations("small", parsed, [fewer])})
    with engine.connect() as connection:
        query = sa.text("select area, rank_state from standing order by area")
        assert [tuple(r) for r in connection.execute(query)] == [("14063", 1), ("14066", 2)]


def test_migrations_make_exactly_the_schema(engine: sa.Engine) -> None:
    found = sa.inspect(engine)
    assert set(found.get_table_names()) - {"alembic_version"} == set(metadata.tables)
    for table in metadata.tables.values():
        assert {c["name"] for c in found.get_columns(table.name)} == {c.name for c in table.columns}
        assert {i["name"] for i in found.get_indexes(table.name)} >= {i.name for i in table.indexes}
    upgrade(engine)  # repeating changes nothing and does not fail


class Releases(RuleBasedStateMachine):
    """Any order of loads, publications and withdrawals: the public figure is that of the newest not withdrawn."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        metadata.create_all(self.engine)
        self.loaded: dict[int, float] = {}
        self.published: list[int] = []

    @rule(people=st.integers(1, 10**6))
    def load_one(self, people: int) -> None:
        number = load(self.engine, CATALOG, origin(str(len(self.loaded)).zfill(64)), tables(people, 1))
        self.loaded[number] = people

    @precondition(lambda self: set(self.loaded) - set(self.published))
    @rule(data=st.data())
    def publish_one(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(set(self.loaded) - set(self.published))))
        publish(self.engine, number, "a person")
        self.published.append(number)

    @precondition(lambda self: self.published)
    @rule(data=st.data())
    def withdraw_one(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.published))
        withdraw(self.engine, number, "a reason")
        self.published.remove(number)
        del self.loaded[number]

    @invariant()
    def the_public_figure_is_the_newest_still_standing(self) -> None:
        expected = self.loaded[self.published[-1]] if self.published else None
        assert people_of_ocotlan(self.engine) == expected

    def teardown(self) -> None:
        self.engine.dispose()


TestReleases = Releases.TestCase
TestReleases.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
