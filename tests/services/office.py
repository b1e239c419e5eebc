"""A local server in the place of the official services, and a client that asks it.

Each service has its own first segment: http://127.0.0.1:<port>/<service id>/…; times between requests are not
waited for, they are written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from etl.http import Client
from etl.secrets import Secrets
from etl.services import Service, services

TOKEN = "11111111-2222-3333-4444-secreto-de-prueba"


@dataclass
class Office:
    """The local server, what it was asked (method and path with query), and how long it was not asked."""

    server: HTTPServer
    folder: Path
    asked: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def answers(
        self, service: str, path: str, reply: Callable[[Request], Response] | Response | bytes | str,
        *, status: int = 200, kind: str = "application/octet-stream",
    ) -> None:  # fmt: skip
        """Answer `path` of a service (begins with "/"; query aside) with bytes, a response or a function."""

        def give(request: Request) -> Response:
            self.asked.append(f"{request.method} {request.full_path.rstrip('?').removeprefix('/' + service)}")
            self.headers.append(dict(request.headers))
            if isinstance(reply, Response):
                return reply
            return reply(request) if callable(reply) else Response(reply, status=status, content_type=kind)

        self.server.expect_request(f"/{service}{path}").respond_with_handler(give)

    def replaced(self) -> dict[str, Service]:
        """Every service, at this server, without pauses."""
        return {
            name: service.model_copy(update={"base": self.server.url_for(f"/{name}"), "pace": 0.0})
            for name, service in services().items()
        }

    def client(self, **changed: object) -> Client:
        """A client that asks this server; `changed` are fields of every Service (keep_hours=0, attempts=1…)."""
        named = {name: s.model_copy(update=changed) for name, s in self.replaced().items()}
        keys = {"inegi_token": SecretStr(TOKEN), "denue_token": SecretStr(TOKEN)}
        return Client(named, self.folder, Secrets(keys), sleep=self.waits.append)
