"""Harvested area of all food crops and crop diversity by municipality, 2003–2016, computed by others from SIAP.

The file names a municipality only by COV_ID, a number of its own: the second file gives its official key.
How the diversity was computed is not documented.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv
from etl.records import given, once, refuse, whole

SOURCE = SourceModule(
    "siap_diversity",
    files=(
        File("agriculture/siap_diversidad_cultivos_2003_2016.csv", rows=(33571, 33571)),
        File("agriculture/siap_diversidad_municipios.csv", rows=(2463, 2463)),
    ),
)
FIGURES = ["area", "indexS", "indexS2"]


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year that reported crops: harvested hectares and effective number of crops."""
    crops = read_csv(SOURCE, raw, SOURCE.files[0].name, columns=["id", "year", *FIGURES])
    places = read_csv(SOURCE, raw, SOURCE.files[1].name, columns=["CVEGEO", "NOM_MUN", "COV_ID"])
    once(SOURCE, places, ["COV_ID"])
    once(SOURCE, places, ["CVEGEO"])
    key_of = dict(zip(places["COV_ID"], keys(SOURCE, places, places["CVEGEO"]), strict=True))
    unknown = ~crops["id"].isin(key_of)
    refuse(SOURCE, crops, unknown, "the municipality is unknown", columns=["id"], expected="a COV_ID of the key file")
    once(SOURCE, crops, ["id", "year"])
    period = whole(SOURCE, crops, "year", 2003, 2016).astype("str")
    found = crops.rename(columns={"area": "harvested_area"})  # here `area` is our word for a territory
    found = found.assign(area=crops["id"].map(key_of), period=period)
    values, _ = numbers(SOURCE, found, ["harvested_area", "indexS", "indexS2"])
    given(SOURCE, values, ["harvested_area", "indexS", "indexS2"])
    return Parsed(values[["area", "period", "file", "row", "harvested_area", "indexS"]])
