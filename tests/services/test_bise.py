"""INEGI's bank of indicators is asked as it wants to be, and each of its ways of saying no is understood."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pydantic import SecretStr
from werkzeug import Request, Response

from data.areas import municipalities_of
from data.catalog import catalog
from etl.content import NotAsExpected
from etl.http import Client
from etl.live import bise
from etl.live.bise import BadKey, Bise
from etl.live.bise_series import parsed
from etl.pipeline import prepare
from etl.raw import Want
from etl.secrets import Secrets, Veil
from etl.services import services
from etl.sources import inegi_bise, inegi_bise_population, inegi_vital
from tests.services import day_bise
from tests.services.day_bise import body
from tests.services.fixtures import answer, fixture
from tests.services.office import TOKEN, Office

ROOM = "inegi_indicadores"
SOURCE = inegi_vital.SOURCE
WANT = Want(("14",), today=date(2026, 11, 22))
NOTHING = Response(answer(f"{ROOM}/nothing.json"), status=400, content_type="application/json")
PROBE = "/INDICATOR/1002000001/es/00/"


def serve(office: Office, reply: Callable[[list[str], list[str]], Response]) -> None:
    """Answer every question for series; the probe has its population unless `reply` is asked for it too."""

    def give(request: Request) -> Response:
        office.asked.append(request.path.removeprefix(f"/{ROOM}"))
        return reply(*day_bise.asked(request.path))

    office.server.expect_request(re.compile(rf"^/{ROOM}/INDICATOR/")).respond_with_handler(give)


def figures(*, ids: list[str], areas: list[str]) -> Response:
    series = [
        json.loads(body(*({"OBS_VALUE": "5.00", "COBER_GEO": a} for a in areas), number=i))["Series"][0] for i in ids
    ]
    return Response(json.dumps({"Series": series}), content_type="application/json")


def test_no_address_is_ever_longer_than_inegi_accepts(tmp_path: Path) -> None:
    client = Client(services(), tmp_path, Secrets({"inegi_token": SecretStr("x" * 36)}))
    ids = (*inegi_vital.BIRTHS, *inegi_vital.DEATHS)
    places = ["00", "14", *municipalities_of("14")]
    for long in (False, True):
        plan = Bise(client).plan(ids, places, long=long)
        manner = client.services[ROOM]
        assert max(len(client.secrets.put(manner, manner.base + b.path)) for b in plan) <= 294
        assert max(len(b.asked) - len("/es/") for b in plan) <= 146
        assert sorted((i, a) for b in plan for i in b.ids for a in b.areas) == sorted(
            (i, a) for i in ids for a in places
        )
    assert len(Bise(client).plan(ids, places)) == 12, "together; alone they would take 42 requests"
    assert [len(b.areas) for b in Bise(client).plan(ids[:1], places[2:])] == [22, 22, 22, 22, 22, 15]
    assert all("/false/BISE/2.0/" in b.path for b in plan)


def test_a_key_that_leaves_no_room_is_told_and_nothing_is_asked(office: Office) -> None:
    client = office.client()
    client.secrets = Secrets({"inegi_token": SecretStr("x" * 400)})
    with pytest.raises(NotAsExpected, match="look at OBSERVATORIO_INEGI_TOKEN"):
        bise.extract(client, ("1002000026",), ("14063",))
    assert office.asked == []


def test_a_batch_of_which_only_some_series_have_figures_is_asked_one_by_one(office: Office) -> None:
    partial = fixture(f"{ROOM}/error_401_partial_batch.txt").read_bytes()

    def reply(ids: list[str], areas: list[str]) -> Response:
        if "1002000028" not in ids:
            return figures(ids=ids, areas=areas)
        return NOTHING if len(ids) == 1 else Response(partial, status=401)

    serve(office, reply)
    found = parsed(SOURCE, bise.extract(office.client(), inegi_vital.BIRTHS, ["14063", "14066"])).values
    assert found[["area", "id_1002000026", "id_1002000027"]].values.tolist() == [["14063", 5, 5], ["14066", 5, 5]]
    assert len([a for a in office.asked if a.startswith(PROBE)]) == 1


def test_no_results_is_no_data_once_the_key_is_known_to_be_good_and_it_is_probed_once(office: Office) -> None:
    none = fixture(f"{ROOM}/error_no_results_http400.json").read_bytes()

    def reply(ids: list[str], areas: list[str]) -> Response:
        good = "14063" in areas or areas == ["00"]
        return figures(ids=ids, areas=areas) if good else Response(none, status=400)

    serve(office, reply)
    client = office.client()
    places = list(municipalities_of("14"))
    found = parsed(SOURCE, bise.extract(client, ("1002000026",), places)).values
    assert "14063" in set(found["area"]) and len(found) == 22
    assert len([a for a in office.asked if a.startswith(PROBE)]) == 1
    assert any("/070000140001,070000140002," in a for a in office.asked), "asked again in the older spelling"
    with pytest.raises(NotAsExpected, match="has no figures of 1002000030 for any of the 1 areas"):
        bise.extract(client, ("1002000030",), ["14066"])


def test_the_older_spelling_brings_the_figures_where_the_new_one_is_not_known(office: Office) -> None:
    serve(office, lambda ids, areas: NOTHING if "14063" in areas else figures(ids=ids, areas=areas))
    found = parsed(SOURCE, bise.extract(office.client(), ("1002000026",), ["14063", "14066"])).values
    assert found[["area", "id_1002000026"]].values.tolist() == [["14063", 5], ["14066", 5]]


@pytest.mark.parametrize("refusal", [NOTHING, Response("No autorizado", status=401), Response("", status=403)])
def test_a_bad_key_is_one_sentence_and_nothing_more_is_asked_nor_remembered(office: Office, refusal: Response) -> None:
    good = False
    serve(office, lambda ids, areas: figures(ids=ids, areas=areas) if good else refusal)
    client = office.client()
    with pytest.raises(BadKey, match=r"INEGI refuses the key: .* Look at OBSERVATORIO_INEGI_TOKEN"):
        inegi_vital.extract(client, WANT)
    asked = len(office.asked)
    assert asked <= 3, "the question, at most one alone, and the probe"
    with pytest.raises(BadKey):
        inegi_bise_population.extract(client, WANT)
    assert len(office.asked) == asked, "the next source of the run does not try again"
    good = True  # the key was activated meanwhile
    assert len(inegi_vital.extract(office.client(), WANT).files) >= 1
    assert not any("/07000014" in a for a in office.asked), "what was refused for the key is asked again as it was"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_of_one_series_with_a_good_key_is_told_as_what_it_is(office: Office, status: int) -> None:
    serve(office, lambda ids, areas: figures(ids=ids, areas=areas) if areas == ["00"] else Response("", status=status))
    with pytest.raises(NotAsExpected, match=rf"though the key is good \({status}\)"):
        bise.extract(office.client(), ("1002000026",), ["14063"])


def test_a_page_with_status_200_is_a_fault_not_tried_again_and_not_kept(office: Office) -> None:
    page = fixture(f"{ROOM}/html_pagina_no_encontrada_http200.html").read_bytes()
    serve(office, lambda ids, areas: Response(page, content_type="text/html"))
    for _ in range(2):
        with pytest.raises(NotAsExpected, match="got an HTML page: the address is wrong or too long"):
            bise.extract(office.client(), ("1002000026",), ["14063"])
    assert len(office.asked) == 2


def test_the_first_version_s_words_mean_no_data_too(office: Office) -> None:
    old = fixture(f"{ROOM}/error_v1_no_results.json").read_bytes()
    serve(office, lambda ids, areas: Response(old, content_type="application/json"))
    with pytest.raises(NotAsExpected, match="has no figures of 1002000026"):
        bise.extract(office.client(), ("1002000026",), ["14063"])


@pytest.mark.parametrize(("content", "status"), [(b'{"Series": [', 200), (b'["ErrorCode:500"]', 400), (b"{}", 200)])
def test_any_other_answer_is_refused_and_asked_for_again(office: Office, content: bytes, status: int) -> None:
    serve(office, lambda ids, areas: figures(ids=ids, areas=areas) if areas == ["00"] else Response(content, status))
    with pytest.raises(NotAsExpected, match="expected"):
        bise.extract(office.client(), ("1002000026",), ["14063"])
    before = len(office.asked)
    with pytest.raises(NotAsExpected):
        bise.extract(office.client(), ("1002000026",), ["14063"])
    assert len(office.asked) > before


def test_a_second_run_asks_for_nothing_that_is_fresh(office: Office) -> None:
    serve(office, lambda ids, areas: figures(ids=ids, areas=areas))
    first = bise.extract(office.client(), inegi_vital.BIRTHS, ["00", "14", "14063"])
    again = bise.extract(office.client(), inegi_vital.BIRTHS, ["00", "14", "14063"])
    assert first.sha256 == again.sha256 and len(office.asked) == 1


def test_a_day_of_the_bank_gives_the_figures_by_residence_and_no_token_anywhere(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    day_bise.serve(office)
    client = office.client()
    logging.getLogger("urllib3.connectionpool").addFilter(Veil(client.secrets))
    for module in (inegi_vital, inegi_bise_population, inegi_bise):
        with caplog.at_level(logging.DEBUG):
            raw = module.extract(client, WANT)
        ready = prepare(module.SOURCE, module.parse, raw, catalog())
        assert [str(p) for p in ready.problems] == []
        told = ready.tables["observation"].query("breakdown == 'total'").set_index(["indicator", "period", "area"])
        for key, value in day_bise.EXPECTED[module.SOURCE.id].items():
            assert told.at[key, "value"] == value
        assert TOKEN not in raw.url + "".join(raw.files) + repr(ready.origin)
    kept = [str(p) + p.read_text("utf-8") for p in office.folder.rglob("*") if p.is_file()]
    logged = [f"{r.getMessage()} {r.__dict__}" for r in caplog.records if r.name != "werkzeug"]
    assert kept and logged and not [t for t in (*kept, *logged) if TOKEN in t]
    assert any(TOKEN in a for a in office.asked)


def test_infant_deaths_keep_their_parts_so_that_municipalities_add_up(office: Office) -> None:
    day_bise.serve(office)
    raw = inegi_vital.extract(office.client(), WANT)
    table = prepare(inegi_vital.SOURCE, inegi_vital.parse, raw, catalog()).tables["observation"]
    rows = table.query("indicator == 'infant_deaths_per_1000_births'").set_index(["period", "area"])
    assert rows.loc[("2024", "14063"), ["numerator", "denominator"]].tolist() == [15, 1500]
    assert rows.at[("2023", "14066"), "status"] == "missing" and pd.isna(rows.at[("2023", "14066"), "value"])
    girls = table.query("indicator == 'births' and breakdown == 'sex=F' and area == '14063' and period == '2024'")
    assert girls["value"].tolist() == [749]
