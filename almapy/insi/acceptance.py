"""What accepting an answer of INSi writes into a record (INS notes §3.3, §3.4, §3.7).

Traits are kept as received (REC 07 and 08): no name, key or birth place of an answer is corrected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from almapy.errors import DomainError
from almapy.identity.birth import TypedBirth, typed_birth
from almapy.identity.documents import HIGH_CONFIDENCE_DOCUMENTS
from almapy.identity.traits import LONGEST_NAME, first_name_agrees
from almapy.insi.model import Identity
from almapy.patients.model import PatientDraft, Sex
from almapy.places.model import UNKNOWN_CODE
from almapy.text import fold

PlaceName = Callable[[str, date | None], str]
"""Gives the name of the place of a code on a day; empty when the COG does not know it."""

MATRICULE = re.compile(r"\d{6}[0-9A-Za-z]\d{6}\d{2}", re.ASCII)
"""Number and key as the schema of INSi has them; neither the key nor the places are checked."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PLACE = re.compile(r"[0-9AB]{5}", re.ASCII)
_UNSTORABLE = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True)
class Received:
    """The traits of a usable answer.

    ``first_names`` is empty when only one first name came; ``place`` when none came, or one that
    is no code.
    """

    birth_name: str = field(repr=False)
    first_names: str = field(repr=False)
    first_name: str = field(repr=False)
    sex: Sex = field(repr=False)
    birth: TypedBirth = field(repr=False)
    place: str = field(repr=False)


def read_identity(identity: Identity, today: date) -> Received:
    """Return the traits of an answer; raises DomainError (``insi.unusable``) when they are not.

    A matricule without a right shape or without the OID of an INS, and a missing name, first name,
    sex or birth date make an answer unusable: nothing of it is taken over. A birth place may be
    missing (§4.7).
    """
    traits, active = identity.traits, identity.active
    name, names = traits.birth_name.strip(), traits.first_names.strip()
    first = traits.first_name.strip()
    birth = _birth(traits.birth_date, today)
    faults = (
        (not MATRICULE.fullmatch(active.matricule), "le matricule n'a pas quinze caractères"),
        (active.kind is None, "l'OID n'est pas celui d'un INS"),
        (not name, "le nom de naissance manque"),
        (not (names or first), "les prénoms manquent"),
        (
            any(not _storable(one) for one in (name, names, first)),
            "un nom est trop long ou contient un caractère de commande",
        ),
        (traits.sex not in {Sex.FEMALE.value, Sex.MALE.value}, "le sexe manque"),
        (birth.day is None, "la date de naissance ne se lit pas"),
    )
    if why := next((words for broken, words in faults if broken), ""):
        raise DomainError(
            f"La réponse d'INSi ne peut pas être reprise\u00a0: {why}. Rien n'a été modifié. La "
            "réponse reste dans l'historique des appels\u00a0; relancez la recherche, ou prévenez "
            "l'assistance.",
            code="insi.unusable",
        )
    place = traits.birth_place_code.strip().upper()
    return Received(
        birth_name=name,
        first_names=names,
        first_name=first,
        sex=Sex(traits.sex),
        birth=birth,
        place=place if _PLACE.fullmatch(place) else "",
    )


def accepted_draft(
    before: PatientDraft,
    identity: Identity,
    *,
    today: date,
    place_name: PlaceName,
    identity_document: str = "",
) -> PatientDraft:
    """Return what a record becomes with an answer taken over.

    ``identity_document`` is the proof of high confidence that was checked with it, if any. A proof
    checked earlier, against traits that the answer contradicts, does not count any more. Used
    names stay as they are (EXI ID 08). Raises DomainError as ``read_identity`` does, and for a
    proof that is not enough.
    """
    received = read_identity(identity, today)
    if identity_document and identity_document not in HIGH_CONFIDENCE_DOCUMENTS:
        raise DomainError(
            "Ce justificatif ne suffit pas à valider une identité. Rien n'a été enregistré. "
            "Choisissez un justificatif de haut niveau, ou décochez la validation.",
            field="identity_document",
        )
    names = received.first_names or _list_with(before, received.first_name)
    draft = replace(
        before,
        birth_name=received.birth_name,
        birth_first_names=names,
        first_birth_first_name=_first_name(before, received, names),
        sex=received.sex,
        insi_accepted=True,
        matricule_ins=identity.active.matricule,
        ins_oid=identity.active.oid,
        identity_document=identity_document or _kept_document(before, received),
    )
    return _with_place(_with_birth(draft, received.birth), before, received.place, place_name)


def contradicted(before: PatientDraft, received: Received) -> tuple[str, ...]:
    """Return which traits of a record an answer contradicts, as fields of ``PatientDraft``.

    A list of first names that the answer lengthens or shortens is not contradicted; neither is a
    birth place, whose code INSi knows best while a proof shows a town.
    """
    found = []
    if not same_name(before.birth_name, received.birth_name):
        found.append("birth_name")
    mine = before.birth_first_names or before.first_birth_first_name
    theirs = received.first_names or received.first_name
    if not (first_name_agrees(mine, theirs) or first_name_agrees(theirs, mine)):
        found.append("birth_first_names")
    if before.sex is not received.sex:
        found.append("sex")
    if before.birth_date is not None and before.birth_date != received.birth.day:
        found.append("birth_date")
    return tuple(found)


def loses_document(before: PatientDraft, received: Received) -> bool:
    """Tell whether the proof of a record does not count any more with the traits of an answer."""
    return before.identity_document in HIGH_CONFIDENCE_DOCUMENTS and bool(
        contradicted(before, received)
    )


def same_name(one: str, other: str) -> bool:
    """Compare names as §3.2 and §3.9 do: accents, case, hyphens and apostrophes aside."""
    return fold(one) == fold(other) and (bool(fold(one)) or one.strip() == other.strip())


def _kept_document(before: PatientDraft, received: Received) -> str:
    return "" if loses_document(before, received) else before.identity_document


def _list_with(before: PatientDraft, first_name: str) -> str:
    """Return the list of a record where the one first name received begins it, else that name."""
    known = before.birth_first_names
    return known if known and first_name_agrees(first_name, known) else first_name


def _first_name(before: PatientDraft, received: Received, names: str) -> str:
    for candidate in (before.first_birth_first_name, received.first_name):
        if fold(candidate) and fold(names) and first_name_agrees(candidate, names):
            return candidate
    return names.split(maxsplit=1)[0]


def _birth(text: str, today: date) -> TypedBirth:
    return typed_birth(text, today) if _DATE.fullmatch(text) else TypedBirth()


def _with_birth(draft: PatientDraft, birth: TypedBirth) -> PatientDraft:
    """Record a day, and beside it a lunar date as it came.

    A day that the record already had keeps what is known of its uncertainty.
    """
    if birth.uncertain:
        return replace(
            draft, birth_date=birth.day, birth_date_uncertain=True, lunar_date=birth.lunar
        )
    if birth.day == draft.birth_date:
        return draft
    return replace(draft, birth_date=birth.day, birth_date_uncertain=False)


def _with_place(
    draft: PatientDraft, before: PatientDraft, code: str, place_name: PlaceName
) -> PatientDraft:
    if not code or (code == before.birth_place_code and before.birth_place_name):
        return draft
    name = "" if code == UNKNOWN_CODE else place_name(code, draft.birth_date)
    return replace(draft, birth_place_code=code, birth_place_name=name)


def _storable(name: str) -> bool:
    return len(name) <= LONGEST_NAME and not any(
        unicodedata.category(character) in _UNSTORABLE for character in name
    )
