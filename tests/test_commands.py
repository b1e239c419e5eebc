"""The command line: what cron and a person at night rely on."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from filelock import FileLock

from data.catalog import catalog
from data.database import connect, upgrade
from data.schema import run as run_table
from etl import snapshot
from etl.load import load, public, publish
from etl.lock import Busy, alone
from etl.logs import start
from etl.pipeline import run
from etl.secrets import Secrets
from tests.services.office import TOKEN
from tests.small import origin, small_catalog
from tests.sources.examples import FOLDER

ROOT = Path(__file__).parents[1]
SOURCE = "inegi_ilmm_2020"


def etl(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m etl` with a store of its own, as cron would call it."""
    told = {k: v for k, v in os.environ.items() if not k.startswith("OBSERVATORIO_") and k != "DATABASE_URL"}
    told |= {"OBSERVATORIO_STORE": str(folder / "store"), "OBSERVATORIO_RAW": str(folder / "raw")}
    told |= {"OBSERVATORIO_SNAPSHOT": str(folder / "none"), **environment}
    return subprocess.run(
        [sys.executable, "-m", "etl", *words], cwd=ROOT, env=told, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def test_a_source_that_cannot_be_read_ends_with_1_and_its_sentence(tmp_path: Path) -> None:
    done = etl(tmp_path, "run", "--from", str(tmp_path), "--source", SOURCE)
    assert done.returncode == 1
    assert "is not in the folder; put it there or name another folder" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("run", "--source", "chocolate"), 1, "no source chocolate; there are:"),
        (("run", "--since", "ayer"), 2, "write a year or a month: 2024 or 2024-06"),
        (("publish", "99"), 1, "there is no release 99; «python -m etl history» lists them"),
        (("withdraw", "99", "--why", "error"), 1, "there is no release 99"),
        (("history",), 0, "release"),
    ],
)
def test_a_mistake_at_the_keyboard_gets_a_sentence(
    tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = etl(tmp_path, *words)
    assert (done.returncode, "Traceback" in done.stdout + done.stderr) == (code, False), done.stderr
    assert sentence in " ".join((done.stdout + done.stderr).replace("│", "").split())


def test_two_runs_cannot_meet(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with FileLock(tmp_path / "store" / "etl.lock"):
        done = etl(tmp_path, "run", "--from", str(tmp_path))
    assert done.returncode == 1 and "another run is under way; wait for it to end" in done.stdout


def test_two_machines_that_share_a_database_cannot_meet(
    postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import etl.lock

    engine = connect(postgres_server)
    stores = iter((tmp_path / "one", tmp_path / "two", tmp_path / "three"))
    monkeypatch.setattr(etl.lock, "settings", lambda: SimpleNamespace(store=next(stores)))
    with alone(engine), pytest.raises(Busy, match="on another machine"), alone(engine):
        pass
    with alone(engine):
        pass  # it is free again
    engine.dispose()


def test_a_log_is_one_json_object_a_line_without_keys(capsys: pytest.CaptureFixture[str]) -> None:
    from pydantic import SecretStr

    before = logging.getLogger().handlers[:]
    try:
        start(Secrets({"inegi_token": SecretStr(TOKEN)}), "DEBUG")
        logging.getLogger("etl.http").info("asked", extra={"address": f"https://x/{TOKEN}", "status": 200})
        logging.getLogger("urllib3").debug("GET /%s", TOKEN)
        try:
            raise RuntimeError(f"no answer from https://x/{TOKEN}")
        except RuntimeError:
            logging.getLogger("etl").exception("stopped")
    finally:
        logging.getLogger().handlers = before
    lines = capsys.readouterr().err.strip().splitlines()
    told = [json.loads(line) for line in lines]
    assert [t["message"] for t in told] == ["asked", "GET /***", "stopped"]
    assert told[0]["status"] == 200 and told[0]["level"] == "info" and re.match(r"\d{4}-\d\d-\d\dT", told[0]["time"])
    assert TOKEN not in "".join(lines)


def test_figures_of_a_test_server_never_reach_the_snapshot(engine: sa.Engine, tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.test_load import tables

    number = load(engine, small_catalog(), replace(origin(), url="http://127.0.0.1:8000/siap"), tables())
    publish(engine, number, "a test")
    with pytest.raises(snapshot.NotOfficial, match=r"release 1 of small came from «127\.0\.0\.1», which is no office"):
        snapshot.write(engine, tmp_path / "snapshot")
    assert not list((tmp_path / "snapshot").glob("*.parquet"))


def test_a_full_disk_and_a_busy_database_end_in_a_sentence(tmp_path: Path) -> None:
    import errno

    from etl.attempt import told

    full = told("siap", OSError(errno.ENOSPC, "No space left on device"))
    assert full == ("failed", ("siap: the disk is full; free some space and run again, nothing was published",))
    engine = connect(f"sqlite:///{tmp_path / 'held.sqlite'}")
    upgrade(engine)
    with engine.connect() as holder, engine.connect() as other:
        holder.exec_driver_sql("begin immediate")
        other.exec_driver_sql("pragma busy_timeout = 1")
        with pytest.raises(sa.exc.OperationalError) as held:
            other.execute(sa.insert(run_table).values(source="x", outcome="failed", problems=[]))
    sentence = told("siap", held.value)[1][0]
    assert sentence == "siap: another program holds the database; run again when it has ended"
    engine.dispose()


def test_what_was_published_by_one_run_is_there_for_the_next(tmp_path: Path) -> None:
    """The example of one source, from its folder to the public and again, as a person would type it."""
    from etl.sources import modules
    from tests.sources.examples import relaxed

    files = modules()[SOURCE].SOURCE.files
    for file in files:
        target = tmp_path / "files" / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((FOLDER / SOURCE / Path(file.name).name).read_bytes())
    engine = connect(f"sqlite:///{tmp_path / 'o.sqlite'}")
    upgrade(engine)
    with relaxed():
        first = run(engine, catalog(), tmp_path / "files", [SOURCE])
        assert first[0].outcome == "published", first[0].problems
        assert run(engine, catalog(), tmp_path / "files", [SOURCE])[0].outcome == "unchanged"
    assert SOURCE in public(engine)
    engine.dispose()
