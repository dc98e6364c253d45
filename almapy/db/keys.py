"""The data key of a base and the ring of its wrapped copies (storage notes §5).

The data key is drawn once and never changes with a password: each account wraps it under the
password of its person, and one more copy is wrapped under the printed recovery key. Python cannot
wipe memory for sure.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import unicodedata
import uuid
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from almapy.db import recovery_key
from almapy.db.key_codec import Fields, newer
from almapy.db.key_slots import (
    DEFAULT_COST,
    KEY_LENGTH,
    KdfCost,
    PasswordSlot,
    RecoverySlot,
    derive_from_key,
)
from almapy.errors import AccessError, DomainError, FormatError

FORMAT_VERSION = 1
MAX_USERS = 200
MAX_LOGIN_LENGTH = 80
_CHECK_LENGTH = 8
_UID_LENGTH = 36
_UID = re.compile(r"[0-9A-Za-z-]{1,36}")
_HIGHEST_VERSION = 2**31


class WrongPassword(AccessError):  # noqa: N818
    """No account of this base has this login with this password; which of both is not told."""

    code = "keys.wrong_password"

    def __init__(self) -> None:
        super().__init__(
            "Identifiant ou mot de passe incorrect. Rien n'a été ouvert ni modifié. Vérifiez la "
            "touche Majuscule puis recommencez."
        )


class WrongRecoveryKey(AccessError):  # noqa: N818
    """The recovery key is well typed, and it is the one of another base or an older one."""

    code = "keys.wrong_recovery_key"

    def __init__(self) -> None:
        super().__init__(
            "Cette clé de secours n'ouvre pas cette base. Rien n'a été ouvert ni modifié. "
            "Prenez la dernière feuille imprimée pour ce cabinet\u00a0: une clé remplacée ne "
            "fonctionne plus."
        )


@dataclass(frozen=True, slots=True)
class DataKey:
    """The 32 random bytes from which every key of a base comes."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_LENGTH:
            raise ValueError("a data key has 32 bytes")

    @classmethod
    def generate(cls) -> DataKey:
        """Draw the key of a new base."""
        return cls(os.urandom(KEY_LENGTH))

    def database_key(self) -> bytes:
        """Return the key of the base file."""
        return derive_from_key(self.secret, b"almapy-db-v1")

    def files_key(self) -> bytes:
        """Return the key of the document files."""
        return derive_from_key(self.secret, b"almapy-files-v1")

    def audit_key(self) -> bytes:
        """Return the key that seals the traces and the manifests of backups."""
        return derive_from_key(self.secret, b"almapy-audit-v1")

    def secrets_key(self) -> bytes:
        """Return the key of the passwords of outside services."""
        return derive_from_key(self.secret, b"almapy-secrets-v1")

    def check_value(self) -> bytes:
        """Return 8 bytes that tell two data keys apart without giving them away."""
        return hashlib.sha256(self.secret + b"almapy-kcv").digest()[:_CHECK_LENGTH]


@dataclass(frozen=True, slots=True)
class UserSlot:
    """The copy of the data key that one person's password opens."""

    user_uid: str
    login: str
    sealed: PasswordSlot

    @property
    def purpose(self) -> bytes:
        """Return what ties the copy to its account: a slot moved to another one opens nothing."""
        return _user_purpose(self.user_uid)


class NewRing(NamedTuple):
    """What the creation of a base gives; the recovery key is shown once and kept nowhere."""

    ring: KeyRing
    data_key: DataKey
    recovery_text: str


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every wrapped copy of one data key. A value: each change returns another ring."""

    base_id: str
    users: tuple[UserSlot, ...]
    recovery: RecoverySlot
    check_value: bytes

    @classmethod
    def create(
        cls, *, base_id: str, user_uid: str, login: str, password: str, cost: KdfCost = DEFAULT_COST
    ) -> NewRing:
        """Draw a data key and wrap it for the first person and under a new recovery key."""
        if not _is_uuid(base_id):
            raise ValueError("the id of a base is a UUID")
        data_key = DataKey.generate()
        secret = recovery_key.new_secret()
        ring = cls(
            base_id, (), RecoverySlot.seal(data_key.secret, secret), data_key.check_value()
        ).with_user(data_key, user_uid, login, password, cost=cost)
        return NewRing(ring, data_key, recovery_key.printed(secret))

    def open_with_password(self, login: str, password: str) -> tuple[DataKey, str]:
        """Return the data key and the identifier of the account.

        Raises WrongPassword, after the same work, for an unknown login too. The login of the file
        is not proved, the identifier is: trust the identifier. Slow by design: not for the thread
        of the windows.
        """
        slot = self._slot_of(login)
        if slot is None:
            cost = self.users[0].sealed.cost if self.users else DEFAULT_COST
            slot = UserSlot("", "", PasswordSlot.decoy(cost))
        secret = slot.sealed.open(password, slot.purpose)
        if secret is None:
            raise WrongPassword
        return self._proved(secret), slot.user_uid

    def open_with_recovery_key(self, text: str) -> DataKey:
        """Return the data key.

        Raises DomainError for a slip in typing, WrongRecoveryKey for the key of something else.
        """
        secret = self.recovery.open(recovery_key.secret_of(text))
        if secret is None:
            raise WrongRecoveryKey
        return self._proved(secret)

    def with_user(
        self,
        data_key: DataKey,
        user_uid: str,
        login: str,
        password: str,
        *,
        cost: KdfCost = DEFAULT_COST,
    ) -> KeyRing:
        """Give a person access, or another password to one who has access.

        Raises DomainError when the login is another person's. The rule of a good password is
        checked by the accounts, not here.
        """
        self._require_own(data_key)
        if not _UID.fullmatch(user_uid):
            raise ValueError("identifier of an account out of shape")
        shown = self._free_login(login, user_uid)
        sealed = PasswordSlot.seal(data_key.secret, password, _user_purpose(user_uid), cost)
        others = tuple(slot for slot in self.users if slot.user_uid != user_uid)
        if len(others) >= MAX_USERS:
            raise DomainError(
                f"Une base accepte au plus {MAX_USERS} comptes. Rien n'a été modifié. Désactivez "
                "un compte qui ne sert plus.",
                code="keys.too_many_users",
            )
        return replace(self, users=(*others, UserSlot(user_uid, shown, sealed)))

    def without_user(self, user_uid: str) -> KeyRing:
        """Take a person's access away; nothing changes when there was none.

        An older copy of the file, as in a backup, still opens with that password: only a new data
        key would end that. Raises DomainError for the last person of the base.
        """
        others = tuple(slot for slot in self.users if slot.user_uid != user_uid)
        if not others:
            raise DomainError(
                "Ce compte est le dernier qui ouvre la base\u00a0: il ne peut pas être retiré. "
                "Rien n'a été modifié. Ouvrez d'abord un autre compte.",
                code="keys.last_user",
            )
        return replace(self, users=others)

    def with_new_recovery(self, data_key: DataKey) -> tuple[KeyRing, str]:
        """Return a ring with another recovery key, and that key as it is printed."""
        self._require_own(data_key)
        secret = recovery_key.new_secret()
        sealed = RecoverySlot.seal(data_key.secret, secret)
        return replace(self, recovery=sealed), recovery_key.printed(secret)

    def renamed(self, user_uid: str, login: str) -> KeyRing:
        """Change the login of an account; its password stays.

        Raises DomainError when the login is another person's.
        """
        shown = self._free_login(login, user_uid)
        return replace(
            self,
            users=tuple(
                replace(slot, login=shown) if slot.user_uid == user_uid else slot
                for slot in self.users
            ),
        )

    def uid_of(self, login: str) -> str:
        """Return the identifier behind a login; raises DomainError when nobody bears it."""
        slot = self._slot_of(login)
        if slot is None:
            raise DomainError(
                "Cet identifiant n'existe pas dans ce cabinet. Rien n'a été modifié. Vérifiez son "
                "orthographe.",
                code="keys.unknown_login",
                field="login",
            )
        return slot.user_uid

    def to_json(self) -> str:
        """Return the text of the key file."""
        values = {
            "v": FORMAT_VERSION,
            "base_id": self.base_id,
            "users": [
                {"user_uid": slot.user_uid, "login": slot.login, **slot.sealed.to_fields()}
                for slot in self.users
            ],
            "recovery": self.recovery.to_fields(),
            "kcv": self.check_value.hex(),
        }
        return json.dumps(values, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> KeyRing:
        """Read a key file; raises FormatError for anything that ``to_json`` does not write."""
        fields = Fields.of_text(text)
        if fields.number("v", FORMAT_VERSION, _HIGHEST_VERSION) > FORMAT_VERSION:
            raise newer()
        fields.require_only("v", "base_id", "users", "recovery", "kcv")
        base_id = fields.text("base_id", _UID_LENGTH)
        users = tuple(_read_user(item) for item in fields.children("users", MAX_USERS))
        uids = {slot.user_uid for slot in users}
        logins = {fold_login(slot.login) for slot in users}
        if not _is_uuid(base_id):
            raise fields.damaged_at("base_id")
        if not len(uids) == len(logins) == len(users):
            raise fields.damaged_at("users")
        recovery = RecoverySlot.from_fields(fields.child("recovery"))
        return cls(base_id, users, recovery, fields.raw("kcv", _CHECK_LENGTH))

    def _slot_of(self, login: str) -> UserSlot | None:
        wanted = fold_login(login)
        return next((slot for slot in self.users if fold_login(slot.login) == wanted), None)

    def _free_login(self, login: str, user_uid: str) -> str:
        shown = clean_login(login)
        holder = self._slot_of(shown)
        if holder is not None and holder.user_uid != user_uid:
            raise DomainError(
                "Cet identifiant de connexion est déjà pris. Rien n'a été modifié. Choisissez-en "
                "un autre.",
                code="keys.login_taken",
                field="login",
            )
        return shown

    def _require_own(self, data_key: DataKey) -> None:
        if not hmac.compare_digest(data_key.check_value(), self.check_value):
            raise ValueError("the data key of another base")

    def _proved(self, secret: bytes) -> DataKey:
        data_key = DataKey(secret)
        if not hmac.compare_digest(data_key.check_value(), self.check_value):
            raise FormatError(
                "Le fichier de clés (keys.json) mélange les clés de deux bases. La base n'a pas "
                "été touchée. Remettez à sa place le fichier keys.json d'une sauvegarde de cette "
                "base.",
                code="keys.mixed",
                path="kcv",
            )
        return data_key


def clean_login(text: str) -> str:
    """Return a login as it is kept; raises DomainError when it cannot be one."""
    shown = unicodedata.normalize("NFC", text.strip())
    if not 0 < len(shown) <= MAX_LOGIN_LENGTH or not shown.isprintable():
        raise DomainError(
            f"L'identifiant de connexion doit avoir de 1 à {MAX_LOGIN_LENGTH} caractères lisibles. "
            "Rien n'a été modifié. Choisissez-en un autre.",
            code="keys.login",
            field="login",
        )
    return shown


def fold_login(text: str) -> str:
    """Return the form in which two logins are compared."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def _read_user(fields: Fields) -> UserSlot:
    fields.require_only("user_uid", "login", "kdf", "nonce", "ct")
    user_uid = fields.text("user_uid", _UID_LENGTH)
    login = fields.text("login", MAX_LOGIN_LENGTH)
    if not _UID.fullmatch(user_uid):
        raise fields.damaged_at("user_uid")
    if unicodedata.normalize("NFC", login.strip()) != login:
        raise fields.damaged_at("login")
    return UserSlot(user_uid, login, PasswordSlot.from_fields(fields))


def _user_purpose(user_uid: str) -> bytes:
    return f"almapy-key-v1:user:{user_uid}".encode("ascii")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
