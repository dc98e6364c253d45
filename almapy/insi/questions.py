"""What may be asked of INSi, and what a record lets one ask (INS notes §3.2, §4.5, §6.2)."""

from __future__ import annotations

import re
from dataclasses import replace

from almapy.errors import DomainError
from almapy.identity.nir import read_nir
from almapy.identity.traits import strict_first_names, strict_name
from almapy.identity.words import TRAIT_LABELS
from almapy.insi.acceptance import MATRICULE
from almapy.insi.model import Ins, Traits
from almapy.patients.model import PatientDraft, Sex
from almapy.places.model import UNKNOWN_CODE

_WITHOUT_KEY = 13
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PLACE = re.compile(r"[0-9AB]{5}", re.ASCII)


def traits_of(draft: PatientDraft) -> Traits:
    """Return the traits to send for a record.

    The first birth first name stands for the list where that is empty; an unknown birth place
    (99999) is not sent. Raises DomainError, with the field, when something INSi needs is missing
    or written as INSi refuses it: it knows the sexes M and F only.
    """
    return askable(
        Traits(
            birth_name=draft.birth_name,
            first_names=draft.birth_first_names.strip() or draft.first_birth_first_name,
            sex=draft.sex.value,
            birth_date=draft.birth_date.isoformat() if draft.birth_date else "",
            birth_place_code=draft.birth_place_code,
        )
    )


def askable(traits: Traits) -> Traits:
    """Return traits in the form in which they are sent, whatever form was typed.

    Raises DomainError, with the field (those of ``PatientDraft``), for what cannot be asked.
    """
    name = strict_name(traits.birth_name)
    first_names = strict_first_names(traits.first_names)
    code = traits.birth_place_code.strip().upper()
    _require_whole(name, first_names, traits)
    if not _DATE.fullmatch(traits.birth_date):
        raise DomainError(
            "Cette date de naissance ne se lit pas. Rien n'a été envoyé. Écrivez JJ/MM/AAAA.",
            code="insi.missing",
            field="birth_date",
        )
    if code and not _PLACE.fullmatch(code):
        raise DomainError(
            "Un code INSEE de naissance compte cinq caractères. Rien n'a été envoyé. Corrigez-le, "
            "ou laissez-le vide.",
            code="insi.missing",
            field="birth_place_code",
        )
    return replace(
        traits,
        birth_name=name,
        first_names=first_names,
        birth_place_code="" if code == UNKNOWN_CODE else code,
    )


def askable_ins(ins: Ins) -> Ins:
    """Return a matricule as it is verified: 15 characters, its key computed when left out.

    A wrong key is kept (§1.4). Raises DomainError, with the field, for what is no INS.
    """
    typed = "".join(ins.matricule.split()).upper()
    nir = read_nir(typed) if len(typed) == _WITHOUT_KEY else None
    matricule = nir.number if nir else typed
    if not MATRICULE.fullmatch(matricule):
        raise DomainError(
            "Un matricule INS compte quinze caractères, clé comprise. Rien n'a été envoyé. "
            "Corrigez-le.",
            code="insi.missing",
            field="matricule_ins",
        )
    if ins.kind is None:
        raise DomainError(
            "Cet OID n'est pas celui d'un INS (NIR ou NIA). Rien n'a été envoyé. Corrigez-le.",
            code="insi.missing",
            field="ins_oid",
        )
    return replace(ins, matricule=matricule)


def _require_whole(name: str, first_names: str, traits: Traits) -> None:
    if traits.sex == Sex.UNKNOWN.value:
        raise DomainError(
            "Le téléservice INSi ne connaît que les sexes masculin et féminin\u00a0: ici il est "
            "indéterminé. Rien n'a été envoyé. Précisez le sexe inscrit à l'état civil.",
            code="insi.sex",
            field="sex",
        )
    told = {
        "birth_name": name,
        "birth_first_names": first_names,
        "sex": traits.sex if traits.sex in {Sex.FEMALE.value, Sex.MALE.value} else "",
        "birth_date": traits.birth_date,
    }
    missing = [one for one, value in told.items() if not value]
    if missing:
        labels = ", ".join(TRAIT_LABELS[one] for one in missing)
        raise DomainError(
            f"Pour interroger INSi, il manque\u00a0: {labels}. Rien n'a été envoyé. Complétez, "
            "puis relancez.",
            code="insi.missing",
            field=missing[0],
        )
