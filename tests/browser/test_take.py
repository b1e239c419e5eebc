"""Taking a view away: the same figures in three formats, pictures that say what they are, a citation to paste."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_journeys import visit

pytestmark = pytest.mark.browser
VIEW = "/mapa?indicator=poverty_pct&zone=cienega"
NAME = "poblacion-en-situacion-de-pobreza_2020_cienega"


# what a record of the JSON is called → its column in the Spanish files
PLAIN = {
    "code": "clave",
    "name": "nombre",
    "unit": "unidad",
    "period": "periodo",
    "status": "estatus",
    "source": "fuente",
}


def opened(page: Page, url: str) -> None:
    """A page with all it offers to take away, which comes last."""
    visit(page, url)
    expect(page.locator(".copy button").first).to_be_visible(timeout=60_000)
    expect(page.locator("[data-testid=stDownloadButton] button").first).to_be_visible()


def taken(page: Page, label: str) -> tuple[str, Path]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path()


def test_csv_xlsx_and_json_of_a_view_hold_the_same(desktop: Page, address: str) -> None:
    opened(desktop, address + VIEW)
    (comma, comma_path), (book, book_path), (told, told_path) = (taken(desktop, k) for k in ("CSV", "XLSX", "JSON"))
    assert [comma, book, told] == [f"{NAME}.csv", f"{NAME}.xlsx", f"{NAME}.json"]
    records = json.loads(told_path.read_bytes())["data"]
    rows = list(csv.DictReader(io.StringIO(comma_path.read_bytes().decode("utf-8-sig"))))
    sheets = load_workbook(io.BytesIO(book_path.read_bytes()))
    heads, *cells = [[c.value for c in row] for row in sheets["Datos"].iter_rows()]
    assert len(records) == len(rows) == len(cells) >= 9
    for record, row, cell in zip(records, rows, cells, strict=True):
        sheet = dict(zip(heads, cell, strict=True))
        assert record["value"] == float(row["valor"]) == sheet["valor"] and isinstance(sheet["valor"], float)
        assert all(record[a] and record[a] == row[b] == sheet[b] for a, b in PLAIN.items())
    assert {r["status"] for r in records} == {"estimación por muestra"} and {r["code"][:2] for r in records} == {"14"}
    about = {row[0].value: row[1].value for row in sheets["Acerca de los datos"].iter_rows()}
    assert about["Vista de la que se tomó"].startswith(f"{address}/mapa?lang=es&zone=cienega&indicator=poverty_pct")
    name, path = taken(desktop, "Paquete de datos")
    assert name == f"{NAME}.zip"
    assert zipfile.ZipFile(path).read(f"{NAME}.csv") == comma_path.read_bytes()


def test_a_picture_says_what_where_when_and_from_whom(desktop: Page, address: str) -> None:
    opened(desktop, address + "/mapa?indicator=poverty_pct")
    for name, says in {"mapa": "41.2 %", "comparación": "Poncitlán", "tendencia": "2010"}.items():
        file, path = taken(desktop, f"SVG: {name}")
        plain = name.replace("ó", "o")
        assert file == f"poblacion-en-situacion-de-pobreza_2020_amo_{plain}.svg"
        words = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")).replace("&amp;", "&")
        for part in ("Población en situación de pobreza", "por ciento", "CONEVAL", "Consulta: ", says):
            assert part in words
        assert f"{address}/mapa?lang=es&zone=amo&indicator=poverty_pct" in words
        file, path = taken(desktop, f"PNG: {name}")
        assert file.endswith(f"_{plain}.png") and path.read_bytes().startswith(b"\x89PNG")


def test_citation_and_link_are_copied_and_said_aloud(desktop: Page, address: str) -> None:
    desktop.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(desktop, address + "/mapa?indicator=poverty_pct")
    desktop.get_by_role("button", name="Copiar cita").click()
    expect(desktop.locator(".copy [role=status]")).to_have_text("Cita copiada")
    cited = desktop.evaluate("navigator.clipboard.readText()")
    assert cited.startswith("Observatorio Metropolitano de Ocotlán. «Población en situación de pobreza», por ciento")
    desktop.get_by_role("button", name="Copiar enlace").click()
    expect(desktop.locator(".copy [role=status]")).to_have_text("Enlace copiado")
    assert cited.endswith(desktop.evaluate("navigator.clipboard.readText()"))


def test_where_the_browser_forbids_copying_the_text_is_selected(desktop: Page, address: str) -> None:
    desktop.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false;"
    )
    opened(desktop, address + "/?lang=en")
    desktop.get_by_role("button", name="Copy link").click()
    expect(desktop.locator(".copy [role=status]")).to_contain_text("The text is selected")
    assert (
        desktop.evaluate("document.getSelection().toString() || document.activeElement.value")
        == f"{address}/?lang=en&zone=amo"
    )


@pytest.mark.parametrize("path", ["/", VIEW, "/fuentes?lang=en"])
def test_on_a_phone_every_button_is_in_reach_and_tall_enough(
    phone: Page, address: str, watch: Watch, path: str
) -> None:
    opened(phone, address + path)
    buttons = phone.locator(".st-key-downloads button, .st-key-pictures button, .copy button:not([hidden])")
    expect(buttons.nth(5)).to_be_visible()
    boxes = [b.bounding_box() for b in buttons.all()]
    assert len(boxes) >= 6
    assert all(b and b["height"] >= 43.5 and b["x"] >= 0 and b["x"] + b["width"] <= 390 for b in boxes)
    assert watch.errors == []
