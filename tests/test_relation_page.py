"""The page «Relación» as Streamlit runs it: what the address asks, what it says of few and of kin, odd addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.addresses import page_file
from data.settings import settings
from tests.test_pages import words

Open = Callable[..., AppTest]


@pytest.fixture
def opened(restored_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{restored_file}")
    settings.cache_clear()

    def page(**query: str) -> AppTest:
        app = AppTest.from_file(page_file("relation"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, [e.value for e in app.exception]
        return app

    yield page
    settings.cache_clear()


def lead(app: AppTest) -> str:
    return next(str(b.proto.body) for b in app.get("html") if 'class="lead"' in str(b.proto.body))


def box(app: AppTest, label: str) -> object:
    return next(b for b in app.selectbox if b.label == label)


def test_unasked_it_shows_schooling_and_poverty_among_the_municipalities_of_the_state(opened: Open) -> None:
    app = opened()
    assert app.title[0].value == "Años promedio de escolaridad y población en situación de pobreza"
    assert "En los 125 municipios de Jalisco" in lead(app) and "rho de Spearman −0.50" in lead(app)
    said = words(app)
    assert "Que dos cifras vayan juntas no quiere decir que una cause la otra." in said
    assert "quien más se aparta de la recta: Jamay, con 46.2 %, 6.1 puntos más" in said
    assert dict(app.query_params) == {}


def test_three_municipalities_are_shown_and_nothing_is_claimed_of_them(opened: Open) -> None:
    said = lead(opened(among="zone"))
    assert "Tres municipios" in said and "sin recta" in said and "rho" not in said


def test_what_is_part_of_the_other_is_no_finding(opened: Open) -> None:
    app = opened(x="poverty_pct", y="extreme_poverty_pct")
    assert "no es hallazgo: una es parte de la otra" in lead(app)
    assert "no es hallazgo: una es parte de la otra" in " ".join(str(b.proto.body) for b in app.get("html")[3:])


def test_both_periods_are_the_newest_in_common_and_follow_the_one_that_is_asked_for(opened: Open) -> None:
    app = opened(x="population_total", y="poverty_pct")
    assert [box(app, f"Periodo {side}").value for side in ("horizontal", "vertical")] == ["2020", "2020"]  # type: ignore[attr-defined]
    app = opened(x="population_total", y="poverty_pct", py="2010")
    assert box(app, "Periodo horizontal").value == "2010"  # type: ignore[attr-defined]


def test_choosing_writes_ids_and_drops_what_lost_its_meaning(opened: Open) -> None:
    app = opened(x="population_total", y="poverty_pct", py="2010", scale="linear")
    box(app, "Indicador vertical").select("extreme_poverty_pct").run()  # type: ignore[attr-defined]
    assert "extreme_poverty_pct" in app.query_params["y"]
    assert not {"py", "px", "scale"} & set(app.query_params)


@pytest.mark.parametrize(
    "query",
    [
        {"x": "nothing", "y": "lag_grade"},
        {"px": "1810", "py": "x"},
        {"among": "zone", "zone": "mexico"},
        {"among": "state", "zone": "z:14063,16011"},
        {"scale": "magic", "topic": "nothing", "area": "99999"},
        {"topic": "safety"},
        {"zone": "z:01001", "area": "14063"},
    ],
)
def test_an_odd_address_shows_the_page_and_not_an_error(opened: Open, query: dict[str, str]) -> None:
    assert lead(opened(**query))


@pytest.mark.parametrize(("topic", "matrix"), [("finance", True), ("safety", False)])
def test_a_topic_has_its_matrix_or_a_sentence(opened: Open, topic: str, matrix: bool) -> None:
    html = " ".join(str(b.proto.body) for b in opened(topic=topic).get("html"))
    assert ("correlations" in html) == matrix and ("los conteos no entran, porque" in html) != matrix
