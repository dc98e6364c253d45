"""The PKCS#11 library itself, as the process that may die with it sees it."""

from __future__ import annotations

import base64
import contextlib
from dataclasses import dataclass, field
from typing import Any

from almapy.adapters.pkcs11.wire import Fault

_MOST_CERTIFICATES = 8


@dataclass(slots=True)
class _OpenCard:
    """One card with the session that was opened on it, and what was read of it."""

    slot: int
    session: Any
    certificates: list[dict[str, str]] = field(default_factory=list)


class Library:
    """Answers the requests of ``wire.py``; raises nothing for what a card or a library does."""

    def __init__(self, path: str) -> None:
        """Load the library. Raises ImportError or LookupError when it cannot be loaded."""
        import PyKCS11

        self._pkcs11 = PyKCS11
        self._lib = PyKCS11.PyKCS11Lib()
        try:
            self._lib.load(path)
        except PyKCS11.PyKCS11Error as error:
            raise LookupError from error
        self._cards: dict[str, _OpenCard] = {}

    def tokens(self) -> dict[str, Any]:
        """Return the cards that are in, each with its certificates and how its code stands."""
        try:
            seen = self._seen()
        except self._pkcs11.PyKCS11Error as error:
            return self._failed(error)
        return {"tokens": seen}

    def login(self, serial: str, code: bytearray) -> dict[str, Any]:
        """Give its code to a card once; a blocked card is not asked."""
        try:
            card = self._card(serial)
            if not self._is_in(serial):  # a card slipped in since would count a wrong code
                self.logout(serial)
                return {"fault": Fault.REMOVED}
            if self._flags(card.slot)["locked"]:
                return {"fault": Fault.LOCKED}
            with contextlib.suppress(self._pkcs11.PyKCS11Error):
                card.session.logout()  # a card already open would take any code for right
            self._give(card, code)
        except LookupError:
            return {"fault": Fault.REMOVED}
        except self._pkcs11.PyKCS11Error as error:
            return self._refused(serial, error)
        return {}

    def sign(self, serial: str, key: str, attempts: list[Any]) -> dict[str, Any]:
        """Sign with the key of this CKA_ID, by the first mechanism that the key takes."""
        try:
            session = self._card(serial).session
            handle = self._private_key(session, bytes.fromhex(key))
            signature = self._signed(session, handle, attempts)
        except LookupError:
            return {"fault": Fault.REMOVED}
        except _NoKey:
            # Some libraries show an empty card rather than none.
            if self._cards[serial].certificates and not self._certificates(session):
                self.logout(serial)
                return {"fault": Fault.REMOVED}
            return {"fault": Fault.NO_KEY}
        except self._pkcs11.PyKCS11Error as error:
            return self._gone_or_failed(serial, error)
        return {"signature": base64.b64encode(signature).decode()}

    def logout(self, serial: str) -> dict[str, Any]:
        """Have a card ask for its code again; a card that left needs nothing."""
        card = self._cards.pop(serial, None)
        if card is not None:
            for gesture in (card.session.logout, card.session.closeSession):
                with contextlib.suppress(self._pkcs11.PyKCS11Error):
                    gesture()
        return {}

    def leave(self) -> None:
        """Have every card ask for its code again."""
        for serial in list(self._cards):
            self.logout(serial)

    def _seen(self) -> list[dict[str, Any]]:
        seen: dict[str, dict[str, Any]] = {}
        for slot in self._lib.getSlotList(tokenPresent=True):
            # A carte Vitale in the other reader, a card just torn out: no concern of ours.
            with contextlib.suppress(self._pkcs11.PyKCS11Error):
                token = self._token(slot)
                seen.setdefault(token["serial"], token)
        for left in self._cards.keys() - seen.keys():
            self.logout(left)
        return list(seen.values())

    def _token(self, slot: int) -> dict[str, Any]:
        info = self._lib.getTokenInfo(slot)
        serial = info.serialNumber.strip()
        card = self._cards.get(serial)
        if card is None or card.slot != slot or not self._is_open(card):
            self.logout(serial)
            session = self._lib.openSession(slot)
            card = self._cards[serial] = _OpenCard(slot, session, self._certificates(session))
        return {
            "serial": serial,
            "label": info.label.strip(),
            "reader": self._lib.getSlotInfo(slot).slotDescription.strip(),
            "certificates": card.certificates,
            **self._flags_of(info.flags),
        }

    def _is_open(self, card: _OpenCard) -> bool:
        try:
            card.session.getSessionInfo()
        except self._pkcs11.PyKCS11Error:
            return False
        return True

    def _card(self, serial: str) -> _OpenCard:
        """Return the card of this serial; LookupError when it is not in."""
        if serial not in self._cards:
            self._seen()
        return self._cards[serial]

    def _certificates(self, session: Any) -> list[dict[str, str]]:
        names = self._pkcs11
        found = session.findObjects([(names.CKA_CLASS, names.CKO_CERTIFICATE)])
        wanted = [names.CKA_LABEL, names.CKA_ID, names.CKA_VALUE]
        read = [session.getAttributeValue(one, wanted) for one in found[:_MOST_CERTIFICATES]]
        return [
            {
                "label": str(label or ""),
                "id": bytes(number or b"").hex(),
                "der": base64.b64encode(bytes(der or b"")).decode(),
            }
            for label, number, der in read
        ]

    def _private_key(self, session: Any, number: bytes) -> Any:
        names = self._pkcs11
        wanted = [(names.CKA_CLASS, names.CKO_PRIVATE_KEY), (names.CKA_ID, number)]
        found = session.findObjects(wanted)
        if found:
            return found[0]
        logged_in = {names.CKS_RO_USER_FUNCTIONS, names.CKS_RW_USER_FUNCTIONS}
        if session.getSessionInfo().state not in logged_in:
            raise names.PyKCS11Error(names.CKR_USER_NOT_LOGGED_IN)
        raise _NoKey

    def _signed(self, session: Any, handle: Any, attempts: list[Any]) -> bytes:
        names = self._pkcs11
        refused = {
            names.CKR_KEY_TYPE_INCONSISTENT,
            names.CKR_MECHANISM_INVALID,
            names.CKR_KEY_FUNCTION_NOT_PERMITTED,
        }
        for place, (mechanism, data) in enumerate(attempts, start=1):
            chosen = names.Mechanism(getattr(names, f"CKM_{mechanism}"))
            try:
                return bytes(session.sign(handle, base64.b64decode(data), chosen))
            except names.PyKCS11Error as error:
                if error.value not in refused or place == len(attempts):
                    raise
        raise _NoKey

    def _give(self, card: _OpenCard, code: bytearray) -> None:
        """Log in through a buffer of ours, so that it can be wiped: the usual call copies it."""
        names = self._pkcs11
        given = names.LowLevel.ckbytelist(len(code))
        for place, value in enumerate(code):
            given[place] = value
        session = card.session
        value = session.lib.C_Login(session.session, names.CKU_USER, given)
        for place in range(len(code)):
            given[place] = 0
        if value != names.CKR_OK:
            raise names.PyKCS11Error(value)

    def _refused(self, serial: str, error: Any) -> dict[str, Any]:
        names = self._pkcs11
        if error.value == names.CKR_PIN_LOCKED:
            return {"fault": Fault.LOCKED}
        wrong = {names.CKR_PIN_INCORRECT, names.CKR_PIN_LEN_RANGE, names.CKR_PIN_INVALID}
        if error.value not in wrong:
            return self._gone_or_failed(serial, error)
        try:
            flags = self._flags(self._cards[serial].slot)
        except names.PyKCS11Error:
            return {"fault": Fault.WRONG_PIN}
        if flags["locked"]:
            return {"fault": Fault.LOCKED}
        return {"fault": Fault.WRONG_PIN, **flags}

    def _gone_or_failed(self, serial: str, error: Any) -> dict[str, Any]:
        names = self._pkcs11
        if error.value == names.CKR_USER_NOT_LOGGED_IN:
            return {"fault": Fault.NO_PIN}
        gone = {
            names.CKR_DEVICE_REMOVED,
            names.CKR_SESSION_CLOSED,
            names.CKR_SESSION_HANDLE_INVALID,
            names.CKR_SLOT_ID_INVALID,
            names.CKR_TOKEN_NOT_PRESENT,
            names.CKR_TOKEN_NOT_RECOGNIZED,
        }
        if error.value in gone or not self._is_in(serial):
            self.logout(serial)
            return {"fault": Fault.REMOVED}
        return self._failed(error)

    def _is_in(self, serial: str) -> bool:
        """Tell whether the card is still there: an error in mid-command may be a card torn out."""
        card = self._cards.get(serial)
        if card is None:
            return False
        try:
            return bool(self._lib.getTokenInfo(card.slot).serialNumber.strip() == serial)
        except self._pkcs11.PyKCS11Error:
            return False

    def _flags(self, slot: int) -> dict[str, bool]:
        return self._flags_of(self._lib.getTokenInfo(slot).flags)

    def _flags_of(self, flags: int) -> dict[str, bool]:
        names = self._pkcs11
        return {
            "low": bool(flags & names.CKF_USER_PIN_COUNT_LOW),
            "final": bool(flags & names.CKF_USER_PIN_FINAL_TRY),
            "locked": bool(flags & names.CKF_USER_PIN_LOCKED),
        }

    @staticmethod
    def _failed(error: Any) -> dict[str, Any]:
        return {"fault": Fault.FAILED, "code": f"0x{error.value & 0xFFFFFFFF:08X}"}


class _NoKey(Exception):  # noqa: N818
    """The card has no key with this number."""
