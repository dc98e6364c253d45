"""What a reading changes in a record: number of the insured, covers, banner; never the traits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from almapy.administrative.model import CoverKind, HealthCover
from almapy.administrative.service import CoverService
from almapy.errors import DomainError
from almapy.identity.nir import shown_nir
from almapy.patients.model import Patient, PatientDraft
from almapy.patients.service import save_within, to_draft
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact
from almapy.text import fold
from almapy.vitale.covers import (
    Flags,
    covers_of,
    differing,
    flags_of,
    same_cover,
    says_the_same,
    updated,
)
from almapy.vitale.matching import may_be_same
from almapy.vitale.prefill import insured_number
from almapy.vitale.queries import known_person
from almapy.vitale.reading import Bearer, VitaleReading
from almapy.vitale.results import TakenOver
from almapy.work import UnitOfWork

_INSURED = "Numéro de sécurité sociale de l'assuré"
_YES_NO = {True: "oui", False: "non"}
_FIELDS = {
    "scheme": "régime",
    "fund": "caisse",
    "centre": "centre",
    "insured_nir": "numéro de l'assuré",
    "beneficiary_quality": "qualité",
    "birth_rank": "rang",
    "organisation": "organisme",
    "organisation_number": "numéro d'organisme",
    "member_number": "numéro d'adhérent",
    "since": "début",
    "until": "fin",
}


@dataclass(slots=True)
class _Told:
    """The sentences that grow while a reading is taken over."""

    changed: list[str] = field(default_factory=list, repr=False)
    left: list[str] = field(default_factory=list, repr=False)


def take_over_within(
    work: UnitOfWork,
    covers: CoverService,
    patient_id: int,
    reading: VitaleReading,
    bearer: Bearer,
    today: date,
) -> TakenOver:
    """Take over what a reading gives, inside a unit of work; see ``VitaleService.take_over``."""
    row = work.session.get(PatientRow, patient_id, with_for_update=True)
    if row is None:
        raise DomainError("Ce dossier n'existe pas ou n'existe plus.", code="patient.unknown")
    if not may_be_same(bearer, known_person(row)):
        raise DomainError(
            "Cette personne de la carte n'est pas celle du dossier\u00a0: le prénom ou la date de "
            "naissance est autre. Rien n'a été modifié. Ouvrez le bon dossier, ou corrigez "
            "celui-ci dans «\u00a0Administratif\u00a0» (F4).",
            code="vitale.other_person",
        )
    told = _Told()
    before = to_draft(row)
    _compare_traits(before, bearer, told)
    draft = _numbered(before, reading, bearer, today, told)
    draft = _flagged(draft, flags_of(bearer, today), told)
    patient = Patient(row.id, row.uid, row.dossier, row.version, "", before, row.merged_into)
    save_within(work, patient, draft)
    standing = covers.read(work.session, work.actor, patient_id)
    _take_covers(work, covers, patient_id, standing, covers_of(reading, bearer, today), told)
    _tell_rights(bearer, standing, today, told)
    return TakenOver(tuple(told.changed), tuple(told.left))


def _numbered(
    draft: PatientDraft, reading: VitaleReading, bearer: Bearer, today: date, told: _Told
) -> PatientDraft:
    number = insured_number(reading, bearer, today)
    if not number:
        told.left.append(f"{_INSURED}\u00a0: non lu sur cette carte.")
        return draft
    if number == draft.insured_nir:
        return draft
    if draft.insured_nir and not reading.certified:
        told.left.append(
            f"{_INSURED}\u00a0: le dossier en porte un autre, qui reste. La lecture directe ne "
            "dit pas qui est l'assuré."
        )
        return draft
    told.changed.append(f"{_INSURED}\u00a0: {'remplacé' if draft.insured_nir else 'noté'}")
    return replace(draft, insured_nir=number)


def _flagged(draft: PatientDraft, flags: Flags, told: _Told) -> PatientDraft:
    mandatory, complementary = flags.mandatory, flags.complementary
    if mandatory is not None and mandatory is not draft.mandatory_cover:
        told.changed.append(f"Régime obligatoire en cours\u00a0: {_YES_NO[mandatory]}")
        draft = replace(draft, mandatory_cover=mandatory)
    if complementary is not None and complementary is not draft.complementary_cover:
        told.changed.append(f"Complémentaire en cours\u00a0: {_YES_NO[complementary]}")
        draft = replace(draft, complementary_cover=complementary)
    return draft


def _compare_traits(draft: PatientDraft, bearer: Bearer, told: _Told) -> None:
    """Tell what the card says otherwise of the traits: they are never changed from here."""
    names = {fold(draft.birth_name), fold(draft.used_name)}
    if bearer.birth_name and fold(bearer.birth_name) != fold(draft.birth_name):
        told.left.append(
            "Nom de naissance\u00a0: la carte en dit un autre, le dossier n'est pas changé."
        )
    elif fold(bearer.name) not in names:
        told.left.append("Nom\u00a0: la carte en dit un autre, le dossier n'est pas changé.")
    if bearer.birth_date is not None and bearer.birth_date != draft.birth_date:
        told.left.append(
            f"Date de naissance\u00a0: la carte dit {bearer.birth_date:%d/%m/%Y}, le dossier "
            "n'est pas changé."
        )
    if bearer.own_nir and draft.matricule_ins and bearer.own_nir != draft.matricule_ins:
        told.left.append(
            "Matricule INS\u00a0: le numéro propre de la carte en diffère. Le matricule ne vient "
            "que d'INSi, il n'est pas changé."
        )
    if bearer.number_note:
        told.left.append(bearer.number_note)


def _take_covers(
    work: UnitOfWork,
    covers: CoverService,
    patient_id: int,
    standing: list[Fact[HealthCover]],
    read: tuple[HealthCover, ...],
    told: _Told,
) -> None:
    for cover in read:
        typed = [one for one in standing if _typed_in_force(one.data, cover)]
        earlier = [one for one in standing if one.data.source and same_cover(one.data, cover)]
        if typed:
            _leave(typed[0].data, cover, told)
        elif not earlier:
            covers.add_one_within(work, patient_id, cover)
            told.changed.append(f"{cover.kind.label}\u00a0: ajouté")
        else:
            stored = earlier[-1]
            covers.change_within(work, stored, updated(stored.data, cover))
            if not says_the_same(stored.data, cover):
                told.changed.append(f"{cover.kind.label}\u00a0: mis à jour")


def _typed_in_force(stored: HealthCover, read: HealthCover) -> bool:
    """Tell whether somebody typed a cover of this kind that has not ended."""
    return (
        not stored.source
        and stored.kind is read.kind
        and (stored.until is None or read.read_on is None or stored.until >= read.read_on)
    )


def _leave(stored: HealthCover, read: HealthCover, told: _Told) -> None:
    names = differing(stored, read)
    if names:
        said = ", ".join(f"{_FIELDS[one]} {_shown(one, getattr(read, one))}" for one in names)
        told.left.append(
            f"{read.kind.label}\u00a0: saisi à la main, laissé tel quel. La carte dit\u00a0: "
            f"{said}."
        )


def _shown(name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return shown_nir(value) if name == "insured_nir" else str(value)


def _tell_rights(
    bearer: Bearer, standing: list[Fact[HealthCover]], today: date, told: _Told
) -> None:
    """Tell rights that are missing or over, and a complementary cover that the card lost."""
    flags = flags_of(bearer, today)
    if bearer.rights == ():
        told.left.append("La carte ne donne aucun droit au régime obligatoire.")
    elif flags.mandatory is False:
        told.left.append("Les droits au régime obligatoire lus sur la carte ne sont pas en cours.")
    if bearer.complementary is not None and flags.complementary is False:
        told.left.append("La complémentaire lue sur la carte n'est pas en cours.")
    kept = [one for one in standing if one.data.kind is not CoverKind.MANDATORY]
    open_ones = [one for one in kept if one.data.until is None or one.data.until >= today]
    if bearer.no_complementary and open_ones:
        told.left.append(
            "La carte ne dit aucune complémentaire\u00a0: celle qui est notée dans «\u00a0"
            "Couverture santé\u00a0» reste, à terminer ou retirer s'il le faut."
        )
