"""INEGI, land use and vegetation of 2015 by municipality, in square kilometres.

The municipal surface includes lakes (312 km² of Chapala in Poncitlán), so land is surface minus water bodies.
A blank is a small surface the office does not print, not a zero: zeros are printed as 0.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx
from etl.records import once, refuse

SOURCE = SourceModule("inegi_land_use_2015", files=(File("agriculture/inegi_uso_suelo_2015.xlsx", rows=(2454, 2454)),))
COLUMNS = {
    "Superficie continental (Kilómetros cuadrados)": "superficie_continental",
    "Agricultura": "agricultura",
    "Pastizal": "pastizal",
    "Bosque": "bosque",
    "Selva": "selva",
    "Matorral xerófilo": "matorral_xerofilo",
    "Otros tipos de vegetación": "otros_tipos_de_vegetacion",
    "Vegetación secundaria a/": "vegetacion_secundaria",
    "Áreas sin vegetación": "areas_sin_vegetacion",
    "Cuerpos de agua": "cuerpos_de_agua",
    "Áreas urbanas": "areas_urbanas",
}
# Largest gap between the surface and its printed parts, in km²: blanks stand for small surfaces.
GAP = 1.0


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2015, each use in km² and `superficie_terrestre` (without water)."""
    frame = read_xlsx(SOURCE, raw, SOURCE.files[0].name, columns=["CVE_MUN", *COLUMNS], sheet="DATOS")
    frame = frame.rename(columns=COLUMNS).assign(period="2015")
    frame["area"] = keys(SOURCE, frame, frame["CVE_MUN"])
    once(SOURCE, frame, ["area"])
    uses = list(COLUMNS.values())
    values, marks = numbers(SOURCE, frame, uses)
    gap = values[uses[0]] - values[uses[1:]].sum(axis=1)
    apart = ~(gap.abs() < GAP)
    refuse(SOURCE, values, apart, "the uses do not add up", columns=uses[:2], expected=f"the surface within {GAP} km²")
    values["superficie_terrestre"] = values["superficie_continental"] - values["cuerpos_de_agua"]
    return Parsed(values[["area", "period", "file", "row", *uses, "superficie_terrestre"]], marks)
