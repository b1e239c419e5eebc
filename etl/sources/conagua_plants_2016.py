"""CONAGUA, inventory of municipal wastewater treatment plants in operation, December 2016.

Municipalities come by name only. A plant has no key and no position of its own: it is numbered within its
municipality in the file's order.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import SITE, Parsed
from etl.places import by_name
from etl.raw import File, Raw, SourceModule
from etl.reading import numbers, read_xlsx
from etl.records import given, once

SOURCE = SourceModule(
    "conagua_plants_2016", files=(File("water/conagua_plantas_tratamiento_2016.xlsx", rows=(2536, 2536)),)
)
NAME = "NOMBRE DE PTAR"
CAPACITY = "CAPACIDAD INSTALADA L/S"
FLOW = "CAUDAL TRATADO L/S"
MEASURES = ["LOCALIDAD", CAPACITY, FLOW, "TIPO DE PROCESO"]


def parse(raw: Raw) -> Parsed:
    """Values: plants, litres a second of capacity and of treated flow by municipality; sites: every plant."""
    columns = ["ESTADO", "MUNICIPIO", NAME, *MEASURES]
    plants = read_xlsx(SOURCE, raw, SOURCE.files[0].name, columns=columns, sheet="Catalogo_de_Plantas_de_Tratamie")
    once(SOURCE, plants, columns)
    plants["area"] = by_name(SOURCE, plants, "ESTADO", "MUNICIPIO", {})
    plants["period"] = "2016"
    values, _ = numbers(SOURCE, plants, [CAPACITY, FLOW])
    given(SOURCE, values, [CAPACITY, FLOW])
    sums = values.groupby(["area", "period"], as_index=False).agg(
        file=("file", "first"), row=("row", "first"),
        plantas=(NAME, "size"), capacidad_lps=(CAPACITY, "sum"), caudal_lps=(FLOW, "sum"),
    )  # fmt: skip
    return Parsed(sums.astype({"plantas": "float64"}), sites=_sites(plants))


def _sites(plants: pd.DataFrame) -> pd.DataFrame:
    number = (plants.groupby("area").cumcount() + 1).astype("str")
    found = plants.assign(
        site="ptar_" + plants["area"] + "_" + number,
        kind="treatment_plant",
        name=plants[NAME],
        longitude=float("nan"),
        latitude=float("nan"),
        measures=pd.Series(plants[MEASURES].to_dict("records"), index=plants.index, dtype="object"),
    )
    return found[SITE]
