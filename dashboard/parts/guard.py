"""The guard of comparability on a page: what may not be compared, and what only with care, where it is read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.analysis.comparability import Remark
from dashboard.controls import Place

ICONS = {"refused": "⊘", "qualified": "△"}  # with a word beside it: neither colour nor sign stands alone


def show(here: Place, remarks: Sequence[Remark]) -> None:
    """The sentences of the remarks, what is refused first; nothing when there are none."""
    if not remarks:
        return
    items = []
    for severity, icon in ICONS.items():
        told = list(dict.fromkeys(r.sentence(here.language) for r in remarks if r.severity == severity))
        if told:
            word = here.t(f"comparability.{severity}")
            lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in told)
            items.append(
                f'<div class="{severity}"><b><i aria-hidden="true">{icon}</i>{escape(word)}</b><ul>{lines}</ul></div>'
            )
    st.html(f'<div class="guard" role="note">{"".join(items)}</div>')
