"""The catalogue: YAML entries read into frozen objects, or refused with every rule they break.

`load()` never returns half a catalogue: one broken entry anywhere raises CatalogError listing all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from data.areas import municipalities_of, names
from data.entries import Entry, Indicator, Source, Vocabulary, Zone
from data.likeness import Band, Facet, band_problems, facet_problems
from data.rules import broken, partial, references

ROOM = Path(__file__).parent
E = TypeVar("E", bound=Entry)
Half = tuple[str, Indicator, set[str]]  # where it is written, the entry, and the keys of it that are good


class CatalogError(Exception):
    """The catalogue breaks rules; `problems` has one sentence each, naming file and entry."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("The catalogue cannot be used:\n" + "\n".join(f"- {p}" for p in self.problems))


@dataclass(frozen=True)
class Catalog:
    """Everything the product knows how to measure, in the menu's order."""

    vocabulary: Vocabulary
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    zones: Mapping[str, Zone]
    facets: Mapping[str, Facet] = field(default_factory=dict)
    bands: Mapping[str, Band] = field(default_factory=dict)

    @cached_property
    def topics(self) -> Mapping[str, tuple[Indicator, ...]]:
        """Topic → its indicators in menu order; topics without indicators are left out."""
        found: dict[str, tuple[Indicator, ...]] = {}
        for topic in self.vocabulary.topics:
            members = tuple(i for i in self.indicators.values() if i.topic == topic)
            if members:
                found[topic] = members
        return found

    @cached_property
    def headlines(self) -> Mapping[str, Indicator]:
        """Topic → its first indicator, which stands for it."""
        return {topic: members[0] for topic, members in self.topics.items()}

    @property
    def default_zone(self) -> Zone:
        """The metropolis this deployment serves: the first zone."""
        return next(iter(self.zones.values()))

    def of_source(self, source: str) -> tuple[Indicator, ...]:
        """Indicators computed from one source; of a member of a family, those of the family."""
        own = self.sources.get(source)
        return tuple(i for i in self.indicators.values() if i.source in (source, own.family if own else source))

    def member(self, area: str) -> Source | None:
        """The source of one municipality's own figures; None where this deployment does not receive them."""
        return next((s for s in self.sources.values() if s.area == area), None)


def load(room: Path = ROOM) -> Catalog:
    """Read the catalogue under `room`; raises CatalogError with every broken rule."""
    problems: list[str] = []
    vocabulary = _one(Vocabulary, room / "vocabulary.yaml", room, problems)
    sources: dict[str, Source] = {}
    for path in sorted((room / "sources").glob("*.yaml")):
        _collect(Source, path, _yaml(path, room, problems), sources, room, problems)
    zones: dict[str, Zone] = {}
    content = _yaml(room / "zones.yaml", room, problems)
    _collect(Zone, room / "zones.yaml", (content or {}).get("zones"), zones, room, problems)
    sources |= _members(sources, zones)
    indicators: dict[str, Indicator] = {}
    halves: list[Half] = []
    for path in sorted((room / "indicators").glob("*.yaml")):
        entries = _yaml(path, room, problems)
        topic = {"topic": path.stem}
        halves += _collect(Indicator, path, entries, indicators, room, problems, topic)
    if vocabulary is not None:
        whole = [
            (f"indicators/{i.topic}.yaml, entry «{i.id}»", i, set(Indicator.model_fields)) for i in indicators.values()
        ]
        for where, entry, given in whole + halves:
            problems += [f"{where}: {s}" for s in references(entry, given, vocabulary, indicators, sources)]
    facets, bands = _likeness(room, indicators, sources, problems)
    if problems or vocabulary is None:
        raise CatalogError(problems)
    return Catalog(vocabulary, indicators, sources, zones, facets, bands)


def _likeness(
    room: Path, indicators: Mapping[str, Indicator], sources: Mapping[str, Source], problems: list[str]
) -> tuple[dict[str, Facet], dict[str, Band]]:
    """What makes municipalities alike and the bands they are ranked in, each file held to its rules as a whole."""
    facets: dict[str, Facet] = {}
    bands: dict[str, Band] = {}
    similarity, sizes = room / "similarity.yaml", room / "bands.yaml"
    _collect(Facet, similarity, _yaml(similarity, room, problems), facets, room, problems)
    _collect(Band, sizes, _yaml(sizes, room, problems), bands, room, problems)
    problems += [*facet_problems(facets, indicators, sources), *band_problems(tuple(bands.values()))]
    return facets, bands


def _members(sources: Mapping[str, Source], zones: Mapping[str, Zone]) -> dict[str, Source]:
    """One source a municipality of the declared metropolises, for each family: whoever edits zones.yaml has them."""
    declared = [z for z in zones.values() if z.kind == "metropolitan_area"]
    areas = dict.fromkeys(a for z in declared for a in (z.members or municipalities_of(z.all_of or "")))
    made: dict[str, Source] = {}
    for name, source in sources.items():
        if source.each:
            for area in areas:
                own = {"id": f"{name}_{area}", "family": name, "area": area, "each": None}
                words = source.each.of(names().get(area, area))
                made[f"{name}_{area}"] = Source.model_validate(source.model_dump(mode="json") | words | own)
    return made


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """The product's own catalogue, read once."""
    return load()


def _yaml(path: Path, room: Path, problems: list[str]) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        problems.append(f"{path.relative_to(room)}: the file is missing")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(f"{path.relative_to(room)}: not readable as YAML: {' '.join(str(error).split())}")
    return None


def _one(model: type[E], path: Path, room: Path, problems: list[str]) -> E | None:
    content = _yaml(path, room, problems)
    if content is None:
        return None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems += [f"{path.relative_to(room)}: {line}" for line in _lines(error)]
        return None


def _collect(
    model: type[E],
    path: Path,
    entries: Any,
    into: dict[str, E],
    room: Path,
    problems: list[str],
    extra: Mapping[str, str] | None = None,
) -> list[Half]:
    """Validate each entry of a file's list; every problem is said, the good ones are kept.

    Returns what is good of the broken ones, to be held to the rules over more than one entry too.
    """
    where = path.relative_to(room)
    halves: list[Half] = []
    if entries is None:
        return halves
    if not isinstance(entries, list):
        problems.append(f"{where}: expected a list of entries, got {type(entries).__name__}")
        return halves
    for number, raw in enumerate(entries, start=1):
        name = raw.get("id", f"number {number}") if isinstance(raw, dict) else f"number {number}"
        try:
            entry = model.model_validate({**raw, **(extra or {})} if isinstance(raw, dict) else raw)
        except ValidationError as error:
            lines = _lines(error)
            if model is Indicator and isinstance(raw, dict):
                half, given = partial(model, {**raw, **(extra or {})})
                lines += [f"entry: {s}" for s in broken(half, given) if not any(s in line for line in lines)]
                halves.append((f"{where}, entry «{name}»", half, given))
            problems += [f"{where}, entry «{name}»: {line}" for line in lines]
            continue
        if name in into:
            problems.append(f"{where}, entry «{name}»: the id is already used")
        into[str(name)] = entry
    return halves


def _lines(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(str(p) for p in e['loc']) or 'entry'}: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
    ]
