"""The recovery key as it is printed and typed (storage notes §5).

20 random bytes in base32 make eight groups of four characters; a ninth group, made from their
SHA-256, tells a slip of the pen before anything is tried.
"""

from __future__ import annotations

import base64
import hashlib
import os
import unicodedata

from almapy.errors import DomainError

SECRET_LENGTH = 20
GROUP_COUNT = 9
_GROUP_LENGTH = 4
_CHECK_BYTES = 2
_KEY_CHARACTERS = GROUP_COUNT * _GROUP_LENGTH
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_LOOK_ALIKES = str.maketrans("018", "OIB")
_NOT_TYPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})
_HINT = (
    "Rien n'a été ouvert ni modifié. Relisez la feuille imprimée\u00a0: neuf groupes de quatre "
    "caractères, lettres A à Z et chiffres 2 à 7."
)


def new_secret() -> bytes:
    """Draw the 20 bytes that a new recovery key stands for."""
    return os.urandom(SECRET_LENGTH)


def printed(secret: bytes) -> str:
    """Return the key as it is printed: nine groups of four, joined by dashes."""
    check = hashlib.sha256(secret).digest()[:_CHECK_BYTES]
    characters = base64.b32encode(secret) + base64.b32encode(check)[:_GROUP_LENGTH]
    return "-".join(_split(characters.decode("ascii")))


def normalise(text: str) -> str:
    """Return the 36 characters that were meant: blanks, dashes, case and look-alikes undone.

    Raises DomainError when this cannot be a recovery key; a right check group does not say that
    it is the key of this base.
    """
    kept = "".join(c for c in text if unicodedata.category(c) not in _NOT_TYPED)
    characters = kept.upper().translate(_LOOK_ALIKES)
    if len(characters) != _KEY_CHARACTERS:
        raise DomainError(
            "La clé de secours tapée n'a pas la bonne longueur. " + _HINT,
            code="recovery.length",
            field="recovery_key",
        )
    if not _ALPHABET.issuperset(characters) or not _check_group_is_right(characters):
        raise DomainError(
            "La clé de secours tapée contient une erreur. " + _HINT,
            code="recovery.mistyped",
            field="recovery_key",
        )
    return characters


def secret_of(text: str) -> bytes:
    """Return the 20 bytes of a typed key; raises DomainError as ``normalise`` does."""
    return base64.b32decode(normalise(text)[:-_GROUP_LENGTH])


def groups(text: str) -> tuple[str, ...]:
    """Return the nine groups, so that the first-run assistant can ask one back."""
    return _split(normalise(text))


def _check_group_is_right(characters: str) -> bool:
    secret = base64.b32decode(characters[:-_GROUP_LENGTH])
    return printed(secret).replace("-", "") == characters


def _split(characters: str) -> tuple[str, ...]:
    starts = range(0, len(characters), _GROUP_LENGTH)
    return tuple(characters[start : start + _GROUP_LENGTH] for start in starts)
