"""python -m etl COMMAND; `--help` on any command says what it does. The commands live in etl/commands/."""

from __future__ import annotations

import importlib
import pkgutil

from data.catalog import CatalogError, catalog
from data.settings import settings
from etl import commands, logs
from etl.secrets import Secrets

for found in pkgutil.iter_modules(commands.__path__):
    importlib.import_module(f"{commands.__name__}.{found.name}")

if __name__ == "__main__":
    try:
        catalog()
    except CatalogError as error:
        raise SystemExit(str(error)) from None
    logs.start(Secrets.of_settings(), settings().log)
    commands.app()
