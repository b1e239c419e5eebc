"""A service that leaves a link out of its certificate chain: completed by a file, or told; never silently accepted."""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import certifi
import pytest
import trustme

from etl.http import Client, NotReached
from etl.services import Service, ServiceError


class Chain:
    """A root, a link signed by it, and a server whose certificate the link signed but which shows only its own."""

    def __init__(self, folder: Path) -> None:
        root = trustme.CA()
        link = root.create_child_ca()
        own = link.issue_cert("localhost")
        self.root, self.link = folder / "roots.pem", folder / "link.pem"
        root.cert_pem.write_to_path(str(self.root))
        link.cert_pem.write_to_path(str(self.link))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        alone = folder / "own.pem"
        alone.write_bytes(own.private_key_pem.bytes() + own.cert_chain_pems[0].bytes())
        context.load_cert_chain(alone)
        self.server = HTTPServer(("127.0.0.1", 0), Table)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def service(self, **changed: object) -> Service:
        base = f"https://localhost:{self.server.server_port}"
        return Service.model_validate({"id": "siap", "base": base, "pace": 0, "attempts": 1, **changed})


class Table(BaseHTTPRequestHandler):
    """Answers everything with an empty list."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chain]:
    """The server is running, and its root is the only one that certifi knows."""
    found = Chain(tmp_path)
    monkeypatch.setattr(certifi, "where", lambda: str(found.root))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(found.root))
    worker = threading.Thread(target=found.server.serve_forever, daemon=True)
    worker.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    worker.join()


def client(service: Service, folder: Path) -> Client:
    return Client({"siap": service}, folder / "raw", sleep=lambda _: None)


def test_a_chain_with_a_link_missing_is_told_and_how_to_give_it(chain: Chain, tmp_path: Path) -> None:
    with pytest.raises(NotReached, match=r"its certificate cannot be verified; give the missing one in etl/certific"):
        client(chain.service(), tmp_path).get("siap", "/a.json")


def test_the_missing_link_completes_the_chain(chain: Chain, tmp_path: Path) -> None:
    asker = client(chain.service(certificate=str(chain.link)), tmp_path)
    assert asker.get("siap", "/a.json").json() == []
    bundle = (tmp_path / "raw/certificates/siap.pem").read_text()
    assert bundle.startswith(chain.root.read_text().rstrip()) and bundle.endswith(chain.link.read_text())


def test_a_link_of_another_chain_completes_nothing(chain: Chain, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Chain(tmp_path / "other")
    other.server.server_close()
    with pytest.raises(NotReached, match="its certificate cannot be verified"):
        client(chain.service(certificate=str(other.link)), tmp_path).get("siap", "/a.json")


@pytest.mark.parametrize("content", [None, b"", b"\x30\x82\x04"], ids=["not there", "empty", "DER"])
def test_a_certificate_that_cannot_be_used_is_told_before_anything_is_asked(
    chain: Chain, tmp_path: Path, content: bytes | None
) -> None:
    link = tmp_path / "mine.pem"
    if content is not None:
        link.write_bytes(content)
    with pytest.raises(ServiceError, match=r"and no PEM certificate is there; README, «Certificates», says how"):
        client(chain.service(certificate=str(link)), tmp_path).get("siap", "/a.json")


def test_checking_is_switched_off_only_in_so_many_words_and_each_run_says_so(
    chain: Chain, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert client(chain.service(insecure=True), tmp_path).get("siap", "/a.json").json() == []
    assert "the certificate of siap is not checked: services.yaml says insecure" in caplog.text
