"""What a call trusts, what it shows of us, and why a certificate is refused."""

from __future__ import annotations

import contextlib
import os
import secrets
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from almapy.adapters.call_errors import Untrusted
from almapy.adapters.certificates import key_and_chain

# Numbers of OpenSSL's x509_vfy.h.
_NOT_YET, _EXPIRED, _REVOKED, _WRONG_NAME, _WRONG_NUMBER = 9, 10, 23, 62, 64
_OURS_REFUSED = frozenset(
    {
        "SSLV3_ALERT_BAD_CERTIFICATE",
        "SSLV3_ALERT_NO_CERTIFICATE",
        "SSLV3_ALERT_CERTIFICATE_EXPIRED",
        "SSLV3_ALERT_CERTIFICATE_REVOKED",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
        "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_UNKNOWN_CA",
        "TLSV1_ALERT_ACCESS_DENIED",
        "TLSV1_ALERT_DECRYPT_ERROR",
        "TLSV1_ALERT_INSUFFICIENT_SECURITY",
        "TLSV13_ALERT_CERTIFICATE_REQUIRED",
    }
)
_TOO_OLD = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION"})
_SAFE = "Rien n'a été envoyé."


@dataclass(frozen=True, slots=True)
class Trust:
    """The certificates of a call.

    ``authorities`` is PEM, empty for those of the system; ``client_certificate`` a PKCS#12 file
    opened by ``password``, empty when the service does not ask for one.
    """

    authorities: str = ""
    client_certificate: bytes = field(default=b"", repr=False)
    password: str = field(default="", repr=False)


def context_of(trust: Trust) -> ssl.SSLContext:
    """Return a context for TLS 1.2 at least, which checks the server's name and chain.

    Raises Untrusted when the authorities or the client certificate cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if trust.authorities:
        # A practice may be given the intermediate authority alone.
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
        try:
            context.load_verify_locations(cadata=trust.authorities)
        except (ssl.SSLError, ValueError) as error:
            raise Untrusted(
                f"Les autorités de confiance enregistrées ne sont pas lisibles. {_SAFE} "
                "Enregistrez-les à nouveau au format PEM dans les réglages."
            ) from error
    else:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    if trust.client_certificate:
        _show(context, trust)
    return context


def untrusted(error: ssl.SSLError, host: str) -> Untrusted | None:
    """Return which certificate is refused and why; None when TLS failed for another reason."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Untrusted(f"{_why_theirs(error.verify_code, host)}")
    if error.reason in _OURS_REFUSED:
        return Untrusted(
            f"Le serveur {host} refuse le certificat présenté par ce poste, ou en exige un. Aucune "
            "réponse n'a été reçue. Vérifiez dans les réglages le certificat du cabinet, sa date "
            "de fin et l'adresse appelée."
        )
    if error.reason in _TOO_OLD:
        return Untrusted(
            f"Le serveur {host} ne propose pas de chiffrement assez récent (TLS\u00a01.2). {_SAFE} "
            "Vérifiez l'adresse du service et le proxy."
        )
    return None


def _why_theirs(code: int, host: str) -> str:
    if code in {_EXPIRED, _NOT_YET}:
        fact = "a expiré" if code == _EXPIRED else "n'est pas encore valable"
        return (
            f"Le certificat du serveur {host} {fact}. {_SAFE} Vérifiez la date et l'heure de ce "
            "poste\u00a0; si elles sont justes, prévenez le support du service."
        )
    if code in {_WRONG_NAME, _WRONG_NUMBER}:
        return (
            f"Le certificat présenté n'est pas celui du serveur {host}\u00a0: il porte un autre "
            f"nom. {_SAFE} Vérifiez l'adresse du service dans les réglages."
        )
    if code == _REVOKED:
        return (
            f"Le certificat du serveur {host} a été révoqué. {_SAFE} N'insistez pas et prévenez le "
            "support du service."
        )
    return (
        f"Le certificat du serveur {host} vient d'une autorité inconnue de ce poste. {_SAFE} "
        "Enregistrez dans les réglages les autorités du service\u00a0; si un proxy ou un antivirus "
        "déchiffre les connexions, faites-lui ignorer cette adresse."
    )


def _show(context: ssl.SSLContext, trust: Trust) -> None:
    passphrase = secrets.token_urlsafe(32)
    pem = key_and_chain(trust.client_certificate, trust.password, passphrase)
    try:
        with _readable(pem) as path:
            context.load_cert_chain(path, password=passphrase)
    except (ssl.SSLError, OSError) as error:
        raise Untrusted(
            f"Le certificat du cabinet n'est pas utilisable. {_SAFE} Enregistrez à nouveau le "
            "fichier PKCS#12 dans les réglages."
        ) from error


@contextlib.contextmanager
def _readable(pem: bytes) -> Iterator[Path]:
    """Give OpenSSL the path that it insists on: in memory where there is one, else encrypted."""
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("certificate")
        try:
            os.write(number, pem)
            yield Path(f"/proc/self/fd/{number}")
        finally:
            os.close(number)
        return
    with tempfile.TemporaryDirectory(prefix="almapy-") as folder:  # private: 0700
        path = Path(folder) / "certificate.pem"
        path.touch(mode=0o600)
        path.write_bytes(pem)
        yield path
