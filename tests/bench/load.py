"""PostgreSQL beside SQLite at size: ten years of a monthly source over all of Mexico, loaded and published.

The figures are CONSTRUCTED and live in temporary databases only. Each database works in a process of its own, one
after the other on the same machine, so that the ratio and the peak memory mean something.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from tests import postgres
from tests.bench.compare import peak, timed

SOURCE, MONTHS, COUNTS, RATES = "bench_monthly", 120, 8, 4
MAP, MONTHLY, AREA, MEMBERS = ("water_piped_pct", "2020"), "bench_rate_0", "14063", ("14063", "14066", "14047")
REPEATS = 15


def months(count: int = MONTHS) -> list[str]:
    """The newest `count` months that ended with 2025, ascending."""
    return [f"{2025 - n // 12}-{12 - n % 12:02d}" for n in reversed(range(count))]


def entries() -> tuple[Any, ...]:
    """Eight counts and four rates of the constructed source."""
    from tests.small import indicator

    counts = [indicator(f"bench_count_{n}", source=SOURCE, frequency="monthly") for n in range(COUNTS)]
    rate: dict[str, Any] = {
        "formula": {"share": ["A", "B"]}, "kind": "rate", "unit": "percent", "combine": "denominator",
        "range": (0, 100), "better": "higher", "decimals": 1, "source": SOURCE, "frequency": "monthly",
    }  # fmt: skip
    return (*counts, *(indicator(f"bench_rate_{n}", **rate) for n in range(RATES)))


def words() -> Any:
    """The product's catalogue and the constructed source beside it."""
    from data.catalog import Catalog, catalog

    real, added = catalog(), entries()
    source = real.sources["inegi_census_2020"].model_copy(update={"id": SOURCE})
    indicators = {**real.indicators, **{i.id: i for i in added}}
    return Catalog(real.vocabulary, indicators, {**real.sources, SOURCE: source}, real.zones)


def figures() -> pd.DataFrame:
    """The constructed observations, columns of the contract: every municipality, month and indicator; some missing."""
    from data.areas import areas
    from etl.contract import OBSERVATION

    known = areas()
    places = known.loc[(known["level"] == "municipality") & (known["valid_to"] == ""), "area"].sort_values().to_numpy()
    chance = np.random.default_rng(4)
    frames = []
    for entry in entries():
        cells = MONTHS * len(places)
        most = chance.lognormal(8, 2, cells).round() + 1
        some = (most * chance.random(cells)).round()
        frame = pd.DataFrame({"period": np.repeat(months(), len(places)), "area": np.tile(places, MONTHS)}, dtype="str")
        is_rate = entry.kind == "rate"
        frame["value"] = 100 * some / most if is_rate else some
        frame["numerator"], frame["denominator"] = (some, most) if is_rate else (np.nan, np.nan)
        absent = chance.random(cells) < 0.02
        frame.loc[absent, ["value", "numerator", "denominator"]] = np.nan
        frame["status"] = np.where(absent, "missing", "official")
        frames.append(frame.assign(indicator=entry.id, breakdown="total"))
    return pd.concat(frames, ignore_index=True)[OBSERVATION]


def questions(engine: sa.Engine) -> dict[str, float]:
    """Median milliseconds of the questions pages ask, of the census and of the constructed source where it is there."""
    from dashboard import queries
    from data.catalog import catalog

    headlines = [i.id for i in catalog().headlines.values()]
    asked: dict[str, Callable[[], Any]] = {
        "map": lambda: queries.values(engine, *MAP),
        "profile": lambda: queries.profile(engine, [AREA]),
        "series": lambda: queries.series(engine, "poverty_pct", MEMBERS),
        "headline": lambda: queries.headline(engine, headlines, MEMBERS),
        "periods": lambda: queries.periods(engine, MAP[0]),
    }
    if len(queries.periods(engine, MONTHLY)):
        asked |= {
            "monthly map": lambda: queries.values(engine, MONTHLY, months()[-1]),
            "monthly series": lambda: queries.series(engine, MONTHLY, MEMBERS),
            "monthly periods": lambda: queries.periods(engine, MONTHLY),
        }
    return {name: timed(work, REPEATS) for name, work in asked.items()}


def size(engine: sa.Engine) -> float:
    """Megabytes the database takes, its write-ahead file on SQLite included."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        return sum(p.stat().st_size for p in file.parent.glob(f"{file.name}*")) / 1e6
    with engine.connect() as connection:
        return connection.exec_driver_sql("select pg_database_size(current_database())").scalar_one() / 1e6


def measured(address: str) -> dict[str, dict[str, float]]:
    """Restore, then load and publish the constructed release twice over it; then ask again."""
    from data.database import analyze, connect, restore, upgrade
    from etl.load import Origin, load, publish

    engine, known = connect(address), words()
    upgrade(engine)
    found: dict[str, dict[str, float]] = {}
    start = time.perf_counter()
    rows = restore(engine, known)
    took = time.perf_counter() - start
    found["restore"] = {"rows": rows, "s": took, "rows/s": rows / took, "peak MB": peak(), "size MB": size(engine)}
    found["before, ms"] = questions(engine)
    frame = figures()
    base = peak()
    for turn in ("load", "load again"):
        origin = Origin(SOURCE, turn[-1] * 64, "constructed", datetime.now(UTC), "1", {})
        start = time.perf_counter()
        number = load(engine, known, origin, {"observation": frame})
        loaded = time.perf_counter() - start
        publish(engine, number, "bench")
        start = time.perf_counter()
        analyze(engine)
        found[turn] = {
            "rows": len(frame), "s": loaded, "rows/s": len(frame) / loaded, "analyze s": time.perf_counter() - start,
            "frame MB": base, "peak MB": peak(), "size MB": size(engine),
        }  # fmt: skip
    found["after, ms"] = questions(engine)
    engine.dispose()
    return found


def _apart(address: str) -> dict[str, dict[str, float]]:
    """`measured` in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.load", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def show() -> None:
    """Print both databases side by side with their ratio; a sentence where there is no PostgreSQL."""
    if postgres.binaries() is None:
        print(postgres.HOW)
        return
    with tempfile.TemporaryDirectory() as place:
        lite = _apart(f"sqlite:///{place}/bench.sqlite")
    with postgres.server() as address:
        post = _apart(address)
    print(f"{'':30}{'PostgreSQL':>14}{'SQLite':>14}{'ratio':>10}")
    for part, told in post.items():
        for name, figure in told.items():
            other = lite[part][name]
            print(f"{part + ': ' + name:30}{figure:>14,.1f}{other:>14,.1f}{figure / other:>9.2f}x", flush=True)


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
