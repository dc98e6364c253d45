"""Rows of accounts, of what each person prefers and of their sealed secrets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class AccountRow(Base):
    """One person who can sign in; the password itself wraps a key and is stored nowhere."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    first_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    own_initials: Mapped[str] = mapped_column(String(10), default="")
    owner: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    granted: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (declared so by SQLAlchemy)


class PreferenceRow(Base):
    """One choice of one person; ``value`` is JSON of the type the field declares."""

    __tablename__ = "preference"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class SecretRow(Base):
    """A password of an outside service, sealed with a key that the base does not hold."""

    __tablename__ = "secret"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PractitionerRow(Base):
    """The professional side of an account: identifiers and how the person signs."""

    __tablename__ = "practitioner"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    civility: Mapped[str] = mapped_column(String(20), default="")
    quality: Mapped[str] = mapped_column(String(60), default="")
    ordinal_speciality: Mapped[str] = mapped_column(String(80), default="")
    rpps: Mapped[str] = mapped_column(String(11), default="")
    adeli: Mapped[str] = mapped_column(String(9), default="")
    am_number: Mapped[str] = mapped_column(String(9), default="")
    speciality_code: Mapped[str] = mapped_column(String(2), default="")
    cps_family_name: Mapped[str] = mapped_column(String(100), default="")
    cps_first_name: Mapped[str] = mapped_column(String(100), default="")
    cps_number: Mapped[str] = mapped_column(String(20), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (declared so by SQLAlchemy)
