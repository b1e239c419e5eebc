"""What a release changes, and what of it waits until a person answers for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given

import etl.pipeline
from data.catalog import Catalog
from data.schema import change as change_table
from data.schema import release
from etl import changes, load
from etl.attempt import Manner, Prepared, arrive
from etl.compute import observations
from etl.contract import Parsed
from etl.load import public
from tests.small import INSURED, PEOPLE, RATE, indicator, origin, small_catalog

CATALOG = small_catalog(PEOPLE, INSURED, RATE)
FIRST = {("14063", "2019"): (1000, 400), ("14066", "2019"): (500, 100), ("14047", "2019"): (200, 50)}


def prepared(figures: dict[tuple[str, str], tuple[float, float]], sha: str, status: str = "official") -> Prepared:
    rows = [
        {"area": a, "period": p, "PEOPLE": people, "INSURED": insured, "file": "small.csv", "row": n, "status": status}
        for n, ((a, p), (people, insured)) in enumerate(figures.items(), start=2)
    ]
    frame = observations("small", Parsed(pd.DataFrame(rows)), [PEOPLE, INSURED, RATE])
    return Prepared(origin(sha * 64), {"observation": frame}, [])


@pytest.fixture
def begun(engine: sa.Engine) -> sa.Engine:
    """A database with the figures of 2019 public."""
    assert arrive(engine, CATALOG, prepared(FIRST, "1"), Manner()).outcome == "published"
    return engine


def public_values(engine: sa.Engine) -> dict[tuple[str, str, str], float]:
    """Every public total by indicator, period and area."""
    found = [(number, load.figures_of(engine, number)) for number in public(engine).values()]
    return {
        (r.indicator, r.period, r.area): r.value
        for _, frame in found
        for r in frame.itertuples()
        if r.breakdown == "total"
    }


def year(people: float = 1010, insured: float = 410, area: str = "14063") -> dict[tuple[str, str], tuple[float, float]]:
    """FIRST, and a second year in which one municipality has these figures."""
    second = {(a, "2020"): v for (a, _), v in FIRST.items()}
    return FIRST | second | {(area, "2020"): (people, insured)}


def test_a_new_year_within_expectation_goes_out_by_itself(begun: sa.Engine) -> None:
    done = arrive(begun, CATALOG, prepared(year(), "2"), Manner())
    assert done.outcome == "published" and done.change is not None and done.change.findings == ()
    assert done.change.counts == {"added": 9, "revised": 0, "vanished": 0, "same": 9}


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (FIRST | {("14063", "2019"): (1200, 400)}, "people: 1 final figures are revised (14063; 2019); most: 1,000 → 1,200 in 14063, 2019, total"),  # noqa: E501
        ({k: v for k, v in FIRST.items() if k[0] != "14066"}, "people: 1 public figures are gone (14066; 2019)"),
        (year(people=3100), "people: 1 new figures jump (14063; 2020); most: 1,000 → 3,100 in 14063, 2020, total"),
        (year(insured=990), "rate: 1 new figures jump (14063; 2020); most: 40 → 98.0198 in 14063, 2020, total"),
        ({k: v for k, v in year().items() if k != ("14047", "2020")}, "people: 2020 lacks 14047, which 2019 had"),
    ],
)  # fmt: skip
def test_what_is_not_expected_waits_and_what_is_public_stays(
    begun: sa.Engine, figures: dict[tuple[str, str], tuple[float, float]], sentence: str
) -> None:
    before = public(begun)
    done = arrive(begun, CATALOG, prepared(figures, "2"), Manner())
    assert done.outcome == "loaded"
    assert sentence in done.problems
    assert public(begun) == before


def test_a_revision_of_a_preliminary_figure_is_no_news(engine: sa.Engine) -> None:
    arrive(engine, CATALOG, prepared(FIRST, "1", "preliminary"), Manner())
    revised = FIRST | {("14063", "2019"): (1100, 440)}
    done = arrive(engine, CATALOG, prepared(revised, "2", "preliminary"), Manner())
    assert done.outcome == "published" and done.change is not None and done.change.counts["revised"] == 3


def test_few_things_jump_by_chance(begun: sa.Engine) -> None:
    few = {(a, "2019"): (10.0, 2.0) for a, _ in FIRST}
    arrive(begun, CATALOG, prepared(few, "2"), Manner(accept="tests"))
    done = arrive(begun, CATALOG, prepared(few | {("14063", "2020"): (25.0, 20.0)}, "3"), Manner())
    assert not any("jump" in sentence for sentence in done.problems)


def test_an_entry_may_expect_more_or_less_than_usual(begun: sa.Engine) -> None:
    wild = small_catalog(indicator("people", jump=5.0), INSURED, RATE)
    told = changes.compare(begun, wild, prepared(year(people=3100), "2").tables, public(begun)["small"], ())
    assert not [f for f in told.findings if f.startswith("people")]


def test_a_person_publishes_what_waits_with_a_reason_that_is_kept(begun: sa.Engine) -> None:
    waiting = arrive(begun, CATALOG, prepared(year(people=3100), "2"), Manner()).release_id
    assert waiting is not None
    with pytest.raises(ValueError, match=f"release {waiting} wants a reason: .*\n- people: 1 new figures jump"):
        load.publish(begun, waiting, "a person", "  ")
    assert public(begun)["small"] != waiting
    load.publish(begun, waiting, "a person", "a new suburb was built")
    assert public(begun)["small"] == waiting
    with begun.connect() as connection:
        row = connection.execute(sa.select(change_table).where(change_table.c.release_id == waiting)).one()
    assert (row.accepted_by, row.accepted_why) == ("a person", "a new suburb was built")
    assert row.against is not None and row.accepted_at is not None


def test_what_waits_is_not_published_over_something_newer(begun: sa.Engine) -> None:
    first = arrive(begun, CATALOG, prepared(year(people=3100), "2"), Manner()).release_id
    newer = arrive(begun, CATALOG, prepared(year(people=1005), "3"), Manner()).release_id
    assert first is not None and public(begun)["small"] == newer
    with pytest.raises(load.NoSuchRelease, match=f"release {newer} is public since; run small again"):
        load.publish(begun, first, "a person", "it is right")


def test_a_reason_given_beforehand_publishes_at_once(begun: sa.Engine) -> None:
    done = arrive(begun, CATALOG, prepared(year(people=3100), "2"), Manner("a person", accept="the census was late"))
    assert done.outcome == "published" and public(begun)["small"] == done.release_id


def test_other_bytes_with_the_same_figures_make_no_release(begun: sa.Engine) -> None:
    before = public(begun)
    assert arrive(begun, CATALOG, prepared(FIRST, "2"), Manner()).outcome == "unchanged"
    assert public(begun) == before


def with_parts(factor: float) -> Prepared:
    """FIRST with every share's numerator and denominator multiplied: the shares stay what they were."""
    told = prepared(FIRST, "2")
    frame = told.tables["observation"]
    shares = frame["indicator"] == "rate"
    frame.loc[shares, ["numerator", "denominator"]] *= factor
    return told


def test_a_share_that_stays_while_its_parts_change_is_told(begun: sa.Engine) -> None:
    done = arrive(begun, CATALOG, with_parts(10), Manner())
    assert done.outcome == "loaded"
    assert any(p.startswith("rate: the parts of 3 final figures are revised, not they") for p in done.problems)


def test_final_figures_that_would_be_provisional_are_told(begun: sa.Engine) -> None:
    done = arrive(begun, CATALOG, prepared(FIRST, "2", "projected"), Manner())
    assert "people: 3 final figures would be provisional (14047, 14063, 14066; 2019)" in done.problems


@pytest.mark.parametrize("status", ["preliminary", "estimated"])
def test_a_provisional_figure_may_be_revised_and_not_beyond_reason(engine: sa.Engine, status: str) -> None:
    arrive(engine, CATALOG, prepared(FIRST, "1", status), Manner())
    wild = FIRST | {("14063", "2019"): (1_000_000, 400_000)}
    done = arrive(engine, CATALOG, prepared(wild, "2", status), Manner())
    assert any("people: 1 new figures jump" in p and "1,000 → 1e+06" in p for p in done.problems), done.problems


def test_a_municipality_that_joins_the_newest_period_with_a_jump_is_told(engine: sa.Engine) -> None:
    before = year() | {("14013", "2019"): (800, 300)}
    arrive(engine, CATALOG, prepared(before, "1"), Manner())
    done = arrive(engine, CATALOG, prepared(before | {("14013", "2020"): (90_000, 300)}, "2"), Manner())
    assert any("people: 1 new figures jump (14013; 2020)" in p for p in done.problems)


def test_history_that_is_added_is_no_news(begun: sa.Engine) -> None:
    past = FIRST | {("14063", "2000"): (40, 10), ("14063", "2001"): (900, 100)}
    assert arrive(begun, CATALOG, prepared(past, "2"), Manner()).outcome == "published"


def test_a_figure_after_a_zero_is_a_jump_and_few_lost_areas_are_counted(engine: sa.Engine) -> None:
    areas = [f"14{n:03d}" for n in range(1, 101)]
    whole = {(a, "2019"): (1000.0, 100.0) for a in areas} | {("14001", "2019"): (0.0, 0.0)}
    arrive(engine, CATALOG, prepared(whole, "1"), Manner())
    coming = whole | {(a, "2020"): (1000.0, 100.0) for a in areas[:97]}
    done = arrive(engine, CATALOG, prepared(coming, "2"), Manner())
    assert "people: 1 new figures jump (14001; 2020); most: 0 → 1,000 in 14001, 2020, total" in done.problems
    assert "people: 2020 has 97 areas, 2019 had 100" in done.problems


def flows(persons: dict[tuple[str, str], float], sha: str) -> Prepared:
    rows = [("study", "2020", a, b, n, "official") for (a, b), n in persons.items()]
    frame = pd.DataFrame(rows, columns=["kind", "period", "origin", "destination", "persons", "status"])
    return Prepared(origin(sha * 64), {"flow": frame}, [])


def test_persons_who_moved_are_not_revised_in_silence(engine: sa.Engine) -> None:
    first = {("14063", "14066"): 100.0, ("14066", "14063"): 50.0}
    arrive(engine, CATALOG, flows(first, "1"), Manner())
    wild = arrive(engine, CATALOG, flows(first | {("14063", "14066"): 1e7}, "2"), Manner())
    fewer = arrive(engine, CATALOG, flows({("14063", "14066"): 100.0}, "3"), Manner())
    more = arrive(engine, CATALOG, flows(first | {("14047", "14063"): 7.0}, "4"), Manner())
    assert wild.problems == ("flow: 1 public rows are revised and 0 are gone",)
    assert fewer.problems == ("flow: 0 public rows are revised and 1 are gone",)
    assert (wild.outcome, fewer.outcome, more.outcome) == ("loaded", "loaded", "published")


def test_withdrawn_bytes_do_not_come_back_by_themselves(begun: sa.Engine) -> None:
    second = arrive(begun, CATALOG, prepared(year(), "2"), Manner()).release_id
    assert second is not None
    load.withdraw(begun, second, "the office took it back")
    done = arrive(begun, CATALOG, prepared(year(), "2"), Manner())
    assert done.outcome == "loaded" and done.release_id != second
    assert f"the same bytes were withdrawn as release {second}: the office took it back" in done.problems


def test_the_same_figures_of_another_parser_are_a_release(begun: sa.Engine) -> None:
    coming = prepared(FIRST, "2")
    newer = Prepared(replace(coming.origin, parser_version="2"), coming.tables, [])
    assert arrive(begun, CATALOG, newer, Manner()).outcome == "published"


def test_a_dry_run_tells_the_change_and_writes_nothing(begun: sa.Engine) -> None:
    done = arrive(begun, CATALOG, prepared(year(people=3100), "2"), Manner(dry=True))
    assert done.outcome == "dry run" and any("jump" in p for p in done.problems)
    with begun.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(release)).scalar_one() == 1


def test_a_load_that_was_killed_before_it_was_published_is_taken_up_again(begun: sa.Engine) -> None:
    coming = prepared(year(), "2")
    change = changes.compare(begun, CATALOG, coming.tables, public(begun)["small"], ())
    number = load.load(begun, CATALOG, coming.origin, coming.tables, change)  # and here the process died
    assert arrive(begun, CATALOG, coming, Manner()).release_id == number
    assert public(begun)["small"] == number


def test_figures_before_since_are_taken_over_from_what_is_public(
    begun: sa.Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from etl.raw import Raw, SourceModule, Want

    asked: list[str | None] = []

    def extract(_client: object, want: Want) -> Raw:
        asked.append(want.since)
        return Raw({"small.csv": b"x"}, url="https://example.org/small")

    def parse(_raw: Raw) -> Parsed:
        rows = [{"area": a, "period": "2020", "PEOPLE": 1000, "INSURED": 400, "file": "", "row": 0} for a, _ in FIRST]
        return Parsed(pd.DataFrame(rows))

    module = SimpleNamespace(SOURCE=SourceModule("small", version=1), extract=extract, parse=parse)
    monkeypatch.setattr(etl.pipeline, "modules", lambda: {"small": module})
    version = f"1+{etl.pipeline._formulas(CATALOG, 'small')}"
    with begun.begin() as connection:
        connection.execute(sa.update(release).values(parser_version=version))
    done = etl.pipeline.refresh(begun, CATALOG, None, Want(since="2020"), manner=Manner(accept="tests"))  # type: ignore[arg-type]
    assert [r.outcome for r in done] == ["published"] and asked == ["2020"]
    periods = load.figures_of(begun, public(begun)["small"])["period"].value_counts().to_dict()
    assert periods == {"2019": 9, "2020": 9}
    again = etl.pipeline.refresh(begun, CATALOG, None, Want(since="2020"))  # type: ignore[arg-type]
    assert [r.outcome for r in again] == ["unchanged"]


KEYS = st.tuples(st.sampled_from(["14063", "14066", "14047"]), st.sampled_from(["2018", "2019", "2020"]))
WORLDS = st.dictionaries(KEYS, st.floats(1, 1e6).map(lambda x: round(x, 3)), max_size=9)


def plain(world: dict[tuple[str, str], float]) -> pd.DataFrame:
    rows = [(p, a, "total", v, np.nan, np.nan, "official") for (a, p), v in world.items()]
    return pd.DataFrame(rows, columns=[*changes.KEY, *changes.FIGURE, "status"])


@given(WORLDS, WORLDS)
def test_every_figure_old_or_new_is_counted_once(
    old: dict[tuple[str, str], float], new: dict[tuple[str, str], float]
) -> None:
    states = changes._both(plain(new), plain(old))["state"].value_counts().to_dict()
    assert states.get("added", 0) == len(new.keys() - old.keys())
    assert states.get("vanished", 0) == len(old.keys() - new.keys())
    assert states.get("same", 0) == sum(new[k] == old[k] for k in new.keys() & old.keys())
    assert sum(states.values()) == len(new.keys() | old.keys())


def test_catalogues_without_the_source_do_not_stop_the_comparison(begun: sa.Engine) -> None:
    nothing: Catalog = small_catalog(INSURED)
    assert changes.compare(begun, nothing, prepared(FIRST, "2").tables, public(begun)["small"], ()).nothing
