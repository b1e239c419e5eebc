"""The house stays as it was designed: who may know whom, where things live, and that the tools are content."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PACKAGES = ("data", "geo", "etl", "dashboard", "pages")
ROOMS = {*PACKAGES, "tests", "streamlit_app.py", "pyproject.toml", "README.md", "CHANGELOG.md"}
# A migration is written by Alembic and never read as a whole.
WRITTEN = sorted(p for package in PACKAGES for p in (HOUSE / package).rglob("*.py") if p.parent.name != "versions")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=lambda c: c[0] + (" " + c[1] if len(c) > 1 else ""),
)
def test_the_tools_are_content(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run([str(program), *command[1:]], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_top_level_is_the_customers() -> None:
    found = {name.split("/")[0] for name in tracked()}
    assert {n for n in found if not n.startswith(".")} == ROOMS


def test_import_contracts_have_no_exceptions() -> None:
    contracts = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert contracts["contracts"] and not any("ignore_imports" in c for c in contracts["contracts"])


def test_no_page_lies_where_streamlit_would_run_it_without_the_router() -> None:
    # With a .py directly in pages/, a deep link as the first visit makes Streamlit run that file alone:
    # no router, no language, no guards.
    assert [p.name for p in (HOUSE / "pages").glob("*.py") if p.name != "__init__.py"] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_file_can_be_grasped_in_a_minute(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    most = 80 if "pages" in path.relative_to(HOUSE).parts[0] else 250
    assert len(text.splitlines()) <= most, f"{len(text.splitlines())} lines; split it by what it is for"
    tree = ast.parse(text)
    if tree.body:
        assert ast.get_docstring(tree), "a module says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 40, f"{node.name} has {lines} lines; 40 at most"


def test_only_four_rooms_and_the_component_know_streamlit() -> None:
    allowed = {"router.py", "controls.py"}
    knowing = {
        p.relative_to(HOUSE / "dashboard")
        for p in (HOUSE / "dashboard").rglob("*.py")
        if re.search(r"^\s*(import|from) streamlit", p.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {p for p in knowing if p.parts[0] not in ("component", "parts", "live")} <= {Path(n) for n in allowed}


def test_the_readme_names_every_package_and_both_commands() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    for package in PACKAGES:
        assert f"{package}/" in readme
    assert "streamlit run streamlit_app.py" in readme and "pytest" in readme


def test_nothing_tracked_speaks_of_a_machine() -> None:
    forbidden = re.compile(
        r"(?<!gob.mx)/work/|/root/|/home/\w|/usr/local/|127\.0\.0\.1:\d{2,5}/simple|pypi\.org|artifactory"
    )
    for name in tracked():
        path = HOUSE / name
        if (
            path.suffix in {".py", ".md", ".toml", ".yaml", ".txt", ".json", ".csv", ".js", ".css", ""}
            and path.is_file()
        ):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found = forbidden.search(text) if name != "tests/test_house.py" else None
            assert not found, f"{name} says {found.group()!r}" if found else ""


def test_the_lock_pins_everything_the_project_asks_for() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {"app": project["dependencies"], "test": project["optional-dependencies"]["test"]}
    for lock, wanted in names.items():
        pinned = (HOUSE / ".requirements" / f"{lock}.txt").read_text(encoding="utf-8").lower()
        for requirement in wanted:
            name = re.split(r"[\[><=~! ]", requirement.lower())[0]
            assert re.search(rf"^{re.escape(name)}(\[[a-z,]+\])?==", pinned, re.MULTILINE), (
                f"{name} is not in {lock}.txt"
            )
