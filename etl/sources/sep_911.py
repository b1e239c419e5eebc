"""SEP, form 911: schools, pupils by sex and teachers of a school year, summed from localities to municipalities.

The period is an interval such as 2024/2025, because a school year is neither of its two years. Three localities of
Jalisco are registered by the education office of Aguascalientes and printed under its state code: they are
counted in their municipality. The service answers by municipality, for the wanted states and the newest school year;
the file in the folder has all of them, of 2024–25.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.http import Client
from etl.live import sep911
from etl.parts import added
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import fault, keys, numbers, read_csv
from etl.records import refuse

SOURCE = SourceModule(
    "sep_911",
    files=(File("education/sep_911_localidades.csv", rows=(59052, 59052)),),
    remote=(File("sep_911/[0-9][0-9][0-9][0-9][0-9].html", rows=(1, 5000)),),
    service=sep911.SERVICE,
    newest_only=True,
)
VARIABLES = ["Schools", "Students", "StudentsFemale", "StudentsMale", "Teachers"]
# (state code, municipality code, municipality) as printed → the state the municipality is in.
ACROSS = {
    ("1", "035", "ENCARNACIÓN DE DÍAZ"): "14",
    ("1", "053", "LAGOS DE MORENO"): "14",
    ("1", "064", "OJUELOS DE JALISCO"): "14",
}


def extract(client: Client, want: Want) -> Raw:
    """One page a municipality of the wanted states."""
    return sep911.bring(client, want, ACROSS)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality; a locality is printed once, so its sum is the municipality's figure."""
    pages = [name for name in raw.files if name.endswith(".html")]
    if pages:
        frame = pd.concat([sep911.localities(SOURCE, raw, name) for name in pages], ignore_index=True)
        _one_year(frame)
    else:
        columns = ("StateCode", "Municipality", "MunicipalityCode", "Locality", *VARIABLES)
        frame = read_csv(SOURCE, raw, "sep_911_localidades.csv", columns=columns).assign(period="2024/2025")
    frame["area"] = keys(SOURCE, frame, _states(frame), frame["MunicipalityCode"])
    values, marks = numbers(SOURCE, frame, VARIABLES)
    by_sex = values["StudentsFemale"] + values["StudentsMale"]
    refuse(
        SOURCE, values, by_sex.ne(values["Students"]), "girls and boys do not add up to the pupils",
        columns=["Students", "StudentsFemale", "StudentsMale"], expected="the first as the sum of the others",
    )  # fmt: skip
    return Parsed(added(SOURCE, values, VARIABLES, part=["Locality"]), marks)


def _one_year(frame: pd.DataFrame) -> None:
    """Refuse pages of two school years: a new one was published while they were asked for."""
    years = sorted(set(frame["period"]))
    if len(years) > 1:
        raise fault(
            SOURCE, "the pages are of more than one school year", str(frame["file"].iloc[0]), expected=years[-1],
            got=", ".join(years),
        )  # fmt: skip


def _states(frame: pd.DataFrame) -> pd.Series:
    """State codes, with the localities registered across the border given the state they are in."""
    printed = pd.MultiIndex.from_frame(frame[["StateCode", "MunicipalityCode", "Municipality"]])
    real = pd.Series(list(printed.map(ACROSS)), index=frame.index, dtype="object")
    times = int(real.notna().sum())
    if times > len(ACROSS):
        raise fault(
            SOURCE, "localities are registered across a state border", str(frame["file"].iloc[0]),
            expected=f"{len(ACROSS)} at most", got=str(times),
        )  # fmt: skip
    return real.where(real.notna(), frame["StateCode"])
