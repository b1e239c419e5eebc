"""Zones a reader may choose: the catalogue's, the officially delimited metropolises, and any set of municipalities.

A chosen set travels in the address as "z:14063,14066", with a name as "z:14063,14066:Ribera norte"; it is never
called an area, because nobody declared it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import pandas as pd
import sqlalchemy as sa

from dashboard.queries import memberships
from dashboard.wording import listed
from data.areas import areas, municipalities_of, names
from data.catalog import Catalog, catalog
from data.entries import Text, Zone

CHOSEN = "z:"
LONGEST_NAME = 40
FEW = 3  # up to so many municipalities a set is called by their names
MOST = 60  # municipalities of a chosen set: its address must fit a message
UNDECLARED = Text(es="no es área declarada", en="not a declared area")


class UnknownZone(ValueError):
    """An address names a zone or a municipality that does not exist; says which."""


def zones(engine: sa.Engine, known: Catalog | None = None) -> dict[str, Zone]:
    """Id → zone: the catalogue's first, in its order, then the official metropolises by title."""
    found = dict((known or catalog()).zones)
    frame = memberships(engine)
    for _, rows in sorted(frame.groupby("zone"), key=lambda pair: (pair[1]["title"].iloc[0], pair[0])):
        zone = _metropolis(rows)
        found.setdefault(zone.id, zone)
    return found


def members(zone: Zone) -> tuple[str, ...]:
    """Keys of the zone's municipalities, as they exist today."""
    return municipalities_of(zone.all_of) if zone.all_of else zone.members


def chosen(text: str) -> Zone:
    """The zone of a list of keys, "z:14063,14066" or "14063,14066", with its name after a colon if it has one.

    Raises UnknownZone naming what is wrong.
    """
    keys, _, name = text.removeprefix(CHOSEN).partition(":")
    asked = tuple(dict.fromkeys(k.strip() for k in keys.split(",") if k.strip()))
    wrong = [k for k in asked if k not in _municipalities()]
    if wrong or not asked:
        raise UnknownZone(f"no municipality has the key {', '.join(wrong) or '(none given)'}")
    if len(asked) > MOST:
        raise UnknownZone(f"a chosen zone has at most {MOST} municipalities; {len(asked)} were named")
    own = tidy_name(name)
    title = Text(es=own, en=own) if own else _title(asked)
    states = {k[:2] for k in asked}
    state = states.pop() if len(states) == 1 else None
    return Zone(id="custom", title=title, short=title, kind="custom", members=asked, state=state)


def tidy_name(name: str) -> str:
    """A name as it may stand in an address and on the page: one line of letters, digits and plain signs."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w .,()&+'’–-]", " ", name)).strip()[:LONGEST_NAME].strip()


def find(text: str, among: dict[str, Zone]) -> Zone:
    """The zone an address names: an id, or a list of keys; a list that is a declared zone gives that zone."""
    if text in among:
        return among[text]
    if not text.startswith(CHOSEN):
        raise UnknownZone(f"there is no zone «{text}»")
    zone = chosen(text)
    same = (z for z in among.values() if z.members and set(z.members) == set(zone.members))
    return next(same, zone)


def key(zone: Zone) -> str:
    """What stands for the zone in an address; `find` reads it back."""
    if zone.kind != "custom":
        return zone.id
    own = "" if zone.title == _title(zone.members) else f":{zone.title.es}"
    return CHOSEN + ",".join(zone.members) + own


def label(zone: Zone, language: str) -> str:
    """The zone's title; a set nobody declared says so."""
    title, note = zone.title.in_(language), UNDECLARED.in_(language)
    return title if is_declared(zone) or note in title else f"{title} ({note})"


def named(keys: Iterable[str]) -> dict[str, str]:
    """Key → name of municipalities; those given twice among them say their state: there are seven Benito Juárez.

    Oaxaca has two San Juan Mixtepec: they say their key too.
    """
    known = names()
    plain = {key: known.get(key, key) for key in keys}
    often = Counter(plain.values())
    told = {key: f"{n}, {known.get(key[:2], key[:2])}" if often[n] > 1 else n for key, n in plain.items()}
    often = Counter(told.values())
    return {key: f"{n} ({key})" if often[n] > 1 else n for key, n in told.items()}


def is_declared(zone: Zone) -> bool:
    """Whether an authority drew this zone."""
    return zone.kind not in ("comparison_set", "custom")


@lru_cache(maxsize=64)
def existing(period: str) -> frozenset[str]:
    """Areas that existed in (at the end of) the period, as far as the counts of population can tell."""
    year = period.rsplit("/", 1)[-1][:4]
    frame = areas()
    began = (frame["valid_from"] <= year) | (frame["valid_from"] == frame["valid_from"].min())
    return frozenset(frame.loc[began & ((frame["valid_to"] == "") | (frame["valid_to"] >= year)), "area"])


@lru_cache(maxsize=1)
def _municipalities() -> frozenset[str]:
    frame = areas()
    return frozenset(frame.loc[frame["level"] == "municipality", "area"])


def _title(keys: tuple[str, ...]) -> Text:
    """The names of the municipalities; of a declared zone with others, its name and theirs."""
    known = names()
    inside = [z for z in catalog().zones.values() if is_declared(z) and 1 < len(z.members) < len(keys)]
    held = max((z for z in inside if set(z.members) <= set(keys)), key=lambda z: len(z.members), default=None)
    told = [known[k] for k in keys if held is None or k not in held.members]
    beyond = {
        language: listed(told, language) if len(told) <= FEW else _count(len(told), language)
        for language in ("es", "en")
    }
    if held is not None:
        beyond = {language: f"{held.short.in_(language)} + {words}" for language, words in beyond.items()}
    elif len(told) > FEW:
        beyond = {"es": f"{beyond['es']} elegidos", "en": f"{len(told)} chosen municipalities"}
    return Text(**beyond)


def _count(number: int, language: str) -> str:
    return f"{number} {'municipalities' if language == 'en' else 'municipios'}"


def _metropolis(rows: pd.DataFrame) -> Zone:
    head = rows.iloc[0]
    year = head["declared_on"][:4]
    words = f"{head['title']} ({year})" if year else head["title"]  # one place may be in two delimitations
    title = Text(es=words, en=words)
    states = sorted(rows["area"].str[:2].unique())
    day = head["declared_on"]
    return Zone(
        id=head["zone"], title=title, short=title, kind="metropolis", members=tuple(rows["area"]),
        declared_by=Text(es=head["declared_by"], en=head["declared_by"]) if head["declared_by"] else None,
        declared_on=date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else None,
        state=states[0] if len(states) == 1 else None,
    )  # fmt: skip
