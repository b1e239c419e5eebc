"""What is said of how the data stand: the answer of the page, one sentence a source, one line an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from dashboard import offices, style
from dashboard.analysis.peer_words import quoted
from dashboard.analysis.schedule import ends
from dashboard.analysis.state import Standing, attention
from dashboard.state_queries import Answer
from dashboard.text import t

LONG = 60  # months: of an edition so far away only the year is told
COUNTS = ("added", "revised", "vanished")


def lead(rows: Sequence[Standing], language: str) -> str:
    """How many sources have public figures, how many need somebody, how many are late."""
    public = sum(r.public is not None for r in rows)
    if not public:
        return t("state.none", language, count=style.decimal(len(rows)))
    needing, late = len(attention(rows)), sum(r.due.overdue for r in rows)
    words = [t("state.lead", language, public=style.decimal(public), count=style.decimal(len(rows)))]
    words.append(t(f"state.need.{_grammar(needing)}", language, count=style.decimal(needing)))
    if late:
        words.append(t(f"state.late.{_grammar(late)}", language, count=style.decimal(late)))
    return " ".join(words)


def _grammar(count: int) -> str:
    return {0: "zero", 1: "one"}.get(count, "many")


def copied(rows: Sequence[Standing], language: str) -> str:
    """That nothing has been tried here yet; "" once something has."""
    return t("state.copied", language) if any(r.copied for r in rows) and not any(r.history.last for r in rows) else ""


def title(row: Standing, language: str) -> str:
    """What the source is called, in quotation marks."""
    return quoted(row.source.title.in_(language), language)


def sentence(row: Standing, language: str) -> str:
    """What a council member can quote: of when the newest figures are, and when the office publishes the next."""
    if row.public is None:
        return t("state.quote.none", language, title=title(row, language))
    words = {"title": title(row, language), "period": style.period(row.period, language)}
    about = t("state.quote.newest", language, **words) if row.period else t(
        "state.quote.edition", language, title=words["title"], edition=row.source.edition.in_(language)
    )  # fmt: skip
    return f"{about}; {next_(row, language)}."


def next_(row: Standing, language: str) -> str:
    """What comes after the newest figures, as the end of a sentence."""
    calendar, due = row.source.calendar, row.due
    if calendar is not None and calendar.ended is not None:
        return t("state.quote.ended", language, why=calendar.ended.in_(language).rstrip("."))
    if due.due is None:
        return t("state.quote.unknown", language)
    words = {"office": offices.short(row.source, language), "period": style.period(due.period, language)}
    return t(f"state.quote.{'overdue' if due.overdue else 'due'}", language, **words, when=about(row, language))


def about(row: Standing, language: str) -> str:
    """The day an edition is due, told as roughly as it is known: its month, or of a rare one its year."""
    due = row.due.due
    if due is None:
        return ""
    rare = row.source.calendar is not None and row.source.calendar.months >= LONG
    return str(due.year) if rare else style.period(f"{due:%Y-%m}", language)


def outcome(row: Standing, language: str) -> str:
    """How the last try ended, in plain words; what is public without any came with the copy."""
    last = row.history.last
    if last is not None:
        return t(f"state.outcomes.{last.outcome}", language)
    return t("state.outcomes.copied" if row.copied else "state.outcomes.never", language)


def explained(row: Standing, language: str) -> list[str]:
    """Why a person should look at it and what is done about it, a sentence each."""
    told = []
    for need in row.needs:
        words: dict[str, object] = {}
        if need == "waiting" and row.history.waiting is not None:
            words = {"day": style.day(row.history.waiting.loaded_at, language)}
        if need == "withdrawn":
            words = {"day": style.day(row.withdrawn[0].withdrawn_at, language), "why": row.withdrawn[0].withdrawn_why}
        told.append(t(f"state.needs.{need}", language, **words))
    if row.needs and row.public is not None:
        told.append(t("state.untouched", language))
    return told


def counted(answer: Answer, language: str) -> str:
    """How many figures are new, revised, gone: «cifras nuevas: 1,200; revisadas: 14»."""
    parts = [
        t(f"state.counts.{key}", language, count=style.decimal(answer.counts[key]))
        for key in COUNTS
        if answer.counts.get(key)
    ]
    return "; ".join(parts)


def age(period: str, today: date, language: str) -> str:
    """How long ago the time ended that the figures tell of: «hace 5 años»; "" while it lasts."""
    over = ends(period)
    months = (today.year - over.year) * 12 + today.month - over.month
    if over >= today or months < 1:
        return ""
    if months < 2:
        return t("state.age.month", language)
    years = months >= 24
    return t(f"state.age.{'years' if years else 'months'}", language, count=str(months // 12 if years else months))


def table(rows: Sequence[Standing], language: str) -> pd.DataFrame:
    """One row a source, for the files."""
    return pd.DataFrame([_row(r, language) for r in rows]).astype("str")


def _row(row: Standing, language: str) -> dict[str, str]:
    public, last, waiting = row.public, row.history.last, row.history.waiting
    return {
        "product": row.source.title.in_(language),
        "publisher": row.source.publisher.in_(language),
        "last_try": _day(last.ended_at if last else None),
        "outcome": outcome(row, language),
        "last_success": _day(row.succeeded),
        "period": row.period,
        "next_period": row.due.period,
        "next_due": row.due.due.isoformat() if row.due.due else "",
        "late": t("export.yes" if row.due.overdue else "export.no", language) if row.due.due else "",
        "retrieved": _day(public.retrieved_at if public else None),
        "loaded": _day(public.loaded_at if public else None),
        "published": _day(public.published_at if public else None),
        "figures": str(public.figures) if public else "",
        "waiting": _day(waiting.loaded_at if waiting else None),
        "remark": " ".join(explained(row, language)),
        "problems": " | ".join(last.problems) if last else "",
        "source": row.source.citation.in_(language),
        "url": row.source.url,
    }


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
