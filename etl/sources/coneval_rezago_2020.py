"""CONEVAL, social lag (rezago social) by municipality, 2020: the index and its grade.

Only the sheet of municipalities is read: the states' index is another one, computed among 32 states, and a
state's figure beside a municipality's would compare two scales.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx
from etl.records import coded, refuse

# The second line of the heading and the three notes at the foot count as records: 1 + 2,469 + 3.
SOURCE = SourceModule(
    "coneval_rezago_2020", files=(File("poverty/coneval_rezago_social_2020.xlsx", rows=(2473, 2473)),)
)
COLUMNS = {
    "Población total": "poblacion",
    "Índice de rezago social": "indice_rezago_social",
    "Grado de rezago social": "grado_rezago_social",
    "Lugar que ocupa en el contexto nacional": "lugar_rezago_social",
}
GRADES = {"Muy bajo": 1, "Bajo": 2, "Medio": 3, "Alto": 4, "Muy alto": 5}
NOTES = ("Nota 1:", "Nota 2:", "Fuente:")


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2020; grades as 1 (very low lag) to 5 (very high)."""
    name = "coneval_rezago_social_2020.xlsx"
    columns = ("Clave entidad", "Clave municipio", *COLUMNS)
    frame = read_xlsx(SOURCE, raw, name, columns=columns, sheet="Municipios", skip=4).rename(columns=COLUMNS)
    outside = frame["Clave municipio"] == ""
    note = frame["Clave entidad"].str.startswith(NOTES) | (frame["row"] == frame["row"].min())
    refuse(
        SOURCE, frame, outside & ~note, "a row has no municipality",
        columns=["Clave entidad", "Clave municipio"], expected="a key, or a note at the foot",
    )  # fmt: skip
    frame = frame[~outside].reset_index(drop=True).assign(period="2020")
    frame["area"] = keys(SOURCE, frame, frame["Clave municipio"])
    grade = coded(SOURCE, frame, "grado_rezago_social", GRADES)
    measured = [v for v in COLUMNS.values() if v != "grado_rezago_social"]
    values, marks = numbers(SOURCE, frame, measured)
    values["grado_rezago_social"] = grade
    return Parsed(values[["area", "period", "file", "row", *COLUMNS.values()]], marks)
