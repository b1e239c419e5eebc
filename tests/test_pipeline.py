"""One source from bytes to the public, and what happens when it cannot get there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import sqlalchemy as sa

import etl.pipeline
from data.catalog import Catalog
from data.database import restore
from data.schema import run as run_table
from etl import snapshot
from etl.attempt import Manner
from etl.contract import Parsed
from etl.load import public, withdraw
from etl.pipeline import UnknownSource, refresh_derived, run
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv
from tests.small import small_catalog

HEADER = "clave,PEOPLE,INSURED\n"
GOOD = HEADER + "14063,100,40\n14066,50,10\n14047,20,*\n"
SOURCE = SourceModule("small", files=(File("small.csv", rows=(3, 3)),))


def parse(raw: Raw) -> Parsed:
    frame = read_csv(SOURCE, raw, "small.csv", columns=["clave", "PEOPLE", "INSURED"])
    frame["area"] = keys(SOURCE, frame, frame["clave"])
    values, marks = numbers(SOURCE, frame.assign(period="2020"), ["PEOPLE", "INSURED"])
    return Parsed(values.drop(columns="clave"), marks)


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> Catalog:
    monkeypatch.setattr(etl.pipeline, "modules", lambda: {"small": SimpleNamespace(SOURCE=SOURCE, parse=parse)})
    return small_catalog()


def attempt(engine: sa.Engine, catalog: Catalog, folder: Path, content: str | bytes) -> dict[str, etl.pipeline.Run]:
    (folder / "small.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return {r.source: r for r in run(engine, catalog, folder, manner=Manner(accept="the office corrected it"))}


def figure(engine: sa.Engine, indicator: str, area: str) -> tuple[float | None, str] | None:
    query = sa.text(
        "select o.value, o.status from observation o join published p on p.release_id = o.release_id"
        " join indicator i on i.indicator_key = o.indicator_key where i.indicator = :i and o.area = :a"
    )
    with engine.connect() as connection:
        row = connection.execute(query, {"i": indicator, "a": area}).one_or_none()
    return None if row is None else (row.value, row.status)


def test_a_good_file_is_published_and_the_derived_figures_follow(
    engine: sa.Engine, catalog: Catalog, tmp_path: Path
) -> None:
    done = attempt(engine, catalog, tmp_path, GOOD)
    assert (done["small"].outcome, done["small"].rows, done["small"].municipalities) == ("published", 9, 3)
    assert done["derived"].outcome == "published"
    assert figure(engine, "rate", "14063") == (40.0, "official")
    assert figure(engine, "joined", "14063") == (400.0, "derived")
    assert figure(engine, "joined", "14047") == (None, "suppressed")


def test_running_twice_makes_no_new_release(engine: sa.Engine, catalog: Catalog, tmp_path: Path) -> None:
    attempt(engine, catalog, tmp_path, GOOD)
    before = public(engine)
    done = attempt(engine, catalog, tmp_path, GOOD)
    assert {r.outcome for r in done.values()} == {"unchanged"}
    assert public(engine) == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GOOD[:-4], "row 4: a record is cut or has extra cells (expected 3 cells; got 2)"),
        (HEADER + "14063,100,40\n14066,50,10\n", "cut short or another edition (expected 3 records; got 2)"),
        (GOOD.encode("utf-16"), "the bytes are not in the expected encoding (expected utf-8-sig; got byte 0xff)"),
        (GOOD.replace("PEOPLE", "GENTE"), "column PEOPLE: a column is missing or was renamed (expected PEOPLE"),
        (GOOD.replace("clave,PEOPLE,INSURED", "clave,PEOPLE"), "column INSURED: a column is missing"),
        (GOOD.replace("14066", "14063"), "the key is given twice"),
        (GOOD.replace("100,40", "100,400"), "row 2, column INSURED+PEOPLE: the figure is impossible"),
        (GOOD.replace("14066", "14966"), "row 3: the municipality is unknown"),
        (GOOD.replace("50,10", "cincuenta,10"), "row 3, column PEOPLE: a cell is no number"),
        ("", "column clave: a column is missing"),
    ],
)
def test_a_damaged_file_says_where_and_leaves_what_was_published(
    engine: sa.Engine, catalog: Catalog, tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    attempt(engine, catalog, tmp_path, GOOD)
    before = public(engine)
    done = attempt(engine, catalog, tmp_path, content)
    assert done["small"].outcome == "refused"
    assert any(sentence in p for p in done["small"].problems), done["small"].problems
    assert all("small.csv" in p for p in done["small"].problems)
    assert public(engine) == before and figure(engine, "rate", "14063") == (40.0, "official")
    with engine.connect() as connection:
        outcomes = connection.execute(sa.select(run_table.c.outcome).where(run_table.c.source == "small")).scalars()
        assert list(outcomes) == ["published", "refused"]


def test_a_file_that_is_not_there_fails_alone_with_a_sentence(
    engine: sa.Engine, catalog: Catalog, tmp_path: Path
) -> None:
    done = {r.source: r for r in run(engine, catalog, tmp_path)}
    assert done["small"].outcome == "failed"
    assert "small.csv is not in the folder" in done["small"].problems[0]


def test_an_unknown_source_is_refused_with_those_there_are(engine: sa.Engine, catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match="no source chocolate; there are: small"):
        run(engine, catalog, tmp_path, ["chocolate"])


def test_a_new_entry_is_computed_from_the_same_bytes(engine: sa.Engine, catalog: Catalog, tmp_path: Path) -> None:
    fewer = small_catalog(*[i for i in catalog.indicators.values() if i.id in ("people", "insured")])
    attempt(engine, fewer, tmp_path, GOOD)
    assert figure(engine, "rate", "14063") is None
    assert attempt(engine, catalog, tmp_path, GOOD)["small"].outcome == "published"
    assert figure(engine, "rate", "14063") == (40.0, "official")


def test_after_a_withdrawal_the_derived_figures_follow(engine: sa.Engine, catalog: Catalog, tmp_path: Path) -> None:
    attempt(engine, catalog, tmp_path, GOOD)
    attempt(engine, catalog, tmp_path, GOOD.replace("100,40", "100,80"))
    assert figure(engine, "joined", "14063") == (800.0, "derived")
    withdraw(engine, public(engine)["small"], "the office took it back")
    refresh_derived(engine, catalog, "a person")
    assert figure(engine, "joined", "14063") == (400.0, "derived")


def test_derived_figures_do_not_outlive_those_they_were_made_of(
    engine: sa.Engine, catalog: Catalog, tmp_path: Path
) -> None:
    attempt(engine, catalog, tmp_path, GOOD)
    attempt(engine, catalog, tmp_path, GOOD.replace("100,40", "100,80"))
    for _ in range(2):
        withdraw(engine, public(engine)["small"], "the office took it back")
        refresh_derived(engine, catalog, "a person")
    assert public(engine) == {}
    assert figure(engine, "joined", "14063") is None


def test_a_partial_year_never_becomes_a_yearly_rate(
    engine: sa.Engine, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_partial(raw: Raw) -> Parsed:
        whole = parse(raw)
        partial = whole.values.assign(period="2021", status="partial")
        return Parsed(pd.concat([whole.values.assign(status=None), partial], ignore_index=True), whole.marks)

    monkeypatch.setattr(etl.pipeline, "modules", lambda: {"small": SimpleNamespace(SOURCE=SOURCE, parse=with_partial)})
    attempt(engine, catalog, tmp_path, GOOD)
    with engine.connect() as connection:
        query = sa.text(
            "select distinct period from observation o join indicator i on i.indicator_key = o.indicator_key"
            " where i.indicator = 'joined'"
        )
        assert connection.execute(query).scalars().all() == ["2020"]


def test_a_restored_snapshot_answers_as_the_database_it_was_written_from(
    engine: sa.Engine, catalog: Catalog, tmp_path: Path, sqlite_template: Path
) -> None:
    attempt(engine, catalog, tmp_path, GOOD)
    folder = tmp_path / "snapshot"
    sizes = snapshot.write(engine, folder)
    again = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert snapshot.write(engine, folder) == sizes
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == again, "writing twice gives the same bytes"
    (tmp_path / "other.sqlite").write_bytes(sqlite_template.read_bytes())
    other = sa.create_engine(f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert restore(other, catalog, folder) == 12
    assert restore(other, catalog, folder) == 0, "a database with figures is left alone"
    for indicator in catalog.indicators:
        for area in ("14063", "14066", "14047"):
            assert figure(other, indicator, area) == figure(engine, indicator, area)
    other.dispose()
