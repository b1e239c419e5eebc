"""CONAGUA, inventory of municipal wastewater treatment plants in operation, December 2016.

The office's sheet names municipalities; the same rows, in the same order, carry the official key in sheet (3).
A plant has no key and no position of its own: it is numbered within its municipality in the file's order.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import SITE, Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx
from etl.records import given, once, refuse

SOURCE = SourceModule(
    "conagua_plants_2016", files=(File("water/conagua_plantas_tratamiento_2016.xlsx", rows=(2536, 2536)),)
)
OFFICE_SHEET = "Catalogo_de_Plantas_de_Tratamie"
KEY_SHEET = "(3)"
NAME = "NOMBRE DE PTAR"
CAPACITY = "CAPACIDAD INSTALADA L/S"
FLOW = "CAUDAL TRATADO L/S"
MEASURES = ["LOCALIDAD", CAPACITY, FLOW, "TIPO DE PROCESO"]


def parse(raw: Raw) -> Parsed:
    """Values: plants, litres a second of capacity and of treated flow by municipality; sites: every plant."""
    name = SOURCE.files[0].name
    plants = read_xlsx(SOURCE, raw, name, columns=["ESTADO", "MUNICIPIO", NAME, *MEASURES], sheet=OFFICE_SHEET)
    keyed = read_xlsx(SOURCE, raw, name, columns=["CVE_MUN", NAME, CAPACITY, FLOW], sheet=KEY_SHEET)
    once(SOURCE, plants, ["ESTADO", "MUNICIPIO", NAME, *MEASURES])
    same = [NAME, CAPACITY, FLOW]
    keyed = keyed.reindex(plants.index)
    refuse(
        SOURCE, plants, (plants[same] != keyed[same]).any(axis=1), "the two sheets disagree",
        columns=same, expected=f"the same plant in sheet {KEY_SHEET}",
    )  # fmt: skip
    plants["area"] = keys(SOURCE, plants, keyed["CVE_MUN"])
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
