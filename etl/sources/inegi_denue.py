"""INEGI, DENUE: establishments by municipality, sector of activity and size, one edition a period.

The state's ZIP first, whose metadata name the edition; its figures are official. The API (Cuantificar) stands in only
for a state whose ZIP never came here: it does not say which edition it counts, so its figures carry the month they
were asked in and are marked preliminary, and no series goes from one to the other. A sector or size that a
municipality of a complete file does not have is a true zero; a municipality that is wholly absent has no figure,
because a file older than the municipality looks the same as one without establishments.
"""

from __future__ import annotations

import csv
import io
import logging
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data.areas import municipalities_of
from etl import reading
from etl.content import NotAsExpected
from etl.contract import Parsed
from etl.http import Client, NoToken, NotReached
from etl.live import denue
from etl.raw import File, Raw, SourceModule, Stored, Want
from etl.reading import fault, keys, text_of
from etl.records import once, one_of, refuse, whole

log = logging.getLogger(__name__)

# Establishments of each state as counted by a third party on 2026-05-03: how a state's file is told from half of it.
CONTROL = {
    "01": 71_270, "02": 138_605, "03": 41_862, "04": 47_408, "05": 126_048, "06": 41_756, "07": 249_308,
    "08": 141_420, "09": 460_762, "10": 74_728, "11": 294_350, "12": 185_017, "13": 159_576, "14": 399_103,
    "15": 816_716, "16": 285_392, "17": 112_497, "18": 73_032, "19": 207_782, "20": 279_836, "21": 408_084,
    "22": 107_843, "23": 68_846, "24": 126_958, "25": 136_551, "26": 127_297, "27": 94_456, "28": 148_560,
    "29": 98_711, "30": 354_715, "31": 144_576, "32": 74_616,
}  # fmt: skip
SOURCE = SourceModule(
    "inegi_denue",
    remote=(
        *(File(f"denue/denue_{s}.csv", rows=(round(n * 0.7), round(n * 1.5))) for s, n in CONTROL.items()),
        File("denue/cuantificar_*.json", rows=(0, 60_000)),
    ),
    service=denue.API,
    newest_only=True,
)
# Two digits of SCIAN → sector: manufacturing and transport are more than one.
SECTORS = {
    "11": "11", "21": "21", "22": "22", "23": "23", "31": "31", "32": "31", "33": "31", "43": "43", "46": "46",
    "48": "48", "49": "48", "51": "51", "52": "52", "53": "53", "54": "54", "55": "55", "56": "56", "61": "61",
    "62": "62", "71": "71", "72": "72", "81": "81", "93": "93",
}  # fmt: skip
SIZES = {
    "0 a 5 personas": "1", "6 a 10 personas": "2", "11 a 30 personas": "3", "31 a 50 personas": "4",
    "51 a 100 personas": "5", "101 a 250 personas": "6", "251 y más personas": "7",
}  # fmt: skip
TOTAL = "establecimientos"
VARIABLES = [TOTAL, *(f"sector_{s}" for s in sorted(set(SECTORS.values()))), *(f"tamano_{n}" for n in SIZES.values())]
AT_ONCE = 10  # municipalities in one question: the answer has a row for every level of activity
_ASKED = re.compile(r"cuantificar_(?P<period>\d{4}-\d{2})_(?P<state>\d{2})_(?P<size>\d)_\d+\.json$")


def extract(client: Client, want: Want) -> Raw:
    """Every wanted state's counts: `denue/denue_14.csv` of its ZIP, or `denue/cuantificar_2026-11_14_0_01.json`…"""
    files: dict[str, Path] = {}
    moments: list[datetime] = []
    for state in want.states:
        try:
            files[f"denue/denue_{state}.csv"] = table = denue.table(client, state)
            moments.append(denue.moment(table))
        except (NotReached, NotAsExpected) as error:
            if denue.kept_table(client, state):
                raise  # the ZIP's figures stay; a count of another kind must not follow them
            log.warning("the ZIP of state %s cannot be had, DENUE's API is asked: %s", state, error)
            _count(client, state, f"{want.today:%Y-%m}", files, moments, error)
    url = client.services[denue.BULK].base + client.services[denue.API].views["bulk"].rpartition("/")[0]
    return Raw(Stored(files), url=url, retrieved_at=max(moments, default=datetime.now(UTC)))


def _count(
    client: Client, state: str, month: str, files: dict[str, Path], moments: list[datetime], why: Exception
) -> None:
    """Ask the API for a state and its municipalities, all sizes together and each size."""
    areas = (state, *municipalities_of(state))
    for size in range(8):
        for number, begin in enumerate(range(0, len(areas), AT_ONCE), start=1):
            try:
                answer = denue.count(client, areas[begin : begin + AT_ONCE], size)
            except NoToken as error:
                raise NoToken(f"{why}; and DENUE's API cannot stand in: {error}") from None
            files[f"denue/cuantificar_{month}_{state}_{size}_{number:02d}.json"] = answer.path
            moments.append(answer.note.moment)


def parse(raw: Raw) -> Parsed:
    """Values: one row an area and period (the edition's month): all establishments, by sector and by size."""
    frames = [_table(raw, n) for n in sorted(raw.files) if n.endswith(".csv")]
    answers: dict[str, list[str]] = defaultdict(list)
    for name in sorted(raw.files):
        if match := _ASKED.search(name):
            answers[match["state"]].append(name)
    frames += [_answers(raw, names) for names in answers.values()]
    return Parsed(pd.concat(frames, ignore_index=True))


def _table(raw: Raw, name: str) -> pd.DataFrame:
    """The figures of one state's ZIP, its own total included; the file's number of establishments is checked."""
    head, _, body = text_of(SOURCE, raw, name, "utf-8").partition("\n")
    told = re.match(r"edition:(\d{4}-\d{2}) establishments:(\d+) ", head)
    lines = list(csv.reader(io.StringIO(body)))
    if not told or lines[:1] != [list(denue.TABLE)] or any(len(x) != len(denue.TABLE) for x in lines):
        raise fault(SOURCE, "the table of counts is cut short or not ours", name, expected="edition, then a table")
    frame = pd.DataFrame(lines[1:], columns=list(denue.TABLE)).assign(file=name, period=told[1])
    frame["row"] = range(3, len(frame) + 3)
    frame["units"] = whole(SOURCE, frame, "unidades", 1, 10**7)
    least, most = reading.declared(SOURCE, name).rows
    number = int(frame["units"].sum())
    if number != int(told[2]) or not least <= number <= most:
        raise fault(
            SOURCE, "the state's file is cut short or another edition", name,
            expected=f"{least} to {most} establishments", got=f"{number} of {told[2]}",
        )  # fmt: skip
    state = Path(name).stem[-2:]
    frame["area"] = keys(SOURCE, frame, frame["cve_ent"], frame["cve_mun"])
    refuse(SOURCE, frame, frame["cve_ent"].str.zfill(2) != state, "a record is of another state",
           columns=["cve_ent"], expected=state)  # fmt: skip
    one_of(SOURCE, frame, "sector", list(SECTORS))
    one_of(SOURCE, frame, "per_ocu", list(SIZES))
    return _wide(pd.concat([frame, frame.assign(area=state)]), state, None)


def _answers(raw: Raw, names: list[str]) -> pd.DataFrame:
    """The figures of one state as the API counted them: rows of two digits only, every other level is inside them."""
    columns = ["AE", "AG", "Total"]
    frames = [pd.DataFrame(denue.rows(raw.files[n]), columns=columns).assign(file=n, row=1) for n in names]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame["AE"].astype("str").str.len() == 2].reset_index(drop=True)
    if frame.empty:
        raise fault(SOURCE, "DENUE's API counted nothing in the whole state", names[0], expected="rows of two digits")
    found = frame["file"].str.extract(_ASKED)
    frame = frame.assign(period=found["period"], size=found["size"])
    frame["units"] = whole(SOURCE, frame, "Total", 0, 10**7)
    once(SOURCE, frame, ["AE", "AG", "size"])
    one_of(SOURCE, frame, "AE", list(SECTORS))
    state = str(found["state"].iloc[0])
    frame["area"] = frame["AG"].str.strip()
    refuse(SOURCE, frame, ~frame["area"].isin([state, *municipalities_of(state)]), "the area was not asked for",
           columns=["AG"], expected=f"{state} or one of its municipalities")  # fmt: skip
    everything = frame[frame["size"] == "0"].assign(sector=lambda f: f["AE"], per_ocu="")
    sizes = frame[frame["size"] != "0"].assign(sector="", per_ocu=lambda f: f["size"])
    wide = _wide(pd.concat([everything, sizes]), state, "preliminary")
    parts = wide[[v for v in VARIABLES if v.startswith("tamano_")]].sum(axis=1)
    refuse(SOURCE, wide, wide[TOTAL].notna() & (parts != wide[TOTAL]), "the sizes do not add up to the total",
           columns=["area", TOTAL], expected="the directory as it was at one moment")  # fmt: skip
    return wide


def _wide(frame: pd.DataFrame, state: str, status: str | None) -> pd.DataFrame:
    """Sums by area: TOTAL, one column a sector and one a size; areas of the state without any record stay empty."""
    period = frame["period"].iloc[0]
    of_all = frame[frame["sector"] != ""]
    sizes = frame[frame["per_ocu"] != ""]
    pieces = [
        of_all.assign(variable=TOTAL),
        of_all.assign(variable="sector_" + of_all["sector"].map(SECTORS)),
        sizes.assign(variable="tamano_" + sizes["per_ocu"].replace(SIZES)),
    ]
    sums = pd.concat(pieces).pivot_table(index="area", columns="variable", values="units", aggfunc="sum", fill_value=0)
    sums = sums.reindex(columns=VARIABLES, fill_value=0).astype("float64")
    sums = sums.reindex(sorted({*sums.index, *municipalities_of(state)})).rename_axis("area").reset_index()
    return sums.assign(period=period, status=status, file=frame["file"].iloc[0], row=1)
