"""Rows of the patient record and of the words by which it is found."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class PatientRow(Base):
    """One administrative record.

    The strict traits are stored in their RNIV form (capitals, no accents); ``birth_date`` is the
    recorded calendar date, ``birth_date_uncertain`` marks one built for an incomplete civil
    status, ``lunar_date`` keeps the date of the health insurance as it was written.
    """

    __tablename__ = "patient"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    dossier: Mapped[int] = mapped_column(unique=True)
    civility: Mapped[str] = mapped_column(String(12), default="")
    birth_name: Mapped[str] = mapped_column(String(100))
    first_birth_first_name: Mapped[str] = mapped_column(String(100))
    birth_first_names: Mapped[str] = mapped_column(String(100), default="")
    used_name: Mapped[str] = mapped_column(String(100), default="")
    used_first_name: Mapped[str] = mapped_column(String(100), default="")
    sex: Mapped[str] = mapped_column(String(1))
    birth_date: Mapped[date | None] = mapped_column(Date)
    birth_date_uncertain: Mapped[bool] = mapped_column(default=False)
    lunar_date: Mapped[str] = mapped_column(String(10), default="")
    birth_place_code: Mapped[str] = mapped_column(String(5), default="")
    birth_place_name: Mapped[str] = mapped_column(String(120), default="")
    insi_accepted: Mapped[bool] = mapped_column(default=False)
    identity_document: Mapped[str] = mapped_column(String(30), default="")
    doubtful: Mapped[bool] = mapped_column(default=False)
    fictitious: Mapped[bool] = mapped_column(default=False)
    homonym: Mapped[bool] = mapped_column(default=False)
    matricule_ins: Mapped[str] = mapped_column(String(15), default="")
    ins_oid: Mapped[str] = mapped_column(String(40), default="")
    insured_nir: Mapped[str] = mapped_column(String(15), default="")
    mandatory_cover: Mapped[bool] = mapped_column(default=False)
    complementary_cover: Mapped[bool] = mapped_column(default=False)
    deceased: Mapped[bool] = mapped_column(default=False)
    deceased_on: Mapped[date | None] = mapped_column(Date)
    archived: Mapped[bool] = mapped_column(default=False)
    passing: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(Text, default="")
    address_more: Mapped[str] = mapped_column(Text, default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    phone_home: Mapped[str] = mapped_column(String(20), default="")
    phone_mobile: Mapped[str] = mapped_column(String(20), default="")
    phone_work: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    paper_number: Mapped[str] = mapped_column(String(30), default="")
    former_number: Mapped[str] = mapped_column(String(30), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (declared so by SQLAlchemy)


class PatientTokenRow(Base):
    """One word by which a patient is found: part of a name, glued name, number, birth date.

    A plain B-tree answers prefixes on both engines alike, whatever their collation.
    """

    __tablename__ = "patient_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"))
    kind: Mapped[int] = mapped_column(SmallInteger)
    token: Mapped[str] = mapped_column(
        String(120).with_variant(String(120, collation="C"), "postgresql")
    )

    __table_args__ = (
        Index("ix_patient_token_token", "token", "patient_id", "kind"),
        Index("ix_patient_token_patient_id", "patient_id"),
    )


class RecentPatientRow(Base):
    """When a person last opened a record, for « Fiches ouvertes récemment »."""

    __tablename__ = "recent_patient"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True
    )
    opened_at: Mapped[datetime]
