"""What a header names, read from the base."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.errors import DomainError
from almapy.headers.heading import Heading, HeadingDoctor
from almapy.patients.service import to_draft
from almapy.patients.tables import PatientRow
from almapy.practice.model import Practice, Practitioner
from almapy.practice.service import PRACTICE_ID
from almapy.practice.tables import PracticeRow
from almapy.users.model import Actor, Role
from almapy.users.tables import AccountRow, PractitionerRow


def read_heading(
    session: Session, actor: Actor, patient_id: int, today: date
) -> tuple[Heading, int]:
    """Return what a document about a patient names, and the file number of the record.

    Raises DomainError for a record that is unknown, or merged into another.
    """
    row = session.get(PatientRow, patient_id)
    if row is None:
        raise DomainError("Ce dossier n'existe pas ou n'existe plus.", code="patient.unknown")
    if row.merged_into is not None:
        raise DomainError(
            "Ce dossier a été fusionné dans un autre. Rien n'a été imprimé. Ouvrez le dossier qui "
            "l'a repris.",
            code="patient.merged",
        )
    draft = to_draft(row)
    practice = session.get_one(PracticeRow, PRACTICE_ID)
    names = (one.name for one in fields(Practice))
    heading = Heading(
        patient=draft,
        doctor=_doctor(session, actor, draft.medecin_traitant_id),
        practice=Practice(**{name: getattr(practice, name) for name in names}),
        today=today,
    )
    return heading, row.dossier


def _doctor(session: Session, actor: Actor, medecin_traitant_id: int | None) -> HeadingDoctor:
    """Return in whose name a document goes out.

    It is the person at work when they have an RPPS; else (a secretary) the patient's médecin
    traitant, or the first médecin of the practice, the owner before the others.
    """
    doctors = session.execute(
        select(AccountRow, PractitionerRow)
        .outerjoin(PractitionerRow, PractitionerRow.account_id == AccountRow.id)
        .where(AccountRow.active.is_(True) | (AccountRow.id == actor.user_id))
        .order_by(AccountRow.owner.desc(), AccountRow.id)
    ).all()

    def rank(account: AccountRow, professional: PractitionerRow | None) -> tuple[bool, ...]:
        has_rpps = professional is not None and bool(professional.rpps)
        return (
            account.id == actor.user_id and has_rpps,
            account.id == medecin_traitant_id and account.role == Role.MEDECIN.value,
            account.role == Role.MEDECIN.value,
        )

    account, professional = max(doctors, key=lambda one: rank(*one))
    values = {one.name: getattr(professional, one.name) for one in fields(Practitioner)}
    return HeadingDoctor(
        account.family_name,
        account.first_name,
        Practitioner(**values) if professional is not None else Practitioner(),
    )
