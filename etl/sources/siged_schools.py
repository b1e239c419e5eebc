"""SEP's directory of schools (SIGED): schools, pupils by sex, teachers and classrooms in use, by municipality.

Each shift counts as one school, as in form 911. The answer does not say its school year: `views.cycle` of the service
says it where somebody has seen it ("2024/2025"); else figures carry the year they were asked in. A school that left a
figure blank makes its municipality's sum missing: a sum of some schools is not the municipality's.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.contract_tables import MEXICO
from etl.http import Client
from etl.live import siged
from etl.places import plain
from etl.raw import File, Raw, SourceModule, Want
from etl.reading import fault, keys, numbers
from etl.records import once, refuse

SOURCE = SourceModule(
    "siged_schools",
    remote=(File("siged/*/[0-9][0-9].json", rows=(1, 60_000)),),
    service=siged.SERVICE,
    newest_only=True,
)
# Our level → words one of which is in SEP's name of it; initial, special, higher and work training are in totals only.
LEVELS = {
    "preschool": ("PREESCOLAR",),
    "primary": ("PRIMARIA",),
    "lower_secondary": ("SECUNDARIA",),
    "upper_secondary": ("BACHILLERATO", "MEDIA SUPERIOR", "PROFESIONAL TECNICO"),
}
SUMMED = ["escuelas", *siged.FIGURES]


def extract(client: Client, want: Want) -> Raw:
    """The directory of each wanted state."""
    return siged.bring(client, want)


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality; SUMMED in all and by level (aulasuso_primary). Sites: every school and shift."""
    frame = pd.concat([_state(raw, name) for name in sorted(raw.files)], ignore_index=True)
    frame = frame.assign(level=frame["nombreniv"].map(level_of), escuelas=1.0)
    once(SOURCE, frame, ["clavecct", "turno"])
    numeric, _ = numbers(SOURCE, frame, [*siged.FIGURES, *siged.POSITION], thousands="")
    for column in siged.FIGURES:
        refuse(SOURCE, numeric, numeric[column] < 0, "a figure is negative", columns=[column], expected="zero or more")
    return Parsed(_sums(numeric), sites=_sites(numeric))


def level_of(name: str) -> str:
    """Our level of SEP's name of it; empty for those that only totals count."""
    told = plain(name)
    return next((level for level, words in LEVELS.items() if any(word in told for word in words)), "")


def _state(raw: Raw, name: str) -> pd.DataFrame:
    """One state's schools as text, with `area` and `period`."""
    frame = siged.schools(SOURCE, raw, name)
    period, state = name.removesuffix(".json").split("/")[1:]
    other = frame["claveentidad"].str.zfill(2) != state
    refuse(SOURCE, frame, other, "a school of another state is in the answer", columns=["claveentidad"], expected=state)
    if not frame["nombreniv"].map(level_of).eq("primary").any():
        raise fault(
            SOURCE, "the levels have other names", name, column="nombreniv", expected="PRIMARIA among them",
            got=", ".join(sorted(set(frame["nombreniv"]))[:10]),
        )  # fmt: skip
    area = keys(SOURCE, frame, frame["claveentidad"], frame["clavemunicipio"])
    return frame.assign(area=area, period=period.replace("-", "/"))


def _sums(frame: pd.DataFrame) -> pd.DataFrame:
    """Sums of each municipality, in all and by level; one with a blank part is missing, of no school is zero."""
    key = ["area", "period"]
    wide = frame.groupby(key, sort=True)[["file", "row"]].first()
    for level in ("", *LEVELS):
        part = frame if not level else frame[frame["level"] == level]
        groups = part.groupby(key, sort=True)[SUMMED]
        whole = part[SUMMED].notna().groupby([part["area"], part["period"]]).all()
        sums = groups.sum().where(whole).reindex(wide.index)
        sums[~wide.index.isin(whole.index)] = 0.0
        wide = wide.join(sums.rename(columns={v: f"{v}_{level}" if level else v for v in SUMMED}))
    return wide.reset_index()


def _sites(frame: pd.DataFrame) -> pd.DataFrame:
    """Schools with position; one that lies outside Mexico (or at 0, 0) has none."""
    inside = frame["longitud"].between(*MEXICO["longitude"]) & frame["latitud"].between(*MEXICO["latitude"])
    told = zip(frame["nombreniv"], frame["nombrecont"], frame["hombrestotal"] + frame["mujerestotal"],
               frame["aulasuso"], strict=True)  # fmt: skip
    measures = [
        {"level": level, "control": control}
        | ({} if pd.isna(pupils) else {"pupils": int(pupils)})
        | ({} if pd.isna(rooms) else {"classrooms": int(rooms)})
        for level, control, pupils, rooms in told
    ]
    columns = {"site": frame["clavecct"] + "-" + frame["turno"], "kind": "school", "name": frame["nombrect"],
               "longitude": frame["longitud"].where(inside), "latitude": frame["latitud"].where(inside),
               "measures": measures}  # fmt: skip
    return frame[["area", "period", "file", "row"]].assign(**columns)
