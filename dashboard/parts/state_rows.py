"""The list of sources as HTML: one line each with five answers, which opens to its dates and its messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from dashboard import controls, style
from dashboard.analysis import state_words
from dashboard.analysis.state import Standing
from dashboard.controls import Place
from dashboard.parts import frame
from dashboard.wording import capital
from data.catalog import catalog

HEADS = ("source", "newest", "next", "tried", "succeeded")


def listed(here: Place, rows: Sequence[Standing], today: date) -> str:
    """The sources, a line each; the one the address names is open."""
    named = controls.asked("source", [row.source.id for row in rows], "")
    heads = "".join(f"<span>{escape(here.t(f'state.heads.{head}'))}</span>" for head in HEADS)
    items = "".join(_item(here, row, today, opened=row.source.id == named) for row in rows)
    return f'<div class="standings"><div class="heads" aria-hidden="true">{heads}</div><ul>{items}</ul></div>'


def fold(label: str, lines: Sequence[str]) -> str:
    """Sentences of the ETL as it wrote them, behind a fold; nothing where there are none."""
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<details class="technical"><summary>{escape(label)}</summary><ul lang="en">{items}</ul></details>'


def _item(here: Place, row: Standing, today: date, *, opened: bool) -> str:
    cells = [_newest(here, row, today), _next(here, row), _tried(here, row), _succeeded(here, row)]
    told = "".join(
        f'<span class="cell"><span class="label">{escape(here.t(f"state.heads.{head}"))}: </span>{cell}</span>'
        for head, cell in zip(HEADS[1:], cells, strict=True)
    )
    title, office = row.source.title.in_(here.language), row.source.publisher.in_(here.language)
    head = f'<span class="what"><b>{escape(title)}</b><span class="about">{escape(office)}</span></span>'
    return (
        f'<li><details class="standing"{" open" if opened else ""}><summary>{head}{told}</summary>'
        f'<div class="inside">{_inside(here, row)}</div></details></li>'
    )


def _cell(main: str, about: str = "", kind: str = "") -> str:
    small = f'<span class="about">{escape(about)}</span>' if about else ""
    return f'<span class="main {kind}">{escape(main)}</span> {small}'


def _newest(here: Place, row: Standing, today: date) -> str:
    if row.public is None:
        return _cell(here.t("state.nothing"), kind="none")
    if not row.period:
        return _cell(here.t("state.timeless"), row.source.edition.in_(here.language), "none")
    return _cell(style.period(row.period, here.language), state_words.age(row.period, today, here.language))


def _next(here: Place, row: Standing) -> str:
    calendar, due = row.source.calendar, row.due
    if calendar is not None and calendar.ended is not None:
        return _cell(here.t("state.ended"), kind="none")
    if due.due is None:
        words = catalog().vocabulary.frequencies[row.source.frequency].in_(here.language)
        return _cell(here.t("state.unknown"), here.t("state.frequency", frequency=words.lower()), "none")
    when, period = state_words.about(row, here.language), style.period(due.period, here.language)
    about = here.t("state.figures_of", period=period)
    if due.overdue:
        return _cell(f"△ {here.t('state.late_sign')}, {here.t('state.overdue', when=when)}", about, "late")
    return _cell(when, about)


def _tried(here: Place, row: Standing) -> str:
    last = row.history.last
    words = state_words.outcome(row, here.language)
    if last is None:
        return _cell(words, kind="none")
    bad = "late" if last.outcome in ("failed", "refused", "skipped") else ""
    return _cell(_day(last.ended_at, here.language), words, bad)


def _succeeded(here: Place, row: Standing) -> str:
    moment = row.succeeded
    if moment is None:
        return _cell(here.t("state.never"), kind="none")
    return _cell(_day(moment, here.language), here.t("state.initial") if row.copied else "")


def _day(moment: datetime, language: str) -> str:
    """A date as short as a column wants it: «22 nov 2026»."""
    return f"{moment.day} {style.tick(f'{moment:%Y-%m}', language)}"


def _inside(here: Place, row: Standing) -> str:
    """The sentence to quote, the four dates by name, the messages of the last try, the address of this source."""
    public, last, language = row.public, row.history.last, here.language
    count = len(catalog().of_source(row.source.id))
    told = {
        "reference": (style.period(row.period, language) if row.period else here.t("state.timeless")) if public else "",
        "captured": style.day(public.retrieved_at, language) if public else "",
        "loaded": style.day(public.loaded_at, language) if public else "",
        "published": style.day(public.published_at, language) if public and public.published_at else "",
        "figures": style.decimal(public.figures) if public else "",
        "indicators": style.decimal(count) if count else "",
        "calendar": capital(state_words.next_(row, language)) if public else "",
        "edition": row.source.edition.in_(language),
        "frequency": catalog().vocabulary.frequencies[row.source.frequency].in_(language),
        "tried": f"{style.day(last.ended_at, language)}, {last.ended_at:%H:%M} UTC" if last else "",
        "citation": row.source.citation.in_(language),
    }
    cells = "".join(
        f"<dt>{escape(here.t(f'state.dates.{k}'))}</dt><dd>{escape(words)}</dd>" for k, words in told.items() if words
    )
    needs = frame.joined(" ".join(state_words.explained(row, language)))
    needs = f"<p>{needs}</p>" if needs else ""
    messages = fold(here.t("state.technical"), last.problems if last else ())
    link = escape(frame.address(here, "state", source=row.source.id))
    return (
        f'<p class="quote">{frame.joined(state_words.sentence(row, language))}</p>{needs}{messages}'
        f'<dl class="sheet">{cells}</dl><p class="note"><a href="{link}">{escape(here.t("state.link"))}</a></p>'
    )
