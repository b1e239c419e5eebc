"""What is logged: one JSON object a line on standard error, for machines; nothing of it holds a key.

The screen (standard output) is for people. OBSERVATORIO_LOG sets the level (INFO by default).
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from etl.secrets import Secrets, Veil

_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """A record as one line of JSON: time, level, where, what, and the fields given as `extra`."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage(),
        } | {k: v for k, v in vars(record).items() if k not in _PLAIN}  # fmt: skip
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return self._secrets.hide(json.dumps(told, ensure_ascii=False, default=str))


def start(secrets: Secrets, level: str) -> None:
    """Send every record to standard error as lines; safe to repeat."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(secrets))
    handler.addFilter(Veil(secrets))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells at every start that there is nothing to tell
