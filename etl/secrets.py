"""The keys of services, put into an address at the last moment and taken out of every text.

Addresses are built, kept and logged with the word {token} in the key's place.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from pydantic import SecretStr

from data.settings import settings
from etl.services import Service

MARK = "{token}"
HIDDEN = "***"


class Secrets:
    """Keys by the name of their setting; shows none of them."""

    def __init__(self, keys: Mapping[str, SecretStr | None] | None = None) -> None:
        found = keys or {}
        self._keys = {name: k.get_secret_value().strip() for name, k in found.items() if k is not None}

    @classmethod
    def of_settings(cls) -> Secrets:
        """The keys of the environment."""
        return cls({"inegi_token": settings().inegi_token, "denue_token": settings().denue_token})

    def of(self, service: Service) -> bool:
        """Whether there is a key for the service."""
        return bool(service.token and self._keys.get(service.token))

    def put(self, service: Service, address: str) -> str:
        """The address with the key in its place."""
        key = quote(self._keys.get(service.token or "", ""), safe="")
        return address.replace(MARK, key).replace(quote(MARK), key)

    def hide(self, text: str) -> str:
        """The text without any key."""
        for key in self._keys.values():
            if key:
                text = text.replace(key, HIDDEN).replace(quote(key, safe=""), HIDDEN)
        return text

    def within(self, path: Path) -> bool:
        """Whether a file holds one of the keys."""
        keys = [key.encode() for key in self._keys.values() if key]
        content = path.read_bytes() if keys else b""
        return any(key in content for key in keys)

    def __repr__(self) -> str:
        return f"Secrets({', '.join(sorted(self._keys))})"


class Veil(logging.Filter):
    """Takes the keys out of every record, also those of the HTTP library, which writes whole addresses."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, hidden."""
        try:
            told = record.getMessage()
        except (TypeError, ValueError):  # a library's record with the wrong arguments; logging would say so itself
            told = f"{record.msg} {record.args}"
        record.msg, record.args = self._secrets.hide(told), ()
        return True
