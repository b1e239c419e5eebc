"""Every source, whatever its layout: its example parses clean, and each kind of damage is told, not loaded."""

from __future__ import annotations

from functools import cache

import pytest

from data.catalog import catalog
from etl.pipeline import prepare
from etl.sources import modules
from tests.sources.examples import example, relaxed
from tests.sources.faults import Layout, Place, changed, grid, is_book, layout, numeric, refusal, repeated

FILES = [(source, file.name) for source, module in modules().items() for file in module.SOURCE.files]
TEXT = [(s, f) for s, f in FILES if not is_book(f)]
KEYS = {"14063", "14066", "14047", "063", "63", "066", "66", "047", "47", "014063", "14", "01001", "1001"}


@cache
def met(source: str) -> Layout:
    return layout(modules()[source])


def bytes_of(source: str, name: str) -> bytes:
    return example(source).files[name]


@cache
def encoding(source: str, name: str) -> str:
    try:
        bytes_of(source, name).decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def said(source: str, name: str, content: bytes) -> str:
    return refusal(modules()[source], met(source), catalog(), name, content)


def ours(source: str, name: str) -> list[int]:
    """Lines of the example that speak of one of the metropolis's municipalities (or, failing that, the last)."""
    rows = grid(name, bytes_of(source, name), encoding(source, name))
    names = ("Ocotlán", "OCOTLÁN", "Poncitlán", "Jamay", "JAMAY")
    found = [n for n, row in enumerate(rows) if {"14063", "14066", "14047"} & set(row) or any(x in row for x in names)]
    return found or [max(n for n, row in enumerate(rows) if any(numeric(c) for c in row))]


def wanted(source: str, name: str) -> list[Place]:
    """Header cells, in the first lines of the file, that the parser asks for by name."""
    rows = grid(name, bytes_of(source, name), encoding(source, name))
    required = set(met(source).required.get(name, []))
    return [(r, c) for r, cells in enumerate(rows[:8]) for c, text in enumerate(cells) if text.strip() in required]


@pytest.mark.parametrize("source", [s for s, m in modules().items() if m.SOURCE.files])
def test_the_example_parses_and_keeps_the_contract(source: str) -> None:
    module = modules()[source]
    with relaxed():
        prepared = prepare(module.SOURCE, module.parse, example(source), catalog())
    # A few rows need not hold a figure of every indicator; everything else of the contract holds.
    assert [str(p) for p in prepared.problems if "has no figure at all" not in str(p)] == []
    assert sum(len(t) for t in prepared.tables.values()) > 0


@pytest.mark.parametrize("source", list(modules()))
def test_the_source_is_described_and_its_example_is_small(source: str) -> None:
    assert source in catalog().sources
    assert sum(len(c) for c in example(source).files.values()) < 80_000


@pytest.mark.parametrize(("source", "name"), FILES)
@pytest.mark.parametrize("kept", [0.0, 0.5, 0.9])
def test_a_truncated_file_is_refused(source: str, name: str, kept: float) -> None:
    content = bytes_of(source, name)
    sentence = said(source, name, content[: int(len(content) * kept)])
    assert name.rsplit("/", 1)[-1] in sentence, sentence


@pytest.mark.parametrize(("source", "name"), TEXT)
def test_another_encoding_is_refused(source: str, name: str) -> None:
    text = bytes_of(source, name).decode(encoding(source, name))
    assert name.rsplit("/", 1)[-1] in said(source, name, text.encode("utf-16"))


@pytest.mark.parametrize(("source", "name"), FILES)
def test_a_renamed_column_is_refused_by_name(source: str, name: str) -> None:
    rows = grid(name, bytes_of(source, name), encoding(source, name))
    headers = wanted(source, name)
    if not headers:
        # A file whose header is unusable: the parser checks it in its own way, so change a title cell
        # that is no number in its first lines.
        headers = [
            (r, c) for r, cells in enumerate(rows[:6]) for c, t in enumerate(cells) if t.strip() and not numeric(t)
        ]
    content, how = bytes_of(source, name), encoding(source, name)
    noticed = (said(source, name, changed(name, content, how, (r, c), "OTRA COSA")) for r, c in headers[:12])
    assert any(noticed), "no change of the header was noticed"


@pytest.mark.parametrize(("source", "name"), FILES)
def test_a_record_given_twice_is_refused(source: str, name: str) -> None:
    rows = grid(name, bytes_of(source, name), encoding(source, name))
    line = ours(source, name)[0]
    others = [
        n for n, cells in enumerate(rows) if n != line and len(cells) == len(rows[line]) and any(map(numeric, cells))
    ]
    over = max(others, key=lambda n: sum(a == b for a, b in zip(rows[n], rows[line], strict=True)))
    twice = repeated(name, bytes_of(source, name), encoding(source, name), line, over)
    assert said(source, name, twice)


@pytest.mark.parametrize(("source", "name"), [(s, f) for s, f in FILES if s != "sedatu_metropolises"])
def test_an_impossible_figure_is_refused(source: str, name: str) -> None:
    rows = grid(name, bytes_of(source, name), encoding(source, name))
    line = ours(source, name)[0]
    places = [(line, c) for c, text in enumerate(rows[line]) if numeric(text) and text.strip() not in KEYS]
    read = [(line, c) for _, c in wanted(source, name) if (line, c) in places]
    places = read or places
    content, how = bytes_of(source, name), encoding(source, name)
    noticed = (said(source, name, changed(name, content, how, place, "-987654321")) for place in places[-25:])
    assert any(noticed)


@pytest.mark.parametrize(("source", "name"), FILES)
def test_an_unknown_municipality_is_refused(source: str, name: str) -> None:
    rows = grid(name, bytes_of(source, name), encoding(source, name))
    content = bytes_of(source, name)
    line = ours(source, name)[0]
    how = encoding(source, name)
    places = [(line, column) for column in range(min(12, len(rows[line])))]
    assert any("unknown" in said(source, name, changed(name, content, how, p, "98765")) for p in places)
