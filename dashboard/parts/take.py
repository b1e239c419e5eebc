"""What a reader takes away from a view: its data, its pictures, its citation and its address."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import drawing, files
from dashboard.controls import Place
from dashboard.drawing import Drawing
from dashboard.export import Selection
from dashboard.parts import frame
from dashboard.plate import Plate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bar(here: Place, chosen: Selection, pictures: Sequence[Drawing | Plate], citation: str) -> None:
    """Downloads of a view, made when they are asked for, and how to cite it.

    pictures: what the view draws; the first one's title names the file. Files are made outside the script's run:
    everything they need must be in what is given here.
    """
    kinds = {
        "CSV": ("csv", "text/csv", lambda: files.to_csv(chosen)),
        "XLSX": ("xlsx", XLSX, lambda: files.to_xlsx(chosen)),
        "JSON": ("json", "application/json", lambda: files.to_json(chosen)),
    }
    for plate in pictures:
        if isinstance(plate, Drawing):
            kinds["PNG"] = ("png", "image/png", lambda p=plate: drawing.png(p))  # type: ignore[misc]
            kinds["SVG"] = ("svg", "image/svg+xml", lambda p=plate: drawing.svg(p).encode("utf-8"))  # type: ignore[misc]
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.html(f'<p class="note">{escape(here.t("origin.take"))}</p>', width="content")
        for name, (ending, kind, make) in kinds.items():
            st.download_button(
                name, make, f"{chosen.name}.{ending}", kind, key=f"take_{ending}", on_click="ignore", type="secondary"
            )
    frame.note(here.t("origin.cite") + " " + citation)
