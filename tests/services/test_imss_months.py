"""IMSS as a service: which months are asked for, when they are asked for again, and what stops the source."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug import Request, Response

from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import SourceFault
from etl.http import NotReached
from etl.live.imss import DICTIONARY
from etl.pipeline import prepare
from etl.raw import Want
from etl.sources import imss_jobs
from tests.services.day_imss import EXPECTED, JOBS, MONTHS, dictionary, month, serve
from tests.services.office import Office

TODAY = date(2026, 11, 22)
WANT = Want(since="2026-08", today=TODAY)


def test_the_months_are_brought_small_and_keep_the_contract(office: Office) -> None:
    serve(office)
    raw = imss_jobs.extract(office.client(), Want(today=TODAY))
    assert sorted(raw.files) == [*(f"imss/asg-{day}.csv" for day in MONTHS), f"imss/{DICTIONARY}"]
    prepared = prepare(imss_jobs.SOURCE, imss_jobs.parse, raw, catalog())
    assert prepared.problems == []
    figures = prepared.tables["observation"].query("breakdown == 'total'")
    told = figures.set_index(["indicator", "period", "area"])["value"].to_dict()
    expected = EXPECTED["imss_jobs"]
    assert {key: told[key] for key in expected} == pytest.approx(expected)
    bodies = [p for p in office.folder.rglob("*asg*") if p.suffix == ".csv"]
    assert bodies == [], "a body of 350 MB is not kept"
    asked = [a for a in office.asked if "asg" in a]
    assert len(asked) == 3 and office.asked[0].endswith(DICTIONARY)


def test_a_second_run_asks_for_nothing_and_a_later_one_only_whether_a_month_was_issued_again(office: Office) -> None:
    issued = {day: ('"1"', month()) for day in MONTHS}

    def reply(request: Request) -> Response:
        tag, content = issued[request.path[-14:-4]]
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304)
        return Response(content, headers={"ETag": tag})

    book = dictionary()  # made once: a workbook holds the moment it was made
    office.answers("imss", f"/{DICTIONARY}", book)
    for day in MONTHS:
        office.answers("imss", f"/asg-{day}.csv", reply)
    first = imss_jobs.extract(office.client(), WANT)
    office.asked.clear()
    assert imss_jobs.extract(office.client(), WANT).sha256 == first.sha256 and office.asked == []
    client = office.client(keep_hours=0)
    assert imss_jobs.extract(client, WANT).sha256 == first.sha256
    assert len(office.asked) == 4 and client.received == len(book), "three answers without a body"
    issued["2026-09-30"] = ('"2"', month([*JOBS, JOBS[1]]))
    for _ in range(2):  # what was taken anew is asked about again by its new mark
        client = office.client(keep_hours=0)
        again = imss_jobs.parse(imss_jobs.extract(client, WANT)).values.set_index(["area", "period"])
        assert again["ta"].loc[("14", "2026-09")] == 5103 and again["ta"].loc[("14", "2026-10")] == 4103
    assert client.received == len(book)


def test_a_month_without_a_mark_is_never_taken_twice(office: Office) -> None:
    serve(office)
    imss_jobs.extract(office.client(), WANT)
    office.asked.clear()
    imss_jobs.extract(office.client(keep_hours=0), WANT)
    assert [a for a in office.asked if "asg" in a] == []


def test_a_run_killed_before_the_sums_were_kept_does_not_take_the_month_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(office)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("etl.live.imss.reduce", killed)
        with pytest.raises(KeyboardInterrupt):
            imss_jobs.extract(office.client(), WANT)
    office.asked.clear()
    raw = imss_jobs.extract(office.client(), WANT)
    assert [a[-14:] for a in office.asked] == ["2026-09-30.csv", "2026-08-31.csv"] and len(raw.files) == 4


def test_the_newest_month_may_not_be_published_yet(office: Office) -> None:
    office.answers("imss", f"/{DICTIONARY}", dictionary())
    for day in MONTHS[:2]:
        office.answers("imss", f"/asg-{day}.csv", month())
    assert "imss/asg-2026-10-31.csv" not in imss_jobs.extract(office.client(), Want(today=TODAY)).files
    with pytest.raises(NotReached, match="imss has no file yet of 2026-10; run again later"):
        imss_jobs.extract(office.client(), Want(since="2026-10", today=TODAY))


def test_a_month_missing_in_the_middle_stops_the_source(office: Office) -> None:
    office.answers("imss", f"/{DICTIONARY}", dictionary())
    for day in MONTHS[::2]:
        office.answers("imss", f"/asg-{day}.csv", month())
    with pytest.raises(NotReached, match="imss has no file of 2026-09 and has one of 2026-08; nothing is published"):
        imss_jobs.extract(office.client(), Want(today=TODAY))


CHALLENGE = b'<html><head><script src="/_Incapsula_Resource?x"></script></head></html>'


@pytest.mark.parametrize(
    ("reply", "error", "sentence"),
    [
        (Response(CHALLENGE), NotAsExpected, "got an HTML page: the service is in maintenance or refuses scripts"),
        (Response(CHALLENGE, status=503), NotReached, "it answered 503; the next run tries again"),
        (Response(month()[:-9]), NotAsExpected, "its last line is not closed"),
        (Response(month().replace(b"|", b",")), NotAsExpected, "got another separator"),
        (Response(b""), NotAsExpected, "the file is empty"),
        (Response(month().replace(b"|2500|", b"|x|")), SourceFault, "a cell is no number"),
    ],
    ids=["challenge", "503", "half", "commas", "empty", "damaged"],
)
def test_a_month_that_exists_and_cannot_be_had_stops_the_source_and_the_next_run_goes_on(
    office: Office, reply: Response, error: type[Exception], sentence: str
) -> None:
    office.answers("imss", f"/{DICTIONARY}", dictionary())
    replies = {day: Response(month()) for day in MONTHS} | {"2026-10-31": reply}
    for day in MONTHS:
        office.answers("imss", f"/asg-{day}.csv", lambda request: replies[request.path[-14:-4]])
    with pytest.raises(error, match=sentence):
        imss_jobs.extract(office.client(attempts=2), WANT)
    replies["2026-10-31"] = Response(month())
    assert len(imss_jobs.extract(office.client(attempts=2), WANT).files) == 4
