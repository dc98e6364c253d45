"""CPS cards made of memory: certificates like those of IGC-Santé, a code with three tries.

``FakeCps`` is a CpsModule. Cards come and go (``insert``, ``remove``), codes count down, and
``fault`` makes every request fail. Keys are real: signatures verify.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from almapy.cards.faults import CardRemoved
from almapy.cps.faults import CardBlocked, PinNotGiven, WrongPin
from almapy.cps.model import PIN_TRIES, CpsKey
from almapy.cps.pin_rules import state_of_flags
from almapy.cps.ports import Token

RIGHT_PIN = "1234"
RPPS = "10001234565"
"""That of the practitioner of ``tests.conftest.new_practice``."""
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
"""The moment of ``FakeClock``."""
TEST_AUTHORITY = "TEST AC IGC-SANTE FORT PERSONNES"
REAL_AUTHORITY = "AC IGC-SANTE FORT PERSONNES"


@cache
def key_of(name: str) -> rsa.RSAPrivateKey:
    """Return a key that stays the same for one run; making one is slow."""
    return rsa.generate_private_key(65537, 2048)


def person_name(number: str, family_name: str, first_name: str, title: str = "Médecin"):
    """Return the subject of a person: C, title, then one name with three values."""
    return x509.Name(
        [
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COUNTRY_NAME, "FR")]),
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.TITLE, title)]),
            x509.RelativeDistinguishedName(
                [
                    x509.NameAttribute(NameOID.COMMON_NAME, number),
                    x509.NameAttribute(NameOID.SURNAME, family_name),
                    x509.NameAttribute(NameOID.GIVEN_NAME, first_name),
                ]
            ),
        ]
    )


def certificate(
    subject: x509.Name,
    key: rsa.RSAPrivateKey,
    *,
    authority: str = TEST_AUTHORITY,
    signature: bool = False,
    starts: datetime = NOW - timedelta(days=365),
    ends: datetime = NOW + timedelta(days=730),
) -> bytes:
    """Return a DER certificate with the usage of AUT, or of SIG."""
    others = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    usage = x509.KeyUsage(digital_signature=not signature, content_commitment=signature, **others)
    issuer = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ASIP-SANTE"),
            x509.NameAttribute(NameOID.COMMON_NAME, authority),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(usage, critical=True)
        .sign(key_of("authority"), hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


@dataclass
class FakeCard:
    """One card; ``tries_left`` is its own memory, in or out of the reader."""

    serial: str = "8025000001290000017"
    number: str = "8" + RPPS
    family_name: str = "DÉMO"
    first_name: str = "Paul"
    title: str = "Médecin"
    authority: str = TEST_AUTHORITY
    starts: datetime = NOW - timedelta(days=365)
    ends: datetime = NOW + timedelta(days=730)
    pin: str = RIGHT_PIN
    reader: str = "Lecteur CPS"
    tries_left: int = PIN_TRIES
    is_open: bool = False
    logins: int = 0
    signed: list[bytes] = field(default_factory=list)

    def key(self, key: CpsKey) -> rsa.RSAPrivateKey:
        return key_of(f"{self.serial}/{key.value}")

    def certificate(self, key: CpsKey) -> bytes:
        made = self.__dict__.setdefault("_certificates", {})
        if key not in made:
            made[key] = certificate(
                person_name(self.number, self.family_name, self.first_name, self.title),
                self.key(key),
                authority=self.authority,
                signature=key is CpsKey.SIGNATURE,
                starts=self.starts,
                ends=self.ends,
            )
        return made[key]

    def token(self) -> Token:
        left = self.tries_left
        return Token(
            serial=self.serial,
            label="CPS3v3-TEST",
            pin=state_of_flags(low=left < PIN_TRIES, final=left == 1, locked=left == 0),
            authentication_certificate=self.certificate(CpsKey.AUTHENTICATION),
            signature_certificate=self.certificate(CpsKey.SIGNATURE),
            reader=self.reader,
        )


class FakeCps:
    """Implements ``almapy.cps.ports.CpsModule`` over ``FakeCard``."""

    def __init__(self, *cards: FakeCard, simulated: bool = False) -> None:
        self.simulated = simulated
        self.cards: list[FakeCard] = list(cards)
        self.fault: Exception | None = None
        self.logouts: list[str] = []
        self.closed = False
        self.before_login: threading.Event | None = None  # a login waits for it
        self.reached_login = threading.Event()

    def insert(self, card: FakeCard) -> None:
        self.cards.append(card)

    def remove(self, card: FakeCard | None = None) -> None:
        """Take one card out, or all; it forgets that it was given its code."""
        for one in [card] if card else list(self.cards):
            one.is_open = False
            self.cards.remove(one)

    def tokens(self) -> tuple[Token, ...]:
        self._fail()
        return tuple(card.token() for card in self.cards)

    def login(self, serial: str, pin: str) -> None:
        self._fail()
        self.reached_login.set()
        if self.before_login is not None:
            self.before_login.wait(20)
        card = self._card(serial)
        card.is_open = False
        if not card.tries_left:
            raise CardBlocked
        card.logins += 1
        if pin != card.pin:
            card.tries_left -= 1
            if not card.tries_left:
                raise CardBlocked
            raise WrongPin(card.tries_left)
        card.tries_left, card.is_open = PIN_TRIES, True

    def sign(self, serial: str, key: CpsKey, data: bytes) -> bytes:
        self._fail()
        card = self._card(serial)
        if not card.is_open:
            raise PinNotGiven
        card.signed.append(data)
        return card.key(key).sign(data, padding.PKCS1v15(), hashes.SHA256())

    def logout(self, serial: str) -> None:
        self.logouts.append(serial)
        for card in self.cards:
            if card.serial == serial:
                card.is_open = False

    def close(self) -> None:
        self.closed = True

    def _card(self, serial: str) -> FakeCard:
        for card in self.cards:
            if card.serial == serial:
                return card
        raise CardRemoved

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault
