"""The copy of the data key that one person's password opens, and the logins of the key file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from almapy.db.key_codec import Fields
from almapy.db.key_slots import PasswordSlot

MAX_LOGIN_LENGTH = 80
_UID_LENGTH = 36
_UID = re.compile(r"[0-9A-Za-z-]{1,36}")


@dataclass(frozen=True, slots=True)
class UserSlot:
    """The copy of the data key that one person's password opens."""

    user_uid: str
    login: str
    sealed: PasswordSlot

    @property
    def purpose(self) -> bytes:
        """Return what ties the copy to its account: a slot moved to another one opens nothing."""
        return user_purpose(self.user_uid)

    @classmethod
    def from_fields(cls, fields: Fields) -> UserSlot:
        """Read the slot; its login stands in the spelling in which it is kept."""
        fields.require_only("user_uid", "login", "kdf", "nonce", "ct")
        user_uid = fields.text("user_uid", _UID_LENGTH)
        login = fields.text("login", MAX_LOGIN_LENGTH)
        if not is_user_uid(user_uid):
            raise fields.damaged_at("user_uid")
        if unicodedata.normalize("NFC", login.strip()) != login:
            raise fields.damaged_at("login")
        return cls(user_uid, login, PasswordSlot.from_fields(fields))


def user_purpose(user_uid: str) -> bytes:
    """Return what ties a copy to this account."""
    return f"almapy-key-v1:user:{user_uid}".encode("ascii")


def is_user_uid(text: str) -> bool:
    """Tell whether this has the shape of the identifier of an account."""
    return _UID.fullmatch(text) is not None
