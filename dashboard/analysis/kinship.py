"""Which figures are made of one another: their going together is arithmetic, not a finding.

The catalogue's formulas tell most of it: a count that both use, one that is counted in the other, a figure derived
from the other. What offices count inside something else is told here, and held to their own figures by a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np
import pandas as pd

from data.catalog import Catalog, catalog
from data.entries import Indicator
from data.formula import terms

# same: both measure one idea. part: one is counted within the other. apart: nobody can be in both.
# rest: one is what the other leaves. base: one is worked out from what the other counts.
# sides: shares of the same whole, and no more is known.
Kin = Literal["", "same", "part", "apart", "rest", "base", "sides"]
Variable = tuple[str, str]  # of which source, and its name there

# source → what is counted → what is counted within it
WITHIN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "inegi_census_2020": {
        "PDER_SS": ("PDER_IMSS", "PDER_ISTE", "PDER_ISTEE", "PDER_SEGP", "PAFIL_IPRIV"),
        "VPH_AGUADV": ("VPH_AEASP", "VPH_C_SERV"),
        "VPH_DRENAJ": ("VPH_C_SERV",),
        "VPH_C_ELEC": ("VPH_C_SERV",),
        "VPH_SINTIC": ("VPH_SNBIEN",),
        "VPH_AGUAFV": ("VPH_NDEAED",),
    },
    "inegi_population": {"POBTOT": ("POBMAS", "POBFEM")},
    "inegi_intercensal_2015": {"entubada": ("entubada_dentro",)},
    "coneval_poverty": {
        "pobreza_pob": ("pobreza_e_pob", "pobreza_m_pob"),
        "plp_pob": ("pobreza_pob", "pobreza_e_pob", "pobreza_m_pob", "vul_ing_pob"),
        "carencias3_pob": ("pobreza_e_pob",),
    },
    "coneval_rezago_2020": {"indice_rezago_social": ("grado_rezago_social",)},
    "conapo_marginality": {"im_dp2": ("gm_dp2",)},
    "pnud_hdi": {"idh": ("indice_salud", "indice_educacion", "indice_ingreso")},
}
_AGES, _FAITHS = ("POB0_14", "POB15_64", "POB65_MAS"), ("PCATOLICA", "PRO_CRIEVA", "PSIN_RELIG")
_LACKS = (
    "ic_rezedu_pob", "ic_asalud_pob", "ic_segsoc_pob", "ic_cv_pob", "ic_sbv_pob", "ic_ali_pob", "carencias3_pob",
    "vul_car_pob", "pobreza_pob", "pobreza_e_pob", "pobreza_m_pob",
)  # fmt: skip
_WITHOUT_LACKS = ("npnv_pob", "vul_ing_pob")
_OWN, _FEDERAL = (
    ("Impuestos", "Derechos", "Productos", "Aprovechamientos"),
    ("Participaciones_federales", "Aportaciones"),
)
# source → pairs of groups: who is counted in one of the first is counted in none (else) of the second
APART: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "inegi_census_2020": (
        (_AGES, _AGES),
        (_FAITHS, _FAITHS),
        (("PSINDER",), ("PDER_SS", "PDER_IMSS", "PDER_ISTE", "PDER_ISTEE", "PDER_SEGP", "PAFIL_IPRIV")),
        (("VPH_AGUAFV",), ("VPH_AGUADV", "VPH_AEASP", "VPH_C_SERV")),
        (("VPH_NDEAED",), ("VPH_AGUADV", "VPH_AEASP", "VPH_C_SERV", "VPH_DRENAJ", "VPH_C_ELEC")),
        (("VPH_SINTIC",), ("VPH_INTER", "VPH_PC", "VPH_CEL")),
        (("VPH_SNBIEN",), ("VPH_INTER", "VPH_PC", "VPH_CEL", "VPH_AUTOM")),
    ),
    "coneval_poverty": (
        (_WITHOUT_LACKS, (*_LACKS, *_WITHOUT_LACKS)),
        (("vul_car_pob",), ("pobreza_pob", "pobreza_e_pob", "pobreza_m_pob")),
        (("plp_pob",), ("vul_car_pob", "npnv_pob")),
        (("pobreza_e_pob",), ("pobreza_m_pob",)),
    ),
    "inegi_land_use_2015": ((("agricultura", "pastizal", "bosque", "selva"),) * 2,),
    "conagua_quality_2020": ((("red", "yellow", "green"),) * 2,),
    "inegi_efipem": ((_OWN, _FEDERAL),),
}

# source → topics whose lacks its definition counts: such figures share something by definition
SUMMARIES: Mapping[str, tuple[str, ...]] = {
    "coneval_poverty": ("education", "health", "housing", "water"),
    "coneval_rezago_2020": ("education", "health", "housing", "water"),
    "conapo_marginality": ("education", "housing", "water"),
    "pnud_hdi": ("education", "health"),
}
_BY_INCOME = frozenset({"plp_pob", "vul_ing_pob"})  # counted by income alone


def summary(a: Indicator, b: Indicator, known: Catalog | None = None) -> Indicator | None:
    """Which of the two sums up lacks of the other's topic, if one does."""
    known = known or catalog()
    for one, other in ((a, b), (b, a)):
        by_income = {name for _, name in _counted(one, known)} & _BY_INCOME
        if other.source != one.source and other.topic in SUMMARIES.get(one.source, ()) and not by_income:
            return one
    return None


def kin(a: Indicator, b: Indicator, known: Catalog | None = None) -> Kin:
    """How two indicators are made of one another; "" when the catalogue knows of nothing."""
    known = known or catalog()
    if a.id == b.id or (a.concept and a.concept == b.concept):
        return "same"
    if a.id in _made_of(b, known) or b.id in _made_of(a, known):
        return "base"
    above, below = (_counted(i, known) for i in (a, b))
    if above & below or _within(above, below) or _within(below, above):
        return "part"
    base_a, base_b = (_over(i, known) for i in (a, b))
    if base_a and base_b and (above & base_b or below & base_a):
        return "base"
    if a.formula.form != "share" or b.formula.form != "share" or not base_a or base_a != base_b:
        return ""
    return "apart" if _apart(above, below) else "sides"


def settled(found: Kin, x: pd.Series, y: pd.Series) -> Kin:
    """Shares of one whole decided by their figures: the rest when their sum hardly varies beside themselves."""
    if found not in ("sides", "apart"):
        return found
    keep = np.isfinite(x) & np.isfinite(y)
    a, b = x[keep], y[keep]
    largest = max(float(a.var()), float(b.var())) if len(a) > 2 else 0.0
    if largest > 0 and float((a + b).var()) < 0.05 * largest:
        return "rest"
    return "apart" if found == "apart" else ""


def _made_of(indicator: Indicator, known: Catalog) -> frozenset[str]:
    """Indicators a derived one counts, at any depth; growth is no part of the size it starts from."""
    if indicator.source != "derived" or indicator.formula.form == "growth":
        return frozenset()
    own = {name for name in _names(_top(indicator)) if name in known.indicators}
    return frozenset(own).union(*(_made_of(known.indicators[name], known) for name in own))


def _counted(indicator: Indicator, known: Catalog) -> frozenset[Variable]:
    """What stands above the line, down to the offices' own variables."""
    if indicator.formula.form == "growth":
        return frozenset()
    return _offices(indicator, _top(indicator), known)


def _over(indicator: Indicator, known: Catalog) -> frozenset[Variable]:
    """What stands below the line of a share or a ratio."""
    form = indicator.formula.form
    return (
        _offices(indicator, (indicator.formula.denominator or "",), known) if form in ("share", "per") else frozenset()
    )


def _top(indicator: Indicator) -> tuple[str, ...]:
    formula = indicator.formula
    return tuple(e for e in (formula.code, formula.numerator, *(formula.sum or ())) if e)


def _offices(indicator: Indicator, expressions: tuple[str, ...], known: Catalog) -> frozenset[Variable]:
    if indicator.source != "derived":
        return frozenset((indicator.source, name) for name in _names(expressions))
    parts = (known.indicators[name] for name in _names(expressions) if name in known.indicators)
    return frozenset().union(*(_counted(part, known) for part in parts))


def _names(expressions: tuple[str, ...]) -> Iterator[str]:
    """Variables without breakdown and period."""
    for expression in expressions:
        for term in terms(expression):
            yield re.split(r"[@\[]", term.variable)[0]


def _within(whole: frozenset[Variable], part: frozenset[Variable]) -> bool:
    """Whether something of `part` is counted within something of `whole`."""
    return any(
        name in WITHIN.get(source, {}).get(of, ()) for source, of in whole for own, name in part if own == source
    )


def _apart(one: frozenset[Variable], other: frozenset[Variable]) -> bool:
    """Whether what both count excludes each other."""
    return any(
        own == source and left != right and any(_across(left, right, a, b) for a, b in pairs)
        for source, pairs in APART.items()
        for own, left in one
        for _, right in other
    )


def _across(left: str, right: str, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return (left in a and right in b) or (right in a and left in b)
