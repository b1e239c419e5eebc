"""Every page: its file, its address and its place in the menu. A page not listed here does not exist."""

from __future__ import annotations

from pathlib import Path

ROOM = Path(__file__).parent.parent / "pages"
# section of the menu → page → (file, address); the first page is the one without an address
MENU: dict[str, dict[str, tuple[str, str]]] = {
    "look": {
        "overview": ("explore/overview.py", ""),
        "map": ("explore/map.py", "mapa"),
        "compare": ("explore/compare.py", "comparar"),
        "municipality": ("explore/municipality.py", "municipio"),
    },
    "study": {
        "relation": ("study/relation.py", "relacion"),
        "patterns": ("study/patterns.py", "patrones"),
        "peers": ("study/peers.py", "parecidos"),
        "flows": ("study/flows.py", "flujos"),
    },
    "about": {
        "zones": ("about/zones.py", "zonas"),
        "sources": ("about/sources.py", "fuentes"),
        "state": ("about/state.py", "estado"),
    },
}
PAGES = {name: file for section in MENU.values() for name, (file, _) in section.items()}
ADDRESSES = {name: address for section in MENU.values() for name, (_, address) in section.items()}


def page_file(name: str) -> str:
    """The file of a page, as Streamlit's links want it."""
    return str(ROOM / PAGES[name])
