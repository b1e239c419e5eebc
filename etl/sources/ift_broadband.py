"""IFT, fixed internet accesses by municipality, technology and month, 2022 to September 2024.

The file fills October to December 2024 with zeros for the whole country: those months were never reported.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_csv
from etl.records import given, once, refuse, whole

SOURCE = SourceModule("ift_broadband", files=(File("connectivity/ift_banda_ancha_2022_2024.csv", rows=(29628, 29628)),))
MONTHS = [f"MES{m}_SBAF" for m in range(1, 13)]
TECHNOLOGIES = {"1": "Cable coaxial", "2": "DSL", "3": "Fibra óptica", "4": "Tecnología móvil"}
VARIABLES = {"1": "coaxial", "2": "dsl", "3": "fibra", "4": "movil"}
UNREPORTED = ["2024-10", "2024-11", "2024-12"]


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and month: accesses of each technology and `accesos`, their sum."""
    frame = read_csv(
        SOURCE, raw, SOURCE.files[0].name, columns=["TEC", "CVEGEO", *MONTHS, "ANIO", "TECNO"], encoding="latin-1"
    )
    once(SOURCE, frame, ["TEC", "CVEGEO", "ANIO"])
    # A code with another word is another edition, or a file that is not latin-1.
    strange = frame["TEC"].map(TECHNOLOGIES) != frame["TECNO"]
    refuse(SOURCE, frame, strange, "a label is unknown", columns=["TEC", "TECNO"], expected=str(TECHNOLOGIES))
    year = whole(SOURCE, frame, "ANIO", 2022, 2024).astype("str")
    frame = frame.assign(area=keys(SOURCE, frame, frame["CVEGEO"]), period=year)
    frame, _ = numbers(SOURCE, frame, MONTHS)
    given(SOURCE, frame, MONTHS)
    long = frame.melt(["area", "period", "TEC", "file", "row"], MONTHS, "month", "accesses")
    long["period"] += "-" + long["month"].str.extract(r"(\d+)", expand=False).str.zfill(2)
    long["technology"] = long["TEC"].map(VARIABLES)
    values = _reported(_wide(long))
    none = values.loc[values["accesos"] == 0, ["area", "period"]].assign(variable="accesos", status="not_applicable")
    return Parsed(values, none)


def _wide(long: pd.DataFrame) -> pd.DataFrame:
    """One row a municipality and month; a technology without its row leaves the month without figure."""
    wide = long.pivot(index=["area", "period"], columns="technology", values="accesses")
    wide = wide.reindex(columns=list(VARIABLES.values()))
    wide["accesos"] = wide.sum(axis=1, min_count=len(VARIABLES))
    where = long.groupby(["area", "period"])[["file", "row"]].first()
    return wide.join(where).rename_axis(columns=None).reset_index()


def _reported(values: pd.DataFrame) -> pd.DataFrame:
    """Leave out the months the office did not report; any other month of zeros is a fault."""
    country = values.groupby("period")["accesos"].sum()
    empty = sorted(country.index[country == 0])
    if empty != UNREPORTED:
        raise fault(
            SOURCE, "the months without any access in the country changed", str(values["file"].iloc[0]),
            column="MES10_SBAF", expected=", ".join(UNREPORTED), got=", ".join(empty) or "none",
        )  # fmt: skip
    return values[~values["period"].isin(UNREPORTED)]
