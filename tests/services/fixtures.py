"""The recorded and constructed answers that lie beside the repository, where they do (OBSERVATORIO_FIXTURES).

They are read, never copied: a test's own excerpt lies in tests/services/answers/<service>/.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ANSWERS = Path(__file__).parent / "answers"


def fixture(name: str) -> Path:
    """One file of the shared fixtures; the test is skipped where there are none on this machine."""
    folder = os.environ.get("OBSERVATORIO_FIXTURES")
    if not folder:
        pytest.skip("set OBSERVATORIO_FIXTURES to the folder of the services' example answers")
    return Path(folder) / name


def answer(name: str) -> bytes:
    """One of the project's own excerpts: `<service>/<file>` under tests/services/answers."""
    return (ANSWERS / name).read_bytes()
