"""How services are asked: politely, within limits, and nothing of a broken answer is ever kept."""

from __future__ import annotations

import logging
import zipfile
from io import BytesIO

import pytest
from werkzeug import Request, Response

from etl.content import anything, archive, json_text, table_text
from etl.http import Client, NotAsExpected, NoToken, NotReached
from etl.secrets import Secrets, Veil
from tests.services.office import TOKEN, Office

PAGE = b"<!DOCTYPE html><html><title>P\xc3\xa1gina no encontrada</title></html>"


def zipped(size: int = 50_000) -> bytes:
    box = BytesIO()
    with zipfile.ZipFile(box, "w") as file:
        file.writestr("datos/a.csv", "x," * size)
    return box.getvalue()


def test_a_fresh_answer_is_not_asked_for_again(office: Office) -> None:
    office.answers("siap", "/a.json", b'{"a": 1}')
    client = office.client()
    assert client.get("siap", "/a.json").json() == {"a": 1}
    again = client.get("siap", "/a.json")
    assert (again.json(), again.asked, len(office.asked)) == ({"a": 1}, False, 1)


def test_an_old_answer_is_asked_for_with_its_validators_and_kept_when_it_has_not_changed(office: Office) -> None:
    def reply(request: Request) -> Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return Response(status=304)
        return Response(b'{"a": 1}', headers={"ETag": '"v1"'})

    office.answers("siap", "/a.json", reply)
    client = office.client(keep_hours=0)
    first = client.get("siap", "/a.json")
    assert client.get("siap", "/a.json").json() == first.json() == {"a": 1}
    assert client.received == len(b'{"a": 1}'), "the second answer had no body"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again_with_growing_pauses_and_not_for_ever(office: Office, status: int) -> None:
    office.answers("siap", "/a.json", b"", status=status)
    with pytest.raises(NotReached, match=f"siap did not answer as it should: it answered {status}; the next run"):
        office.client(attempts=3).get("siap", "/a.json")
    assert len(office.asked) == 3 and len(office.waits) == 2


def test_retry_after_is_respected_up_to_a_limit(office: Office) -> None:
    replies = [Response(status=503, headers={"Retry-After": "7"}), Response(b"[]")]
    office.answers("siap", "/a.json", lambda _: replies.pop(0))
    assert office.client().get("siap", "/a.json").json() == []
    assert office.waits[-1] >= 7
    office.answers("siap", "/b.json", Response(status=503, headers={"Retry-After": "86400"}))
    with pytest.raises(NotReached, match="asks us to wait 86400 seconds"):
        office.client().get("siap", "/b.json")


def test_one_host_is_not_asked_faster_than_its_pace(office: Office) -> None:
    office.answers("siap", "/a.json", b"[]")
    office.answers("siap", "/b.json", b"[]")
    client = office.client(pace=3.0)
    client.get("siap", "/a.json")
    client.get("siap", "/b.json")
    assert len(office.waits) == 1 and 2 < office.waits[0] <= 3


@pytest.mark.parametrize(
    ("check", "body", "sentence"),
    [
        (json_text, PAGE, "expected JSON, got an HTML page"),
        (json_text, b'{"a": ', "expected JSON, got «{\"a\":"),
        (archive(), PAGE, "expected a ZIP, got an HTML page"),
        (archive(), zipped()[:200], "the ZIP is damaged or cut short"),
        (archive("b.csv"), zipped(), "the ZIP lacks «b.csv»; it holds datos/a.csv"),
        (table_text(first_line="Anio,"), PAGE, "got an HTML page"),
        (table_text(first_line="Anio,"), b"Year,\n1\n", "whose first line holds «Anio,», got «Year,"),
        (table_text(first_line="Anio,"), b"Anio,Estado\n2020,1\n2020,", "its last line is not closed"),
    ],
)  # fmt: skip
def test_what_is_not_what_was_asked_for_is_told_and_not_kept(
    office: Office, check: object, body: bytes, sentence: str
) -> None:
    office.answers("siap", "/a", body)
    with pytest.raises(NotAsExpected) as told:
        office.client().get("siap", "/a", check=check)  # type: ignore[arg-type]
    assert sentence in str(told.value)
    assert len(office.asked) == 1, "asking again would not help"
    assert not [p for p in office.folder.rglob("*") if p.is_file() and not p.name.endswith(".json")]


def test_an_answer_that_breaks_off_is_continued_where_it_stopped(office: Office) -> None:
    whole = zipped()
    half = len(whole) // 2

    def reply(request: Request) -> Response:
        begin = request.headers.get("Range", "")
        if not begin:  # says how long it is, and stops before
            cut = Response(whole[:half], headers={"ETag": '"z"'})
            cut.headers["Content-Length"] = str(len(whole))
            cut.automatically_set_content_length = False
            return cut
        assert request.headers["If-Range"] == '"z"'
        at = int(begin.removeprefix("bytes=").rstrip("-"))
        part = {"Content-Range": f"bytes {at}-{len(whole) - 1}/{len(whole)}", "ETag": '"z"'}
        return Response(whole[at:], status=206, headers=part)

    office.answers("siap", "/a.zip", reply)
    client = office.client()
    assert client.get("siap", "/a.zip", check=archive("a.csv")).bytes() == whole
    assert len(office.asked) == 2 and client.received == len(whole)


def test_a_steady_drip_has_an_end(office: Office) -> None:
    office.answers("siap", "/a.bin", b"x" * 1000)
    with pytest.raises(NotReached, match="it took more than 1e-09 minutes"):
        office.client(longest_minutes=1e-9, attempts=1).get("siap", "/a.bin", check=anything)


def test_a_service_that_sends_us_elsewhere_is_followed_on_its_own_host_only(office: Office) -> None:
    office.answers("inegi_denue", f"/here/{TOKEN}", Response(status=302, headers={"Location": "/inegi_denue/there"}))
    office.answers("inegi_denue", "/there", b"[1]")
    assert office.client().get("inegi_denue", "/here/{token}").json() == [1]
    away = Response(status=302, headers={"Location": "http://example.org/there"})
    office.answers("inegi_denue", f"/away/{TOKEN}", away)
    with pytest.raises(NotAsExpected, match=r"to another host, example\.org: if it moved, change services\.yaml"):
        office.client().get("inegi_denue", "/away/{token}")


def test_an_answer_that_repeats_the_key_is_not_kept_nor_told(office: Office) -> None:
    office.answers("inegi_denue", f"/a/{TOKEN}", f'["{TOKEN}"]'.encode())
    office.answers("inegi_denue", f"/b/{TOKEN}", f"{TOKEN} is what you said".encode())
    for path in ("/a/{token}", "/b/{token}"):
        with pytest.raises(NotAsExpected) as told:
            office.client().get("inegi_denue", path)
        assert TOKEN not in str(told.value)
    assert not [p for p in office.folder.rglob("*") if p.is_file() and TOKEN.encode() in p.read_bytes()]


def test_two_services_of_one_host_wait_for_each_other(office: Office) -> None:
    office.answers("siap", "/a.json", b"[]")
    office.answers("conapo", "/b.json", b"[]")
    client = office.client(pace=3.0)
    client.get("siap", "/a.json")
    client.get("conapo", "/b.json")
    assert len(office.waits) == 1 and office.waits[0] > 2


def test_a_host_that_wants_to_be_left_alone_is_not_asked_again_in_the_same_run(office: Office) -> None:
    office.answers("siap", "/a.json", Response(status=429, headers={"Retry-After": "86400"}))
    client = office.client()
    for _ in range(3):
        with pytest.raises(NotReached, match="asks us to wait|asked us to wait"):
            client.get("siap", "/a.json")
    assert len(office.asked) == 1


def test_retry_after_may_be_a_date(office: Office) -> None:
    from datetime import UTC, datetime, timedelta
    from email.utils import format_datetime

    later = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    replies = [Response(status=503, headers={"Retry-After": later}), Response(b"[]")]
    office.answers("siap", "/a.json", lambda _: replies.pop(0))
    office.client().get("siap", "/a.json")
    assert office.waits[-1] > 40


def test_forms_of_one_address_are_different_questions_and_a_kept_refusal_is_no_answer(office: Office) -> None:
    office.answers("siap", "/form", lambda request: Response(f'["{request.form["town"]}"]'))
    client = office.client()
    assert [client.get("siap", "/form", form={"town": t}).json() for t in ("063", "066", "063")] == [
        ["063"], ["066"], ["063"]
    ]  # fmt: skip
    assert len(office.asked) == 2
    replies = [Response(status=404), Response(b"[7]")]
    office.answers("siap", "/late.json", lambda _: replies.pop(0))
    assert client.get("siap", "/late.json", statuses=(200, 404)).status == 404
    assert client.get("siap", "/late.json").json() == [7]


def test_a_closed_period_stays_fresh_longer_and_a_date_alone_validates(office: Office) -> None:
    import json
    from datetime import UTC, datetime, timedelta

    dated = {"Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT"}
    office.answers("siap", "/a.json", lambda r: Response(status=304) if "If-Modified-Since" in r.headers else
                   Response(b"[1]", headers=dated))  # fmt: skip
    client = office.client()
    (client.get("siap", "/a.json"))
    (note,) = (office.folder / "siap").glob("*a.json.json")
    told = json.loads(note.read_text())
    told["retrieved_at"] = (datetime.now(UTC) - timedelta(hours=21)).isoformat()
    note.write_text(json.dumps(told))
    assert client.get("siap", "/a.json", settled=True).asked is False
    assert client.get("siap", "/a.json").asked is True, "21 hours are too old for what may change"
    assert client.get("siap", "/a.json").asked is False, "what was confirmed counts as new"


def test_bytes_that_are_not_those_noted_are_asked_for_again(office: Office) -> None:
    office.answers("siap", "/a.json", b"[1, 2, 3]")
    client = office.client()
    client.get("siap", "/a.json").path.write_bytes(b"[1,")
    assert client.get("siap", "/a.json").json() == [1, 2, 3]


def test_a_member_of_a_zip_with_a_flipped_byte_is_told(office: Office) -> None:
    damaged = bytearray(zipped())
    damaged[100] ^= 0xFF
    office.answers("siap", "/a.zip", bytes(damaged))
    with pytest.raises(NotAsExpected, match="the ZIP is damaged"):
        office.client().get("siap", "/a.zip", check=archive("a.csv"))


def test_a_file_larger_than_its_limit_is_not_taken(office: Office) -> None:
    office.answers("siap", "/a.csv", b"x" * 30_000)
    with pytest.raises(NotAsExpected, match=r"larger than 0.02 MB, the limit"):
        office.client(max_mb=0.02).get("siap", "/a.csv", check=anything)


def test_a_service_that_is_not_there_ends_in_a_sentence(office: Office) -> None:
    client = office.client(attempts=2)
    gone = client.services["siap"].model_copy(update={"base": "http://127.0.0.1:9"})
    client = Client({"siap": gone}, office.folder, sleep=office.waits.append)
    with pytest.raises(NotReached, match="there is no connection to it; the next run tries again"):
        client.get("siap", "/a.json")


def test_a_key_goes_into_the_request_and_nowhere_else(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.answers("inegi_indicadores", f"/x/{TOKEN}", b"[1]", kind="application/json")
    client = office.client(attempts=1)
    with caplog.at_level(logging.DEBUG):
        for name in ("urllib3.connectionpool", "etl.http"):
            logging.getLogger(name).addFilter(Veil(client.secrets))
        assert client.get("inegi_indicadores", "/x/{token}").json() == [1]
        with pytest.raises(NotAsExpected) as missing:
            client.get("inegi_indicadores", "/y/{token}")
        client.services = {
            "inegi_indicadores": client.services["inegi_indicadores"].model_copy(update={"base": "http://127.0.0.1:9"})
        }
        with pytest.raises(NotReached) as unreachable:
            client.get("inegi_indicadores", "/z/{token}")
    assert office.asked[0].endswith(TOKEN)
    written = [str(p) + p.read_text("latin-1") for p in office.folder.rglob("*") if p.is_file()]
    logged = [f"{r.getMessage()} {r.__dict__}" for r in caplog.records if r.name != "werkzeug"]  # the server's own
    for text in (*written, *logged, str(missing.value), str(unreachable.value), repr(client)):
        assert TOKEN not in text


def test_without_a_key_the_service_is_not_asked_and_the_sentence_says_how_to_get_one(office: Office) -> None:
    client = office.client()
    client.secrets = Secrets()
    with pytest.raises(NoToken, match=r"put OBSERVATORIO_INEGI_TOKEN in the environment or in \.env \("):
        client.get("inegi_indicadores", "/x/{token}")
    assert office.asked == []
