"""CHIRPS, rain of each municipality of Jalisco estimated from satellites and rain gauges, from 1981 on.

A year is the sum of its twelve months and of nothing less: 2025 ends in July, so it has no figure.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_csv
from etl.records import given, once, whole

SOURCE = SourceModule(
    "chirps_rain", files=(File("water/chirps_precipitacion_jalisco_1981_2025.csv", rows=(66875, 66875)),)
)
LAST_WHOLE_YEAR = 2024


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality and whole year with its millimetres."""
    frame = read_csv(SOURCE, raw, SOURCE.files[0].name, columns=["cvegeo", "municipio", "anio", "mes", "precip_mm"])
    once(SOURCE, frame, ["cvegeo", "anio", "mes"])
    frame["year"] = whole(SOURCE, frame, "anio", 1981, LAST_WHOLE_YEAR + 1)
    whole(SOURCE, frame, "mes", 1, 12)
    frame = frame.assign(area=keys(SOURCE, frame, frame["cvegeo"]), period=frame["year"].astype("str"))
    frame, _ = numbers(SOURCE, frame, ["precip_mm"])
    given(SOURCE, frame, ["precip_mm"])
    years = frame.groupby(["area", "period"], as_index=False).agg(
        file=("file", "first"), row=("row", "first"), year=("year", "first"),
        months=("precip_mm", "size"), precip_mm=("precip_mm", "sum"),
    )  # fmt: skip
    cut = years[(years["months"] < 12) & (years["year"] <= LAST_WHOLE_YEAR)]
    for record in cut.head(1).to_dict("records"):
        raise fault(
            SOURCE, f"municipality {record['area']} lacks months of {record['period']}", record["file"],
            row=record["row"], column="mes", expected="12 months", got=str(record["months"]),
        )  # fmt: skip
    return Parsed(years.loc[years["months"] == 12, ["area", "period", "file", "row", "precip_mm"]])
