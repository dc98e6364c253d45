"""A SoftHSM2 token shaped like a CPS, in a folder of the test: labels, numbers, certificates.

SoftHSM2 is an independent PKCS#11 library. It never blocks a code and takes mechanisms that the
key of a CPS refuses: those are proven with ``tests/fakes/pkcs11_library``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import PyKCS11 as P
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

LABEL = "CPS3v3-TEST"
_APPLICATION = bytes.fromhex("E828BD080F8025000001FF0010")
_LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


class SoftHsmUnavailableError(Exception):
    """SoftHSM2 is not on this machine; the text tells what to install, for the skip reason."""


@dataclass(frozen=True)
class Keyed:
    """A key of the card and its DER certificate."""

    key: rsa.RSAPrivateKey
    certificate: bytes


def library() -> str:
    """Return the file of SoftHSM2; SoftHsmUnavailableError when it is not installed."""
    found = next((path for path in _LIBRARIES if Path(path).is_file()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        raise SoftHsmUnavailableError("SoftHSM2 n'est pas là (sous Debian : paquet softhsm2)")
    return found


class SoftCard:
    """One token in one folder. ``pull`` takes it away, ``put_back`` brings it again."""

    def __init__(self, folder: Path) -> None:
        self._tokens = folder / "tokens"
        self._aside = folder / "aside"
        self._tokens.mkdir(parents=True)
        self.configuration = folder / "softhsm2.conf"
        self.configuration.write_text(
            f"directories.tokendir = {self._tokens}\n"
            "objectstore.backend = file\n"
            "log.level = ERROR\n"
            "slots.removable = true\n"
        )

    def fill(self, pin: str, signature: Keyed, authentication: Keyed) -> None:
        """Make the token and write its keys, in a process of its own."""
        environment = os.environ | {"SOFTHSM2_CONF": str(self.configuration)}
        made = ("softhsm2-util", "--init-token", "--free", "--label", LABEL)
        subprocess.run(
            [*made, "--so-pin", "12345678", "--pin", pin],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        parts = [pin]
        for keyed in (signature, authentication):
            numbers = keyed.key.private_numbers()
            public = numbers.public_numbers
            values = (public.n, public.e, numbers.d, numbers.p, numbers.q)
            values += (numbers.dmp1, numbers.dmq1, numbers.iqmp)
            parts += [" ".join(f"{value:x}" for value in values), keyed.certificate.hex()]
        # The library reads its configuration once in a process: the tests each have another.
        subprocess.run(
            [sys.executable, __file__],
            input="\n".join(parts),
            text=True,
            check=True,
            env=environment,
        )

    def pull(self) -> None:
        """Have the token disappear under whoever uses it."""
        self._tokens.rename(self._aside)
        self._tokens.mkdir()

    def put_back(self) -> None:
        """Bring the token back."""
        self._tokens.rmdir()
        self._aside.rename(self._tokens)


def _write(lines: list[str]) -> None:
    pin, signature_key, signature, authentication_key, authentication = lines
    lib = P.PyKCS11Lib()
    lib.load(library())
    slots = lib.getSlotList(tokenPresent=True)
    slot = next(one for one in slots if lib.getTokenInfo(one).label.strip() == LABEL)
    session = lib.openSession(slot, P.CKF_RW_SESSION)
    session.login(pin)
    for name, kind, number, key, certificate in (
        ("CPS_PRIV_SIG", "Certificat de Signature CPS", 1, signature_key, signature),
        (
            "CPS_PRIV_AUT",
            "Certificat d'Authentification CPS",
            2,
            authentication_key,
            authentication,
        ),
    ):
        identifier = _APPLICATION + bytes([number])
        session.createObject(_private_key(name, identifier, key))
        session.createObject(_certificate(kind, identifier, bytes.fromhex(certificate)))
    session.logout()


def _private_key(name: str, identifier: bytes, key: str) -> list:
    values = [int(one, 16) for one in key.split()]
    kinds = (
        P.CKA_MODULUS,
        P.CKA_PUBLIC_EXPONENT,
        P.CKA_PRIVATE_EXPONENT,
        P.CKA_PRIME_1,
        P.CKA_PRIME_2,
        P.CKA_EXPONENT_1,
        P.CKA_EXPONENT_2,
        P.CKA_COEFFICIENT,
    )
    return [
        (P.CKA_CLASS, P.CKO_PRIVATE_KEY),
        (P.CKA_KEY_TYPE, P.CKK_RSA),
        (P.CKA_TOKEN, P.CK_TRUE),
        (P.CKA_PRIVATE, P.CK_TRUE),
        (P.CKA_SENSITIVE, P.CK_TRUE),
        (P.CKA_EXTRACTABLE, P.CK_FALSE),
        (P.CKA_SIGN, P.CK_TRUE),
        (P.CKA_LABEL, name),
        (P.CKA_ID, identifier),
        *[
            (kind, value.to_bytes((value.bit_length() + 7) // 8, "big"))
            for kind, value in zip(kinds, values, strict=True)
        ],
    ]


def _certificate(label: str, identifier: bytes, der: bytes) -> list:
    read = x509.load_der_x509_certificate(der)
    return [
        (P.CKA_CLASS, P.CKO_CERTIFICATE),
        (P.CKA_CERTIFICATE_TYPE, P.CKC_X_509),
        (P.CKA_TOKEN, P.CK_TRUE),
        (P.CKA_PRIVATE, P.CK_FALSE),
        (P.CKA_LABEL, label),
        (P.CKA_ID, identifier),
        (P.CKA_VALUE, der),
        (P.CKA_SUBJECT, read.subject.public_bytes()),
        (P.CKA_ISSUER, read.issuer.public_bytes()),
    ]


if __name__ == "__main__":
    _write(sys.stdin.read().split("\n"))
