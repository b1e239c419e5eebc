"""CONAGUA, national network of water-quality measurement: surface-water sites of 2020 with their traffic light.

The file has no municipal key, only state and municipality in capitals, matched to today's names within the
state. A value under the detection limit is printed as "<2" and stays that text.
"""

from __future__ import annotations

import unicodedata

import pandas as pd

from data.areas import areas
from etl.contract import SITE, Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import numbers, read_xlsx
from etl.records import once, one_of, refuse

SOURCE = SourceModule("conagua_quality_2020", files=(File("water/conagua_calidad_agua_2020.xlsx", rows=(3493, 3493)),))
LIGHTS = {"Verde": "green", "Amarillo": "yellow", "Rojo": "red"}
PLACE = ["ESTADO", "MUNICIPIO", "LONGITUD", "LATITUD", "PERIODO"]
REQUIRED = [
    "CLAVE", "SITIO", *PLACE, "CUERPO DE AGUA", "TIPO", "SEMAFORO", "CONTAMINANTES",
    "DBO_mg/L", "DQO_mg/L", "SST_mg/L", "COLI_FEC_NMP_100mL", "E_COLI_NMP_100mL", "ENTEROC_NMP_100mL", "OD_PORC",
]  # fmt: skip
# Names of 2020 that the catalogue of territories writes otherwise, and one it gives to two municipalities.
STATES = {"QUERETARO ARTEAGA": "22", "DISTRITO FEDERAL": "09"}
MUNICIPALITIES = {
    ("07", "CINTALAPA"): "07017",
    ("12", "APAXTLA"): "12006",
    ("19", "LOS ALDAMA"): "19003",
    ("20", "HEROICA VILLA TEZOATLAN DE SEGURA Y LUNA"): "20549",
    ("20", "SAN PEDRO MIXTEPEC"): "20318",  # its six sites lie on the coast, in the one of district 22
    ("20", "VILLA DE TUTUTEPEC DE MELCHOR OCAMPO"): "20334",
    ("23", "SOLIDARIDAD"): "23008",
}


def parse(raw: Raw) -> Parsed:
    """Values: sites by traffic light and municipality, period 2020; sites: every one, its measures as printed."""
    frame = read_xlsx(SOURCE, raw, SOURCE.files[0].name, columns=REQUIRED, sheet="Datos_de_calidad_del_agua_de_si")
    once(SOURCE, frame, ["CLAVE"])
    one_of(SOURCE, frame, "PERIODO", ["2020"])
    one_of(SOURCE, frame, "SEMAFORO", list(LIGHTS))
    frame = frame.assign(period="2020", area=_areas(frame))
    placed, _ = numbers(SOURCE, frame, ["LONGITUD", "LATITUD"])
    lights = {light: (frame["SEMAFORO"] == word).astype("float64") for word, light in LIGHTS.items()}
    counted = frame.assign(sites=1.0, **lights).groupby(["area", "period"], as_index=False)
    values = counted.agg(
        file=("file", "first"), row=("row", "first"), sites=("sites", "sum"), **{c: (c, "sum") for c in lights}
    )
    return Parsed(values, sites=_sites(placed))


def _areas(frame: pd.DataFrame) -> pd.Series:
    """CVEGEO of each record by state and name; a name that is in no list is a fault, never a dropped site."""
    known = areas()
    named = known.assign(plain=known["name"].map(_plain))
    states = named[named["level"] == "state"].set_index("plain")["area"].to_dict() | STATES
    towns = named[named["level"] == "municipality"]
    once_only = towns[~towns.duplicated(["parent", "plain"], keep=False)]
    of_name = {(r.parent, r.plain): r.area for r in once_only.itertuples()} | MUNICIPALITIES
    pairs = zip(frame["ESTADO"].map(states), frame["MUNICIPIO"].map(_plain), strict=True)
    found = pd.Series([of_name.get(pair) for pair in pairs], index=frame.index, dtype="object")
    refuse(
        SOURCE, frame, found.isna(), "the municipality is unknown",
        columns=["ESTADO", "MUNICIPIO"], expected="a name of data/areas.csv or of this parser's list",
    )  # fmt: skip
    return found


def _plain(name: str) -> str:
    """Capitals without accents, as the file writes names."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().upper().strip()


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
