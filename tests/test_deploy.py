"""What a server needs (.deploy/): each file by the linter made for it, the scripts by running them."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from data.settings import Settings

HOUSE = Path(__file__).parent.parent
ROOM = HOUSE / ".deploy"
CONTAINERFILE = (ROOM / "Containerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOM / "compose.yaml").read_text(encoding="utf-8"))
EXAMPLE = (ROOM / ".env.example").read_text(encoding="utf-8")
CODES = {0: "all is well", 1: "refused or failed", 2: "arguments or the settings", 3: "waits for a person", 137: "137"}


def ran(command: list[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, env=clean)


def tool(name: str) -> str:
    """A linter of the test extra, beside this Python or on the path."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{name} is not installed")
    return found


@pytest.mark.parametrize(
    "command",
    [
        ("hadolint", ROOM / "Containerfile"),
        ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", ROOM / "compose.yaml"),
        ("shellcheck", ROOM / "bin" / "backup.sh", ROOM / "bin" / "nightly.sh"),
    ],
    ids=lambda command: str(command[0]),
)
def test_the_linter_made_for_it_has_nothing_to_say(command: tuple[str | Path, ...]) -> None:
    done = ran([tool(str(command[0])), *command[1:]])
    assert done.returncode == 0, done.stdout + done.stderr


def test_systemd_reads_every_unit(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("systemd-analyze is not installed")
    for unit in (ROOM / "systemd").iterdir():
        told = unit.read_text(encoding="utf-8").replace("/srv/observatorio/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / unit.name).write_text(told.replace("/srv/observatorio", str(HOUSE)), encoding="utf-8")
    names = sorted(p for p in tmp_path.iterdir() if "@" not in p.name)
    done = ran(["systemd-analyze", "verify", "--man=no", *names])
    said = [line for line in done.stderr.splitlines() if "observatorio" in line]
    assert not said, "\n".join(said)
    assert len(names) == 5


def test_every_setting_is_named_in_the_example() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.M))
    wanted = {"DATABASE_URL" if n == "database_url" else f"OBSERVATORIO_{n.upper()}" for n in Settings.model_fields}
    assert wanted <= named, f".deploy/.env.example lacks {', '.join(sorted(wanted - named))}"


def test_the_example_holds_no_secret() -> None:
    filled = re.findall(r"^(\w*(?:TOKEN|PASSWORD|SECRET|KEY)\w*)=(.+)$", EXAMPLE, re.M)
    assert filled == []


def test_an_empty_variable_keeps_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("OBSERVATORIO_INEGI_TOKEN", "")
    monkeypatch.setenv("OBSERVATORIO_STORE", str(tmp_path / "elsewhere"))
    found = Settings()
    assert found.database_url == f"sqlite:///{tmp_path / 'elsewhere' / 'observatorio.sqlite'}"
    assert found.inegi_token is None


def test_the_image_holds_the_code_that_runs_and_neither_keys_nor_fetched_files() -> None:
    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", CONTAINERFILE, re.M))
    assert {"data", "geo", "etl", "dashboard", "pages", ".streamlit/config.toml"} <= copied
    lines = (HOUSE / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*", "everything is left out unless it is named"
    assert {"data/raw", "data/store", "**/.env*"} <= set(rules)
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    assert copied <= allowed | {".requirements/app.txt"}
    assert not re.search(r"TOKEN|PASSWORD|SECRET", CONTAINERFILE)


def test_images_are_pinned_and_the_program_is_nobody_in_particular() -> None:
    images = [*re.findall(r"^FROM (\S+)", CONTAINERFILE, re.M), *(s["image"] for s in COMPOSE["services"].values())]
    loose = [i for i in images if not re.search(r":\d+\.\d+", i) and not i.startswith("observatorio:")]
    assert loose == []
    assert re.search(r"^USER [1-9]\d*$", CONTAINERFILE, re.M)
    assert "--require-hashes" in CONTAINERFILE
    for name in ("app", "etl"):
        service = COMPOSE["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]


def test_compose_waits_for_the_database_and_runs_the_etl_only_when_asked() -> None:
    services = COMPOSE["services"]
    assert "healthcheck" in services["db"]
    for name in ("app", "etl", "backup"):
        assert services[name]["depends_on"]["db"]["condition"] == "service_healthy"
    assert services["etl"]["profiles"] == ["etl"]
    assert services["etl"]["restart"] == "no"
    assert "ports" not in services["db"], "only the application is reached from outside"
    assert "--locale=C" in services["db"]["environment"]["POSTGRES_INITDB_ARGS"]


def stand_in(folder: Path, code: int) -> Path:
    """A program in Python's place that talks much and ends with `code`."""
    program = folder / "python"
    program.write_text(f'#!/bin/sh\necho "many lines of $*"\necho "and a log" >&2\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("code", list(CODES))
def test_the_nightly_run_says_what_its_exit_code_means_and_ends_with_it(tmp_path: Path, code: int) -> None:
    log = tmp_path / "etl.log"
    done = ran([ROOM / "bin" / "nightly.sh", "--since", "2024"], PYTHON=str(stand_in(tmp_path, code)), LOG=str(log))
    assert done.returncode == code
    assert CODES[code] in done.stdout + done.stderr
    assert bool(done.stderr) == bool(code), "cron writes a letter only for what a person must know"
    assert log.read_text(encoding="utf-8") == "many lines of -m etl run --since 2024\nand a log\n"


def backup(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    place = {"OBSERVATORIO_STORE": str(folder / "store"), "BACKUPS": str(folder / "backups"), "KEEP": "2"}
    return ran([ROOM / "bin" / "backup.sh"], PYTHON=sys.executable, **(place | more))


def test_a_backup_is_whole_private_and_the_oldest_leaves(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "backups").mkdir()
    for day in (1, 2, 3):
        (tmp_path / "backups" / f"observatorio-2025010{day}T000000Z.sqlite").touch()
    with sqlite3.connect(tmp_path / "store" / "observatorio.sqlite") as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table said (word text)")
        database.execute("insert into said values ('still in the journal')")
        database.commit()
        done = backup(tmp_path)
    database.close()
    assert done.returncode == 0, done.stderr
    kept = sorted((tmp_path / "backups").iterdir())
    assert len(kept) == 2
    assert kept[0].name == "observatorio-20250103T000000Z.sqlite"
    assert stat.S_IMODE(kept[1].stat().st_mode) == 0o600
    copy = sqlite3.connect(kept[1])
    assert copy.execute("select word from said").fetchall() == [("still in the journal",)]
    copy.close()


@pytest.mark.parametrize("url", ["", "postgresql://"])
def test_a_backup_that_fails_says_so_and_leaves_the_older_ones_alone(tmp_path: Path, url: str) -> None:
    (tmp_path / "backups").mkdir()
    old = [tmp_path / "backups" / f"observatorio-2025010{day}T000000Z.dump" for day in (1, 2, 3)]
    for path in old:
        path.touch()
    done = backup(tmp_path, DATABASE_URL=url, PGHOST="127.0.0.1", PGPORT="1")
    assert done.returncode != 0
    assert done.stderr
    assert sorted((tmp_path / "backups").iterdir()) == old
