"""INEGI, Encuesta Intercensal 2015: people who cross a municipal limit to work or to study.

The files call `Inmigrantes` the residents who LEAVE each day and `Emigrantes` those who ARRIVE: Mexico City's
Cuauhtémoc has 508,507 "emigrantes" and 282,035 employed residents, and both columns add up to the same number.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx

SOURCE = SourceModule(
    "inegi_commuting_2015",
    files=(
        File("mobility/movilidad_laboral_2015.xlsx", rows=(2457, 2457)),
        File("mobility/movilidad_estudiantil_2015.xlsx", rows=(2457, 2457)),
    ),
)
WORK = {
    "Pob.ocupada": "ocupados",
    "Residentes": "trabajan_en_su_municipio",
    "Inmigrantes": "salen_a_trabajar",
    "Emigrantes": "entran_a_trabajar",
}
STUDY = {
    "Residentes": "estudian_en_su_municipio",
    "Inmigrantes": "salen_a_estudiar",
    "Emigrantes": "entran_a_estudiar",
}


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2015, persons.

    Eleven municipalities have no residents' answers, only people who arrive: those figures are missing.
    """
    work, work_marks = _table(raw, "movilidad_laboral_2015.xlsx", WORK)
    study, study_marks = _table(raw, "movilidad_estudiantil_2015.xlsx", STUDY)
    values = work.merge(study.drop(columns=["file", "row"]), on=["area", "period"], how="outer")
    # a municipality that only the second file had would have no row in the first one
    values = values.fillna({"file": "", "row": 0})
    return Parsed(values, pd.concat([work_marks, study_marks], ignore_index=True))


def _table(raw: Raw, name: str, columns: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = read_xlsx(SOURCE, raw, name, columns=("CVE_MUN", *columns)).rename(columns=columns)
    frame = frame.assign(area=keys(SOURCE, frame, frame["CVE_MUN"]), period="2015")
    values, marks = numbers(SOURCE, frame, columns.values())
    return values[["area", "period", "file", "row", *columns.values()]], marks
