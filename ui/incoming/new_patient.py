"""A new record from what the document says of its patient (key N)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from almapy.identity.traits import strict_first_names, strict_name
from almapy.matching.identity import identity_in
from almapy.matching.model import Identity
from almapy.ocr.model import DocumentText
from almapy.patients.model import Patient, PatientDraft, Sex
from ui.administrative.new_patient_wish import GivenTraits, ask_new_patient_with
from ui.desk import Desk

_TITLE = "Traits lus dans le document"
_ADVICE = (
    "Vérifiez-les avec la personne\u00a0: une lecture peut se tromper. L'identité reste "
    "provisoire. Une fois le dossier créé, vous revenez au document."
)
_UNNAMED = "Patient de ce document"
_TO_TYPE = (
    "Le document ne dit pas assez clairement qui est le patient\u00a0: saisissez-le. Une fois le "
    "dossier créé, vous revenez au document."
)


def ask_new_patient(
    desk: Desk,
    owner: QObject,
    text: DocumentText | None,
    created: Callable[[Patient], None],
) -> None:
    """Open « Nouveau patient » with what was read; ``created`` hears of the record made of it."""

    def work() -> PatientDraft | None:
        return draft_of(identity_in(text)) if text is not None else None

    def done(draft: PatientDraft | None) -> None:
        words = (_TITLE, _ADVICE) if draft is not None else (_UNNAMED, _TO_TYPE)
        ask_new_patient_with(desk, GivenTraits(draft, *words, created))

    desk.run(owner, work, done)


def draft_of(identity: Identity) -> PatientDraft | None:
    """Return what may begin a record, None when the document names nobody."""
    family = strict_name(identity.family_name)
    birth = strict_name(identity.birth_name) or family
    first = strict_first_names(identity.first_name)
    if not birth or not first:
        return None
    return PatientDraft(
        birth_name=birth,
        first_birth_first_name=first.split()[0],
        birth_first_names=first,
        used_name=family if family != birth else "",
        sex=Sex(identity.sex) if identity.sex in set(Sex) else Sex.UNKNOWN,
        birth_date=identity.birth_date,
        insured_nir=identity.insured_nir,
        address=identity.address,
        postal_code=identity.postal_code,
        town=identity.town,
    )
