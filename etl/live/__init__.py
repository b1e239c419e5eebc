"""How each official service speaks: its addresses, its bodies, its ways of saying no.

What is fetched and how it becomes figures is said in etl/sources; these modules keep those short.
"""
