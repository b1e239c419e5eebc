"""Municipios parecidos: who is most like a municipality, in what, figure by figure; and its place by size."""

from __future__ import annotations

from dashboard import controls
from dashboard.analysis import peer_words
from dashboard.parts import frame, peer_figures, peers

here = controls.place()
chosen = peers.choice(here)
frame.top(here, "peers")
frame.title(here.t("peers.title", place=peers.name(chosen)))

told = peers.look(chosen)
if len(told.found):
    frame.lead(peer_words.lead(told, chosen.within, peers.where(here, chosen), here.language))
    peers.doings(here, told)
peers.row(here, chosen)

if len(told.found):
    peers.caution(here, told)
    left, right = frame.beside(8, 4)
    with left:
        peers.table(here, told)
    with right:
        peers.map_(here, told, chosen)
    peer_figures.beside(here, told, chosen)
    peer_figures.table(here, told, chosen)
else:
    peers.nothing(here, told)

peer_figures.by_size(here, chosen.area)
if len(told.found):
    peer_figures.downloads(here, told, chosen)
peer_figures.method(here, chosen)
