"""CLUES on the day of the services: October's cut with a few invented units; November's is not there yet."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

from tests.services.office import Office

PAGE = b"<!DOCTYPE html><html><title>Challenge Validation</title></html>"
# Some of the 68 columns, in an order of their own; the telephone and the tax key are never read.
HEADER = (
    "CLUES", "NOMBRE DE LA INSTITUCION", "CLAVE DE LA INSTITUCION", "ENTIDAD", "CLAVE DE LA ENTIDAD", "MUNICIPIO",
    "CLAVE DEL MUNICIPIO", "NOMBRE TIPO ESTABLECIMIENTO", "NOMBRE DE LA UNIDAD", "ESTATUS DE OPERACION",
    "RFC DEL ESTABLECIMIENTO", "TELEFONO 1 DEL ESTABLECIMIENTO", "NIVEL ATENCION", "LATITUD", "LONGITUD",
)  # fmt: skip
# CLUES, institution, state, municipality, kind, name, status, level, latitude, longitude
UNITS = tuple(
    tuple(line.split("|"))
    for line in (
        "JCSSA000011|SSA|14|063|DE CONSULTA EXTERNA|CENTRO DE PRUEBA|EN OPERACION|PRIMER NIVEL|20.35|-102.77",
        "JCIMS000012|IMS|14|063|DE HOSPITALIZACION|HOSPITAL DE PRUEBA|EN OPERACION|SEGUNDO NIVEL|20.36|-102.78",
        "JCSMP000013|SMP|14|063|DE CONSULTA EXTERNA|DRA. INVENTADA|EN OPERACION|PRIMER NIVEL|20.34|-102.76",
        "JCSSA000014|SSA|14|066|DE CONSULTA EXTERNA|UNIDAD DE PRUEBA|EN OPERACION|PRIMER NIVEL||",
        "JCSSA000015|SSA|14|047|DE CONSULTA EXTERNA|UNIDAD CERRADA|FUERA DE OPERACION|PRIMER NIVEL|20.29|-102.71",
        "MCSSA000016|SSA|16|011|DE APOYO|ALMACEN DE PRUEBA|EN OPERACION|NO APLICA|20.10|-102.60",
    )
)
EXPECTED = {
    "salud_clues": {
        ("health_units", "2026-10", "14063"): 3.0,
        ("health_units", "2026-10", "14066"): 1.0,
        ("health_units", "2026-10", "14047"): 0.0,
        ("health_units", "2026-10", "14"): 4.0,
        ("health_units", "2026-10", "00"): 5.0,
    }
}


def workbook(
    units: Sequence[Sequence[str]] = UNITS,
    header: Sequence[str] = HEADER,
    cut: str = "202610",
    more: Sequence[str] = (),
) -> bytes:
    """A cut as DGIS packs it: three sheets; `more` are cells at the end of every unit."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"CLUES_{cut}"
    sheet.append(list(header))
    for clues, institution, state, municipality, kind, name, running, level, latitude, longitude in units:
        sheet.append([
            clues, "INSTITUCION", institution, "ESTADO", state, "MUNICIPIO", municipality, kind, name, running,
            "XAXX010101000", "3925550000", level, latitude, longitude, *more,
        ])  # fmt: skip
    for other in ("SUBCLUES", "HORARIOS"):
        book.create_sheet(f"{other}_{cut}").append(["CLUES"])
    box = io.BytesIO()
    book.save(box)
    return box.getvalue()


def serve(office: Office) -> None:
    """November is a page in one place and not found in the other; October lies in the newer place alone."""
    office.answers("clues", "/ESTABLECIMIENTO_SALUD_202611.xlsx", PAGE)
    office.answers("clues", "/ESTABLECIMIENTO_SALUD_202610.xlsx", PAGE)
    office.answers("clues_catalogue", "/ESTABLECIMIENTO_SALUD_202611.xlsx", b"", status=404)
    office.answers("clues_catalogue", "/ESTABLECIMIENTO_SALUD_202610.xlsx", workbook())
