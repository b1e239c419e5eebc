"""How the data stand, from what the write side left on record: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import state_queries
from dashboard.analysis import state, state_words
from dashboard.analysis.state import Standing
from data.entries import Calendar, Source
from data.schema import change, release, run
from etl.load import load, publish, withdraw
from tests.small import origin
from tests.worlds import AMO, PEOPLE, read, small_catalog, world

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
FIGURES = """
indicator  area   period  value
people     14063  2019    100
people     14063  2020    110
"""


def tried(engine: sa.Engine, outcome: str, *problems: str, source: str = "small", ago: int = 0) -> None:
    """One run on record."""
    moment = NOW - timedelta(days=ago)
    row = {"source": source, "started_at": moment, "ended_at": moment, "outcome": outcome, "problems": list(problems)}
    with engine.begin() as connection:
        connection.execute(sa.insert(run).values(row))


def standing(engine: sa.Engine, calendar: Calendar | None = None, source: str = "small") -> Standing:
    """How one source stands today."""
    entry = small_catalog().sources[source].model_copy(update={"calendar": calendar})
    rows = state.standings({source: entry}, state_queries.histories(engine), state_queries.newest(engine), TODAY)
    return rows[0]


def loaded(engine: sa.Engine, text: str, sha256: str = "b" * 64) -> int:
    """A release that nobody has published."""
    return load(engine, small_catalog(PEOPLE), origin(sha256), {"observation": read(text, PEOPLE)})


def test_of_an_empty_database_nothing_is_on_record(engine: sa.Engine) -> None:
    assert state_queries.histories(engine) == {} and state_queries.newest(engine) == {}
    row = standing(engine)
    assert row.public is None and row.needs == () and row.succeeded is None
    assert state_words.lead([row], "es") == "Todavía no hay cifras publicadas de ninguna de las 1 fuentes."
    assert state_words.outcome(row, "es") == "nunca"


def test_figures_without_a_run_are_the_initial_copy_with_the_day_they_were_captured(engine: sa.Engine) -> None:
    world(engine, FIGURES, PEOPLE)
    row = standing(engine)
    assert row.copied and row.period == "2020" and row.succeeded == datetime(2026, 1, 1, tzinfo=UTC)
    assert row.public is not None and row.public.figures == 2
    assert "copia inicial" in state_words.copied([row], "es")


def test_a_failure_after_a_success_needs_attention_and_leaves_the_success_known(engine: sa.Engine) -> None:
    world(engine, FIGURES, PEOPLE)
    tried(engine, "unchanged", ago=3)
    tried(engine, "failed", "small: the network is gone", ago=1)
    tried(engine, "published", source="weak")
    row = standing(engine)
    assert row.needs == ("failed",) and not row.copied
    assert row.history.last is not None and row.history.last.problems == ("small: the network is gone",)
    assert row.history.last.ended_at == NOW - timedelta(days=1) and row.succeeded == NOW - timedelta(days=3)
    assert "siguen siendo las de antes" in " ".join(state_words.explained(row, "es"))


@pytest.mark.parametrize(
    ("outcome", "needs"),
    [("failed", ("failed",)), ("refused", ("refused",)), ("skipped", ("skipped",)), ("published", ()),
     ("unchanged", ())],
)  # fmt: skip
def test_each_outcome_is_said_in_plain_words(engine: sa.Engine, outcome: str, needs: tuple[str, ...]) -> None:
    tried(engine, outcome)
    row = standing(engine)
    assert row.needs == needs and len(state_words.explained(row, "en")) == len(needs)
    assert {state_words.outcome(row, lang) for lang in ("es", "en")} != {outcome}


def test_a_newer_release_waits_until_it_is_published_or_withdrawn(engine: sa.Engine) -> None:
    public = world(engine, FIGURES, PEOPLE)["small"]
    number = loaded(engine, FIGURES)
    with engine.begin() as connection:
        counts = {"added": 1, "revised": 2, "vanished": 0, "same": 7}
        told = {"release_id": number, "against": public, "counts": counts, "findings": ["people: jumps"]}
        connection.execute(sa.insert(change).values(told))
    row = standing(engine)
    assert row.needs == ("waiting",) and row.history.waiting is not None and row.history.waiting.answer is not None
    assert row.history.waiting.answer.findings == ("people: jumps",)
    assert state_words.counted(row.history.waiting.answer, "es") == "cifras nuevas: 1; revisadas: 2"
    publish(engine, number, "a person", "a suburb was built")
    assert standing(engine).needs == ()


def test_an_older_release_that_was_never_published_does_not_wait(engine: sa.Engine) -> None:
    loaded(engine, FIGURES)
    publish(engine, loaded(engine, FIGURES, "c" * 64), "a person")
    assert standing(engine).needs == ()


def test_who_accepted_a_change_and_why_is_kept_in_sight(engine: sa.Engine) -> None:
    number = world(engine, FIGURES, PEOPLE)["small"]
    row = {"release_id": number, "counts": {}, "findings": ["people: jumps"]}
    with engine.begin() as connection:
        connection.execute(
            sa.insert(change).values(row | {"accepted_at": NOW, "accepted_by": "M. Pérez", "accepted_why": "revisado"})
        )
    (found,) = standing(engine).accepted
    assert found.answer is not None
    assert (found.answer.accepted_by, found.answer.accepted_why, found.answer.accepted_at) == (
        "M. Pérez",
        "revisado",
        NOW,
    )


def test_a_withdrawn_edition_is_told_with_its_reason(engine: sa.Engine) -> None:
    number = world(engine, FIGURES, PEOPLE)["small"]
    withdraw(engine, number, "renglones repetidos")
    row = standing(engine)
    assert row.needs == ("withdrawn",) and row.period == "" and row.withdrawn[0].withdrawn_why == "renglones repetidos"
    assert "renglones repetidos" in state_words.explained(row, "es")[0]


def test_the_four_dates_are_kept_apart(engine: sa.Engine) -> None:
    number = world(engine, FIGURES, PEOPLE)["small"]
    days = {
        name: datetime(2026, n, n, tzinfo=UTC)
        for n, name in enumerate(("retrieved_at", "loaded_at", "published_at"), 1)
    }
    with engine.begin() as connection:
        connection.execute(sa.update(release).where(release.c.release_id == number).values(days))
    told = state_words.table([standing(engine)], "es").iloc[0]
    assert told[["period", "retrieved", "loaded", "published"]].tolist() == [
        "2020", "2026-01-01", "2026-02-02", "2026-03-03",
    ]  # fmt: skip


def test_flows_have_a_newest_period_of_their_own(engine: sa.Engine) -> None:
    flow = pd.DataFrame(
        [{"kind": "study", "period": p, "origin": "14063", "destination": "14066", "persons": 5.0, "status": "official"}
         for p in ("2015", "2020")]
    )  # fmt: skip
    world(engine, "", PEOPLE, flow=flow)
    assert state_queries.newest(engine) == {"small": "2020"}


QUOTES = [
    (Calendar(every="P10Y", lag_days=25), "prueba publica las de 2030 hacia 2031."),
    (Calendar(every="P1Y", lag_days=2400), "prueba publica las de 2021 hacia julio de 2028."),
    (
        Calendar(every="P1Y", lag_days=30),
        "según su calendario, prueba debió publicar las de 2021 hacia enero de 2022, y aquí todavía no están.",
    ),
    (
        Calendar.model_validate({"ended": {"es": "la oficina cerró", "en": "the office closed"}}),
        "no habrá otra edición: la oficina cerró.",
    ),
    (None, "no se conoce cuándo se publican las siguientes."),
]


@pytest.mark.parametrize(("calendar", "end"), QUOTES)
def test_one_sentence_says_how_old_the_figures_are_and_what_comes_next(
    engine: sa.Engine, calendar: Calendar | None, end: str
) -> None:
    world(engine, FIGURES, PEOPLE)
    row = standing(engine, calendar)
    assert state_words.sentence(row, "es") == f"Las cifras más nuevas de «prueba» son de 2020; {end}"
    late = "debió publicar" in end
    assert ("De una ya debería" in state_words.lead([row], "es")) is late


@pytest.mark.parametrize(("period", "words"), [
    ("2020", "terminó hace 5 años"), ("2026-10", "terminó hace un mes"), ("2026-04", "terminó hace 7 meses"),
    ("2026", ""), ("2024-11", "terminó hace 2 años"),
])  # fmt: skip
def test_the_age_of_figures_is_counted_from_the_end_of_their_period(period: str, words: str) -> None:
    assert state_words.age(period, TODAY, "es") == words


def test_the_gravest_need_comes_first() -> None:
    source = small_catalog().sources["small"]

    def one(outcome: str) -> Standing:
        history = state_queries.History(state_queries.Try(NOW, outcome))
        return Standing(source, history, "", state.expected("", None, TODAY))

    rows = [one(o) for o in ("skipped", "published", "refused", "failed")]
    assert [r.needs for r in state.attention(rows)] == [("failed",), ("refused",), ("skipped",)]


def test_a_family_is_told_by_its_members() -> None:
    entry = small_catalog().sources["small"].model_dump(mode="json")
    words = {"es": "de {name}", "en": "of {name}"}
    each = {"title": words, "publisher": words, "citation": words}
    family = Source.model_validate(entry | {"id": "town", "each": each})
    member = Source.model_validate(entry | {"id": "town_14063", "family": "town", "area": AMO.members[0]})
    rows = state.standings({"town": family, "town_14063": member}, {}, {}, TODAY)
    assert [r.source.id for r in rows] == ["town_14063"]
