"""SIGED's directory: sums by level, positions where there are any, and nobody's name anywhere."""

from __future__ import annotations

import json

import pytest

from data.catalog import catalog
from etl.content import NotAsExpected
from etl.contract import Parsed, SourceFault
from etl.live.siged import ADDRESS, KEPT, without_names
from etl.pipeline import prepare
from etl.raw import Raw, Want
from etl.sources.siged_schools import SOURCE, extract, level_of, parse
from tests.services.office import Office
from tests.services.siged_answers import EXPECTED, PRIVATE, YEAR, directory, school, sent, serve

PATH = ADDRESS.format(state=14)


def read(records: list[dict[str, object]], period: str = "2026") -> Parsed:
    return parse(Raw({f"siged/{period}/14.json": sent(records)}))


def test_the_service_s_whole_way_keeps_the_contract(office: Office) -> None:
    serve(office)
    prepared = prepare(SOURCE, parse, extract(office.client(), Want()), catalog())
    assert prepared.problems == []
    frame = prepared.tables["observation"]
    total = frame[frame["breakdown"] == "total"].set_index(["indicator", "period", "area"])["value"]
    for key, value in EXPECTED["siged_schools"].items():
        assert total.at[key] == pytest.approx(value)
    assert office.headers[0]["Origin"] == "https://siged.sep.gob.mx" and office.headers[0]["Referer"]


def test_pupils_are_by_sex_and_level_and_shares_are_of_sums(office: Office) -> None:
    serve(office)
    frame = prepare(SOURCE, parse, extract(office.client(), Want()), catalog()).tables["observation"]
    told = frame.set_index(["indicator", "area", "breakdown"])["value"]
    assert told.at[("directory_pupils", "14063", "sex=F")] == 110 + 50 + 22 + 29 + 110
    assert told.at[("directory_pupils", "14063", "level=primary")] == 300
    assert told.at[("pupils_per_classroom", "14063", "level=primary")] == pytest.approx(300 / 11)
    assert told.at[("directory_teachers", "14063", "level=lower_secondary")] == 8
    assert told.at[("classrooms_in_use", "14063", "level=upper_secondary")] == 7
    status = frame.set_index(["indicator", "area", "breakdown"])["status"]
    assert told.at[("directory_schools", "14047", "level=primary")] == 0
    assert status.at[("pupils_per_classroom", "14047", "level=primary")] == "not_applicable"


def test_names_telephones_and_addresses_never_stay_on_disk(office: Office) -> None:
    serve(office)
    raw = extract(office.client(), Want())
    kept = b"".join(p.read_bytes() for p in office.folder.rglob("*") if p.is_file())
    assert b"14EPR0002B" in kept
    for private in (*PRIVATE, *PRIVATE.values()):
        assert private.encode() not in kept and private not in str(parse(raw).sites.to_dict())
    assert set(json.loads(raw.files[f"siged/{YEAR}/14.json"])["Ccts"][0]) == set(KEPT)
    extract(office.client(), Want())
    assert len(office.asked) == 1, "a second run asks for nothing"


def test_a_new_principal_or_another_order_is_no_new_release(office: Office) -> None:
    digests = []
    for records in (directory(), [record | {"nombredir": "OTRA PERSONA"} for record in reversed(directory())]):
        office.server.clear()
        office.answers("siged", PATH, sent(records))
        digests.append(extract(office.client(keep_hours=0), Want()).sha256)
    assert digests[0] == digests[1]


def test_the_school_year_is_that_of_services_yaml_once_somebody_has_seen_it(office: Office) -> None:
    serve(office)
    raw = extract(office.client(views={"cycle": "2024/2025"}), Want())
    assert set(parse(raw).values["period"]) == {"2024/2025"}


def test_every_shift_is_a_place_and_a_position_outside_the_country_is_none() -> None:
    sites = read(directory()).sites.set_index("site")
    assert len(sites) == 6 and set(sites["kind"]) == {"school"}
    assert (sites.at["14EPR0002B-1", "longitude"], sites.at["14EPR0002B-1", "latitude"]) == (-102.77, 20.35)
    assert sites.loc[["14EBH0004D-1", "14EML0005E-1"], ["longitude", "latitude"]].isna().all(axis=None)
    assert sites.at["14EPR0002B-2", "measures"] == {
        "level": "PRIMARIA", "control": "PÚBLICO", "pupils": 90, "classrooms": 4,
    }  # fmt: skip


def test_a_blank_figure_makes_the_sum_missing_and_never_smaller() -> None:
    blank = school("14EPR0009Z", "PRIMARIA", aulasuso=None, hombrestotal="")
    values = read(directory(blank)).values.set_index("area")
    assert values.loc["14063", ["aulasuso", "aulasuso_primary", "hombrestotal"]].isna().all()
    assert values.at["14063", "aulasuso_preschool"] == 2 and values.at["14063", "escuelas"] == 6
    assert values.at["14047", "aulasuso"] == 2


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Primaria", "primary"), ("TELESECUNDARIA", "lower_secondary"), ("Preescolar", "preschool"),
        ("Profesional técnico", "upper_secondary"), ("BACHILLERATO", "upper_secondary"), ("Licenciatura", ""),
        ("Formación para el trabajo", ""), ("INICIAL", ""),
    ],
)  # fmt: skip
def test_levels_are_known_by_their_words(name: str, level: str) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([school("14EPR0001A", "PRIMARIA"), school("14EPR0001A", "PRIMARIA")], "a record is given twice"),
        ([school("14EPR0001A", "PRIMARIA", claveentidad="6")], "a school of another state"),
        ([school("14EPR0001A", "PRIMARIA", "999")], "the municipality is unknown"),
        ([school("14EPR0001A", "PRIMARIA", hombrestotal=-5)], "a figure is negative"),
        ([school("14EPR0001A", "PRIMARIA", hombrestotal="1,5")], "a cell is no number"),
        ([school("14EPR0001A", "GRADO 1")], "the levels have other names"),
        (
            [{k: v for k, v in school("14EPR0001A", "PRIMARIA").items() if k != "aulasuso"}],
            "column aulasuso: a column is missing or was renamed",
        ),
    ],
)  # fmt: skip
def test_a_changed_directory_is_told(records: list[dict[str, object]], sentence: str) -> None:
    with pytest.raises(SourceFault) as told:
        read(records)
    assert sentence in str(told.value) and "siged/2026/14.json" in str(told.value)


def test_a_field_added_by_the_service_is_tolerated_and_a_zero_lost_is_put_back() -> None:
    values = read([school("01EPR0001A", "PRIMARIA", "063", nuevo="x"), school("14EPR0001A", "PRIMARIA", 47)]).values
    assert list(values["area"]) == ["14047", "14063"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html><body>Request unsuccessful. Incapsula</body></html>", "got an HTML page"),
        (sent(directory())[:400], "expected JSON"),
        (b'{"Ccts": []}', "expected a list «Ccts»"),
        (b'{"Ccts": null}', "expected a list «Ccts»"),
        (b'{"mensaje": "error"}', "expected a list «Ccts»"),
        (b"null", "expected a list «Ccts»"),
    ],
)
def test_another_answer_is_refused_and_not_kept(office: Office, body: bytes, sentence: str) -> None:
    office.answers("siged", PATH, body)
    with pytest.raises(NotAsExpected, match=sentence):
        extract(office.client(), Want())
    assert not [p for p in office.folder.rglob("*") if p.is_file() and p.suffix != ".json"]


def test_an_answer_already_without_names_stays_as_it_is(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "14.json"
    path.write_bytes(sent(directory()))
    without_names(path)
    once = path.read_bytes()
    without_names(path)
    assert path.read_bytes() == once
