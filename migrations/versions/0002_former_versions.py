"""Keep the versions of clinical facts that were replaced, and who wrote the present one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

_CLINICAL = ("allergy", "encounter", "history_item", "long_term_treatment", "measure")


def upgrade() -> None:
    for table in _CLINICAL:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
            batch.add_column(sa.Column("changed_by", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                f"fk_{table}_changed_by_account", "account", ["changed_by"], ["id"]
            )
    op.create_table(
        "former_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_former_version_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_former_version_written_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["account.id"], name=op.f("fk_former_version_replaced_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_version")),
    )
    op.create_index(
        op.f("ix_former_version_patient_id"), "former_version", ["patient_id"], unique=False
    )
    op.create_index(
        "ix_former_version_fact", "former_version", ["kind", "fact_id", "version"], unique=True
    )
