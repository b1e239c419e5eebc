"""SEDATU, CONAPO and INEGI: the municipalities of each metropolis, delimitations of 2015 and of 2020.

Ocotlán, Poncitlán and Jamay are a *zona metropolitana* in the first and a *zona conurbada* in the second.
The second's national list numbers metropolises otherwise (14.02) than the delimitation itself (14.3.03),
which is in hand for Jalisco only: each metropolis carries the key of the best list that has it.
"""

from __future__ import annotations

import pandas as pd

from etl.contract import MEMBERSHIP, Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import fault, keys, read_csv

OF_2015, OF_2020, JALISCO = (
    "metropolis_dzm_2015_latin1.csv",
    "metropolis_2020_claves.csv",
    "metropolis_2020_jalisco_transcribed.csv",
)
SOURCE = SourceModule(
    "sedatu_metropolises",
    files=(
        File(f"geography/{OF_2015}", rows=(417, 417)),
        File(f"geography/{OF_2020}", rows=(421, 421)),
        File(f"geography/{JALISCO}", rows=(12, 12)),
    ),
)
DECLARED_BY = "SEDATU, CONAPO, INEGI"
KINDS = {"ZM": "zona metropolitana", "MM": "metrópoli municipal", "ZC": "zona conurbada"}
DAMAGED = {"Colima-Villa de álvarez": "Colima-Villa de Álvarez"}  # capitals with accent lost in the copy
CONTRACTED = {"Valle de México": "del Valle de México"}  # Spanish joins "de" and "el"


def parse(raw: Raw) -> Parsed:
    """Memberships: zones `dzm2015_14_02`, `metropolis2020_14_3_03`; titles with the kind of metropolis in front."""
    both = pd.concat([_delimitation_2015(raw), _delimitation_2020(raw)], ignore_index=True)
    return Parsed(memberships=both.assign(declared_by=DECLARED_BY)[MEMBERSHIP])


def _delimitation_2015(raw: Raw) -> pd.DataFrame:
    frame = read_csv(SOURCE, raw, OF_2015, columns=("CVE_ZM", "NOM_ZM", "CVE_MUN", "POB_2015"), encoding="latin-1")
    names = frame["NOM_ZM"].replace(DAMAGED)
    kind = KINDS["ZM"]
    return frame.assign(
        zone="dzm2015_" + frame["CVE_ZM"].str.replace(".", "_"),
        area=keys(SOURCE, frame, frame["CVE_MUN"]),
        title=[_title(kind, CONTRACTED.get(n, f"de {n}")) for n in names],
        kind=kind,
        declared_on="2018",
    )


def _delimitation_2020(raw: Raw) -> pd.DataFrame:
    frame = read_csv(SOURCE, raw, OF_2020, columns=("CVE_MUN", "CVE_ZM", "NOM_ZM"), skip=2)
    parts = frame["NOM_ZM"].str.extract(r"^(ZM|MM|ZC) (.+)$")
    if parts[0].isna().any():
        at = frame.index[parts[0].isna()][0]
        raise fault(
            SOURCE, "the kind of metropolis is unknown", OF_2020, row=int(frame.at[at, "row"]), column="NOM_ZM",
            expected="a name that begins with ZM, MM or ZC", got=f"«{frame.at[at, 'NOM_ZM']}»",
        )  # fmt: skip
    frame["area"] = keys(SOURCE, frame, frame["CVE_MUN"])
    frame["kind"] = parts[0].map(KINDS)
    frame["title"] = [_title(k, n) for k, n in zip(frame["kind"], parts[1], strict=True)]
    official = _jalisco(raw)
    key = frame["CVE_ZM"].where(~frame["area"].isin(list(official)), frame["area"].map(official))
    _compare(frame, key, official)
    return frame.assign(zone="metropolis2020_" + key.str.replace(".", "_"), declared_on="2023")


def _jalisco(raw: Raw) -> dict[str, str]:
    """Municipality → key of its metropolis as the delimitation of 2020 prints it."""
    columns = ("clave_metropoli", "tipo", "clave_compuesta_municipio")
    frame = read_csv(SOURCE, raw, JALISCO, columns=columns)
    area = keys(SOURCE, frame, frame["clave_compuesta_municipio"])
    if area.duplicated().any():
        at = frame.index[area.duplicated()][0]
        raise fault(
            SOURCE, "the member is given twice", JALISCO, row=int(frame.at[at, "row"]),
            column="clave_compuesta_municipio", expected="one metropolis a municipality", got=area[at],
        )  # fmt: skip
    return dict(zip(area, frame["clave_metropoli"], strict=True))


def _compare(frame: pd.DataFrame, key: pd.Series, official: dict[str, str]) -> None:
    """Both lists of 2020 must group the municipalities of Jalisco's metropolises alike."""
    pairs = pd.DataFrame({"national": frame["CVE_ZM"], "official": key}).drop_duplicates()
    split = pairs["national"].duplicated(keep=False) | pairs["official"].duplicated(keep=False)
    apart = sorted(pairs.loc[split, "national"].unique()) + sorted(set(official) - set(frame["area"]))
    if apart:
        raise fault(
            SOURCE, "the two lists of 2020 disagree", OF_2020, column="CVE_ZM",
            expected=f"the metropolises of {JALISCO}", got=", ".join(apart),
        )  # fmt: skip


def _title(kind: str, rest: str) -> str:
    return f"{kind.capitalize()} {rest}"
