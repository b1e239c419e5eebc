"""Whose figures they are: the office in short beside a figure, its citation under it."""

from __future__ import annotations

import pytest

from dashboard import offices
from data.catalog import catalog


def named(indicator: str) -> str:
    return offices.named(catalog().indicators[indicator], "es")


@pytest.mark.parametrize(
    ("indicator", "short"),
    [
        ("poverty_pct", "CONEVAL"),
        ("water_piped_pct", "INEGI"),
        ("crimes_per_1000", "SESNSP, CONAPO"),
        ("population_growth_pct", "INEGI"),
    ],
)
def test_a_figure_names_the_offices_that_counted(indicator: str, short: str) -> None:
    assert sorted(named(indicator).split(", ")) == sorted(short.split(", "))


def test_a_third_partys_calculation_is_not_given_to_the_office_it_used() -> None:
    assert named("crop_diversity_index") != "SIAP"


@pytest.mark.parametrize("indicator", catalog().indicators.values(), ids=lambda i: i.id)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_figure_can_be_cited(indicator: object, language: str) -> None:
    entry = catalog().indicators[indicator.id]  # type: ignore[attr-defined]
    own = catalog().sources[entry.source].citation.in_(language)
    told = offices.citation(entry, own, language)
    assert offices.named(entry, language) and told.endswith(".")
    if entry.source == "derived":
        assert all(s.citation.in_(language).split(": ", 1)[-1].rstrip(".") in told for s in offices.behind(entry))
