"""An indicator is one YAML entry: written, read by its source's next run, and on the map page. No code is touched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import data.catalog
from dashboard.addresses import page_file
from data.catalog import ROOM, catalog, load
from data.database import connect, upgrade
from data.settings import settings
from etl.pipeline import run
from tests.sources.examples import FOLDER, relaxed

ENTRY = """
- id: refrigerator_pct
  title: {es: Viviendas con refrigerador, en: Dwellings with a refrigerator}
  definition: {es: Viviendas que tienen refrigerador., en: Dwellings that have a refrigerator.}
  processing: {es: Se divide VPH_REFRI entre VIVPARH_CV., en: VPH_REFRI is divided by VIVPARH_CV.}
  source: inegi_census_2020
  formula: {share: [VPH_REFRI, VIVPARH_CV]}
  kind: rate
  unit: percent
  decimals: 1
  frequency: decennial
  better: higher
  combine: denominator
  range: [0, 100]
  status: official
  caveat: {es: No dice si funciona., en: It does not say whether it works.}
"""


@pytest.fixture
def with_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product's catalogue with one more entry at the end of a topic's file, and an empty database."""
    room = tmp_path / "data"
    for name in ("indicators", "sources"):
        shutil.copytree(ROOM / name, room / name)
    for name in ("vocabulary.yaml", "zones.yaml", "similarity.yaml", "bands.yaml"):
        shutil.copy(ROOM / name, room / name)
    with (room / "indicators" / "housing.yaml").open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    monkeypatch.setattr(data.catalog, "load", lambda: load(room))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite'}")
    catalog.cache_clear()
    settings.cache_clear()
    yield
    monkeypatch.undo()
    catalog.cache_clear()
    settings.cache_clear()


def test_a_new_entry_is_on_the_map_page_after_its_source_has_run(with_entry: None, tmp_path: Path) -> None:
    files = tmp_path / "files" / "census"
    shutil.copytree(FOLDER / "inegi_census_2020", files)
    engine = connect()
    upgrade(engine)
    with relaxed():
        done = run(engine, catalog(), files.parent, ["inegi_census_2020"])
    engine.dispose()
    assert (done[0].source, done[0].outcome, done[0].problems) == ("inegi_census_2020", "published", ())

    app = AppTest.from_file(page_file("map"), default_timeout=60)
    app.query_params["indicator"] = "refrigerator_pct"
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    assert app.title[0].value == "Viviendas con refrigerador"
    sent = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    drawn = next(s["spec"] for s in sent if "spec" in s)
    assert set(drawn["ids"]) == {"14063", "14066", "14047"}
    # Ocotlán's dwellings with a refrigerator as the census prints them: 27,567 of 29,021
    assert dict(zip(drawn["ids"], drawn["printed"], strict=True))["14063"] == "95.0 %"
