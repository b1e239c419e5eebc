"""The product beside a plain pandas script: seconds, milliseconds and megabytes.

Both programs run in one go on the same machine, each in a process of its own, so that the ratios mean something
where the absolute figures do not. With a folder of official files it also times the ETL of the census.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

SNAPSHOT = Path("data/snapshot")
INDICATOR, PERIOD, AREA, TREND = "water_piped_pct", "2020", "14063", "poverty_pct"
MEMBERS = ("14063", "14066", "14047")
REPEATS = 15
CENSUS = "census/iter_2020_municipios.csv"


def timed(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Median milliseconds of `work`, after one unmeasured call."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def peak() -> float:
    """Peak memory of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(folder: Path | None) -> dict[str, float]:
    """The product: restore, five queries, and the ETL of the census when its files are there."""
    from dashboard import queries
    from dashboard.measures import zone_total
    from data.catalog import catalog
    from data.database import connect, restore, upgrade
    from etl.pipeline import run

    words = catalog()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "bench.sqlite"
        engine = connect(f"sqlite:///{path}")
        upgrade(engine)
        start = time.perf_counter()
        rows = restore(engine, words)
        found = {"restore s": time.perf_counter() - start, "rows": float(rows), "restore MB": peak()}
        found["size MB"] = path.stat().st_size / 1e6
        entry, zone = words.indicators[INDICATOR], words.zones["jalisco"]
        headlines = [i.id for i in words.headlines.values()]

        def total() -> Any:
            return zone_total(entry, queries.values(engine, INDICATOR, PERIOD), zone, PERIOD)

        found["map ms"] = timed(lambda: queries.values(engine, INDICATOR, PERIOD))
        found["profile ms"] = timed(lambda: queries.profile(engine, [AREA]))
        found["series ms"] = timed(lambda: queries.series(engine, TREND, MEMBERS))
        found["zone ms"] = timed(total)
        found["headline ms"] = timed(lambda: queries.headline(engine, headlines, MEMBERS))
        if folder is not None:
            other = connect(f"sqlite:///{Path(place) / 'etl.sqlite'}")
            upgrade(other)
            start = time.perf_counter()
            done = run(other, words, folder, ["inegi_census_2020"])[0]
            found["etl rows/s"] = done.rows / (time.perf_counter() - start)
    return found | {"peak MB": peak()}


def plain(folder: Path | None) -> dict[str, float]:
    """The same questions to one big frame in memory, as a short script would ask them."""
    start = time.perf_counter()
    frames = [pd.read_parquet(p) for p in sorted(SNAPSHOT.glob("*.observation.parquet"))]
    facts = pd.concat([f.astype(dict.fromkeys(f.select_dtypes("category"), "str")) for f in frames], ignore_index=True)
    found = {"restore s": time.perf_counter() - start, "rows": float(len(facts)), "restore MB": peak()}
    found["size MB"] = facts.memory_usage(deep=True).sum() / 1e6

    def one(indicator: str) -> pd.DataFrame:
        return facts[(facts["indicator"] == indicator) & (facts["breakdown"] == "total")]

    def a_map() -> pd.DataFrame:
        frame = one(INDICATOR)
        frame = frame[frame["period"] == PERIOD]
        return frame.assign(rank=frame["value"].rank(ascending=False))

    def zone() -> float:
        frame = a_map()
        frame = frame[frame["area"].str.startswith("14") & (frame["area"].str.len() == 5)]
        return float(100 * frame["numerator"].sum() / frame["denominator"].sum())

    def profile() -> pd.DataFrame:
        mine = facts[(facts["area"] == AREA) & (facts["breakdown"] == "total")]
        return mine.sort_values("period").groupby("indicator").tail(1)

    def headline() -> pd.DataFrame:
        chosen = facts[facts["area"].isin([*MEMBERS, "14", "00"]) & (facts["breakdown"] == "total")]
        return chosen.sort_values("period").groupby(["indicator", "area"]).tail(1)

    found["map ms"] = timed(a_map)
    found["profile ms"] = timed(profile)
    found["series ms"] = timed(lambda: one(TREND)[lambda f: f["area"].isin(MEMBERS)])
    found["zone ms"] = timed(zone)
    found["headline ms"] = timed(headline)
    if folder is not None:
        found["etl rows/s"] = plain_etl(folder)
    return found | {"peak MB": peak()}


def plain_etl(folder: Path) -> float:
    """Rows a second of a script that reads the census, divides, and lets pandas write the table."""
    import sqlalchemy as sa

    from data.catalog import catalog

    pairs = [i.formula.share for i in catalog().of_source("inegi_census_2020") if i.formula.share]
    start = time.perf_counter()
    census = pd.read_csv(folder / CENSUS, dtype={"ENTIDAD": str, "MUN": str}, na_values="*")
    census["area"] = census["ENTIDAD"] + census["MUN"]
    shares = [p for p in pairs if all(x in census for x in p)]
    frames = [
        pd.DataFrame({"indicator": f"{a}/{b}", "area": census["area"], "value": 100 * census[a] / census[b]})
        for a, b in shares
    ]
    facts = pd.concat(frames)
    with tempfile.TemporaryDirectory() as place:
        engine = sa.create_engine(f"sqlite:///{place}/plain.sqlite")
        facts.to_sql("observation", engine, index=False)
        engine.dispose()
    return len(facts) / (time.perf_counter() - start)


def measure(program: str, folder: Path | None) -> dict[str, float]:
    """Run one of the two programs in a fresh process."""
    command = [sys.executable, "-m", "tests.bench", "--only", program]
    done = subprocess.run(
        [*command, *(["--from", str(folder)] if folder else [])], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def show(folder: Path | None) -> None:
    """Print the two programs side by side with their ratio."""
    left, right = measure("ours", folder), measure("plain", folder)
    print(f"{'':14}{'observatory':>14}{'plain pandas':>14}{'ratio':>10}")
    for name in left:
        ratio = left[name] / right[name] if right.get(name) else float("nan")
        print(f"{name:14}{left[name]:>14,.2f}{right[name]:>14,.2f}{ratio:>9.2f}x")


PROGRAMS: dict[str, Callable[[Path | None], dict[str, float]]] = {"ours": ours, "plain": plain}
