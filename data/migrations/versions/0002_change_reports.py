"""change reports, and runs that were skipped"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

AFTER = "outcome in ('published', 'loaded', 'unchanged', 'skipped', 'refused', 'failed')"


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("accepted_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["release_id"], ["release.release_id"], name=op.f("fk_change_release_id")),
        sa.ForeignKeyConstraint(["against"], ["release.release_id"], name=op.f("fk_change_against")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_change")),
        comment="What one release changes against the one that was public when it was loaded, and who accepted it and "
        "why; `findings` are the sentences a person must answer for, none where figures were only added.",
    )
    # SQLite cannot alter a check: the table is made anew, with its rows.
    with op.batch_alter_table("run") as table:
        table.drop_constraint(op.f("ck_run_outcome"), type_="check")
        table.create_check_constraint(op.f("ck_run_outcome"), AFTER)
