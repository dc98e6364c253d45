"""Copies of the data key under a secret that a card or Pro Santé Connect gives back.

The secret is random or as good as random (a signature of the card over a drawn challenge, a
random value kept by the relay): one HKDF is enough where a password needs a slow derivation.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from almapy.db.key_codec import Fields
from almapy.db.key_slots import SALT_LENGTH, WrappedKey, derive_from_key
from almapy.errors import DomainError
from almapy.sign_in.faults import NotLinked
from almapy.sign_in.handles import CHALLENGE_LENGTH, HANDLE_LENGTH, is_handle
from almapy.sign_in.model import TokenKind

MAX_TOKENS = 200
MAX_TOKENS_PER_PERSON = 6
MIN_SECRET_LENGTH = 32
_KIND_LENGTH = 8
_KDF_NAME_LENGTH = 20
_UID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class TokenSlot:
    """The copy of the data key that one card or one identity opens for one account.

    ``handle`` names the card or identity (64 hexadecimal digits); ``challenge`` is what a card
    signs to give the secret back (32 bytes, empty for Pro Santé Connect). Neither is secret.
    """

    kind: TokenKind
    user_uid: str
    handle: str
    challenge: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    wrapped: WrappedKey

    @classmethod
    def seal(
        cls,
        data_key: bytes,
        kind: TokenKind,
        user_uid: str,
        handle: str,
        *,
        secret: bytes,
        challenge: bytes,
    ) -> TokenSlot:
        """Wrap under a secret of at least 32 bytes that nobody could guess."""
        if len(secret) < MIN_SECRET_LENGTH:
            raise ValueError("the secret of a card or identity has at least 32 bytes")
        if not is_handle(handle) or len(challenge) not in {0, CHALLENGE_LENGTH}:
            raise ValueError("handle or challenge out of shape")
        salt = os.urandom(SALT_LENGTH)
        purpose = _purpose(kind, user_uid, handle, challenge)
        key = derive_from_key(secret, _info(kind), salt)
        return cls(kind, user_uid, handle, challenge, salt, WrappedKey.wrap(data_key, key, purpose))

    def open(self, secret: bytes) -> bytes | None:
        """Return the data key, or None when the secret or the slot is another one."""
        key = derive_from_key(secret, _info(self.kind), self.salt)
        purpose = _purpose(self.kind, self.user_uid, self.handle, self.challenge)
        return self.wrapped.unwrap(key, purpose)

    @classmethod
    def from_fields(cls, fields: Fields) -> TokenSlot:
        """Read the slot."""
        fields.require_only("kind", "user_uid", "handle", "challenge", "kdf", "nonce", "ct")
        try:
            kind = TokenKind(fields.text("kind", _KIND_LENGTH))
        except ValueError as error:
            raise fields.damaged_at("kind") from error
        handle = fields.text("handle", HANDLE_LENGTH)
        if not is_handle(handle):
            raise fields.damaged_at("handle")
        kdf = fields.child("kdf")
        kdf.require_only("name", "salt")
        if kdf.text("name", _KDF_NAME_LENGTH) != "hkdf-sha256":
            raise kdf.damaged_at("name")
        return cls(
            kind,
            fields.text("user_uid", _UID_LENGTH),
            handle,
            fields.raw_or_nothing("challenge", CHALLENGE_LENGTH),
            kdf.raw("salt", SALT_LENGTH),
            WrappedKey.from_fields(fields),
        )

    def to_fields(self) -> dict[str, Any]:
        """Return the fields of the file."""
        return {
            "kind": self.kind.value,
            "user_uid": self.user_uid,
            "handle": self.handle,
            "challenge": self.challenge.hex(),
            "kdf": {"name": "hkdf-sha256", "salt": self.salt.hex()},
            **self.wrapped.to_fields(),
        }


@dataclass(frozen=True, slots=True)
class TokenSlots:
    """The token slots of one key file. A value: each change returns another one."""

    slots: tuple[TokenSlot, ...] = ()

    def __iter__(self) -> Iterator[TokenSlot]:
        return iter(self.slots)

    def __len__(self) -> int:
        return len(self.slots)

    def find(self, kind: TokenKind, handle: str) -> TokenSlot | None:
        """Return the slot of a card or identity, or None when nobody linked it."""
        return next((s for s in self.slots if (s.kind, s.handle) == (kind, handle)), None)

    def has(self, kind: TokenKind) -> bool:
        """Tell whether somebody linked something of this kind."""
        return any(slot.kind is kind for slot in self.slots)

    def open(self, kind: TokenKind, handle: str, secret: bytes) -> tuple[bytes, str]:
        """Return the data key and the identifier of the account; raises NotLinked."""
        slot = self.find(kind, handle)
        data_key = slot.open(secret) if slot else None
        if slot is None or data_key is None:
            raise NotLinked(kind)
        return data_key, slot.user_uid

    def plus(self, new: TokenSlot) -> TokenSlots:
        """Add a slot, or replace the one of the same card or identity.

        Raises DomainError when the person or the base already has as many as the file holds.
        """
        others = tuple(s for s in self.slots if (s.kind, s.handle) != (new.kind, new.handle))
        own = sum(slot.user_uid == new.user_uid for slot in others)
        if own >= MAX_TOKENS_PER_PERSON or len(others) >= MAX_TOKENS:
            raise DomainError(
                f"Un compte accepte au plus {MAX_TOKENS_PER_PERSON} cartes ou identités "
                f"associées, une base {MAX_TOKENS}. Rien n'a été modifié. Retirez d'abord une "
                "association qui ne sert plus.",
                code="keys.too_many_tokens",
            )
        return TokenSlots((*others, new))

    def minus(self, kind: TokenKind, handle: str) -> TokenSlots:
        """Take the slot of a card or identity away; nothing changes when there was none."""
        return TokenSlots(
            tuple(s for s in self.slots if (s.kind, s.handle) != (kind, handle)),
        )

    def minus_person(self, user_uid: str) -> TokenSlots:
        """Take every slot of a person away."""
        return TokenSlots(tuple(slot for slot in self.slots if slot.user_uid != user_uid))

    @classmethod
    def from_fields(cls, fields: Fields, user_uids: set[str]) -> TokenSlots:
        """Read the list ``tokens``, which is never empty; each slot is one of ``user_uids``."""
        slots = tuple(TokenSlot.from_fields(item) for item in fields.children("tokens", MAX_TOKENS))
        persons = [slot.user_uid for slot in slots]
        if (
            len({(slot.kind, slot.handle) for slot in slots}) != len(slots)
            or not user_uids.issuperset(persons)
            or any(persons.count(uid) > MAX_TOKENS_PER_PERSON for uid in set(persons))
        ):
            raise fields.damaged_at("tokens")
        return cls(slots)


def _info(kind: TokenKind) -> bytes:
    return f"almapy-token-v1:{kind.value}".encode("ascii")


def _purpose(kind: TokenKind, user_uid: str, handle: str, challenge: bytes) -> bytes:
    place = f"almapy-key-v1:token:{kind.value}:{user_uid}:{handle}:{challenge.hex()}"
    return place.encode("ascii")
