"""Population, work, electricity and vehicles: each parser on a few recorded rows.

Every expected figure was read off the recorded file by hand.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from etl.contract import Parsed, SourceFault
from etl.raw import Raw
from etl.sources import modules
from tests.sources.examples import example, relaxed
from tests.sources.faults import changed


@cache
def parsed(source: str) -> Parsed:
    return damaged(source, example(source))


def damaged(source: str, raw: Raw) -> Parsed:
    with relaxed():
        return modules()[source].parse(raw)


def edited(source: str, name: str, edit: Callable[[bytes], bytes]) -> Raw:
    """The recorded example with one of its files altered."""
    raw = example(source)
    path = next(p for p in raw.files if p.endswith(name))
    files = {**raw.files, path: edit(raw.files[path])}
    assert files != raw.files, "the alteration did not touch the file"
    return replace(raw, files=files)


def figure(frame: pd.DataFrame, area: str, period: str, variable: str) -> float:
    rows = frame[(frame["area"] == area) & (frame["period"] == period)]
    assert len(rows) == 1
    return float(rows[variable].iloc[0])


def areas(source: str) -> set[str]:
    return set(parsed(source).values["area"])


class TestPopulation:
    @pytest.mark.parametrize(
        ("area", "period", "variable", "expected"),
        [
            ("14063", "1990", "POBTOT", 69646),
            ("14063", "1995", "POBTOT", 78128),
            ("14047", "2005", "POBTOT", 21223),
            ("14047", "2010", "POBMAS", 11337),
            ("14063", "2020", "POBFEM", 54275),
            ("14", "2010", "POBTOT", 7350682),
            ("00", "1995", "POBTOT", 91158290),
            ("00", "2020", "POBTOT", 126014024),
            ("14063", "2020", "P_0A4", 9020),
            ("14063", "2020", "P_0A4_F", 4409),
            ("14063", "2020", "P_0A4_M", 4611),
            ("14", "2020", "P_0A4", 670983),
        ],
    )
    def test_figures(self, area: str, period: str, variable: str, expected: float) -> None:
        assert figure(parsed("inegi_population").values, area, period, variable) == expected

    def test_ages_belong_to_2020_alone(self) -> None:
        values = parsed("inegi_population").values
        assert values.loc[values["period"] != "2020", "P_0A4"].isna().all()

    def test_people_of_no_known_municipality_are_left_out(self) -> None:
        assert areas("inegi_population") == {"00", "01", "14", "01001", "14047", "14063", "14066"}

    def test_another_unplaced_key_is_not_left_out_in_silence(self) -> None:
        raw = edited("inegi_population", "poblacion_1995.csv", lambda b: b.replace(b" 07 998 ", b" 14 998 "))
        with pytest.raises(SourceFault, match="unknown"):
            damaged("inegi_population", raw)

    def test_a_file_in_another_encoding_is_refused(self) -> None:
        raw = edited("inegi_population", "poblacion_2000.csv", lambda b: b.decode("latin-1").encode("utf-8"))
        with pytest.raises(SourceFault, match="latin-1"):
            damaged("inegi_population", raw)

    def test_a_file_without_its_last_line_is_refused(self) -> None:
        raw = edited("inegi_population", "poblacion_2010.csv", lambda b: b[: b.index(b'"FUENTE')])
        with pytest.raises(SourceFault, match="cut short"):
            damaged("inegi_population", raw)


class TestCensus:
    def test_figures(self) -> None:
        values = parsed("inegi_census_2020").values
        assert figure(values, "14063", "2020", "VIVPARH_CV") == 29021
        assert figure(values, "14066", "2020", "PEA") == 24287
        assert figure(values, "14047", "2020", "VPH_INTER") == 2913
        assert figure(values, "14", "2020", "POBTOT") == 8348151

    def test_two_states_do_not_make_a_nation(self) -> None:
        assert math.isnan(figure(parsed("inegi_census_2020").values, "00", "2020", "POBTOT"))


class TestProjections:
    @pytest.mark.parametrize(
        ("area", "period", "variable", "expected"),
        [
            ("14063", "2020", "pob_total", 108055),
            ("14066", "2025", "pob_total", 56595),
            ("14047", "2025", "pob_total", 25998),
            ("14063", "2040", "pob_hombres", 52130),
            ("14063", "2040", "pob_mujeres", 53200),
        ],
    )
    def test_figures(self, area: str, period: str, variable: str, expected: float) -> None:
        assert figure(parsed("conapo_projections").values, area, period, variable) == expected

    def test_what_follows_2020_is_a_projection(self) -> None:
        values = parsed("conapo_projections").values
        assert set(values.loc[values["period"] > "2020", "status"]) == {"projected"}
        assert set(values.loc[values["period"] <= "2020", "status"]) == {"modelled"}


class TestLabourEstimates:
    def test_figures(self) -> None:
        values = parsed("inegi_ilmm_2020").values
        assert figure(values, "14063", "2020", "PEA") == 61.35722159
        assert figure(values, "14066", "2020", "PO") == 97.35388986
        assert figure(values, "14047", "2020", "POI") == 62.79892562


class TestCommuting:
    @pytest.mark.parametrize(
        ("area", "variable", "expected"),
        [
            ("14047", "salen_a_trabajar", 2065),
            ("14047", "entran_a_trabajar", 475),
            ("14063", "ocupados", 39410),
            ("14066", "trabajan_en_su_municipio", 12223),
            ("14047", "salen_a_estudiar", 1020),
            ("14063", "entran_a_estudiar", 3269),
        ],
    )
    def test_figures(self, area: str, variable: str, expected: float) -> None:
        assert figure(parsed("inegi_commuting_2015").values, area, "2015", variable) == expected

    def test_those_who_leave_are_residents(self) -> None:
        # Half a million people enter Cuauhtémoc: read the other way round, more would leave it than work there.
        values = parsed("inegi_commuting_2015").values
        assert figure(values, "09015", "2015", "entran_a_trabajar") == 508507
        residents = values["trabajan_en_su_municipio"] + values["salen_a_trabajar"]
        assert (residents.dropna() <= values["ocupados"].dropna()).all()

    def test_no_answer_is_missing_and_not_zero(self) -> None:
        values = parsed("inegi_commuting_2015").values
        assert math.isnan(figure(values, "08010", "2015", "salen_a_trabajar"))
        assert figure(values, "08010", "2015", "entran_a_trabajar") == 489


class TestEconomicCensus:
    def test_millions_become_pesos_of_2013(self) -> None:
        values = parsed("inegi_economic_census_2014").values
        assert figure(values, "14063", "2013", "produccion_bruta_total_mxn") == 8_924_765_000
        assert figure(values, "14066", "2013", "produccion_bruta_total_mxn") == 4_836_822_000
        assert figure(values, "01001", "2013", "produccion_bruta_total_mxn") == 146_035_063_000


class TestElectricitySold:
    def test_figures(self) -> None:
        values = parsed("cfe_electricity_2016").values
        assert figure(values, "14063", "2016", "ventas_total") == 140152.872
        assert figure(values, "14063", "2016", "ventas_bombeo_agua") == 8264.591
        assert figure(values, "14047", "2016", "ventas_agricola") == 3958.501
        assert figure(values, "14066", "2016", "ventas_industrial_servicios") == 114348.688
        assert figure(values, "23010", "2016", "ventas_total") == 29970.51  # the file writes 23110

    @pytest.mark.parametrize(
        ("area", "variable"),
        [
            ("06001", "ventas_total"),  # printed twice, with 40,014 and 43,307
            ("12070", "ventas_total"),  # blank
            ("14012", "ventas_agricola"),  # blank, though the rest of the row is there
            ("16015", "ventas_agricola"),  # −72.5
            ("12050", "ventas_domestico"),  # −5,579
            ("12050", "ventas_total"),
        ],
    )
    def test_what_is_not_known_is_missing(self, area: str, variable: str) -> None:
        assert math.isnan(figure(parsed("cfe_electricity_2016").values, area, "2016", variable))

    def test_a_state_printed_twice_must_be_so_for_each_of_its_municipalities(self) -> None:
        def single(content: bytes) -> bytes:
            return changed("x.xlsx", content, "", (2, 0), "06002")

        raw = edited("cfe_electricity_2016", "electricidad_ventas_2016.xlsx", single)
        with pytest.raises(SourceFault, match="two rows"):
            damaged("cfe_electricity_2016", raw)


class TestElectricityUsers:
    def test_figures(self) -> None:
        values = parsed("cfe_electricity_users").values
        assert figure(values, "14063", "2016", "usuarios") == 39198
        assert figure(values, "14066", "2010", "usuarios") == 13009
        assert figure(values, "14047", "2014", "usuarios") == 9094
        assert figure(values, "14", "2016", "usuarios") == 2846912
        assert figure(values, "00", "2016", "usuarios") == 40766173

    def test_the_year_ten_times_too_large_is_left_out(self) -> None:
        values = parsed("cfe_electricity_users").values
        assert sorted(values["period"].unique()) == ["2010", "2011", "2012", "2013", "2014", "2015", "2016"]

    def test_a_zero_and_a_blank_are_missing(self) -> None:
        values = parsed("cfe_electricity_users").values
        assert math.isnan(figure(values, "24046", "2011", "usuarios"))
        assert math.isnan(figure(values, "14125", "2010", "usuarios"))

    def test_users_of_no_borough_are_left_out(self) -> None:
        assert areas("cfe_electricity_users") == {"00", "14", "09005", "14047", "14063", "14066", "14125", "24046"}


class TestVehicles:
    @pytest.mark.parametrize(
        ("area", "period", "variable", "expected"),
        [
            ("14063", "1980", "vehiculos", 4338),
            ("14063", "1981", "automoviles", 2749),
            ("14063", "2016", "vehiculos", 41973),
            ("14063", "2016", "motocicletas", 10960),
            ("14047", "2016", "camiones_pasajeros", 10),
        ],
    )
    def test_figures(self, area: str, period: str, variable: str, expected: float) -> None:
        assert figure(parsed("inegi_vehicles").values, area, period, variable) == expected

    def test_a_total_of_zero_is_a_year_not_registered(self) -> None:
        values = parsed("inegi_vehicles").values
        assert math.isnan(figure(values, "14067", "1995", "vehiculos"))
        assert math.isnan(figure(values, "14067", "1995", "motocicletas"))

    def test_districts_of_oaxaca_and_other_states_are_no_municipalities(self) -> None:
        assert areas("inegi_vehicles") == {"14047", "14063", "14066", "14067"}

    def test_there_are_37_years(self) -> None:
        assert parsed("inegi_vehicles").values["period"].nunique() == 37
