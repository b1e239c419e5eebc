"""Municipal keys from the names of a file that has no keys, matched within the state.

Names change: a spelling that today's catalogue of territories does not have goes into SPELLINGS. A name that
is in neither is a fault, never a dropped record.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from data.areas import areas
from etl.raw import SourceModule
from etl.records import refuse

# Names of states that offices still write in the old way.
STATES = {
    "DISTRITO FEDERAL": "09",
    "QUERETARO ARTEAGA": "22",
    "QUERETARO DE ARTEAGA": "22",
    "VERACRUZ-LLAVE": "30",
}
SPELLINGS = {
    ("07", "CINTALAPA"): "07017",
    ("07", "SALTO DEL AGUA"): "07077",
    ("08", "BATOPILAS"): "08008",
    ("11", "ALLENDE"): "11003",
    ("11", "DOLORES HIDALGO"): "11014",
    ("11", "SAN JOSE ITURBIDE"): "11032",
    ("11", "SILAO"): "11037",
    ("12", "APAXTLA"): "12006",
    ("14", "SAN MARTIN DE HIDALGO"): "14077",
    ("15", "ACAMBAY"): "15001",
    ("15", "TEPOZOTLAN"): "15095",
    ("17", "ATLATLAHUACAN"): "17002",
    ("17", "JONACATEPEC"): "17013",
    ("17", "TLALTIZAPAN"): "17024",
    ("17", "ZACATEPEC DE HIDALGO"): "17031",
    ("17", "ZACUALPAN"): "17032",
    ("19", "CARMEN"): "19010",
    ("19", "DR. GONZALEZ"): "19016",
    ("19", "GRAL. BRAVO"): "19020",
    ("19", "GRAL. ESCOBEDO"): "19021",
    ("19", "GRAL. TERAN"): "19022",
    ("19", "GRAL. TREVINO"): "19023",
    ("19", "GRAL. ZARAGOZA"): "19024",
    ("19", "GRAL. ZUAZUA"): "19025",
    ("19", "LOS ALDAMA"): "19003",
    ("20", "HEROICA VILLA TEZOATLAN DE SEGURA Y LUNA"): "20549",
    ("20", "SAN BLAS ATEMPA"): "20124",
    ("20", "SAN PEDRO MIXTEPEC - DTO. 22 -"): "20318",
    ("20", "SANTIAGO CHAZUMBA"): "20459",
    ("20", "VILLA DE TUTUTEPEC DE MELCHOR OCAMPO"): "20334",
    ("23", "SOLIDARIDAD"): "23008",
    ("24", "AHUALULCO"): "24001",
    ("29", "ATLZAYANCA"): "29004",
    ("30", "MEDELLIN"): "30105",
}


def plain(name: str) -> str:
    """Capitals without accents: how names are compared."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().upper().strip()


def by_name(
    module: SourceModule, frame: pd.DataFrame, state: str, municipality: str, shared: Mapping[tuple[str, str], str]
) -> pd.Series:
    """CVEGEO of each record from its columns `state` and `municipality`.

    shared: (state key, plain name) → CVEGEO, for a name two municipalities share when the file tells which it means.
    """
    states, towns = _catalogue()
    of_name = towns | SPELLINGS | dict(shared)
    pairs = zip(frame[state].map(plain).map(states), frame[municipality].map(plain), strict=True)
    found = pd.Series([of_name.get(pair) for pair in pairs], index=frame.index, dtype="object")
    refuse(
        module, frame, found.isna(), "the municipality is unknown",
        columns=[state, municipality], expected="a name of data/areas.csv or of SPELLINGS",
    )  # fmt: skip
    return found


def located(states: pd.Series, names: pd.Series) -> pd.Series:
    """CVEGEO of each pair of state key ("14") and printed name; "" where the name is none of ours, or of two."""
    of_name = _catalogue()[1] | SPELLINGS
    pairs = zip(states, names.map(plain), strict=True)
    return pd.Series([of_name.get(pair, "") for pair in pairs], index=names.index, dtype="object")


@lru_cache(maxsize=1)
def _catalogue() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """States by plain name; municipalities by state key and plain name, without those that share one."""
    named = areas().assign(plain=lambda f: f["name"].map(plain))
    states = named[named["level"] == "state"].set_index("plain")["area"].to_dict() | STATES
    towns = named[named["level"] == "municipality"]
    alone = towns[~towns.duplicated(["parent", "plain"], keep=False)]
    keys = zip(alone["parent"], alone["plain"], strict=True)
    return states, dict(zip(keys, alone["area"], strict=True))
