"""Let consultations be drafted, signed and corrected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"

_TEXTS = ("reason", "interview", "examination", "conclusion", "plan")
_MARKS = ("in_blocks", "important")


def upgrade() -> None:
    with op.batch_alter_table("encounter") as batch:
        for name in _TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in _MARKS:
            batch.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch.add_column(sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("signed_by", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_encounter_signed_by_account", "account", ["signed_by"], ["id"])
        batch.create_index("ix_encounter_author_id_signed_at", ["author_id", "signed_at"])
    with op.batch_alter_table("encounter") as batch:
        for name in (*_TEXTS, *_MARKS):
            batch.alter_column(name, server_default=None)
    # What was written before drafts existed is not waiting for anybody.
    op.execute("UPDATE encounter SET signed_at = created_at, signed_by = author_id")
    op.create_table(
        "encounter_problem",
        sa.Column("encounter_id", sa.Integer(), nullable=False),
        sa.Column("history_item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"],
            ["encounter.id"],
            name=op.f("fk_encounter_problem_encounter_id_encounter"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["history_item_id"],
            ["history_item.id"],
            name=op.f("fk_encounter_problem_history_item_id_history_item"),
        ),
        sa.PrimaryKeyConstraint(
            "encounter_id", "history_item_id", name=op.f("pk_encounter_problem")
        ),
    )
    op.create_index(
        op.f("ix_encounter_problem_history_item_id"),
        "encounter_problem",
        ["history_item_id"],
        unique=False,
    )
