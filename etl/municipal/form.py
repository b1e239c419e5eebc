"""The form: its columns, the words it takes, and the indicators a municipality may report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from data.areas import names
from data.catalog import Catalog
from data.entries import Indicator, Source
from etl.places import plain

SHEET = "Cifras"
COLUMNS = {
    "indicator": "indicador", "area": "territorio", "period": "periodo", "value": "valor", "status": "estado",
    "source": "fuente", "note": "nota",
}  # fmt: skip
# The first word of each is the one the form offers.
STATUSES = {
    "municipal": ("definitiva", "definitivo", "municipal"),
    "preliminary": ("provisional", "preliminar", "preliminary"),
    "missing": ("sin dato", "missing", "no data"),
    "not_applicable": ("no aplica", "not_applicable", "not applicable"),
}
LONGEST = {"source": 300, "note": 500}
FIRST_YEAR = 1990
SHOWN = {"annual": "2025", "monthly": "2025-06"}  # how a period of each frequency is written
FREQUENCIES = {"annual": "anual", "monthly": "mensual"}


class NoReporter(Exception):
    """A municipality this deployment receives no figures from; says which it does."""


@dataclass(frozen=True)
class Reporter:
    """Who reports: the municipality, its source, and the indicators its form may hold."""

    area: str
    name: str
    source: Source
    indicators: tuple[Indicator, ...]

    @classmethod
    def of(cls, catalog: Catalog, area: str) -> Reporter:
        """The reporter of one CVEGEO; raises NoReporter naming those there are."""
        source = catalog.member(area)
        if source is None:
            known = [f"{s.area} ({names().get(s.area, '')})" for s in catalog.sources.values() if s.area]
            raise NoReporter(
                f"«{area}» no es un municipio que reporte aquí; son: {', '.join(known)}. "
                "Las zonas metropolitanas de data/zones.yaml dicen cuáles."
            )
        return cls(area, names().get(area, area), source, tuple(catalog.of_source(source.id)))

    @property
    def reported(self) -> tuple[Indicator, ...]:
        """Indicators whose figures are written in the form; the rest are computed from them."""
        return tuple(i for i in self.indicators if i.formula.code == i.id)

    @property
    def computed(self) -> tuple[Indicator, ...]:
        """Rates the observatory computes from two reported counts."""
        return tuple(i for i in self.indicators if i.formula.code != i.id)


def title(entry: Indicator) -> str:
    """What the form calls an indicator."""
    return entry.title.es


@lru_cache(maxsize=1)
def headers() -> dict[str, str]:
    """What a header may say, compared without accents or capitals → column."""
    return {plain(word): column for column, spanish in COLUMNS.items() for word in (column, spanish)}


@lru_cache(maxsize=1)
def statuses() -> dict[str, str]:
    """What a status may say, compared like headers → status."""
    return {plain(word): status for status, words in STATUSES.items() for word in words}
