"""A day of INEGI's bank of indicators and of its microdata of deaths, as the local server plays it.

The excerpts speak of the nation, Jalisco, Ocotlán, Poncitlán and Jamay; the population is the census's, every other
number is made up. Whatever is asked beyond them has no results, with the words INEGI says it with.
"""

from __future__ import annotations

import io
import json
import re
import zipfile

from werkzeug import Request, Response

from etl.live.bise_series import area
from tests.services.fixtures import answer
from tests.services.office import Office

ROOM = "inegi_indicadores"
FILES = ("vital.json", "population.json", "identity.json")
MEMBER = "conjunto_de_datos/conjunto_de_datos_defunciones_registradas24_csv.csv"
EDR = "/programas/edr/datosabiertos/defunciones/{year}/conjunto_de_datos_edr{year}_csv.zip"
EXPECTED = {
    "inegi_vital": {
        ("births", "2024", "14063"): 1500.0,
        ("births", "2023", "00"): 1_700_000.0,
        ("deaths", "2024", "14047"): 170.0,
        ("infant_deaths_per_1000_births", "2024", "14063"): 10.0,
    },
    "inegi_bise_population": {("population_total_bise", "2020", "14063"): 106_050.0},
    "inegi_bise": {("indigenous_identity_pct", "2020", "14063"): 2.5},
    "inegi_edr_deaths": {("deaths_microdata", "2024", "14063"): 7.0, ("deaths_microdata", "2024", "14"): 12.0},
}


def serve(office: Office) -> None:
    """Answer everything the bank and the microdata are asked on 22 November 2026."""
    held = [s for name in FILES for s in json.loads(answer(f"{ROOM}/{name}"))["Series"]]

    def reply(request: Request) -> Response:
        office.asked.append(f"GET {request.path.removeprefix(f'/{ROOM}')}")
        return said(held, *asked(request.path))

    office.server.expect_request(re.compile(rf"^/{ROOM}/INDICATOR/")).respond_with_handler(reply)
    office.answers("inegi_bulk", EDR.format(year=2024), edr_zip(answer(f"{ROOM}/edr_2024.csv")))
    office.answers("inegi_bulk", EDR.format(year=2025), answer(f"{ROOM}/page.html"), kind="text/html")


def asked(path: str) -> tuple[list[str], list[str]]:
    """The ids and the areas of an address."""
    ids, _, areas = path.split("/INDICATOR/")[1].split("/")[:3]
    return ids.split(","), areas.split(",")


def said(held: list[dict[str, object]], ids: list[str], areas: list[str]) -> Response:
    """What INEGI answers: the figures it has, 400 where there are none, 401 where only some series have any."""
    wanted = {area(a) for a in areas}
    series = []
    for one in held:
        seen = [o for o in one["OBSERVATIONS"] if area(o["COBER_GEO"]) in wanted]  # type: ignore[attr-defined]
        if one["INDICADOR"] in ids and seen:
            series.append({**one, "OBSERVATIONS": seen})
    if not series:
        return Response(answer(f"{ROOM}/nothing.json"), status=400, content_type="application/json")
    if len(series) < len(ids):
        return Response("No autorizado", status=401)
    body = json.dumps({"Header": {"Name": "Datos compactos BISE"}, "Series": series})
    return Response(body, content_type="application/json; charset=utf-8")


def body(*observations: dict[str, object], number: str = "1002000030", **series: object) -> bytes:
    """An answer of one series; each observation says only what is not usual."""
    plain = {"OBS_EXCEPTION": None, "OBS_STATUS": "3", "COBER_GEO": "14063", "TIME_PERIOD": "2024"}
    one = {
        "INDICADOR": number,
        "FREQ": "3",
        "UNIT_MULT": "",
        **series,
        "OBSERVATIONS": [plain | o for o in observations],
    }
    return json.dumps({"Header": {}, "Series": [one]}).encode()


def edr_zip(table: bytes, member: str = MEMBER) -> bytes:
    """A year of the microdata, the same bytes each time."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (("catalogos/sexo.csv", b"CVE,DESCRIP\r\n"), (member, table)):
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return box.getvalue()
