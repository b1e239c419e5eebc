"""What the first page and the page of sources give to take away."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard import catalogue_file, controls, export, live, offices, style, wording
from dashboard.controls import Place
from dashboard.overview import Row
from dashboard.parts import glance, take


def overview(here: Place, rows: tuple[Row, ...]) -> None:
    """The headline table of a zone with its sources, and the map of where it is."""
    if not rows:
        return
    address, language = controls.permalink(here, "overview"), here.language
    told = [(row.indicator, live.provenance(row.indicator.id)) for row in rows]
    chosen = export.table(
        lambda: catalogue_file.headlines(rows, here.zone, language), here.t("site.overview"), told,
        here.zone.short.in_(language), language, address=address,
    )  # fmt: skip
    names = dict.fromkeys(name for row in rows for name in offices.named(row.indicator, language).split(", "))
    source = here.t("take.sources", offices=wording.listed(list(names), language))
    citation = (
        f"{here.t('site.name')}. «{here.zone_title}», {here.t('site.overview')}. {source} "
        f"{here.t('take.consulted', day=style.day(datetime.now(UTC), language))} {address}"
    )
    take.bar(here, chosen, [glance.where(here, dark=False)], citation)


def sources(here: Place) -> None:
    """The catalogue: every indicator with its definition and its source."""
    address, language = controls.permalink(here, "sources"), here.language
    editions, known = live.editions(), live.offered()
    chosen = export.table(
        lambda: catalogue_file.catalogue(known, editions, language), here.t("export.catalogue"), [],
        here.t("site.short"), language, address=address,
    )  # fmt: skip
    citation = (
        f"{here.t('site.name')}. «{here.t('export.catalogue')}». "
        f"{here.t('take.consulted', day=style.day(datetime.now(UTC), language))} {address}"
    )
    take.bar(here, chosen, [], citation)
