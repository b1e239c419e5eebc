"""The local server of the services."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.services.office import Office


@pytest.fixture
def office(httpserver: HTTPServer, tmp_path: Path) -> Office:
    """A local server in the place of every official service."""
    httpserver.no_handler_status_code = 404
    return Office(httpserver, tmp_path / "raw")
