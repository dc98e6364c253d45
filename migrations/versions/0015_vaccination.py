"""Keep vaccinations, the conditions that change the calendar, and the links to shared booklets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "15"
down_revision = "14"


def upgrade() -> None:
    op.create_table(
        "box_product",
        sa.Column("gtin", sa.String(length=14), nullable=False),
        sa.Column("vaccine", sa.String(length=10), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["told_by"], ["account.id"], name=op.f("fk_box_product_told_by_account")
        ),
        sa.PrimaryKeyConstraint("gtin", name=op.f("pk_box_product")),
    )
    op.create_table(
        "cve_certificate",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_cve_certificate_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_cve_certificate")),
    )
    op.create_table(
        "cve_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("record_uuid", sa.String(length=36), nullable=False),
        sa.Column("pseudo", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["linked_by"], ["account.id"], name=op.f("fk_cve_link_linked_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_cve_link_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cve_link")),
    )
    op.create_index(op.f("ix_cve_link_patient_id"), "cve_link", ["patient_id"], unique=False)
    op.create_index(op.f("ix_cve_link_record_uuid"), "cve_link", ["record_uuid"], unique=False)
    op.create_table(
        "vaccination",
        sa.Column("vaccine", sa.String(length=10), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("given_on", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("diseases", sa.Text(), nullable=False),
        sa.Column("cip13", sa.String(length=13), nullable=False),
        sa.Column("gtin", sa.String(length=14), nullable=False),
        sa.Column("dose", sa.SmallInteger(), nullable=False),
        sa.Column("booster", sa.Boolean(), nullable=False),
        sa.Column("lot", sa.String(length=20), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("expiry_raw", sa.String(length=6), nullable=False),
        sa.Column("serial", sa.String(length=20), nullable=False),
        sa.Column("route", sa.String(length=8), nullable=False),
        sa.Column("site", sa.String(length=4), nullable=False),
        sa.Column("performer_id", sa.Integer(), nullable=True),
        sa.Column("performer", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("expired_reason", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("reaction", sa.Text(), nullable=False),
        sa.Column("reaction_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_vaccination_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["account.id"], name=op.f("fk_vaccination_changed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_vaccination_deleted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_vaccination_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["account.id"], name=op.f("fk_vaccination_performer_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vaccination")),
        sa.UniqueConstraint("uid", name=op.f("uq_vaccination_uid")),
    )
    op.create_index("ix_vaccination_lot", "vaccination", ["lot"], unique=False)
    op.create_index(op.f("ix_vaccination_patient_id"), "vaccination", ["patient_id"], unique=False)
    op.create_table(
        "vaccine_condition",
        sa.Column("condition", sa.String(length=30), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_vaccine_condition_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["account.id"], name=op.f("fk_vaccine_condition_changed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_vaccine_condition_deleted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_vaccine_condition_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vaccine_condition")),
        sa.UniqueConstraint("uid", name=op.f("uq_vaccine_condition_uid")),
    )
    op.create_index(
        op.f("ix_vaccine_condition_patient_id"), "vaccine_condition", ["patient_id"], unique=False
    )
    op.create_table(
        "cve_line",
        sa.Column("vaccination_id", sa.Integer(), nullable=False),
        sa.Column("record_uuid", sa.String(length=36), nullable=False),
        sa.Column("remote_id", sa.String(length=40), nullable=False),
        sa.Column("etag", sa.String(length=80), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_rpps", sa.String(length=11), nullable=False),
        sa.Column("validated", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["vaccination_id"],
            ["vaccination.id"],
            name=op.f("fk_cve_line_vaccination_id_vaccination"),
        ),
        sa.PrimaryKeyConstraint("vaccination_id", "record_uuid", name=op.f("pk_cve_line")),
    )
    op.create_index("ix_cve_line_record_uuid", "cve_line", ["record_uuid"], unique=False)
    op.create_table(
        "cve_send",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("record_uuid", sa.String(length=36), nullable=False),
        sa.Column("vaccination_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=60), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_cve_send_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_cve_send_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["vaccination_id"],
            ["vaccination.id"],
            name=op.f("fk_cve_send_vaccination_id_vaccination"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cve_send")),
        sa.UniqueConstraint("key", name=op.f("uq_cve_send_key")),
    )
    op.create_index(op.f("ix_cve_send_patient_id"), "cve_send", ["patient_id"], unique=False)
    op.create_index(op.f("ix_cve_send_record_uuid"), "cve_send", ["record_uuid"], unique=False)
    op.create_index(
        "ix_cve_send_state_next_try_at", "cve_send", ["state", "next_try_at"], unique=False
    )
    op.create_index(
        op.f("ix_cve_send_vaccination_id"), "cve_send", ["vaccination_id"], unique=False
    )
    # « teleconsultation » has sixteen letters, which PostgreSQL refused.
    with op.batch_alter_table("encounter") as batch:
        batch.alter_column(
            "nature", existing_type=sa.String(15), type_=sa.String(20), existing_nullable=False
        )
