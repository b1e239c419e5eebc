"""DENUE on the day of the services: one state's ZIP, made of an excerpt with invented establishments."""

from __future__ import annotations

import io
import zipfile

from tests.services.fixtures import answer
from tests.services.office import Office

PATH = "/masiva/denue/denue_{}_csv.zip"
EXPECTED = {
    "inegi_denue": {
        ("establishments", "2026-05", "14063"): 7.0,
        ("establishments", "2026-05", "14066"): 2.0,
        ("establishments", "2026-05", "14047"): 2.0,
        ("establishments", "2026-05", "14"): 11.0,
        ("establishments_manufacturing_pct", "2026-05", "14063"): 300 / 7,
    }
}


def zipped(rows: bytes | None = None, metadata: bytes | None = None, state: str = "14") -> bytes:
    """A state's ZIP as INEGI packs it: the table, its dictionary and its metadata."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        csv = answer("denue/denue_inegi_14_.csv") if rows is None else rows
        file.writestr(zipfile.ZipInfo(f"conjunto_de_datos/denue_inegi_{state}_.csv"), csv)
        file.writestr(zipfile.ZipInfo("diccionario_de_datos/denue_diccionario_de_datos.csv"), b"a,b\r\n")
        told = answer("denue/metadatos_denue.txt") if metadata is None else metadata
        file.writestr(zipfile.ZipInfo("metadatos/metadatos_denue.txt"), told)
    return box.getvalue()


def serve(office: Office) -> None:
    """Jalisco's ZIP; the API is not asked."""
    office.answers("inegi_bulk", PATH.format("14"), zipped())
