"""Builds data/areas.csv from INEGI's catalogue of municipalities and the census counts.

The catalogue has no dates of creation; a municipality is said to exist from the first count that lists it
(1990 = since before 1990), and one absent from every count so far from the catalogue's own year.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

COUNTS = (1990, 1995, 2000, 2005, 2010, 2020)
CATALOGUE_YEAR = "2024"
_ROW = re.compile(r'^"\s*(\d{2}) (\d{3}) ","([^"]*)"')


def first_seen(folder: Path) -> dict[str, tuple[str, str]]:
    """Municipality → (first census or count that lists it, name in the last one that does)."""
    seen: dict[str, tuple[str, str]] = {}
    for year in COUNTS:
        text = (folder / f"census/poblacion_{year}.csv").read_text(encoding="latin-1")
        for line in text.splitlines():
            if match := _ROW.match(line):
                key = match[1] + match[2]
                if match[2] >= "990":  # "Otros municipios": people of an unknown municipality, no territory
                    continue
                seen[key] = (seen.get(key, (str(year), ""))[0], match[3].strip())
    return seen


def build(folder: Path) -> str:
    """The text of areas.csv; `folder` holds geography/ and census/ as the offices publish them."""
    catalogue = json.loads((folder / "geography/catalogo_municipios.json").read_text(encoding="utf-8"))
    seen = first_seen(folder)
    rows = [("00", "México", "nation", "", "1990", "")]
    rows += sorted({(c["cve_entidad"], c["nom_entidad"], "state", "00", "1990", "") for c in catalogue})
    present = set()
    for c in catalogue:
        key = c["cve_completa"]
        present.add(key)
        since = seen.get(key, (CATALOGUE_YEAR, ""))[0]
        rows.append((key, c["nom_municipio"], "municipality", c["cve_entidad"], since, ""))
    for key, (since, name) in seen.items():
        if key not in present:
            rows.append((key, name, "municipality", key[:2], since, "2020"))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("area", "name", "level", "parent", "valid_from", "valid_to"))
    writer.writerows(rows[:1] + sorted(rows[1:]))
    return out.getvalue()
