"""Keep documents that wait, what was read in them and the habits of senders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "14"
down_revision = "13"


def upgrade() -> None:
    op.create_table(
        "sender_habit",
        sa.Column("sender_key", sa.String(length=120), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("type_code", sa.String(length=30), nullable=False),
        sa.Column("tab", sa.String(length=15), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("filed", sa.Integer(), nullable=False),
        sa.Column("last_filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["account.id"], name=op.f("fk_sender_habit_recipient_id_account")
        ),
        sa.PrimaryKeyConstraint("sender_key", name=op.f("pk_sender_habit")),
    )
    op.create_table(
        "incoming_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("file_name", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=15), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=False),
        sa.Column("watched", sa.Boolean(), nullable=False),
        sa.Column("source_path", sa.Text(), nullable=False),
        sa.Column("source_stamp", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=60), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column("alike", sa.Boolean(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("encounter_id", sa.Integer(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_incoming_document_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["encounter_id"],
            ["encounter.id"],
            name=op.f("fk_incoming_document_encounter_id_encounter"),
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"], ["account.id"], name=op.f("fk_incoming_document_filed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["account.id"], name=op.f("fk_incoming_document_imported_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["incoming_document.id"],
            name=op.f("fk_incoming_document_parent_id_incoming_document"),
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_incoming_document_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["read_by"], ["account.id"], name=op.f("fk_incoming_document_read_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["account.id"], name=op.f("fk_incoming_document_recipient_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["repeats_id"],
            ["incoming_document.id"],
            name=op.f("fk_incoming_document_repeats_id_incoming_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_document")),
        sa.UniqueConstraint("uid", name=op.f("uq_incoming_document_uid")),
    )
    op.create_index(
        op.f("ix_incoming_document_document_id"), "incoming_document", ["document_id"], unique=False
    )
    op.create_index(
        op.f("ix_incoming_document_file_name"), "incoming_document", ["file_name"], unique=False
    )
    op.create_index(
        op.f("ix_incoming_document_parent_id"), "incoming_document", ["parent_id"], unique=False
    )
    op.create_index(
        op.f("ix_incoming_document_patient_id"), "incoming_document", ["patient_id"], unique=False
    )
    op.create_index(
        op.f("ix_incoming_document_sha256"), "incoming_document", ["sha256"], unique=False
    )
    op.create_index(
        "ix_incoming_document_state_arrived_at",
        "incoming_document",
        ["state", "arrived_at"],
        unique=False,
    )
    op.create_table(
        "incoming_reading",
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("guess", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incoming_id"],
            ["incoming_document.id"],
            name=op.f("fk_incoming_reading_incoming_id_incoming_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("incoming_id", name=op.f("pk_incoming_reading")),
    )
