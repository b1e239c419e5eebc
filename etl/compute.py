"""From an office's variables to our indicators: evaluates the catalogue's formulas on a parsed frame.

An indicator and period for which the source has no figure at all (a year in which the question was not
asked) makes no rows; a single missing area in a period that exists makes a row with its status.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from data.entries import Indicator
from data.formula import Formula, terms
from etl.contract import OBSERVATION, Parsed, Problem, SourceFault

# The worst mark among the variables of a formula is the reason the figure is absent.
_WEIGHT = {"not_applicable": 1, "missing": 2, "suppressed": 3}


def observations(source: str, parsed: Parsed, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Tidy observations (columns OBSERVATION plus `file`, `row`, `variables` for messages).

    Raises SourceFault naming each indicator whose formula reads a variable the source does not give.
    """
    problems = list(_unknown_variables(source, parsed.values, indicators))
    if problems:
        raise SourceFault(problems)
    marks = _mark_table(parsed)
    frames = []
    for indicator in indicators:
        for breakdown in ("total", *indicator.breakdowns):
            frame = _one(parsed.values, marks, indicator, breakdown)
            if indicator.formula_of(breakdown).variables <= parsed.unrecorded:
                frame = frame[frame["status"] != "missing"]
            if len(frame):
                frames.append(frame)
    columns = [*OBSERVATION, "file", "row", "variables"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _unknown_variables(source: str, values: pd.DataFrame, indicators: Sequence[Indicator]) -> Iterable[Problem]:
    given = set(values.columns)
    for indicator in indicators:
        for formula in (indicator.formula, *indicator.breakdowns.values()):
            for variable in sorted(formula.variables - given):
                yield Problem(
                    source,
                    f"indicator «{indicator.id}» wants a variable the source does not give",
                    column=variable,
                    expected="one of " + ", ".join(sorted(given - {"area", "period", "file", "row", "status"})[:400]),
                )


def _mark_table(parsed: Parsed) -> pd.DataFrame:
    """Worst mark weight by (area, period) rows and variable columns; empty when nothing is marked."""
    if parsed.marks.empty:
        return pd.DataFrame()
    weighed = parsed.marks.assign(weight=parsed.marks["status"].map(_WEIGHT))
    return weighed.pivot_table(index=["area", "period"], columns="variable", values="weight", aggfunc="max")


def evaluate(values: pd.DataFrame, expression: str) -> pd.Series:
    """The signed sum of an expression's variables; a missing part makes the sum missing."""
    total = pd.Series(0.0, index=values.index)
    for term in terms(expression):
        total = total + term.sign * values[term.variable].astype("float64")
    return total


def _one(values: pd.DataFrame, marks: pd.DataFrame, indicator: Indicator, breakdown: str) -> pd.DataFrame:
    formula = indicator.formula_of(breakdown)
    frame = values[["area", "period"]].copy()
    frame["status"] = values["status"].fillna(indicator.status) if "status" in values else indicator.status
    frame["file"] = values.get("file", "")
    frame["row"] = values.get("row", 0)
    if formula.form == "growth":
        frame = _growth(frame, values, formula)
    else:
        frame["value"], frame["numerator"], frame["denominator"] = _figures(values, formula)
    absent = frame["value"].isna()
    frame.loc[absent, "status"] = _reasons(frame[absent], marks, formula)
    nobody = absent & frame["denominator"].eq(0) & frame["status"].eq("missing")
    frame.loc[nobody, "status"] = "not_applicable"  # a share of nobody is no missing figure
    frame.loc[absent, ["numerator", "denominator"]] = np.nan
    told = ~absent | frame["status"].ne("missing")
    frame = frame[told.groupby(frame["period"]).transform("any")]
    return frame.assign(indicator=indicator.id, breakdown=breakdown, variables="+".join(sorted(formula.variables)))


def _figures(values: pd.DataFrame, formula: Formula) -> tuple[pd.Series, pd.Series | float, pd.Series | float]:
    """(value, numerator, denominator) of every form but growth."""
    if formula.numerator is None or formula.denominator is None:
        parts = formula.sum or (formula.code or "",)
        return sum((evaluate(values, p) for p in parts), start=pd.Series(0.0, index=values.index)), np.nan, np.nan
    numerator, denominator = evaluate(values, formula.numerator), evaluate(values, formula.denominator)
    if formula.form == "mean":
        return numerator, numerator * denominator, denominator
    value = formula.scale * numerator / denominator.where(denominator != 0)
    if formula.published:
        value = evaluate(values, formula.published)
    return value, numerator, denominator


def _growth(frame: pd.DataFrame, values: pd.DataFrame, formula: Formula) -> pd.DataFrame:
    """Pairs of consecutive periods: numerator the later figure, denominator the earlier."""
    stacked = frame.assign(x=evaluate(values, formula.growth or ""))
    stacked = stacked[stacked["x"].notna()].sort_values(["area", "period"])
    earlier = stacked.groupby("area")[["period", "x"]].shift()
    pairs = stacked.assign(start=earlier["period"], x0=earlier["x"]).dropna(subset=["x0"])
    pairs = pairs[pairs["x0"] > 0]
    pairs["period"] = pairs["start"] + "/" + pairs["period"]
    figures = [
        formula.combine(x, x0, period) for x, x0, period in zip(pairs["x"], pairs["x0"], pairs["period"], strict=True)
    ]
    return pairs.assign(value=figures, numerator=pairs["x"], denominator=pairs["x0"]).drop(columns=["start", "x0", "x"])


def _reasons(frame: pd.DataFrame, marks: pd.DataFrame, formula: Formula) -> pd.Series:
    """Why each figure is absent: the worst mark among its variables, else `missing`."""
    reason = pd.Series("missing", index=frame.index, dtype="object")
    columns = [v for v in formula.variables if v in marks.columns]
    if not columns or frame.empty:
        return reason
    worst = marks[columns].max(axis=1)
    found = worst.reindex(pd.MultiIndex.from_frame(frame[["area", "period"]]))
    names = {weight: name for name, weight in _WEIGHT.items()}
    told = pd.Series(found.map(names).to_numpy(), index=frame.index)
    return reason.where(told.isna(), told)
