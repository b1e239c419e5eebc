"""«Estado de los datos» as a reader meets it: with the copy alone, after good and bad runs, with nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.export import Selection
from dashboard.parts import take
from data.catalog import catalog
from data.schema import change, published, release, run
from tests.test_pages import Open, _opener, opened, opened_empty, words

__all__ = ["opened", "opened_empty"]  # fixtures

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def troubled_file(restored_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's figures after a day on which much went wrong."""
    path = tmp_path_factory.mktemp("troubled") / "observatorio.sqlite"
    shutil.copy(restored_file, path)
    engine = sa.create_engine(f"sqlite:///{path}")
    outcomes = {"chirps_rain": "failed", "coneval_poverty": "refused", "sep_911": "skipped", "siap_crops": "loaded",
                "inegi_population": "unchanged"}  # fmt: skip
    with engine.begin() as connection:
        public = {r.source: r.release_id for r in connection.execute(sa.select(published))}
        for source, outcome in outcomes.items():
            problems = [f"{source}: expected a table, got <b>a page</b>"] if outcome in ("failed", "refused") else []
            connection.execute(
                sa.insert(run).values(source=source, started_at=NOW, ended_at=NOW, outcome=outcome, problems=problems)
            )
        fresh = {"source": "siap_crops", "sha256": "b" * 64, "url": "https://example.org/", "retrieved_at": NOW,
                 "loaded_at": NOW, "parser_version": "2", "rows": 9, "uses": {}}  # fmt: skip
        number = connection.execute(sa.insert(release).values(fresh).returning(release.c.release_id)).scalar_one()
        told = {"release_id": number, "counts": {"added": 1200, "revised": 14}, "findings": ["avocado: jumps 33 times"]}
        connection.execute(sa.insert(change).values(told))
        accepted = {"accepted_at": NOW, "accepted_by": "M. Pérez", "accepted_why": "cotejado con la cuenta pública"}
        own = {"release_id": public["inegi_efipem"], "counts": {}, "findings": ["revenue: 9 revised"]}
        connection.execute(sa.insert(change).values(own | accepted))
        gone = sa.update(release).where(release.c.release_id == public["siap_diversity"])
        connection.execute(gone.values(withdrawn_at=NOW, withdrawn_why="renglones repetidos"))
        connection.execute(sa.delete(published).where(published.c.source == "siap_diversity"))
    engine.dispose()
    return path


@pytest.fixture
def troubled(troubled_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    yield from _opener(f"sqlite:///{troubled_file}", monkeypatch)


def test_the_copy_alone_says_so_and_needs_nobody(opened: Open) -> None:
    said = words(opened("state"))
    assert "fuentes tienen cifras publicadas. Ninguna necesita atención." in said
    assert "las cifras son las de la copia inicial" in said and "Necesitan atención" not in said
    assert "Ninguna edición ha necesitado que alguien aceptara sus cambios" in said
    assert "no habrá otra edición: el CONEVAL midió la pobreza municipal" in said


def test_the_answer_counts_what_needs_attention_and_each_is_explained(troubled: Open) -> None:
    said = words(troubled("state"))
    assert "5 necesitan atención." in said and "Necesitan atención (5)" in said
    for told in ("El último intento falló", "no pasó la revisión y no se cargó", "falta la clave de acceso",
                 "espera a que una persona revise sus cambios", "se retiró el 20 de noviembre de 2026"):  # fmt: skip
        assert told in said
    assert "Cifras nuevas: 1,200; revisadas: 14." in said
    assert "copia inicial, con las fechas" not in said


def test_technical_messages_are_folded_named_as_english_and_harmless(troubled: Open) -> None:
    html = " ".join(str(block.proto.body) for block in troubled("state").get("html"))
    assert '<summary>Mensaje técnico (en inglés)</summary><ul lang="en"><li>chirps_rain: expected a table' in html
    assert "&lt;b&gt;a page&lt;/b&gt;" in html and "<b>a page</b>" not in html


def test_who_accepted_and_what_was_withdrawn_are_told_with_their_reasons(troubled: Open) -> None:
    said = words(troubled("state"))
    assert "los aceptó M. Pérez el 20 de noviembre de 2026. Motivo: cotejado con la cuenta pública" in said
    assert "se retiró el 20 de noviembre de 2026. Motivo: renglones repetidos" in said


def test_a_withdrawn_indicator_says_so_at_its_address(troubled: Open) -> None:
    entry = next(i for i in catalog().indicators.values() if i.source == "siap_diversity")
    said = words(troubled("map", indicator=entry.id))
    assert (
        "todavía no tiene cifras aquí" in said and "se retiró el 20 de noviembre de 2026: renglones repetidos" in said
    )


def test_the_address_of_a_source_leads_to_its_sentence(troubled: Open) -> None:
    app = troubled("state", source="inegi_efipem", lang="en")
    html = " ".join(str(block.proto.body) for block in app.get("html"))
    assert 'class="asked"' in html and html.count('class="standing" open') == 1
    assert "by its calendar INEGI was to publish those of 2023 around August 2024" in words(app)


def test_nothing_published_is_a_sentence_and_every_source_is_still_listed(opened_empty: Open) -> None:
    said = words(opened_empty("state"))
    assert "Todavía no hay cifras publicadas de ninguna de las" in said and "Todavía sin cifras (" in said
    assert catalog().sources["inegi_census_2020"].title.es in said and "Con cifras publicadas" not in said


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_table_to_take_away_has_every_source_once(
    troubled: Open, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    taken: list[Selection] = []
    monkeypatch.setattr(take, "bar", lambda here, chosen, pictures, citation: taken.append(chosen))
    troubled("state", lang=language)
    told = taken[-1].data
    sources = [s for s in catalog().sources.values() if s.each is None]
    assert told["product"].tolist() == [s.title.in_(language) for s in sources]
    rain = told.set_index("url").loc[catalog().sources["chirps_rain"].url]
    assert rain["last_try"] == "2026-11-20" and "expected a table" in rain["problems"]
