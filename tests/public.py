"""What the snapshot publishes: the one rule by which tests say which indicators must have figures.

The catalogue also describes what is still to come. An indicator must have figures as soon as its source is in the
snapshot; one that we derive, as soon as the sources of all its parts are. The rest is dormant and offered nowhere.
"""

from __future__ import annotations

import json
from functools import lru_cache

from dashboard import offices
from data.catalog import catalog
from data.entries import Indicator
from data.settings import settings


@lru_cache(maxsize=1)
def sources() -> frozenset[str]:
    """Sources with a release in data/snapshot."""
    manifest = json.loads((settings().snapshot / "manifest.json").read_text(encoding="utf-8"))
    return frozenset(release["source"] for release in manifest["releases"])


def indicators() -> dict[str, Indicator]:
    """Id → entry of every indicator that must have public figures, in the menu's order."""
    told = {name: {s.id for s in offices.behind(i)} | {i.source} for name, i in catalog().indicators.items()}
    return {name: catalog().indicators[name] for name, needed in told.items() if needed <= sources()}
