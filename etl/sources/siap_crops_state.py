"""SIAP, closing of the agricultural year 1980–2002: all crops of Jalisco together, as a state.

Before 2003 the office publishes no municipality. Volumes are not added, because their units differ.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import numbers, read_csv
from etl.records import given, once, one_of, whole

SOURCE = SourceModule(
    "siap_crops_state", files=(File("agriculture/siap_agricola_jalisco_1980_2002.csv", rows=(4012, 4012)),)
)
KEY = ["Anio", "Idestado", "Idciclo", "Idmodalidad", "Idunidadmedida", "Idcultivo"]
ADDED = ["Sembrada", "Cosechada", "Siniestrada", "Valorproduccion"]


def parse(raw: Raw) -> Parsed:
    """Values: one row a year for the state; hectares and pesos added over crops, cycles and modalities."""
    frame = read_csv(SOURCE, raw, SOURCE.files[0].name, columns=[*KEY, "Nomcultivo", *ADDED, "Volumenproduccion"])
    once(SOURCE, frame, KEY)
    one_of(SOURCE, frame, "Idestado", ["14.0"])  # this edition writes every code as a decimal number
    frame["period"] = whole(SOURCE, frame, "Anio", 1980, 2002).astype("str")
    frame["area"] = "14"
    frame, _ = numbers(SOURCE, frame, [*ADDED, "Volumenproduccion"])
    given(SOURCE, frame, ADDED)
    first = {"file": ("file", "first"), "row": ("row", "first")}
    sums = {c: (c, "sum") for c in ADDED}
    return Parsed(frame.groupby(["area", "period"], as_index=False).agg(**first, **sums))
