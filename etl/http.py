"""The one way to ask a service: politely, within limits, without secrets in what is kept, logged or raised.

Every answer goes to disk first (see kept.py), is checked there, and only then has a name. What is younger than
the service's `keep_hours` is not asked for again; what is older is asked for with the validators it came with.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from etl.certificates import completed
from etl.content import Check, NotAsExpected, anything, json_text
from etl.kept import Kept, Note, now
from etl.manners import conditions, plain, retry_after
from etl.secrets import Secrets
from etl.services import Service

log = logging.getLogger(__name__)
PASSING = (429, 500, 502, 503, 504)  # statuses that another attempt may cure
SETTLED = timedelta(days=90)  # how long the answer for a closed period counts as fresh
AGENT = "Mozilla/5.0 (X11; Linux x86_64) ObservatorioMetropolitano/0.1"  # some offices refuse unknown programs
PIECE = 1 << 18


class NotReached(Exception):
    """The service did not answer, or kept failing, in every attempt; the next run tries again."""


class NoToken(Exception):
    """The service wants a key that this installation does not have."""


class _Passing(Exception):
    """One attempt failed in a way another may cure; `pause` is what the service asks us to wait."""

    def __init__(self, words: str, pause: float = 0) -> None:
        super().__init__(words)
        self.pause = pause


@dataclass(frozen=True)
class Answer:
    """One whole, checked answer: where it lies on disk, and what is noted of it."""

    path: Path
    note: Note
    asked: bool  # False: it was still fresh, and nothing was asked

    @property
    def status(self) -> int:
        """The HTTP status it came with."""
        return self.note.status

    def bytes(self) -> bytes:
        """All of it; for what is known to be small."""
        return self.path.read_bytes()

    def json(self) -> Any:
        """The answer as JSON, a byte order mark forgiven."""
        return json.loads(self.bytes().decode("utf-8-sig") or "null")


@dataclass
class Client:
    """Asks services. One a run; not shared between threads.

    services: id → Service. folder: where answers are kept. secrets: the tokens. sleep and clock are the machine's;
    tests give their own.
    """

    services: Mapping[str, Service]
    folder: Path
    secrets: Secrets = field(default_factory=Secrets)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    asked: int = 0
    received: int = 0
    proven: dict[str, bool] = field(default_factory=dict)  # service → whether its key is good, once a run found out
    _last: dict[str, float] = field(default_factory=dict)
    _session: requests.Session = field(default_factory=requests.Session)

    def get(
        self, service: str, path: str, *, params: Mapping[str, str] | None = None, check: Check = json_text,
        statuses: Collection[int] = (200,), settled: bool = False, form: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        """Ask for `path` of a service (POST where a form is given), and keep the answer.

        path: begins with "/"; the word {token} in it stands for the service's key. check: what the bytes of a 200 must
        be. statuses: those the caller understands; the body of another than 200 is his to read. settled: the answer
        is of a closed period and hardly changes.
        Raises NotReached, NotAsExpected or NoToken, each with a sentence without secrets.
        """
        manner = self.services[service]
        if "{token}" in path and not self.secrets.of(manner):
            raise NoToken(f"{service} wants a key that is not set: put OBSERVATORIO_{str(manner.token).upper()} in the "
                          f"environment or in .env ({manner.how})")  # fmt: skip
        asked = requests.Request("POST" if form else "GET", manner.base + path, params=params, data=form)
        address = asked.prepare().url or ""
        kept = Kept(self.folder, service, f"{address} {json.dumps(form, sort_keys=True)}" if form else address)
        note = kept.note()
        fresh = SETTLED if settled else timedelta(hours=manner.keep_hours)
        if note and datetime.now(UTC) - note.moment < fresh and note.status in statuses:
            return Answer(kept.body, note, asked=False)
        attempts = Retrying(
            stop=stop_after_attempt(manner.attempts), retry=retry_if_exception_type(_Passing),
            wait=self._wait(manner), sleep=self.sleep, reraise=True,
        )  # fmt: skip
        try:
            return attempts(self._attempt, manner, asked, headers or {}, kept, check, statuses)
        except _Passing as error:
            raise NotReached(f"{service} did not answer as it should: {error}; the next run tries again") from None

    def _wait(self, manner: Service) -> Callable[[RetryCallState], float]:
        growing = wait_random_exponential(multiplier=1, max=manner.longest_pause)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(growing(state), error.pause if isinstance(error, _Passing) else 0)

        return wait

    def _attempt(
        self, manner: Service, asked: requests.Request, headers: Mapping[str, str], kept: Kept, check: Check,
        statuses: Collection[int],
    ) -> Answer:  # fmt: skip
        """One request, from the pause before it to the checked bytes."""
        self._pace(manner)
        old, begun = kept.note(), kept.begun()
        asked.headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers, **conditions(old, begun, kept)}
        ready = self._session.prepare_request(asked)
        ready.url = self.secrets.put(manner, ready.url or "")
        started = self.clock()
        try:
            with self._session.send(
                ready, stream=True, timeout=(manner.connect_timeout, manner.read_timeout), verify=self._verify(manner)
            ) as answer:
                self._heard(answer, manner, kept, started)
                if answer.status_code == 304 and old:
                    return Answer(kept.body, kept.confirm(old), asked=True)
                note = Note(
                    kept.address, now(), answer.status_code, answer.headers.get("ETag", ""),
                    answer.headers.get("Last-Modified", ""),
                )  # fmt: skip
                self._judge(answer, manner, statuses, note, kept)
                self._take(answer, manner, kept, note)
        except requests.RequestException as error:
            raise _Passing(self.secrets.hide(plain(error))) from None
        try:
            (check if note.status in (200, 206) else anything)(kept.part)
        except NotAsExpected as error:
            kept.drop()
            raise NotAsExpected(f"{manner.id}, {kept.address}: {error}") from None
        if note.status == 206:
            note = Note(note.address, note.retrieved_at, 200, note.etag, note.last_modified)
        return Answer(kept.body, kept.finish(note), asked=True)

    def _pace(self, manner: Service) -> None:
        """Wait until `pace` seconds have passed since the last request to the same host."""
        host = urlsplit(manner.base).netloc
        if host in self._last:
            rest = self._last[host] + manner.pace - self.clock()
            if rest > 0:
                self.sleep(rest)
        self._last[host] = self.clock()

    def _verify(self, manner: Service) -> bool | str:
        """What certificates are checked against; switched off only where services.yaml says so in words."""
        if manner.insecure:
            log.warning("the certificate of %s is not checked: services.yaml says insecure", manner.id)
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # said above, once a request
            return False
        return str(completed(manner, self.folder)) if manner.certificate else True

    def _heard(self, answer: requests.Response, manner: Service, kept: Kept, started: float) -> None:
        self.asked += 1
        log.info(
            "asked", extra={"service": manner.id, "address": kept.address, "status": answer.status_code,
                            "seconds": round(self.clock() - started, 2)},
        )  # fmt: skip

    def _judge(
        self, answer: requests.Response, manner: Service, statuses: Collection[int], note: Note, kept: Kept
    ) -> None:
        """Raise for a status the caller does not understand."""
        if note.status in statuses or note.status == 206:
            return
        if note.status in PASSING:
            pause = retry_after(answer.headers.get("Retry-After", ""))
            if pause > manner.longest_pause:
                raise NotReached(f"{manner.id} asks us to wait {pause:.0f} seconds; run again after that")
            raise _Passing(f"it answered {note.status}", pause)
        if note.status == 416:  # the rest of an interrupted download is not there any more
            kept.drop()
            raise _Passing("the interrupted download cannot be continued")
        raise NotAsExpected(
            f"{manner.id} answered {note.status} to {kept.address}; expected {_list(statuses)}", note.status
        )

    def _take(self, answer: requests.Response, manner: Service, kept: Kept, note: Note) -> None:
        """Write the body to `part`, after what an interrupted download left where the service continues it."""
        goes_on = note.status == 206 and answer.headers.get("Content-Range", "").startswith(
            f"bytes {kept.part.stat().st_size if kept.part.exists() else -1}-"
        )
        if note.status == 206 and not goes_on:
            kept.drop()
            raise _Passing("it continued the download at another place than asked")
        most = manner.max_mb * 1e6
        size = kept.part.stat().st_size if goes_on else 0
        if size + float(answer.headers.get("Content-Length") or 0) > most:
            raise NotAsExpected(f"{manner.id}: {kept.address} is larger than {manner.max_mb:g} MB, the limit for it")
        kept.begin(note)
        with kept.part.open("ab" if goes_on else "wb") as file:
            for piece in answer.iter_content(PIECE):
                size += len(piece)
                self.received += len(piece)
                if size > most:
                    kept.drop()
                    raise NotAsExpected(f"{manner.id}: {kept.address} passed {manner.max_mb:g} MB, the limit for it")
                file.write(piece)


def _list(statuses: Collection[int]) -> str:
    return " or ".join(str(s) for s in sorted(statuses))
