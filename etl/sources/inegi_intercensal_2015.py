"""INEGI, Encuesta Intercensal 2015: piped water and drainage of occupied private dwellings, sample estimates.

Sub-categories are printed as percentages of their parent: 94.8 % "inside the dwelling" is of the piped ones.
They are turned back into dwellings, which come out whole and so prove the reading. Municipalities marked
with one asterisk were counted in full: there the figure is official, not an estimate.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx
from etl.records import given, once, refuse

SOURCE = SourceModule(
    "inegi_intercensal_2015",
    files=(
        File("water/intercensal_2015_agua_entubada.xlsx", rows=(2457, 2457)),
        File("water/intercensal_2015_drenaje.xlsx", rows=(2457, 2457)),
    ),
)
DWELLINGS = "Viviendas particulares habitadas"
OUTSIDE = "Entubada_Fuera_de_la_vivienda,_pero_dentro_del_terreno"
WATER = ["Entubada_Total", "Entubada_Dentro_de_la_vivienda", OUTSIDE]
DRAINAGE = ["Drenaje_Total", "Drenaje_desaloja_a_Red_publica", "No_Dispone_de_drenaje"]


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2015, all as numbers of dwellings."""
    water = _sheet(raw, SOURCE.files[0].name, "24", WATER)
    drainage = _sheet(raw, SOURCE.files[1].name, "26", DRAINAGE)
    both = water.merge(drainage[["area", DWELLINGS, *DRAINAGE]], on="area", how="outer", suffixes=("", "_drenaje"))
    both = both.fillna({"file": SOURCE.files[1].name, "row": 0})
    differ = both[DWELLINGS] != both[f"{DWELLINGS}_drenaje"]
    refuse(SOURCE, both, differ, "the two tables disagree", columns=[DWELLINGS], expected="the same in both")
    total = both[DWELLINGS]
    piped = _dwellings(both, total, "Entubada_Total")
    drained = _dwellings(both, total, "Drenaje_Total")
    censused = both["Municipio"].str.endswith("*") & ~both["Municipio"].str.endswith("**")
    return Parsed(
        both[["area", "file", "row"]].assign(
            period="2015",
            status=censused.map({True: "official", False: "estimated"}),
            viviendas=total,
            entubada=piped,
            entubada_dentro=_dwellings(both, piped, "Entubada_Dentro_de_la_vivienda"),
            entubada_fuera=_dwellings(both, piped, OUTSIDE),
            drenaje=drained,
            drenaje_red_publica=_dwellings(both, drained, "Drenaje_desaloja_a_Red_publica"),
            sin_drenaje=_dwellings(both, total, "No_Dispone_de_drenaje"),
        )
    )


def _sheet(raw: Raw, name: str, sheet: str, columns: list[str]) -> pd.DataFrame:
    frame = read_xlsx(SOURCE, raw, name, columns=["CVE_MUN", "Municipio", DWELLINGS, *columns], sheet=sheet)
    frame = frame.assign(period="2015", area=keys(SOURCE, frame, frame["CVE_MUN"]))
    once(SOURCE, frame, ["area"])
    frame, _ = numbers(SOURCE, frame, [DWELLINGS, *columns])
    given(SOURCE, frame, [DWELLINGS, *columns])
    return frame


def _dwellings(frame: pd.DataFrame, parent: pd.Series, column: str) -> pd.Series:
    """Dwellings of a category from its share of the parent category."""
    found = parent * frame[column] / 100
    apart = (found - found.round()).abs() > 0.001
    refuse(
        SOURCE, frame, apart, "the share gives no whole number of dwellings",
        columns=[column], expected="a percentage of the parent category",
    )  # fmt: skip
    return found.round()
