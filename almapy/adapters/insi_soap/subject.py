"""What a signature certificate says of its holder, in the words that INSi expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from almapy.errors import ExternalError

if TYPE_CHECKING:
    from cryptography import x509

_UNREADABLE = (
    "Le certificat de signature ne peut pas être lu. Rien n'a été envoyé. Retirez puis remettez la "
    "carte CPS, ou choisissez un autre certificat."
)


def national_number(certificate: bytes) -> str:
    """Return the CN of a DER certificate: the national number of the professional (idNat).

    Raises ExternalError when it cannot be read or has none.
    """
    from cryptography.x509.oid import NameOID

    names = _read(certificate).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if not names or not names[0].value:
        raise ExternalError(_UNREADABLE, code="certificate.unreadable")
    return str(names[0].value)


def distinguished_name(certificate: bytes) -> str:
    """Return the subject most specific first, as accepted in Issuer (INS notes §4.4).

    ``2.5.4.42=<given>+CN=<idNat>+SN=<surname>,T=<profession>,C=FR``: the given name under its
    number, surname and title by letter; values are escaped as in RFC 4514.
    """
    from cryptography.x509.oid import NameOID

    letters = {
        NameOID.GIVEN_NAME: "2.5.4.42",
        NameOID.SURNAME: "SN",
        NameOID.TITLE: "T",
    }
    order = [NameOID.GIVEN_NAME, NameOID.COMMON_NAME, NameOID.SURNAME]

    def rank(attribute: x509.NameAttribute[str | bytes]) -> int:
        return order.index(attribute.oid) if attribute.oid in order else len(order)

    return ",".join(
        "+".join(one.rfc4514_string(letters) for one in sorted(group, key=rank))
        for group in reversed(_read(certificate).subject.rdns)
    )


def _read(certificate: bytes) -> x509.Certificate:
    from cryptography import x509

    try:
        return x509.load_der_x509_certificate(certificate)
    except ValueError as error:
        raise ExternalError(_UNREADABLE, code="certificate.unreadable") from error
