"""What a page shows of the change between two periods: the members' changes, their state's, the zone's own; its map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import change_words, picture, style
from dashboard.analysis import change
from dashboard.analysis.change import Pair
from dashboard.classes import Classes
from dashboard.drawing import OUTLINE_AT_MOST, Drawing, Legend, Mark, State
from dashboard.text import t
from dashboard.view import View
from dashboard.wording import capital
from data.entries import ABSENT, Indicator
from geo import layers


@dataclass(frozen=True)
class ChangeView:
    """Two views of one indicator and what lies between them. limits: sizes of the classes, for every later period."""

    first: View
    last: View
    pair: Pair
    limits: tuple[float, ...]

    @property
    def indicator(self) -> Indicator:
        """The indicator of both."""
        return self.last.indicator

    @cached_property
    def told(self) -> pd.DataFrame:
        """`change.changes` of the zone's members."""
        return change.changes(self.indicator, self.first.own, self.last.own)

    @cached_property
    def peers(self) -> pd.DataFrame:
        """The same of the municipalities the zone's are seen among."""
        return change.changes(self.indicator, self.first.peers, self.last.peers)

    @property
    def whole(self) -> float | None:
        """The change of the zone's own figure."""
        return change.of_totals(self.indicator, self.first.whole, self.last.whole)

    def references(self, language: str) -> list[tuple[str, float]]:
        """The change of the state's and the nation's own figure, by name."""
        before = {r.area: r.total for r in self.first.references}
        pairs = [(r, before[r.area]) for r in self.last.references if r.area in before]
        told = [(r.name(language), change.of_totals(self.indicator, was, r.total)) for r, was in pairs]
        return [(name, value) for name, value in told if value is not None]

    @property
    def empty(self) -> bool:
        """Whether no member has a change."""
        return bool(self.told["change"].isna().all())

    def finding(self, language: str) -> str:
        """How many rose and fell, and ours by name."""
        short = self.last.zone.short.in_(language)
        return change_words.finding(self.indicator, self.told, self.pair, short, self.whole, language)


def drawing(
    seen: ChangeView,
    language: str,
    *,
    title: str,
    subtitle: str,
    source: str,
    alternative: str,
    chosen: str,
    dark: bool,
) -> Drawing:
    """The map of changes: purple fell, green rose, white stayed about the same; hatched without a change."""
    keys = list(seen.told["area"])
    level = layers.level_for(keys)
    filled = len(keys) > OUTLINE_AT_MOST and not seen.empty
    classes = change.classed(seen.indicator, seen.told, seen.limits) if filled else None
    return Drawing(
        level=level,
        marks=tuple(_mark(row, seen.indicator, classes, language, chosen) for row in seen.told.to_dict("records")),
        palette=picture.colours(dark, classes),
        words=picture.words(language),
        title=title, subtitle=subtitle, source=source, alternative=alternative, language=language,
        measure=change_words.unit(seen.indicator, language),
        legend=_legend(seen.indicator, classes, seen.limits, language),
        view=layers.view(level, keys),
    )  # fmt: skip


def _mark(row: dict[str, object], indicator: Indicator, classes: Classes | None, language: str, chosen: str) -> Mark:
    area, why = str(row["area"]), str(row["why"])
    ours = style.mark(area) is not None or area == chosen
    if why:
        state: State = why if why in ABSENT else "missing"  # type: ignore[assignment]
        words = t("time.change.no_base", language) if why == "no_base" else ""
        return Mark(area, state=state, printed=words, highlighted=ours)
    step = int(classes.index[area]) if classes is not None else None
    words = change_words.signed(indicator, float(row["change"]), language)  # type: ignore[arg-type]
    note = t("time.change.small_base", language) if row["base"] else ""
    return Mark(area, step=step, printed=words, note=note, highlighted=ours)


def _legend(indicator: Indicator, classes: Classes | None, sizes: tuple[float, ...], language: str) -> Legend:
    if classes is None:
        return Legend()
    small, *more = (change_words.size(indicator, s) for s in sizes)
    steps = [10.0 ** -change.decimals(indicator) + s for s in sizes]
    over = [change_words.size(indicator, s) for s in steps]
    to = t("time.change.to", language)
    told: tuple[str, ...]
    if more:
        big = more[0]
        told = (
            f"< −{big}", f"−{big} {to} −{over[0]}", f"−{small} {to} +{small}", f"+{over[0]} {to} +{big}", f"> +{big}"
        )  # fmt: skip
    else:
        told = (f"< −{small}", f"−{small} {to} +{small}", f"> +{small}")
    return Legend(
        method=t("time.change.method", language, unit=capital(change_words.unit(indicator, language))), classes=told
    )
