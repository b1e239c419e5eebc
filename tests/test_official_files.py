"""The whole ETL on the offices' own files, where they are at hand: OBSERVATORIO_FILES names their folder.

The files are large and not ours to give away, so they are no part of the repository; `.ci/run` names the folder
where it finds one. What they gave is in data/snapshot/, and this test holds the two together.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from data.catalog import catalog
from data.database import connect, upgrade
from data.settings import settings
from etl import snapshot
from etl.load import public
from etl.pipeline import run
from etl.sources import modules
from tests.public import indicators

FILES = os.environ.get("OBSERVATORIO_FILES")


@pytest.mark.skipif(not FILES, reason="OBSERVATORIO_FILES names no folder with the offices' files")
@pytest.mark.timeout(900)
def test_every_source_is_published_and_gives_the_committed_snapshot(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'official.sqlite'}")
    upgrade(engine)
    done = run(engine, catalog(), Path(FILES or ""))
    assert {r.source: r.problems for r in done if r.outcome != "published"} == {}
    of_files = {name for name, module in modules().items() if module.SOURCE.files}
    assert {r.source for r in done} == {*of_files, "derived"}
    assert sum(r.indicators for r in done) == len(indicators())

    before = public(engine)
    again = run(engine, catalog(), Path(FILES or ""), ["sesnsp_crimes", "coneval_poverty", "ift_broadband"])
    assert {r.outcome for r in again} == {"unchanged"} and public(engine) == before

    snapshot.write(engine, tmp_path / "snapshot")
    engine.dispose()
    made = {p.name for p in (tmp_path / "snapshot").iterdir()}
    assert made == {p.name for p in settings().snapshot.iterdir()}
    for name in sorted(made - {"manifest.json"}):
        fresh, kept = pd.read_parquet(tmp_path / "snapshot" / name), pd.read_parquet(settings().snapshot / name)
        pd.testing.assert_frame_equal(fresh, kept, obj=f"{name}: run «python -m etl snapshot» and commit it")


def test_the_snapshot_is_small_and_says_where_each_release_comes_from() -> None:
    sizes = [p.stat().st_size for p in settings().snapshot.iterdir()]
    assert sum(sizes) <= 15_000_000
    releases = json.loads((settings().snapshot / "manifest.json").read_text(encoding="utf-8"))["releases"]
    for release in releases:
        assert release["url"].startswith("http") and len(release["sha256"]) == 64
