"""Taking the patterns away, and where the figures come from."""

from __future__ import annotations

import pandas as pd

from dashboard import controls, export, live, offices, style, wording
from dashboard.analysis import pattern_words as words
from dashboard.analysis.pattern_view import Seen
from dashboard.controls import Place
from dashboard.drawing import Drawing
from dashboard.parts import frame, origin, pattern_pictures, take
from dashboard.parts.patterns import NEIGHBOURS
from dashboard.plate import Plate
from dashboard.view import view


def downloads(here: Place, seen: Seen) -> None:
    """Every municipality with its neighbours' mean and its cluster, map and scatter, citation and address."""
    release = live.provenance(seen.indicator.id)
    if release is None or seen.found.refusal:
        return
    title = here.t("patterns.map.title", title=seen.indicator.title.in_(here.language))
    cited = offices.citation(seen.indicator, release.source["citation"][here.language], here.language)
    said, link = words.finding(seen, here.language), address(here, seen)
    how = here.t(
        "patterns.take.method_of", permutations=style.decimal(seen.found.permutations), seed=str(seen.found.seed),
        measured=words.measured(seen, here.language),
    )  # fmt: skip
    file = export.table(
        tidy(here, seen), title, [(seen.indicator, release)], words.place(seen, here.language), here.language,
        address=link, extra={here.t("patterns.take.finding"): said, here.t("patterns.take.method"): how},
    )  # fmt: skip
    caption = pattern_pictures.caption(here, seen)
    plate = Plate(
        lambda: pattern_pictures.figure(here, seen, dark=False), title, f"{caption}. {said}", cited,
        name=here.t("patterns.chart.name"), alternative=f"{here.t('patterns.chart.alternative')} {said}",
        language=here.language,
    )  # fmt: skip
    pictures: list[Drawing | Plate] = [pattern_pictures.drawing(here, seen, cited, dark=False), plate]
    take.bar(here, file, pictures, f"{here.t('site.name')}. «{title}», {caption}. {cited} {link}")


def tidy(here: Place, seen: Seen) -> pd.DataFrame:
    """One row a municipality of the territory: the figure with its parts, and what the statistics say of it."""
    rows = seen.rows
    return pd.DataFrame({
        "area": rows["area"], "name": rows["name"], "indicator": seen.indicator.id, "period": seen.period,
        "value": rows["value"], "numerator": rows["numerator"], "denominator": rows["denominator"],
        "status": rows["status"], "neighbours": rows["neighbours"].astype("float64"),
        "neighbours_mean": rows["near"], "statistic": rows["local"], "p_value": rows["p"],
        "p_adjusted": rows["adjusted"],
        "cluster": [words.cluster(c, here.language, e) for c, e in zip(rows["cluster"], rows["evidence"], strict=True)],
    })  # fmt: skip


def address(here: Place, seen: Seen) -> str:
    """The whole address of this view."""
    return controls.permalink(
        here, "patterns", indicator=seen.indicator.id, period=seen.period,
        among="nation" if seen.of.all_of == "00" else "state", neighbours=NEIGHBOURS[seen.across],
        area=seen.pointed,
    )  # fmt: skip


def sheet(here: Place, seen: Seen) -> None:
    """The source of the figures, as on the map page."""
    values = live.values(seen.indicator.id, seen.period)
    every = values.assign(period=seen.period)
    whole = view(seen.indicator, seen.of, seen.period, "total", values, every, None)
    origin.sheet(here, whole, controls.choice())


def nothing(here: Place, seen: Seen) -> None:
    """Why there is no picture."""
    frame.nothing(wording.capital(words.refused(seen, here.language)))
