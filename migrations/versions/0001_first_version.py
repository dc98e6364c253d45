"""Create the tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

_REFUSE_ON_SQLITE = (
    "CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
)
_REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is only ever added to'; END $$
"""
_TRIGGER_ON_POSTGRESQL = (
    "CREATE TRIGGER journal_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
)


def upgrade() -> None:
    """Create every table, then make the journal append-only."""
    _create_tables()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_REFUSE_ON_SQLITE.format(verb="UPDATE"))
        op.execute(_REFUSE_ON_SQLITE.format(verb="DELETE"))
    else:
        op.execute(_REFUSE_ON_POSTGRESQL)
        op.execute(_TRIGGER_ON_POSTGRESQL)


def _create_tables() -> None:
    _create_account()
    _create_counter()
    _create_journal()
    _create_practice()
    _create_setting()
    _create_patient()
    _create_practitioner()
    _create_preference()
    _create_secret()
    _create_allergy()
    _create_encounter()
    _create_history_item()
    _create_long_term_treatment()
    _create_measure()
    _create_patient_token()
    _create_recent_patient()


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("own_initials", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("granted", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sa.UniqueConstraint("uid", name=op.f("uq_account_uid")),
    )


def _create_counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ts", sa.String(length=24), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_action", "journal", ["action", "seq"], unique=False)
    op.create_index("ix_journal_actor", "journal", ["actor", "seq"], unique=False)
    op.create_index("ix_journal_subject", "journal", ["subject", "seq"], unique=False)
    op.create_index("ix_journal_ts", "journal", ["ts"], unique=False)


def _create_practice() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("finess", sa.String(length=9), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.String(length=5), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )


def _create_setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )


def _create_patient() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("civility", sa.String(length=12), nullable=False),
        sa.Column("birth_name", sa.String(length=100), nullable=False),
        sa.Column("first_birth_first_name", sa.String(length=100), nullable=False),
        sa.Column("birth_first_names", sa.String(length=100), nullable=False),
        sa.Column("used_name", sa.String(length=100), nullable=False),
        sa.Column("used_first_name", sa.String(length=100), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_date_uncertain", sa.Boolean(), nullable=False),
        sa.Column("lunar_date", sa.String(length=10), nullable=False),
        sa.Column("birth_place_code", sa.String(length=5), nullable=False),
        sa.Column("birth_place_name", sa.String(length=120), nullable=False),
        sa.Column("insi_accepted", sa.Boolean(), nullable=False),
        sa.Column("identity_document", sa.String(length=30), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), nullable=False),
        sa.Column("homonym", sa.Boolean(), nullable=False),
        sa.Column("matricule_ins", sa.String(length=15), nullable=False),
        sa.Column("ins_oid", sa.String(length=40), nullable=False),
        sa.Column("insured_nir", sa.String(length=15), nullable=False),
        sa.Column("mandatory_cover", sa.Boolean(), nullable=False),
        sa.Column("complementary_cover", sa.Boolean(), nullable=False),
        sa.Column("deceased", sa.Boolean(), nullable=False),
        sa.Column("deceased_on", sa.Date(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("passing", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_more", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.String(length=10), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("phone_home", sa.String(length=20), nullable=False),
        sa.Column("phone_mobile", sa.String(length=20), nullable=False),
        sa.Column("phone_work", sa.String(length=20), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("paper_number", sa.String(length=30), nullable=False),
        sa.Column("former_number", sa.String(length=30), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_patient_created_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("dossier", name=op.f("uq_patient_dossier")),
        sa.UniqueConstraint("uid", name=op.f("uq_patient_uid")),
    )


def _create_practitioner() -> None:
    op.create_table(
        "practitioner",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("civility", sa.String(length=20), nullable=False),
        sa.Column("quality", sa.String(length=60), nullable=False),
        sa.Column("ordinal_speciality", sa.String(length=80), nullable=False),
        sa.Column("rpps", sa.String(length=11), nullable=False),
        sa.Column("adeli", sa.String(length=9), nullable=False),
        sa.Column("am_number", sa.String(length=9), nullable=False),
        sa.Column("speciality_code", sa.String(length=2), nullable=False),
        sa.Column("cps_family_name", sa.String(length=100), nullable=False),
        sa.Column("cps_first_name", sa.String(length=100), nullable=False),
        sa.Column("cps_number", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_practitioner_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_practitioner")),
    )


def _create_preference() -> None:
    op.create_table(
        "preference",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_preference_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "name", name=op.f("pk_preference")),
    )


def _create_secret() -> None:
    op.create_table(
        "secret",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_secret_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "name", name=op.f("pk_secret")),
    )


def _create_allergy() -> None:
    op.create_table(
        "allergy",
        sa.Column("none_known", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("reaction", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=15), nullable=False),
        sa.Column("noted", sa.String(length=10), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_allergy_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_allergy_deleted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_allergy_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allergy")),
        sa.UniqueConstraint("uid", name=op.f("uq_allergy_uid")),
    )
    op.create_index(op.f("ix_allergy_patient_id"), "allergy", ["patient_id"], unique=False)


def _create_encounter() -> None:
    op.create_table(
        "encounter",
        sa.Column("nature", sa.String(length=15), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_encounter_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_encounter_deleted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_encounter_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_id"], ["account.id"], name=op.f("fk_encounter_replaced_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
        sa.UniqueConstraint("uid", name=op.f("uq_encounter_uid")),
    )
    op.create_index(op.f("ix_encounter_patient_id"), "encounter", ["patient_id"], unique=False)


def _create_history_item() -> None:
    op.create_table(
        "history_item",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("speciality", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cim10", sa.String(length=10), nullable=False),
        sa.Column("started", sa.String(length=10), nullable=False),
        sa.Column("ended", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("ald_number", sa.SmallInteger(), nullable=True),
        sa.Column("in_vsm", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_history_item_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_history_item_deleted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_history_item_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_history_item_uid")),
    )
    op.create_index(
        op.f("ix_history_item_patient_id"), "history_item", ["patient_id"], unique=False
    )


def _create_long_term_treatment() -> None:
    op.create_table(
        "long_term_treatment",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("posology", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_long_term_treatment_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_long_term_treatment_deleted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_long_term_treatment_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_long_term_treatment")),
        sa.UniqueConstraint("uid", name=op.f("uq_long_term_treatment_uid")),
    )
    op.create_index(
        op.f("ix_long_term_treatment_patient_id"),
        "long_term_treatment",
        ["patient_id"],
        unique=False,
    )


def _create_measure() -> None:
    op.create_table(
        "measure",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("second", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_measure_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by"], ["account.id"], name=op.f("fk_measure_deleted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_measure_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("uid", name=op.f("uq_measure_uid")),
    )
    op.create_index(op.f("ix_measure_patient_id"), "measure", ["patient_id"], unique=False)


def _create_patient_token() -> None:
    op.create_table(
        "patient_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column(
            "token",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
            name=op.f("fk_patient_token_patient_id_patient"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_token")),
    )
    op.create_index("ix_patient_token_patient_id", "patient_token", ["patient_id"], unique=False)
    op.create_index(
        "ix_patient_token_token", "patient_token", ["token", "patient_id", "kind"], unique=False
    )


def _create_recent_patient() -> None:
    op.create_table(
        "recent_patient",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recent_patient_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
            name=op.f("fk_recent_patient_patient_id_patient"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "patient_id", name=op.f("pk_recent_patient")),
    )
