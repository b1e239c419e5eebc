"""INEGI's ZIPs on the day of the services: census localities, municipal finance, economic censuses, labour estimates.

The census rows of the three municipalities are INEGI's; those of the state and the nation are their sums, localities
and every number of the other excerpts are made up. The labour estimates of 2025 are not published yet.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from etl.sources.inegi_economic_census import EDITIONS
from tests.services.fixtures import answer
from tests.services.office import Office

ITER = "/programas/ccpv/2020/datosabiertos/iter/iter_00_cpv2020_csv.zip"
EFIPEM = "/programas/finanzas/datosabiertos/conjunto_de_datos_efipem_municipal_csv.zip"
CENSUS = "/programas/ce/2024/datosabiertos/conjunto_de_datos_ce_jal_{}_csv.zip"
ILMM = "/programas/ilmm/datosabiertos/conjunto_de_datos_ilmm_{}_1t_csv.zip"
ITER_MEMBER = "iter_00_cpv2020/conjunto_de_datos/conjunto_de_datos_iter_00CSV20.csv"
EFIPEM_MEMBER = "conjunto_de_datos/efipem_municipal_anual_tr_cifra_{}.csv"
CENSUS_MEMBER = "conjunto_de_datos/tr_ce_jal_{}.csv"
ILMM_MEMBER = "conjunto_de_datos/conjunto_de_datos_ilmm_{}_1t.csv"
EXPECTED = {
    "inegi_census_2020": {
        ("water_piped_pct", "2020", "14063"): 100 * 28663 / 29021,
        ("participation_pct", "2020", "14047"): 100 * 11223 / 19244,
    },
    "inegi_efipem": {
        ("revenue_mxn", "2024", "14063"): 160_000_000.0,
        ("own_revenue_pct", "2025", "14066"): 100 * 99 / 400,
        ("federal_transfers_pct", "2024", "14047"): 100 * 270 / 400,
        ("debt_financing_mxn", "2024", "14063"): 4_800_000.0,
    },
    "inegi_economic_census": {
        ("economic_units", "2023", "14063"): 300.0,
        ("census_employment", "2003", "14047"): 250.0,
        ("persons_per_economic_unit", "2023", "14066"): 5.0,
        ("census_gross_output_mxn", "2023", "14"): 700_500_000.0,
        ("value_added_per_person_mxn", "2023", "14063"): 200_000.0,
    },
    "inegi_ilmm": {
        ("unemployment_ilmm_pct", "2024", "14063"): 2.875,
        ("informality_ilmm_pct", "2017", "14066"): 66.4,
        ("participation_ilmm_pct", "2018", "14047"): 58.5,
    },
}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP with these members, the same bytes each time."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return box.getvalue()


def ours(name: str) -> bytes:
    """One excerpt of these ZIPs' tables."""
    return answer(f"inegi_bulk/{name}")


def efipem() -> bytes:
    """Two years, as one ZIP."""
    return zipped({EFIPEM_MEMBER.format(year): ours(f"efipem_{year}.csv") for year in (2024, 2025)})


def serve(office: Office) -> None:
    """Answer every address of the four sources."""
    office.answers("inegi_bulk", ITER, zipped({ITER_MEMBER: ours("iter_2020.csv")}))
    office.answers("inegi_bulk", EFIPEM, efipem())
    for edition in EDITIONS:
        table = ours("ce_jal_2024.csv" if edition == EDITIONS[-1] else "ce_jal_2004.csv")
        office.answers("inegi_bulk", CENSUS.format(edition), zipped({CENSUS_MEMBER.format(edition): table}))
    for year in range(2017, 2025):
        table = ours("ilmm_2017.csv" if year == 2017 else "ilmm_2024.csv")
        office.answers("inegi_bulk", ILMM.format(year), zipped({ILMM_MEMBER.format(year): table}))
    office.answers("inegi_bulk", ILMM.format(2025), ours("page.html"), kind="text/html")
