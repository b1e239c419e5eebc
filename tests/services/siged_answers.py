"""SIGED's directory as its answer is described: every school, person and figure CONSTRUCTED."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from etl.live.siged import ADDRESS
from tests.services.office import Office

YEAR = str(datetime.now(UTC).year)  # the answer has no school year: figures carry the year they were asked in
PRIVATE = {
    "nombredir": "PERSONA INVENTADA", "apellidodir1": "APELLIDO UNO", "apellidodir2": "APELLIDO DOS",
    "telefono": "3920000000", "domicilio": "CALLE INVENTADA 1", "correoelectronico": "nadie@example.org",
}  # fmt: skip


def school(key: str, level: str, municipality: str = "63", **changed: object) -> dict[str, object]:
    """One record with the documented fields; a primary school has 100 boys, 110 girls, 8 teachers, 7 classrooms."""
    record: dict[str, object] = {
        "clavecct": key, "turno": 1, "nombretur": "MATUTINO", "nombrect": f"ESCUELA {key}", "tipoeducativo": "BÁSICA",
        "nombreniv": level, "servicioeducativo": "GENERAL", "nombrecont": "PÚBLICO", "claveentidad": "14",
        "nombreent": "JALISCO", "clavemunicipio": municipality, "nombremun": "OCOTLÁN", "clavelocalidad": "1",
        "hombrestotal": 100, "mujerestotal": 110, "docenteshom": 3, "docentesmuj": 5, "aulasuso": 7,
        "aulasexistentes": 9, "latitud": 20.35, "longitud": -102.77, **PRIVATE,
    }  # fmt: skip
    return record | changed


def directory(*more: dict[str, object]) -> list[dict[str, object]]:
    """A small directory: Ocotlán with every level and two shifts, Jamay with one school of a kind that has no level."""
    return [
        school("14EPR0002B", "PRIMARIA", turno=2, hombrestotal=40, mujerestotal=50, aulasuso=4),
        school("14EPR0002B", "PRIMARIA"),
        school("14EJN0001A", "PREESCOLAR", hombrestotal=20, mujerestotal=22, aulasuso=2),
        school("14ETV0003C", "SECUNDARIA", hombrestotal="31", mujerestotal="29", aulasuso="3"),
        school("14EBH0004D", "BACHILLERATO", latitud=0, longitud=0),
        school("14EML0005E", "CAM", "47", hombrestotal=6, mujerestotal=4, aulasuso=2, latitud="", longitud=None),
        *more,
    ]


def sent(records: list[dict[str, object]]) -> bytes:
    """The body of the answer."""
    return json.dumps({"Ccts": records}, ensure_ascii=False).encode()


def serve(office: Office) -> None:
    """The directory of Jalisco."""
    office.answers("siged", ADDRESS.format(state=14), sent(directory()))


EXPECTED = {
    "siged_schools": {
        ("directory_schools", YEAR, "14063"): 5.0,
        ("directory_pupils", YEAR, "14063"): 210.0 + 90 + 42 + 60 + 210,
        ("directory_pupils", YEAR, "14047"): 10.0,
        ("pupils_per_classroom", YEAR, "14063"): 612 / (7 + 4 + 2 + 3 + 7),
    }
}
