"""Order the words of the search as they are shown, and keep the distinct names for near matches.

Words are rebuilt from the record: nothing is lost by dropping the former table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "10"
down_revision = "9"

_WORD = sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_AT_ONCE = 500
_NAME, _GLUED_NAME, _FIRST_NAME, _BIRTH_YEAR = 1, 2, 3, 6


def upgrade() -> None:
    op.drop_index("ix_patient_token_token", table_name="patient_token")
    op.drop_index("ix_patient_token_patient_id", table_name="patient_token")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_patient_token", "patient_token")
        op.drop_constraint("fk_patient_token_patient_id_patient", "patient_token")
    op.rename_table("patient_token", "former_token")
    _create_tables()
    _copy()
    op.drop_table("former_token")
    op.create_index("ix_patient_token_patient_id", "patient_token", ["patient_id", "token", "kind"])
    op.create_index("ix_recent_patient_account_id", "recent_patient", ["account_id", "opened_at"])


def _create_tables() -> None:
    op.create_table(
        "patient_token",
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("token", _WORD, nullable=False),
        sa.Column("sort_name", _WORD, nullable=False),
        sa.Column("patient_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["patient.id"],
            name=op.f("fk_patient_token_patient_id_patient"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "kind", "token", "sort_name", "patient_id", name=op.f("pk_patient_token")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_word",
        sa.Column("word", _WORD, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_name_word")),
    )
    op.create_index(op.f("ix_name_word_seq"), "name_word", ["seq"])
    op.create_table(
        "word_change",
        sa.Column("patient_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_word_change")),
    )
    op.create_index(op.f("ix_word_change_seq"), "word_change", ["seq"])


def _copy() -> None:
    bind = op.get_bind()
    integer, text = sa.Integer(), sa.Text()
    token = sa.table(
        "patient_token",
        sa.column("kind", integer),
        sa.column("token", text),
        sa.column("sort_name", text),
        sa.column("patient_id", integer),
    )
    names: set[str] = set()
    for rows in _batches(bind):
        bind.execute(token.insert(), rows)
        names |= {str(row["token"]) for row in rows if row["kind"] in {_NAME, _FIRST_NAME}}
    if names:
        name_word = sa.table("name_word", sa.column("word", text), sa.column("seq", integer))
        bind.execute(name_word.insert(), [{"word": word, "seq": 0} for word in sorted(names)])


def _batches(bind: sa.Connection) -> Iterator[list[dict[str, object]]]:
    people = sa.text(
        "SELECT id, birth_name, first_birth_first_name, used_name, used_first_name, birth_date"
        " FROM patient WHERE id > :after ORDER BY id LIMIT :count"
    ).columns(birth_date=sa.Date())
    tokens = sa.text(
        "SELECT patient_id, kind, token FROM former_token"
        " WHERE patient_id > :after AND patient_id <= :last"
    )
    op.create_index("ix_former_token_patient_id", "former_token", ["patient_id"])
    after = 0
    while found := bind.execute(people, {"after": after, "count": _AT_ONCE}).all():
        last = found[-1].id
        order = {one.id: _sort_name(one) for one in found}
        words = {
            (_NAME if one.kind == _GLUED_NAME else one.kind, one.token, one.patient_id)
            for one in bind.execute(tokens, {"after": after, "last": last})
        }
        words |= {
            (_BIRTH_YEAR, f"{one.birth_date.year:04d}", one.id) for one in found if one.birth_date
        }
        if words:
            yield [
                {"kind": kind, "token": word, "sort_name": order[number], "patient_id": number}
                for kind, word, number in sorted(words)
            ]
        after = last


def _sort_name(one: sa.Row[tuple[object, ...]]) -> str:
    name = _fold(one.used_name or one.birth_name)
    return f"{name} {_fold(one.used_first_name or one.first_birth_first_name)}"[:120]


def _fold(text: str) -> str:
    lowered = text.casefold().translate(_LIGATURES)
    letters = (c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", "".join(letters).casefold()).strip()
