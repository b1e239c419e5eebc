"""Pieces of the page «Estado de los datos»: the answer, what needs a person, every source, who answered for what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

import streamlit as st

from dashboard import controls, export, style
from dashboard.analysis import state, state_words
from dashboard.analysis.state import Standing
from dashboard.controls import Place
from dashboard.live import state as doors
from dashboard.parts import frame, state_rows, take
from dashboard.wording import capital

Rows = Sequence[Standing]


def look() -> tuple[Standing, ...]:
    """How every source stands."""
    return doors.standings()


def lead(here: Place, rows: Rows) -> None:
    """The answer; of the source the address names, its own sentence; and what the dates mean."""
    told = state_words.lead(rows, here.language)
    if any(row.public for row in rows):
        frame.lead(told)
    else:
        frame.nothing(told)
    named = controls.asked("source", [row.source.id for row in rows], "")
    own = next((row for row in rows if row.source.id == named), None)
    if own is not None:
        st.html(f'<p class="asked">{frame.joined(capital(state_words.sentence(own, here.language)))}</p>')
    frame.note(state_words.copied(rows, here.language))
    frame.note(here.t("state.about"))


def attention(here: Place, rows: Rows) -> None:
    """The sources a person should look at: what happened in plain words, the ETL's own words behind a fold."""
    found = state.attention(rows)
    if not found:
        return
    frame.section(here.t("state.sections.attention", count=style.decimal(len(found))))
    st.html(f'<ul class="needing">{"".join(_needing(here, row) for row in found)}</ul>')


def _needing(here: Place, row: Standing) -> str:
    last, waiting = row.history.last, row.history.waiting
    when = f"{style.day(last.ended_at, here.language)}. " if last else ""
    told = f"<p>{frame.joined(' '.join(state_words.explained(row, here.language)))}</p>"
    if waiting is not None and waiting.answer is not None:
        counted = state_words.counted(waiting.answer, here.language)
        told += f'<p class="about">{escape(capital(counted))}.</p>' if counted else ""
        told += state_rows.fold(here.t("state.findings"), waiting.answer.findings)
    told += state_rows.fold(here.t("state.technical"), last.problems if last else ())
    ended = state_words.outcome(row, here.language) if last else here.t("state.nothing")
    head = f'<p class="when">{escape(when)}{escape(capital(ended))}</p>'
    return f"<li><h3>{escape(row.source.title.in_(here.language))}</h3>{head}{told}</li>"


def public(here: Place, rows: Rows) -> None:
    """Every source with figures: how old they are and what comes next; its dates behind a fold."""
    found = [row for row in rows if row.public is not None]
    if not found:
        return
    frame.section(here.t("state.sections.public", count=style.decimal(len(found))))
    st.html(state_rows.listed(here, found, datetime.now(UTC).date()))


def dormant(here: Place, rows: Rows) -> None:
    """The sources that are described and have no figures yet."""
    found = [row for row in rows if row.public is None]
    if not found:
        return
    frame.section(here.t("state.sections.dormant", count=style.decimal(len(found))))
    frame.note(here.t("state.dormant_about"))
    st.html(state_rows.listed(here, found, datetime.now(UTC).date()))


def answered(here: Place, rows: Rows) -> None:
    """Changes a person accepted and editions taken back, each with its reason."""
    if not any(row.public or row.history.releases for row in rows):
        return
    frame.section(here.t("state.sections.answered"))
    told = sorted((line for row in rows for line in _answered(here, row)), reverse=True)
    if not told:
        frame.note(here.t("state.answered_none"))
        return
    st.html(f'<ul class="answers">{"".join(f"<li>{words}</li>" for _, words in told)}</ul>')


def _answered(here: Place, row: Standing) -> list[tuple[datetime, str]]:
    """When, and the sentence with the reason as it was written."""
    title, found = state_words.title(row, here.language), []
    for release in row.accepted:
        answer = release.answer
        if answer is not None and answer.accepted_at is not None:
            words = here.t(
                "state.accepted", title=title, loaded=style.day(release.loaded_at, here.language),
                by=answer.accepted_by, day=style.day(answer.accepted_at, here.language), why=answer.accepted_why,
            )  # fmt: skip
            fold = state_rows.fold(here.t("state.findings"), answer.findings)
            found.append((answer.accepted_at, f"<p>{frame.joined(words)}</p>{fold}"))
    for release in row.withdrawn:
        if release.withdrawn_at is not None:
            words = here.t(
                "state.withdrawn", title=title, loaded=style.day(release.loaded_at, here.language),
                day=style.day(release.withdrawn_at, here.language), why=release.withdrawn_why,
            )  # fmt: skip
            found.append((release.withdrawn_at, f"<p>{frame.joined(words)}</p>"))
    return found


def downloads(here: Place, rows: Rows) -> None:
    """The table of all sources, its citation and its address."""
    address, language = controls.permalink(here, "state"), here.language
    told = state_words.table(rows, language)
    chosen = export.table(told, here.t("site.state"), [], here.t("site.short"), language, address=address)
    day = style.day(datetime.now(UTC), language)
    citation = f"{here.t('site.name')}. «{here.t('site.state')}». {here.t('take.consulted', day=day)} {address}"
    take.bar(here, chosen, [], citation)
