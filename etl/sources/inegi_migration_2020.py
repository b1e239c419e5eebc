"""INEGI census 2020, extended questionnaire: municipality of residence in March 2015 and in 2020, around the AMO.

A sample, and not the whole country: pairs among 22 municipalities and every pair that touches the AMO. A
municipality outside the AMO has no complete total here. Those who stayed (same origin and destination) are kept.
"""

from __future__ import annotations

from etl.contract import FLOW, Parsed
from etl.raw import File, Raw, SourceModule
from etl.reading import keys, numbers, read_csv

PAIRS = "od_migracion_2015_2020_amo.csv"
SOURCE = SourceModule("inegi_migration_2020", files=(File(f"mobility/{PAIRS}", rows=(544, 544)),))


def parse(raw: Raw) -> Parsed:
    """Flows of kind `migration`, period 2015/2020: origin is the residence of 2015, destination that of 2020."""
    frame = read_csv(SOURCE, raw, PAIRS, columns=("residencia2015", "residencia2020", "personas"))
    frame["origin"] = keys(SOURCE, frame, frame["residencia2015"])
    frame["destination"] = keys(SOURCE, frame, frame["residencia2020"])
    frame = frame.assign(area=frame["destination"], period="2015/2020", persons=frame["personas"])
    flows, _ = numbers(SOURCE, frame, ["persons"], absence={})
    return Parsed(flows=flows.assign(kind="migration", status="estimated")[FLOW])
