"""The sheet of small maps: one a period, in order, a legend for each method, and legible as a picture of its own."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboard import contact, film
from dashboard.contact import Contact, Panel
from dashboard.film import Classing
from data.catalog import catalog
from tests.worlds import AMO

POVERTY = catalog().indicators["poverty_pct"]
JALISCO = catalog().zones["jalisco"]
KEYS = [f"14{n:03d}" for n in range(1, 126)]


def sheet(zone: object, keys: list[str], periods: list[str], *, methods: int = 1) -> Contact:
    rows = [(key, p, float(10 + 7 * at % 60), "estimated") for p in periods for at, key in enumerate(keys)]
    every = pd.DataFrame(rows, columns=["area", "period", "value", "status"])
    drawn = list(film.drawings(POVERTY, zone, every, Classing(), "es"))  # type: ignore[arg-type]
    panels = tuple(Panel(p, f"método {at * methods // len(drawn)}" if methods > 1 else "", one)
                   for at, (p, one) in enumerate(drawn))  # fmt: skip
    return Contact(lambda: panels, "Pobreza", "Por ciento, Jalisco", "Fuente: CONEVAL.", "Mapas de pobreza")


def words(svg: str) -> list[str]:
    return [w for w in re.findall(r">([^<>]+)</text>", svg) if w.strip()]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 12])
def test_every_period_has_its_map_in_order_and_the_sheet_says_what_it_shows(count: int) -> None:
    periods = [str(2000 + n) for n in range(count)]
    svg = contact.svg(sheet(JALISCO, KEYS, periods))
    ElementTree.fromstring(svg)
    said = words(svg)
    assert [w for w in said if w in periods] == periods
    assert "Pobreza" in said and "Por ciento, Jalisco" in said and "Fuente: CONEVAL." in said
    assert len(re.findall(r"<clipPath", svg)) == count


def test_identifiers_are_never_given_twice() -> None:
    found = re.findall(r' id="([^"]+)"', contact.svg(sheet(JALISCO, KEYS, ["2010", "2015", "2020"])))
    assert len(found) == len(set(found))


def test_each_method_is_said_once_before_its_maps() -> None:
    said = words(contact.svg(sheet(JALISCO, KEYS, ["2010", "2015", "2020", "2022"], methods=2)))
    assert said.count("método 0") == said.count("método 1") == 1
    assert said.index("2015") < said.index("método 1") < said.index("2020")


def test_a_legend_for_several_maps_counts_no_areas() -> None:
    assert not [w for w in words(contact.svg(sheet(JALISCO, KEYS, ["2010", "2020"]))) if re.search(r"\(\d+\)$", w)]


def test_three_municipalities_print_their_figures_on_every_map() -> None:
    said = words(contact.svg(sheet(AMO, list(AMO.members), ["2010", "2020"])))
    assert len([w for w in said if w.endswith(" %")]) == 6


def test_it_is_a_picture_too() -> None:
    assert contact.png(sheet(AMO, list(AMO.members), ["2010", "2020"]), scale=1.0).startswith(b"\x89PNG")
