"""The keyring of the system through the library « keyring », never waited for longer than said.

A keyring may ask the person for its password, or never answer: each call runs in a thread of its
own, and one that hangs once is not asked again until the program starts anew.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
SERVICE = "AlmaPy"
SECONDS = 5.0
PIECE = 1000
"""Characters of one entry: that of Windows holds 2560 bytes, of which each takes two."""
_MOST_PIECES = 20
_MANY = "\x01"
_PLACES = {
    "keyring.backends.Windows": "Trousseau de Windows",
    "keyring.backends.macOS": "Trousseau de macOS",
    "keyring.backends.SecretService": "Trousseau de la session",
    "keyring.backends.libsecret": "Trousseau de la session",
    "keyring.backends.kwallet": "Trousseau de la session (KWallet)",
}
_log = logging.getLogger(__name__)


class KeyringSecrets:
    """Implements ``Keyring``; without ``backend``, takes the one of the system when first asked."""

    def __init__(self, backend: KeyringBackend | None = None, *, seconds: float = SECONDS) -> None:
        self._backend = backend
        self._given = backend is not None
        self._seconds = seconds
        self._guard = threading.RLock()
        self._place: str | None = None
        self._hangs = False

    def place(self) -> str:
        """Return in French where it keeps things, empty when it cannot serve."""
        with self._guard:
            if self._hangs:
                return ""
            if self._place is None:
                self._place = self._bounded(self._found_place, "")
            return self._place

    def keep(self, name: str, text: str) -> bool:
        """Keep a text and read it back; tell whether it is kept."""
        if not self.place() or len(text) > PIECE * _MOST_PIECES:
            return False

        def work() -> bool:
            backend = self._known()
            pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
            for number, piece in enumerate(pieces[1:], start=1):
                backend.set_password(SERVICE, f"{name}.{number}", piece)
            first = f"{_MANY}{len(pieces)}{_MANY}{pieces[0]}" if len(pieces) > 1 else text
            backend.set_password(SERVICE, name, first)
            return _whole(backend, name) == text

        return self._bounded(work, default=False)

    def read(self, name: str) -> str:
        """Return a text, empty when it is not there or cannot be had."""
        if not self.place():
            return ""
        return self._bounded(lambda: _whole(self._known(), name), "")

    def forget(self, name: str) -> None:
        """Remove a text, at best effort."""
        if not self.place():
            return

        def work() -> bool:
            backend = self._known()
            first = backend.get_password(SERVICE, name) or ""
            names = [name, *(f"{name}.{number}" for number in range(1, _count(first)))]
            for one in names:
                backend.delete_password(SERVICE, one)
            return True

        self._bounded(work, default=False)

    def _found_place(self) -> str:
        backend = self._known()
        if self._given:
            return getattr(backend, "name", "") or "Trousseau"
        module = type(backend).__module__
        return _PLACES.get(module, "")

    def _known(self) -> KeyringBackend:
        if self._backend is None:
            import keyring

            found = keyring.get_keyring()
            # Several keyrings may be there: the one of the highest rank serves.
            chained = getattr(found, "backends", None)
            self._backend = next(iter(chained), found) if chained is not None else found
        return self._backend

    def _bounded(self, work: Callable[[], T], default: T) -> T:
        """Return what ``work`` gives within the time, ``default`` when it fails or hangs."""
        found: list[T] = []

        def run() -> None:
            try:
                found.append(work())
            except Exception as error:  # noqa: BLE001  (a keyring is foreign code)
                _log.warning("the keyring failed: %s", type(error).__name__)

        with self._guard:
            if self._hangs:
                return default
            thread = threading.Thread(target=run, name="almapy-keyring", daemon=True)
            thread.start()
            thread.join(self._seconds)
            if thread.is_alive():
                self._hangs = True
                _log.warning("the keyring did not answer in time")
                return default
        return found[0] if found else default


def _count(first: str) -> int:
    """Return in how many entries a text lies, whose first one this is."""
    if not first.startswith(_MANY):
        return 1
    number = first[1:].partition(_MANY)[0]
    return int(number) if number.isdecimal() and len(number) <= 2 else 1  # noqa: PLR2004


def _whole(backend: KeyringBackend, name: str) -> str:
    first = backend.get_password(SERVICE, name) or ""
    count = _count(first)
    if count == 1:
        return first
    start = first[1:].partition(_MANY)[2]
    rest = [backend.get_password(SERVICE, f"{name}.{number}") for number in range(1, count)]
    return start + "".join(one or "" for one in rest) if all(rest) else ""
