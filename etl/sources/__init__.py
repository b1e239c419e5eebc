"""One module a source, found by being there: SOURCE (what it reads) and parse (pure).

A module may replace `extract` when its service needs more than reading files; `modules()` lists them all.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType


@lru_cache(maxsize=1)
def modules() -> dict[str, ModuleType]:
    """Source id → its module, in the order of the ids."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        found[module.SOURCE.id] = module
    return dict(sorted(found.items()))
