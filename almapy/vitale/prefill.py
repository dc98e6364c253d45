"""The creation form as a card fills it: nothing certified, everything still to be looked at."""

from __future__ import annotations

from datetime import date

from almapy.identity.nir import read_nir
from almapy.insi.model import Beneficiary
from almapy.patients.age import full_years
from almapy.patients.model import PatientDraft, Sex
from almapy.vitale.matching import lunar_text
from almapy.vitale.reading import Bearer, VitaleReading

_OWN_CARD_FROM, _OF_AGE = 16, 18  # younger than 16, nobody is the insured of a card
_FIRST_RANK = 1
_CARD_NAME = (
    "La carte ne dit pas si son nom est celui de naissance\u00a0: vérifiez «\u00a0Nom de "
    "naissance\u00a0»."
)
_SEX = "Le sexe est celui que dit le numéro de la carte\u00a0: vérifiez-le."
_NO_SEX = "La carte ne dit pas le sexe\u00a0: choisissez-le."
_LUNAR = (
    "La date de naissance de la carte n'existe pas au calendrier\u00a0: elle est notée en date "
    "lunaire. Saisissez la date d'un titre d'identité."
)
_NO_INSURED = "Numéro de l'assuré non lu\u00a0: la lecture directe ne dit pas qui est l'assuré."


def prefilled(reading: VitaleReading, bearer: Bearer, today: date) -> PatientDraft:
    """Return the draft of a new record; without matricule, proof of identity nor status."""
    own_date = bearer.birth_date if bearer.birth_date and bearer.birth_date <= today else None
    return PatientDraft(
        birth_name=bearer.birth_name or bearer.name,
        first_birth_first_name=bearer.first_name,
        used_name=bearer.name,
        used_first_name=bearer.first_name,
        sex=_sex(bearer),
        birth_date=own_date,
        lunar_date="" if bearer.birth_date else lunar_text(bearer.birth_text),
        insured_nir=insured_number(reading, bearer, today),
    )


def prefill_notes(reading: VitaleReading, bearer: Bearer, today: date) -> tuple[str, ...]:
    """Return in French what a person should look at in a form filled by ``prefilled``."""
    notes = [
        (bearer.birth_name is None, _CARD_NAME),
        (True, _NO_SEX if _sex(bearer) is Sex.UNKNOWN else _SEX),
        (bearer.birth_date is None, _LUNAR),
        (not insured_number(reading, bearer, today), _NO_INSURED),
        (bool(bearer.number_note), bearer.number_note),
    ]
    return tuple(words for told, words in notes if told)


def insured_number(reading: VitaleReading, bearer: Bearer, today: date) -> str:
    """Return the number of the insured whose rights a person has, empty when it was not read.

    A direct reading does not say who the insured is (card notes §2.6): the own number of an adult
    is then taken, and none for a child, who may be on the card of either parent. Between 16 and 18
    one may have a card, and is then alone on it.
    """
    if reading.insured is not None:
        return reading.insured.nir
    born = bearer.birth_date
    earliest = _OWN_CARD_FROM if len(reading.bearers) == 1 else _OF_AGE
    if not bearer.own_nir or born is None or full_years(born, today) < earliest:
        return ""
    return bearer.own_nir


def beneficiary_of(reading: VitaleReading, bearer: Bearer) -> Beneficiary | None:
    """Return what INSi asks of a card, None when this reading does not certify it (§2.6)."""
    if not reading.certified or reading.insured is None or not reading.insured.nir:
        return None
    birth = bearer.birth_text
    return Beneficiary(
        birth_name=bearer.birth_name or bearer.name,
        used_name=bearer.name,
        first_name=bearer.first_name,
        birth_date=f"{birth[:4]}-{birth[4:6]}-{birth[6:]}",
        insured_nir=reading.insured.nir,
        own_nir=bearer.own_nir or "",
        rank=str(bearer.rank or _FIRST_RANK),
    )


def _sex(bearer: Bearer) -> Sex:
    nir = read_nir(bearer.own_nir) if bearer.own_nir else None
    return nir.sex if nir is not None else Sex.UNKNOWN
