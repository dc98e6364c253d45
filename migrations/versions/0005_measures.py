"""Keep masks, what was answered to them, where a measure comes from, and chosen columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    with op.batch_alter_table("measure") as batch:
        batch.add_column(
            sa.Column("origin", sa.String(length=10), nullable=False, server_default="cabinet")
        )
        batch.add_column(sa.Column("comment", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("encounter_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_measure_encounter_id_encounter", "encounter", ["encounter_id"], ["id"]
        )
        batch.create_index("ix_measure_encounter_id", ["encounter_id"])
        batch.create_index("ix_measure_patient_kind", ["patient_id", "kind", "taken_at"])
    with op.batch_alter_table("measure") as batch:
        batch.alter_column("origin", server_default=None)
        batch.alter_column("comment", server_default=None)
    _create_masks()
    op.create_table(
        "followup_choice",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("preset", sa.String(length=20), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_followup_choice_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_followup_choice")),
    )


def _create_masks() -> None:
    op.create_table(
        "mask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_mask_written_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mask")),
    )
    op.create_index("ix_mask_key_version", "mask", ["key", "version"], unique=True)
    op.create_table(
        "mask_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mask_key", sa.String(length=36), nullable=False),
        sa.Column("mask_version", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("encounter_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_mask_answer_{column}_{table}")
            )
            for column, table in (
                ("patient_id", "patient"),
                ("author_id", "account"),
                ("changed_by", "account"),
                ("deleted_by", "account"),
                ("encounter_id", "encounter"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mask_answer")),
        sa.UniqueConstraint("uid", name=op.f("uq_mask_answer_uid")),
    )
    for column in ("patient_id", "encounter_id"):
        op.create_index(op.f(f"ix_mask_answer_{column}"), "mask_answer", [column])
