"""A month of IMSS as large as the real ones goes through little memory."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug import Response

from etl.live.imss import DICTIONARY
from tests.services.day_imss import COLUMNS, dictionary, line
from tests.services.office import Office

SIZE = 350_000_000
LIMIT_MB = 300
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # IMSS's codes are a letter and two digits
TOWNS = 23  # a letter: with sectors, sizes and sexes, more than a hundred thousand combinations in all
HERE = Path(__file__).parents[2]
# Runs alone, so that what it needs is not mixed with what the tests need. VmHWM: the peak of this program only;
# ru_maxrss would begin with the peak of the one that started it.
RUN = """
import json, sys
from datetime import date
from pathlib import Path
from etl.http import Client
from etl.raw import Want
from etl.services import services
from etl.sources import imss_jobs
raw = imss_jobs.extract(Client(services(), Path(sys.argv[1])), Want(since="2025-08", today=date(2025, 9, 10)))
values = imss_jobs.parse(raw).values.set_index("area")
peak = next(l for l in open("/proc/self/status") if l.startswith("VmHWM"))
print(json.dumps({"mb": int(peak.split()[1]) / 1024, "jobs": values.at["00", "ta"], "towns": len(values)}))
"""


def block() -> tuple[bytes, int]:
    """Some 9 MB of records with @ for the letter of their codes, and the jobs in them."""
    chance = random.Random(4)
    lines, jobs = [], 0
    for n in range(100_000):
        permanent = chance.randint(1, 30)
        jobs += permanent + 2
        town, sector, size = f"@{n * TOWNS // 100_000:02d}", chance.choice("013456789"), f"S{chance.randint(1, 7)}"
        lines.append(line((14, town, sector, size, chance.choice("12"), 2, permanent, 365.07, 0)))
    return ("\r\n".join(lines) + "\r\n").encode(), jobs


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a program is read from /proc (Linux)")
def test_a_month_of_350_mb_is_taken_and_added_up_in_less_than_300_mb(office: Office, tmp_path: Path) -> None:
    rows, jobs = block()
    times = SIZE // len(rows) + 1
    header = (COLUMNS + "\r\n").encode("latin-1")

    def pieces() -> Iterator[bytes]:
        yield header
        for letter in LETTERS[:times]:
            whole = rows.replace(b"|@", f"|{letter}".encode())
            yield from (whole[at : at + (1 << 20)] for at in range(0, len(whole), 1 << 20))

    length = len(header) + times * len(rows)
    codes = [f"{letter}{n:02d}" for letter in LETTERS[:times] for n in range(TOWNS)]
    office.answers("imss", f"/{DICTIONARY}", dictionary([(14, "Jalisco", code, "Ocotlán") for code in codes]))
    office.answers("imss", "/asg-2025-08-31.csv",
                   lambda _: Response(pieces(), headers={"Content-Length": str(length), "ETag": '"1"'}))  # fmt: skip
    moved = tmp_path / "services.yaml"
    moved.write_text(f"- {{id: imss, base: '{office.server.url_for('/imss')}', pace: 0}}\n")
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "raw")], cwd=HERE, capture_output=True, text=True, check=False,
        env={**os.environ, "OBSERVATORIO_SERVICES": str(moved)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert length > SIZE and told["jobs"] == jobs * times and told["towns"] == 3
    assert told["mb"] < LIMIT_MB, f"{told['mb']:.0f} MB"
    left = sum(p.stat().st_size for p in (tmp_path / "raw").rglob("*") if p.is_file())
    assert left < 3_000_000, f"the body of the month is still there: {left:,} bytes"
