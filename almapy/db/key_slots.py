"""How the data key is wrapped: under a password, and under the recovery key."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from almapy.db.key_codec import Fields

KEY_LENGTH = 32
SALT_LENGTH = 16
NONCE_LENGTH = 12
WRAPPED_LENGTH = 48
_KDF_NAME_LENGTH = 20

# The highest cost obeyed in a file that anybody could have written: 512 MiB, some seconds.
_MAX_PASSES = 20
_MAX_MEMORY_KIB = 512 * 1024
_MAX_LANES = 4
_MAX_WORK_KIB = 3 * _MAX_MEMORY_KIB
_MIN_MEMORY_PER_LANE_KIB = 8


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one try of a password costs (Argon2id, RFC 9106): passes, memory in KiB, lanes."""

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 1

    def __post_init__(self) -> None:
        if not (
            1 <= self.passes <= _MAX_PASSES
            and 1 <= self.lanes <= _MAX_LANES
            and _MIN_MEMORY_PER_LANE_KIB * self.lanes <= self.memory_kib <= _MAX_MEMORY_KIB
            and self.passes * self.memory_kib <= _MAX_WORK_KIB
        ):
            raise ValueError("cost of the derivation out of bounds")


DEFAULT_COST = KdfCost()


def derive_from_password(password: str, salt: bytes, cost: KdfCost) -> bytes:
    """Return 32 bytes from a password in its NFC spelling, blanks kept as typed."""
    argon = Argon2id(
        salt=salt,
        length=KEY_LENGTH,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    spelling = unicodedata.normalize("NFC", password)
    return argon.derive(spelling.encode("utf-8", "surrogatepass"))


def derive_from_key(key: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    """Return 32 bytes for one purpose from a key that is already random (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=salt, info=info).derive(key)


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """32 bytes under AES-256-GCM, tied to a purpose by the additional data."""

    nonce: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)

    @classmethod
    def wrap(
        cls, secret: bytes, wrapping_key: bytes, purpose: bytes, nonce: bytes | None = None
    ) -> WrappedKey:
        """Wrap; ``nonce`` is given by tests only, a random one is drawn otherwise."""
        drawn = os.urandom(NONCE_LENGTH) if nonce is None else nonce
        return cls(drawn, AESGCM(wrapping_key).encrypt(drawn, secret, purpose))

    def unwrap(self, wrapping_key: bytes, purpose: bytes) -> bytes | None:
        """Return the 32 bytes, or None when the key or the purpose is another one."""
        try:
            return AESGCM(wrapping_key).decrypt(self.nonce, self.ciphertext, purpose)
        except InvalidTag:
            return None

    @classmethod
    def from_fields(cls, fields: Fields) -> WrappedKey:
        """Read it beside the other fields of a slot."""
        return cls(fields.raw("nonce", NONCE_LENGTH), fields.raw("ct", WRAPPED_LENGTH))

    def to_fields(self) -> dict[str, Any]:
        """Return the two fields of the file."""
        return {"nonce": self.nonce.hex(), "ct": self.ciphertext.hex()}


@dataclass(frozen=True, slots=True)
class PasswordSlot:
    """The data key under one password."""

    cost: KdfCost
    salt: bytes = field(repr=False)
    wrapped: WrappedKey

    @classmethod
    def seal(cls, secret: bytes, password: str, purpose: bytes, cost: KdfCost) -> PasswordSlot:
        """Wrap under a password, with a salt and a nonce of its own."""
        salt = os.urandom(SALT_LENGTH)
        key = derive_from_password(password, salt, cost)
        return cls(cost, salt, WrappedKey.wrap(secret, key, purpose))

    @classmethod
    def decoy(cls, cost: KdfCost) -> PasswordSlot:
        """Return a slot that no password opens, for the work of a try to be the same."""
        wrapped = WrappedKey(os.urandom(NONCE_LENGTH), os.urandom(WRAPPED_LENGTH))
        return cls(cost, os.urandom(SALT_LENGTH), wrapped)

    def open(self, password: str, purpose: bytes) -> bytes | None:
        """Return the data key, or None when the password is another one."""
        key = derive_from_password(password, self.salt, self.cost)
        return self.wrapped.unwrap(key, purpose)

    @classmethod
    def from_fields(cls, fields: Fields) -> PasswordSlot:
        """Read the slot; a cost that would exhaust this computer is refused."""
        kdf = fields.child("kdf")
        kdf.require_only("name", "t", "m_kib", "p", "salt")
        if kdf.text("name", _KDF_NAME_LENGTH) != "argon2id":
            raise kdf.damaged_at("name")
        passes = kdf.number("t", 1, _MAX_PASSES)
        memory_kib = kdf.number("m_kib", 1, _MAX_MEMORY_KIB)
        lanes = kdf.number("p", 1, _MAX_LANES)
        try:
            cost = KdfCost(passes, memory_kib, lanes)
        except ValueError as error:
            raise kdf.damaged_at("m_kib") from error
        return cls(cost, kdf.raw("salt", SALT_LENGTH), WrappedKey.from_fields(fields))

    def to_fields(self) -> dict[str, Any]:
        """Return the fields of the file."""
        kdf = {
            "name": "argon2id",
            "t": self.cost.passes,
            "m_kib": self.cost.memory_kib,
            "p": self.cost.lanes,
            "salt": self.salt.hex(),
        }
        return {"kdf": kdf, **self.wrapped.to_fields()}


@dataclass(frozen=True, slots=True)
class RecoverySlot:
    """The data key under the printed recovery key."""

    salt: bytes = field(repr=False)
    wrapped: WrappedKey

    _INFO = b"almapy-recovery-v1"
    _PURPOSE = b"almapy-key-v1:recovery"

    @classmethod
    def seal(cls, secret: bytes, recovery_secret: bytes) -> RecoverySlot:
        """Wrap under the 20 bytes of a recovery key."""
        salt = os.urandom(SALT_LENGTH)
        key = derive_from_key(recovery_secret, cls._INFO, salt)
        return cls(salt, WrappedKey.wrap(secret, key, cls._PURPOSE))

    def open(self, recovery_secret: bytes) -> bytes | None:
        """Return the data key, or None when the recovery key is another one."""
        key = derive_from_key(recovery_secret, self._INFO, self.salt)
        return self.wrapped.unwrap(key, self._PURPOSE)

    @classmethod
    def from_fields(cls, fields: Fields) -> RecoverySlot:
        """Read the slot."""
        fields.require_only("kdf", "nonce", "ct")
        kdf = fields.child("kdf")
        kdf.require_only("name", "salt")
        if kdf.text("name", _KDF_NAME_LENGTH) != "hkdf-sha256":
            raise kdf.damaged_at("name")
        return cls(kdf.raw("salt", SALT_LENGTH), WrappedKey.from_fields(fields))

    def to_fields(self) -> dict[str, Any]:
        """Return the fields of the file."""
        kdf = {"name": "hkdf-sha256", "salt": self.salt.hex()}
        return {"kdf": kdf, **self.wrapped.to_fields()}
