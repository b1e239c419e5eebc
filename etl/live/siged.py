"""SEP's directory of schools (SIGED): one JSON a state, a record a school and shift.

Its records name the principal and give telephone and address. They are struck out the moment the answer is whole,
before it has a name on disk: nothing of us ever holds them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from etl.content import NotAsExpected, json_text
from etl.http import Client
from etl.raw import Raw, SourceModule, Stored, Want
from etl.reading import counted, fault

SERVICE = "siged"
ADDRESS = (
    "/escuela/selectCcts/cct=&turno=&tipoedu=&nivel=&subnivel=&control=&subcontrol="
    "&entidad={state}&municipio=&localidad="
)
SITE = "https://siged.sep.gob.mx"
HEADERS = {"Origin": SITE, "Referer": f"{SITE}/", "Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
LIST = "Ccts"
KEY = ("clavecct", "turno", "nombrect", "nombreniv", "nombrecont", "claveentidad", "clavemunicipio")
FIGURES = ("hombrestotal", "mujerestotal", "docenteshom", "docentesmuj", "aulasuso")
POSITION = ("longitud", "latitud")
KEPT = (*KEY, *FIGURES, *POSITION)


def bring(client: Client, want: Want) -> Raw:
    """A file a wanted state, in the order of the schools' keys and without anybody's name.

    Named siged/{period}/{state}.json: the school year that services.yaml says (`views.cycle`), or the year asked in.
    """
    answers = {
        state.zfill(2): client.get(SERVICE, ADDRESS.format(state=int(state)), headers=HEADERS, check=without_names)
        for state in want.states
    }
    newest = max(answer.note.moment for answer in answers.values())
    period = client.services[SERVICE].views.get("cycle", "").replace("/", "-") or str(newest.year)
    files = Stored({f"siged/{period}/{state}.json": answer.path for state, answer in answers.items()})
    return Raw(files, url=f"{client.services[SERVICE].base}/escuela/selectCcts/", retrieved_at=newest)


def without_names(path: Path) -> None:
    """Check the answer, and write over it what we read of it; raises NotAsExpected where it is no directory."""
    json_text(path)
    told = json.loads(path.read_bytes().decode("utf-8-sig") or "null")
    records = told.get(LIST) if isinstance(told, dict) else None
    if not isinstance(records, list) or not records or not all(isinstance(r, dict) for r in records):
        raise NotAsExpected(f"expected a list «{LIST}» of schools, got {json.dumps(told)[:80]}")
    kept = [{name: record[name] for name in KEPT if name in record} for record in records]
    kept.sort(key=lambda record: (str(record.get("clavecct")), str(record.get("turno"))))
    path.write_text(json.dumps({LIST: kept}, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def schools(module: SourceModule, raw: Raw, name: str) -> pd.DataFrame:
    """One state's schools as text: KEPT, file, row (place in the list). Raises SourceFault naming a lost field."""
    records = json.loads(raw.files[name].decode("utf-8"))[LIST]
    lost = [column for column in KEPT if not any(column in record for record in records)]
    if lost:
        raise fault(
            module, "a column is missing or was renamed", name, column=lost[0], expected=lost[0],
            got=", ".join(sorted({key for record in records for key in record})) or "none",
        )  # fmt: skip
    cells = [[_text(record.get(column)) for column in KEPT] for record in records]
    return counted(module, name, pd.DataFrame(cells, columns=list(KEPT), dtype="str"), list(range(1, len(cells) + 1)))


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
