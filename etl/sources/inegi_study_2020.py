"""INEGI census 2020, extended questionnaire: where residents aged 3 and over study, municipality by municipality.

A sample: persons are sums of expansion factors, and an empty pair means nobody in the sample, not zero. Pairs
with the same origin and destination (those who study where they live) are kept.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import FLOW, Parsed, Problem, SourceFault
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, numbers, read_csv, read_xlsx

MATRIX, PAIRS = "matriz_estudio_2020.xlsx", "od_estudio_2020_amo.csv"
SOURCE = SourceModule(
    "inegi_study_2020",
    # one declaration for both sheets of the workbook: 2,466 municipalities, plus the national row in the second
    files=(File(f"mobility/{MATRIX}", rows=(2466, 2467)), File(f"mobility/{PAIRS}", rows=(232, 232))),
)
PERIOD, STATUS = "2020", "estimated"
STATE, RESIDENCE = "Clave de la entidad", "Clave del municipio"
STAY, LEAVE = (
    "Residentes",
    "Población que sale de su municipiode residencia y entra a otra demarcación por motivo de estudio",
)


def parse(raw: Raw) -> Parsed:
    """Flows of kind `study` above zero, and values `study_elsewhere` and `students` of each residence and the nation.

    students: residents who study in a known municipality of Mexico; those who study abroad or did not say where
    are in neither variable.
    """
    flows = _matrix(raw)
    values, marks = _indicators(raw)
    _compare_totals(values, flows)
    _compare_pairs(raw, flows)
    values = values.assign(study_elsewhere=values[LEAVE], students=values[STAY] + values[LEAVE], status=STATUS)
    return Parsed(
        values[["area", "period", "status", "file", "row", "study_elsewhere", "students"]], marks, flows=flows[FLOW]
    )


def _matrix(raw: Raw) -> pd.DataFrame:
    """The filled pairs of the matrix, as flows with `file` and `row`."""
    wide = read_xlsx(SOURCE, raw, MATRIX, columns=(RESIDENCE,), sheet="M.estudiantil", skip=6)
    ends = [c for c in wide.columns if c.isdigit()]
    long = wide.melt([RESIDENCE, "file", "row"], ends, var_name="study", value_name="persons")
    long = long[long["persons"] != ""].reset_index(drop=True)
    long["origin"] = keys(SOURCE, long, long[RESIDENCE])
    long["destination"] = keys(SOURCE, long, long["study"])
    flows, _ = numbers(SOURCE, long.assign(area=long["origin"], period=PERIOD), ["persons"], absence={})
    return flows.assign(kind="study", status=STATUS)


def _indicators(raw: Raw) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The totals of each municipality and the nation, which the workbook gives in its second sheet."""
    columns = (STATE, RESIDENCE, STAY, LEAVE)
    frame = read_xlsx(SOURCE, raw, MATRIX, columns=columns, sheet="Indicadores", skip=7).assign(period=PERIOD)
    nation = frame[RESIDENCE].eq("") & frame[STATE].eq("000")
    frame["area"] = "00"
    frame.loc[~nation, "area"] = keys(SOURCE, frame[~nation], frame.loc[~nation, RESIDENCE])
    return numbers(SOURCE, frame, (STAY, LEAVE))


def _compare_totals(values: pd.DataFrame, flows: pd.DataFrame) -> None:
    """Both sheets must say the same of every residence: a lost row or column of the matrix shows here."""
    stays = flows["origin"] == flows["destination"]
    told = values[values["area"] != "00"].set_index("area")
    problems = []
    for column, chosen in ((STAY, stays), (LEAVE, ~stays)):
        both = pd.DataFrame({"summed": flows[chosen].groupby("origin")["persons"].sum()}).join(
            told[column].rename("told"), how="outer"
        )
        apart = both[both["summed"].fillna(0) != both["told"].fillna(0)]
        problems += [
            Problem(SOURCE.id, f"the matrix disagrees with the totals of the second sheet, residence {r.Index}",
                    file=MATRIX, column=column, expected=f"{r.told:.0f}", got=f"{r.summed:.0f} in the matrix")
            for r in apart.head(10).itertuples()
        ]  # fmt: skip
    if problems:
        raise SourceFault(problems)


def _compare_pairs(raw: Raw, flows: pd.DataFrame) -> None:
    """The region's pairs, tabulated apart by another hand, must be those of the matrix, each once."""
    frame = read_csv(SOURCE, raw, PAIRS, columns=("residencia", "municipio_estudio", "personas"))
    frame["origin"] = keys(SOURCE, frame, frame["residencia"])
    frame["destination"] = keys(SOURCE, frame, frame["municipio_estudio"])
    pairs, _ = numbers(SOURCE, frame.assign(area=frame["origin"], period=PERIOD), ["personas"], absence={})
    both = pairs.merge(flows[["origin", "destination", "persons"]], on=["origin", "destination"], how="left")
    broken = both[(both["personas"] != both["persons"]) | both.duplicated(["origin", "destination"])]
    if len(broken):
        first = broken.iloc[0]
        raise fault(
            SOURCE, f"the pair {first['origin']} to {first['destination']} disagrees with the matrix or is given twice",
            PAIRS, row=int(first["row"]), column="personas",
            expected=f"{first['persons']:.0f}", got=f"{first['personas']:.0f}",
        )  # fmt: skip
