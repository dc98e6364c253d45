"""The form of one document on disk (storage notes §6).

``ALM1`` · file id (16 bytes) · nonce (12 bytes) · AES-256-GCM ciphertext and tag. Each file has a
key of its own, derived from the files key and its id; the header, the id and the id of the base
are authenticated with the content, so a file of another practice is refused.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"ALM1"
_ID_LENGTH = 16
_NONCE_LENGTH = 12
_TAG_LENGTH = 16
_CONTENT_START = len(MAGIC) + _ID_LENGTH + _NONCE_LENGTH
OVERHEAD = _CONTENT_START + _TAG_LENGTH


def seal(data: bytes, files_key: bytes, base_id: str) -> bytes:
    """Return the bytes of a file that holds ``data``; two calls never give the same ones."""
    file_id = os.urandom(_ID_LENGTH)
    nonce = os.urandom(_NONCE_LENGTH)
    cipher, additional = _cipher(files_key, file_id, base_id)
    return b"".join((MAGIC, file_id, nonce, cipher.encrypt(nonce, data, additional)))


def unseal(content: bytes, files_key: bytes, base_id: str) -> bytes | None:
    """Return the plain bytes, or None when one bit is not what was written for this base."""
    if len(content) < OVERHEAD or not content.startswith(MAGIC):
        return None
    file_id = content[len(MAGIC) : len(MAGIC) + _ID_LENGTH]
    nonce = content[len(MAGIC) + _ID_LENGTH : _CONTENT_START]
    cipher, additional = _cipher(files_key, file_id, base_id)
    try:
        return cipher.decrypt(nonce, content[_CONTENT_START:], additional)
    except InvalidTag:
        return None


def _cipher(files_key: bytes, file_id: bytes, base_id: str) -> tuple[AESGCM, bytes]:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=file_id).derive(files_key)
    return AESGCM(key), MAGIC + file_id + base_id.encode("ascii")
