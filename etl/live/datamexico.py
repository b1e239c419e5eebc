"""DataMéxico's cubes (Secretaría de Economía), to check health resources against: never a primary source.

The service has no documentation and no promise. A query over more than four years is an error; municipal keys are
whole numbers without their zero (1001); an answer is {"data": […], "source": […]}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from data.areas import known, municipalities_of
from etl.content import NotAsExpected
from etl.http import Client
from etl.parts import added
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import keys, numbers, read_csv

SERVICE = "datamexico"
YEARS = 4  # most years a query may span
AREAS = 60  # municipalities a query: keeps the address under 1,000 characters
PUBLISHED = (2021,)  # the year the catalogue's own source (health_resources_2021) has
COLUMNS = ["indicator", "area", "period", "value", "remark"]
ALL = "the cube counts every institution, our source the six it could pair with the census"
OWN = "the cube does not tell institutions apart here; our source counts the Ministry of Health alone"
# cube, measure → our indicator, and how its base differs from ours.
CUBES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("health_establishments", "Beds"): ("beds", ALL),
    ("health_establishments", "Clinics"): ("clinics", ALL),
    ("health_resources", "Total"): ("health_staff", OWN),
}
TABLE = SourceModule("datamexico", remote=(File("*.tsv", rows=(1, 15_000)),), service=SERVICE)


def figures(client: Client, want: Want, years: Sequence[int] = PUBLISHED) -> pd.DataFrame:
    """Columns COLUMNS: what DataMéxico says of our indicators in the municipalities of the states wanted.

    `remark` says where its base is not ours: a difference is then no fault of either. Raises NotReached, or
    NotAsExpected where an answer is not as the cubes write it.
    """
    areas = [m for state in want.states for m in municipalities_of(state)]
    frames = [
        _of(answered(client, cube, list(measures), areas[at : at + AREAS], span), cube)
        for cube, measures in _measures().items()
        for span in spans(years)
        for at in range(0, len(areas), AREAS)
    ]
    return pd.concat(frames, ignore_index=True).sort_values(COLUMNS[:3]).reset_index(drop=True)


def spans(years: Sequence[int]) -> Iterator[list[int]]:
    """The years in groups no query is too long for."""
    ordered = sorted(set(years))
    for at in range(0, len(ordered), YEARS):
        yield ordered[at : at + YEARS]


def answered(
    client: Client, cube: str, measures: Sequence[str], areas: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """One query: columns area, period and a float column a measure. Raises NotReached or NotAsExpected."""
    asked = {
        "cube": cube, "drilldowns": "Municipality,Year", "measures": ",".join(measures),
        "Municipality": ",".join(str(int(a)) for a in areas), "Year": ",".join(str(y) for y in years),
        "locale": "es", "parents": "false", "sparse": "false",
    }  # fmt: skip
    answer = client.get(SERVICE, "/data.jsonrecords", params=asked)
    try:
        return read(answer.json(), measures)
    except NotAsExpected as error:
        answer.path.unlink(missing_ok=True)
        raise NotAsExpected(f"{SERVICE}, cube {cube}: {error}") from None


def read(said: Any, measures: Sequence[str]) -> pd.DataFrame:
    """The rows of an answer: area, period ("" where the query was not by year), and the measures as floats."""
    rows = said.get("data") if isinstance(said, dict) else None
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise NotAsExpected(f"expected «data», a list of records, got «{str(said)[:80]}»")
    lost = [m for m in ("Municipality ID", *measures) if any(m not in r for r in rows)]
    if lost:
        raise NotAsExpected(f"a record lacks «{lost[0]}»; it has {', '.join(map(str, rows[0]))}")
    frame = pd.DataFrame(
        {
            "area": [str(r["Municipality ID"]).zfill(5) for r in rows],
            "period": [str(r.get("Year ID", r.get("Year", ""))) for r in rows],
        }
    )
    if strange := sorted(set(frame["area"]) - known()):
        raise NotAsExpected(f"the municipality «{strange[0]}» is in no catalogue of ours")
    for measure in measures:
        frame[measure] = pd.to_numeric(pd.Series([r[measure] for r in rows], dtype=object), errors="coerce")
    return frame


def table(content: bytes, period: str = "2021") -> pd.DataFrame:
    """Figures (COLUMNS) of a table in which cubes were joined by institution and municipality (TSV).

    Institutions are added up; staff is known for the Ministry of Health alone. Raises SourceFault.
    """
    raw = Raw({"joined.tsv": content})
    columns = ("municipality_id", "institucion", "camas", "clinicas", "personal")
    frame = read_csv(TABLE, raw, "joined.tsv", columns=columns, separator="\t").assign(period=period)
    frame["area"] = keys(TABLE, frame, frame["municipality_id"])
    values, _ = numbers(TABLE, frame, ["camas", "clinicas", "personal"])
    sums = added(TABLE, values, ["camas", "clinicas"], part=["institucion"])
    own = values[values["institucion"] == "SSA"].set_index("area")["personal"]
    told = sums.assign(personal=sums["area"].map(own))
    named = {"camas": "beds", "clinicas": "clinics", "personal": "health_staff"}
    return _long(told.rename(columns=named), {ours: (ours, "") for ours in named.values()})


def _measures() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Cube → measure → our indicator and the remark."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for (cube, measure), ours in CUBES.items():
        found.setdefault(cube, {})[measure] = ours
    return found


def _of(frame: pd.DataFrame, cube: str) -> pd.DataFrame:
    return _long(frame, _measures()[cube])


def _long(frame: pd.DataFrame, named: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """One row a figure; what is absent has no row."""
    parts = [
        frame[["area", "period"]].assign(indicator=ours, value=frame[measure].astype("float64"), remark=remark)
        for measure, (ours, remark) in named.items()
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset=["value"])[COLUMNS].reset_index(drop=True)
