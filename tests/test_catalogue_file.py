"""The files of the first page and of the page of sources: every area and source, and why a figure is lacking."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest

from dashboard import catalogue_file, overview
from dashboard.editions import Edition
from dashboard.export import table
from dashboard.files import rows
from dashboard.wording import slug
from data.catalog import catalog
from tests.worlds import AMO, JALISCO, OCOTLAN, POVERTY


def values(*figures: tuple[str, float | None, float | None, float | None]) -> pd.DataFrame:
    told = pd.DataFrame(figures, columns=["area", "value", "numerator", "denominator"])
    told = told.astype(dict.fromkeys(told.columns[1:], "float64"))
    return told.assign(status=told["value"].notna().map({True: "official", False: "missing"}))


FOUND = values(("14063", 30.0, 30.0, 100.0), ("14066", 40.0, 80.0, 200.0), ("14", 31.2, 312.0, 1000.0))


def test_the_first_page_gives_members_zone_state_and_nation() -> None:
    row = overview.row(POVERTY, FOUND, AMO, "2020", None)
    told = catalogue_file.headlines([row], AMO, "es").set_index("area")
    assert list(told.index) == [*AMO.members, "amo", "14", "00"]
    assert told["level"].tolist() == ["municipio"] * 3 + ["zona", "entidad", "país"]
    assert told.loc[OCOTLAN, ["value", "numerator", "denominator", "status"]].tolist() == [
        30.0,
        30.0,
        100.0,
        "official",
    ]
    assert told.loc["14", "value"] == 31.2
    assert pd.isna(told.loc["amo", "value"]) and "Jamay" in told.loc["amo", "remark"]
    assert told.loc["14047", "status"] == "missing"


def test_a_state_is_told_once_under_its_own_key() -> None:
    row = overview.row(POVERTY, FOUND, JALISCO, "2020", None)
    told = catalogue_file.headlines([row], JALISCO, "en")
    assert (told["area"] == "14").sum() == 1 and told.set_index("area").loc["14", "level"] == "state"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_catalogue_tells_every_indicator_and_every_source(language: str) -> None:
    found, moment = catalog(), datetime(2026, 11, 22, tzinfo=UTC)
    public = {"inegi_census_2020": Edition(10, moment, moment, moment, "a" * 64)}
    chosen = table(lambda: catalogue_file.catalogue(found, public, language), "Catálogo", [], "x", language)
    told = chosen.data
    assert set(told["indicator"].dropna()) == set(found.indicators)
    assert set(told["product"]) == {s.title.in_(language) for s in found.sources.values()}
    assert told["source"].notna().all() and told["url"].str.startswith("http").all()
    census = told[told["sha256"] == "a" * 64]
    assert len(census) and set(census["retrieved"]) == {"2026-11-22"} and set(census["figures"]) == {10.0}
    assert len(rows(chosen)) == len(told)


def test_a_file_name_cuts_no_word_in_two() -> None:
    long = "Viviendas con agua entubada: de dónde sale la cifra de la zona metropolitana"
    assert slug([long, "2020"]) == "viviendas-con-agua-entubada-de-donde-sale-la-cifra-de-la_2020"
    assert slug(["x" * 70]) == "x" * 60 and slug(["Ocotlán", "", "¿?"]) == "ocotlan"
