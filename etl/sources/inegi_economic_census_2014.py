"""INEGI, Economic Census 2014: total gross output in 2013 of the municipalities that belong to a city.

The file is headed 2014, the year of the edition, and is in millions of pesos; the census asks about the year before.
Only 445 municipalities are in it, and Jamay is not one of them.
"""

from __future__ import annotations

from etl.contract import Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_xlsx

SOURCE = SourceModule(
    "inegi_economic_census_2014",
    files=(File("employment/censo_economico_2014_produccion_bruta.xlsx", rows=(445, 445)),),
)
OUTPUT = "Poducción Bruta Total (2014) Millones de pesos"  # the typo is the file's
MILLION = 1e6


def parse(raw: Raw) -> Parsed:
    """Values: one row a municipality, period 2013, produccion_bruta_total_mxn in pesos."""
    frame = read_xlsx(
        SOURCE, raw, "censo_economico_2014_produccion_bruta.xlsx", columns=("CVE_MUN", OUTPUT), sheet="DATOS"
    )
    frame = frame.rename(columns={OUTPUT: "produccion_bruta_total_mxn"})
    frame = frame.assign(area=keys(SOURCE, frame, frame["CVE_MUN"]), period="2013")
    values, marks = numbers(SOURCE, frame, ["produccion_bruta_total_mxn"])
    # printed to the thousand pesos: rounding to the peso only takes away what multiplying floats adds
    values["produccion_bruta_total_mxn"] = (values["produccion_bruta_total_mxn"] * MILLION).round()
    return Parsed(values[["area", "period", "file", "row", "produccion_bruta_total_mxn"]], marks)
