"""INEGI, Censo de Población y Vivienda 2020: the ITER totals of municipalities and states, all variables.

From a folder they are two tables; the service gives one of every locality, of which the totals are read. The national
row is the sum of the 32 states for counts; averages (PROM_*, REL_*, GRAPROES) have none.
The denominator of every VPH_* share is VIVPARH_CV: with VIVPAR_HAB Ocotlán would pass 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import inegi_bulk
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import ABSENCE, fault, keys, numbers, read_csv
from etl.records import STATES, once, one_of, refuse

NATIONAL = "iter_00_cpv2020_csv.zip"
SOURCE = SourceModule(
    "inegi_census_2020",
    files=(
        File("census/iter_2020_municipios.csv", rows=(2469, 2469)),
        File("census/iter_2020_entidades.csv", rows=(32, 32)),
    ),
    # 2,469 municipalities, 32 states and the nation; that they are all there, their sums say
    remote=(File(NATIONAL, rows=(1, 2600)),),
    service=inegi_bulk.SERVICE,
)
TEXT = ("ENTIDAD", "NOM_ENT", "MUN", "NOM_MUN", "LOC", "NOM_LOC", "LONGITUD", "LATITUD", "ALTITUD", "TAMLOC")
AVERAGES = ("REL_H_M", "PROM_HNV", "GRAPROES", "GRAPROES_F", "GRAPROES_M", "PROM_OCUP", "PRO_OCUP_C")
REQUIRED = ("ENTIDAD", "MUN", "LOC", "POBTOT", "VIVPARH_CV", "VPH_AGUADV", "PEA", "PSINDER", "GRAPROES")
TABLE = inegi_bulk.Table(r"conjunto_de_datos_iter_00CSV20\.csv", REQUIRED, every=True)
MUNICIPAL, STATE, NATION = "municipality", "state", "nation"


def extract(client: Client, want: Want) -> Raw:
    """The national ZIP (some 50 MB); the census is closed, so it is asked for once in three months."""
    answer = inegi_bulk.download(client, "iter_2020", "conjunto_de_datos_iter_00CSV20.csv", settled=True)
    return inegi_bulk.stored(client, {NATIONAL: answer})


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, state and the nation, period 2020, ITER mnemonics as columns."""
    municipalities, states = _of_zip(raw) if NATIONAL in raw.files else _of_folder(raw)
    municipalities["area"] = keys(SOURCE, municipalities, municipalities["ENTIDAD"], municipalities["MUN"])
    states["area"] = states["ENTIDAD"]
    one_of(SOURCE, states, "ENTIDAD", STATES)
    both = pd.concat([municipalities, states], ignore_index=True).assign(period="2020")
    variables = [c for c in both.columns if c not in (*TEXT, "area", "period", "file", "row") and _figures(both[c])]
    values, marks = numbers(SOURCE, both, variables, thousands="")
    values = values[["area", "period", "file", "row", *variables]]
    of_states = values[values["area"].str.len() == 2]
    nation = of_states[[v for v in variables if v not in AVERAGES]].sum(min_count=32)
    total = pd.DataFrame([{"area": "00", "period": "2020", "file": of_states["file"].iloc[0], "row": 0, **nation}])
    return Parsed(pd.concat([values, total], ignore_index=True), marks)


def _figures(cells: pd.Series) -> bool:
    """Whether a column holds figures: one of words that the office added is not for us."""
    told = cells[~cells.isin(list(ABSENCE))]
    return told.empty or bool(pd.to_numeric(told, errors="coerce").notna().any())


def _of_folder(raw: Raw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two tables of the folder, as text."""
    municipalities = read_csv(SOURCE, raw, "iter_2020_municipios.csv", columns=REQUIRED)
    return municipalities, read_csv(SOURCE, raw, "iter_2020_entidades.csv", columns=REQUIRED)


def _of_zip(raw: Raw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Totals of municipalities and of states out of the table of localities, as text."""
    frame = inegi_bulk.read(SOURCE, raw, NATIONAL, TABLE, _totals)
    frame["ENTIDAD"], frame["MUN"] = frame["ENTIDAD"].str.zfill(2), frame["MUN"].str.zfill(3)
    level = pd.Series(MUNICIPAL, index=frame.index)
    level = level.mask(frame["MUN"] == "000", STATE).mask(frame["ENTIDAD"] == "00", NATION)
    once(SOURCE, frame, ["ENTIDAD", "MUN"])
    municipalities, states = (frame[level == which].reset_index(drop=True) for which in (MUNICIPAL, STATE))
    if municipalities.empty or states.empty:
        raise fault(SOURCE, "the table has no totals", NATIONAL, expected="rows with LOC 0000 of municipalities and "
                    "states", got=f"{len(municipalities)} and {len(states)}")  # fmt: skip
    _add_up(municipalities, states)
    _add_up(states.assign(ENTIDAD="00"), frame[level == NATION], whole=len(states) == len(STATES))
    return municipalities, states


def _totals(places: Mapping[str, int]) -> inegi_bulk.Keep:
    """LOC 0000; 9998 and 9999 gather localities of one and two dwellings, also for whole states, and are left out."""
    locality = places["LOC"]
    return lambda record: record[locality].strip().zfill(4) == "0000"


def _add_up(parts: pd.DataFrame, wholes: pd.DataFrame, *, whole: bool = True) -> None:
    """Refuse a table in which the people of the parts are not those of their whole: rows are lost or twice."""
    if not whole:
        return
    people = pd.to_numeric(parts["POBTOT"], errors="coerce").groupby(parts["ENTIDAD"]).sum()
    told = pd.to_numeric(wholes["POBTOT"], errors="coerce")
    apart = ~told.eq(wholes["ENTIDAD"].map(people).fillna(0.0))
    refuse(
        SOURCE, wholes, apart, "the people of its parts do not add up to its own",
        columns=["ENTIDAD", "POBTOT"], expected="the sum of the rows below it",
    )  # fmt: skip
    orphans = ~parts["ENTIDAD"].isin(wholes["ENTIDAD"])
    refuse(SOURCE, parts, orphans, "a row has no total above it", columns=["ENTIDAD"], expected="its state's row")
