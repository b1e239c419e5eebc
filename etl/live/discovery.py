"""Which series of INEGI's bank of indicators have figures of a municipality, and candidates for the catalogue.

Some 600 of the 31,817 series do and no list of them is published, so every id is asked for one area. Answers stay
on disk for three months: a discovery that stops goes on where it stopped, and costs nothing when repeated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.catalog import Catalog
from etl.content import NotAsExpected
from etl.http import NotReached
from etl.live.bise import PROBE, BadKey, Batch, Bise, heard
from etl.live.bise_series import area as area_of
from etl.live.bise_series import period, updated, variable

FAULTS = 5  # answers nobody understands, one after another, after which asking on would be rude
FREQUENCIES = {"1": "decennial", "3": "annual", "7": "quinquennial", "8": "monthly", "9": "biennial"}
MARK = "accept: fill"
Step = Callable[[int, int, int], None]  # ids gone through, ids in all, candidates


@dataclass(frozen=True)
class Candidate:
    """A series with figures of the area, in INEGI's own words. accepted: the indicator that already reads it."""

    id: str
    name: str
    unit: str
    topic: str
    frequency: str
    first: str
    last: str
    figures: int
    updated: str
    accepted: str = ""


@dataclass
class Found:
    """What a discovery brought so far. stopped: why it ended early, in one sentence; limited: because
    as many questions were asked as were allowed."""

    candidates: list[Candidate] = field(default_factory=list)
    gone_through: int = 0
    total: int = 0
    stopped: str = ""
    limited: bool = False


def discover(bise: Bise, catalog: Catalog, area: str, limit: int | None = None, step: Step = lambda *_: None) -> Found:
    """Ask every series of the bank for `area`. limit: questions to the service in this run.

    Stops with a sentence in `stopped` when the service asks for a pause or is not reached. Raises BadKey, NoToken,
    NotReached or NotAsExpected when not even the catalogue of series comes.
    """
    bise.prove()
    words = {name: dict(codes(bise, name)) for name in ("CL_UNIT", "CL_TOPIC")}
    names = dict(codes(bise, "CL_INDICATOR"))
    long = _spelling(bise, area)
    known = read_by(catalog)
    found, asked, faults = Found(total=len(names)), 0, 0
    for number, name in names.items():
        if limit is not None and asked >= limit:
            found.stopped, found.limited = f"{limit:,} questions were asked; run again to go on", True
            break
        try:
            series, new = _asked(bise, Batch((number,), (area,), bise.bank, long))
            asked, faults = asked + new, 0
        except BadKey:
            raise
        except NotReached as error:
            found.stopped = f"{error}; it goes on from here"
            break
        except NotAsExpected as error:
            series, asked, faults = None, asked + 1, faults + 1
            if faults == FAULTS:
                found.stopped = f"{FAULTS} answers in a row are not as expected, the last: {error}"
                break
        if series:
            found.candidates.append(_candidate(number, name, series, words, known.get(number, "")))
        found.gone_through += 1
        step(found.gone_through, found.total, len(found.candidates))
    return found


def _asked(bise: Bise, batch: Batch) -> tuple[Mapping[str, Any] | None, bool]:
    """The series with its figures (None where there are none), and whether the service was asked for it."""
    answer = bise.ask(batch.path, settled=True)
    series = heard(answer) if answer.status == 200 else None
    return (series[0] if series else None), answer.asked


def read_by(catalog: Catalog) -> Mapping[str, str]:
    """Number of a series → the indicator of the catalogue that reads it."""
    return {
        name.removeprefix("id_"): entry.id
        for entry in reversed(list(catalog.indicators.values()))
        for formula in (entry.formula, *entry.breakdowns.values())
        for name in formula.variables
        if re.fullmatch(r"id_\d{6,10}", name)
    }


def codes(bise: Bise, name: str) -> Iterator[tuple[str, str]]:
    """(value, Description) of one of INEGI's catalogues."""
    answer = bise.ask(f"/{name}/null/es/{bise.bank}/2.0/{{token}}?type=json", settled=True)
    try:
        rows = json.loads(answer.bytes().decode("utf-8-sig"))["CODE"]
        yield from [(str(r["value"]).strip(), " ".join(str(r.get("Description") or "").split())) for r in rows]
    except (ValueError, KeyError, TypeError, AttributeError):
        answer.path.unlink(missing_ok=True)
        raise NotAsExpected(
            f"INEGI's catalogue {name} of {bise.bank} is not as expected (CODE with value and Description); run again"
        ) from None


def _spelling(bise: Bise, area: str) -> bool:
    """Whether the area must be written with twelve digits: five are not known for a series that is always there."""
    for long in (False, True):
        answer = bise.ask(Batch((PROBE[0],), (area,), "BISE", long).path, settled=True)
        if answer.status == 200 and heard(answer):
            return long
    raise NotAsExpected(f"INEGI has not even the population of area {area}: is it a key such as 14063?")


def _candidate(
    number: str, name: str, series: Mapping[str, Any], words: Mapping[str, Mapping[str, str]], accepted: str
) -> Candidate:
    """What the answer says of the series besides its figures."""
    told = [o for o in series.get("OBSERVATIONS") or [] if o.get("OBS_VALUE") and area_of(str(o.get("COBER_GEO")))]
    frequency = str(series.get("FREQ") or "")
    periods = sorted(p for p in (period(str(o["TIME_PERIOD"]), frequency) for o in told) if p)
    topics = [words["CL_TOPIC"].get(c.strip(), "") for c in str(series.get("TOPIC") or "").split(",")]
    return Candidate(
        number, name, words["CL_UNIT"].get(str(series.get("UNIT")), ""), " / ".join(t for t in topics if t),
        FREQUENCIES.get(frequency, ""), periods[0] if periods else "", periods[-1] if periods else "",
        len(set(periods)), str(updated(series.get("LASTUPDATE")) or "not said"), accepted,
    )  # fmt: skip


def written(found: Found, area: str, bank: str) -> str:
    """The candidates as catalogue entries that a person completes.

    What only a person can say is left empty, so that the catalogue refuses an entry moved there half-done.
    """
    new = [c for c in found.candidates if not c.accepted]
    lines = [
        f"# Series of INEGI's bank {bank} with figures of {area}: {found.gone_through:,} of {found.total:,} asked.",
        "# To accept one: complete what says «accept», move the entry to the end of data/indicators/<topic>.yaml and",
        "# run `python -m etl run --source inegi_bise`. Names are INEGI's and not unique: the topic tells them apart.",
        *(f"# already in the catalogue: {c.id} {c.name} ({c.accepted})" for c in found.candidates if c.accepted),
    ]
    return "\n".join([*lines, *(_entry(c) for c in new)]) + ("\n" if new else "\n[]\n")


def _entry(candidate: Candidate) -> str:
    c = candidate
    name = json.dumps(c.name, ensure_ascii=False)
    told = f"Topic: {c.topic or 'not said'}. Unit: {c.unit or 'not said'}. {c.figures} figures, {c.first} to {c.last}"
    return f"""\
# {c.id} {c.name}. {told}, updated {c.updated}.
- id: bise_{c.id}  # {MARK} a name of ours with the unit as suffix; it is stable for ever
  title: {{es: {name}, en: ""}}  # {MARK} both, 60 characters at most
  definition: {{es: "", en: ""}}  # {MARK} definition: population, numerator, denominator
  processing: {{es: "Cifra de INEGI sin cambios.", en: "INEGI's figure unchanged."}}
  source: inegi_bise
  formula: {{code: {variable(c.id)}}}
  kind: ""  # {MARK} rate | ratio | count | index | density
  unit: ""  # {MARK} a unit of data/vocabulary.yaml; INEGI says {json.dumps(c.unit, ensure_ascii=False)}
  decimals: 0  # {MARK}
  frequency: {c.frequency or '""'}
  better: neither  # {MARK} higher | lower | neither
  combine: never  # {MARK} sum, for a count; a rate without its parts never combines
  range: [null, null]  # {MARK} what is impossible
  status: official
  caveat: {{es: "", en: ""}}  # {MARK} what a reader must not conclude"""
