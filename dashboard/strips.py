"""The headline table of a zone as HTML: dots on one scale a row, with every figure printed beside them.

It is a real table, so that it reads aloud, prints and copies; the dots only repeat what its cells say.
The grey ticks come as a picture, because the page's sanitizer lets no inline SVG through.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from html import escape

from dashboard import offices, style
from dashboard.measures import Total
from dashboard.overview import NATION, Member, Row, called, extremes, state_of, ticks
from dashboard.text import t
from data.catalog import catalog
from data.entries import Zone

FEW = 4  # up to so many members each has a column of its own; beyond, the lowest and the highest are told
MANY = 40  # beyond, only our own have a dot: the others are ticks already
Link = Callable[[Row], str]


def table(rows: tuple[Row, ...], zone: Zone, language: str, link: Link) -> str:
    """The whole table; `link` gives the address of a row's map."""
    if not rows:
        return ""
    own = rows[0].members if len(rows[0].members) <= FEW else ()
    heads = [t("overview.indicator", language), t("overview.scale", language)]
    cells = "".join(f'<th scope="col" class="{"text" if n < 2 else ""}">{escape(h)}</th>' for n, h in enumerate(heads))
    cells += "".join(f'<th scope="col">{_glyph(m.area)}{escape(m.name)}</th>' for m in own)
    if not own:
        cells += "".join(f'<th scope="col">{t(f"overview.{end}", language)}</th>' for end in ("lowest", "highest"))
    cells += f'<th scope="col">{escape(zone.short.in_(language))}</th>'
    cells += "".join(f'<th scope="col">{escape(r.name(language))}</th>' for r in rows[0].references)
    body = "".join(_row(found, zone, bool(own), language, link) for found in rows)
    name = escape(t("overview.caption", language, zone=zone.title.in_(language)))
    rest = f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody>"
    inner = f'<table class="strips"><caption class="unseen">{name}</caption>{rest}</table>'
    return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">{inner}</div>'


def _row(found: Row, zone: Zone, each: bool, language: str, link: Link) -> str:
    indicator = found.indicator
    topic = catalog().vocabulary.topics[indicator.topic].in_(language)
    about = f"{style.unit_label(indicator, language)}, {style.period(found.period, language)}"
    known = sorted({m.status for m in found.members if m.value is not None})
    statuses = [catalog().vocabulary.statuses[s].in_(language) for s in known]
    behind = ", ".join([offices.named(indicator, language), *statuses])
    head = (
        f'<th scope="row"><span class="topic">{escape(topic)}</span>'
        f'<a href="{escape(link(found))}">{escape(indicator.title.in_(language))}</a>'
        f'<span class="about">{escape(about)}</span><span class="about">{escape(behind)}</span></th>'
    )
    cells = f'<td class="strip" aria-hidden="true">{strip(found, language)}</td>'
    if each:
        cells += "".join(_cell(m.name, _figure(found, m, language), "own", m.area) for m in found.members)
    else:
        cells += _ends(found, language)
    short = zone.short.in_(language)
    cells += _cell(short, _total(found, found.whole, language), "whole")
    for reference in found.references:
        cells += _cell(reference.name(language), _plain(reference.value, found, language), "reference")
    return f"<tr>{head}{cells}</tr>"


def strip(found: Row, language: str) -> str:
    """The scale of a row: a tick for each compared municipality, the zone's own as dots, totals as lines."""
    if found.reach is None:
        return f'<p class="none">{escape(t("overview.nothing", language))}</p>'
    marks = [f'<img alt="" src="{_ticks(found)}">']
    if found.comparable:
        for reference in found.references:
            if reference.value is not None:
                marks.append(_line(found.place(reference.value), "reference"))
        if found.whole.value is not None:
            marks.append(_line(found.place(found.whole.value), "whole"))
    drawn = [m for m in found.members if len(found.members) <= MANY or style.mark(m.area)]
    for member in sorted(drawn, key=lambda m: style.mark(m.area) is not None):
        if member.value is not None:
            marks.append(_dot(found.place(member.value), member.area))
    low, high = (style.number(v, found.indicator, language, unit=False, compact=True) for v in found.reach)
    note = f" <i>{escape(t('overview.logarithmic', language))}</i>" if found.logarithmic else ""
    return (
        f'<div class="scale">{"".join(marks)}</div>'
        f'<div class="ends"><span>{escape(low)}</span>{note}<span>{escape(high)}</span></div>'
    )


def key(rows: tuple[Row, ...], zone: Zone, language: str) -> str:
    """What the marks of the scale mean, in one line."""
    if not rows:
        return ""
    peers = called(state_of(zone) or NATION, language)
    parts = [f'<li><b class="tick"></b>{escape(t("overview.key.tick", language, place=peers))}</li>']
    if FEW < len(rows[0].members) <= MANY:
        parts.append(
            f'<li><b class="dot"></b>{escape(t("overview.key.dot", language, zone=zone.short.in_(language)))}</li>'
        )
    parts.append(f'<li><b class="line whole"></b>{escape(zone.short.in_(language))}</li>')
    names = ", ".join(r.name(language) for r in rows[0].references)
    if names:
        parts.append(f'<li><b class="line reference"></b>{escape(names)}</li>')
    return f'<ul class="key">{"".join(parts)}</ul>'


def _cell(label: str, words: str, kind: str, area: str = "") -> str:
    """A figure; the label in front of it shows on a narrow screen, where the column's head is out of sight."""
    return f'<td class="{kind}"><span class="label">{_glyph(area)}{escape(label)}</span>{words}</td>'


def _plain(value: float | None, found: Row, language: str) -> str:
    """Digits without the unit, which the row's head has said."""
    if value is None:
        return f'<span class="none">{escape(t("overview.lacking", language))}</span>'
    return escape(style.number(value, found.indicator, language, unit=False, compact=True))


def _figure(found: Row, member: Member, language: str) -> str:
    if member.value is None:
        return f'<span class="none">{escape(catalog().vocabulary.statuses[member.status].in_(language))}</span>'
    return _plain(member.value, found, language)


def _total(found: Row, total: Total, language: str) -> str:
    if total.value is not None:
        return _plain(total.value, found, language)
    why = "combined" if total.reason == "never" else "lacking"
    return f'<span class="none">{escape(t(f"overview.{why}", language))}</span>'


def _ends(found: Row, language: str) -> str:
    ends = extremes(found)
    if ends is None:
        none = f'<span class="none">{escape(t("overview.lacking", language))}</span>'
        return "".join(_cell(t(f"overview.{end}", language), none, "own") for end in ("lowest", "highest"))
    cells = ""
    for end, member in zip(("lowest", "highest"), ends, strict=True):
        name = f'<span class="name">{_glyph(member.area)}{escape(member.name)}</span>'
        cells += _cell(t(f"overview.{end}", language), _figure(found, member, language) + name, "own")
    return cells


def _glyph(area: str) -> str:
    mark = style.mark(area)
    if mark is None:
        return ""
    return f'<span class="glyph" style="color:{_both(area)}" aria-hidden="true">{mark.glyph}</span>'


def _dot(place: float, area: str) -> str:
    mark = style.mark(area)
    if mark is None:
        return f'<span class="dot" style="left:{place:.2%}"></span>'
    return f'<span class="dot ours {mark.shape}" style="left:{place:.2%};background:{_both(area)}"></span>'


def _line(place: float, kind: str) -> str:
    return f'<span class="line {kind}" style="left:{place:.2%}"></span>'


def _both(area: str) -> str:
    """The area's colour on a light and on a dark page."""
    light, dark = style.mark(area), style.mark(area, dark=True)
    return f"light-dark({light.colour},{dark.colour})" if light and dark else "currentColor"


def _ticks(found: Row) -> str:
    path = "".join(f"M{place * 1000:.1f} 0v10" for place in ticks(found))
    grey = style.LIGHT.other
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 10" preserveAspectRatio="none">'
        f'<path d="{path}" stroke="{grey}" stroke-opacity=".55" vector-effect="non-scaling-stroke"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()
