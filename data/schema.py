"""Every table, each with its grain in one sentence.

Nothing is deleted: a release is withdrawn, never removed. What is true now is in `published`,
one row a source, kept by publish and withdraw so that no reader has to work it out.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# INTEGER PRIMARY KEY counts up by itself on both databases; JSON stays text on SQLite.
_stamp = sa.DateTime(timezone=True)

source = sa.Table(
    "source",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("entry", sa.JSON, nullable=False),
    comment="One published product, with a copy of its catalogue entry.",
)

indicator = sa.Table(
    "indicator",
    metadata,
    sa.Column("indicator_key", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("indicator", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.Text, sa.ForeignKey("source.source"), nullable=False),
    sa.Column("entry", sa.JSON, nullable=False),
    comment="One measurable thing, with a copy of its catalogue entry for SQL users.",
)

area = sa.Table(
    "area",
    metadata,
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("valid_from", sa.Text, primary_key=True),
    sa.Column("valid_to", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("parent", sa.Text),
    sa.CheckConstraint("level in ('nation', 'state', 'municipality')", name="level"),
    comment="One territory in one stretch of time.",
)

release = sa.Table(
    "release",
    metadata,
    sa.Column("release_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("source", sa.Text, sa.ForeignKey("source.source"), nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("retrieved_at", _stamp, nullable=False),
    sa.Column("loaded_at", _stamp, nullable=False),
    sa.Column("parser_version", sa.Text, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("uses", sa.JSON, nullable=False),
    sa.Column("published_at", _stamp),
    sa.Column("published_by", sa.Text),
    sa.Column("withdrawn_at", _stamp),
    sa.Column("withdrawn_why", sa.Text),
    sa.Index(None, "source"),
    comment="One whole load of one source; `uses` names the releases a derived one was computed from.",
)

published = sa.Table(
    "published",
    metadata,
    sa.Column("source", sa.Text, sa.ForeignKey("source.source"), primary_key=True),
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), nullable=False, unique=True),
    sa.Column("stamp", _stamp, nullable=False),
    sa.Column("family", sa.Text, nullable=False),
    sa.Index(None, "family", "release_id"),
    comment="One source whose figures are public now, and the release they come from; `family` is the source its "
    "indicators name: itself, or `municipal` for each municipality's own.",
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), primary_key=True),
    sa.Column("against", sa.Integer, sa.ForeignKey("release.release_id")),
    sa.Column("counts", sa.JSON, nullable=False),
    sa.Column("findings", sa.JSON, nullable=False),
    sa.Column("accepted_at", _stamp),
    sa.Column("accepted_by", sa.Text),
    sa.Column("accepted_why", sa.Text),
    comment="What one release changes against the one that was public when it was loaded, and who accepted it and why; "
    "`findings` are the sentences a person must answer for, none where figures were only added.",
)

observation = sa.Table(
    "observation",
    metadata,
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), primary_key=True),
    sa.Column("indicator_key", sa.Integer, sa.ForeignKey("indicator.indicator_key"), primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("breakdown", sa.Text, primary_key=True),
    sa.Column("value", sa.Float),
    sa.Column("numerator", sa.Float),
    sa.Column("denominator", sa.Float),
    sa.Column("status", sa.Text, nullable=False),
    sa.Index("ix_observation_area", "area", "release_id", "indicator_key", "period"),
    sa.CheckConstraint("(value is null) = (status in ('missing', 'suppressed', 'not_applicable'))", name="absent"),
    sqlite_with_rowid=False,
    comment="One indicator, area, period and breakdown as one release said it.",
)

footnote = sa.Table(
    "footnote",
    metadata,
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), primary_key=True),
    sa.Column("indicator_key", sa.Integer, sa.ForeignKey("indicator.indicator_key"), primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("breakdown", sa.Text, primary_key=True),
    sa.Column("cited", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("received_on", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sqlite_with_rowid=False,
    comment="What whoever reported one figure said of it: its source, a note, the day and the file it came with "
    "(a figure carried into a later release keeps its own).",
)

standing = sa.Table(
    "standing",
    metadata,
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), primary_key=True),
    sa.Column("indicator_key", sa.Integer, sa.ForeignKey("indicator.indicator_key"), primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("rank_state", sa.Integer, nullable=False),
    sa.Column("of_state", sa.Integer, nullable=False),
    sa.Column("rank_nation", sa.Integer),
    sa.Column("of_nation", sa.Integer),
    sa.Column("percentile", sa.Float),
    sa.Index("ix_standing_area", "area", "release_id", "indicator_key", "period"),
    sqlite_with_rowid=False,
    comment="One municipality's place among its state's and the nation's, by one indicator and period of one release.",
)

flow = sa.Table(
    "flow",
    metadata,
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("destination", sa.Text, primary_key=True),
    sa.Column("persons", sa.Float),
    sa.Column("status", sa.Text, nullable=False),
    sa.Index("ix_flow_destination", "destination", "release_id"),
    sqlite_with_rowid=False,
    comment="Persons from one municipality to another, of one kind, in one period, as one release said it.",
)

site = sa.Table(
    "site",
    metadata,
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), primary_key=True),
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("area", sa.Text, nullable=False),
    sa.Column("longitude", sa.Float),
    sa.Column("latitude", sa.Float),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("measures", sa.JSON, nullable=False),
    sa.Index(None, "area"),
    comment="One measured place of one release: its position and what was measured there.",
)

membership = sa.Table(
    "membership",
    metadata,
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id"), primary_key=True),
    sa.Column("zone", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("declared_by", sa.Text, nullable=False),
    sa.Column("declared_on", sa.Text, nullable=False),
    sqlite_with_rowid=False,
    comment="One municipality in one officially delimited metropolis, as one release said it.",
)

run = sa.Table(
    "run",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("started_at", _stamp, nullable=False),
    sa.Column("ended_at", _stamp, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("release_id", sa.Integer, sa.ForeignKey("release.release_id")),
    sa.Column("problems", sa.JSON, nullable=False),
    sa.Index(None, "source"),
    sa.CheckConstraint(
        "outcome in ('published', 'loaded', 'unchanged', 'skipped', 'refused', 'failed')", name="outcome"
    ),
    comment="One execution of the ETL for one source; `loaded` waits for a person, `skipped` lacks a key of ours.",
)
