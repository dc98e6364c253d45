"""Who a certificate of the CPS family names (card notes §3.1 and §3.5), read by object number."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from almapy.cps.faults import CpsUnreadable
from almapy.cps.model import CpsIdentity, CpsKind
from almapy.practice.model import RPPS_LENGTH
from almapy.text import fold

if TYPE_CHECKING:
    from cryptography import x509

LARGEST = 16 * 1024
_LONGEST_VALUE = 200
_MOST_ATTRIBUTES = 40
_COMMON_NAME, _SURNAME, _GIVEN_NAME = "2.5.4.3", "2.5.4.4", "2.5.4.42"
_TITLE, _PSEUDONYM = "2.5.4.12", "2.5.4.65"
_ORGANIZATION, _UNIT = "2.5.4.10", "2.5.4.11"
_ADELI, _RPPS, _STUDENT = "0", "8", "9"

Attributes = dict[str, list[str]]


def identity_of(der: bytes) -> CpsIdentity:
    """Return who a DER certificate names.

    The person of a CPS stands in one multi-valued name (CN = idNat, SN, GN), the profession in
    the title. Nothing is checked of the chain: the card is what proves that it holds the key.
    Raises CpsUnreadable for anything that is not a certificate naming a holder.
    """
    from cryptography import x509  # noqa: PLC0415  (slow: only once there is a card)
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415

    if not der or len(der) > LARGEST:
        raise CpsUnreadable
    try:
        certificate = x509.load_der_x509_certificate(der)
        subject, issuer = _attributes(certificate.subject), _attributes(certificate.issuer)
        starts_at, ends_at = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except (ValueError, TypeError, OverflowError, UnsupportedAlgorithm, x509.InvalidVersion) as bad:
        raise CpsUnreadable from bad
    number = _first(subject, _COMMON_NAME)
    if not number:
        raise CpsUnreadable
    is_rpps = _is_number(number, _RPPS) and len(number) == 1 + RPPS_LENGTH
    return CpsIdentity(
        family_name=_first(subject, _SURNAME),
        first_name=_first(subject, _GIVEN_NAME),
        national_id=number,
        rpps=number[1:] if is_rpps else "",
        profession=_first(subject, _TITLE),
        kind=_kind(subject, number, is_rpps=is_rpps),
        starts_at=starts_at,
        ends_at=ends_at,
        fingerprint=hashlib.sha256(der).hexdigest(),
        test_card=_is_test(issuer),
    )


def _attributes(name: x509.Name) -> Attributes:
    """Return the texts of a name by object number; ValueError when there is too much of them."""
    found: Attributes = {}
    for count, attribute in enumerate(one for group in name.rdns for one in group):
        value = attribute.value
        if count >= _MOST_ATTRIBUTES:
            raise ValueError
        if isinstance(value, str):
            if len(value) > _LONGEST_VALUE or not value.isprintable():
                raise ValueError
            found.setdefault(attribute.oid.dotted_string, []).append(value.strip())
    return found


def _first(attributes: Attributes, number: str) -> str:
    return attributes.get(number, [""])[0]


def _is_number(text: str, prefix: str) -> bool:
    return text.startswith(prefix) and text.isascii() and text.isdigit()


def _kind(subject: Attributes, number: str, *, is_rpps: bool) -> CpsKind:
    title = fold(_first(subject, _TITLE))
    is_person = bool(_first(subject, _SURNAME))
    if title.startswith("carte de service") or _PSEUDONYM in subject:
        return CpsKind.SERVICE
    if "/" in number:
        return CpsKind.CPE
    if not is_person:
        return CpsKind.UNKNOWN
    if _is_number(number, _STUDENT) or "formation" in title or "etudiant" in title:
        return CpsKind.CPF
    return CpsKind.CPS if is_rpps or _is_number(number, _ADELI) else CpsKind.UNKNOWN


def _is_test(issuer: Attributes) -> bool:
    """Tell whether an authority of the test chain issued it: its names begin with « TEST »."""
    names = (
        value for number in (_COMMON_NAME, _ORGANIZATION, _UNIT) for value in issuer.get(number, [])
    )
    return any(value.upper().startswith("TEST") for value in names)
