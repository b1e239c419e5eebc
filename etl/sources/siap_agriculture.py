"""SIAP, closing of the agricultural year by municipality from 2003 on: every crop of the country.

One record a rural office, cycle, water regime and crop: areas, volume and value are added, and every ratio is made
from the sums. Areas and value add over crops; volumes do so only in tonnes. A municipality without a record of a crop
reported none of it: that is neither zero nor missing and makes no row.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import siap
from etl.places import plain
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import fault, keys, numbers, read_csv
from etl.records import given, once, one_of, refuse, whole

SOURCE = SourceModule("siap_agriculture", remote=(File("siap/agricola_*.csv", rows=(1, 500_000)),), service="siap")
FIRST = 2003  # before it there are states only
KEY = ["Idestado", "Idddr", "Idcader", "Idmunicipio", "Idciclo", "Idmodalidad", "Idunidadmedida", "Idcultivo"]
ADDED = ["Sembrada", "Cosechada", "Siniestrada", "Volumenproduccion", "Valorproduccion"]
NAMES = ("Nomcultivo", "Nomcultivo Sin Um")  # 2015–2020 have the second
PRICES = ("Precio", "Preciomediorural")  # from 2021 on the second
TONNE, IRRIGATED = "200201", "1"
# Ours → the office's ids, where a file we hold shows them, and the names it prints.
CROPS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "maize_grain": (["7490000"], ["Maíz grano"]),
    "wheat_grain": (["9050000"], ["Trigo grano"]),
    "sorghum_grain": (["8810000"], ["Sorgo grano"]),
    "agave": (["5050000"], ["Agave"]),
    "avocado": (["5060000"], ["Aguacate"]),
    "berries": (["6810000", "6820000", "6830000", "9310000"], ["Frambuesa", "Fresa", "Zarzamora", "Arándano"]),
    "chayote": (["6050000"], ["Chayote"]),
    "sugar_cane": (["5820000"], ["Caña de azúcar"]),
    "alfalfa": (["5170000"], ["Alfalfa verde"]),
}
OTHER = "other"
GRAINS = ("maize_grain", "wheat_grain", "sorghum_grain")
WEIGHED = (*GRAINS, "avocado")  # crops whose tonnes and hectares are kept too
_OF_ID = {i: crop for crop, (ids, _) in CROPS.items() for i in ids}
_OF_NAME = {plain(n): crop for crop, (_, names) in CROPS.items() for n in names}


def extract(client: Client, want: Want) -> Raw:
    """One table a year, of the whole country."""
    return siap.tables(client, want, view="agriculture", name="agricola", first=FIRST, sure=True)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year, sums of all crops and of each crop of CROPS.

    Variables: the office's names for the sums of all crops; Sembrada_riego; Cosechada_<crop> and Valor_<crop>;
    t_<crop>, ha_<crop> and Sembrada_<crop> (tonnes, hectares they came from, hectares sown) of WEIGHED and `grain`.
    """
    values = pd.concat([_year(raw, name) for name in sorted(raw.files)], ignore_index=True)
    return Parsed(values, unrecorded=frozenset(c for c in values.columns if "_" in c and c != "Sembrada_riego"))


def _year(raw: Raw, name: str) -> pd.DataFrame:
    """One year's sums by municipality."""
    frame = read_csv(SOURCE, raw, name, columns=["Anio", *KEY, *ADDED, "Rendimiento"], encoding="latin-1")
    frame = frame.rename(columns={_one_of(frame, NAMES, name): "crop_name", _one_of(frame, PRICES, name): "price"})
    once(SOURCE, frame, KEY)
    one_of(SOURCE, frame, "Idmodalidad", ["1", "2"])
    year = int(name.rsplit("_", 1)[-1].removesuffix(".csv"))
    frame["period"] = whole(SOURCE, frame, "Anio", year, year).astype("str")
    frame["area"] = keys(SOURCE, frame, frame["Idestado"], frame["Idmunicipio"])
    # No thousands commas here: a cell with a comma is a decimal point swapped, not a number.
    frame, _ = numbers(SOURCE, frame, [*ADDED, "Rendimiento", "price"], absence={"": "missing"}, thousands="")
    given(SOURCE, frame, ADDED)
    _ratios(frame)
    return _added(frame.assign(crop=_crop(frame)))


def _one_of(frame: pd.DataFrame, names: Sequence[str], file: str) -> str:
    """The one of the spellings that the file has."""
    found = [n for n in names if n in frame.columns]
    if len(found) != 1:
        got = ", ".join(c for c in frame.columns if c not in ("file", "row"))
        raise fault(SOURCE, "a column is missing or was renamed", file, column=names[0],
                    expected=f"one of {', '.join(names)}", got=got)  # fmt: skip
    return found[0]


def _ratios(frame: pd.DataFrame) -> None:
    """Refuse records whose printed yield or price is not that of their parts: cells have slid or were mistyped."""
    for part, base, ratio in (
        ("Volumenproduccion", "Cosechada", "Rendimiento"),
        ("Valorproduccion", "Volumenproduccion", "price"),
    ):
        slack = 0.01 * frame[base] + 0.006 * (1 + frame[ratio])  # every cell is rounded to two decimals
        apart = (frame[base] > 0) & ((frame[part] - frame[ratio] * frame[base]).abs() > slack)
        refuse(SOURCE, frame, apart, "a printed ratio disagrees", columns=[ratio, part, base], expected="their ratio")


def _crop(frame: pd.DataFrame) -> pd.Series:
    """Our crop of each record, by the office's id or, where we know none, by the name it prints."""
    by_id, by_name = frame["Idcultivo"].map(_OF_ID), frame["crop_name"].map(plain).map(_OF_NAME)
    refuse(
        SOURCE, frame, by_id.notna() & by_name.notna() & by_id.ne(by_name), "a crop has the key of another",
        columns=["Idcultivo", "crop_name"], expected="the key and the name of one crop",
    )  # fmt: skip
    return by_id.fillna(by_name).fillna(OTHER)


def _added(frame: pd.DataFrame) -> pd.DataFrame:
    place = ["area", "period"]
    groups = frame.groupby(place, sort=True)
    sums = groups[["Sembrada", "Cosechada", "Siniestrada", "Valorproduccion"]].sum()
    sums.insert(0, "row", groups["row"].first())
    sums.insert(0, "file", groups["file"].first())
    watered = frame[frame["Idmodalidad"] == IRRIGATED].groupby(place)["Sembrada"].sum()
    parts = [sums, watered.reindex(sums.index, fill_value=0.0).rename("Sembrada_riego")]
    by_crop = frame.groupby([*place, "crop"])
    for ours, column in (("Cosechada", "Cosechada"), ("Valor", "Valorproduccion")):
        wide = by_crop[column].sum().unstack("crop").reindex(columns=[*CROPS, OTHER])
        parts.append(wide.add_prefix(f"{ours}_"))
    tonnes = frame[frame["Idunidadmedida"] == TONNE]
    groups_of = {**{c: (c,) for c in WEIGHED}, "grain": GRAINS}
    for crop, members in groups_of.items():
        of_crop = tonnes[tonnes["crop"].isin(members)].groupby(place)[["Volumenproduccion", "Cosechada", "Sembrada"]]
        parts.append(of_crop.sum().set_axis([f"t_{crop}", f"ha_{crop}", f"Sembrada_{crop}"], axis=1))
    return pd.concat(parts, axis=1).reindex(sums.index).reset_index()
