"""What a change of identity does to its status (INS notes §3.5 to §3.7).

The status is computed, never chosen (``identity_status``); here is what a change takes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from almapy.errors import DomainError
from almapy.identity.documents import HIGH_CONFIDENCE_DOCUMENTS
from almapy.identity.traits import first_name_agrees
from almapy.identity.words import TRAIT_LABELS
from almapy.patients.model import IdentityStatus, PatientDraft, Sex, identity_status

STRICT_TRAITS = (
    "birth_name",
    "first_birth_first_name",
    "birth_first_names",
    "sex",
    "birth_date",
    "birth_place_code",
)
_NOT_MANDATORY = frozenset({"birth_first_names"})
_DROPPED_INS = "Le matricule INS et son OID sont retirés."
_DROPPED_DOCUMENT = (
    "Le justificatif d'identité n'est plus actif\u00a0: il est à vérifier de nouveau."
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A draft as it may be recorded, the status it has then, and what the change took away."""

    draft: PatientDraft = field(repr=False)
    status: IdentityStatus
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingField:
    """A field to fill in: its attribute and its label in the form."""

    field: str
    label: str


def settled(
    before: PatientDraft | None, after: PatientDraft, *, insi_answer: bool = False
) -> Settlement:
    """Return what may be recorded of ``after`` in place of ``before`` (None for a new record).

    ``insi_answer``: the traits, the matricule and its OID were just taken over from INSi; nobody
    else may give or change a matricule. Raises DomainError, with its field, for what no status
    allows.
    """
    _require_attributes(after)
    if not first_name_agrees(after.first_birth_first_name, after.birth_first_names):
        raise DomainError(
            "Le premier prénom doit commencer la liste des prénoms de naissance. Rien n'a été "
            "enregistré. Corrigez l'un ou l'autre.",
            field="first_birth_first_name",
        )
    if before is not None and not insi_answer:
        _require_no_matricule_by_hand(before, after)
    draft = _consistent(after)
    warnings: list[str] = []
    if after.doubtful or after.fictitious:
        draft = _without_ins(_without_document(draft))
    elif before is not None and _keeps_what_was_inactive(before, after):
        draft = _without_document(draft)
    elif before is not None and not insi_answer and strict_traits_changed(before, after):
        if before.insi_accepted:
            draft = _without_ins(draft)
        if before.identity_document in HIGH_CONFIDENCE_DOCUMENTS:
            draft = _without_document(draft)
    if after.matricule_ins and not draft.matricule_ins:
        warnings.append(_DROPPED_INS)
    if after.identity_document and not draft.identity_document:
        warnings.append(_DROPPED_DOCUMENT)
    _require_whole_when_checked(draft)
    return Settlement(draft, status_of(draft), tuple(warnings))


def status_of(draft: PatientDraft) -> IdentityStatus:
    """Return the status of an identity."""
    return identity_status(
        insi_accepted=draft.insi_accepted,
        identity_document=draft.identity_document,
        doubtful=draft.doubtful,
        fictitious=draft.fictitious,
    )


def strict_traits_changed(before: PatientDraft, after: PatientDraft) -> bool:
    """Tell whether a change touches what the status rests upon.

    The first birth first name alone may be lengthened or shortened within the list (§3.3).
    """
    changed = {name for name in STRICT_TRAITS if getattr(before, name) != getattr(after, name)}
    return bool(changed - {"first_birth_first_name"}) or (
        bool(changed)
        and not (
            after.birth_first_names
            and first_name_agrees(after.first_birth_first_name, after.birth_first_names)
        )
    )


def missing_fields(draft: PatientDraft | Mapping[str, object]) -> list[MissingField]:
    """Return every mandatory field left empty, in the order of the form.

    A form gives its values by attribute: a draft without a name cannot be made. A proof of high
    confidence asks for every strict trait, and for a sex that is known.
    """

    def value(name: str) -> object:
        return draft.get(name) if isinstance(draft, Mapping) else getattr(draft, name)

    checked = value("identity_document") in HIGH_CONFIDENCE_DOCUMENTS
    return [
        MissingField(name, TRAIT_LABELS[name])
        for name in STRICT_TRAITS
        if (checked or name not in _NOT_MANDATORY)
        and (not str(value(name) or "").strip() or (checked and value(name) == Sex.UNKNOWN))
    ]


def require_teleservices(draft: PatientDraft) -> None:
    """Refuse INSi and every sharing to a doubtful or fictitious identity (EXI ID 24)."""
    word = "douteuse" if draft.doubtful else "fictive" if draft.fictitious else ""
    if word:
        raise DomainError(
            f"Cette identité est marquée {word}\u00a0: la recherche INSi et tout partage sont "
            f"bloqués. Rien n'a été envoyé. Si ce n'est plus le cas, décochez "
            f"«\u00a0{word.capitalize()}\u00a0» dans «\u00a0Administratif\u00a0» (F4).",
            code="identity.not_shared",
            field="doubtful" if draft.doubtful else "fictitious",
        )


def _require_attributes(draft: PatientDraft) -> None:
    if draft.fictitious and (draft.doubtful or draft.homonym):
        raise DomainError(
            "Une identité fictive n'est ni douteuse ni homonyme. Rien n'a été enregistré. Ne "
            "cochez que «\u00a0Fictive\u00a0», ou décochez-la.",
            field="fictitious",
        )


def _require_no_matricule_by_hand(before: PatientDraft, after: PatientDraft) -> None:
    ins = (after.matricule_ins, after.ins_oid)
    gained = after.insi_accepted and not before.insi_accepted
    allowed = {("", ""), (before.matricule_ins, before.ins_oid)}
    if gained or ins not in allowed:
        raise DomainError(
            "Un matricule INS ne vient que du téléservice INSi. Rien n'a été enregistré. Lancez "
            "une recherche INSi.",
            field="matricule_ins",
        )


def _require_whole_when_checked(draft: PatientDraft) -> None:
    missing = missing_fields(draft)
    if draft.identity_document in HIGH_CONFIDENCE_DOCUMENTS and missing:
        labels = ", ".join(one.label for one in missing)
        raise DomainError(
            f"Pour valider l'identité par ce justificatif, il manque\u00a0: {labels}. Rien n'a été "
            "enregistré. Complétez, ou laissez le justificatif vide.",
            field=missing[0].field,
        )


def _consistent(draft: PatientDraft) -> PatientDraft:
    """Leave matricule and OID only to an answer of INSi, and no answer without them."""
    if draft.insi_accepted == bool(draft.matricule_ins):
        return draft
    return _without_ins(draft)


def _keeps_what_was_inactive(before: PatientDraft, after: PatientDraft) -> bool:
    """Tell whether a mark is lifted while the proof from before it stands: nothing comes back."""
    was_marked = before.doubtful or before.fictitious
    return was_marked and after.identity_document == before.identity_document


def _without_ins(draft: PatientDraft) -> PatientDraft:
    return replace(draft, insi_accepted=False, matricule_ins="", ins_oid="")


def _without_document(draft: PatientDraft) -> PatientDraft:
    return replace(draft, identity_document="")
