"""IMSS: months added up while they are read, placed by name, kept small; and nothing of them lost in silence."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.areas import areas
from etl.contract import SourceFault
from etl.live.imss import DICTIONARY
from etl.live.imss_month import reduce
from etl.raw import Raw, Want
from etl.sources import imss_jobs
from tests.services.day_imss import COLUMNS, JOBS, NAMES, dictionary, month
from tests.services.fixtures import fixture

TODAY = date(2026, 11, 22)
WANT = Want(since="2026-08", today=TODAY)


def added_up(content: bytes, folder: Path, day: str = "2025-08-31") -> bytes:
    """A month's file, added up."""
    body, out = folder / f"asg-{day}.csv", folder / f"{day}.small"
    body.write_bytes(content)
    reduce(body, out, url=f"http://imss/asg-{day}.csv", sha256=hashlib.sha256(content).hexdigest())
    return out.read_bytes()


def parsed(months: dict[str, bytes], folder: Path, names: bytes | None = None) -> pd.DataFrame:
    """The parser's values by area and period; `months` are the office's files by last day."""
    files = {f"imss/asg-{day}.csv": added_up(content, folder, day) for day, content in months.items()}
    raw = Raw({**files, f"imss/{DICTIONARY}": dictionary() if names is None else names})
    return imss_jobs.parse(raw).values.set_index(["area", "period"]).sort_index()


def test_the_example_month_is_placed_and_who_has_no_employer_is_kept(tmp_path: Path) -> None:
    content = fixture("imss/asg-2025-08-31_constructed.csv").read_bytes()
    names = fixture("imss/diccionario_de_datos_1_constructed.xlsx").read_bytes()
    small = added_up(content, tmp_path).decode()
    assert "14|J20|sector_economico_1|NA|140|140|0|0|0|0|0|0|0\n" in small
    found = parsed({"2025-08-31": content}, tmp_path, names)
    ocotlan = found.loc[("14063", "2025-08")]
    assert (ocotlan["ta"], ocotlan["asegurados"], ocotlan["ta_sector_3"], ocotlan["ta_sexo_2"]) == (35, 175, 25, 10)
    assert ocotlan["masa_sal_ta"] / ocotlan["ta_sal"] == pytest.approx((9125.75 + 3100.5) / 35)
    assert found.at[("14066", "2025-08"), "ta"] == 40 and found.at[("00", "2025-08"), "ta"] == 75
    assert found.at[("14063", "2025-08"), "ta_sector_NA"] == 0 and ("14047", "2025-08") not in found.index


def test_an_added_month_says_what_it_was_made_of_and_is_the_same_every_time(tmp_path: Path) -> None:
    content = month()
    small = added_up(content, tmp_path)
    first = small.decode().splitlines()[:3]
    assert first[0].endswith("the original: http://imss/asg-2025-08-31.csv")
    assert first[1:] == [f"# sha256 {hashlib.sha256(content).hexdigest()}", f"# {len(content)} bytes"]
    assert added_up(content, tmp_path) == small


def test_how_much_is_held_at_once_does_not_change_the_sums(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = month([*JOBS, *JOBS[:3]])
    at_once = added_up(content, tmp_path)
    monkeypatch.setattr("etl.live.imss_month.MOST", 1)
    assert added_up(content, tmp_path) == at_once


@pytest.mark.parametrize("size", ["tamaño_patron", "tamaÃ±o_patron", "tama\x81o_patron"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_both_encodings_and_any_spelling_of_the_size_give_the_same_sums(
    tmp_path: Path, encoding: str, size: str
) -> None:
    text = month().decode("latin-1").replace("tamaño_patron", size)
    plain = added_up(month(), tmp_path).split(b"\n", 3)[3]
    assert added_up(text.encode(encoding), tmp_path).split(b"\n", 3)[3] == plain


def test_columns_are_read_by_their_names_and_more_of_them_do_no_harm(tmp_path: Path) -> None:
    rows = [text.split("|") for text in month().decode("latin-1").split("\r\n")[:-1]]
    turned = "\r\n".join("|".join(["nueva" if n == 0 else "x", *reversed(r)]) for n, r in enumerate(rows)) + "\r\n"
    assert (
        added_up(turned.encode("latin-1"), tmp_path).split(b"\n", 3)[3]
        == (added_up(month(), tmp_path).split(b"\n", 3)[3])
    )


def test_two_codes_of_one_municipality_are_added_and_unplaced_jobs_count_in_the_state_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = parsed({"2025-08-31": month()}, tmp_path)["ta"].unstack()["2025-08"]
    assert found.to_dict() == {"00": 4103, "14": 4103, "14047": 100, "14063": 3600, "14066": 400}
    assert "3 jobs of 1 codes count in their state only" in caplog.text


def test_a_month_with_too_many_jobs_that_cannot_be_placed_is_refused_and_says_which(tmp_path: Path) -> None:
    names = dictionary([n if n[2] != "J22" else (14, "Jalisco", "J22", "Xamay") for n in NAMES])
    with pytest.raises(SourceFault) as told:
        parsed({"2025-08-31": month()}, tmp_path, names)
    assert "jobs of state 14 cannot be placed (expected 0.5 % of the state's jobs at most" in str(told.value)
    assert "got 2.5 %: J22 (Xamay), 100, J99 (not in the dictionary), 3" in str(told.value)


def test_the_official_jobs_of_every_state_and_month_of_2021_are_met(tmp_path: Path) -> None:
    """Real totals of the states, spread over codes that can be placed, cannot, and no sector: Σ is the office's."""
    text = fixture("imss/asegurados_oficial_por_estado_2021_real.csv").read_text(encoding="latin-1")
    rows = list(csv.reader(text.splitlines()))
    year = [r for r in rows if r[0].startswith("2021/")]
    states = areas().query("level == 'municipality' and valid_to == ''").drop_duplicates("parent")
    number = dict(zip(states["parent"], range(10, 42), strict=True))
    names = dictionary([(int(k), "x", f"A{n}", t) for (k, n), t in zip(number.items(), states["name"], strict=True)])
    days = dict(zip(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
                    pd.date_range("2021-01-31", periods=12, freq="ME").strftime("%Y-%m-%d"), strict=True))  # fmt: skip
    months = {}
    for told in year:  # columns are in the office's order; which state each is does not matter to a sum
        jobs = [int(x) for x in told[1:33]]
        split = [(int(k), f"A{n}", "3", "S4", "1", j // 3, j - j // 3 - j // 250, 300.0, 7)
                 for (k, n), j in zip(number.items(), jobs, strict=True)]  # fmt: skip
        split += [(int(k), "Z99", "6", "S1", "2", 0, j // 250, 300.0, 0)
                  for (k, n), j in zip(number.items(), jobs, strict=True)]  # fmt: skip
        months[days[told[0].removeprefix("2021/")]] = month(split)
    found = parsed(months, tmp_path, names)["ta"].unstack()
    assert len(year) == 12 and [found.at["00", p] for p in sorted(found)] == [int(r[33]) for r in reversed(year)]
    for told, period in zip(reversed(year), sorted(found), strict=True):
        assert [found.at[k, period] for k in number] == [int(x) for x in told[1:33]]


def altered(old: str, new: str) -> bytes:
    text = month().decode("latin-1")
    assert old in text
    return text.replace(old, new, 1).encode("latin-1")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (altered("|masa_sal_ta|", "|masa|"), "column masa_sal_ta: a column is missing or was renamed"),
        (month()[:-40] + b"\r\n", "row 8: a record is cut or has extra cells (expected 29 cells; got 1"),
        (altered("|912575.00|", "|912575,00|"), "row 2, column masa_sal_ta: a cell is no number"),
        (altered("|2500|0|2500|", "|-2500|0|2500|"), "row 2, column asegurados: a cell is no number"),
        (altered("|2500|0|2500|200|", "|2500|0||200|"), "row 2, column ta: a cell is no number"),
        (month(()), "the month has no figures"),
        (altered("|2500|0|2500|200|", "|2500|0|2500|900|"), "the kinds of job do not add up to the jobs"),
        (altered("|S4|1|E5", "|S4|3|E5"), "a label is unknown (expected 1, 2; got «3»"),
        (altered("14|12|14|J20", "14|12|33|J20"), "a label is unknown (expected 01, 02"),
    ],
    ids=["renamed", "cut", "comma", "negative", "empty", "nothing", "kinds", "a third sex", "a 33rd state"],
)
def test_a_damaged_month_is_refused_with_its_place(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(SourceFault) as told:
        parsed({"2025-08-31": content}, tmp_path)
    assert sentence in str(told.value) and "asg-2025-08-31.csv" in str(told.value)


def test_half_a_month_and_a_month_without_a_state_are_refused(tmp_path: Path) -> None:
    two = (*JOBS, (16, "P10", "6", "S1", "1", 0, 50, 300.0, 0))
    names = dictionary((*NAMES, (16, "Michoacán", "P10", "Briseñas")))
    with pytest.raises(SourceFault, match="the month 2025-09 is cut short"):
        parsed({"2025-08-31": month(two), "2025-09-30": month(two[1:])}, tmp_path, names)
    with pytest.raises(SourceFault, match="the month 2025-09 is cut short"):
        parsed({"2025-08-31": month(two), "2025-09-30": month()}, tmp_path, names)


def test_the_dictionary_is_needed_as_it_was(tmp_path: Path) -> None:
    twice = dictionary((*NAMES, (14, "Jalisco", "J20", "Jamay")))
    with pytest.raises(SourceFault, match="a record is given twice"):
        parsed({"2025-08-31": month()}, tmp_path, twice)
    with pytest.raises(SourceFault, match="the workbook cannot be opened"):
        parsed({"2025-08-31": month()}, tmp_path, dictionary()[:900])


def test_the_layout_here_is_that_of_the_example() -> None:
    example = fixture("imss/asg-2025-08-31_constructed.csv").read_bytes().decode("latin-1")
    assert example.splitlines()[0] == COLUMNS
