"""Widen the medical history and keep contraindications and remarks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"

_TEXT, _FALSE = sa.text("''"), sa.false()
_WIDENED = {
    "history_item": (
        ("kinship", sa.String(length=40), _TEXT),
        ("cim10_version", sa.String(length=20), _TEXT),
        ("ald_since", sa.Date(), None),
        ("ald_until", sa.Date(), None),
        ("ald_exempt", sa.Boolean(), sa.true()),
        ("watch_point", sa.Boolean(), _FALSE),
        ("note", sa.Text(), _TEXT),
    ),
    "allergy": (
        ("type", sa.String(length=20), sa.text("'allergie'")),
        ("certainty", sa.String(length=15), _TEXT),
        ("lifted", sa.Boolean(), _FALSE),
        ("note", sa.Text(), _TEXT),
    ),
    "long_term_treatment": (
        ("stop_reason", sa.Text(), _TEXT),
        ("note", sa.Text(), _TEXT),
    ),
}
_NEW = {
    "contraindication": (
        ("text", sa.Text()),
        ("since", sa.String(length=10)),
        ("note", sa.Text()),
    ),
    "remark": (("text", sa.Text()), ("confidential", sa.Boolean())),
}


def upgrade() -> None:
    for table, columns in _WIDENED.items():
        _widen(table, columns)
    for table, own in _NEW.items():
        _create(table, own)


def _widen(table: str, columns: tuple[tuple[str, Any, Any], ...]) -> None:
    """Add the columns, filled for the rows that stand; the default leaves again."""
    with op.batch_alter_table(table) as batch:
        for name, kind, default in columns:
            batch.add_column(
                sa.Column(name, kind, nullable=default is None, server_default=default)
            )
    with op.batch_alter_table(table) as batch:
        for name, kind, default in columns:
            if default is not None:
                batch.alter_column(name, existing_type=kind, server_default=None)


def _create(table: str, own: tuple[tuple[str, Any], ...]) -> None:
    moment = sa.DateTime(timezone=True)
    people = ("author_id", "changed_by", "deleted_by")
    op.create_table(
        table,
        *(sa.Column(name, kind, nullable=False) for name, kind in own),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=True),
        sa.Column("deleted_at", moment, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f(f"fk_{table}_patient_id_patient")
        ),
        *(
            sa.ForeignKeyConstraint([one], ["account.id"], name=op.f(f"fk_{table}_{one}_account"))
            for one in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{table}_uid")),
    )
    op.create_index(op.f(f"ix_{table}_patient_id"), table, ["patient_id"], unique=False)
