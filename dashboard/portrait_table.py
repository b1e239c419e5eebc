"""The lines of a place as HTML tables, one a topic: value, small trend, mark, comparisons and place.

Real tables, so that they read aloud, print and copy; on a phone each row becomes a block (css/40-portrait.css).
Written once for each place, language and theme, and kept (dashboard/live/portraits.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from dashboard import offices, sparks, style
from dashboard.analysis import portrait
from dashboard.analysis.lines import FEW, Line, Standing
from dashboard.measures import Total
from dashboard.overview import Member
from dashboard.text import t
from dashboard.wording import listed
from data.areas import names
from data.catalog import catalog
from data.entries import Indicator

Link = Callable[[Line], str]
SIGNS = {"better": "▲", "worse": "▼"}


def table(
    lines: Sequence[Line], title: str, place: str, beside: Mapping[str, str], members: int, state: str,
    language: str, link: Link, dark: bool,
) -> str:  # fmt: skip
    """One topic. beside: column → name of who the place is seen with; members: how many a zone has, 0 for none.

    state: name of the state the places in an order are of, "" where there are none.
    """
    heads = [
        t("portrait.indicator", language), t("portrait.trend", language), place,
        *_member_heads(lines[0].members, members, language), *beside.values(),
        *([t("portrait.place", language, state=state)] if state else []),
    ]  # fmt: skip
    cells = "".join(f'<th scope="col" class="{"text" if n < 2 else ""}">{escape(h)}</th>' for n, h in enumerate(heads))
    body = "".join(_row(line, heads, beside, place, bool(state), members > FEW, language, link, dark) for line in lines)
    name = escape(t("portrait.caption", language, topic=title, place=place))
    rest = f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody>"
    inner = f'<table class="strips lines"><caption class="unseen">{name}</caption>{rest}</table>'
    return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">{inner}</div>'


def _member_heads(told: Sequence[Member], members: int, language: str) -> list[str]:
    if members <= FEW:
        return [m.name for m in told] if members > 1 else []
    return [t("portrait.lowest", language), t("portrait.highest", language)]


def _row(
    line: Line, heads: Sequence[str], beside: Mapping[str, str], place: str, placed: bool, ends: bool, language: str,
    link: Link, dark: bool,
) -> str:  # fmt: skip
    entry = line.indicator
    status = [catalog().vocabulary.statuses[line.own.status].in_(language)] if line.own.value is not None else []
    about = f"{style.unit_label(entry, language)}, {style.period(line.period, language)}"
    behind = ", ".join([offices.named(entry, language), *status])
    cells = [
        f'<th scope="row"><a href="{escape(link(line))}">{escape(entry.title.in_(language))}</a>'
        f'<span class="about">{escape(about)}</span><span class="about">{escape(behind)}</span></th>',
        f'<td class="trend">{_trend(line, place, language, dark)}</td>',
        _cell(heads[2], _own(line, beside, language), "whole"),
    ]
    told = heads[3 : len(heads) - len(beside) - placed]
    cells += [_cell(head, _member(line, at, ends, language), "own") for at, head in enumerate(told)]
    cells += [_cell(name, _total(line.others.get(key), entry, language), "reference") for key, name in beside.items()]
    if placed:
        cells.append(_cell(heads[-1], standing(line, language), "rank"))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(label: str, words: str, kind: str) -> str:
    """A figure; the label in front of it shows on a narrow screen, where the column's head is out of sight."""
    return f'<td class="{kind}"><span class="label">{escape(label)}</span>{words}</td>'


def _figure(value: float, entry: Indicator, language: str) -> str:
    return escape(style.number(value, entry, language, unit=entry.unit == "percent", compact=True))


def _none(words: str) -> str:
    return f'<span class="none">{escape(words)}</span>'


def _own(line: Line, beside: Mapping[str, str], language: str) -> str:
    """The place's figure, with a sign and a word where it is better or worse than the first column."""
    if line.own.value is None:
        return _total(line.own, line.indicator, language)
    words = _figure(line.own.value, line.indicator, language)
    if line.verdict in SIGNS:
        told = t(f"portrait.{line.verdict}", language, other=next(iter(beside.values())))
        words += f'<span class="mark {line.verdict}">{SIGNS[line.verdict]} {escape(told)}</span>'
    return words


def _member(line: Line, at: int, ends: bool, language: str) -> str:
    """A member's figure; the lowest and the highest say whose they are."""
    if at >= len(line.members):
        return _none(t("portrait.lacking.none", language))
    member = line.members[at]
    if member.value is None:
        return _none(catalog().vocabulary.statuses[member.status].in_(language))
    name = f'<span class="name">{escape(member.name)}</span>' if ends else ""
    return _figure(member.value, line.indicator, language) + name


def _total(total: Total | None, entry: Indicator, language: str) -> str:
    """A total, or in few words why there is none."""
    if total is None:
        return _none(t(f"portrait.lacking.{'never' if entry.combine == 'never' else 'none'}", language))
    if total.value is not None:
        return _figure(total.value, entry, language)
    return _none(why(total, language))


def why(total: Total, language: str) -> str:
    """Why there is no figure, for a cell: «falta Jamay», «no se combina», «dato reservado»."""
    if total.printed:  # one place's own figure, not a total
        return catalog().vocabulary.statuses[total.status].in_(language)
    if total.reason == "missing":
        if len(total.missing) > 2:
            return t("portrait.lacking.missing_many", language, count=style.decimal(len(total.missing)))
        places = listed([names().get(a, a) for a in total.missing], language)
        return t(f"portrait.lacking.{'missing' if len(total.missing) == 1 else 'missing_two'}", language, places=places)
    known = ("never", "suppressed", "not_applicable")
    return t(f"portrait.lacking.{total.reason if total.reason in known else 'other'}", language)


def _trend(line: Line, place: str, language: str, dark: bool) -> str:
    """The small picture, what it says as its text alternative, and the years it spans."""
    having = [period for period, value, _ in line.past if value is not None]
    if not having:
        return _none(t("portrait.lacking.none", language))
    base = style.palette(dark)
    drawn = sparks.picture(line.past, line.indicator.breaks, base.muted, base.accent)
    if not drawn:
        return _none(t("portrait.alone", language))
    years = "–".join(dict.fromkeys(p.rpartition("/")[2][:4] for p in (having[0], having[-1])))
    told = escape(portrait.change(line, place, language))
    picture = f'<img alt="{told}" src="{drawn}" width="{sparks.WIDTH}" height="{sparks.HEIGHT}">'
    return f'{picture}<span class="about">{escape(years)}</span>'


def standing(line: Line, language: str) -> str:
    """The place among the state's municipalities and, in words, among the nation's."""
    found = line.standing
    if found is None:
        return _none(unranked(line, language))
    most = line.indicator.better == "neither" or line.indicator.kind == "count"
    words = t("portrait.rank", language, rank=style.decimal(found.rank), of=style.decimal(found.of))
    notes = []
    if found.tied:
        key = "tied" if found.tied > 1 else "tied_one"
        notes.append(t(f"sentences.place.{key}", language, count=style.decimal(found.tied)))
    notes.append(t(f"portrait.first.{'most' if most else 'best'}", language))
    if found.behind is not None:
        notes.append(behind(found, most, language))
    return f'{escape(words)}<span class="about">{escape("; ".join(notes))}</span>'


def unranked(line: Line, language: str) -> str:
    """Why a figure has no place."""
    if line.own.value is None:
        return ""
    if line.own.status == "modelled":
        return t("portrait.unranked.modelled", language)
    weak = any(source.confidence == "C" for source in offices.behind(line.indicator))
    return t(f"portrait.unranked.{'trust' if weak else 'few'}", language)


def behind(found: Standing, most: bool, language: str) -> str:
    """«mejor que 92 de cada 100 municipios del país»: rounded down, ties not counted."""
    kind = "most" if most else "best"
    if not found.behind or not found.of_nation:
        return t(f"portrait.behind.{kind}_none", language)
    if found.behind == found.of_nation - 1:
        return t(f"portrait.behind.{kind}_all", language)
    part = 100 * found.behind // found.of_nation
    if part == 0:
        return t(f"portrait.behind.{kind}_few", language)
    return t(f"portrait.behind.{kind}", language, count=style.decimal(part))
