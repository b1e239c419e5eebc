"""INEGI's EFIPEM as the service gives it: one member a year, one row a category, turned into one row a municipality.

The rows of a municipality are a tree (Tema, Capítulo, Concepto, Partida Genérica…): only totals and chapters of revenue
and the total of spending are read, and nothing is added up across its levels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from etl.live import inegi_bulk
from etl.places import plain as _plain
from etl.raw import Raw, SourceModule
from etl.reading import fault
from etl.records import once, refuse

INSIDE = r"efipem_(municipal|alcaldia)_anual_tr_cifra_\d{4}\.csv"
KEY = ["ANIO", "CVE_ENT", "CVE_MUN", "TEMA", "CATEGORIA", "DESCRIPCION_CATEGORIA"]
TABLE = inegi_bulk.Table(
    INSIDE,
    (*KEY, "VALOR", "ESTATUS"),
    also={"ID_ENTIDAD": "CVE_ENT", "ID_MUNICIPIO": "CVE_MUN", "ID_ALCALDIA": "CVE_MUN"},  # until the edition of 2023
)
REVENUE, SPENDING, WHOLE, CHAPTER = "INGRESOS", "EGRESOS", "TEMA", "CAPITULO"
# The chapters of revenue, by name without accents, and what this project's table calls them. None: a chapter that
# no figure of ours is made of; the total holds it.
CHAPTERS: Mapping[str, str | None] = {
    "IMPUESTOS": "Impuestos",
    "CONTRIBUCIONES DE MEJORAS": "Contribuciones_de_Mejoras",
    "DERECHOS": "Derechos",
    "PRODUCTOS": "Productos",
    "APROVECHAMIENTOS": "Aprovechamientos",
    "PARTICIPACIONES FEDERALES": "Participaciones_federales",
    "APORTACIONES FEDERALES Y ESTATALES": "Aportaciones",
    "OTROS INGRESOS": "Otros_ingresos",
    "FINANCIAMIENTO": "Financiamiento",
    "DISPONIBILIDAD INICIAL": "Disponibilidad_inicial",
    "CUOTAS Y APORTACIONES DE SEGURIDAD SOCIAL": None,
    "POR CUENTA DE TERCEROS": None,
}
TOTALS = {(REVENUE, "TOTAL DE INGRESOS"): "Total_ingresos", (SPENDING, "TOTAL DE EGRESOS"): "Total_egresos"}
STATUSES = {"PRELIMINAR": "preliminary", "DEFINITIV": "official"}

plain = lru_cache(maxsize=4096)(_plain)  # some 600,000 rows a year say the same few hundred words


def rows(module: SourceModule, raw: Raw, name: str, since: int) -> pd.DataFrame:
    """One row a municipality and year that reported: text columns of the chapters and both totals.

    Also cvegeo, year, status, file and row (of its first figure). A chapter without a row is "". Members of years
    before `since` are not read. Raises SourceFault.
    """
    wanted = [m for m in inegi_bulk.members(module, raw, name, INSIDE) if _year(m) >= since]
    if not wanted:
        raise fault(module, "the ZIP has no year of ours", name, expected=f"a member of {since} or later", got="older")
    parts = [_member(module, raw, name, member) for member in wanted]
    return pd.concat(parts, ignore_index=True)


def _year(member: str) -> int:
    return int(re.findall(r"\d{4}", member)[-1])


def _member(module: SourceModule, raw: Raw, name: str, member: str) -> pd.DataFrame:
    """One year, wide."""
    long = inegi_bulk.read_member(module, raw, name, member, TABLE, _wanted)
    other = long["ANIO"] != str(_year(member))
    refuse(module, long, other, "a row is of another year", columns=["ANIO"], expected=str(_year(member)))
    once(module, long, KEY)
    long = long.assign(
        variable=_variables(module, long),
        status=_statuses(module, long),
        # Catalogues, and tables saved from them, have a TAB before keys; the reader has taken it away
        cvegeo=long["CVE_ENT"].str.zfill(2) + long["CVE_MUN"].str.zfill(3),
        year=long["ANIO"],
    )
    long = long[long["variable"].notna()]
    of_area = long.groupby(["cvegeo", "year"], sort=True)
    wide = long.pivot(index=["cvegeo", "year"], columns="variable", values="VALOR")
    wide = wide.fillna("").reindex(columns=[*TOTALS.values(), *(v for v in CHAPTERS.values() if v)], fill_value="")
    first = of_area.agg(file=("file", "first"), row=("row", "first"), status=("status", "max"))
    return wide.join(first).reset_index()  # "preliminary" is after "official": one such row makes the year preliminary


def _wanted(places: Mapping[str, int]) -> inegi_bulk.Keep:
    """Chapters and total of revenue, total of spending."""
    theme, level = places["TEMA"], places["CATEGORIA"]
    levels = {REVENUE: (WHOLE, CHAPTER), SPENDING: (WHOLE,)}
    return lambda record: plain(record[level]) in levels.get(plain(record[theme]), ())


def _variables(module: SourceModule, long: pd.DataFrame) -> pd.Series:
    """What each row is in our table; a total or chapter nobody has read yet is a fault, never left out in silence."""
    known = {**TOTALS, **{(REVENUE, chapter): variable for chapter, variable in CHAPTERS.items()}}
    pairs = list(zip(long["TEMA"].map(plain), long["DESCRIPCION_CATEGORIA"].map(plain), strict=True))
    strange = pd.Series([pair not in known for pair in pairs], index=long.index)
    refuse(
        module, long, strange, "a chapter or total is unknown", columns=["TEMA", "CATEGORIA", "DESCRIPCION_CATEGORIA"],
        expected="a name of etl/live/efipem.py: see what it holds and write it there",
    )  # fmt: skip
    return pd.Series([known[pair] for pair in pairs], index=long.index, dtype="object")


def _statuses(module: SourceModule, long: pd.DataFrame) -> pd.Series:
    """«Cifras Preliminares.», «Cifras Definitivas» as the catalogue's words."""
    words = {w: next((s for of, s in STATUSES.items() if of in plain(w)), None) for w in long["ESTATUS"].unique()}
    status = long["ESTATUS"].map(words)
    refuse(
        module, long, status.isna(), "the standing of a figure is unknown", columns=["ESTATUS"],
        expected="Cifras Preliminares or Cifras Definitivas",
    )  # fmt: skip
    return status
