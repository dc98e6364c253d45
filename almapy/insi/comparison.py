"""« Comparaison »: the ten rows, what INSi says beside what the record says (INS notes §4.7)."""

from __future__ import annotations

import re
from datetime import date

from almapy.errors import DomainError
from almapy.identity.nir import read_nir
from almapy.identity.traits import first_name_agrees
from almapy.identity.words import TRAIT_LABELS
from almapy.insi.acceptance import (
    PlaceName,
    Received,
    contradicted,
    loses_document,
    read_identity,
    same_name,
)
from almapy.insi.model import Identity
from almapy.insi.results import Agreement, ComparedRow, Comparison
from almapy.patients.model import PatientDraft, Sex
from almapy.places.model import UNKNOWN_CODE
from almapy.text import fold

UNKNOWN_TO_THE_COG = "code inconnu du COG"
_SEXES = {Sex.FEMALE.value: "Féminin", Sex.MALE.value: "Masculin", Sex.UNKNOWN.value: "Indéterminé"}
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_ALARMING = 2


def compare(
    draft: PatientDraft, identity: Identity, *, today: date, place_name: PlaceName
) -> Comparison:
    """Return the rows in their order, and what to read before accepting; never raises.

    It is alarming when two of name, first names, sex and birth date differ, or when the record
    holds a matricule that the answer does not know: it may be about somebody else.
    """
    rows = (
        _used_name(draft),
        _name("Nom patronymique", identity.traits.birth_name, draft.birth_name),
        _first_name(draft, identity),
        _name("Prénom(s) officiel(s)", identity.traits.first_names, draft.birth_first_names),
        _exact("Sexe", _sex(identity.traits.sex), _sex(draft.sex.value)),
        _birth(draft, identity),
        *_place(draft, identity, place_name),
        _exact("Matricule INS", identity.active.matricule, draft.matricule_ins),
        _exact("OID", identity.active.oid, draft.ins_oid),
    )
    try:
        received = read_identity(identity, today)
    except DomainError as unusable:
        return Comparison(rows, (unusable.message,))
    different = contradicted(draft, received)
    other_matricule = _other_matricule(draft, identity)
    lost = loses_document(draft, received)
    alarming = len(different) >= _ALARMING or other_matricule
    warnings = [
        *([_alarm(different)] if len(different) >= _ALARMING else []),
        *([_OTHER_MATRICULE] if other_matricule else []),
        *([_LOST_DOCUMENT] if lost else []),
        *_remarks(identity, received, place_name),
    ]
    return Comparison(rows, tuple(warnings), alarming=alarming, loses_document=lost)


def shown_day(text: str) -> str:
    """Return a received date as JJ/MM/AAAA, lunar or not; another text as it stands."""
    return _DATE.sub(r"\3/\2/\1", text) if _DATE.fullmatch(text) else text


_OTHER_MATRICULE = (
    "Le dossier porte un autre matricule INS, qui n'est pas dans l'historique reçu. Vérifiez avant "
    "de valider."
)
_LOST_DOCUMENT = (
    "Le justificatif du dossier a été vérifié avec d'autres traits\u00a0: sans nouvelle "
    "vérification cochée ici, il ne comptera plus et l'identité sera seulement récupérée."
)


def _alarm(different: tuple[str, ...]) -> str:
    labels = ", ".join(TRAIT_LABELS[name].lower() for name in different)
    return f"Plusieurs traits diffèrent ({labels}). Vérifiez une pièce d'identité avant de valider."


def _remarks(identity: Identity, received: Received, place_name: PlaceName) -> list[str]:
    found = []
    nir = read_nir(identity.active.matricule)
    if nir is not None and not nir.key_is_right:
        found.append(
            f"La clé du matricule reçu ({nir.written_key}) n'est pas celle du calcul "
            f"({nir.computed_key})\u00a0: il est gardé tel qu'INSi l'a donné."
        )
    if received.place and received.place != UNKNOWN_CODE:
        if not place_name(received.place, received.birth.day):
            found.append(
                f"Le lieu de naissance reçu ({received.place}) est un {UNKNOWN_TO_THE_COG}\u00a0: "
                "il est gardé tel qu'INSi l'a donné."
            )
    elif identity.traits.birth_place_code.strip():
        found.append("Le lieu de naissance reçu n'est pas un code\u00a0: il n'est pas repris.")
    if received.birth.uncertain and received.birth.day is not None:
        found.append(
            f"Date lunaire\u00a0: elle sera enregistrée au {received.birth.day:%d/%m/%Y}, marquée "
            "incertaine."
        )
    return found


def _used_name(draft: PatientDraft) -> ComparedRow:
    # INSi knows no used name, and none is ever filled in by the program (EXI ID 08).
    return ComparedRow("Nom", "", draft.used_name, Agreement.NOT_COMPARED)


def _name(label: str, received: str, recorded: str) -> ComparedRow:
    if not received.strip() or not recorded.strip():
        agreement = Agreement.NOT_COMPARED
    else:
        agreement = _agreement(same=same_name(received, recorded))
    return ComparedRow(label, received, recorded, agreement)


def _first_name(draft: PatientDraft, identity: Identity) -> ComparedRow:
    """Hold the first name of the record against the list received (§3.3)."""
    traits, recorded = identity.traits, draft.first_birth_first_name
    names = traits.first_names.strip() or traits.first_name.strip()
    received = traits.first_name.strip() or " ".join(names.split()[:1])
    if not names or not recorded.strip():
        agreement = Agreement.NOT_COMPARED
    elif fold(recorded) and fold(names):
        agreement = _agreement(same=first_name_agrees(recorded, names))
    else:
        agreement = _agreement(same=same_name(recorded, names))
    return ComparedRow("Prénom", received, recorded, agreement)


def _exact(label: str, received: str, recorded: str) -> ComparedRow:
    if not received or not recorded:
        return ComparedRow(label, received, recorded, Agreement.NOT_COMPARED)
    return ComparedRow(label, received, recorded, _agreement(same=received == recorded))


def _sex(code: str) -> str:
    return _SEXES.get(code, code)


def _birth(draft: PatientDraft, identity: Identity) -> ComparedRow:
    received = shown_day(identity.traits.birth_date)
    recorded = f"{draft.birth_date:%d/%m/%Y}" if draft.birth_date else ""
    if draft.birth_date_uncertain and draft.lunar_date:
        recorded = draft.lunar_date
    if not received or not recorded:
        return ComparedRow("Date de naissance", received, recorded, Agreement.NOT_COMPARED)
    same = received in {recorded, f"{draft.birth_date:%d/%m/%Y}" if draft.birth_date else recorded}
    return ComparedRow("Date de naissance", received, recorded, _agreement(same=same))


def _place(
    draft: PatientDraft, identity: Identity, place_name: PlaceName
) -> tuple[ComparedRow, ComparedRow]:
    code, mine = identity.traits.birth_place_code.strip(), draft.birth_place_code
    codes = _exact("Code INSEE", code, "" if mine == UNKNOWN_CODE else mine)
    codes = ComparedRow(codes.label, codes.received, mine, codes.agreement)
    known = place_name(code, draft.birth_date) if code else ""
    received = known or (UNKNOWN_TO_THE_COG if code else "")
    recorded = draft.birth_place_name or (place_name(mine, draft.birth_date) if mine else "")
    if codes.agreement is not Agreement.NOT_COMPARED or not known or not recorded:
        agreement = codes.agreement
    else:
        agreement = _agreement(same=same_name(known, recorded))
    return ComparedRow("Lieu de naissance", received, recorded, agreement), codes


def _other_matricule(draft: PatientDraft, identity: Identity) -> bool:
    known = {identity.active.matricule, *(one.matricule for one in identity.former)}
    return bool(draft.matricule_ins) and draft.matricule_ins not in known


def _agreement(*, same: bool) -> Agreement:
    return Agreement.SAME if same else Agreement.DIFFERENT
