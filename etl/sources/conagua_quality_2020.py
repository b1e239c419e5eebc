"""CONAGUA, national network of water-quality measurement: surface-water sites of 2020 with their traffic light.

The file has no municipal key, only state and municipality in capitals, matched to today's names within the
state. A value under the detection limit is printed as "<2" and stays that text.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import SITE, Parsed
from etl.places import by_name
from etl.raw import File, Raw, SourceModule
from etl.reading import numbers, read_xlsx
from etl.records import once, one_of

SOURCE = SourceModule("conagua_quality_2020", files=(File("water/conagua_calidad_agua_2020.xlsx", rows=(3493, 3493)),))
LIGHTS = {"Verde": "green", "Amarillo": "yellow", "Rojo": "red"}
PLACE = ["ESTADO", "MUNICIPIO", "LONGITUD", "LATITUD", "PERIODO"]
REQUIRED = [
    "CLAVE", "SITIO", *PLACE, "CUERPO DE AGUA", "TIPO", "SEMAFORO", "CONTAMINANTES",
    "DBO_mg/L", "DQO_mg/L", "SST_mg/L", "COLI_FEC_NMP_100mL", "E_COLI_NMP_100mL", "ENTEROC_NMP_100mL", "OD_PORC",
]  # fmt: skip
# Two municipalities share this name; the six sites lie on the coast, in the one of district 22.
SHARED = {("20", "SAN PEDRO MIXTEPEC"): "20318"}


def parse(raw: Raw) -> Parsed:
    """Values: sites by traffic light and municipality, period 2020; sites: every one, its measures as printed."""
    frame = read_xlsx(SOURCE, raw, SOURCE.files[0].name, columns=REQUIRED, sheet="Datos_de_calidad_del_agua_de_si")
    once(SOURCE, frame, ["CLAVE"])
    one_of(SOURCE, frame, "PERIODO", ["2020"])
    one_of(SOURCE, frame, "SEMAFORO", list(LIGHTS))
    frame = frame.assign(period="2020", area=by_name(SOURCE, frame, "ESTADO", "MUNICIPIO", SHARED))
    placed, _ = numbers(SOURCE, frame, ["LONGITUD", "LATITUD"])
    lights = {light: (frame["SEMAFORO"] == word).astype("float64") for word, light in LIGHTS.items()}
    counted = frame.assign(sites=1.0, **lights).groupby(["area", "period"], as_index=False)
    values = counted.agg(
        file=("file", "first"), row=("row", "first"), sites=("sites", "sum"), **{c: (c, "sum") for c in lights}
    )
    return Parsed(values, sites=_sites(placed))


def _sites(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a site; measures holds every filled cell of the office's own columns, and the light's code."""
    own = [c for c in frame.columns if c not in ("CLAVE", "SITIO", *PLACE, "area", "period", "file", "row")]
    measures = [
        {"light": LIGHTS[record["SEMAFORO"]], **{str(c): text for c, text in record.items() if text}}
        for record in frame[own].to_dict("records")
    ]
    found = frame.assign(
        site=frame["CLAVE"], kind="water_quality", name=frame["SITIO"],
        longitude=frame["LONGITUD"], latitude=frame["LATITUD"],
        measures=pd.Series(measures, index=frame.index, dtype="object"),
    )  # fmt: skip
    return found[SITE]
