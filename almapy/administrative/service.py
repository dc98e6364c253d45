"""Covers, rights, comings and private notes of a record: facts that a secretary keeps too."""

from __future__ import annotations

from dataclasses import replace

from almapy.administrative.model import HealthCover, PrivateNote, SpecificRight, Visit
from almapy.administrative.tables import (
    HealthCoverRow,
    PrivateNoteRow,
    SpecificRightRow,
    VisitRow,
)
from almapy.errors import DomainError
from almapy.identity.recorded import recorded_nir
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.users.model import Actor, Right
from almapy.work import Works

COVERS = FactKind(
    "couverture santé",
    "Cette couverture",
    HealthCoverRow,
    HealthCover,
    read_right=Right.IDENTITY,
    write_right=Right.IDENTITY,
)
RIGHTS = FactKind(
    "droit spécifique",
    "Ce droit",
    SpecificRightRow,
    SpecificRight,
    read_right=Right.IDENTITY,
    write_right=Right.IDENTITY,
)
VISITS = FactKind(
    "venue",
    "Cette venue",
    VisitRow,
    Visit,
    read_right=Right.IDENTITY,
    write_right=Right.IDENTITY,
    newest_first="arrived_at",
)
PRIVATE_NOTES = FactKind(
    "note confidentielle",
    "Cette note",
    PrivateNoteRow,
    PrivateNote,
    read_right=Right.IDENTITY,
    write_right=Right.IDENTITY,
    confidential="restricted",
)
_LONGEST_NIR = 15


class CoverService(FactService[HealthCover]):
    """Reads and writes the covers; a NIR is kept whole, without its blanks."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, COVERS)

    def add(self, actor: Actor, patient_id: int, data: HealthCover) -> Fact[HealthCover]:
        """Write a new cover."""
        return super().add(actor, patient_id, _recorded(data))

    def change(
        self, actor: Actor, fact: Fact[HealthCover], data: HealthCover, *, reason: str = ""
    ) -> Fact[HealthCover]:
        """Replace what a cover says."""
        return super().change(actor, fact, _recorded(data), reason=reason)


class SpecificRightService(FactService[SpecificRight]):
    """Reads and writes the specific rights."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, RIGHTS)


class VisitService(FactService[Visit]):
    """Reads and writes the comings, the latest first."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, VISITS)


class PrivateNoteService(FactService[PrivateNote]):
    """Reads and writes the notes of « Confidentiel »; a restricted one is its author's alone."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, PRIVATE_NOTES)


def _recorded(cover: HealthCover) -> HealthCover:
    nir = recorded_nir(cover.insured_nir)
    if len(nir) > _LONGEST_NIR:
        raise DomainError(
            "Un numéro de sécurité sociale compte 15 caractères au plus. Rien n'a été enregistré. "
            "Vérifiez-le.",
            field="insured_nir",
        )
    return replace(cover, insured_nir=nir)
