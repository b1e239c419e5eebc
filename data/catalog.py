"""The catalogue: YAML entries read into frozen objects, or refused with every rule they break.

`load()` never returns half a catalogue: one broken entry anywhere raises CatalogError listing all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from data.entries import Entry, Indicator, Source, Vocabulary, Zone

ROOM = Path(__file__).parent
E = TypeVar("E", bound=Entry)


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
        """Indicators computed from one source."""
        return tuple(i for i in self.indicators.values() if i.source == source)


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
    indicators: dict[str, Indicator] = {}
    for path in sorted((room / "indicators").glob("*.yaml")):
        entries = _yaml(path, room, problems)
        topic = {"topic": path.stem}
        _collect(Indicator, path, entries, indicators, room, problems, topic)
    if vocabulary is not None:
        problems += _references(vocabulary, indicators, sources)
    if problems or vocabulary is None:
        raise CatalogError(problems)
    return Catalog(vocabulary, indicators, sources, zones)


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
) -> None:
    """Validate each entry of a file's list; every problem is said, the good ones are kept."""
    where = path.relative_to(room)
    if entries is None:
        return
    if not isinstance(entries, list):
        problems.append(f"{where}: expected a list of entries, got {type(entries).__name__}")
        return
    for number, raw in enumerate(entries, start=1):
        name = raw.get("id", f"number {number}") if isinstance(raw, dict) else f"number {number}"
        try:
            entry = model.model_validate({**raw, **(extra or {})} if isinstance(raw, dict) else raw)
        except ValidationError as error:
            problems += [f"{where}, entry «{name}»: {line}" for line in _lines(error)]
            continue
        if name in into:
            problems.append(f"{where}, entry «{name}»: the id is already used")
        into[str(name)] = entry


def _lines(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(str(p) for p in e['loc']) or 'entry'}: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
    ]


def _references(words: Vocabulary, indicators: Mapping[str, Indicator], sources: Mapping[str, Source]) -> list[str]:
    """Rules over more than one entry: everything named must exist."""
    found = []
    for entry in indicators.values():
        where = f"indicators/{entry.topic}.yaml, entry «{entry.id}»"
        checks = (
            (entry.topic in words.topics, f"topic «{entry.topic}» is not in vocabulary.yaml"),
            (entry.source in sources, f"source «{entry.source}» is in no file of sources/"),
            (entry.unit in words.units, f"unit «{entry.unit}» is not in vocabulary.yaml"),
            (entry.frequency in words.frequencies, f"frequency «{entry.frequency}» is not in vocabulary.yaml"),
            (entry.weight is None or entry.weight in indicators, f"mean_by «{entry.weight}» is no indicator"),
        )
        found += [f"{where}: {sentence}" for good, sentence in checks if not good]
        found += [f"{where}: {sentence}" for sentence in _breakdown_problems(entry, words)]
        if entry.source == "derived":
            unknown = {_base(v) for f in (entry.formula, *entry.breakdowns.values()) for v in f.variables}
            found += [f"{where}: «{v}» is no indicator" for v in sorted(unknown - set(indicators))]
    return found


def _base(variable: str) -> str:
    return variable.split("@", maxsplit=1)[0].split("[", maxsplit=1)[0]


def _breakdown_problems(entry: Indicator, words: Vocabulary) -> list[str]:
    found = []
    for key in entry.breakdowns:
        for part in key.split(","):
            dimension, _, code = part.partition("=")
            if dimension not in words.dimensions:
                found.append(f"dimension «{dimension}» is not in vocabulary.yaml")
            elif code not in words.dimensions[dimension].codes:
                found.append(f"«{code}» is no code of dimension «{dimension}» in vocabulary.yaml")
    return found
