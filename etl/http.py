"""The one way to ask a service: politely, within limits, without secrets in what is kept, logged or raised.

Every answer goes to disk first (see kept.py), is checked there, and only then has a name. What is younger than
the service's `keep_hours` is not asked for again; what is older is asked for with the validators it came with.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from etl.certificates import completed
from etl.content import Check, NotAsExpected, anything, json_text
from etl.download import Passing, take
from etl.kept import Kept, Note, now
from etl.manners import conditions, plain, retry_after
from etl.secrets import Secrets
from etl.services import Service

log = logging.getLogger(__name__)
PASSING = (429, 500, 502, 503, 504)  # statuses that another attempt may cure
SETTLED = timedelta(days=90)  # how long the answer for a closed period counts as fresh
AGENT = "Mozilla/5.0 (X11; Linux x86_64) ObservatorioMetropolitano/0.1"  # some offices refuse unknown programs
REDIRECTS = 5


class NotReached(Exception):
    """The service did not answer, or kept failing, in every attempt; the next run tries again."""


class NoToken(Exception):
    """The service wants a key that this installation does not have."""


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
    _last: dict[str, tuple[float, float]] = field(default_factory=dict)  # host → when it was asked, and its pace then
    _closed: dict[str, float] = field(default_factory=dict)  # host → until when it wants to be left alone
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
        if note and timedelta(0) <= datetime.now(UTC) - note.moment < fresh and note.status in statuses:
            return Answer(kept.body, note, asked=False)
        attempts = Retrying(
            stop=stop_after_attempt(manner.attempts), retry=retry_if_exception_type(Passing),
            wait=self._wait(manner), sleep=self.sleep, reraise=True,
        )  # fmt: skip
        try:
            return attempts(self._attempt, manner, asked, headers or {}, kept, check, statuses)
        except Passing as error:
            raise NotReached(f"{service} did not answer as it should: {error}; the next run tries again") from None

    def _wait(self, manner: Service) -> Callable[[RetryCallState], float]:
        growing = wait_random_exponential(multiplier=1, max=manner.longest_pause)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(growing(state), error.pause if isinstance(error, Passing) else 0)

        return wait

    def _attempt(
        self, manner: Service, asked: requests.Request, headers: Mapping[str, str], kept: Kept, check: Check,
        statuses: Collection[int],
    ) -> Answer:  # fmt: skip
        """One request, from the pause before it to the checked bytes."""
        self._pace(manner)
        old, begun = kept.note(), kept.begun()
        asked.headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers, **conditions(old, begun, kept)}
        started, broken = self.clock(), ""
        try:
            with self._send(asked, manner) as answer:
                self._heard(answer, manner, kept, started)
                if answer.status_code == 304 and old and old.status in statuses:
                    return Answer(kept.body, kept.confirm(old), asked=True)
                note = Note(
                    kept.address, now(), answer.status_code, answer.headers.get("ETag", ""),
                    answer.headers.get("Last-Modified", ""),
                )  # fmt: skip
                self._judge(answer, manner, statuses, note, kept)
                self.received += take(
                    answer, manner, kept, note, lambda: started + 60 * manner.longest_minutes - self.clock()
                )
        except requests.RequestException as error:
            broken = self.secrets.hide(
                plain(error)
            )  # raised outside, so that the error with its address is left behind
        if broken:
            raise Passing(broken)
        self._check(manner, kept, note, check)
        return Answer(kept.body, kept.finish(replace(note, status=200) if note.status == 206 else note), asked=True)

    def _check(self, manner: Service, kept: Kept, note: Note, check: Check) -> None:
        """Hold the bytes to the caller's check; what is wrong, or repeats our key, is not kept."""
        words = ""
        try:
            (check if note.status in (200, 206) else anything)(kept.part)
        except NotAsExpected as error:
            words = self.secrets.hide(f"{manner.id}, {kept.address}: {error}")
        if not words and manner.token and self.secrets.within(kept.part):
            words = f"{manner.id}, {kept.address}: the answer repeats our key, so it is not kept"
        if words:
            kept.drop()
            raise NotAsExpected(words)

    def _send(self, asked: requests.Request, manner: Service) -> requests.Response:
        """One request, and those it is sent on to; only within its host, or from http to https there."""
        ready = self._session.prepare_request(asked)
        ready.url = self.secrets.put(manner, ready.url or "")
        times = (manner.connect_timeout, manner.read_timeout)
        for _ in range(REDIRECTS):
            answer = self._session.send(
                ready, stream=True, timeout=times, verify=self._verify(manner), allow_redirects=False
            )
            if not answer.is_redirect:
                return answer
            answer.close()
            to = urljoin(ready.url or "", answer.headers["Location"])
            if urlsplit(to).hostname != urlsplit(ready.url or "").hostname:
                where = urlsplit(to).hostname
                raise NotAsExpected(f"{manner.id} sends us to another host, {where}: if it moved, change services.yaml")
            on = requests.Request(asked.method if answer.status_code in (307, 308) else "GET", to, asked.headers)
            ready = self._session.prepare_request(on)
        raise NotAsExpected(f"{manner.id} sends us on and on")

    def _pace(self, manner: Service) -> None:
        """Wait until the host may be asked again; raises NotReached while it wants to be left alone."""
        host = urlsplit(manner.base).hostname or ""
        if self._closed.get(host, 0) > self.clock():
            raise NotReached(
                f"{manner.id} asked us to wait {self._closed[host] - self.clock():.0f} seconds; run again later"
            )
        if host in self._last:
            last, pace = self._last[host]
            rest = last + max(pace, manner.pace) - self.clock()
            if rest > 0:
                self.sleep(rest)
        self._last[host] = (self.clock(), manner.pace)

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
                self._closed[urlsplit(manner.base).hostname or ""] = self.clock() + pause
                raise NotReached(f"{manner.id} asks us to wait {pause:.0f} seconds; run again after that")
            raise Passing(f"it answered {note.status}", pause)
        if note.status == 416:  # the rest of an interrupted download is not there any more
            kept.drop()
            raise Passing("the interrupted download cannot be continued")
        expected = " or ".join(str(s) for s in sorted(statuses))
        raise NotAsExpected(f"{manner.id} answered {note.status} to {kept.address}; expected {expected}", note.status)
