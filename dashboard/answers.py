"""What can be found, and the search box's answers at `/search?q=…&lang=…&zone=…` as JSON.

Answered outside the page's script: a letter typed must not make a page run again.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard import editions, queries, style, zones
from dashboard.addresses import ADDRESSES
from dashboard.analysis.search import Entry, Index
from dashboard.text import LANGUAGES, t
from data.areas import municipalities_of, names
from data.catalog import Catalog, catalog
from data.database import connect
from data.entries import Zone

PEOPLE = "population_total"
OPENS = {"indicator": ("map", "indicator"), "municipality": ("municipality", "area"), "zone": ("overview", "zone")}


def search_route(base_path: str = "") -> Route:
    """The route of the search box under the server's base path ("" or "tablero")."""
    base = base_path.strip("/")
    prefix = f"/{base}" if base else ""

    async def answer(request: Request) -> JSONResponse:
        asked = request.query_params
        language = asked.get("lang", "es")
        language = language if language in LANGUAGES else "es"
        places = "" if "places" not in asked else "municipality" if asked["places"] == "municipality" else "any"
        found = await run_in_threadpool(_find, asked.get("q", ""), language, places)
        told = [_named(e, language) if places else _told(e, language, asked.get("zone", ""), prefix) for e in found]
        return JSONResponse(told, headers={"cache-control": "no-store"})

    return Route(f"{prefix}/search", answer, methods=["GET"])


def _told(entry: Entry, language: str, zone: str, prefix: str) -> dict[str, str]:
    """An entry as the box shows it: what it is, what it is called, where it leads."""
    page, name = OPENS.get(entry.kind, (entry.key, ""))
    query = {"lang": language if language != LANGUAGES[0] else "", "zone": zone} | ({name: entry.key} if name else {})
    told = urlencode({k: v for k, v in query.items() if v}, safe=":,")
    address = f"{prefix}/{ADDRESSES[page]}" + (f"?{told}" if told else "")
    kind = t(f"search.kinds.{entry.kind}", language)
    return {"kind": kind, "title": entry.title, "about": entry.about, "address": address}


def _named(entry: Entry, language: str) -> dict[str, str]:
    """A place for a box that puts its key into an address."""
    kind = t(f"search.kinds.{entry.kind}", language)
    return {"kind": kind, "title": entry.title, "about": entry.about, "key": entry.key}


def _find(question: str, language: str, places: str = "") -> list[Entry]:
    engine = connect()
    try:
        return _index(queries.stamp(engine), language, places).find(question)
    finally:
        engine.dispose()


@lru_cache(maxsize=8)
def _index(stamp: str, language: str, places: str = "") -> Index:
    """Everything there is to find; anew with each publication, as metropolises and people come from the database.

    places: only what can be compared: municipalities, zones and every state; "municipality": nothing but these.
    """
    engine = connect()
    try:
        entries: list[Entry] = []
        if places != "municipality":
            known = editions.offered(engine)
            entries += _states(language) if places else [*_pages(language), *_indicators(language, known)]
            entries += _zones(language, zones.zones(engine))
        entries += _municipalities(language, _people(engine))
    finally:
        engine.dispose()
    return Index(entries, catalog().vocabulary.abbreviations)


def _people(engine: object) -> dict[str, float]:
    periods = queries.periods(engine, PEOPLE)  # type: ignore[arg-type]
    if not periods:
        return {}
    newest = [p for p in periods if "/" not in p][-1]
    found = queries.values(engine, PEOPLE, newest).dropna(subset="value")  # type: ignore[arg-type]
    return dict(zip(found["area"], found["value"], strict=True))


def _pages(language: str) -> list[Entry]:
    return [
        Entry("page", name, t(f"site.{name}", language), t("search.page", language), t(f"site.{name}", "es"),
              f"{t(f'search.pages.{name}', 'es')} {t(f'search.pages.{name}', 'en')}", 0.6)
        for name in ADDRESSES
    ]  # fmt: skip


def _indicators(language: str, known: Catalog) -> list[Entry]:
    topics, first = known.vocabulary.topics, {e.id for e in known.headlines.values()}
    found = []
    for entry in known.indicators.values():
        topic = topics[entry.topic]
        more = f"{topic.es} {topic.en} {entry.title.en} {entry.definition.in_(language)}"
        weight = 1.0 if entry.id in first else 0.8
        found.append(
            Entry("indicator", entry.id, entry.title.in_(language), topic.in_(language), entry.title.es, more, weight)
        )
    return found


def _states(language: str) -> list[Entry]:
    """The states that no zone of the catalogue stands for."""
    own = {zone.all_of for zone in catalog().zones.values()}
    keys = [key for key in names() if len(key) == 2 and key not in own]
    return [Entry("state", key, names()[key], "", weight=0.8) for key in keys]


def _zones(language: str, known: dict[str, Zone]) -> list[Entry]:
    found = []
    for key, zone in known.items():
        about = t("search.members", language, count=style.decimal(len(zones.members(zone))))
        weight = 0.9 if key in catalog().zones else 0.2
        found.append(Entry("zone", key, zones.label(zone, language), about, zone.short.es, zone.title.es, weight))
    return found


def _municipalities(language: str, people: dict[str, float]) -> list[Entry]:
    """Ours first, then the state's, then the rest by how many live there: there are seven Benito Juárez."""
    known, home = names(), catalog().default_zone
    most = max(people.values(), default=1.0)

    def weight(key: str) -> float:
        near = 0.5 if key in home.members else 0.3 if key[:2] == home.state else 0.0
        return near + 0.5 * (people.get(key, 0.0) / most) ** 0.5

    return [
        Entry("municipality", key, known[key], known.get(key[:2], ""), "", known.get(key[:2], ""), weight(key))
        for key in municipalities_of("00")
    ]
