"""Tables of the page of similar municipalities, as HTML: the list with its distances, and places by size.

Distances are drawn as bars *and* printed, so that neither colour nor length is needed to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from dashboard import style
from dashboard.analysis.bands import BandPlace
from dashboard.analysis.peer_words import state
from dashboard.analysis.peers import Peers
from dashboard.text import t
from data.areas import names
from data.catalog import catalog
from data.entries import Indicator

GOOD = {"higher": "▲", "lower": "▼", "neither": ""}


@dataclass(frozen=True)
class Standing:
    """One indicator's line in the table of places; the value is None where `status` says why."""

    indicator: Indicator
    period: str
    value: float | None
    status: str
    band: BandPlace | None
    state: tuple[int, int] | None
    nation: tuple[int, int] | None


def table(told: Peers, people: pd.Series, link: Callable[[str], str], language: str) -> str:
    """The similar municipalities, closest first: name, state, people, likeness, a bar and a figure a facet.

    link: municipality → address of its own page.
    """
    heads = [("place", "place"), ("municipality", "text"), ("distance", "like")]
    top = "".join(f'<th class="{kind}" scope="col">{escape(t(f"peers.{key}", language))}</th>' for key, kind in heads)
    titles = [catalog().facets[key].title.in_(language) for key in told.points.facets]
    top += "".join(f'<th scope="col">{escape(title)}</th>' for title in titles) if len(titles) > 1 else ""
    sides = told.relative[list(told.points.facets)]
    most = float(sides.max(axis=None)) or 1.0
    bars = [
        "".join(_side(title, float(side), most) for title, side in zip(titles, row, strict=True))
        for row in sides.to_numpy()
    ]
    bars = bars if len(titles) > 1 else [""] * len(bars)
    body = "".join(_row(told, n, area, people, link, bars[n], language) for n, area in enumerate(told.areas))
    caption = escape(t("peers.caption", language, place=names()[told.area]))
    return (
        f'<table class="peers"><caption class="unseen">{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(
    told: Peers, n: int, area: str, people: pd.Series, link: Callable[[str], str], bars: str, language: str
) -> str:
    about = [state(area, language)]
    if not pd.isna(people.get(area)):
        about.append(t("peers.people", language, people=style.decimal(float(people[area]))))
    distance = style.decimal(told.relative["distance"].iloc[n], 2)
    likeness = t(f"peers.likeness.{told.likeness.iloc[n]}", language)
    own = style.mark(area)
    glyph = f'<span class="glyph" aria-hidden="true">{own.glyph}</span>' if own else ""
    cells = (
        f'<td class="place">{n + 1}</td>'
        f'<th scope="row">{glyph}<a href="{escape(link(area))}">{escape(names()[area])}</a>'
        f'<span class="about">{escape(" · ".join(about))}</span></th>'
        f'<td class="like"><b>{distance}</b><span class="about">{escape(likeness)}</span></td>'
    )
    return f"<tr>{cells}{bars}</tr>"


def _side(title: str, side: float, most: float) -> str:
    """A facet's distance: its name on a phone, a bar and the figure."""
    return (
        f'<td class="side"><span class="label">{escape(title)}</span>'
        f'<span class="bar"><i style="width:{side / most:.1%}"></i></span>{style.decimal(side, 2)}</td>'
    )


def ranks(place: str, where: str, nation: str, lines: Sequence[Standing], language: str) -> str:
    """Places of one municipality: a row an indicator, with its figure and its place by size, its state, Mexico."""
    heads = [t(f"bands.{key}", language) for key in ("indicator", "value", "among")]
    heads += [t("bands.in", language, place=name) for name in (where, nation)]
    kinds = ("text", "", "", "", "")
    top = "".join(f'<th class="{k}" scope="col">{escape(h)}</th>' for h, k in zip(heads, kinds, strict=True))
    body = "".join(_line(line, heads, language) for line in lines)
    caption = escape(t("bands.caption", language, place=place))
    return (
        f'<table class="ranks"><caption class="unseen">{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _line(line: Standing, heads: Sequence[str], language: str) -> str:
    words = catalog().vocabulary
    topic = words.topics[line.indicator.topic].in_(language)
    about = (topic, style.unit_label(line.indicator, language), style.period(line.period, language))
    good = GOOD["neither" if line.indicator.kind == "count" else line.indicator.better]
    head = (
        f'<th scope="row">{escape(line.indicator.title.in_(language))} <span class="good">{good}</span>'
        f'<span class="about">{escape(", ".join(about))}</span></th>'
    )
    if line.value is None:
        figure = f'<span class="none">{escape(words.statuses[line.status].in_(language))}</span>'
    else:
        figure = escape(style.number(line.value, line.indicator, language))
    band = (line.band.rank, line.band.of) if line.band else None
    cells = [figure, *(_rank(found, line.value is None, language) for found in (band, line.state, line.nation))]
    told = zip(heads[1:], cells, strict=True)
    return (
        f"<tr>{head}" + "".join(f'<td><span class="label">{escape(h)}</span>{cell}</td>' for h, cell in told) + "</tr>"
    )


def _rank(found: tuple[int, int] | None, lacking: bool, language: str) -> str:
    if found is None:
        return f'<span class="none">{"—" if lacking else escape(t("bands.unranked", language))}</span>'
    rank, of = (style.decimal(number) for number in found)
    return f"<b>{escape(t('bands.rank', language, rank=rank, of=of))}</b>"
