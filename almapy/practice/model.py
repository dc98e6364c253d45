"""The practice and its practitioners, as they stand in headers and sends."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.errors import DomainError
from almapy.text import digits

RPPS_LENGTH = 11


@dataclass(frozen=True, slots=True)
class Practice:
    """The cabinet; telephone and address are public, professional data."""

    name: str
    finess: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise DomainError("Le nom du cabinet est obligatoire.", field="name")


@dataclass(frozen=True, slots=True)
class Practitioner:
    """The professional side of an account.

    ``quality`` is « Médecin »; ``am_number`` the billing number at the health insurance (8 digits
    and a key), ``speciality_code`` its two-digit speciality. The CPS names must equal the card's.
    """

    civility: str = ""
    quality: str = ""
    ordinal_speciality: str = ""
    rpps: str = ""
    adeli: str = ""
    am_number: str = ""
    speciality_code: str = ""
    cps_family_name: str = field(default="", repr=False)
    cps_first_name: str = field(default="", repr=False)
    cps_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


def luhn_is_right(number: str) -> bool:
    """Tell whether the last digit of a number is its Luhn check digit (ISO/IEC 7812-1)."""
    if not number.isdigit():
        return False
    total = 0
    for place, character in enumerate(reversed(number)):
        value = int(character) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004
    return total % 10 == 0


def remarks(practitioner: Practitioner) -> dict[str, str]:
    """Return, for each professional number that looks wrong, a French remark.

    Remarks warn and never refuse: the numbers of training bases do not respect their keys.
    """
    found: dict[str, str] = {}
    rpps = digits(practitioner.rpps)
    if practitioner.rpps and len(rpps) != RPPS_LENGTH:
        found["rpps"] = "Un numéro RPPS a 11 chiffres."
    elif rpps and not luhn_is_right(rpps):
        found["rpps"] = "La clé de ce numéro RPPS n'est pas juste\u00a0: vérifiez-le sur la CPS."
    lengths = {"adeli": ("Un numéro ADELI", 9), "am_number": ("Un numéro AM", 9)}
    for name, (label, length) in lengths.items():
        value = getattr(practitioner, name)
        if value and len(digits(value)) != length:
            found[name] = f"{label} a {length} chiffres."
    return found
