"""Sentences about similar municipalities: who they are, how alike, in what, and what could not be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from dashboard import style
from dashboard.analysis import similarity
from dashboard.analysis.bands import BandPlace
from dashboard.analysis.peers import NAMED, Peers
from dashboard.text import t
from dashboard.wording import capital, listed, shortened
from data.areas import names
from data.catalog import catalog

TOLD = 2  # indicators named of those two municipalities are most and least alike in
TINY = 0.1  # per cent


def state(area: str, language: str) -> str:
    """The state a municipality is in; that of México says that it is the state."""
    key = area[:2]
    return t("peers.state_15", language) if key == "15" else names().get(key, key)


def placed(area: str, language: str) -> str:
    """«Colón (Querétaro)»: names alone repeat all over Mexico."""
    return f"{names().get(area, area)} ({state(area, language)})"


def facets(keys: Sequence[str], language: str) -> str:
    """Facets in a sentence: «educación y servicios»."""
    return listed([catalog().facets[key].title.in_(language).lower() for key in keys], language)


def titles(indicators: Sequence[str], language: str) -> str:
    """Indicators in a sentence, quoted; of many, the first three."""
    words = [quoted(catalog().indicators[name].title.in_(language), language) for name in indicators]
    return shortened(words, language)


def quoted(words: str, language: str) -> str:
    """«Palabras» / “words”."""
    return f"“{words}”" if language == "en" else f"«{words}»"


def lead(told: Peers, within: str, where: str, language: str) -> str:
    """Who the most similar municipalities are, and in what. within: country, state or band; where: its name."""
    first = told.areas[:NAMED]
    known = [names()[area] for area in first] if within == "state" else [placed(area, language) for area in first]
    key = within if len(known) > 1 else "one"
    sentence = t(
        f"peers.lead.{key}", language, place=names()[told.area], where=where, names=listed(known, language)
    )  # fmt: skip
    if told.points.facets != tuple(catalog().facets):
        chosen = facets(told.points.facets, language)
        sentence = t("peers.lead.some", language, facets=chosen, sentence=sentence)
    if len(known) > 1 and told.sides is not None:
        most, least = (facets([key], language) for key in told.sides)
        sentence = t("peers.lead.sides", language, sentence=sentence, most=most, least=least)
    return capital(sentence) + "."


def share(part: float, language: str) -> str:
    """A per cent of all pairs; the smallest are «menos de 0.1 %»."""
    words = style.share(max(part, TINY), language)
    return t("peers.under", language, share=words) if part < TINY else words


def reach(told: Peers, language: str) -> str:
    """How rare it is to be as alike as the last of the list."""
    words = share(float(told.closer.iloc[-1]), language)
    return t("peers.reach", language, share=words, place=names()[told.area])


def warning(told: Peers, language: str) -> str:
    """That nobody is much alike, or from where on; empty when the whole list is."""
    if told.is_far:
        words = share(float(told.closer.iloc[0]), language)
        return t("peers.far", language, place=names()[told.area], share=words)
    if told.far_from is not None:
        return t("peers.far_some", language, **{"from": told.far_from}, place=names()[told.area])
    return ""


def left_out(told: Peers, language: str) -> str:
    """How many municipalities could not be compared and for want of which figures; empty when all could."""
    if not told.unseen:
        return ""
    most = sorted(told.left_out, key=lambda name: -told.left_out[name])
    words = [
        t(
            "peers.left_out_title", language,
            title=quoted(catalog().indicators[name].title.in_(language), language), count=told.left_out[name],
        )
        for name in most
    ]  # fmt: skip
    key = "left_out_one" if told.unseen == 1 else "left_out"
    return t(f"peers.{key}", language, count=style.decimal(told.unseen), titles=shortened(words, language))


def by_state(told: Peers, language: str) -> str:
    """How many of the list each state has, the most first."""
    often = Counter(area[:2] for area in told.areas)
    ordered = sorted(often, key=lambda key: (-often[key], key))
    words = [t("peers.state_count", language, state=state(key, language), count=often[key]) for key in ordered]
    return t("peers.states", language, states=", ".join(words))


def pair(told: Peers, other: str, figures: pd.DataFrame, language: str) -> str:
    """In what two municipalities are most and least alike, with their figures, and which facet separates them."""
    between = similarity.apart(told.points, told.area, other)

    def items(wanted: Sequence[str]) -> str:
        return listed([_item(name, told.area, other, figures, language) for name in wanted], language)

    who = {"place": names()[told.area], "other": names()[other]}
    parts = [t("peers.pair.closest", language, **who, closest=items(list(between.index[:TOLD])))]
    if between.iloc[-1] > between.iloc[0]:
        parts.append(t("peers.pair.furthest", language, furthest=items(list(between.index[: -TOLD - 1 : -1]))))
    sentence = "; ".join(parts) + "."
    made = similarity.contributions(told.found).loc[other]
    if len(made) > 1 and made.max() > made.min():
        part = style.share(100 * float(made.max()), language, 0)
        title = catalog().facets[str(made.idxmax())].title.in_(language).lower()
        sentence += " " + t("peers.pair.because", language, share=part, facet=title)
    return sentence


def _item(name: str, area: str, other: str, figures: pd.DataFrame, language: str) -> str:
    entry = catalog().indicators[name]
    own, its = (style.number(float(figures[name][key]), entry, language) for key in (area, other))
    return t("peers.pair.item", language, title=quoted(entry.title.in_(language), language), own=own, other=its)


def ends(places: Sequence[tuple[str, BandPlace]], language: str) -> str:
    """The best and the worst place of a municipality among those of its size; empty with fewer than two judged.

    places: indicator and place; only indicators with a better direction are judged.
    """
    judged = [(name, p) for name, p in places if catalog().indicators[name].better != "neither" and p.of > 1]
    judged.sort(key=lambda pair: (pair[1].rank / pair[1].of, pair[0]))
    if len(judged) < 2:
        return ""
    words: dict[str, str] = {}
    for side, (name, found) in (("best", judged[0]), ("worst", judged[-1])):
        words[side] = quoted(catalog().indicators[name].title.in_(language), language)
        words[f"{side}_rank"], words[f"{side}_of"] = style.decimal(found.rank), style.decimal(found.of)
    return t("bands.ends", language, **words)
