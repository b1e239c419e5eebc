"""The picture of a portrait to take away: the strongest and the weakest, each on its scale among municipalities."""

from __future__ import annotations

from functools import partial
from html import escape

from dashboard import offices, overview, style, wording
from dashboard.analysis.lines import Line
from dashboard.charts.axes import Ours
from dashboard.charts.portrait import Finding, extremes
from dashboard.gaps import Gap
from dashboard.live import portraits
from dashboard.measures import Total
from dashboard.overview import NATION, Member, Reference, Row
from dashboard.parts.portrait import Seen
from dashboard.plate import Plate


def plates(seen: Seen) -> list[Plate]:
    """The one picture of the page; none where there is nobody to be compared with."""
    here, found = seen.here, seen.findings
    gaps = (*found.strong, *found.weak) if found else ()
    if found is None or not gaps:
        return []
    other, peers = (overview.called(key, here.language) for key in (found.other, found.peers))
    spreads = portraits.spreads(found.peers, [g.indicator for g in gaps])
    groups = [
        (here.t(f"portrait.{kind}"), [_finding(seen, one, other, spreads[one.indicator]) for one in side])
        for kind, side in (("strongest", found.strong), ("weakest", found.weak))
    ]
    mark = style.mark(seen.area)
    own = Ours(seen.area, escape(seen.name), *((mark.colour, mark.shape) if mark else (style.LIGHT.accent, "circle")))
    key = here.t("portrait.picture.key", peers=escape(peers), other=escape(other))
    none = here.t("portrait.no_strongest")
    made = partial(extremes, groups, own, style.LIGHT, key, none)
    return [Plate(made, *_told(seen, gaps, other, peers), language=here.language)]


def _told(seen: Seen, gaps: tuple[Gap, ...], other: str, peers: str) -> tuple[str, str, str, str, str]:
    """Title, subtitle, source, name and the picture in words."""
    here = seen.here
    periods = sorted({g.period for g in gaps}, key=lambda p: p.rpartition("/")[2])
    when = ", ".join(style.period(p, here.language) for p in periods)
    entries = [seen.of[g.indicator].indicator for g in gaps]
    behind = dict.fromkeys(part for e in entries for part in offices.named(e, here.language).split(", "))
    source = here.t("take.sources", offices=", ".join(behind))
    titles = [e.title.in_(here.language) for e in entries]
    place = seen.title if seen.title == seen.name else f"{seen.title} ({seen.name})"
    return (
        here.t("portrait.picture.title", place=seen.title),
        here.t("portrait.picture.subtitle", other=other, peers=peers, periods=when),
        source,
        here.t("portrait.picture.name"),
        f"{place}: {'; '.join(f'{t}, {_verdict(seen, g, other)}' for t, g in zip(titles, gaps, strict=True))}.",
    )


def _finding(seen: Seen, gap: Gap, other: str, spread: tuple[float, ...]) -> Finding:
    """One strip: places on its scale, and everything that is printed beside it."""
    language, line = seen.here.language, seen.of[gap.indicator]
    entry, row = line.indicator, scale(seen, line, gap, spread)
    low, high = (style.number(v, entry, language, compact=True) for v in row.reach or (0.0, 0.0))
    said = (style.unit_label(entry, language), style.period(gap.period, language), offices.named(entry, language))
    return Finding(
        title=escape(entry.title.in_(language)),
        own=row.place(gap.value), other=row.place(gap.reference), ticks=overview.ticks(row),
        ends=(low, high), figure=style.number(gap.value, entry, language, compact=True),
        verdict=escape(_verdict(seen, gap, other)), about=escape(", ".join(said)),
    )  # fmt: skip


def _verdict(seen: Seen, gap: Gap, other: str) -> str:
    """How far from whom, its figure, and whether that is better: «0.7 puntos más, mejor que Jalisco (98.1 %)»."""
    here, entry = seen.here, seen.of[gap.indicator].indicator
    words = {
        "difference": wording.apart(gap.difference, entry, here.language), "other": other,
        "figure": style.number(gap.reference, entry, here.language, compact=True),
    }  # fmt: skip
    return here.t(f"portrait.picture.{gap.verdict}", **words)


def scale(seen: Seen, line: Line, found: Gap, spread: tuple[float, ...]) -> Row:
    """The place as a dot among the municipalities of the state, with the state's figure as a line."""
    own = Member(seen.area, seen.name, line.own.value, line.own.status)
    other = Reference(seen.findings.other if seen.findings else NATION, Total(found.reference, None, None, "official"))
    return Row(line.indicator, line.period, (own,), Total(None, None, None, "missing", "never"), (other,), spread)
