"""Keep the calls to INSi and the former matricules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "12"
down_revision = "11"


def upgrade() -> None:
    op.create_table(
        "insi_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("search_uid", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=60), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_insi_call_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_insi_call_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insi_call")),
    )
    op.create_index(op.f("ix_insi_call_at"), "insi_call", ["at"], unique=False)
    op.create_index("ix_insi_call_patient_id", "insi_call", ["patient_id", "at"], unique=False)
    op.create_index(op.f("ix_insi_call_search_uid"), "insi_call", ["search_uid"], unique=False)
    op.create_table(
        "former_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("matricule", sa.String(length=15), nullable=False),
        sa.Column("oid", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.String(length=10), nullable=False),
        sa.Column("ends_on", sa.String(length=10), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_former_ins_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_ins")),
    )
    op.create_index(op.f("ix_former_ins_patient_id"), "former_ins", ["patient_id"], unique=False)
