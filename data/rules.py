"""Rules over more than one key of an entry, or over more than one entry.

Each rule names the keys it reads, so that an entry with one bad key is still held to every rule the others allow:
a person mends an entry once, not once a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from data.entries import Entry, Indicator, Source, Vocabulary, combine_problems, whole_problems


def partial(model: type[Entry], raw: Mapping[str, Any]) -> tuple[Any, set[str]]:
    """The entry made of the keys of `raw` that are good by themselves, and the names of those keys."""
    good: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        try:
            if name in raw:
                good[name] = _adapter(model, name).validate_python(raw[name])
            elif not field.is_required():
                good[name] = field.get_default(call_default_factory=True)
        except ValidationError:
            continue
    return model.model_construct(**good), set(good)


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    annotation: Any = field.annotation
    for extra in field.metadata:
        annotation = Annotated[annotation, extra]
    return TypeAdapter(annotation)


Rule = tuple[tuple[str, ...], Callable[[Indicator], Iterator[str]]]


def broken(entry: Indicator, given: Collection[str]) -> list[str]:
    """Whole-entry rules that an entry with only the keys `given` breaks."""
    rules: tuple[Rule, ...] = (
        (("combine", "formula", "kind"), combine_problems),
        (("breakdowns", "range", "unit", "formula", "counted"), whole_problems),
    )
    return [s for keys, rule in rules if set(keys) <= set(given) for s in rule(entry)]


def references(
    entry: Indicator,
    given: Collection[str],
    words: Vocabulary,
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
) -> list[str]:
    """Things an entry names that are nowhere; keys outside `given` are not looked at."""
    known: tuple[tuple[str, Callable[[], bool], str], ...] = (
        ("topic", lambda: entry.topic in words.topics, "topic «{}» is not in vocabulary.yaml"),
        ("source", lambda: entry.source in sources, "source «{}» is in no file of sources/"),
        ("unit", lambda: entry.unit in words.units, "unit «{}» is not in vocabulary.yaml"),
        ("frequency", lambda: entry.frequency in words.frequencies, "frequency «{}» is not in vocabulary.yaml"),
    )
    found = [told.format(getattr(entry, key)) for key, good, told in known if key in given and not good()]
    if "counted" in given and entry.counted and entry.counted not in words.units:
        found.append(f"counted «{entry.counted}» is not in vocabulary.yaml")
    if "combine" in given and entry.weight is not None and entry.weight not in indicators:
        found.append(f"mean_by «{entry.weight}» is no indicator")
    if "breakdowns" in given:
        found += [s for key in entry.breakdowns for s in _breakdown(key, words)]
    if {"source", "formula", "breakdowns"} <= set(given) and entry.source == "derived":
        variables = {v for f in (entry.formula, *entry.breakdowns.values()) for v in f.variables}
        found += [s for v in sorted(variables) for s in _variable(v, indicators, sources)]
    if {"source", "formula", "frequency"} <= set(given) and entry.source in sources and sources[entry.source].each:
        found += _reported(entry, indicators)
    return found


def _reported(entry: Indicator, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """What municipalities report is a count under its own id, once a year or a month; a rate is of two of those."""
    if entry.frequency not in ("annual", "monthly"):
        yield "what municipalities report is annual or monthly"
    if entry.formula.code is not None and entry.formula.code != entry.id:
        yield f"a figure that municipalities report has formula {{code: {entry.id}}}"
    for name in sorted(entry.formula.variables - {entry.id}) if entry.formula.code is None else ():
        part = indicators.get(name)
        if part is None or part.source != entry.source or part.formula.code != name:
            yield f"«{name}» is no count that municipalities report"
        elif part.frequency != entry.frequency:
            yield f"«{name}» is {part.frequency} and this is {entry.frequency}"


def _breakdown(key: str, words: Vocabulary) -> Iterator[str]:
    for part in key.split(","):
        dimension, _, code = part.partition("=")
        if dimension not in words.dimensions:
            yield f"dimension «{dimension}» is not in vocabulary.yaml"
        elif code not in words.dimensions[dimension].codes:
            yield f"«{code}» is no code of dimension «{dimension}» in vocabulary.yaml"


def _variable(variable: str, indicators: Mapping[str, Indicator], sources: Mapping[str, Source]) -> Iterator[str]:
    """A derived variable names one of our indicators, in a breakdown it has, with one release behind it."""
    name, _, breakdown = variable.split("[", maxsplit=1)[0].partition("@")
    if name not in indicators:
        yield f"«{name}» is no indicator"
    elif breakdown and breakdown not in indicators[name].breakdowns:
        yield f"«{breakdown}» is no breakdown of «{name}»"
    elif (own := sources.get(indicators[name].source)) is not None and own.each:
        yield f"«{name}» comes from many releases; derived figures are computed from one of each source"
