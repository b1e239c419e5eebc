"""DENUE's API: what stands in for a state whose file never came, and its ways of saying no."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from werkzeug import Request, Response

from data.areas import municipalities_of
from data.catalog import catalog
from data.database import connect, upgrade
from etl.attempt import Manner
from etl.content import NotAsExpected
from etl.contract import SourceFault
from etl.http import NoToken, NotReached
from etl.live import denue
from etl.pipeline import refresh
from etl.raw import Raw
from etl.sources import inegi_denue
from tests.services.day_denue import PATH, serve, zipped
from tests.services.fixtures import fixture
from tests.services.office import TOKEN, Office
from tests.services.test_denue import PAGE, WANT, figures, kept
from tests.sources.examples import relaxed


def counts(office: Office, rows: dict[str, dict[str, int]], **odd: str) -> None:
    """The API as it counts `rows` (area → two-digit activity → establishments, all of the smallest size)."""

    def reply(request: Request) -> Response:
        found = re.search(r"/Cuantificar/0/([\d,]+)/(\d)/", request.path)
        assert found
        some = [
            {"AE": activity + deeper, "AG": area, "Total": str(number)}
            for area in found[1].split(",") if found[2] in "01"
            for activity, number in rows.get(area, {}).items() for deeper in ("", "1", "1110")
        ]  # fmt: skip
        return Response(json.dumps(some) if some else odd.get("nothing", '"No hay resultados. "'))

    pattern = re.compile(r"/inegi_denue/Cuantificar/.*")
    office.server.expect_request(pattern).respond_with_handler(reply)


def test_the_api_counts_a_state_whose_file_never_came_and_its_figures_are_preliminary(office: Office) -> None:
    office.answers("inegi_bulk", PATH.format("14"), PAGE)
    counts(office, {"14": {"46": 12, "33": 3}, "14063": {"46": 9, "31": 2, "33": 1}, "14047": {"46": 3}})
    found = figures(office)
    ours = found.loc["14063"]
    assert (ours["period"], ours["status"]) == ("2026-11", "preliminary")
    assert (ours["establecimientos"], ours["sector_31"], ours["tamano_1"], ours["sector_48"]) == (12, 3, 12, 0)
    assert pd.isna(found.loc["14066", "establecimientos"])
    assert set(found.index) == {"14", *municipalities_of("14")}


def test_the_api_never_follows_the_file_in_one_series(office: Office) -> None:
    serve(office)
    figures(office)
    office.server.clear()
    office.answers("inegi_bulk", PATH.format("14"), b"", status=503)
    counts(office, {"14063": {"46": 9}})
    with pytest.raises(NotReached, match="it answered 503"):
        figures(office, keep_hours=0, attempts=1)


def test_the_first_file_replaces_the_api_once_a_person_agrees_and_former_editions_stay(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inegi_denue, "AT_ONCE", 200)
    engine = connect(f"sqlite:///{office.folder.parent / 'o.sqlite'}")
    upgrade(engine)

    def periods(accept: str = "") -> tuple[str, set[str]]:
        with relaxed():
            manner = Manner(accept=accept)
            run = refresh(engine, catalog(), office.client(keep_hours=0), WANT, ["inegi_denue"], manner)[0]
        query = "select distinct period from observation join published using (release_id) where source = 'inegi_denue'"
        with engine.connect() as connection:
            return run.outcome, {row[0] for row in connection.exec_driver_sql(query)}

    office.answers("inegi_bulk", PATH.format("14"), PAGE)
    counts(office, {a: {"46": 9, "31": 1} for a in ("14063", "14066", "14047")})
    assert periods() == ("published", {"2026-11"})
    office.server.clear()
    serve(office)
    assert periods() == ("loaded", {"2026-11"})
    assert periods(accept="el archivo del estado ya llegó") == ("published", {"2026-05"})
    assert periods() == ("unchanged", {"2026-05"})
    office.server.clear()
    office.answers("inegi_bulk", PATH.format("14"), zipped(metadata=b"(DENUE) 11_2026"))
    assert periods() == ("published", {"2026-05", "2026-11"})


def test_every_recorded_answer_of_the_api_is_understood() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        return denue.rows(fixture(f"denue/{name}").read_bytes())

    assert rows("Cuantificar_3149_15_real.json") == [{"AE": "3149", "AG": "15", "Total": "8"}]
    assert rows("double_encoded_accept_json.json") == rows("Cuantificar_3149_15_real.json"), "JSON inside JSON"
    assert [r["Total"] for r in rows("Cuantificar_464111-464112_09003_real.json")] == ["293", "46"]
    assert rows("null_http200.json") == rows("no_hay_resultados_http200.txt") == denue.rows(b"") == []
    with pytest.raises(NoToken):
        rows("no_autorizado_http200.txt")
    sizes = {
        r["Estrato"] for r in rows("BuscarEntidad_todos_09_real.json") + rows("BuscarAreaAct_14_063_constructed.json")
    }
    assert len(rows("BuscarEntidad_todos_09_real.json")) == 5 and sizes <= set(inegi_denue.SIZES)


def test_of_an_answer_with_every_level_only_two_digits_are_added_up() -> None:
    content = fixture("denue/Cuantificar_0_14063_constructed.json").read_bytes()
    same = json.dumps([{"AE": "46", "AG": "14063", "Total": str(21 + 310 + 150 + 640 + 205 + 2310 + 25 + 6 + 720)}])
    name = "denue/cuantificar_2026-11_14_{}_01.json"
    files = {name.format(0): content, name.format(1): same.encode()}
    with relaxed():
        found = inegi_denue.parse(Raw(files)).values.set_index("area").loc["14063"]
    assert (found["establecimientos"], found["sector_31"], found["sector_48"]) == (4387, 1100, 31)


@pytest.mark.parametrize(
    ("body", "status", "kind", "sentence"),
    [
        (
            b'"No autorizado. Utilice una clave v\xc3\xa1lida."',
            200,
            NoToken,
            "refuses the key of OBSERVATORIO_DENUE_TOKEN",
        ),
        (b"No autorizado. Utilice una clave v\xc3\xa1lida.", 200, NoToken, "se pide en https"),
        (b"", 502, NotReached, "502.*check OBSERVATORIO_DENUE_TOKEN"),
        (b"", 501, NotReached, "counting is out of service"),
        (PAGE, 200, NotAsExpected, "wrong number of segments"),
        (b'[{"AE": "46", ', 200, NotAsExpected, "expected JSON, got"),
    ],
)
def test_each_no_of_the_api_has_its_sentence(
    office: Office, body: bytes, status: int, kind: type[Exception], sentence: str
) -> None:
    office.answers("inegi_denue", f"/Cuantificar/0/14063/0/{TOKEN}", body, status=status)
    with pytest.raises(kind, match=sentence) as told:
        denue.count(office.client(attempts=2), ["14063"], 0)
    assert TOKEN not in str(told.value) and TOKEN.encode() not in kept(office)


def test_a_key_that_was_refused_is_tried_again_once_it_is_right(office: Office) -> None:
    replies = [Response('"No autorizado. Utilice una clave válida."'), Response("[]")]
    office.answers("inegi_denue", f"/Cuantificar/0/14063/0/{TOKEN}", lambda _: replies.pop(0))
    with pytest.raises(NoToken):
        denue.count(office.client(), ["14063"], 0)
    assert denue.count(office.client(), ["14063"], 0).json() == []


def test_sizes_counted_at_different_moments_are_refused() -> None:
    name = "denue/cuantificar_2026-11_14_{}_01.json"
    row = '[{"AE":"46","AG":"14063","Total":"%s"}]'
    with relaxed(), pytest.raises(SourceFault, match="the sizes do not add up to the total"):
        inegi_denue.parse(Raw({name.format(0): (row % 9).encode(), name.format(1): (row % 8).encode()}))
