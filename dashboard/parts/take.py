"""What a reader takes away from a view: its data, its pictures, its citation and its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import contact, drawing, files, plate, style
from dashboard.contact import Contact
from dashboard.controls import Place
from dashboard.drawing import Drawing
from dashboard.export import Selection
from dashboard.package import to_package
from dashboard.parts import frame
from dashboard.plate import Plate
from dashboard.wording import slug

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COPY = ("citation", "address", "citation_done", "address_done", "failed")
_HERE = Path(__file__).parent
_copy = st.components.v2.component(
    "observatory_copy",
    html=(_HERE / "take.html").read_text(encoding="utf-8"),
    js=(_HERE / "take.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # so that its buttons look like the others
)
Make = Callable[[], bytes]
Picture = Drawing | Plate | Contact


def bar(here: Place, chosen: Selection, pictures: Sequence[Picture], citation: str) -> None:
    """Downloads of a view, made when they are asked for, and how to cite it.

    pictures: what the view draws, each with its own `name` («tendencia») when there are several. Files are made
    outside the script's run: everything they need must be in what is given here. The link that can be copied is the
    selection's address.
    """
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        _label(here.t("take.label"))
        _data(here, chosen)
    if pictures:
        with st.container(horizontal=True, key="pictures", vertical_alignment="center"):
            _label(here.t("take.pictures"))
            for name, picture in named(here, pictures).items():
                _picture(here, chosen, picture, name if len(pictures) > 1 else "")
    frame.note(f"{here.t('take.cite')} {citation}")
    words = {key: here.t(f"take.copy.{key}") for key in COPY} | {"field": here.t("take.cite")}
    _copy(data={"citation": citation, "address": chosen.address, "words": words}, key="copy", height="content")


def _label(words: str) -> None:
    st.html(f'<p class="note">{escape(words)}</p>', width="content")


def _data(here: Place, chosen: Selection) -> None:
    """The table in the three formats, and as a package that describes itself."""
    _button("CSV", lambda: files.to_csv(chosen), f"{chosen.name}.csv", "text/csv")
    _button("XLSX", lambda: files.to_xlsx(chosen), f"{chosen.name}.xlsx", XLSX)
    _button("JSON", lambda: files.to_json(chosen), f"{chosen.name}.json", "application/json")
    _button(here.t("take.package"), lambda: to_package(chosen), f"{chosen.name}.zip", "application/zip")


def _picture(here: Place, chosen: Selection, picture: Picture, name: str) -> None:
    """One picture as PNG and as SVG; `name` tells it from the others of the view."""
    file = slug([name]) if name else ""
    for ending, kind in (("png", "image/png"), ("svg", "image/svg+xml")):
        label = ending.upper() + (f": {name}" if name else "")
        whole = f"{chosen.name}_{file}.{ending}" if file else f"{chosen.name}.{ending}"
        _button(label, _maker(here, chosen, picture, ending), whole, kind)


def _maker(here: Place, chosen: Selection, picture: Picture, ending: str) -> Make:
    """What draws the picture when it is asked for, with the day and the address under its source."""

    def make() -> bytes:
        day = here.t("take.consulted", day=style.day(datetime.now(UTC), here.language))
        signed = replace(picture, source=" ".join(filter(None, (picture.source, day, chosen.address))))
        if isinstance(signed, Drawing):
            return drawing.png(signed) if ending == "png" else drawing.svg(signed).encode("utf-8")
        if isinstance(signed, Contact):
            return contact.png(signed) if ending == "png" else contact.svg(signed).encode("utf-8")
        spoken = replace(signed, language=here.language)
        return plate.png(spoken) if ending == "png" else plate.svg(spoken).encode("utf-8")

    return make


def _button(label: str, make: Make, name: str, kind: str) -> None:
    key = f"take_{slug([label])}"
    st.download_button(label, make, name, kind, key=key, on_click="ignore", type="secondary")


def named(here: Place, pictures: Sequence[Picture]) -> dict[str, Picture]:
    """Each picture by its own name, else by what it is; a name given twice is numbered."""
    wanted = [p.name or here.t("take.map" if isinstance(p, Drawing | Contact) else "take.chart") for p in pictures]
    often, seen = Counter(wanted), Counter[str]()
    told = {}
    for name, picture in zip(wanted, pictures, strict=True):
        seen[name] += 1
        told[f"{name} {seen[name]}" if often[name] > 1 else name] = picture
    return told
