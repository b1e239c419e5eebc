"""IMSS on the day of the services: three months, its dictionary, and nothing older; all figures CONSTRUCTED."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

from etl.live.imss import DICTIONARY
from tests.services.office import Office

COLUMNS = (
    "cve_delegacion|cve_subdelegacion|cve_entidad|cve_municipio|sector_economico_1|sector_economico_2|"
    "sector_economico_4|tamaño_patron|sexo|rango_edad|rango_salarial|rango_uma|asegurados|no_trabajadores|ta|teu|tec|"
    "tpu|tpc|ta_sal|teu_sal|tec_sal|tpu_sal|tpc_sal|masa_sal_ta|masa_sal_teu|masa_sal_tec|masa_sal_tpu|masa_sal_tpc"
)
MONTHS = ("2026-08-31", "2026-09-30", "2026-10-31")
# state, IMSS's code, sector, size, sex, temporary jobs, permanent jobs, daily wage, insured without a job
Row = tuple[int, str, str, str, str, int, int, float, int]
JOBS: tuple[Row, ...] = (
    (14, "J20", "3", "S4", "1", 200, 2300, 365.03, 0),
    (14, "J20", "6", "S2", "2", 0, 1000, 310.05, 0),
    (14, "J20", "NA", "NA", "1", 0, 0, 0.0, 140),
    (14, "J23", "0", "S3", "2", 25, 75, 270.0, 0),
    (14, "J21", "0", "S3", "1", 250, 150, 270.0, 0),
    (14, "J22", "8", "S1", "2", 10, 90, 280.5, 0),
    (14, "J99", "6", "S1", "1", 0, 3, 300.0, 0),
)
# state's key and name, IMSS's code and the name of the municipality: J20 and J23 are one, J99 is not there
NAMES = (
    (14, "Jalisco", "J20", "Ocotlán"),
    (14, "Jalisco", "J21", "Poncitlán"),
    (14, "Jalisco", "J22", "Jamay"),
    (14, "Jalisco", "J23", "OCOTLAN"),
)
EXPECTED = {
    "imss_jobs": {
        ("insured_jobs", "2026-10", "14063"): 3600.0,
        ("insured_jobs", "2026-10", "14"): 4103.0,
        ("insured_jobs", "2026-08", "00"): 4103.0,
        ("insured_jobs_permanent_pct", "2026-09", "14066"): 37.5,
        ("insured_daily_wage_mxn", "2026-10", "14047"): 280.5,
    }
}


def line(row: Row) -> str:
    """One record with the columns of COLUMNS."""
    state, town, sector, size, sex, temporary, permanent, wage, idle = row
    jobs = temporary + permanent
    bill = f"{jobs * wage:.2f}"
    return (
        f"14|12|{state}|{town}|{sector}|{sector}|{sector}|{size}|{sex}|E5|W3|W3|{jobs + idle}|{idle}|{jobs}|{temporary}"
        f"|0|{permanent}|0|{jobs}|{temporary}|0|{permanent}|0|{bill}|0|0|{bill}|0"
    )


def month(rows: Sequence[Row] = JOBS, encoding: str = "latin-1") -> bytes:
    """A month's file."""
    return ("\r\n".join([COLUMNS, *map(line, rows)]) + "\r\n").encode(encoding)


def dictionary(names: Sequence[tuple[int, str, str, str]] = NAMES) -> bytes:
    """IMSS's dictionary: the header stands on the second row."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "entidad-municipio"
    sheet.append(["Diccionario de datos"])
    sheet.append(["cve_entidad", "descripción entidad", "cve_municipio", "descripción municipio"])
    for name in names:
        sheet.append(name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def serve(office: Office) -> None:
    """August to October 2026; any other month is not there."""
    office.answers("imss", f"/{DICTIONARY}", dictionary())
    for day in MONTHS:
        office.answers("imss", f"/asg-{day}.csv", month())
