"""Rows of the social, confidential and cover data of a record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class AdministrativeRow(Base):
    """One row a patient, written with it: the version that protects it is the patient's."""

    __tablename__ = "patient_administrative"

    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patient.id"), primary_key=True, autoincrement=False
    )
    profession: Mapped[str] = mapped_column(Text, default="")
    socio_category: Mapped[str] = mapped_column(Text, default="")
    employer: Mapped[str] = mapped_column(Text, default="")
    family_situation: Mapped[str] = mapped_column(Text, default="")
    children: Mapped[int | None] = mapped_column(SmallInteger)
    housing: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text, default="")
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    help_level: Mapped[str] = mapped_column(Text, default="")
    protection_measure: Mapped[str] = mapped_column(Text, default="")
    legal_representative: Mapped[str] = mapped_column(Text, default="")
    legal_representative_phone: Mapped[str] = mapped_column(Text, default="")
    no_call_home: Mapped[bool] = mapped_column(default=False)
    no_call_mobile: Mapped[bool] = mapped_column(default=False)
    no_message: Mapped[bool] = mapped_column(default=False)
    no_mail: Mapped[bool] = mapped_column(default=False)
    trusted_person: Mapped[str] = mapped_column(Text, default="")
    trusted_person_phone: Mapped[str] = mapped_column(Text, default="")
    emergency_contact: Mapped[str] = mapped_column(Text, default="")
    emergency_contact_phone: Mapped[str] = mapped_column(Text, default="")
    dmp_opposed: Mapped[bool] = mapped_column(default=False)
    dmp_opposed_on: Mapped[date | None] = mapped_column(Date)
    mssante_opposed: Mapped[bool] = mapped_column(default=False)
    vsm_refused: Mapped[bool] = mapped_column(default=False)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]


class HealthCoverRow(ClinicalRow, Base):
    """One cover of « Couverture santé »."""

    __tablename__ = "health_cover"

    kind: Mapped[str] = mapped_column(String(10))
    scheme: Mapped[str] = mapped_column(Text, default="")
    fund: Mapped[str] = mapped_column(Text, default="")
    centre: Mapped[str] = mapped_column(Text, default="")
    insured_nir: Mapped[str] = mapped_column(String(15), default="")
    beneficiary_quality: Mapped[str] = mapped_column(Text, default="")
    birth_rank: Mapped[int | None] = mapped_column(SmallInteger)
    organisation: Mapped[str] = mapped_column(Text, default="")
    organisation_number: Mapped[str] = mapped_column(Text, default="")
    member_number: Mapped[str] = mapped_column(Text, default="")
    contract: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(12), default="")
    read_on: Mapped[date | None] = mapped_column(Date)


class SpecificRightRow(ClinicalRow, Base):
    """One right of « DMP & Droits spécifiques »."""

    __tablename__ = "specific_right"

    kind: Mapped[str] = mapped_column(String(20))
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")


class VisitRow(ClinicalRow, Base):
    """One coming to the practice."""

    __tablename__ = "visit"

    arrived_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    sent_by: Mapped[str] = mapped_column(Text, default="")
    means: Mapped[str] = mapped_column(Text, default="")
    left_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")


class PrivateNoteRow(ClinicalRow, Base):
    """One note of « Confidentiel »."""

    __tablename__ = "private_note"

    text: Mapped[str] = mapped_column(Text)
    restricted: Mapped[bool] = mapped_column(default=True)


class PatientLinkRow(ClinicalRow, Base):
    """One link between two records, held by one and shown from both."""

    __tablename__ = "patient_link"

    other_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")


class PatientMergeRow(Base):
    """Two records made one; ``content`` holds what putting them back needs."""

    __tablename__ = "patient_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    absorbed_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    merged_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    merged_at: Mapped[datetime]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
