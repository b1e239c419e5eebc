"""The rows of a view: one a member, named so that nobody takes one place for another."""

from __future__ import annotations

import pandas as pd

from dashboard.view import members_frame
from data.catalog import catalog

NOTHING = pd.DataFrame(columns=["area", "name", "value", "numerator", "denominator", "status"])


def test_a_name_that_many_municipalities_bear_says_its_state() -> None:
    named = members_frame(NOTHING, catalog().zones["mexico"]).set_index("area")["name"]
    assert (named["09014"], named["23005"]) == ("Benito Juárez, Ciudad de México", "Benito Juárez, Quintana Roo")
    assert (named["14063"], named["19039"]) == ("Ocotlán", "Monterrey")
    state = named.str.rpartition(", ")[2]
    assert not named[named.duplicated(keep=False) & state.ne("Oaxaca")].size


def test_a_member_the_source_does_not_cover_is_a_row_without_a_figure() -> None:
    rows = members_frame(NOTHING, catalog().default_zone)
    assert list(rows["area"]) == ["14063", "14066", "14047"]
    assert set(rows["status"]) == {"missing"} and rows["value"].isna().all()
