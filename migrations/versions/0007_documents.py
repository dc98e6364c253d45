"""Keep the documents of a record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7"
down_revision = "6"

_TABLE = "document"
_OWN = (
    ("title", sa.String(length=200)),
    ("day", sa.Date()),
    ("tab", sa.String(length=15)),
    ("direction", sa.String(length=10)),
    ("type_code", sa.String(length=30)),
    ("correspondent", sa.String(length=120)),
    ("critical", sa.Boolean()),
    ("origin", sa.String(length=15)),
    ("mime", sa.String(length=60)),
    ("file_name", sa.String(length=64)),
    ("sha256", sa.String(length=64)),
    ("size", sa.Integer()),
)
_PEOPLE = ("author_id", "changed_by", "deleted_by", "read_by")
_INDEXED = ("patient_id", "file_name", "sha256")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        _TABLE,
        *(sa.Column(name, kind, nullable=False) for name, kind in _OWN),
        sa.Column("read_at", moment, nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
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
            ["patient_id"], ["patient.id"], name=op.f(f"fk_{_TABLE}_patient_id_patient")
        ),
        *(
            sa.ForeignKeyConstraint([one], ["account.id"], name=op.f(f"fk_{_TABLE}_{one}_account"))
            for one in _PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{_TABLE}_uid")),
    )
    for name in _INDEXED:
        op.create_index(op.f(f"ix_{_TABLE}_{name}"), _TABLE, [name], unique=False)
