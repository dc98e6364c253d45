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
    building_code: Mapped[str] = mapped_column(String(30), default="")
    admin_address: Mapped[str] = mapped_column(Text, default="")
    admin_postal_code: Mapped[str] = mapped_column(String(10), default="")
    admin_town: Mapped[str] = mapped_column(String(100), default="")
    phone_fax: Mapped[str] = mapped_column(String(20), default="")
    medecin_traitant_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    contrat_mt_signed: Mapped[bool] = mapped_column(default=False)
    contrat_mt_signed_on: Mapped[date | None] = mapped_column(Date)
    outside_medecin_traitant: Mapped[str] = mapped_column(String(120), default="")
    outside_medecin_traitant_rpps: Mapped[str] = mapped_column(String(11), default="")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), index=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (declared so by SQLAlchemy)
    __table_args__ = (
        Index("ix_patient_birth_date", "birth_date"),
        Index("ix_patient_matricule_ins", "matricule_ins"),
        Index("ix_patient_insured_nir", "insured_nir"),
    )


_WORD = String(120).with_variant(String(120, collation="C"), "postgresql")


class PatientTokenRow(Base):
    """One word by which a patient is found: part of a name, glued name, number, birth date.

    A plain B-tree answers prefixes on both engines alike, whatever their collation. The key gives
    the patients of a word in the order in which they are shown: the best come without a sort.
    """

    __tablename__ = "patient_token"

    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(_WORD, primary_key=True)
    sort_name: Mapped[str] = mapped_column(_WORD, primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )

    __table_args__ = (
        Index("ix_patient_token_patient_id", "patient_id", "token", "kind"),
        {"sqlite_with_rowid": False},
    )


class NameWordRow(Base):
    """One distinct word of the names of the practice, against which a slip is corrected.

    ``seq`` grows with each writing, so that a post reads only what was added since it last looked.
    A word that no record bears any more stays: it finds nobody.
    """

    __tablename__ = "name_word"

    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    seq: Mapped[int] = mapped_column(index=True)


class WordChangeRow(Base):
    """When the words of a record last changed; ``seq`` grows with each writing.

    A record without a row kept the words it had when this table was made. There is no key to the
    record: its disappearing is a change too.
    """

    __tablename__ = "word_change"

    patient_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(index=True)


class RecentPatientRow(Base):
    """When a person last opened a record, for « Fiches ouvertes récemment »."""

    __tablename__ = "recent_patient"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True
    )
    opened_at: Mapped[datetime]

    __table_args__ = (Index("ix_recent_patient_account_id", "account_id", "opened_at"),)
