"""python -m tests.bench [--from FOLDER] [--parts compare,doors,browser,load]: how fast it is, in one run.

Four parts: the product beside a plain pandas script; the queries behind every page, with nothing kept; in a real
browser, where there is one, how soon the map answers a hand; and PostgreSQL beside SQLite at ten years of months (only
when asked for: ten minutes). Absolute figures depend on the machine and on what else it does, which is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path

from tests.bench import compare

PARTS = ("compare", "doors", "browser")


def restored(place: Path) -> str:
    """The address of a database with the product's own figures: the one of the environment, or a fresh one."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    from data.catalog import catalog
    from data.database import connect, restore, upgrade

    address = f"sqlite:///{place / 'bench.sqlite'}"
    engine = connect(address)
    upgrade(engine)
    restore(engine, catalog())
    engine.dispose()
    return address


def load() -> str:
    """How busy the machine was in the last minute."""
    return f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors"


def main() -> None:
    """Print the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, help="folder with the official files")
    parser.add_argument("--parts", default=",".join(PARTS), help="some of: compare,doors,browser,load")
    parser.add_argument("--only", choices=list(compare.PROGRAMS), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only:
        print(json.dumps(compare.PROGRAMS[chosen.only](chosen.folder)))
        return
    parts = [p for p in (*PARTS, "load") if p in chosen.parts.split(",")]
    if "compare" in parts:
        print(f"# Beside a plain pandas script ({load()})", flush=True)
        compare.show(chosen.folder)
    if {"doors", "browser"} & set(parts):
        with tempfile.TemporaryDirectory() as place:
            os.environ["DATABASE_URL"] = restored(Path(place))
            if "doors" in parts:
                from tests.bench import doors

                print(f"\n# The queries behind each page, with nothing kept ({load()})", flush=True)
                doors.show()
            if "browser" in parts:
                from tests.bench import hand

                print(f"\n# In a browser ({load()})", flush=True)
                hand.show()
    if "load" in parts:
        from tests.bench import load as at_size

        print(f"\n# Ten years of months over all of Mexico ({load()})", flush=True)
        at_size.show()


if __name__ == "__main__":
    main()
