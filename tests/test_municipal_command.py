"""The commands of municipal figures end with what happened; an entry nobody could report is refused."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from data.catalog import catalog
from data.entries import Indicator
from data.rules import references
from etl.commands import WAITS, app
from etl.commands import municipal as command
from tests.forms import AREA, MONTHLY, text

PARTS = ["water_connections_paying", "water_connections"]
RATE = {"id": "water_bills_pct", "source": "municipal", "formula": {"share": PARTS}, "combine": "denominator"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"formula": {"share": ["water_bills", "water_connections"]}}, "«water_bills» is no count that municipalities"),
        ({"frequency": "monthly"}, "«water_connections» is annual and this is monthly"),
        ({"frequency": "decennial"}, "what municipalities report is annual or monthly"),
        ({"source": "derived"}, "«water_connections» comes from many releases"),
    ],
)
def test_an_entry_that_could_not_be_reported_is_refused(changes: dict[str, object], said: str) -> None:
    rate = catalog().indicators["water_paying_pct"].model_dump() | RATE | changes
    entry = Indicator.model_validate(rate)
    found = references(entry, set(rate), catalog().vocabulary, catalog().indicators, catalog().sources)
    assert any(said in sentence for sentence in found), found


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_command_line_writes_the_form_and_ends_with_what_happened(
    engine: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "writing", lambda **_: nullcontext(engine))
    asked = ["--for", AREA]
    path = tmp_path / "form.csv"
    assert CliRunner().invoke(app, ["template", *asked, "--to", str(path)]).exit_code == 0
    assert CliRunner().invoke(app, ["municipal", str(path), *asked]).exit_code == 1, "an empty form is refused"
    for value, code in (("95", 0), ("9", WAITS), ("9,5", 1)):
        path.write_bytes(text([{**MONTHLY, "value": value}], ";"))
        assert CliRunner().invoke(app, ["municipal", str(path), *asked]).exit_code == code
    assert CliRunner().invoke(app, ["template", "--for", "14001", "--to", str(path)]).exit_code == 1
    assert CliRunner().invoke(app, ["template", *asked, "--to", str(tmp_path / "form.ods")]).exit_code == 1
