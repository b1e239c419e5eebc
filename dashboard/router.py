"""The script Streamlit runs for every page: configuration, menu, page (or why it has nothing to show).

Pages live in pages/<section>/: Streamlit would run a file directly in pages/ without this router.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import controls, live
from dashboard.addresses import ADDRESSES, PAGES, page_file
from dashboard.parts import dormant, frame, widgets

ICON = str(Path(__file__).parent / "icon.png")


def main() -> None:
    """Run the page the address asks for."""
    live.begin()
    here = controls.place()
    pages = [
        st.Page(
            page_file(name),
            title=f"{here.t(f'site.{name}')} · {here.t('site.short')}",
            url_path=ADDRESSES[name] or None,
            default=not ADDRESSES[name],
        )
        for name in PAGES
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=page.title, page_icon=ICON, layout="wide", initial_sidebar_state="auto")
    frame.language(here)
    with st.sidebar:
        widgets.menu(here)
    name = next(name for name, address in ADDRESSES.items() if address == page.url_path)
    waiting = dormant.asked(name)
    if waiting is None:
        page.run()
    else:  # of an indicator without public figures no page has anything to show
        dormant.show(here, name, waiting)


if __name__ == "__main__":
    main()
