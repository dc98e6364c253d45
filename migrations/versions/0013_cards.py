"""Keep the cards and identities that open a session, and where a cover was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "13"
down_revision = "12"


def upgrade() -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("handle", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_link_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("kind", "handle", name=op.f("uq_sign_in_link_kind_handle")),
    )
    op.create_index(
        op.f("ix_sign_in_link_account_id"), "sign_in_link", ["account_id"], unique=False
    )
    with op.batch_alter_table("health_cover") as batch:
        batch.add_column(
            sa.Column("source", sa.String(length=12), nullable=False, server_default="")
        )
        batch.add_column(sa.Column("read_on", sa.Date(), nullable=True))
    with op.batch_alter_table("health_cover") as batch:
        batch.alter_column("source", server_default=None)
