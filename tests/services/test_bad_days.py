"""Bad input over the network, one kind at a time: what is public stays, one sentence says what happened, and the next
run, on a good day, goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from werkzeug import Response

import etl.pipeline
from data.catalog import Catalog
from data.schema import run as run_table
from etl.attempt import Run
from etl.content import table_text
from etl.contract import Parsed
from etl.http import Client
from etl.kept import Kept
from etl.load import public
from etl.raw import File, Raw, SourceModule, Stored, Want
from etl.reading import keys, numbers, read_csv
from tests.services.office import Office
from tests.services.test_http import zipped
from tests.small import small_catalog
from tests.test_changes import public_values

SOURCE = SourceModule("small", remote=(File("small.csv", rows=(1, 1000)),), service="siap")
Reply = Response | bytes | Callable[..., Response]
HEADER = "clave,year,PEOPLE,INSURED\n"
FIRST = HEADER + "14063,2019,1000,400\n14066,2019,500,100\n14047,2019,200,50\n"
SECOND = FIRST + "14063,2020,1010,410\n14066,2020,505,101\n14047,2020,202,51\n"

# What goes wrong here goes wrong before the database, which the tests of releases hold to both kinds.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def extract(client: Client, want: Want) -> Raw:
    got = client.get("siap", "/small.csv", check=table_text(first_line="clave,"))
    return Raw(Stored({"small.csv": got.path}), url="https://example.org/small.csv", retrieved_at=got.note.moment)


def parse(raw: Raw) -> Parsed:
    frame = read_csv(SOURCE, raw, "small.csv", columns=["clave", "year", "PEOPLE", "INSURED"])
    frame["area"] = keys(SOURCE, frame, frame["clave"])
    values, marks = numbers(SOURCE, frame.assign(period=frame["year"]), ["PEOPLE", "INSURED"])
    return Parsed(values[["area", "period", "file", "row", "PEOPLE", "INSURED"]], marks)


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> Catalog:
    module = SimpleNamespace(SOURCE=SOURCE, extract=extract, parse=parse)
    monkeypatch.setattr(etl.pipeline, "modules", lambda: {"small": module})
    return small_catalog()


def asked(
    engine: sa.Engine, catalog: Catalog, office: Office, reply: Response | bytes | Callable[..., Response]
) -> Run:
    """One run on a day the service gives `reply`."""
    office.server.clear()
    office.answers("siap", "/small.csv", reply)
    client = office.client(keep_hours=0, attempts=2)
    return etl.pipeline.refresh(engine, catalog, client, Want(), ["small"])[0]


def cut(body: str) -> Response:
    """Less than it announces: the network goes half-way."""
    reply = Response(body.encode()[: len(body) // 2])
    reply.headers["Content-Length"] = str(len(body))
    reply.automatically_set_content_length = False
    return reply


BAD: dict[str, tuple[Reply, str, str]] = {
    "HTML instead of data": (b"<html><body>Pagina no encontrada</body></html>", "refused", "got an HTML page"),
    "a screen of the firewall": (b"<script>Incapsula</script>", "refused", "got an HTML page"),
    "a ZIP instead of a table": (zipped()[:200], "refused", "expected a table whose first line holds «clave,»"),
    "half a table": (SECOND[:-9].encode(), "refused", "the table is cut short: its last line is not closed"),
    "nothing at all": (b"", "refused", "got nothing"),
    "wrong encoding": (SECOND.encode("utf-16"), "refused", "whose first line holds «clave,»"),
    "a letter in another encoding": (SECOND.replace("410", "4\xf10").encode("latin-1"), "refused",
                                     "the bytes are not in the expected encoding"),
    "a changed column": (SECOND.replace("PEOPLE", "GENTE").encode(), "refused", "column PEOPLE: a column is missing"),
    "comma and point swapped": (SECOND.replace("1010", '"1.010,0"').encode(), "refused",
                                "row 5, column PEOPLE: a cell is no number (expected a number; got «1.010,0»)"),
    "a municipality nobody knows": (SECOND.replace("14066,2020", "14126,2020").encode(), "refused",
                                    "the municipality is unknown (expected a key of data/areas.csv, which «etl areas»"),
    "a year that has not begun": (SECOND.replace("2020", "2099").encode(), "refused", "the period has not begun"),
    "a record given twice": (SECOND.replace("14066,2020", "14063,2020").encode(), "refused", "the key is given twice"),
    "a revised year": (FIRST.replace("1000,400", "1300,400").encode(), "loaded",
                       "1 final figures are revised (14063; 2019); most: 1,000 → 1,300"),
    "a year that vanished": (HEADER.encode() + b"14063,2020,1010,410\n", "loaded", "public figures are gone"),
    "maintenance": (Response(status=503), "failed", "it answered 503; the next run tries again"),
    "the network gone half-way": (lambda _: cut(SECOND), "failed", "the connection broke in the middle"),
    "an address that moved": (Response(status=404), "refused", "siap answered 404"),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(BAD))
def test_a_bad_day_leaves_what_is_public_and_the_next_day_goes_on(
    engine: sa.Engine, catalog: Catalog, office: Office, kind: str
) -> None:
    reply, outcome, sentence = BAD[kind]
    assert asked(engine, catalog, office, FIRST.encode()).outcome == "published"
    before, values = public(engine), public_values(engine)
    done = asked(engine, catalog, office, reply)
    assert done.outcome == outcome, done
    assert any(sentence in problem for problem in done.problems), done.problems
    assert public(engine)["small"] == before["small"] and public_values(engine) == values
    with engine.connect() as connection:
        last = connection.execute(
            sa.select(run_table).where(run_table.c.source == "small").order_by(run_table.c.run_id.desc())
        ).first()
    assert last is not None and last.outcome == outcome and any(sentence in p for p in last.problems)
    assert asked(engine, catalog, office, SECOND.encode()).outcome == "published"
    assert public_values(engine)["people", "2020", "14066"] == 505


@pytest.mark.parametrize("kind", ["an added column", "a code that lost its zero", "thousands"])
def test_what_can_be_read_beyond_doubt_is_read(engine: sa.Engine, catalog: Catalog, office: Office, kind: str) -> None:
    text = {
        "an added column": SECOND.replace("INSURED\n", "INSURED,NOTES\n").replace("410\n", "410,x\n"),
        "a code that lost its zero": FIRST + "1001,2020,900,300\n",
        "thousands": SECOND.replace(",1010,", ',"1,010",'),
    }[kind]
    if kind == "an added column":
        lines = SECOND.splitlines()
        text = "\n".join([lines[0] + ",NOTES", *(line + ",x" for line in lines[1:])]) + "\n"
    assert asked(engine, catalog, office, text.encode()).outcome == "published"
    values = public_values(engine)
    assert values["people", "2020", "01001" if "zero" in kind else "14063"] == (900 if "zero" in kind else 1010)


def test_a_full_disk_is_said_and_the_next_run_goes_on(
    engine: sa.Engine, catalog: Catalog, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(engine, catalog, office, FIRST.encode())
    (kept,) = [p for p in (office.folder / "siap").iterdir() if p.name.endswith("small.csv")]
    part = kept.with_name(kept.name + ".part")
    part.symlink_to("/dev/full")  # every byte written there meets a full disk
    with monkeypatch.context() as patched:
        patched.setattr(Kept, "drop", lambda _kept: None)  # it would put a plain file in its place
        done = asked(engine, catalog, office, SECOND.encode() * 100)
    assert done.outcome == "failed" and done.problems == (
        "small: the disk is full; free some space and run again, nothing was published",
    )
    assert public_values(engine)["people", "2019", "14063"] == 1000
    part.unlink()
    assert asked(engine, catalog, office, SECOND.encode()).outcome == "published"


def test_a_clock_of_theirs_that_is_ahead_does_not_date_our_figures(
    engine: sa.Engine, catalog: Catalog, office: Office
) -> None:
    ahead = {"Last-Modified": "Fri, 01 Jan 2100 00:00:00 GMT", "Date": "Fri, 01 Jan 2100 00:00:00 GMT"}
    done = asked(engine, catalog, office, Response(FIRST.encode(), headers=ahead))
    assert done.outcome == "published"
    with engine.connect() as connection:
        stamp = connection.exec_driver_sql("select retrieved_at from release where source = 'small'").scalar()
    assert str(stamp) < "2099"
