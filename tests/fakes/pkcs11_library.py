"""A PKCS#11 library of memory, behind the real constants of PyKCS11.

It behaves as the Cryptolib was measured: AUT takes a DigestInfo only, wrong codes raise one flag
after the other, a card that left invalidates its sessions.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from types import SimpleNamespace

import PyKCS11 as P
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.hashes import SHA256

from almapy.cps.model import CpsKey
from tests.fakes.cps import FakeCard

IDS = {CpsKey.SIGNATURE: b"\xe8\x28\x01", CpsKey.AUTHENTICATION: b"\xe8\x28\x02"}
LABELS = {
    CpsKey.SIGNATURE: "Certificat de Signature CPS",
    CpsKey.AUTHENTICATION: "Certificat d'Authentification CPS",
}
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass
class FakeSlot:
    """One reader with its card; ``refusal`` makes everything asked of it fail."""

    card: FakeCard | None = None
    refusal: int = 0
    sessions: list[FakeSession] = field(default_factory=list)

    def pull(self) -> FakeCard:
        card, self.card = self.card, None
        assert card is not None
        card.is_open = False
        for session in self.sessions:
            session.is_valid = False
        return card


class FakeSession:
    def __init__(self, slot: FakeSlot) -> None:
        self._slot = slot
        self.is_valid = True
        self.session = self
        self.lib = SimpleNamespace(C_Login=self._login)
        self.codes: list[object] = []

    def _card(self) -> FakeCard:
        if not self.is_valid or self._slot.card is None:
            raise P.PyKCS11Error(P.CKR_SESSION_HANDLE_INVALID)
        if self._slot.refusal:
            raise P.PyKCS11Error(self._slot.refusal)
        return self._slot.card

    def _login(self, _session, _user, code) -> int:
        self.codes.append(code)
        try:
            card = self._card()
        except P.PyKCS11Error as error:
            return error.value
        if card.is_open:
            return P.CKR_USER_ALREADY_LOGGED_IN
        if not card.tries_left:
            return P.CKR_PIN_LOCKED
        card.logins += 1
        if bytes(code) != card.pin.encode():
            card.tries_left -= 1
            return P.CKR_PIN_INCORRECT
        card.tries_left, card.is_open = 3, True
        return P.CKR_OK

    def logout(self) -> None:
        card = self._card()
        if not card.is_open:
            raise P.PyKCS11Error(P.CKR_USER_NOT_LOGGED_IN)
        card.is_open = False

    def closeSession(self) -> None:
        self.is_valid = False

    def getSessionInfo(self) -> SimpleNamespace:
        is_open = self._card().is_open
        return SimpleNamespace(
            state=P.CKS_RO_USER_FUNCTIONS if is_open else P.CKS_RO_PUBLIC_SESSION
        )

    def findObjects(self, template) -> list[tuple[str, CpsKey]]:
        card, wanted = self._card(), dict(template)
        if wanted[P.CKA_CLASS] == P.CKO_CERTIFICATE:
            return [("certificate", key) for key in IDS]
        keys = [key for key, number in IDS.items() if number == wanted[P.CKA_ID]]
        return [("key", key) for key in keys] if card.is_open else []

    def getAttributeValue(self, found, _wanted) -> list[object]:
        _, key = found
        return [LABELS[key], tuple(IDS[key]), tuple(self._card().certificate(key))]

    def sign(self, found, data: bytes, mechanism) -> list[int]:
        card, (_, key) = self._card(), found
        if not card.is_open:
            raise P.PyKCS11Error(P.CKR_USER_NOT_LOGGED_IN)
        if mechanism.to_native().mechanism == P.CKM_SHA256_RSA_PKCS:
            if key is CpsKey.AUTHENTICATION:
                raise P.PyKCS11Error(P.CKR_KEY_TYPE_INCONSISTENT)
            digest = hashlib.sha256(data).digest()
        else:
            assert data.startswith(SHA256_INFO)
            digest = data[len(SHA256_INFO) :]
        card.signed.append(data)
        prehashed = utils.Prehashed(SHA256())
        return list(card.key(key).sign(digest, padding.PKCS1v15(), prehashed))


class FakeLibrary:
    """Takes the place of ``PyKCS11.PyKCS11Lib``."""

    def __init__(self, *slots: FakeSlot) -> None:
        self.slots = list(slots)
        self.refusal = 0

    def load(self, path: str) -> None:
        if path == "missing":
            raise P.PyKCS11Error(-1, path)

    def getSlotList(self, tokenPresent=False) -> list[int]:  # noqa: N803
        if self.refusal:
            raise P.PyKCS11Error(self.refusal)
        return [number for number, slot in enumerate(self.slots) if slot.card is not None]

    def getSlotInfo(self, number: int) -> SimpleNamespace:
        return SimpleNamespace(slotDescription=f"Lecteur {number}   ")

    def getTokenInfo(self, number: int) -> SimpleNamespace:
        slot = self.slots[number]
        if slot.card is None:
            raise P.PyKCS11Error(P.CKR_TOKEN_NOT_PRESENT)
        if slot.refusal:
            raise P.PyKCS11Error(slot.refusal)
        left = slot.card.tries_left
        flags = P.CKF_TOKEN_INITIALIZED
        flags |= P.CKF_USER_PIN_COUNT_LOW if left < 3 else 0
        flags |= P.CKF_USER_PIN_FINAL_TRY if left == 1 else 0
        flags |= P.CKF_USER_PIN_LOCKED if left == 0 else 0
        return SimpleNamespace(
            serialNumber=slot.card.serial.ljust(16), label="CPS3v3-TEST".ljust(32), flags=flags
        )

    def openSession(self, number: int) -> FakeSession:
        slot = self.slots[number]
        if slot.refusal:
            raise P.PyKCS11Error(slot.refusal)
        session = FakeSession(slot)
        slot.sessions.append(session)
        return session
