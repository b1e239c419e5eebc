"""SIAP, closing of livestock production by municipality: what each species gave.

Animals sold alive come back as meat: they are left out of every sum, or they would count twice. The value is printed
in thousands of pesos, so that volume times price (pesos a kilo or litre) is in tonnes or thousands of litres. A year
whose table has no municipal columns has no municipal figure: it is passed over, and told in the log.
"""

from __future__ import annotations

import logging

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import siap
from etl.places import plain
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import fault, keys, numbers, read_csv
from etl.records import given, refuse, whole

log = logging.getLogger(__name__)
SOURCE = SourceModule("siap_livestock", remote=(File("siap/pecuario_*.csv", rows=(1, 500_000)),), service="siap")
FIRST = 2003  # the oldest year that is asked for; the service may begin later
COLUMNS = ["Anio", "Cveestado", "Cveespecie", "Nomespecie", "Cveproducto", "Nomproducto", "Volumen", "Precio", "Valor"]
MUNICIPAL = ["Cvempio", "Nommunicipio"]
ALIVE = "alive"
# First word of the printed product, without accents → ours.
PRODUCTS = {"CARNE": "meat", "LECHE": "milk", "HUEVO": "eggs", "HUEVO-PLATO": "eggs", "MIEL": "honey",
            "CERA": "wax", "LANA": "wool"}  # fmt: skip
SPECIES = {"BOVINO": "cattle", "PORCINO": "pigs", "OVINO": "sheep", "CAPRINO": "goats", "AVE": "poultry",
           "GUAJOLOTE": "turkeys", "ABEJA": "bees"}  # fmt: skip
MEATS = ("cattle", "pigs", "sheep", "goats", "poultry", "turkeys")
MADE = ("milk", "eggs", "honey", "wax", "wool")


def extract(client: Client, want: Want) -> Raw:
    """One table a year, of the whole country."""
    return siap.tables(client, want, view="livestock", name="pecuario", first=FIRST, sure=False)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and year that gave anything.

    Variables: valor (pesos, all products), valor_<product>, valor_meat_<species>, t_meat (carcass tonnes),
    t_meat_<species>, kl_milk (thousands of litres), t_eggs, t_honey.
    """
    years = [year for name in sorted(raw.files) if (year := _year(raw, name)) is not None]
    if not years:
        raise fault(SOURCE, "no year has municipalities", ", ".join(sorted(raw.files)), column=", ".join(MUNICIPAL))
    values = pd.concat(years, ignore_index=True)
    keys_ = {"area", "period", "file", "row", "valor"}
    return Parsed(values, unrecorded=frozenset(set(values.columns) - keys_))


def _year(raw: Raw, name: str) -> pd.DataFrame | None:
    """One year's sums by municipality; None where the table tells of states only."""
    frame = read_csv(SOURCE, raw, name, columns=COLUMNS, encoding="latin-1")
    there = [c for c in MUNICIPAL if c in frame.columns]
    if not there:
        log.warning("%s, %s: the table has no municipal columns; the year is passed over", SOURCE.id, name)
        return None
    if "Cvempio" not in there:
        raise fault(SOURCE, "a column is missing or was renamed", name, column="Cvempio", expected="Cvempio",
                    got=", ".join(c for c in frame.columns if c not in ("file", "row")))  # fmt: skip
    year = int(name.rsplit("_", 1)[-1].removesuffix(".csv"))
    frame["period"] = whole(SOURCE, frame, "Anio", year, year).astype("str")
    frame["area"] = keys(SOURCE, frame, frame["Cveestado"], frame["Cvempio"])
    frame, _ = numbers(SOURCE, frame, ["Volumen", "Precio", "Valor"], absence={"": "missing"}, thousands="")
    given(SOURCE, frame, ["Volumen", "Valor"])
    slack = 0.01 * frame["Volumen"] + 0.006 * (1 + frame["Precio"])
    apart = (frame["Volumen"] > 0) & ((frame["Valor"] - frame["Precio"] * frame["Volumen"]).abs() > slack)
    refuse(SOURCE, frame, apart, "a printed price disagrees", columns=["Precio", "Valor", "Volumen"],
           expected="thousands of pesos over volume")  # fmt: skip
    return _added(frame.assign(product=_product(frame), species=_species(frame)))


def _product(frame: pd.DataFrame) -> pd.Series:
    """Ours of PRODUCTS, or ALIVE; a product we do not know is refused, because it might be one of those twice."""
    words = frame["Nomproducto"].map(plain)
    found = words.str.split().str[0].map(PRODUCTS).mask(words.str.contains("EN PIE"), ALIVE)
    refuse(
        SOURCE, frame, found.isna(), "a product is unknown", columns=["Nomespecie", "Nomproducto"],
        expected=f"«… en pie», or a name that begins with {', '.join(PRODUCTS)}",
    )  # fmt: skip
    return found


def _species(frame: pd.DataFrame) -> pd.Series:
    found = frame["Nomespecie"].map(plain).str.split().str[0].map(SPECIES)
    refuse(
        SOURCE, frame, found.isna(), "a species is unknown", columns=["Cveespecie", "Nomespecie"],
        expected=f"a name that begins with {', '.join(SPECIES)}",
    )  # fmt: skip
    return found


def _added(frame: pd.DataFrame) -> pd.DataFrame:
    place = ["area", "period"]
    given_away = frame[frame["product"] != ALIVE].assign(pesos=lambda f: 1000 * f["Valor"])
    groups = given_away.groupby(place, sort=True)
    sums = groups[["file", "row"]].first().assign(valor=groups["pesos"].sum())
    meat = given_away[given_away["product"] == "meat"]
    parts = [
        sums,
        _wide(given_away, "product", "pesos", ["meat", *MADE]).add_prefix("valor_"),
        _wide(meat, "species", "pesos", MEATS).add_prefix("valor_meat_"),
        _wide(meat, "species", "Volumen", MEATS).add_prefix("t_meat_"),
        meat.groupby(place)["Volumen"].sum().rename("t_meat"),
        _wide(given_away, "product", "Volumen", ["milk"]).add_prefix("kl_"),
        _wide(given_away, "product", "Volumen", ["eggs", "honey"]).add_prefix("t_"),
    ]
    return pd.concat(parts, axis=1).reindex(sums.index).reset_index()


def _wide(frame: pd.DataFrame, column: str, figure: str, codes: object) -> pd.DataFrame:
    """Sums of `figure` by municipality and year, one column a code; NaN where there is none."""
    return frame.groupby(["area", "period", column])[figure].sum().unstack(column).reindex(columns=list(codes))  # type: ignore[call-overload]
