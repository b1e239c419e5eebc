"""SIAP, closing of the agricultural year 2003–2023 by municipality: the avocado records.

One record a rural office, modality and municipality: areas, tonnes and pesos are added, and yield and price
come from the sums, never from averages of the printed ones. A municipality without record reported no
avocado: it is neither zero nor missing and has no row.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv
from etl.records import given, once, one_of, refuse, whole

SOURCE = SourceModule(
    "siap_crops", files=(File("agriculture/siap_agricola_aguacate_2003_2023.csv", rows=(12819, 12819)),)
)
PLACE = ["Anio", "Idestado", "Idddr", "Idcader", "Idmunicipio"]
CROP = ["Idciclo", "Idmodalidad", "Idunidadmedida", "Idcultivo"]
ADDED = ["Sembrada", "Cosechada", "Siniestrada", "Volumenproduccion", "Valorproduccion"]
# Printed ratios, with their parts; they are only used to prove that a record is whole.
RATIOS = {"Rendimiento": ("Volumenproduccion", "Cosechada"), "Precio": ("Valorproduccion", "Volumenproduccion")}
TONNE = "200201"
AVOCADO = "5060000"


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year with the sums; yield does not apply where nothing was harvested."""
    frame = read_csv(SOURCE, raw, SOURCE.files[0].name, columns=[*PLACE, *CROP, *ADDED, *RATIOS])
    once(SOURCE, frame, [*PLACE, *CROP])
    # Volumes of another unit or crop may not be added to tonnes of avocado.
    one_of(SOURCE, frame, "Idunidadmedida", [TONNE])
    one_of(SOURCE, frame, "Idcultivo", [AVOCADO])
    frame["period"] = whole(SOURCE, frame, "Anio", 2003, 2023).astype("str")
    frame["area"] = keys(SOURCE, frame, frame["Idestado"], frame["Idmunicipio"])
    frame, _ = numbers(SOURCE, frame, [*ADDED, *RATIOS])
    given(SOURCE, frame, ADDED)
    for ratio, (part, base) in RATIOS.items():
        apart = (frame[base] > 0) & ~((frame[part] / frame[base] - frame[ratio]).abs() < 0.01)
        refuse(SOURCE, frame, apart, "a printed ratio disagrees", columns=[ratio, part, base], expected="their ratio")
    first = {"file": ("file", "first"), "row": ("row", "first")}
    sums = {c: (c, "sum") for c in ADDED}
    values = frame.groupby(["area", "period"], as_index=False).agg(**first, **sums)
    return Parsed(values, _no_ratio(values))


def _no_ratio(values: pd.DataFrame) -> pd.DataFrame:
    """Marks for a yield without harvest and a price without production."""
    return pd.concat(
        values.loc[values[c] == 0, ["area", "period"]].assign(variable=c, status="not_applicable")
        for c in ("Cosechada", "Volumenproduccion")
    )
