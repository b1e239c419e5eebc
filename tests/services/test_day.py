"""A day of the services: every source asked through the local server, from the first request to the public figures.

Each `day_<service>.py` beside this file plays one service and says what must be public afterwards.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
import sqlalchemy as sa
import yaml
from werkzeug import Response

import tests.services
from data.catalog import catalog
from data.database import connect, upgrade
from data.schema import indicator, observation, published, release
from data.schema import run as run_table
from etl.attempt import Run
from etl.pipeline import refresh
from etl.raw import Want
from etl.sources import modules
from tests.services.office import TOKEN, Office
from tests.sources.examples import relaxed

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
WANT = Want(states=("14",), today=TODAY)
LIVE = [name for name, module in modules().items() if hasattr(module, "extract")]
KILLS = 10
# Short excerpts of the first two are refused by the completeness rule, which a process of its own does not lift; the
# others only take time.
NOT_KILLED = {"inegi_denue", "salud_clues", "inegi_census_2020", "sep_911", "siged_schools"}
NO_ADDRESS = {"sesnsp_crimes"}  # skipped until an operator says where the office's file lies


def players() -> list[ModuleType]:
    """The modules that play a service."""
    found = [i.name for i in pkgutil.iter_modules(tests.services.__path__) if i.name.startswith("day_")]
    return [importlib.import_module(f"tests.services.{name}") for name in found]


EXPECTED = {source: figures for player in players() for source, figures in player.EXPECTED.items()}


@pytest.fixture
def day(office: Office) -> Office:
    """The local server with every service playing its day."""
    for player in players():
        player.serve(office)
    return office


def ran(engine: sa.Engine, office: Office, **changed: object) -> dict[str, Run]:
    with relaxed():  # the excerpts are short on purpose
        return {r.source: r for r in refresh(engine, catalog(), office.client(**changed), WANT)}


def public_figures(engine: sa.Engine) -> pd.DataFrame:
    """Everything that is public: source, indicator, period, area, breakdown, value, numerator, denominator, status."""
    o = observation.c
    query = (
        sa.select(published.c.source, indicator.c.indicator, o.period, o.area, o.breakdown, o.value, o.numerator,
                  o.denominator, o.status)
        .join(observation, o.release_id == published.c.release_id)
        .join(indicator, indicator.c.indicator_key == o.indicator_key)
    )  # fmt: skip
    with engine.connect() as connection:
        frame = pd.read_sql(query, connection)
    return frame.sort_values(["source", "indicator", "period", "area", "breakdown"]).reset_index(drop=True)


def test_every_live_source_has_its_day() -> None:
    assert set(EXPECTED) == set(LIVE) - NO_ADDRESS


def test_all_sources_are_refreshed_and_say_what_the_services_said(engine: sa.Engine, day: Office) -> None:
    done = ran(engine, day)
    assert {s: r.problems for s, r in done.items() if r.outcome != "published" and s not in NO_ADDRESS} == {}
    assert {done[s].outcome for s in NO_ADDRESS} == {"skipped"}
    assert set(LIVE) <= set(done)
    figures = public_figures(engine).query("breakdown == 'total'").set_index(["indicator", "period", "area"])["value"]
    for source, wanted in EXPECTED.items():
        for key, value in wanted.items():
            assert figures[key] == pytest.approx(value), f"{source}: {key}"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_second_run_asks_for_little_and_changes_nothing(engine: sa.Engine, day: Office) -> None:
    ran(engine, day)
    before, asked = public_figures(engine), len(day.asked)
    again = ran(engine, day)
    assert {s: r.outcome for s, r in again.items() if r.outcome != "unchanged"} == dict.fromkeys(NO_ADDRESS, "skipped")
    assert len(day.asked) - asked <= 0.1 * asked, "answers younger than a day are not asked for again"
    pd.testing.assert_frame_equal(public_figures(engine), before)


FAULTS = {
    "siap": lambda _: Response(status=503),
    "coneval": lambda _: Response(
        b"<!DOCTYPE html><html><title>Mantenimiento</title></html>", content_type="text/html"
    ),
    "conapo": lambda _: Response(b"PK\x03\x04 half of a ZIP"),
}
SAID = {
    "siap": ("failed", "did not answer as it should: it answered 503; the next run tries again"),
    "coneval": ("refused", "got an HTML page: the service is in maintenance or refuses scripts"),
    "conapo": ("refused", "the ZIP is damaged or cut short"),
}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_three_services_fail_in_different_ways_and_the_rest_is_published(engine: sa.Engine, office: Office) -> None:
    for service, fault in FAULTS.items():
        office.server.expect_request(re.compile(rf"^/{service}/.*")).respond_with_handler(fault)
    for player in players():
        player.serve(office)
    hurt = {s: modules()[s].SOURCE.service for s in LIVE if modules()[s].SOURCE.service in FAULTS}
    assert set(hurt.values()) == set(FAULTS)
    done = ran(engine, office, attempts=2)
    for source in LIVE:
        if source in hurt:
            outcome, sentence = SAID[hurt[source]]
            assert done[source].outcome == outcome and sentence in done[source].problems[0], done[source]
        elif source not in NO_ADDRESS:
            assert done[source].outcome == "published", done[source].problems
    with engine.connect() as connection:
        recorded = connection.execute(sa.select(run_table.c.source, run_table.c.outcome, run_table.c.problems)).all()
    assert {r.source: r.outcome for r in recorded if r.source in LIVE} == {s: done[s].outcome for s in LIVE}
    assert all(r.problems for r in recorded if r.source in hurt)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_was_public_stays_when_every_service_is_down_the_next_day(engine: sa.Engine, day: Office) -> None:
    ran(engine, day)
    before = public_figures(engine)
    day.server.clear()
    done = ran(engine, day, keep_hours=0, attempts=1)
    assert {r.outcome for s, r in done.items() if s in LIVE} <= {"failed", "refused", "unchanged", "skipped"}
    assert any(r.outcome in ("failed", "refused") for r in done.values())
    pd.testing.assert_frame_equal(public_figures(engine), before)


def overrides(office: Office, folder: Path) -> Path:
    """A file for OBSERVATORIO_SERVICES that puts this server in the place of every service."""
    entries = [{"id": s.id, "base": s.base, "pace": 0.0, "attempts": 2} for s in office.replaced().values()]
    path = folder / "services.yaml"
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    return path


def started(folder: Path, told: Path, *words: str) -> subprocess.Popen[bytes]:
    """`python -m etl run` in a process of its own, with a store of its own."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("OBSERVATORIO_") and k != "DATABASE_URL"}
    own = {
        "OBSERVATORIO_STORE": str(folder / "store"), "OBSERVATORIO_RAW": str(folder / "raw"),
        "OBSERVATORIO_SERVICES": str(told), "OBSERVATORIO_INEGI_TOKEN": TOKEN, "OBSERVATORIO_DENUE_TOKEN": TOKEN,
        "OBSERVATORIO_LOG": "DEBUG", "OBSERVATORIO_SNAPSHOT": str(folder / "none"),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log.txt").open("ab") as log:
        command = [sys.executable, "-m", "etl", "run", *words]
        return subprocess.Popen(command, cwd=ROOT, env=plain | own, stdout=log, stderr=log)


def held(folder: Path) -> pd.DataFrame:
    engine = connect(f"sqlite:///{folder / 'store' / 'observatorio.sqlite'}")
    upgrade(engine)
    frame = public_figures(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
        lonely = (
            sa.select(sa.func.count())
            .select_from(observation)
            .where(observation.c.release_id.not_in(sa.select(release.c.release_id)))
        )
        assert connection.execute(lonely).scalar_one() == 0
    engine.dispose()
    return frame


@pytest.mark.timeout(600)
def test_killed_at_ten_random_points_and_run_again_the_database_ends_the_same(day: Office, tmp_path: Path) -> None:
    told = overrides(day, tmp_path)
    words = ["--state", "14", *(w for name in LIVE if name not in NOT_KILLED for w in ("--source", name))]
    clock = time.monotonic()
    assert started(tmp_path / "whole", told, *words).wait(300) == 0, (tmp_path / "whole" / "log.txt").read_text()[
        -3000:
    ]
    whole = time.monotonic() - clock
    wanted = held(tmp_path / "whole")
    assert len(wanted) > 100
    seed = random.randrange(10**6)
    points = random.Random(seed)
    kills, chain = 0, 0
    while kills < KILLS:  # each chain is killed up to five times, further and further on, and then left to end
        folder = tmp_path / f"chain{chain}"
        for number in range(5):
            process = started(folder, told, *words)
            try:
                process.wait(whole * (number + points.random()) / 5)
                break
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                process.wait(30)
                kills += 1
        assert started(folder, told, *words).wait(300) == 0, (seed, (folder / "log.txt").read_text()[-3000:])
        pd.testing.assert_frame_equal(held(folder), wanted, obj=f"seed {seed}, chain {chain} of runs of {whole:.1f} s")
        chain += 1


def texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        yield str(path.relative_to(folder)), path.read_bytes() if path.is_file() else b""


def test_no_key_is_in_any_log_error_row_or_file(day: Office, tmp_path: Path) -> None:
    """Everything that a run with keys leaves behind, its faults included, is searched for them."""
    told = overrides(day, tmp_path)
    entries = yaml.safe_load(told.read_text())
    for entry in entries:  # one service with a key answers, the other cannot be reached
        if entry["id"] == "inegi_denue":
            entry["base"] = "http://127.0.0.1:9"
    told.write_text(yaml.safe_dump(entries))
    folder = tmp_path / "ours"
    started(folder, told).wait(300)
    assert any(TOKEN in path for path in day.asked), "the service that wants a key was asked with it"
    searched = 0
    for name, content in texts(folder):
        searched += 1
        assert TOKEN not in name and TOKEN.encode() not in content, name
    assert searched > 20
    database = sqlite3.connect(folder / "store" / "observatorio.sqlite")
    assert TOKEN not in "\n".join(database.iterdump())
    database.close()
    lines = [line for line in (folder / "log.txt").read_text().splitlines() if line.startswith("{")]
    assert lines and all(json.loads(line) for line in lines)
