"""What municipalities report of themselves: one form they fill, checked cell by cell, loaded as releases of their own.

`form` says what the form holds; `template` writes it, `grid` reads what comes back, `cells` and `rules` judge it,
`whole` joins it with what the municipality had reported before, `arrival` brings it in. Whoever fills the form reads
Spanish: so are its sentences.
"""
