"""families of sources, and what was said of each figure"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "footnote",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("indicator_key", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("cited", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.release_id"], name=op.f("fk_footnote_release_id")),
        sa.ForeignKeyConstraint(["indicator_key"], ["indicator.indicator_key"], name=op.f("fk_footnote_indicator_key")),
        sa.PrimaryKeyConstraint("release_id", "indicator_key", "period", "area", "breakdown", name=op.f("pk_footnote")),
        sqlite_with_rowid=False,
        comment="What whoever reported one figure said of it: its source, a note, the day and the file it came with "
        "(a figure carried into a later release keeps its own).",
    )
    # Until now every source was its own family.
    op.add_column("published", sa.Column("family", sa.Text(), nullable=True))
    op.execute("update published set family = source")
    with op.batch_alter_table("published") as table:
        table.alter_column("family", existing_type=sa.Text(), nullable=False)
    op.create_index(op.f("ix_published_family_release_id"), "published", ["family", "release_id"])
