"""Finance, crimes, flows of people and metropolises: each parser on a few recorded rows.

Every expected figure was read off the recorded file by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from etl.contract import Parsed, SourceFault
from etl.contract_tables import check_flows, check_memberships
from etl.raw import Raw
from etl.sources import modules
from tests.sources.examples import example, relaxed

AMO = {"14063", "14066", "14047"}
JALISCO = "metropolis_2020_jalisco_transcribed.csv"


def parsed(source: str, raw: Raw | None = None) -> Parsed:
    with relaxed():
        return modules()[source].parse(raw or example(source))


def edited(source: str, name: str, edit: Callable[[str], str], encoding: str = "utf-8") -> Raw:
    """The recorded example with one of its files altered."""
    raw = example(source)
    path = next(p for p in raw.files if p.endswith(name))
    files = {**raw.files, path: edit(raw.files[path].decode(encoding)).encode(encoding)}
    assert files != raw.files, "the alteration did not touch the file"
    return replace(raw, files=files)


def figure(frame: pd.DataFrame, area: str, period: str, variable: str) -> float:
    rows = frame[(frame["area"] == area) & (frame["period"] == period)]
    assert len(rows) == 1
    return float(rows[variable].iloc[0])


class TestEfipem:
    @pytest.mark.parametrize(
        ("area", "period", "variable", "expected"),
        [
            ("14063", "2022", "Total_ingresos", 424855880),
            ("14063", "2022", "Impuestos", 36989068),
            ("14063", "2018", "Otros_ingresos", 18749764),
            ("14066", "2013", "Disponibilidad_inicial", 8194597),
            ("14047", "2021", "Financiamiento", 26294275),
            ("01001", "2013", "Derechos", 378511865),
        ],
    )
    def test_figures(self, area: str, period: str, variable: str, expected: float) -> None:
        assert figure(parsed("inegi_efipem").values, area, period, variable) == expected

    def test_an_empty_chapter_is_missing_and_not_zero(self) -> None:
        values = parsed("inegi_efipem").values
        assert pd.isna(figure(values, "14063", "2021", "Financiamiento"))
        assert pd.isna(figure(values, "01002", "2013", "Contribuciones_de_Mejoras"))
        assert pd.isna(figure(values, "09002", "2021", "Total_ingresos"))

    def test_spending_is_not_given(self) -> None:
        assert not [c for c in parsed("inegi_efipem").values.columns if "egresos" in c]

    def test_the_year_a_total_passes_its_chapters_is_published_as_printed(self) -> None:
        assert figure(parsed("inegi_efipem").values, "05002", "2013", "Total_ingresos") == 360731052

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("424855880,424855880,36989068", "424855880,424855880,96989068", "more than the total"),
            ("424855880,424855880,", "400000000,424855880,", "spending is not the revenue again"),
            (",56743162,", ",-56743162,", "below zero"),
        ],
    )
    def test_a_row_that_does_not_add_up_is_refused(self, old: str, new: str, said: str) -> None:
        raw = edited("inegi_efipem", "inegi_efipem_2013_2022.csv", lambda text: text.replace(old, new, 1))
        with pytest.raises(SourceFault, match=said) as caught:
            parsed("inegi_efipem", raw)
        assert "row 13" in str(caught.value)


class TestPredial:
    @pytest.mark.parametrize(
        ("area", "period", "variable", "expected"),
        [
            ("14063", "2021", "cuentas_pagadas", 28742),
            ("14063", "2020", "monto_predial", 20013789),
            ("14066", "2019", "monto_predial", 5070415),
            ("14047", "2021", "monto_con_cuentas", 5287899),
            ("20001", "2022", "monto_predial", 0),
            ("09", "2019", "monto_predial", 19033520431),  # Mexico City as one
        ],
    )
    def test_figures(self, area: str, period: str, variable: str, expected: float) -> None:
        assert figure(parsed("shcp_predial").values, area, period, variable) == expected

    def test_the_accounts_of_2020_are_left_out_because_they_stand_in_another_order(self) -> None:
        values = parsed("shcp_predial").values
        municipal = values[(values["period"] == "2020") & values["area"].str.len().eq(5)]
        assert set(municipal["area"]) >= AMO
        assert municipal[["cuentas_pagadas", "cuentas_con_monto", "monto_con_cuentas"]].isna().all(axis=None)
        assert figure(values, "09", "2020", "cuentas_pagadas") == 1678260

    def test_not_available_is_missing(self) -> None:
        values = parsed("shcp_predial").values
        assert pd.isna(figure(values, "04012", "2020", "monto_predial"))

    def test_accounts_without_amount_give_no_amount_per_account(self) -> None:
        values = parsed("shcp_predial").values
        assert figure(values, "31001", "2021", "cuentas_pagadas") == 1822
        assert pd.isna(figure(values, "31001", "2021", "cuentas_con_monto"))

    def test_the_annulled_municipality_is_left_out_while_it_is_empty(self) -> None:
        assert not parsed("shcp_predial").values["area"].str.startswith("07").any()
        raw = edited(
            "shcp_predial", "shcp_predial_2013_2022.csv",
            lambda text: text.replace("Belisario Domínguez,0,0", "Belisario Domínguez,7,900"), "latin-1",
        )  # fmt: skip
        with pytest.raises(SourceFault, match="Belisario Domínguez has figures now"):
            parsed("shcp_predial", raw)

    def test_a_corrected_file_is_noticed(self) -> None:
        def corrected(text: str) -> str:
            for wrong, right in (("Ocotlán,12287", "Ocotlán,28300"), ("Poncitlán,7265", "Poncitlán,11800")):
                text = text.replace(wrong, right)
            return text.replace("Acatic,392283", "Acatic,15000")

        raw = edited("shcp_predial", "shcp_predial_2013_2022.csv", corrected, "latin-1")
        with pytest.raises(SourceFault, match="look corrected"):
            parsed("shcp_predial", raw)


class TestCrimes:
    @pytest.mark.parametrize(
        ("area", "period", "variable", "expected"),
        [
            ("14063", "2025", "delitos", 879),
            ("14066", "2015", "delitos", 297),
            ("14047", "2026", "delitos", 129),
            ("14056", "2026", "delitos", 0),
            ("14063", "2025", "patrimonio", 286),
            ("14063", "2025", "vida", 249),
            ("14063", "2025", "familia", 125),
            ("14063", "2025", "libertad_sexual", 33),
            ("14063", "2025", "libertad_personal", 1),
            ("14063", "2025", "sociedad", 1),
            ("14063", "2025", "otros", 184),
        ],
    )
    def test_figures(self, area: str, period: str, variable: str, expected: float) -> None:
        assert figure(parsed("sesnsp_crimes").values, area, period, variable) == expected

    def test_only_the_year_of_eight_months_is_partial(self) -> None:
        values = parsed("sesnsp_crimes").values
        assert set(values.loc[values["period"] == "2026", "status"]) == {"partial"}
        assert values.loc[values["period"] != "2026", "status"].isna().all()

    def test_a_municipality_without_legal_interests_has_none(self) -> None:
        values = parsed("sesnsp_crimes").values
        assert values.loc[values["area"] == "14056", ["vida", "patrimonio", "otros"]].isna().all(axis=None)

    @pytest.mark.parametrize(
        ("name", "old", "new", "said"),
        [
            ("sesnsp_bien_juridico", "2025,El patrimonio,286", "2025,El patrimonio,287", "do not add up"),
            ("sesnsp_bien_juridico", "2025,El patrimonio,286", "2025,El honor,286", "legal interest is unknown"),
            ("sesnsp_bien_juridico", "2025,El patrimonio,286", "2025,La familia,286", "given twice"),
            ("sesnsp_bien_juridico", "2025,El patrimonio,286", "2014,El patrimonio,286", "has no total"),
            ("sesnsp_delitos", "2026,648,8", "2026,648,9", "other months"),
        ],
    )
    def test_files_that_contradict_each_other_are_refused(self, name: str, old: str, new: str, said: str) -> None:
        full = {
            "sesnsp_bien_juridico": "sesnsp_bien_juridico_cienega_2015_2026_transcribed.csv",
            "sesnsp_delitos": "sesnsp_delitos_jalisco_2015_2026_transcribed.csv",
        }[name]
        with pytest.raises(SourceFault, match=said):
            parsed("sesnsp_crimes", edited("sesnsp_crimes", full, lambda text: text.replace(old, new)))


def persons(parse: Parsed) -> dict[tuple[str, str], float]:
    return {(f.origin, f.destination): f.persons for f in parse.flows.itertuples()}


class TestStudy:
    def test_flows_go_from_residence_to_place_of_study(self) -> None:
        found = persons(parsed("inegi_study_2020"))
        assert found["14066", "14063"] == 920  # Poncitlán to Ocotlán
        assert found["14047", "14063"] == 616  # Jamay to Ocotlán
        assert found["14063", "14063"] == 27245  # those who study where they live are kept
        assert ("14063", "14047") not in found  # an empty pair is nobody in the sample, not a zero
        assert min(found.values()) > 0

    def test_flows_are_sample_estimates_of_2020(self) -> None:
        flows = parsed("inegi_study_2020").flows
        assert set(flows["kind"]) == {"study"}
        assert set(flows["period"]) == {"2020"}
        assert set(flows["status"]) == {"estimated"}
        assert check_flows("inegi_study_2020", flows) == []

    @pytest.mark.parametrize(
        ("area", "elsewhere", "students"),
        [
            ("14063", 622, 27867),  # 27,245 stay
            ("14066", 1419, 13919),  # 12,500 stay
            ("14047", 886, 6172),  # 5,286 stay
            ("00", 3290982, 32604044),
        ],
    )
    def test_residents_who_study_elsewhere(self, area: str, elsewhere: float, students: float) -> None:
        values = parsed("inegi_study_2020").values
        assert figure(values, area, "2020", "study_elsewhere") == elsewhere
        assert figure(values, area, "2020", "students") == students

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("14066,14063,920,", "14066,14063,921,"),
            ("14066,14063,920,", "14066,14070,920,"),
            ("14066,14063,920,", "14063,14066,98,"),
        ],
    )
    def test_the_pairs_tabulated_apart_must_agree(self, old: str, new: str) -> None:
        raw = edited("inegi_study_2020", "od_estudio_2020_amo.csv", lambda text: text.replace(old, new))
        with pytest.raises(SourceFault, match="disagrees with the matrix"):
            parsed("inegi_study_2020", raw)


class TestMigration:
    def test_flows_go_from_the_residence_of_2015_to_that_of_2020(self) -> None:
        found = persons(parsed("inegi_migration_2020"))
        assert found["14039", "14063"] == 927  # came from Guadalajara
        assert found["14063", "14120"] == 682  # left for Zapopan
        assert found["14066", "14063"] == 351
        assert found["14063", "14066"] == 123
        assert found["14063", "14063"] == 92022  # stayed
        assert len(found) == 13

    def test_flows_are_sample_estimates_of_an_interval(self) -> None:
        flows = parsed("inegi_migration_2020").flows
        assert set(flows["period"]) == {"2015/2020"}
        assert set(flows["status"]) == {"estimated"}
        assert check_flows("inegi_migration_2020", flows) == []

    def test_a_pair_given_twice_is_a_problem(self) -> None:
        raw = edited(
            "inegi_migration_2020", "od_migracion_2015_2020_amo.csv",
            lambda text: text + "14063,14039,927,Ocotlán,Guadalajara\n",
        )  # fmt: skip
        problems = check_flows("inegi_migration_2020", parsed("inegi_migration_2020", raw).flows)
        assert [p.what for p in problems] == ["the flow is given twice"] * 2


class TestMetropolises:
    def test_the_amo_is_a_metropolitan_area_in_2015_and_a_conurbation_in_2020(self) -> None:
        memberships = parsed("sedatu_metropolises").memberships
        zones = memberships[memberships["area"].isin(AMO)].groupby("zone")
        assert {z: set(m["area"]) for z, m in zones} == {"dzm2015_14_02": AMO, "metropolis2020_14_3_03": AMO}
        told = memberships.drop_duplicates("zone").set_index("zone")[["title", "kind", "declared_on"]]
        assert told.loc["dzm2015_14_02"].tolist() == ["Zona metropolitana de Ocotlán", "zona metropolitana", "2018"]
        assert told.loc["metropolis2020_14_3_03"].tolist() == ["Zona conurbada de Ocotlán", "zona conurbada", "2023"]

    def test_the_population_of_the_three_is_that_of_the_delimitation(self) -> None:
        """176,158 inhabitants in 2015; the copy prints it by municipality."""
        lines = example("sedatu_metropolises").files["geography/metropolis_dzm_2015_latin1.csv"].decode("latin-1")
        cells = [line.split(",") for line in lines.splitlines() if line.startswith("14.02")]
        assert sum(int(c[6]) for c in cells) == 176158

    def test_titles_are_as_people_write_them(self) -> None:
        memberships = parsed("sedatu_metropolises").memberships
        titles = dict(zip(memberships["zone"], memberships["title"], strict=True))
        assert titles["dzm2015_06_01"] == "Zona metropolitana de Colima-Villa de Álvarez"
        assert titles["dzm2015_09_01"] == "Zona metropolitana del Valle de México"
        assert titles["metropolis2020_02_01"] == "Metrópoli municipal de Ensenada"

    def test_a_metropolis_may_cross_a_state_border(self) -> None:
        memberships = parsed("sedatu_metropolises").memberships
        assert set(memberships.loc[memberships["zone"] == "metropolis2020_14_1_02", "area"]) == {"14067", "18020"}

    def test_the_frame_keeps_the_rules(self) -> None:
        assert check_memberships("sedatu_metropolises", parsed("sedatu_metropolises").memberships) == []

    @pytest.mark.parametrize(
        ("name", "old", "new", "said"),
        [
            (JALISCO, "14.3.03,Zona conurbada,Ocotlán,14,Jalisco,66", "14.1.01,Z,G,14,J,66", "disagree"),
            (JALISCO, ",66,14066,", ",63,14063,", "given twice"),
            (JALISCO, ",66,14066,", ",64,14064,", "disagree"),
            ("metropolis_2020_claves.csv", "ZC de Ocotlán", "XX de Ocotlán", "kind of metropolis is unknown"),
        ],
    )
    def test_lists_that_disagree_are_refused(self, name: str, old: str, new: str, said: str) -> None:
        with pytest.raises(SourceFault, match=said):
            parsed("sedatu_metropolises", edited("sedatu_metropolises", name, lambda text: text.replace(old, new)))
