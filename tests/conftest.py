"""What every test may ask for: an empty, migrated database on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa

from data.catalog import catalog
from data.database import connect, restore, upgrade
from tests import postgres

# Machines differ in speed: what a test asserts must not depend on it.
hypothesis.settings.register_profile("observatorio", deadline=None)
hypothesis.settings.load_profile("observatorio")

_number = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys last: while Playwright is open its event loop runs, and no other test could start one."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server with a migrated `template_observatorio`; skips only where no server is installed."""
    if postgres.binaries() is None:
        if os.environ.get("CI"):
            pytest.fail(postgres.HOW)
        pytest.skip(postgres.HOW)
    with postgres.server() as address:
        _administer(address, "create database template_observatorio")
        engine = connect(address.rsplit("/", 1)[0] + "/template_observatorio")
        upgrade(engine)
        engine.dispose()
        yield address


def _administer(address: str, statement: str) -> None:
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def restored_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's own figures, restored once from the snapshot: read it, never write it."""
    path = tmp_path_factory.mktemp("restored") / "observatorio.sqlite"
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    restore(engine, catalog())
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def restored(restored_file: Path) -> Iterator[sa.Engine]:
    """An engine on the product's own figures."""
    engine = connect(f"sqlite:///{restored_file}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An engine on an empty, migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        made = connect(f"sqlite:///{path}")
        yield made
        made.dispose()
        return
    address = request.getfixturevalue("postgres_server")
    name = f"test_{os.getpid()}_{next(_number)}"
    _administer(address, f"create database {name} template template_observatorio")
    made = connect(address.rsplit("/", 1)[0] + f"/{name}")
    yield made
    made.dispose()
    _administer(address, f"drop database {name}")
