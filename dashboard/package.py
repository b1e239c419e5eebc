"""A download as a Frictionless data package: the CSV and a datapackage.json that describes every column.

The archive holds no clock of its own: the same selection gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from dashboard.export import Selection
from dashboard.files import headers, to_csv
from dashboard.text import t

KEY = ("code", "indicator", "breakdown", "period")  # what tells one row of figures from every other
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a ZIP can hold


def to_package(chosen: Selection) -> bytes:
    """A ZIP with datapackage.json and the CSV of `to_csv`."""
    table = to_csv(chosen)
    description = json.dumps(_described(chosen, table), ensure_ascii=False, indent=1).encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("datapackage.json", description), (f"{chosen.name}.csv", table)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _described(chosen: Selection, table: bytes) -> dict[str, Any]:
    named = dict(zip(chosen.data.columns, headers(chosen), strict=True))
    key = [column for column in KEY if column in named]
    unique = key and not chosen.data.duplicated(key).any()
    resource = {
        "name": chosen.name,
        "path": f"{chosen.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(table),
        "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
        "schema": {
            "fields": [
                {
                    "name": header,
                    "type": "number" if column in chosen.numbers else "string",
                    "description": t(f"export.fields.{column}", chosen.language),
                }
                for column, header in named.items()
            ],
            "missingValues": [""],
            **({"primaryKey": [named[column] for column in key]} if unique else {}),
        },
    }
    return {
        "name": chosen.name,
        "profile": "tabular-data-package",
        "title": next(iter(chosen.metadata.values()), chosen.name),
        "description": "\n".join(f"{label}: {text}" for label, text in chosen.metadata.items()),
        "resources": [resource],
    }
