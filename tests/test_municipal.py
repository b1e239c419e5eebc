"""What municipalities report, from the form to the reader, on both databases; every figure here is made up."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard import editions, offices, queries
from dashboard.measures import zone_total
from dashboard.origins import Origin, described
from data.catalog import ROOM, catalog, load
from data.database import connect, restore, upgrade
from data.settings import settings
from etl import snapshot
from etl.attempt import Manner
from etl.load import withdraw
from etl.municipal.arrival import Arrival, bring
from etl.municipal.form import Reporter
from tests.forms import GOOD, text

OCOTLAN, PONCITLAN, JAMAY = "14063", "14066", "14047"
WASTE = "waste_collected_t"
CATALOG = catalog()


@pytest.fixture(autouse=True)
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the files that arrive."""
    monkeypatch.setenv("OBSERVATORIO_RAW", str(tmp_path / "raw"))
    settings.cache_clear()
    yield tmp_path / "raw"
    settings.cache_clear()


def report(
    engine: sa.Engine, area: str, *rows: str, today: date = date(2026, 11, 22), dry: bool = False, accept: str = ""
) -> Arrival:
    """Bring in rows written `indicator period value status note`; the source is «Padrón de AREA»."""
    cells = [dict(zip(("indicator", "period", "value", "status", "note"), row.split(), strict=False)) for row in rows]
    filled = [{**GOOD, "area": area, "source": f"Padrón de {area}", **row} for row in cells]
    for row in filled:
        row["value"] = "" if row["value"] == "-" else row["value"]
        row["status"] = {"final": "definitiva", "soon": "provisional", "none": "sin dato"}[row["status"]]
    return bring(engine, CATALOG, Reporter.of(CATALOG, area), text(filled), Manner("a clerk", dry, accept), today)


def public(engine: sa.Engine, indicator: str, period: str) -> dict[str, float | None]:
    frame = queries.values(engine, indicator, period)
    return {a: None if math.isnan(v) else v for a, v in zip(frame["area"], frame["value"], strict=True)}


def test_two_municipalities_report_one_indicator_without_touching_each_other(engine: sa.Engine) -> None:
    first = report(engine, OCOTLAN, f"{WASTE} 2026-09 100 final", f"{WASTE} 2026-10 110 final")
    second = report(engine, PONCITLAN, f"{WASTE} 2026-09 40.5 soon")
    assert (first.run.outcome, second.run.outcome) == ("published", "published")
    assert public(engine, WASTE, "2026-09") == {OCOTLAN: 100, PONCITLAN: 40.5}
    assert queries.periods(engine, WASTE) == ["2026-09", "2026-10"]
    statuses = queries.values(engine, WASTE, "2026-09").set_index("area")["status"]
    assert statuses.to_dict() == {OCOTLAN: "municipal", PONCITLAN: "preliminary"}, "provisional figures are marked"
    assert second.run.release_id is not None
    withdraw(engine, second.run.release_id, "the scale was broken")
    assert public(engine, WASTE, "2026-09") == {OCOTLAN: 100}, "one withdrawal leaves the other's figures"
    assert queries.provenance(engine, WASTE).parts[0].source["area"] == OCOTLAN  # type: ignore[union-attr]


def test_the_newest_period_is_one_for_all_who_report(engine: sa.Engine) -> None:
    report(engine, OCOTLAN, f"{WASTE} 2026-09 100 final")
    report(engine, PONCITLAN, f"{WASTE} 2026-09 40 final", f"{WASTE} 2026-10 41 final")
    profile = queries.profile(engine, [OCOTLAN, PONCITLAN], [WASTE])
    assert profile[["area", "period", "value"]].to_numpy().tolist() == [[PONCITLAN, "2026-10", 41.0]]
    assert editions.newest_periods(engine) == {WASTE: "2026-10"}
    assert profile["rank_state"].isna().all(), "first of one is no place"


def test_a_rate_of_the_zone_is_the_sum_of_parts_of_all_its_members(engine: sa.Engine) -> None:
    for area, lamps, lit in ((OCOTLAN, 1000, 900), (PONCITLAN, 200, 50)):
        report(engine, area, f"street_lamps 2025 {lamps} final", f"street_lamps_working 2025 {lit} soon")
    rate = CATALOG.indicators["street_lamps_working_pct"]
    values = queries.values(engine, rate.id, "2025")
    assert values.set_index("area")["value"].to_dict() == {OCOTLAN: 90.0, PONCITLAN: 25.0}
    assert set(values["status"]) == {"preliminary"}, "a rate of a provisional part is provisional"
    zone = CATALOG.default_zone
    assert zone_total(rate, values, zone, "2025").value is None, "a member that has not reported is missing"
    report(engine, JAMAY, "street_lamps 2025 300 final", "street_lamps_working 2025 300 final")
    total = zone_total(rate, queries.values(engine, rate.id, "2025"), zone, "2025")
    assert (total.numerator, total.denominator) == (1250, 1500)
    assert total.value == pytest.approx(100 * 1250 / 1500)


def test_a_file_with_only_the_new_month_keeps_what_was_reported_before(engine: sa.Engine) -> None:
    report(engine, OCOTLAN, f"{WASTE} 2026-08 90 final", "municipal_police 2025 60 soon", today=date(2026, 9, 3))
    again = report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final", "municipal_police 2025 61 final")
    assert (again.run.outcome, again.carried) == ("published", 1)
    assert public(engine, WASTE, "2026-08") == {OCOTLAN: 90}
    assert public(engine, "municipal_police", "2025") == {OCOTLAN: 61}
    origin = queries.provenance(engine, WASTE)
    assert origin is not None
    told = {n.period: (n.received_on, n.cited) for n in origin.parts[0].footnotes}
    cited = "Padrón de 14063"
    assert told == {"2026-08": ("2026-09-03", cited), "2026-09": ("2026-11-22", cited)}, "each keeps its own day"


def test_the_same_file_and_the_same_figures_make_no_release(engine: sa.Engine) -> None:
    first = report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final", f"{WASTE} 2026-10 96 final")
    for rows in ([f"{WASTE} 2026-09 95 final", f"{WASTE} 2026-10 96 final"], [f"{WASTE} 2026-10 96 final"]):
        again = report(engine, OCOTLAN, *rows, today=date(2026, 12, 1))
        assert (again.run.outcome, again.run.release_id) == ("unchanged", first.run.release_id)


def test_a_final_figure_is_taken_back_with_a_reason_somebody_answers_for(engine: sa.Engine) -> None:
    report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final", f"{WASTE} 2026-10 96 final")
    back = [f"{WASTE} 2026-09 - none báscula"]
    assert report(engine, OCOTLAN, *back).run.outcome == "loaded"
    assert public(engine, WASTE, "2026-09") == {OCOTLAN: 95}, "until then the public figure stays"
    assert report(engine, OCOTLAN, *back, accept="the office asked").run.outcome == "published"
    assert public(engine, WASTE, "2026-09") == {OCOTLAN: None}
    assert public(engine, WASTE, "2026-10") == {OCOTLAN: 96}
    origin = queries.provenance(engine, WASTE)
    assert origin is not None
    assert [n.note for n in origin.parts[0].footnotes if n.period == "2026-09"] == ["báscula"]


def test_nothing_is_loaded_unless_every_row_is_good(engine: sa.Engine, raw: Path) -> None:
    bad = report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final", f"{WASTE} 2026-10 9,5 final")
    assert bad.run.outcome == "refused"
    assert "Fila 3, columna valor" in bad.reading.problems[0]
    assert queries.periods(engine, WASTE) == []
    assert not raw.exists()
    with engine.connect() as connection:
        kept = connection.execute(sa.text("select outcome, problems from run")).one()
    assert kept.outcome == "refused"
    assert "Fila 3" in str(kept.problems)


def test_a_part_larger_than_its_whole_is_refused_even_against_an_earlier_report(engine: sa.Engine) -> None:
    report(engine, OCOTLAN, "street_lamps 2025 100 final")
    found = report(engine, OCOTLAN, "street_lamps_working 2025 101 final").reading.problems
    assert found == [
        "Periodo 2025 (fila 2): «Luminarias en funcionamiento» (101) no puede ser más que «Luminarias del alumbrado "
        "público» (100); revise las dos cifras."
    ]


def test_a_dry_run_writes_nothing(engine: sa.Engine, raw: Path) -> None:
    assert report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final", dry=True).run.outcome == "dry run"
    assert not raw.exists()
    with engine.connect() as connection:
        assert [connection.execute(sa.text(f"select count(*) from {t}")).scalar() for t in ("release", "run")] == [0, 0]


def test_the_bytes_are_kept_as_they_came(engine: sa.Engine, raw: Path) -> None:
    report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final")
    origin = queries.provenance(engine, WASTE)
    assert origin is not None
    (kept,) = (raw / "municipal_14063").iterdir()
    assert kept.name == f"{origin.parts[0].sha256}.csv"
    assert kept.read_bytes().startswith(b"\xef\xbb\xbfindicador,")


def test_the_reader_is_told_who_reported_what_and_from_which_record(engine: sa.Engine) -> None:
    report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final pesado", today=date(2026, 10, 5))
    report(engine, PONCITLAN, f"{WASTE} 2026-09 40 soon")
    origin = queries.provenance(engine, WASTE)
    assert origin is not None
    assert [p.source["publisher"]["es"] for p in origin.parts] == [
        "Ayuntamiento de Ocotlán",
        "Ayuntamiento de Poncitlán",
    ]
    assert origin.source["id"] == "municipal"
    assert offices.reported(origin, "2026-09", "es") == (
        "Ayuntamiento de Ocotlán, recibido el 5 de octubre de 2026: Padrón de 14063 — pesado. "
        "Ayuntamiento de Poncitlán, recibido el 22 de noviembre de 2026: Padrón de 14066."
    )
    told = " ".join(described([Origin.of(CATALOG.indicators[WASTE], origin)], "es").values())
    assert "Cifras del Ayuntamiento de Ocotlán" in told
    assert "Cifras del Ayuntamiento de Poncitlán" in told
    found = editions.editions(engine)
    assert found["municipal"].figures == found["municipal_14063"].figures + found["municipal_14066"].figures == 2


def test_the_snapshot_carries_the_reports_with_what_was_said(engine: sa.Engine, tmp_path: Path) -> None:
    report(engine, OCOTLAN, f"{WASTE} 2026-09 95 final pesado", "street_lamps 2025 100 final")
    report(engine, PONCITLAN, f"{WASTE} 2026-09 40 soon")
    snapshot.write(engine, tmp_path / "snapshot")
    fresh = connect(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    upgrade(fresh)
    assert restore(fresh, CATALOG, tmp_path / "snapshot") > 0
    assert public(fresh, WASTE, "2026-09") == {OCOTLAN: 95, PONCITLAN: 40}
    before, after = (queries.provenance(e, WASTE) for e in (engine, fresh))
    assert before is not None
    assert after is not None
    assert [p.footnotes for p in before.parts] == [p.footnotes for p in after.parts]
    more = report(fresh, OCOTLAN, f"{WASTE} 2026-10 96 final")
    assert (more.run.outcome, more.carried) == ("published", 2), "a restored report is carried forward too"
    fresh.dispose()


def test_another_metropolis_adopts_it_by_its_zones_alone(tmp_path: Path) -> None:
    shutil.copytree(ROOM, tmp_path / "data", ignore=shutil.ignore_patterns("snapshot", "store", "raw", "*.py"))
    zones = tmp_path / "data" / "zones.yaml"
    zones.write_text(zones.read_text(encoding="utf-8").replace('["14063", "14066", "14047"]', '["01001"]', 1), "utf-8")
    found = load(tmp_path / "data")
    assert [s.id for s in found.sources.values() if s.family == "municipal"] == ["municipal_01001"]
    assert found.sources["municipal_01001"].publisher.es == "Ayuntamiento de Aguascalientes"
    assert Reporter.of(found, "01001").reported == Reporter.of(CATALOG, OCOTLAN).reported
