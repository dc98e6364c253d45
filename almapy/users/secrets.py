"""Passwords of outside services, sealed with a key that the base does not hold."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from almapy.errors import FormatError

_NONCE = 12


class SecretBox:
    """Seals short texts for one account; a sealed text moved to another account stays shut."""

    def __init__(self, secrets_key: bytes) -> None:
        self._cipher = AESGCM(secrets_key)

    def seal(self, account_id: int, name: str, text: str) -> bytes:
        """Return the sealed text."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), _purpose(account_id, name))

    def open(self, account_id: int, name: str, sealed: bytes) -> str:
        """Return the text; raises FormatError when it was sealed otherwise or altered."""
        try:
            plain = self._cipher.decrypt(
                sealed[:_NONCE], sealed[_NONCE:], _purpose(account_id, name)
            )
        except (InvalidTag, ValueError) as error:
            raise FormatError(
                "Un mot de passe de service enregistré est illisible. Les dossiers sont intacts. "
                "Saisissez-le à nouveau dans «\u00a0Informations utilisateur\u00a0».",
                code="secret.unreadable",
            ) from error
        return plain.decode()


def _purpose(account_id: int, name: str) -> bytes:
    return f"almapy-secret-v1:{account_id}:{name}".encode()
