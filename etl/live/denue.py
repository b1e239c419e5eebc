"""How DENUE speaks: a ZIP of establishments by state, and an API that counts them.

Rows of establishments hold names, telephones, mails and streets of persons. Nothing of that stays: a ZIP is
counted as soon as it is whole and then removed from disk, also when it could not be counted; what is kept is a
table of counts with the ZIP's sha256 and its validators, so that an unchanged ZIP is not fetched again. An
interrupted download waits as `.part` for the next run, which ends it. Of a row only four columns are ever looked
at, and the API's methods that answer rows (Buscar…, Ficha) are never asked.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from etl.content import NotAsExpected, archive
from etl.http import Answer, Client, NoToken, NotReached

BULK, API = "inegi_bulk", "inegi_denue"
COLUMNS = ("cve_ent", "cve_mun", "codigo_act", "per_ocu")
TABLE = ("cve_ent", "cve_mun", "sector", "per_ocu", "unidades")
NOTHING = ("", "null", "no hay resultados.")
_EDITION = re.compile(r"DENUE\W+(?P<month>\d{2})_(?P<year>\d{4})", re.IGNORECASE)


def table(client: Client, state: str) -> Path:
    """The counts of one state's newest ZIP: `<folder>/inegi_denue/denue_14.csv`, made anew when the ZIP has changed.

    First line: edition, establishments and the ZIPs with their sha256; then the columns TABLE. Raises NotReached or
    NotAsExpected when the ZIP cannot be had.
    """
    kept = client.folder / API / f"denue_{state}.csv"
    seen = _seen(kept)
    views = client.services[API].views
    parts = views.get(f"parts_{state}", state).split()
    now = datetime.now(UTC)
    if len(seen) == len(parts) and now - moment(kept) < timedelta(hours=client.services[API].keep_hours):
        return kept
    conditions = [_condition(seen.get(part, {})) if len(seen) == len(parts) else {} for part in parts]
    zips: dict[str, Answer] = {}
    try:
        for part, condition in zip(parts, conditions, strict=True):
            zips[part] = client.get(
                BULK, views["bulk"].format(part=part), check=_zip_or_nothing, statuses=(200, 304), headers=condition
            )
        if all(answer.status == 304 for answer in zips.values()):
            _note(kept, seen, now)
        elif any(answer.status == 304 for answer in zips.values()):
            _note(kept, {}, now)  # one part is new: the next run asks for all of them
            raise NotReached(f"DENUE is renewing the files of state {state}; the next run tries again")
        else:
            _write(kept, zips)
            _note(kept, {part: _told(answer) for part, answer in zips.items()}, now)
    finally:
        for answer in zips.values():
            _forget(answer)
    return kept


def kept_table(client: Client, state: str) -> bool:
    """Whether a ZIP of the state was ever counted here."""
    return (client.folder / API / f"denue_{state}.csv").is_file()


def moment(kept: Path) -> datetime:
    """When the ZIP behind a table was fetched, or last found unchanged."""
    return datetime.fromisoformat(json.loads(_beside(kept).read_text(encoding="utf-8"))["retrieved_at"])


def counted(path: Path) -> tuple[str, Counter[tuple[str, ...]]]:
    """(edition such as 2026-05, establishments by state, municipality, two digits of activity and size) of a ZIP.

    Raises NotAsExpected naming the member, row and column of what is not as published.
    """
    found: Counter[tuple[str, ...]] = Counter()
    with zipfile.ZipFile(path) as box:
        members = [n for n in box.namelist() if re.search(r"conjunto_de_datos/[^/]+\.csv$", n)]
        if len(members) != 1:
            raise NotAsExpected(
                f"expected one CSV in conjunto_de_datos/, the ZIP holds {', '.join(box.namelist()[:8])}"
            )
        edition = _edition(box)
        with box.open(members[0]) as stream:
            for row in _rows(io.TextIOWrapper(stream, encoding="latin-1", newline=""), members[0]):
                found[row] += 1
    return edition, found


def _edition(box: zipfile.ZipFile) -> str:
    """The month the office calls its edition, out of the ZIP's metadata; never the date of the download."""
    for name in box.namelist():
        if name.startswith("metadatos/") and (match := _EDITION.search(box.read(name).decode("latin-1"))):
            return f"{match['year']}-{match['month']}"
    raise NotAsExpected("the ZIP does not say its edition: expected «DENUE 05_2026» or the like in metadatos/")


def _rows(text: io.TextIOWrapper, member: str) -> Iterator[tuple[str, ...]]:
    """(state, municipality, two digits of activity, size) of each establishment; no other cell is looked at."""
    reader = csv.reader(text)
    header = [name.strip().lower() for name in next(reader, [])]
    if lost := [c for c in COLUMNS if c not in header]:
        raise NotAsExpected(f"{member}: the column «{lost[0]}» is missing; the first line has {len(header)} columns")
    ent, mun, act, size = (header.index(c) for c in COLUMNS)
    try:
        for record in reader:
            if len(record) != len(header):
                raise NotAsExpected(
                    f"{member}, row {reader.line_num}: a record is cut or has extra cells "
                    f"(expected {len(header)}, got {len(record)})"
                )
            yield record[ent].strip(), record[mun].strip(), record[act].strip()[:2], record[size].strip()
    except csv.Error as error:
        raise NotAsExpected(f"{member}, row {reader.line_num}: {error}") from None


def _write(kept: Path, zips: dict[str, Answer]) -> None:
    """Count every part and write the one table, whole or not at all."""
    counts = {part: counted(answer.path) for part, answer in zips.items()}
    editions = {edition for edition, _ in counts.values()}
    if len(editions) > 1:
        raise NotReached(f"the parts of one state are of different editions ({', '.join(sorted(editions))}); run later")
    total: Counter[tuple[str, ...]] = Counter()
    for _, found in counts.values():
        total.update(found)
    told = " ".join(f"denue_{part}_csv.zip sha256:{answer.note.sha256}" for part, answer in zips.items())
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_suffix(".new")
    with new.open("w", encoding="utf-8", newline="") as file:
        file.write(f"edition:{editions.pop()} establishments:{total.total()} {told}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TABLE)
        writer.writerows([*key, number] for key, number in sorted(total.items()))
    new.replace(kept)


def _zip_or_nothing(path: Path) -> None:
    """A whole ZIP with a CSV; or no byte at all, which is how «unchanged» (304) arrives."""
    if path.stat().st_size:
        archive(".csv")(path)


def _beside(kept: Path) -> Path:
    return kept.with_name(kept.name + ".json")


def _seen(kept: Path) -> dict[str, dict[str, str]]:
    try:
        parts: dict[str, dict[str, str]] = json.loads(_beside(kept).read_text(encoding="utf-8"))["parts"]
    except (OSError, ValueError, KeyError):
        return {}
    return parts if kept.is_file() else {}


def _note(kept: Path, parts: dict[str, dict[str, str]], now: datetime) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"retrieved_at": now.isoformat(timespec="seconds"), "parts": parts}, indent=1)
    _beside(kept).write_text(text, encoding="utf-8")


def _told(answer: Answer) -> dict[str, str]:
    return {"etag": answer.note.etag, "last_modified": answer.note.last_modified, "sha256": answer.note.sha256}


def _condition(told: dict[str, str]) -> dict[str, str]:
    if told.get("etag"):
        return {"If-None-Match": told["etag"]}
    return {"If-Modified-Since": told["last_modified"]} if told.get("last_modified") else {}


def _forget(answer: Answer) -> None:
    """Remove a kept answer from disk, with its note."""
    answer.path.unlink(missing_ok=True)
    answer.path.with_name(answer.path.name + ".json").unlink(missing_ok=True)


def count(client: Client, areas: Sequence[str], stratum: int) -> Answer:
    """Ask how many establishments of a size (0: all) each area has, of every activity. Raises NoToken, NotReached."""
    path = f"/Cuantificar/0/{','.join(areas)}/{stratum}/{{token}}"
    try:
        answer = client.get(API, path, check=readable, statuses=(200, 501))
    except NotReached as error:
        hint = "; DENUE also answers 502 to a key it does not know: check OBSERVATORIO_DENUE_TOKEN"
        raise NotReached(f"{error}{hint if '502' in str(error) else ''}") from None
    if answer.status == 501:
        _forget(answer)
        raise NotReached("DENUE says that counting is out of service (501); the next run tries again")
    try:
        rows(answer.bytes())
    except NoToken:
        _forget(answer)  # it must not count as fresh once the key is right
        raise NoToken(f"DENUE refuses the key of OBSERVATORIO_DENUE_TOKEN ({client.services[API].how})") from None
    return answer


def readable(path: Path) -> None:
    """Words or JSON: anything but a page, which is what DENUE answers to an address with too many or few segments."""
    content = path.read_bytes()
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise NotAsExpected("expected JSON, got an HTML page: a wrong number of segments, or maintenance")
    try:
        rows(content)
    except NoToken:
        return


def rows(content: bytes) -> list[dict[str, Any]]:
    """The rows of an answer: none for `null`, nothing or «No hay resultados», unwrapped where JSON is inside JSON.

    Raises NoToken for «No autorizado…», NotAsExpected for anything else that is no list of rows.
    """
    found: Any = content.decode("utf-8-sig", errors="replace").strip()
    for _ in range(3):
        if not isinstance(found, str):
            break
        words = found.strip().strip('"').strip().lower()
        if words in NOTHING:
            return []
        if words.startswith("no autorizado"):
            raise NoToken("DENUE refuses the key")
        try:
            found = json.loads(found)
        except ValueError:
            raise NotAsExpected(f"expected JSON, got «{found[:60]}»") from None
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(r, dict) for r in found):
        raise NotAsExpected(f"expected a list of rows, got «{str(found)[:60]}»")
    return found
