"""Where the most similar municipalities are: equal circles on the map, because their shapes could not be seen."""

from __future__ import annotations

from dashboard import picture, style
from dashboard.analysis import peer_words
from dashboard.analysis.peers import Peers
from dashboard.drawing import Drawing, Legend, Mark, Own
from dashboard.marks import Palette
from dashboard.text import t
from data.areas import municipalities_of, names
from geo import layers

OWN, SIMILAR, SCALE = 2.0, 1.0, 8.0  # areas of the circles: the chosen one's, the others', that of the largest there is


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
    """The whole country, however close together they lie: the reader asks where in Mexico."""
    if within != "state":
        return "nation", layers.view("nation")
    keys = municipalities_of(told.area[:2])
    level = layers.level_for(keys)
    return level, layers.view(level, keys)


def _palette(area: str, dark: bool) -> Palette:
    """The house's colours; a chosen municipality that is not one of ours is drawn in ink."""
    base = picture.colours(dark, None)
    if area in base.ours:
        return base
    own = {**base.ours, area: Own(style.palette(dark).text, "circle")}
    return Palette(
        ours=own, paper=base.paper, ink=base.ink, muted=base.muted, accent=base.accent
    )  # fmt: skip
