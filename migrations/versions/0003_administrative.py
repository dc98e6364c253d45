"""Widen the administrative record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

_TEXTS = {
    "building_code": sa.String(length=30),
    "admin_address": sa.Text(),
    "admin_postal_code": sa.String(length=10),
    "admin_town": sa.String(length=100),
    "phone_fax": sa.String(length=20),
    "outside_medecin_traitant": sa.String(length=120),
    "outside_medecin_traitant_rpps": sa.String(length=11),
}


def upgrade() -> None:
    _widen_patient()
    _create_patient_administrative()
    _create_health_cover()
    _create_specific_right()
    _create_visit()
    _create_private_note()
    _create_patient_link()
    _create_patient_merge()


def _widen_patient() -> None:
    with op.batch_alter_table("patient") as batch:
        for name, kind in _TEXTS.items():
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        batch.add_column(
            sa.Column("contrat_mt_signed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("contrat_mt_signed_on", sa.Date(), nullable=True))
        for name in ("medecin_traitant_id", "merged_into", "updated_by"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name in ("medecin_traitant_id", "updated_by"):
            batch.create_foreign_key(f"fk_patient_{name}_account", "account", [name], ["id"])
        batch.create_foreign_key(
            "fk_patient_merged_into_patient", "patient", ["merged_into"], ["id"]
        )
        for name in ("birth_date", "insured_nir", "matricule_ins", "merged_into"):
            batch.create_index(f"ix_patient_{name}", [name])
    with op.batch_alter_table("patient") as batch:
        for name in (*_TEXTS, "contrat_mt_signed"):
            batch.alter_column(name, server_default=None)


def _clinical(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return the columns and the keys that every clinical table has."""
    accounts = ("author_id", "changed_by", "deleted_by")
    return (
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
            ["patient_id"], ["patient.id"], name=f"fk_{table}_patient_id_patient"
        ),
        *(
            sa.ForeignKeyConstraint([one], ["account.id"], name=f"fk_{table}_{one}_account")
            for one in accounts
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("uid", name=f"uq_{table}_uid"),
    )


def _create_patient_administrative() -> None:
    op.create_table(
        "patient_administrative",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.Text(), nullable=False),
        sa.Column("socio_category", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("family_situation", sa.Text(), nullable=False),
        sa.Column("children", sa.SmallInteger(), nullable=True),
        sa.Column("housing", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("needs_interpreter", sa.Boolean(), nullable=False),
        sa.Column("help_level", sa.Text(), nullable=False),
        sa.Column("protection_measure", sa.Text(), nullable=False),
        sa.Column("legal_representative", sa.Text(), nullable=False),
        sa.Column("legal_representative_phone", sa.Text(), nullable=False),
        sa.Column("no_call_home", sa.Boolean(), nullable=False),
        sa.Column("no_call_mobile", sa.Boolean(), nullable=False),
        sa.Column("no_message", sa.Boolean(), nullable=False),
        sa.Column("no_mail", sa.Boolean(), nullable=False),
        sa.Column("trusted_person", sa.Text(), nullable=False),
        sa.Column("trusted_person_phone", sa.Text(), nullable=False),
        sa.Column("emergency_contact", sa.Text(), nullable=False),
        sa.Column("emergency_contact_phone", sa.Text(), nullable=False),
        sa.Column("dmp_opposed", sa.Boolean(), nullable=False),
        sa.Column("dmp_opposed_on", sa.Date(), nullable=True),
        sa.Column("mssante_opposed", sa.Boolean(), nullable=False),
        sa.Column("vsm_refused", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name="fk_patient_administrative_patient_id_patient"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name="fk_patient_administrative_written_by_account"
        ),
        sa.PrimaryKeyConstraint("patient_id", name="pk_patient_administrative"),
    )


def _create_health_cover() -> None:
    op.create_table(
        "health_cover",
        *_clinical("health_cover"),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("insured_nir", sa.String(length=15), nullable=False),
        sa.Column("beneficiary_quality", sa.Text(), nullable=False),
        sa.Column("birth_rank", sa.SmallInteger(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("organisation_number", sa.Text(), nullable=False),
        sa.Column("member_number", sa.Text(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
    )
    op.create_index("ix_health_cover_patient_id", "health_cover", ["patient_id"], unique=False)


def _create_specific_right() -> None:
    op.create_table(
        "specific_right",
        *_clinical("specific_right"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_specific_right_patient_id", "specific_right", ["patient_id"], unique=False)


def _create_visit() -> None:
    op.create_table(
        "visit",
        *_clinical("visit"),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_visit_patient_id", "visit", ["patient_id"], unique=False)


def _create_private_note() -> None:
    op.create_table(
        "private_note",
        *_clinical("private_note"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_private_note_patient_id", "private_note", ["patient_id"], unique=False)


def _create_patient_link() -> None:
    op.create_table(
        "patient_link",
        *_clinical("patient_link"),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["patient.id"], name="fk_patient_link_other_id_patient"
        ),
    )
    op.create_index("ix_patient_link_other_id", "patient_link", ["other_id"], unique=False)
    op.create_index("ix_patient_link_patient_id", "patient_link", ["patient_id"], unique=False)


def _create_patient_merge() -> None:
    op.create_table(
        "patient_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("absorbed_id", sa.Integer(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["patient.id"], name="fk_patient_merge_kept_id_patient"
        ),
        sa.ForeignKeyConstraint(
            ["absorbed_id"], ["patient.id"], name="fk_patient_merge_absorbed_id_patient"
        ),
        sa.ForeignKeyConstraint(
            ["merged_by"], ["account.id"], name="fk_patient_merge_merged_by_account"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["account.id"], name="fk_patient_merge_undone_by_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_patient_merge"),
    )
    op.create_index("ix_patient_merge_absorbed_id", "patient_merge", ["absorbed_id"], unique=False)
    op.create_index("ix_patient_merge_kept_id", "patient_merge", ["kept_id"], unique=False)
