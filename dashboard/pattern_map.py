"""The map of clusters: kinds of municipality told apart by colour and by what is drawn over it.

Plain is high and lines are low, dark is firm and pale is weak; who stands apart is dotted or gridded on white. So the
map reads without its colours and on grey paper.
"""

from __future__ import annotations

from dashboard import picture, style
from dashboard.analysis import pattern_words as words
from dashboard.analysis.pattern_view import Seen
from dashboard.analysis.patterns import Cluster
from dashboard.drawing import Drawing, Legend, Mark, Palette, State, Texture
from dashboard.text import t
from data.entries import ABSENT
from geo import layers

# class → cluster and evidence; "" is either
STEPS: tuple[tuple[Cluster, str], ...] = (
    ("high", "firm"), ("high", "weak"), ("low", "firm"), ("low", "weak"), ("high_among_low", ""),
    ("low_among_high", ""), ("none", ""), ("alone", ""),
)  # fmt: skip


def drawing(seen: Seen, language: str, *, title: str, subtitle: str, source: str, dark: bool) -> Drawing:
    """The municipalities of the territory by cluster; ours outlined."""
    keys = list(seen.rows["area"])
    level = layers.level_for(keys)
    steps = STEPS if seen.count("alone") else STEPS[:-1]
    finding = words.finding(seen, language)
    return Drawing(
        level=level,
        marks=tuple(_mark(seen, row, language) for row in seen.rows.to_dict("records")),
        palette=colours(dark),
        words=picture.words(language),
        title=title,
        alternative=f"{t('patterns.map.alternative', language, place=words.place(seen, language))} {finding}",
        language=language,
        subtitle=subtitle,
        source=source,
        measure=style.unit_label(seen.indicator, language),
        legend=Legend(
            method=t("patterns.map.method", language),
            classes=tuple(words.cluster(cluster, language, evidence) for cluster, evidence in steps),
        ),
        view=layers.view(level, keys),
    )


def colours(dark: bool) -> Palette:
    """Green is high and purple low, as on every diverging map; what is weak is paler; the rest is grey."""
    base, plain = style.palette(dark), picture.colours(dark, None)
    low, low_pale, _, high_pale, high = base.diverging
    return Palette(
        steps=(high, high_pale, low, low_pale, base.background, base.background, base.absent, base.background),
        ours=plain.ours, paper=plain.paper, ink=plain.ink, muted=plain.muted, accent=plain.accent,
        textures={
            2: Texture("lines", base.background), 3: Texture("lines", low if not dark else base.text),
            4: Texture("dots", high), 5: Texture("grid", low), 7: Texture("dashes", base.muted),
        },
    )  # fmt: skip


def _mark(seen: Seen, row: dict[str, object], language: str) -> Mark:
    area, cluster = str(row["area"]), str(row["cluster"])
    if cluster == "absent":
        status = str(row["status"])
        state: State = status if status in ABSENT else "missing"  # type: ignore[assignment]
        return Mark(area, state=state, highlighted=area in seen.ours)
    near = style.number(row["near"], seen.indicator, language)  # type: ignore[arg-type]
    kind = words.cluster(cluster, language, str(row["evidence"]))  # type: ignore[arg-type]
    note = kind if cluster == "alone" else t("patterns.map.note", language, cluster=kind, near=near)
    return Mark(
        area, step=_step(cluster, str(row["evidence"])), printed=style.number(row["value"], seen.indicator, language),  # type: ignore[arg-type]
        note=note, highlighted=area in seen.ours,
    )  # fmt: skip


def _step(cluster: str, evidence: str) -> int:
    return next(n for n, (kind, sure) in enumerate(STEPS) if kind == cluster and sure in ("", evidence))
