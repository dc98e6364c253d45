"""Where a secret lies: the keyring of the system, or the base (R1, R4).

What the base keeps of a secret is one text, which it seals: the secret itself, or the computer and
the random name under which a keyring holds it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from almapy.cve.ports import Keyring

IN_BASE = "chiffré dans la base du cabinet"
_MARK = "\x00trousseau\x00"
"""No secret that a person types begins so."""


@dataclass(frozen=True, slots=True)
class KeptSecret:
    """A secret as it is found; ``lost`` tells that it lies elsewhere and must be typed again."""

    text: str = field(default="", repr=False)
    place: str = ""
    lost: bool = False


class SecretPlaces:
    """Puts secrets away and finds them; ``keyring`` is None where none may be used."""

    def __init__(self, keyring: Keyring | None, post: str) -> None:
        self._keyring = keyring
        self._post = post

    def put(self, text: str) -> tuple[str, str]:
        """Return what the base is to seal for a secret, and in French where the secret now is."""
        place = self._keyring.place() if self._keyring is not None else ""
        if self._keyring is not None and place:
            name = uuid.uuid4().hex
            if self._keyring.keep(name, text):
                return f"{_MARK}{self._post}\x00{name}", place
        return text, IN_BASE

    def find(self, stored: str) -> KeptSecret:
        """Return the secret that the base stands for."""
        if not stored:
            return KeptSecret()
        post, name = _named(stored)
        if not name:
            return KeptSecret(stored, IN_BASE)
        if post != self._post or self._keyring is None:
            return KeptSecret(lost=True)
        text = self._keyring.read(name)
        return KeptSecret(text, self._keyring.place()) if text else KeptSecret(lost=True)

    def drop(self, stored: str) -> None:
        """Have the keyring of this post lose the secret that the base stands for."""
        post, name = _named(stored)
        if name and post == self._post and self._keyring is not None:
            self._keyring.forget(name)

    def is_elsewhere(self, stored: str) -> bool:
        """Tell whether the base only knows where the secret lies."""
        return bool(_named(stored)[1])


def _named(stored: str) -> tuple[str, str]:
    if not stored.startswith(_MARK):
        return "", ""
    post, _, name = stored.removeprefix(_MARK).partition("\x00")
    return post, name
