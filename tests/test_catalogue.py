"""The catalogue as published, and a catalogue with one thing wrong at a time.

The broken ones are copies of the real files: an entry that passes here passes for a person who adds one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from data.catalog import ROOM, CatalogError, catalog, load
from data.entries import Indicator, Text
from etl.sources import modules

# Words no sentence does without, and that are no word (nor part of a name) in the other language.
ENGLISH = re.compile(r"\b(the|of|and|with|which|from|are|is|that|was|were|their|this|for|by)\b", re.IGNORECASE)
SPANISH = re.compile(r"\b(los|las|que|por|con|para|una|según|y|se|su|entre|es|como|sin|más)\b", re.IGNORECASE)
NAMED = re.compile(r"«[^»]*»|\"[^\"]*\"")  # what an office wrote is quoted as it wrote it
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SENTENCES = ("definition", "processing", "caveat")


def texts(thing: Any, where: str) -> Iterator[tuple[str, Text]]:
    """Every bilingual text inside an entry, with its place."""
    if isinstance(thing, Text):
        yield where, thing
    elif isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            yield from texts(getattr(thing, name), f"{where}.{name}")
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from texts(value, f"{where}.{key}")
    elif isinstance(thing, tuple):
        for value in thing:
            yield from texts(value, where)


def all_texts() -> list[tuple[str, Text]]:
    found = catalog()
    parts = (*found.indicators.values(), *found.sources.values(), *found.zones.values())
    told = [pair for part in parts for pair in texts(part, part.id)]
    return told + list(texts(found.vocabulary, "vocabulary"))


def raw(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    return found


class TestPublished:
    def test_every_entry_of_every_file_is_loaded(self) -> None:
        files = sorted((ROOM / "indicators").glob("*.yaml"))
        written = [entry["id"] for path in files for entry in raw(path)]
        assert sorted(catalog().indicators) == sorted(written)
        assert len(written) == len(set(written))
        assert len(written) >= 110

    def test_a_topic_keeps_the_order_of_its_file(self) -> None:
        for topic, entries in catalog().topics.items():
            assert [e.id for e in entries] == [e["id"] for e in raw(ROOM / "indicators" / f"{topic}.yaml")]

    def test_each_topic_opens_with_a_rate_or_ratio(self) -> None:
        assert {t: i.id for t, i in catalog().headlines.items() if i.kind not in ("rate", "ratio")} == {}

    def test_every_source_is_read_by_a_module_and_the_other_way_round(self) -> None:
        reported = {name for name, source in catalog().sources.items() if source.family or source.each}
        assert set(catalog().sources) - reported == {*modules(), "derived"}

    def test_no_sentence_is_in_the_other_language(self) -> None:
        spanish = {w: ENGLISH.findall(NAMED.sub("", t.es)) for w, t in all_texts()}
        english = {w: SPANISH.findall(NAMED.sub("", t.en)) for w, t in all_texts()}
        assert {w: found for w, found in (*spanish.items(), *english.items()) if found} == {}

    def test_a_sentence_is_never_the_same_in_both(self) -> None:
        sentences = [(w, t) for w, t in all_texts() if w.rsplit(".", 1)[-1] in (*SENTENCES, "coverage", "citation")]
        assert [w for w, t in sentences if t.es == t.en] == []

    @pytest.mark.parametrize("entry", catalog().indicators.values(), ids=lambda e: e.id)
    def test_titles_are_words_and_sentences_end(self, entry: Indicator) -> None:
        for title in (entry.title.es, entry.title.en):
            assert not title.endswith("."), title
            assert title[0] == title[0].upper(), title
            assert not re.search(r"\w_\w", title), f"{title} holds a code"
        for name in SENTENCES:
            for words in (getattr(entry, name).es, getattr(entry, name).en):
                assert words.endswith((".", "?", ")")), f"{name}: {words}"
                assert "  " not in words, f"{name}: {words}"

    @pytest.mark.parametrize("entry", catalog().indicators.values(), ids=lambda e: e.id)
    def test_a_breakdown_combines_as_the_total(self, entry: Indicator) -> None:
        """Areas combine by the total's rule, so a breakdown without parts or of another scale would combine wrongly."""
        assert {(f.has_parts, f.scale) for f in entry.breakdowns.values()} <= {
            (entry.formula.has_parts, entry.formula.scale)
        }

    def test_a_share_lies_between_nothing_and_the_whole(self) -> None:
        """Only a plant's use may pass its capacity: that is no share of a whole."""
        shares = [i for i in catalog().indicators.values() if i.unit == "percent" and i.formula.form == "share"]
        assert {i.id for i in shares if i.range != (0, 100)} <= {"treatment_use_pct"}

    def test_an_edition_named_in_words_has_them_in_both_languages(self) -> None:
        editions = [source.edition for source in catalog().sources.values()]
        assert [e.es for e in editions if re.search(r"[a-z]", e.es) and e.es == e.en] == []
        assert any(e.es == e.en == "2020" for e in editions), "a year needs no translation"

    def test_the_default_zone_is_the_declared_metropolis(self) -> None:
        zone = catalog().default_zone
        assert (zone.id, zone.members) == ("amo", ("14063", "14066", "14047"))


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A copy of the catalogue's files, to be spoiled."""
    for name in ("indicators", "sources"):
        shutil.copytree(ROOM / name, tmp_path / name)
    for name in ("vocabulary.yaml", "zones.yaml", "similarity.yaml", "bands.yaml"):
        shutil.copy(ROOM / name, tmp_path / name)
    return tmp_path


def good(**changes: Any) -> dict[str, Any]:
    """A valid entry, or one with some of its keys changed (None takes the key out)."""
    entry = {**raw(ROOM / "indicators" / "water.yaml")[0], "id": "new_pct", **changes}
    return {key: value for key, value in entry.items() if value is not None}


def add(room: Path, topic: str, *entries: Any) -> None:
    path = room / "indicators" / f"{topic}.yaml"
    path.write_text(yaml.safe_dump([*raw(path), *entries], allow_unicode=True, sort_keys=False), encoding="utf-8")


def problems(room: Path) -> list[str]:
    with pytest.raises(CatalogError) as caught:
        load(room)
    assert all(p in str(caught.value) for p in caught.value.problems)
    return list(caught.value.problems)


def count(**changes: Any) -> dict[str, Any]:
    """A valid count, with changes."""
    plain = {"kind": "count", "unit": "dwellings", "combine": "sum", "range": [0, None], "formula": {"code": "A"}}
    plain["counted"] = None
    return good(**{**plain, **changes})


LONG = "x" * 61
BROKEN = [
    ("unknown key", good(colour="red"), "colour: Extra inputs are not permitted"),
    ("lost key", good(caveat=None), "caveat: Field required"),
    ("sum of rates", good(combine="sum"), "combine sum is only for counts"),
    ("denominator of a count", count(combine="denominator"), "a formula with a denominator"),
    ("mean of a count", count(combine={"mean_by": "water_piped_pct"}), "a count combines by sum or never"),
    ("mean by nothing", good(combine={"mean_by": "nobody"}), "mean_by «nobody» is no indicator"),
    ("unknown combination", good(combine="median"), "combine.MeanBy: Input should be"),
    ("unknown unit", good(unit="furlongs"), "unit «furlongs» is not in vocabulary.yaml"),
    ("unknown frequency", good(frequency="weekly"), "frequency «weekly» is not in vocabulary.yaml"),
    ("unknown source", good(source="nobody"), "source «nobody» is in no file of sources/"),
    ("unknown kind", good(kind="feeling"), "kind: Input should be 'rate'"),
    ("unknown status", good(status="guessed"), "status: Input should be 'official'"),
    ("empty title", good(title={"es": " ", "en": "New"}), "title.es: String should have at least 1 character"),
    ("one language", good(title={"es": "Nuevo"}), "title.en: Field required"),
    ("long title", good(title={"es": "Nuevo", "en": LONG}), "title.en has 61 characters; 60 at most"),
    ("blanks in a formula", good(formula={"share": ["A + B", "C"]}), "«A + B» is not an expression"),
    ("product in a formula", good(formula={"share": ["A*B", "C"]}), "«A*B» is not an expression"),
    ("two forms", good(formula={"share": ["A", "B"], "code": "A"}), "a formula has exactly one of"),
    ("no form", good(formula={}), "a formula has exactly one of"),
    ("share without base", good(formula={"share": ["A"]}), "formula.share"),
    ("per nothing", good(formula={"per": ["A", "B", 0]}, unit="per_1000"), "is a positive number"),
    ("per as percentage", good(formula={"per": ["A", "B", 100]}), "unit percent wants formula share"),
    ("printed count", count(formula={"code": "A", "published": "B"}), "«published» only goes with share or per"),
    ("unknown things counted", good(counted="furlongs"), "counted «furlongs» is not in vocabulary.yaml"),
    ("things counted of a count", count(counted="dwellings"), "counted says what the numerator of a share or per"),
    ("empty range", good(range=[100, 0]), "range [100.0, 0.0] is empty"),
    ("many decimals", good(decimals=9), "decimals: Input should be less than or equal to 4"),
    ("id with blanks", good(id="New share"), "id: String should match pattern"),
    ("id twice", good(id="water_piped_pct"), "the id is already used"),
    ("id of another topic", good(id="own_revenue_pct"), "the id is already used"),
    ("breakdown unwritten", good(breakdowns={"women": {"share": ["A", "B"]}}), "«women» is not written dimension=code"),
    ("unknown dimension", good(breakdowns={"mood=F": {"share": ["A", "B"]}}), "dimension «mood» is not in vocabulary"),
    ("unknown code", good(breakdowns={"sex=X": {"share": ["A", "B"]}}), "«X» is no code of dimension «sex»"),
    ("badly written break", good(breaks=[{"period": "May", "es": "a", "en": "b"}]), "breaks.0.period"),
    ("derived of nothing", good(source="derived", formula={"share": ["nobody", "crimes"]}), "«nobody» is no indicator"),
    ("no mapping", "new_pct", "Input should be a valid dictionary"),
]


class TestBroken:
    def test_the_copy_and_the_examples_are_good(self, room: Path) -> None:
        add(room, "water", good(), count(id="new"))
        assert set(load(room).indicators) == {*catalog().indicators, "new_pct", "new"}

    @pytest.mark.parametrize(("entry", "rule"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
    def test_an_entry_is_refused_with_file_name_and_rule(self, room: Path, entry: Any, rule: str) -> None:
        add(room, "water", entry)
        found = problems(room)
        name = entry["id"] if isinstance(entry, dict) else f"number {len(raw(room / 'indicators' / 'water.yaml'))}"
        assert len([p for p in found if rule in p]) == 1, found
        # An id used twice is said of the later file, and a reference to it may be said too.
        files = ("indicators/water.yaml",) if "id is already used" not in rule else ("indicators/",)
        assert all(p.startswith(files) and f"entry «{name}»" in p for p in found), found

    def test_every_rule_an_entry_breaks_is_said_at_once(self, room: Path) -> None:
        wrong = good(colour="red", title={"es": "", "en": LONG}, kind="feeling", decimals=-1, formula={"code": "A B"})
        add(room, "water", wrong)
        found = "\n".join(problems(room))
        for rule in ("colour", "title.es", "kind", "decimals", "«A B» is not an expression"):
            assert rule in found

    def test_rules_of_every_kind_are_said_at_once(self, room: Path) -> None:
        add(
            room,
            "water",
            good(decimals=-1, combine="sum", unit="furlongs", breakdowns={"sex=X": {"share": ["A", "B"]}}),
        )
        found = "\n".join(problems(room))
        for rule in ("decimals", "combine sum is only for counts", "unit «furlongs»", "«X» is no code"):
            assert found.count(rule) == 1, found

    def test_a_derived_formula_reads_only_breakdowns_that_exist(self, room: Path) -> None:
        add(room, "water", good(source="derived", formula={"share": ["crimes@sex=F", "crimes"]}))
        assert ["«sex=F» is no breakdown of «crimes»" in p for p in problems(room)] == [True]

    def test_rules_on_the_whole_entry_are_said_together(self, room: Path) -> None:
        add(room, "water", good(combine="sum", range=[5, 5], breakdowns={"women": {"share": ["A", "B"]}}))
        found = "\n".join(problems(room))
        for rule in ("combine sum is only for counts", "range [5.0, 5.0] is empty", "«women» is not written"):
            assert rule in found

    def test_names_that_do_not_exist_are_said_together(self, room: Path) -> None:
        add(room, "water", good(unit="furlongs", source="nobody", frequency="weekly"))
        assert len(problems(room)) == 3

    def test_every_file_is_read_before_anything_is_said(self, room: Path) -> None:
        add(room, "water", good(kind="feeling"))
        add(room, "safety", good(id="other", unit="furlongs"))
        zones = room / "zones.yaml"
        zones.write_text(zones.read_text(encoding="utf-8").replace("kind: nation", "kind: empire"), encoding="utf-8")
        (room / "sources" / "sesnsp.yaml").write_text("- id: [", encoding="utf-8")
        found = "\n".join(problems(room))
        for place in ("indicators/water.yaml", "indicators/safety.yaml", "zones.yaml", "sources/sesnsp.yaml"):
            assert place in found

    def test_a_topic_outside_the_vocabulary_is_refused(self, room: Path) -> None:
        (room / "indicators" / "weather.yaml").write_text(yaml.safe_dump([good()]), encoding="utf-8")
        assert problems(room) == ["indicators/weather.yaml, entry «new_pct»: topic «weather» is not in vocabulary.yaml"]

    @pytest.mark.parametrize("content", ["id: water", "hello", "3"])
    def test_a_file_that_is_no_list_is_refused(self, room: Path, content: str) -> None:
        (room / "indicators" / "mobility.yaml").write_text(content, encoding="utf-8")
        assert ["expected a list of entries" in p for p in problems(room)] == [True]

    def test_a_file_in_another_encoding_is_refused(self, room: Path) -> None:
        path = room / "indicators" / "water.yaml"
        path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", errors="replace"))
        assert any(p.startswith("indicators/water.yaml: not readable as YAML") for p in problems(room))

    def test_a_catalogue_without_vocabulary_is_refused(self, room: Path) -> None:
        (room / "vocabulary.yaml").unlink()
        assert problems(room) == ["vocabulary.yaml: the file is missing"]
