"""How INEGI's bank of indicators (BISE) is asked: areas in batches, one id at a time where a batch is refused.

The service answers an unknown series, an area without figures and a bad key with the same words, HTTP 400 and
ErrorCode:100; which one it is, a series that is always there tells. An address over 294 characters gets an HTML page
with status 200. `recent` is always false: true fails wherever the newest national period has no municipal figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from etl.content import NotAsExpected, anything
from etl.http import Answer, Client
from etl.raw import Raw, Stored

SERVICE = "inegi_indicadores"
PROBE = ("1002000001", "00")  # the population of Mexico: always there
MOST_ASKED = 146  # characters of ids and areas together
MOST_ADDRESS = 294  # characters of the whole address, key included
REFUSALS = (400, 401, 403)


class BadKey(NotAsExpected):
    """INEGI refuses the key even for a series that is always there; nothing else of this service is asked."""


@dataclass(frozen=True)
class Batch:
    """One request: some series for some areas. long: areas written with twelve digits, as INEGI did before."""

    ids: tuple[str, ...]
    areas: tuple[str, ...]
    bank: str = "BISE"
    long: bool = False

    @property
    def asked(self) -> str:
        """Ids and areas as the address holds them."""
        return f"{','.join(self.ids)}/es/{','.join(spelled(a) if self.long else a for a in self.areas)}"

    @property
    def path(self) -> str:
        """The address below the service's base, with the word {token} in the key's place."""
        return f"/INDICATOR/{self.asked}/false/{self.bank}/2.0/{{token}}?type=json"

    @property
    def name(self) -> str:
        """What the answer is called among a source's files."""
        return f"bise_{'-'.join(self.ids)}_{self.areas[0]}-{self.areas[-1]}.json"


def spelled(area: str) -> str:
    """A key in INEGI's older spelling: "14063" → "070000140063", "14" → "07000014", "00" → "0700"."""
    if area == "00":
        return "0700"
    return f"070000{area[:2]}" + (f"0{area[2:]}" if len(area) == 5 else "")


class Bise:
    """The bank, asked by one client."""

    def __init__(self, client: Client, bank: str = "BISE") -> None:
        self.client = client
        self.bank = bank

    def series(self, ids: Sequence[str], areas: Sequence[str]) -> Iterator[tuple[Batch, Answer]]:
        """Every answer with figures for `ids` in `areas` ("00", "14", "14063").

        Raises BadKey, NoToken, NotReached or NotAsExpected, each with its sentence.
        """
        for batch in self.plan(ids, areas):
            yield from self._batch(batch)

    def plan(self, ids: Sequence[str], areas: Sequence[str], *, long: bool = False) -> list[Batch]:
        """The fewest requests that ask for all of it, none of them too long."""
        plans = [
            [
                batch for at in range(0, len(ids), together)
                for batch in self._cut(Batch(tuple(ids[at : at + together]), (), self.bank, long), areas)
            ]
            for together in range(1, len(ids) + 1)
            if self._fits(Batch(tuple(ids[:together]), (max(areas, key=len),), self.bank, long))
        ]  # fmt: skip
        if not plans:
            raise NotAsExpected(
                f"{SERVICE}: the address for one series would be longer than the {MOST_ADDRESS} characters INEGI "
                "accepts; the key has 36 characters: look at OBSERVATORIO_INEGI_TOKEN"
            )
        return min(plans, key=len)

    def ask(self, path: str, *, settled: bool = False) -> Answer:
        """One answer with status 200, 400 or 401; a key that was not proven is, before a refusal is believed."""
        answer = self._get(path, settled)
        if answer.status in (400, 403) and not self.client.proven.get(SERVICE):
            answer.path.unlink(missing_ok=True)  # a refusal heard with a bad key must not be remembered
            self.prove()
            answer = self._get(path, settled)
        if answer.status == 403:
            raise _unexpected(answer, "INEGI refuses it though the key is good (403)")
        return answer

    def prove(self) -> None:
        """Ask for a series that is always there, once a run. Raises BadKey where the key is refused."""
        proven = self.client.proven.get(SERVICE)
        if proven is None:
            answer = self.client.get(
                SERVICE, Batch((PROBE[0],), (PROBE[1],)).path, check=anything, statuses=(200, *REFUSALS)
            )
            proven = self.client.proven[SERVICE] = answer.status == 200 and bool(heard(answer))
            answer.path.unlink(missing_ok=True)  # the next run asks again: a key may end
        if not proven:
            raise BadKey(
                "INEGI refuses the key: it has no figures even for the population of Mexico. Look at "
                "OBSERVATORIO_INEGI_TOKEN, and whether the key was activated from INEGI's e-mail"
            )

    def _get(self, path: str, settled: bool) -> Answer:
        if self.client.proven.get(SERVICE) is False:
            self.prove()  # known to be bad: says so, and nothing is asked
        return self.client.get(SERVICE, path, check=anything, statuses=(200, *REFUSALS), settled=settled)

    def _batch(self, batch: Batch) -> Iterator[tuple[Batch, Answer]]:
        answer = self.ask(batch.path)
        if answer.status == 401 and len(batch.ids) > 1:  # only some of the series have figures there
            for one in batch.ids:
                yield from self._batch(replace(batch, ids=(one,)))
        elif answer.status == 401:
            answer.path.unlink(missing_ok=True)
            self.prove()
            raise _unexpected(answer, "INEGI does not authorise a single series though the key is good (401)")
        elif heard(answer):
            yield batch, answer
        elif not batch.long:
            for other in self.plan(batch.ids, batch.areas, long=True):
                yield from self._batch(other)

    def _cut(self, empty: Batch, areas: Sequence[str]) -> Iterator[Batch]:
        """Areas in the order given, as many to a request as fit."""
        taken: tuple[str, ...] = ()
        for area in areas:
            if taken and not self._fits(replace(empty, areas=(*taken, area))):
                yield replace(empty, areas=taken)
                taken = ()
            taken = (*taken, area)
        if taken:
            yield replace(empty, areas=taken)

    def _fits(self, batch: Batch) -> bool:
        manner = self.client.services[SERVICE]
        address = self.client.secrets.put(manner, manner.base + batch.path)
        return len(batch.asked) - len("/es/") <= MOST_ASKED and len(address) <= MOST_ADDRESS


def heard(answer: Answer) -> list[Mapping[str, Any]] | None:
    """The elements of `Series`; None where INEGI says there are no figures.

    Raises NotAsExpected for anything else (a page, half a JSON, another error), and forgets that answer.
    """
    try:
        said = json.loads(answer.bytes().decode("utf-8-sig"))
    except ValueError:
        raise _unexpected(answer, "expected JSON") from None
    if answer.status == 200 and isinstance(said, dict) and isinstance(said.get("Series"), list):
        return said["Series"] or None
    if _nothing(said):
        return None
    raise _unexpected(answer, "expected «Series», or that there are no results")


def _nothing(said: object) -> bool:
    """Whether it is ErrorCode 100, as version 2 (a list) or version 1 (an object) write it."""
    if isinstance(said, dict):
        return str(said.get("ErrorCode")) == "100"
    return isinstance(said, list) and "ErrorCode:100" in said


def _unexpected(answer: Answer, expected: str) -> NotAsExpected:
    """What is wrong with an answer, which is not kept: the next run asks again."""
    body = answer.path.read_bytes()[:2000] if answer.path.is_file() else b""
    page = b"<html" in body.lower() or b"<!doctype" in body.lower()
    got = "an HTML page: the address is wrong or too long, or the service is in maintenance" if page else (
        f"«{body[:80].decode('utf-8', 'replace').strip()}»" if body else "nothing"
    )  # fmt: skip
    answer.path.unlink(missing_ok=True)
    return NotAsExpected(f"{SERVICE}, {answer.note.address}: {expected}, got {got} (status {answer.status})")


def extract(client: Client, ids: Sequence[str], areas: Sequence[str]) -> Raw:
    """The answers for `ids` in `areas`, as they came. Raises as Bise.series; NotAsExpected where nothing came."""
    answers = list(Bise(client).series(ids, areas))
    if not answers:
        raise NotAsExpected(f"{SERVICE} has no figures of {', '.join(ids)} for any of the {len(areas)} areas asked")
    return Raw(
        Stored({batch.name: answer.path for batch, answer in answers}),
        url=client.services[SERVICE].base + "/INDICATOR",
        retrieved_at=max(answer.note.moment for _, answer in answers),
    )
