"""The table of the page «Comparar», and the comparison to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, export, live, offices, style, wording
from dashboard.analysis import comparability, compare, compare_words
from dashboard.controls import Place
from dashboard.measures import Total
from dashboard.parts import compare_charts, frame, origin, take
from dashboard.parts.compare import Board
from data.catalog import catalog

NUMBERS = (
    "value", "numerator", "denominator", "difference", "people", "rank_state", "of_state", "rank_nation", "of_nation",
)  # fmt: skip
PARTS = ("share", "per")  # formulas whose numerator and denominator a reader can read


def table(here: Place, board: Board) -> None:
    """Every figure with its parts, its distance from the base, its places and its status."""
    frame.section(here.t("compare.table"))
    rows = _rows(here, board)
    entry = board.indicator
    unit = wording.capital(style.unit_label(entry, here.language))
    counted = catalog().vocabulary.units[entry.counted].label.in_(here.language) if entry.counted else ""
    heads = {
        "name": here.t("compare.column.name"),
        "value": unit,
        "numerator": here.t("compare.column.numerator"),
        "denominator": here.t("compare.column.denominator"),
        "difference": here.t("compare.column.difference", base=board.called.get(board.base, "")),
        "things": here.t("compare.column.things", unit=counted),
        "state": here.t("compare.column.state"),
        "nation": here.t("compare.column.nation"),
        "status": here.t("compare.column.status"),
    }
    kept = [c for c in heads if c in ("name", "value", "status") or (rows[c] != "").any()]
    shown = rows[kept].rename(columns=heads)
    longest = max(map(len, rows["name"]))
    right = [heads[c] for c in kept if c not in ("name", "status")]
    st.dataframe(
        shown, hide_index=True, height="auto", key="table",
        column_config={
            heads["name"]: st.column_config.TextColumn(pinned=True, width="medium" if longest > 14 else None),
            **{head: st.column_config.TextColumn(alignment="right") for head in right},
        },
    )  # fmt: skip
    if heads["state"] in shown and (shown[heads["state"]] != "").any():
        judged = entry.better != "neither" and entry.kind != "count"
        frame.note(here.t("map.rank_meaning" if judged else "map.rank_highest"))


def _rows(here: Place, board: Board) -> pd.DataFrame:
    """The table's cells in words, in the order of the places chosen."""
    entry, statuses = board.indicator, catalog().vocabulary.statuses
    parts = entry.formula_of(board.choice.breakdown).form in PARTS
    ranks = board.behind.drop_duplicates("area").set_index("area")
    ranked = not _unranked(board)
    told = []
    for one in board.chosen:
        total, gap = board.found[one.key], board.gaps.get(one.key)
        things = gap.bearable(entry.decimals) if gap and entry.counted else None
        place = ranks.loc[one.key] if one.zone is None and ranked and one.key in ranks.index else None
        told.append(
            {
                "name": board.called[one.key],
                "value": style.number(total.value, entry, here.language, unit=False),
                "numerator": _whole(total.numerator) if parts else "",
                "denominator": _whole(total.denominator) if parts else "",
                "difference": compare_words.signed(gap.difference, entry.decimals) if gap else "",
                "things": compare_words.signed(things, 0) if things is not None else "",
                "state": _place(here, place, "state"),
                "nation": _place(here, place, "nation"),
                "status": here.t("compare.not_added")
                if total.reason == "never"
                else statuses[total.status].in_(here.language),
            }
        )
    return pd.DataFrame(told)


def _unranked(board: Board) -> bool:
    """Whether the guard refuses places among the municipalities behind."""
    found = comparability.ranking(board.indicator, board.behind.assign(period=board.choice.period))
    return any(remark.severity == "refused" for remark in found)


def _whole(number: float | None) -> str:
    if number is None:
        return ""
    return style.decimal(number, 0 if float(number).is_integer() or abs(number) >= 1000 else 1)


def _place(here: Place, row: pd.Series | None, among: str) -> str:
    if row is None or pd.isna(row[f"rank_{among}"]):
        return ""
    rank, of = (style.decimal(float(row[f"{part}_{among}"])) for part in ("rank", "of"))
    return here.t("compare.rank", rank=rank, of=of)


def downloads(here: Place, board: Board) -> None:
    """The comparison as files, its pictures, how to cite it, and its address."""
    entry, choice = board.indicator, board.choice
    release = live.provenance(entry.id)
    if release is None or board.empty:
        return
    names = [board.called[p.key] for p in board.chosen]
    title = entry.title.in_(here.language)
    parts = [style.unit_label(entry, here.language)]
    if choice.breakdown != "total":
        parts.append(export.breakdown_label(choice.breakdown, here.language))
    caption = here.t(
        "compare.caption", unit=", ".join(parts), places=wording.listed(names, here.language),
        period=style.period(choice.period, here.language),
    )  # fmt: skip
    cited = offices.citation(entry, release.source["citation"][here.language], here.language)
    address = _address(here, board)
    data = _tidy(here, board)
    chosen = export.table(data, title, [(entry, release)], here.t("site.compare"), here.language, address=address)
    citation = (
        f"{here.t('site.name')}. «{title}», {caption}. {cited} {here.t('origin.captured')}: "
        f"{style.day(release.retrieved_at, here.language)}. {address}"
    )
    take.bar(here, chosen, compare_charts.plates(here, board, caption, cited), citation)


def _address(here: Place, board: Board) -> str:
    choice = board.choice
    return controls.permalink(
        here, "compare", areas=compare.joined(p.key for p in board.chosen), indicator=choice.indicator.id,
        period=choice.period, breakdown=choice.breakdown, base=board.base, spread=board.spread,
    )  # fmt: skip


def _tidy(here: Place, board: Board) -> pd.DataFrame:
    """One row a place, with what the page shows of it."""
    ranks = board.behind.drop_duplicates("area").set_index("area")
    ranked = not _unranked(board)
    rows = []
    for one in board.chosen:
        total: Total = board.found[one.key]
        gap, entry = board.gaps.get(one.key), board.indicator
        place = ranks.loc[one.key] if one.zone is None and ranked and one.key in ranks.index else pd.Series()
        rows.append(
            {
                "code": one.key, "name": board.called[one.key], "indicator": entry.id,
                "breakdown": board.choice.breakdown, "period": board.choice.period, "value": total.value,
                "numerator": total.numerator, "denominator": total.denominator, "status": total.status,
                "base_name": board.called.get(board.base, ""), "difference": gap.difference if gap else None,
                "people": gap.bearable(entry.decimals) if gap and entry.counted == "persons" else None,
                "rank_state": place.get("rank_state"), "of_state": place.get("of_state"),
                "rank_nation": place.get("rank_nation"), "of_nation": place.get("of_nation"),
            }
        )  # fmt: skip
    tidy = pd.DataFrame(rows)
    return tidy.assign(**{c: pd.to_numeric(tidy[c].fillna(float("nan"))) for c in NUMBERS})


def sheet(here: Place, board: Board) -> None:
    """Where the figures come from."""
    statuses = {total.status for total in board.found.values() if total.value is not None}
    origin.about(here, board.indicator, board.choice.period, statuses)
