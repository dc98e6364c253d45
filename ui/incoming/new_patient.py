"""A new record from what the document says of its patient (key N)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from almapy.errors import DomainError
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
_NO_NAME = (
    "Le document ne dit pas assez clairement qui est le patient. Rien n'a été créé. Ouvrez "
    "«\u00a0Nouveau patient\u00a0» (Ctrl+N) et saisissez-le."
)


def ask_new_patient(
    desk: Desk,
    owner: QObject,
    text: DocumentText,
    created: Callable[[Patient], None],
    failed: Callable[[Exception], None],
) -> None:
    """Open « Nouveau patient » with what was read; ``created`` hears of the record made of it."""

    def work() -> PatientDraft:
        return draft_of(identity_in(text))

    def done(draft: PatientDraft) -> None:
        ask_new_patient_with(desk, GivenTraits(draft, _TITLE, _ADVICE, created))

    desk.run(owner, work, done, failed)


def draft_of(identity: Identity) -> PatientDraft:
    """Return what may begin a record; raises DomainError when the document names nobody."""
    family = strict_name(identity.family_name)
    birth = strict_name(identity.birth_name) or family
    first = strict_first_names(identity.first_name)
    if not birth or not first:
        raise DomainError(_NO_NAME, code="incoming.no_name")
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
