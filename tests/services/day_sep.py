"""SEP on the day of the services: its form, the list of municipalities, and a table each; and SIGED's directory.

The form and the layout are ours, made as the scrapes describe them; the localities of Ocotlán and Jamay are REAL,
those of the border CONSTRUCTED.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from werkzeug import Request, Response

from etl.live.sep911 import PAGE
from tests.services import siged_answers
from tests.services.office import Office

Locality = tuple[str, int, int, int, int, int]  # name, schools, pupils, girls, boys, teachers
HEADER = ("Localidad", "Escuelas", "Alumnos", "Alumnos Mujeres", "Alumnos Hombres", "Docentes¹")
STATES = {"1": "AGUASCALIENTES", "14": "JALISCO"}
PLACES: Mapping[tuple[str, str], tuple[str, Sequence[Locality]]] = {
    ("14", "047"): ("JAMAY", (
        ("JAMAY", 20, 4336, 2207, 2129, 203), ("LA MALTARAÑA (LA PALMITA)", 3, 119, 54, 65, 8),
        ("LOS CAPULINES", 2, 140, 77, 63, 7), ("SAN AGUSTÍN", 5, 555, 257, 298, 26),
        ("SAN MIGUEL DE LA PAZ", 5, 723, 348, 375, 30),
    )),
    ("14", "053"): ("LAGOS DE MORENO", (("BETULIA", 2, 1006, 506, 500, 40),)),
    ("1", "001"): ("AGUASCALIENTES", (("AGUASCALIENTES", 3, 60, 30, 30, 4),)),
    ("1", "035"): ("ENCARNACIÓN DE DÍAZ", (("EL CODO", 2, 22, 11, 11, 2),)),
    ("1", "053"): ("LAGOS DE MORENO", (("SAN ANTONIO DE PADUA", 2, 45, 22, 23, 3),)),
    ("1", "064"): ("OJUELOS DE JALISCO", (("PEDREGAL DE SAN ÁNGEL", 2, 182, 90, 92, 8),)),
}  # fmt: skip


def page(state: str = "0", municipality: str = "0", table: str = "", *, cycle: str = "2024-2025") -> bytes:
    """The form with what was chosen, in a table of the layout, and below it the answer."""
    places = {code: name for (of, code), (name, _) in PLACES.items() if of == state}
    return f"""<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Cifras</title></head><body>
<form method="post" action="./" id="form1">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPD{state}-{municipality}" />
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="/wEd{state}" />
<table><tr><td><table><tr><td>Ciclo escolar: {_list("DDLCiclo", {cycle: cycle, "2023-2024": "2023-2024"}, cycle)}</td>
<td>Entidad: {_list("DDLEntidad", {"0": "Todas", **STATES}, state)}</td>
<td>Municipio: {_list("DDLMunicipio", {"0": "Todos", **places}, municipality)}</td></tr>
<tr><td><input type="submit" name="Button1" value="Consultar" /><input type="submit" name="Button2" value="Limpiar" />
</td></tr></table></td></tr><tr><td>{table}</td></tr></table></form></body></html>""".encode()


def _list(name: str, options: Mapping[str, str], chosen: str) -> str:
    told = "".join(
        f'<option {"selected" if value == chosen else ""} value="{value}">{text}</option>'
        for value, text in options.items()
    )
    return f'<select name="{name}" id="{name}">{told}</select>'


def table_of(rows: Sequence[Sequence[str]]) -> str:
    """Rows as an HTML table; a row of one cell spans it."""
    return "<table>" + "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    ) + "</table>"  # fmt: skip


def figures(state: str, name: str, localities: Sequence[Locality]) -> str:
    """The table that counts: title, header, localities, total, notes."""
    sums = [sum(int(row[at]) for row in localities) for at in range(1, 6)]
    title = f"TIPO EDUCATIVO: TODOS;     CONTROL: TODOS;     ENTIDAD: {STATES[state]};    MUNICIPIO: {name}"
    return table_of([
        [title], HEADER, *([row[0], *(f"{n:,}" for n in row[1:])] for row in localities),
        ["TOTAL", *(f"{n:,}" for n in sums)], ["¹   Conjunto de individuos"], ["Fuente: SEP."],
    ])  # fmt: skip


def answered(request: Request) -> Response:
    """What the page does: the form, the list of a state, or the figures of a municipality."""
    state, code = request.form.get("DDLEntidad", "0"), request.form.get("DDLMunicipio", "0")
    if request.method == "GET":
        return Response(page(), content_type="text/html; charset=utf-8")
    if not request.form.get("__EVENTVALIDATION", "").startswith("/wEd"):
        return Response("Invalid postback or callback argument", status=500)
    if "Button1" not in request.form or request.form.get("__EVENTTARGET"):
        return Response(page(state), content_type="text/html; charset=utf-8")
    if request.form["__EVENTVALIDATION"] != f"/wEd{state}":
        return Response("Invalid postback or callback argument", status=500)
    name, localities = PLACES[state, code]
    return Response(page(state, code, figures(state, name, localities)), content_type="text/html; charset=utf-8")


def serve(office: Office) -> None:
    """The one page, asked for again and again; and the directory of schools."""
    office.answers("sep_911", PAGE, answered)
    siged_answers.serve(office)


EXPECTED = {
    "sep_911": {
        ("schools", "2024/2025", "14047"): 35.0,
        ("pupils", "2024/2025", "14047"): 5873.0,
        ("teachers", "2024/2025", "14047"): 274.0,
        ("pupils", "2024/2025", "14053"): 1006.0 + 45,
        ("pupils", "2024/2025", "14064"): 182.0,
    },
    **siged_answers.EXPECTED,
}
