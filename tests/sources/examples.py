"""Recorded examples of each source: a few rows cut from the official file, layout untouched.

The examples are short on purpose, so `relaxed()` lifts the completeness rule that refuses short files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import etl.reading
from etl.raw import File, Raw, SourceModule
from etl.sources import modules

FOLDER = Path(__file__).parent / "examples"


def example(source: str) -> Raw:
    """The recorded example of a source, as its extract would have brought it."""
    files = modules()[source].SOURCE.files
    return Raw({f.name: (FOLDER / source / Path(f.name).name).read_bytes() for f in files})


@contextmanager
def relaxed() -> Iterator[None]:
    """Accept any number of records while the block runs."""
    strict = etl.reading.declared

    def any_length(module: SourceModule, name: str) -> File:
        return File(strict(module, name).name, rows=(0, 10**9))

    with patch.object(etl.reading, "declared", any_length):
        yield
