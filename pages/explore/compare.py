"""Comparar: up to ten places on one indicator; the answer, the dots, the differences in people, the lines."""

from __future__ import annotations

from dashboard import controls
from dashboard.parts import compare, compare_charts, compare_table, frame

here = controls.place()
choice = controls.choice()
frame.top(here, "compare")
frame.title(choice.indicator.title.in_(here.language))

board = compare.look(here, choice)
frame.lead(compare.answer(here, board))
compare.places(here, board)
compare.row(here, board)

if board.empty:
    compare.nothing(here, board)
else:
    left, right = compare.halves(board)
    with left:
        compare_charts.dots(here, board)
        compare.guarded(here, board)
    with right:
        compare.apart(here, board)
    compare_table.table(here, board)
    compare_charts.trend(here, board)
    compare_table.downloads(here, board)
compare_table.sheet(here, board)
