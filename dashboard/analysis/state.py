"""How each source stands: what was tried, what is public, how old it is, what comes next, what needs a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from dashboard.analysis.schedule import Expected, expected
from dashboard.state_queries import History, Release
from data.entries import Source

Need = Literal["failed", "refused", "waiting", "withdrawn", "skipped"]
NOTHING = History()


@dataclass(frozen=True)
class Standing:
    """One source. period: the newest of its public figures, "" where it has none or its tables have no periods."""

    source: Source
    history: History
    period: str
    due: Expected

    @property
    def public(self) -> Release | None:
        """The release readers see."""
        return self.history.edition

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Why a person should look, the gravest first."""
        found: list[Need] = []
        last = self.history.last
        if last is not None and last.outcome == "failed":
            found.append("failed")
        if last is not None and last.outcome == "refused":
            found.append("refused")
        if self.history.waiting is not None:
            found.append("waiting")
        if self.public is None and self.withdrawn:
            found.append("withdrawn")
        if last is not None and last.outcome == "skipped":
            found.append("skipped")
        return tuple(found)

    @property
    def succeeded(self) -> datetime | None:
        """The last time the source was read with success; of what came with the copy, when it was captured."""
        run = self.history.success
        return run.ended_at if run else self.public.retrieved_at if self.public else None

    @property
    def copied(self) -> bool:
        """Whether the public figures are those the product came with: no run is recorded."""
        return self.history.success is None and self.public is not None

    @property
    def withdrawn(self) -> tuple[Release, ...]:
        """Releases taken back, the newest first."""
        return tuple(r for r in self.history.releases if r.withdrawn_at is not None)

    @property
    def accepted(self) -> tuple[Release, ...]:
        """Releases whose changes a person accepted, the newest first."""
        return tuple(r for r in self.history.releases if r.answer is not None and r.answer.accepted_at is not None)


def standings(
    sources: Mapping[str, Source], histories: Mapping[str, History], periods: Mapping[str, str], today: date
) -> tuple[Standing, ...]:
    """One standing a source, in the catalogue's order; a family is told by its members."""
    found = []
    for name, source in sources.items():
        if source.each is not None:
            continue
        history = histories.get(name, NOTHING)
        period = periods.get(name, "") if history.edition is not None else ""
        found.append(Standing(source, history, period, expected(period, source.calendar, today)))
    return tuple(found)


def attention(rows: Sequence[Standing]) -> list[Standing]:
    """The sources a person should look at, the gravest first."""
    order = ("failed", "refused", "waiting", "withdrawn", "skipped")
    return sorted((r for r in rows if r.needs), key=lambda r: order.index(r.needs[0]))
