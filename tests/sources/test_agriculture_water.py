"""Farming, water and broadband: each parser on a few recorded rows, and the indicators computed from them.

Every expected figure was read off the recorded file, and added up, by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from data.catalog import catalog
from etl.compute import observations
from etl.contract import Parsed, SourceFault
from etl.contract_tables import check_sites
from etl.places import by_name
from etl.raw import Raw
from etl.sources import modules
from tests.sources.examples import example, relaxed


def parsed(source: str, raw: Raw | None = None) -> Parsed:
    with relaxed():
        return modules()[source].parse(raw or example(source))


@cache
def computed(source: str) -> pd.DataFrame:
    return observations(source, parsed(source), catalog().of_source(source))


def rows(indicator: str, area: str, period: str, breakdown: str = "total") -> pd.DataFrame:
    frame = computed(catalog().indicators[indicator].source)
    key = (frame["indicator"] == indicator) & (frame["area"] == area) & (frame["period"] == period)
    return frame[key & (frame["breakdown"] == breakdown)]


def figure(indicator: str, area: str, period: str, breakdown: str = "total") -> float:
    found = rows(indicator, area, period, breakdown)
    assert len(found) == 1
    return float(found["value"].iloc[0])


def status(indicator: str, area: str, period: str, breakdown: str = "total") -> str:
    found = rows(indicator, area, period, breakdown)
    assert len(found) == 1
    return str(found["status"].iloc[0])


def edited(source: str, edit: Callable[[str], str], encoding: str = "utf-8") -> Raw:
    """The recorded example with its first file altered."""
    raw = example(source)
    name = modules()[source].SOURCE.files[0].name
    files = {**raw.files, name: edit(raw.files[name].decode(encoding)).encode(encoding)}
    assert files != raw.files, "the alteration did not touch the file"
    return replace(raw, files=files)


def refused(source: str, old: str, new: str, encoding: str = "utf-8") -> str:
    with pytest.raises(SourceFault) as caught:
        parsed(source, edited(source, lambda text: text.replace(old, new), encoding))
    return str(caught.value)


class TestAvocado:
    @pytest.mark.parametrize(
        ("indicator", "area", "period", "expected"),
        [
            ("avocado_area_ha", "14063", "2018", 9.0),  # 6 irrigated and 3 rain-fed
            ("avocado_harvested_area_ha", "14063", "2023", 2.0),
            ("avocado_production_t", "14063", "2023", 33.6),
            ("avocado_value_mxn", "14063", "2023", 618066.96),
            ("avocado_area_ha", "02001", "2003", 40.0),  # two rural offices of one municipality
            ("avocado_yield_t_ha", "14018", "2023", 16.75),
        ],
    )
    def test_figures(self, indicator: str, area: str, period: str, expected: float) -> None:
        assert figure(indicator, area, period) == pytest.approx(expected)

    def test_yield_and_price_come_from_the_sums(self) -> None:
        # The mean of the printed yields would be 11.35 and of the printed prices 20,044.
        assert figure("avocado_yield_t_ha", "16102", "2023") == pytest.approx(219011 / 18740)
        assert figure("avocado_price_mxn_t", "16102", "2023") == pytest.approx(4375555518.28 / 219011)

    def test_a_yield_without_harvest_does_not_apply(self) -> None:
        assert figure("avocado_harvested_area_ha", "14063", "2012") == 0
        assert status("avocado_yield_t_ha", "14063", "2012") == "not_applicable"
        assert status("avocado_price_mxn_t", "14063", "2012") == "not_applicable"

    def test_a_municipality_without_record_has_no_row(self) -> None:
        assert rows("avocado_area_ha", "14066", "2023").empty
        assert rows("avocado_area_ha", "14063", "2003").empty

    def test_another_unit_is_never_added_to_tonnes(self) -> None:
        assert "Idunidadmedida" in refused("siap_crops", "200201,Tonelada", "200206,Planta")

    def test_a_cell_that_breaks_the_printed_yield_is_refused(self) -> None:
        assert "Rendimiento" in refused("siap_crops", "13.0,2.0,0.0,33.6,16.8", "13.0,2.0,0.0,336,16.8")


class TestStateCrops:
    def test_all_crops_and_units_of_a_year(self) -> None:
        assert figure("state_crop_harvested_area_ha", "14", "1980") == 874096
        assert figure("state_crop_harvested_area_ha", "14", "2002") == pytest.approx(678937.18)
        assert figure("state_crop_value_mxn", "14", "1980") == 11370451

    def test_another_state_is_refused(self) -> None:
        assert "Idestado" in refused("siap_crops_state", "1980.0,14.0,Jalisco", "1980.0,15.0,Jalisco")


class TestDiversity:
    @pytest.mark.parametrize(
        ("area", "period", "hectares", "crops"),
        [
            ("14063", "2016", 13837, 1.7028493794969),
            ("14066", "2003", 12050, 1.36636120299596),
            ("14031", "2016", 10, 1),
        ],
    )
    def test_the_key_comes_from_cov_id(self, area: str, period: str, hectares: float, crops: float) -> None:
        assert figure("harvested_area_ha", area, period) == hectares
        assert figure("crop_diversity_index", area, period) == crops
        assert status("harvested_area_ha", area, period) == "derived"

    def test_a_municipality_of_the_key_file_without_crops_has_no_row(self) -> None:
        assert "32024" not in set(computed("siap_diversity")["area"])


class TestLandUse:
    def test_the_lake_is_not_land(self) -> None:
        assert figure("municipal_area_km2", "14066", "2015") == 835.86
        assert figure("land_area_km2", "14066", "2015") == pytest.approx(523.54)
        assert figure("land_area_km2", "14030", "2015") == pytest.approx(189.64)

    @pytest.mark.parametrize(("area", "expected"), [("14063", 69.849), ("14066", 54.259), ("14047", 79.045)])
    def test_farmland(self, area: str, expected: float) -> None:
        assert figure("farmland_pct", area, "2015") == pytest.approx(expected, abs=0.001)

    def test_a_printed_zero_is_zero_and_a_blank_is_missing(self) -> None:
        assert figure("land_area_km2", "14047", "2015") == 162.78
        assert status("land_area_km2", "14003", "2015") == "missing"
        assert status("farmland_pct", "14003", "2015") == "missing"


class TestIntercensal:
    @pytest.mark.parametrize(
        ("indicator", "area", "dwellings", "of"),
        [
            ("water_piped_pct_2015", "14063", 25129, 25802),
            ("water_inside_pct_2015", "14063", 23813, 25802),
            ("water_inside_pct_2015", "14066", 8928, 11423),
            ("drainage_pct_2015", "14047", 6054, 6088),
        ],
    )
    def test_shares_are_of_all_dwellings(self, indicator: str, area: str, dwellings: int, of: int) -> None:
        found = rows(indicator, area, "2015").iloc[0]
        assert (found["numerator"], found["denominator"]) == (dwellings, of)
        assert found["value"] == pytest.approx(100 * dwellings / of)

    def test_a_municipality_counted_in_full_is_official(self) -> None:
        assert status("water_piped_pct_2015", "14063", "2015") == "estimated"
        assert status("water_piped_pct_2015", "05001", "2015") == "official"


class TestPlants:
    def test_sums_and_use(self) -> None:
        assert figure("treatment_plants", "14066", "2016") == 3
        assert figure("treatment_capacity_lps", "14066", "2016") == 18
        assert figure("treatment_use_pct", "14063", "2016") == pytest.approx(100 * 278 / 300)

    def test_every_plant_is_a_site_of_its_own(self) -> None:
        sites = parsed("conagua_plants_2016").sites
        assert check_sites("conagua_plants_2016", sites) == []
        assert list(sites.loc[sites["area"] == "14066", "name"]) == [
            "Mezcala",
            "San Juan Tecomatlán",
            "San Pedro Itzican",
        ]
        ocotlan = sites[sites["site"] == "ptar_14063_1"].iloc[0]
        assert ocotlan["measures"]["CAUDAL TRATADO L/S"] == "278"
        assert pd.isna(ocotlan["longitude"])

    def test_old_names_find_their_key(self) -> None:
        assert {"11037", "14077"} <= set(parsed("conagua_plants_2016").sites["area"])


class TestQuality:
    def test_lights_by_municipality(self) -> None:
        assert figure("water_quality_red_pct", "14063", "2020") == 100
        assert figure("water_quality_yellow_pct", "14047", "2020") == 100
        assert figure("water_quality_green_pct", "14066", "2020") == 50
        assert figure("water_quality_sites", "14066", "2020", "light=red") == 1

    def test_sites_keep_position_and_text_below_the_limit(self) -> None:
        sites = parsed("conagua_quality_2020").sites.set_index("site")
        assert len(sites[sites["area"].isin(["14063", "14066", "14047"])]) == 15
        zula = sites.loc["OCLSP3805M1"]
        assert (zula["area"], zula["longitude"], zula["latitude"]) == ("14063", -102.72869, 20.41594)
        assert (zula["measures"]["DBO_mg/L"], zula["measures"]["light"]) == ("<2", "red")
        assert "ENTEROC_NMP_100mL" not in zula["measures"]

    def test_a_name_two_municipalities_share_is_only_read_where_the_file_tells(self) -> None:
        assert parsed("conagua_quality_2020").sites.set_index("site").loc["OCPSU4820", "area"] == "20318"
        frame = pd.DataFrame([{"e": "OAXACA", "m": "SAN PEDRO MIXTEPEC", "file": "f", "row": 2}])
        with pytest.raises(SourceFault, match="unknown"):
            by_name(modules()["conagua_quality_2020"].SOURCE, frame, "e", "m", {})


class TestDrought:
    def test_the_longest_of_each_class_and_of_all(self) -> None:
        assert figure("longest_drought_days", "14063", "2003/2025", "drought=D3") == 106
        assert figure("longest_drought_days", "14066", "2003/2025") == 624

    def test_a_class_never_recorded_does_not_apply(self) -> None:
        assert status("longest_drought_days", "14063", "2003/2025", "drought=D4") == "not_applicable"
        assert figure("longest_drought_days", "01001", "2003/2025", "drought=D4") == 29

    def test_days_that_are_not_between_the_dates_are_refused(self) -> None:
        assert "racha_dias" in refused("conagua_drought", "2025-04-15,89", "2025-04-15,98")


class TestRain:
    def test_a_year_is_the_sum_of_twelve_months(self) -> None:
        assert figure("rain_mm_year", "14063", "1981") == pytest.approx(821.76)
        assert figure("rain_mm_year", "14066", "2024") == pytest.approx(958.652)
        assert status("rain_mm_year", "14066", "2024") == "modelled"

    def test_seven_months_are_no_year(self) -> None:
        assert "2025" not in set(computed("chirps_rain")["period"])

    def test_a_lost_month_of_a_whole_year_is_refused(self) -> None:
        lost = "14063,Ocotlán,1981,3,4.403\n"
        assert "lacks months of 1981" in refused("chirps_rain", lost, "")


class TestBroadband:
    @pytest.mark.parametrize(
        ("area", "period", "accesses", "fibre"),
        [("14063", "2024-09", 27598, 13469), ("14047", "2022-01", 2122, 64), ("14066", "2023-12", 26679, 136)],
    )
    def test_accesses_and_fibre(self, area: str, period: str, accesses: float, fibre: float) -> None:
        assert figure("fixed_broadband_accesses", area, period) == accesses
        assert figure("fibre_share_pct", area, period) == pytest.approx(100 * fibre / accesses)

    def test_the_months_of_zeros_are_not_published(self) -> None:
        assert computed("ift_broadband")["period"].max() == "2024-09"

    def test_a_municipality_without_access_has_no_fibre_share(self) -> None:
        assert figure("fixed_broadband_accesses", "20003", "2022-01") == 0
        assert status("fibre_share_pct", "20003", "2022-01") == "not_applicable"

    def test_a_new_month_of_zeros_is_refused(self) -> None:
        with pytest.raises(SourceFault, match="months without any access"):
            parsed("ift_broadband", edited("ift_broadband", _without_september, "latin-1"))


def _without_september(text: str) -> str:
    """The broadband file with September 2024 set to zero everywhere."""
    lines = [line.split(",") for line in text.split("\r\n")]
    at = lines[0].index("MES9_SBAF")
    return "\r\n".join(",".join([*c[:at], "0", *c[at + 1 :]] if "2024" in c else c) for c in lines)
