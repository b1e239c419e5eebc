"""DataMéxico is a second opinion on health resources: read as it writes, and its other base always said."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug import Request, Response

from data.areas import municipalities_of
from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import SourceFault
from etl.live import datamexico
from etl.raw import Want
from tests.services.fixtures import fixture
from tests.services.office import Office

WANT = Want(("14",))
TSV = "datamexico/salud_recursos_institucion_municipio_jalisco_real.tsv"


def serve(office: Office, reply: dict[str, dict[str, float]]) -> None:
    """Cube → measure → the figure of Ocotlán; other municipalities have none."""

    def give(request: Request) -> Response:
        cube, measures = request.args["cube"], request.args["measures"].split(",")
        ours = "14063" in request.args["Municipality"].split(",")
        row = {"Municipality ID": 14063, "Municipality": "Ocotlán", "Year": 2021}
        rows = [row | {m: reply[cube][m] for m in measures}] if ours else []
        return Response(json.dumps({"data": rows, "source": [{"name": cube}]}), content_type="application/json")

    office.answers("datamexico", "/data.jsonrecords", give)


def test_the_records_of_a_cube_are_told_by_their_municipal_number() -> None:
    said = json.loads(fixture("datamexico/data_jsonrecords_constructed.json").read_bytes())
    found = datamexico.read(said, ["Companies"])
    assert found[["area", "Companies"]].values.tolist() == [["14063", 5000], ["14066", 2000], ["14047", 1100]]


def test_a_number_that_lost_its_zero_is_a_municipality_of_aguascalientes() -> None:
    said = {"data": [{"Municipality ID": 1001, "Year": 2021, "Beds": None}], "source": []}
    found = datamexico.read(said, ["Beds"])
    assert found[["area", "period"]].values.tolist() == [["01001", "2021"]] and found["Beds"].isna().all()


def test_figures_of_our_indicators_are_asked_for_in_small_questions_with_their_other_base_said(office: Office) -> None:
    serve(office, {"health_establishments": {"Beds": 200, "Clinics": 90}, "health_resources": {"Total": 300}})
    found = datamexico.figures(office.client(), WANT)
    assert found[["indicator", "area", "period", "value"]].values.tolist() == [
        ["beds", "14063", "2021", 200], ["clinics", "14063", "2021", 90], ["health_staff", "14063", "2021", 300],
    ]  # fmt: skip
    assert set(found["indicator"]) <= set(catalog().indicators) and found["remark"].ne("").all()
    questions = [parse_qs(urlsplit(a).query) for a in office.asked]
    assert len(questions) == 6 and sorted({q["Year"][0] for q in questions}) == ["2021"]
    told = [m for q in questions if q["cube"] == ["health_resources"] for m in q["Municipality"][0].split(",")]
    assert told == list(municipalities_of("14")) and "Municipality=14001%2C14002" in office.asked[0]


def test_no_question_spans_more_than_four_years(office: Office) -> None:
    assert list(datamexico.spans([2023, 2015, 2016, 2017, 2018, 2019])) == [[2015, 2016, 2017, 2018], [2019, 2023]]
    serve(office, {"health_establishments": {"Beds": 200, "Clinics": 90}, "health_resources": {"Total": 300}})
    datamexico.figures(office.client(), WANT, range(2015, 2024))
    assert max(len(parse_qs(urlsplit(a).query)["Year"][0].split(",")) for a in office.asked) == 4


def test_a_key_without_its_zero_goes_out_too(office: Office) -> None:
    serve(office, {"health_establishments": {"Beds": 1, "Clinics": 1}, "health_resources": {"Total": 1}})
    datamexico.figures(office.client(), Want(("01",)))
    assert all("&Municipality=1001%2C1002" in a for a in office.asked)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!doctype html><html></html>", "got an HTML page"),
        (b'{"error": "too many years"}', "expected «data», a list of records, got «{'error'"),
        (b'{"data": [{"Municipality ID": 14063, "Beds": 1}]}', "a record lacks «Clinics»"),
        (b'{"data": [{"Municipality ID": 99999, "Beds": 1, "Clinics": 1}]}', "the municipality «99999» is in no"),
        (b'{"data": [', "expected JSON"),
    ],
)
def test_any_other_answer_is_refused_and_not_kept(office: Office, content: bytes, sentence: str) -> None:
    office.answers("datamexico", "/data.jsonrecords", content)
    for _ in range(2):
        with pytest.raises(NotAsExpected) as told:
            datamexico.figures(office.client(), WANT)
        assert sentence in str(told.value)
    assert len(office.asked) == 2


def test_the_table_joined_from_its_cubes_gives_the_figures_our_source_gives() -> None:
    found = datamexico.table(fixture(TSV).read_bytes()).set_index(["indicator", "area"])["value"]
    areas = found.index.get_level_values("area")
    assert areas.nunique() == 125 and set(areas) == set(municipalities_of("14"))
    lines = [r.split("\t") for r in fixture(TSV).read_text("utf-8").splitlines() if "\t14063\t" in r]
    rest = fixture(TSV).read_text("utf-8").split("\t14063\t")[1:]
    last = [r.split("\n14\t")[0].split("\n")[-1].split("\t") for r in rest]
    assert len(lines) == len(last) == 6
    assert found["beds", "14063"] == sum(float(r[-3]) for r in last)
    assert found["clinics", "14063"] == sum(float(r[-2]) for r in last)


def test_a_damaged_table_is_refused() -> None:
    text = fixture(TSV).read_bytes()
    for damaged in (text.replace(b"camas", b"beds", 1), text[: len(text) // 2], text.replace(b"14063", b"14963")):
        with pytest.raises(SourceFault):
            datamexico.table(damaged)
