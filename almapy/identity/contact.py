"""Telephones, mail and postal codes: kept whatever was typed, remarked when doubtful.

Telephones are stored in E.164 and shown by twos (UX notes §4.4).
"""

from __future__ import annotations

import re

from almapy.text import digits

_TYPED = re.compile(r"\+?[\d\s.\-/()]+", re.ASCII)
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_NATIONAL = re.compile(r"0[1-9]\d{8}", re.ASCII)
_SHORT = frozenset({2, 3, 4, 6})
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_POSTAL = re.compile(r"\d{5}", re.ASCII)
_OVERSEAS = {
    "0590": "590",
    "0690": "590",
    "0691": "590",
    "0594": "594",
    "0694": "594",
    "0596": "596",
    "0696": "596",
    "0697": "596",
    "0262": "262",
    "0263": "262",
    "0269": "262",
    "0639": "262",
    "0692": "262",
    "0693": "262",
}
_FICTITIOUS = "063998"
"""Metropolitan numbers that are nobody's, amid those of Mayotte (Arcep)."""
_SAINT_PIERRE = "0508"
_TWO_DIGITS = frozenset(
    str(code)
    for codes in (
        (
            20,
            27,
            30,
            31,
            32,
            33,
            34,
            36,
            39,
            40,
            41,
            *range(43, 50),
            *range(51, 59),
            *range(60, 67),
        ),
        (81, 82, 84, 86, *range(90, 96), 98),
    )
    for code in codes
)
"""Countries whose code has two digits (ITU E.164)."""
_ONE_DIGIT = frozenset("17")


def e164(text: str) -> str:
    """Return a French, overseas or foreign number as « +33612345678 »; other shapes as typed."""
    typed = text.strip()
    if not _TYPED.fullmatch(typed):
        return typed
    number = digits(_TRUNK_ZERO.sub("", typed))
    if typed.startswith("+") or number.startswith("00"):
        return _international(number.removeprefix("00"), typed)
    if not _NATIONAL.fullmatch(number):
        return typed
    if number.startswith(_SAINT_PIERRE):
        return f"+508{number[4:]}"
    country = None if number.startswith(_FICTITIOUS) else _OVERSEAS.get(number[:4])
    return f"+{country or 33}{number[1:]}"


def national_number(stored: str) -> str:
    """Return the ten digits dialled in France for a stored number; empty for another country."""
    if not _E164.fullmatch(stored):
        return ""
    number = stored[1:]
    if number.startswith("33") and len(number) == 11:  # noqa: PLR2004
        return f"0{number[2:]}"
    if number[:3] in set(_OVERSEAS.values()) and len(number) == 12:  # noqa: PLR2004
        return f"0{number[3:]}"
    if number.startswith("508") and len(number) == 9:  # noqa: PLR2004
        return f"{_SAINT_PIERRE}{number[3:]}"
    return ""


def shown_phone(stored: str) -> str:
    """Return « 06 12 34 56 78 », or « +32 47 01 23 45 6 » for another country."""
    if national := national_number(stored):
        return _by_twos(national)
    if not _E164.fullmatch(stored):
        return stored
    number = stored[1:]
    length = 1 if number[0] in _ONE_DIGIT else 2 if number[:2] in _TWO_DIGITS else 3
    return f"+{number[:length]} {_by_twos(number[length:])}"


def phone_remark(text: str) -> str:
    """Return what is doubtful in a telephone number, empty when nothing is."""
    typed = text.strip()
    if not typed or _E164.fullmatch(e164(typed)):
        return ""
    number = digits(typed)
    if _TYPED.fullmatch(typed) and len(number) in _SHORT and not number.startswith("0"):
        return ""
    return "Numéro inhabituel\u00a0: dix chiffres, ou + et l'indicatif. Il sera gardé tel quel."


def email_remark(text: str) -> str:
    """Return what is doubtful in a mail address, empty when nothing is."""
    typed = text.strip()
    if not typed or _MAIL.fullmatch(typed):
        return ""
    return "Adresse inhabituelle\u00a0: elle s'écrit nom@domaine.fr. Elle sera gardée telle quelle."


def postal_remark(text: str) -> str:
    """Return what is doubtful in a postal code, empty when nothing is."""
    typed = text.strip()
    if not typed or _POSTAL.fullmatch(typed):
        return ""
    return "Un code postal français compte cinq chiffres. Celui-ci sera gardé tel quel."


def _international(number: str, typed: str) -> str:
    # « +33 06… »: the zero dialled inside the country was left in.
    if number.startswith("330") and len(number) == 12:  # noqa: PLR2004
        number = f"33{number[3:]}"
    whole = f"+{number}"
    return whole if _E164.fullmatch(whole) else typed


def _by_twos(number: str) -> str:
    return " ".join(number[place : place + 2] for place in range(0, len(number), 2))
