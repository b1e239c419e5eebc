"""Where the most similar municipalities are: equal circles on the map, because their shapes could not be seen."""

from __future__ import annotations

from dataclasses import replace

from dashboard import picture
from dashboard.analysis import peer_words
from dashboard.analysis.peers import Peers
from dashboard.drawing import Drawing, Legend, Mark, Own
from dashboard.marks import Palette
from dashboard.text import t
from data.areas import municipalities_of, names
from geo import layers

# Areas of the circles: the chosen one's (the smallest is drawn last, over the others), the others', the largest.
OWN, SIMILAR, SCALE = 0.8, 1.0, 7.0
LEAST = 0.45  # of the country's width is always seen, so that one sees where in Mexico it is


def drawing(told: Peers, language: str, *, within: str, other: str, subtitle: str, source: str, dark: bool) -> Drawing:
    """The chosen municipality and those most like it; all of Mexico, or the state they were looked for in."""
    place = names()[told.area]
    count = len(told.areas)
    states = peer_words.by_state(told, language)
    level, view = _view(told, within)
    likes = (
        Mark(area, amount=SIMILAR, printed=_printed(told, n, language), highlighted=area == other)
        for n, area in enumerate(told.areas)
    )
    own = Mark(told.area, amount=OWN, printed=t("peers.own", language), highlighted=True)
    return Drawing(
        level=level,
        marks=(own, *likes),
        palette=_palette(told.area, dark),
        words=picture.words(language),
        title=t("peers.title", language, place=place),
        alternative=t("peers.where_alternative", language, place=place, count=count, states=states),
        language=language,
        subtitle=subtitle,
        source=source,
        legend=Legend(sizes=((OWN, t("peers.own", language)), (SIMILAR, t("peers.circle", language)))),
        view=view,
        largest=SCALE,
    )


def _printed(told: Peers, n: int, language: str) -> str:
    likeness = t(f"peers.likeness.{told.likeness.iloc[n]}", language)
    words = {"place": n + 1, "of": len(told.areas), "likeness": likeness}
    return f"{peer_words.state(told.areas[n], language)} · " + t("peers.nth", language, **words)


def _view(told: Peers, within: str) -> tuple[str, layers.Box]:
    """The state that was looked in; else so much of the country as holds them all, and never less than half of it."""
    if within != "state":
        return "nation", _framed((told.area, *told.areas))
    keys = municipalities_of(told.area[:2])
    level = layers.level_for(keys)
    return level, layers.view(level, keys)


def _framed(areas: tuple[str, ...]) -> layers.Box:
    """A view of the nation round the areas, of the nation's own shape and inside it."""
    left, top, wide, tall = layers.view("nation")
    x, y, w, h = layers.view("nation", areas, margin=0.2)
    part = min(1.0, max(LEAST, w / wide, h / tall))
    middle_x = min(max(x + w / 2, left + part * wide / 2), left + wide - part * wide / 2)
    middle_y = min(max(y + h / 2, top + part * tall / 2), top + tall - part * tall / 2)
    return (middle_x - part * wide / 2, middle_y - part * tall / 2, part * wide, part * tall)


def _palette(area: str, dark: bool) -> Palette:
    """Ours in their colours, the others grey; a chosen municipality that is not one of ours in the accent."""
    base = picture.colours(dark, None)
    own = {area: Own(base.accent, "circle")} | dict(base.ours)
    return replace(base, ours=own, accent=base.muted)
