"""Figures of one indicator over a zone as a map: which areas, which fill, which words.

Colours of classes are computed over the zone's own municipalities and over every period at once, so
that the same colour means the same figure when the reader moves through time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from dashboard import style
from dashboard.classes import Classes, classes_of
from dashboard.drawing import OUTLINE_AT_MOST, Drawing, Legend, Mark, Own, Palette, State, Words
from dashboard.text import t
from data.catalog import catalog
from data.entries import ABSENT, Indicator
from geo import layers

MOST_CIRCLES = 100  # of a locator: more would be one blot
SHAPES = ("circle", "square", "diamond")


def zone_classes(
    indicator: Indicator,
    values: pd.DataFrame,
    every: pd.DataFrame,
    method: str,
    k: int,
    cuts: tuple[float, ...],
) -> Classes | None:
    """Classes of the zone's municipalities (`values`), with limits from all their periods (`every`).

    None where nothing may be filled: counts, and six areas or fewer.
    """
    if indicator.kind == "count" or len(values) <= OUTLINE_AT_MOST:
        return None
    over = every.set_index("area")["value"] if len(every) else None
    if method != "manual":
        cuts = ()
    elif not cuts:
        method = "quantiles"  # until somebody writes limits
    return classes_of(indicator, values.set_index("area")["value"], method, k, cuts or None, over=over)  # type: ignore[arg-type]


def drawing(
    indicator: Indicator,
    values: pd.DataFrame,
    classes: Classes | None,
    language: str,
    *,
    title: str,
    subtitle: str,
    source: str,
    alternative: str,
    chosen: str = "",
    dark: bool = False,
    moving: bool = False,
    largest: float | None = None,
) -> Drawing:
    """The map of a zone: `values` has one row an area (area, name, value, status).

    `moving` says that the limits hold for several periods, and the legend says it too. `largest` is the largest
    figure of all those periods: circles keep their scale as classes keep their limits.
    """
    keys = list(values["area"])
    level = layers.level_for(keys)
    return Drawing(
        level=level,
        marks=tuple(_mark(row, indicator, classes, language, chosen) for row in values.to_dict("records")),
        palette=colours(dark, classes),
        words=words(language),
        title=title,
        alternative=alternative,
        language=language,
        subtitle=subtitle,
        source=source,
        measure=style.unit_label(indicator, language),
        legend=_legend(indicator, values, classes, language, moving, largest),
        view=layers.view(level, keys),
        largest=largest,
    )


def locator(
    members: Collection[str], people: Mapping[str, float], language: str, *, title: str, alternative: str, dark: bool
) -> Drawing:
    """Where the zone is: its municipalities outlined, or the most populous as circles when they are many."""
    level = layers.level_for(members)
    few = len(members) <= OUTLINE_AT_MOST
    told = sorted(members, key=lambda m: -people.get(m, 0.0))[:MOST_CIRCLES]

    def shown(area: str) -> Mark:
        count = people.get(area)
        words_ = "" if count is None else style.decimal(count)
        return Mark(
            area, amount=None if few else count or 0.0, printed=words_, highlighted=style.mark(area) is not None
        )

    return Drawing(
        level=level,
        marks=tuple(shown(m) for m in told),
        palette=colours(dark, None),
        words=words(language),
        title=title,
        alternative=alternative,
        language=language,
        view=layers.view(level, members, margin=0.14),
    )


def colours(dark: bool, classes: Classes | None) -> Palette:
    """The house's colours as a drawing wants them."""
    base = style.palette(dark)
    marks = {m: style.mark(m, dark) for m in catalog().default_zone.members}
    ours = {m: Own(k.colour, k.shape) for m, k in marks.items() if k and k.shape in SHAPES}  # type: ignore[arg-type]
    steps = style.ramp(classes.k, classes.diverging, dark) if classes else ()
    return Palette(steps=steps, ours=ours, paper=base.background, ink=base.text, muted=base.muted, accent=base.accent)


def words(language: str) -> Words:
    """The map's own words."""
    states = catalog().vocabulary.statuses
    return Words(
        **{name: states[name].in_(language) for name in ABSENT},
        **{name: t(f"picture.{name}", language) for name in ("zoom_in", "zoom_out", "reset", "failed")},
    )


def _mark(row: dict[str, object], indicator: Indicator, classes: Classes | None, language: str, chosen: str) -> Mark:
    area, value, status = str(row["area"]), row["value"], str(row["status"])
    ours = style.mark(area) is not None
    if value is None or pd.isna(value):
        state: State = status if status in ABSENT else "missing"  # type: ignore[assignment]
        return Mark(area, state=state, highlighted=ours or area == chosen)
    number = float(value)  # type: ignore[arg-type]
    step = int(classes.index[area]) if classes is not None else -1
    note = "" if status == indicator.status else catalog().vocabulary.statuses[status].in_(language)
    return Mark(
        area,
        step=step if step >= 0 else None,
        amount=number if indicator.kind == "count" else None,
        printed=style.number(number, indicator, language, compact=True),
        note=note,
        highlighted=ours or area == chosen,
    )


def _legend(
    indicator: Indicator,
    values: pd.DataFrame,
    classes: Classes | None,
    language: str,
    moving: bool,
    largest: float | None,
) -> Legend:
    if indicator.kind == "count":
        most = max([abs(v) for v in values["value"].dropna()] + [largest or 0.0])
        return Legend(method=t("picture.circles", language), sizes=_sizes(indicator, most, language))
    if classes is None or not classes.k:
        return Legend()
    if classes.method == "categories":
        labels = tuple(indicator.labels[key].in_(language) for key in sorted(indicator.labels, key=float))
        return Legend(classes=labels)
    method = t(f"picture.method.{classes.method}", language, unit=style.unit_label(indicator, language))
    if moving:
        method += " " + t("picture.moving", language)
    return Legend(method=method, classes=tuple(_bounds(pair, indicator, language) for pair in classes.bounds))


def _bounds(pair: tuple[float, float], indicator: Indicator, language: str) -> str:
    low, high = (style.number(edge, indicator, language, unit=False) for edge in pair)
    return low if low == high else f"{low} – {high}"


def _sizes(indicator: Indicator, most: float, language: str) -> tuple[tuple[float, str], ...]:
    """Two or three round amounts, the largest near the largest figure."""
    if most == 0:
        return ()
    largest = _round_down(float(most))
    amounts = [a for a in (largest, largest / 4, largest / 16) if a >= 10**-indicator.decimals]
    return tuple((a, style.number(a, indicator, language, compact=True)) for a in amounts)


def _round_down(value: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not above the value."""
    power = 10.0 ** (len(f"{int(value)}") - 1) if value >= 1 else 10.0 ** -len(f"{1 / value:.0f}")
    return max(step * power for step in (1, 2, 5) if step * power <= value or step == 1)
