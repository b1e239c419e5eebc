"""A week at the command line: figures come, one release waits, a person answers for it, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

import etl.commands
import etl.lock
import etl.pipeline
from data.schema import release
from data.schema import run as run_table
from etl import __main__  # noqa: F401 - it registers every command
from etl.attempt import Manner
from etl.load import public
from etl.pipeline import refresh
from etl.raw import Want
from tests.services.test_bad_days import FIRST, SECOND
from tests.services.test_bad_days import SOURCE as LIVE
from tests.small import small_catalog
from tests.test_changes import public_values
from tests.test_pipeline import GOOD, SOURCE, parse

Told = Callable[..., Result]


@pytest.fixture
def told(engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Types a command; the catalogue is the small one, the database a test's own."""
    catalog = small_catalog()
    monkeypatch.setattr(etl.pipeline, "modules", lambda: {"small": SimpleNamespace(SOURCE=SOURCE, parse=parse)})
    for room in (etl.commands, etl.commands.run, etl.commands.releases):
        monkeypatch.setattr(room, "catalog", lambda: catalog)
    monkeypatch.setattr(etl.commands, "connect", lambda: engine)
    monkeypatch.setattr(etl.lock, "settings", lambda: SimpleNamespace(store=tmp_path / "store"))

    def typed(*words: str) -> Result:
        return CliRunner().invoke(etl.commands.app, list(words))

    return typed


def arrives(folder: Path, content: str) -> tuple[str, ...]:
    (folder / "small.csv").write_text(content)
    return ("run", "--from", str(folder), "--source", "small")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_release_waits_until_a_person_answers_and_what_is_computed_follows(
    engine: sa.Engine, told: Told, tmp_path: Path
) -> None:
    assert told(*arrives(tmp_path, GOOD)).exit_code == 0
    waits = told(*arrives(tmp_path, GOOD.replace("100,40", "100,80")))
    assert waits.exit_code == 3, waits.output
    assert (
        "final figures are revised" in waits.output
        and "waits: publish it with «python -m etl publish 3" in waits.output
    )
    assert public_values(engine)["joined", "2020", "14063"] == 400
    bare = told("publish", "3")
    assert bare.exit_code == 1 and "release 3 wants a reason: add --why «…»" in bare.output
    assert told("publish", "3", "--why", "the office corrected it").exit_code == 0
    assert public_values(engine)["joined", "2020", "14063"] == 800
    assert "the office corrected it" in " ".join(told("history").output.replace("│", " ").split())
    assert told("withdraw", "3", "--why", "it was right before").exit_code == 0
    assert public_values(engine)["joined", "2020", "14063"] == 400
    again = told(*arrives(tmp_path, GOOD.replace("100,40", "100,80")))
    assert again.exit_code == 3 and "were withdrawn as release 3: it was right before" in " ".join(again.output.split())


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_dry_run_leaves_everything_as_it_was(engine: sa.Engine, told: Told, tmp_path: Path) -> None:
    told(*arrives(tmp_path, GOOD))
    before = public(engine)
    dry = told(*arrives(tmp_path, GOOD.replace("100,40", "100,80")), "--dry-run")
    assert dry.exit_code == 0 and "final figures are revised" in dry.output
    assert public(engine) == before
    with engine.connect() as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in (release, run_table)
        ]
    assert counts == [2, 2]


def served(newest_only: bool, text: str) -> SimpleNamespace:
    """A source of a service that has just these figures today."""
    from dataclasses import replace

    from etl.raw import Raw
    from tests.services import test_bad_days

    source = replace(LIVE, newest_only=newest_only)
    return SimpleNamespace(
        SOURCE=source, parse=test_bad_days.parse, extract=lambda _client, _want: Raw({"small.csv": text.encode()})
    )


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_former_editions_stay_where_the_service_gives_the_newest_alone(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = small_catalog()
    newest = SECOND.splitlines()[0] + "\n" + "\n".join(line for line in SECOND.splitlines() if ",2020," in line) + "\n"
    for text, outcome in ((FIRST, "published"), (newest, "published"), (newest, "unchanged")):
        monkeypatch.setattr(etl.pipeline, "modules", lambda text=text: {"small": served(True, text)})
        done = refresh(engine, catalog, None, Want(), ["small"])  # type: ignore[arg-type]
        assert done[0].outcome == outcome, done[0]
    values = public_values(engine)
    assert values["people", "2019", "14063"] == 1000 and values["people", "2020", "14063"] == 1010


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_figures_computed_in_another_way_are_not_taken_over(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(etl.pipeline, "modules", lambda: {"small": served(False, FIRST)})
    refresh(engine, small_catalog(), None, Want(), ["small"], Manner())  # type: ignore[arg-type]
    with engine.begin() as connection:
        connection.execute(sa.update(release).values(parser_version="0+older"))
    done = refresh(engine, small_catalog(), None, Want(since="2020"), ["small"])  # type: ignore[arg-type]
    assert done[0].outcome == "refused" and "run without --since" in done[0].problems[0]
