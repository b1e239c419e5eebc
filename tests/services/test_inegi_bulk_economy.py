"""Economic censuses and labour estimates in INEGI's ZIPs: totals told from their parts, and what is reserved."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.raw import Raw, Stored
from etl.sources import inegi_economic_census, inegi_ilmm
from tests.services import day_inegi_bulk as day
from tests.services.day_inegi_bulk import ours, zipped
from tests.services.fixtures import fixture
from tests.services.test_inegi_bulk import CENSUS, ILMM, ZIPS, edited, said
from tests.services.test_inegi_bulk_tables import by_area


class TestEconomicCensus:
    def test_the_example(self) -> None:
        path = fixture("inegi_bulk/conjunto_de_datos_ce_jal_2024_csv.zip")
        values = by_area(inegi_economic_census.parse(Raw(Stored({CENSUS: path}))).values)
        row = values.loc[("14063", "2023")]
        assert (row["UE"], row["H001A"], row["H001A_31"]) == (5000, 20000, 7000)
        assert (row["produccion_bruta_mxn"], row["valor_agregado_mxn"]) == (9_000_500_000, 4_000_250_000)
        assert pd.isna(row["H001A_46"]), "a stratum of a sector is not the sector"
        assert values.loc[("14", "2023"), "UE"] == 1

    @pytest.mark.parametrize("mark", ["C", "NC", "NA", "N/A", ""])
    def test_what_is_confidential_is_suppressed_and_not_zero(self, mark: str) -> None:
        cells = b"14,063,,,,,,,TOTAL,300,1500,1500,600.000"
        raw = edited("economic census", lambda c: c.replace(cells, cells.replace(b"300,1500", f"300,{mark}".encode())))
        parsed = inegi_economic_census.parse(raw)
        told = parsed.marks.query("area == '14063' and variable == 'H001A'")
        assert told["status"].tolist() == ["suppressed"]
        assert pd.isna(by_area(parsed.values).loc[("14063", "2023"), "H001A"])

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            (b"14,063,,,,,,,TOTAL,", b"14,063,,,,,,,,", "the totals are not told apart from other rows"),
            (b"14,063,,,,,,,TOTAL,", b"14,063,,,,,,,OTRO,", "the totals are not told apart from other rows"),
            (b"14,063,,,,,,1,TOTAL,", b"14,063,,,,,,,TOTAL,", "a record is given twice"),
            (b"14,063,,,,,,,TOTAL,", b"14,063,11,111,,,,,111,", "an area has sectors and no total"),
            (b"14,063,22,", b"14,063,99,", "a sector is unknown"),
            (
                b"14,063,46,,,,,,46,180,540,",
                b"14,063,46,,,,,,46,180,5400,",
                "the sectors have more H001A",
            ),
            (b"14,047,", b"15,047,", "a row is of another state"),
        ],
    )
    def test_totals_that_could_be_two_things_are_refused(self, old: bytes, new: bytes, sentence: str) -> None:
        raw = edited("economic census", lambda c: c.replace(old, new))
        assert sentence in said(inegi_economic_census, raw)

    def test_totals_without_a_word_in_codigo_are_totals_all_the_same(self) -> None:
        said_so, blank = ours("ce_jal_2024.csv"), ours("ce_jal_2024.csv").replace(b",TOTAL,", b",,")
        member = day.CENSUS_MEMBER.format(2024)
        first, second = (inegi_economic_census.parse(Raw({CENSUS: zipped({member: c})})) for c in (said_so, blank))
        pd.testing.assert_frame_equal(first.values, second.values)


class TestLabour:
    def test_standard_errors_are_kept_beside_their_estimates(self) -> None:
        _, name, member, excerpt = ZIPS["labour"]
        row = by_area(inegi_ilmm.parse(Raw({name: zipped({member: ours(excerpt)})})).values).loc[("14063", "2024")]
        assert (row["desocupados"], row["desocupados_se"]) == (2.875, 0.4)
        assert (row["informales"], row["informales_se"]) == (51.5, 2.1)

    def test_totals_of_states_and_of_the_nation_are_left_out(self) -> None:
        values = inegi_ilmm.parse(Raw({ILMM: zipped({day.ILMM_MEMBER.format(2024): ours("ilmm_2024.csv")})})).values
        assert values["area"].tolist() == ["14047", "14063", "14066"]

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            (b"14,63,2,", b"14,63,1,", "a record is given twice"),
            (b",1,61", b",3,61", "no estimate of a municipality"),
        ],
    )
    def test_an_estimate_twice_or_never_is_refused(self, old: bytes, new: bytes, sentence: str) -> None:
        def edit(content: bytes) -> bytes:
            none = b"".join(x for x in content.splitlines(True) if b",1," not in x)
            return none if b",3," in new else content.replace(old, new)

        assert sentence in said(inegi_ilmm, edited("labour", edit))


def test_a_figure_that_is_reserved_is_told() -> None:
    raw = edited("labour", lambda c: c.replace(b"97.125", b"*"))
    marks = inegi_ilmm.parse(raw).marks
    assert set(marks["variable"]) == {"ocupados", "desocupados"} and set(marks["status"]) == {"suppressed"}
