"""What an answer of INEGI's bank of indicators holds, read into figures by area and period.

Text with twenty decimals, `null`, an empty text with or without an exception, the same figure twice, the nation
written «0», keys of five and of twelve digits, months and quarters written alike: all met in its answers.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from data.areas import known
from etl.contract import MARKS, Parsed
from etl.raw import Raw, SourceModule
from etl.reading import counted, fault
from etl.records import refuse

log = logging.getLogger(__name__)
# INEGI's exceptions: no aplica; nothing to say; no disponible; no significativo. None of them is a zero.
EXCEPTIONS = {"NA": "not_applicable", "-": "missing", "ND": "missing", "NS": "missing"}
MONTHLY, QUARTERLY, FORTNIGHTLY = "8", "4", "15"
CELLS = ["id", "area", "period", "value", "status"]
_LONG = re.compile(r"^0700(?:00(?P<state>\d\d)(?:0(?P<municipality>\d{3}))?)?$")


def area(text: str) -> str:
    """CVEGEO of what COBER_GEO says: "0", "14", "14063", "1001" (a lost zero), "0700", "070000140063"; else ""."""
    if match := _LONG.match(text):
        return (match["state"] or "00") + (match["municipality"] or "")
    if not text.isdigit() or len(text) > 5 or len(text) == 3:
        return ""
    return text.zfill(2) if len(text) <= 2 else text.zfill(5)


def period(text: str, frequency: str) -> str:
    """ISO period of TIME_PERIOD: "2020"; "2026/07" by FREQ a month or a quarter; "2024/03/1" a fortnight; else "".

    A fortnight becomes its two dates, which no indicator of ours may have: the contract refuses it by name.
    """
    match = re.fullmatch(r"(\d{4})(?:/(\d{2})(?:/([12]))?)?", text.strip())
    if not match:
        return ""
    year, part, half = match.groups()
    if part is None:
        return year
    if half and frequency == FORTNIGHTLY and 1 <= int(part) <= 12:
        last = (pd.Timestamp(int(year), int(part), 1) + pd.offsets.MonthEnd(0)).day
        days = ("01", "15") if half == "1" else ("16", f"{last}")
        return f"{year}-{part}-{days[0]}/{year}-{part}-{days[1]}"
    if not half and frequency == MONTHLY and 1 <= int(part) <= 12:
        return f"{year}-{part}"
    if not half and frequency == QUARTERLY and 1 <= int(part) <= 4:
        return f"{year}-{3 * int(part) - 2:02d}/{year}-{3 * int(part):02d}"
    return ""


def updated(text: str | None) -> date | None:
    """The day of LASTUPDATE: "24/09/2026 12:00:00 a. m." and "23/05/2022"; None where it cannot be read."""
    try:
        return datetime.strptime((text or "")[:10], "%d/%m/%Y").date()
    except ValueError:
        return None


def variable(number: str) -> str:
    """What a series is called in the catalogue's formulas."""
    return f"id_{number}"


def parsed(module: SourceModule, raw: Raw) -> Parsed:
    """Values: one row an area and period, a column `id_<number>` a series. Raises SourceFault."""
    frame = pd.concat([figures(module, raw, name) for name in sorted(raw.files)], ignore_index=True)
    frame = _once(frame)
    frame["variable"] = frame["id"].map(variable)
    wide = frame.pivot(index=["area", "period"], columns="variable", values="value")
    told = frame.groupby(["area", "period"])[["file", "row"]].first()
    marks = frame[frame["value"].isna() & (frame["status"] != "missing")]
    return Parsed(told.join(wide).reset_index(), marks[MARKS].reset_index(drop=True))


def figures(module: SourceModule, raw: Raw, name: str) -> pd.DataFrame:
    """Columns CELLS, file, row (the observation's place in the answer) of one answer. Raises SourceFault."""
    try:
        said = json.loads(raw.files[name].decode("utf-8-sig"))
        rows = [_row(series, seen) for series, seen in _observations(said)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise fault(
            module, "the answer is not as INEGI writes it", name,
            expected="Series with INDICADOR, FREQ, OBSERVATIONS (TIME_PERIOD, OBS_VALUE, COBER_GEO)",
            got=f"{type(error).__name__} {error}",
        ) from error  # fmt: skip
    columns = [*CELLS, "place", "time", "text", "exception", "scale"]
    frame = pd.DataFrame(rows, columns=columns).astype({"value": "float64"})
    frame = counted(module, name, frame, range(1, len(frame) + 1))
    _check(module, frame)
    return frame[[*CELLS, "file", "row"]]


def _observations(said: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for series in said["Series"]:
        for seen in series["OBSERVATIONS"]:
            yield series, seen


def _row(series: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, object]:
    """One observation with what is needed to judge it."""
    text = (seen["OBS_VALUE"] or "").strip()
    exception = (seen.get("OBS_EXCEPTION") or "").strip()
    place, time = str(seen["COBER_GEO"]).strip(), str(seen["TIME_PERIOD"])
    return {
        "id": str(series["INDICADOR"]), "area": area(place), "period": period(time, str(series["FREQ"])),
        "value": pd.to_numeric(text, errors="coerce") if text else float("nan"),
        "status": EXCEPTIONS.get(exception, "missing") if not text else "",
        "place": place, "time": f"{time} (FREQ {series['FREQ']})", "text": text, "exception": exception,
        "scale": str(series.get("UNIT_MULT") or ""),
    }  # fmt: skip


def _check(module: SourceModule, frame: pd.DataFrame) -> None:
    """Refuse what cannot be read as a figure of a place and a time."""
    rules = (
        (~frame["area"].isin(known()), "the municipality is unknown", "place", "a key of data/areas.csv"),
        (frame["period"] == "", "the period is badly written", "time", "2020, 2026/07 or 2024/03/1, as its FREQ says"),
        ((frame["text"] != "") & frame["value"].isna(), "a cell is no number", "text", "digits and a decimal point"),
        ((frame["text"] == "") & ~frame["exception"].isin([*EXCEPTIONS, ""]), "an exception is unknown", "exception",
         ", ".join(EXCEPTIONS)),
        (~frame["scale"].isin(["", "0"]), "the figures are in another unit than their own", "scale",
         "no multiplier (UNIT_MULT)"),
    )  # fmt: skip
    for broken, what, column, expected in rules:
        refuse(module, frame, broken, what, columns=["id", column], expected=expected)


def _once(frame: pd.DataFrame) -> pd.DataFrame:
    """Each figure once, the first of those given twice: INEGI's own answers repeat them, nearly always alike."""
    key = ["id", "area", "period"]
    twice = frame[frame.duplicated(key, keep=False)]
    for (number, place, time), rows in twice.groupby(key):
        if rows["value"].nunique(dropna=False) > 1:
            log.warning("series %s says two figures of %s in %s; the first counts", number, place, time)
    return frame.drop_duplicates(key).sort_values(key).reset_index(drop=True)
