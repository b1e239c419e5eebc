"""Figures the offices printed, compared with what the restored database answers.

Each row says where the figure was printed. A figure without a place of printing does not belong here.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from dashboard import queries
from dashboard.measures import zone_total
from data.catalog import catalog
from tests import public

# (indicator, period, area → figure as printed with its decimals, where it was printed)
PRINTED = [
    # population
    ("population_total", "2020", {"14063": 106050, "14": 8348151, "00": 126014024}, "INEGI, censo 2020, tabulado"),
    ("population_total", "1990", {"14063": 69646, "00": 81249645}, "INEGI, censo 1990, tabulado"),
    ("population_total", "2000", {"14066": 40827}, "INEGI, censo 2000, tabulado"),
    ("population_total", "2010", {"14047": 22881}, "INEGI, censo 2010, tabulado"),
    ("population_projection", "2020", {"14063": 108055, "14066": 54569, "14047": 25276}, "CONAPO, proyecciones"),
    ("sex_ratio", "2020", {"14063": 95.39, "14066": 96.70, "14047": 100.27}, "INEGI, ITER 2020, REL_H_M"),
    # employment
    ("income_ictpc_mxn", "2020", {"14063": 4407.90, "14066": 3747.94, "14047": 3505.36}, "CONEVAL, ICTPC 2020"),
    ("informality_pct", "2020", {"14063": 49.45}, "INEGI, ILMM 2020"),
    ("vehicles", "2016", {"14063": 41973}, "INEGI, vehículos 2016"),
    ("gross_output_2013_mxn", "2013", {"14063": 8924765000}, "INEGI, Censos Económicos 2014"),
    # education
    ("schools", "2024/2025", {"14063": 159, "14066": 101, "14047": 35}, "SEP, 911, municipal totals"),
    ("pupils", "2024/2025", {"14063": 31452, "14066": 14975, "14047": 5873}, "SEP, 911, municipal totals"),
    ("teachers_2015", "2015", {"14063": 947, "14066": 517, "14047": 214, "14": 76793}, "INEGI, docentes 2015"),
    ("illiteracy_pct", "2020", {"14063": 3.269, "14": 2.891, "00": 4.742}, "CONEVAL, rezago social 2020"),
    ("schooling_years", "2020", {"14063": 9.42}, "INEGI, ITER 2020, GRAPROES"),
    # health
    ("without_coverage_pct", "2020", {"14063": 23.497, "14": 29.378, "00": 26.187}, "CONEVAL, rezago social 2020"),
    ("doctors", "2015", {"14063": 166, "14066": 46, "14047": 21, "14": 17379}, "INEGI, derechohabiencia 2015"),
    ("children_per_woman", "2020", {"14063": 2.15}, "INEGI, ITER 2020, PROM_HNV"),
    # agriculture
    ("avocado_yield_t_ha", "2017", {"14063": 14.72}, "SIAP, aguacate, Rendimiento"),
    ("avocado_yield_t_ha", "2023", {"14018": 16.75}, "SIAP, aguacate, Rendimiento"),
    ("avocado_price_mxn_t", "2022", {"14063": 23174.70}, "SIAP, aguacate, Precio"),
    ("municipal_area_km2", "2015", {"14066": 835.86}, "INEGI, uso de suelo 2015"),
    # water
    ("water_piped_pct_2015", "2015", {"14063": 97.39}, "INEGI, Encuesta Intercensal 2015"),
    ("drainage_pct_2015", "2015", {"14047": 99.44}, "INEGI, Encuesta Intercensal 2015"),
    ("treatment_capacity_lps", "2016", {"14063": 300}, "CONAGUA, plantas 2016"),
    ("treatment_flow_lps", "2016", {"14063": 278}, "CONAGUA, plantas 2016"),
    # housing
    ("occupants_per_dwelling", "2020", {"14063": 3.64, "14066": 4.33, "14047": 3.94}, "INEGI, ITER 2020, PROM_OCUP"),
    ("dwellings", "2020", {"14063": 29021}, "INEGI, ITER 2020, VIVPARH_CV"),
    # poverty
    ("poverty_pct", "2020", {"14063": 28.4, "14066": 41.2, "14047": 46.2}, "CONEVAL, pobreza municipal 2020"),
    ("poverty_pct", "2015", {"14063": 35.0, "14066": 47.8, "14047": 49.2}, "CONEVAL, pobreza municipal 2015"),
    ("marginality_index_dp2", "2020", {"14063": 58.7588, "14066": 56.4942, "14047": 57.6906}, "CONAPO, DP2 2020"),
    ("lag_index", "2020", {"14063": -1.0152, "14066": -0.6931, "14047": -0.9173}, "CONEVAL, rezago social 2020"),
    ("hdi", "2020", {"14063": 0.755, "14066": 0.707, "14047": 0.726}, "PNUD, IDH municipal"),
    # finance
    ("revenue_mxn", "2022", {"14063": 424855880, "14066": 214695793, "14047": 107710400}, "INEGI, EFIPEM 2022"),
    ("property_tax_mxn", "2022", {"14063": 23753258, "14066": 5203687, "14047": 5581392}, "SHCP, predial 2022"),
    ("property_tax_per_account_mxn", "2022", {"14063": 850.27}, "SHCP, predial 2022"),
    # safety
    ("crimes", "2025", {"14063": 879, "14066": 469, "14047": 201}, "SESNSP, incidencia municipal"),
    ("crimes", "2026", {"14063": 648, "14066": 227, "14047": 129}, "SESNSP, incidencia municipal, ene–ago"),
]


@pytest.mark.parametrize(
    ("indicator", "period", "area", "figure"),
    [(i, p, a, f) for i, p, figures, _ in PRINTED for a, f in figures.items()],
)
def test_the_office_printed_this_figure(
    restored: sa.Engine, indicator: str, period: str, area: str, figure: float
) -> None:
    values = queries.values(restored, indicator, period).set_index("area")
    decimals = len(str(figure).partition(".")[2]) if isinstance(figure, float) else 0
    assert values.at[area, "value"] == pytest.approx(figure, abs=0.5 * 10**-decimals + 1e-9)


@pytest.mark.parametrize("topic", list(catalog().topics))
def test_every_topic_has_three_printed_figures(topic: str) -> None:
    figures = sum(len(f) for i, _, f, _ in PRINTED if catalog().indicators[i].topic == topic)
    assert figures >= 3


@pytest.mark.parametrize(
    ("area", "piped", "dwellings"), [("14063", 28663, 29021), ("14066", 12090, 12348), ("14047", 6163, 6219)]
)
def test_piped_water_keeps_the_dwellings_it_counts(restored: sa.Engine, area: str, piped: int, dwellings: int) -> None:
    row = queries.values(restored, "water_piped_pct", "2020").set_index("area").loc[area]
    assert (row["numerator"], row["denominator"]) == (piped, dwellings)
    assert row["value"] == pytest.approx(100 * piped / dwellings)


def test_the_metropolis_has_184_603_people_and_the_water_of_all_its_dwellings(restored: sa.Engine) -> None:
    words = catalog()
    zone = words.default_zone
    people = zone_total(
        words.indicators["population_total"], queries.values(restored, "population_total", "2020"), zone, "2020"
    )
    assert people.value == 184_603  # SEDATU, CONAPO and INEGI print it in Metrópolis de México 2020
    water = zone_total(
        words.indicators["water_piped_pct"], queries.values(restored, "water_piped_pct", "2020"), zone, "2020"
    )
    assert water.value == pytest.approx(100 * (28663 + 12090 + 6163) / (29021 + 12348 + 6219), rel=1e-12)


@pytest.mark.parametrize(("state", "people"), [("14", 8348151), ("00", 126014024)])
def test_municipalities_add_up_to_what_the_office_printed(restored: sa.Engine, state: str, people: int) -> None:
    values = queries.values(restored, "population_total", "2020")
    mine = values[(values["level"] == "municipality") & ((state == "00") | (values["state"] == state))]
    assert mine["value"].sum() == people


def test_a_metropolis_has_the_members_the_federation_lists(restored: sa.Engine) -> None:
    found = queries.memberships(restored)
    for zone in ("dzm2015_14_02", "metropolis2020_14_3_03"):
        assert set(found.loc[found["zone"] == zone, "area"]) == {"14063", "14066", "14047"}


def test_students_who_leave_for_ocotlan_are_those_of_the_matrix(restored: sa.Engine) -> None:
    flows = queries.flows(restored, "study", ["14063"]).set_index(["origin", "destination"])["persons"]
    assert (flows["14066", "14063"], flows["14047", "14063"]) == (920, 616)


def test_every_published_indicator_has_a_figure(restored: sa.Engine) -> None:
    assert [i for i in public.indicators() if not queries.periods(restored, i)] == []
