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
import unicodedata
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

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
from almapy.db.token_slots import TokenSlot, TokenSlots
from almapy.db.user_slots import MAX_LOGIN_LENGTH, UserSlot, is_user_uid, user_purpose
from almapy.errors import AccessError, DomainError, FormatError
from almapy.sign_in.model import TokenKind

# The first version stays in use while no card or identity opens the base: the program of before
# reads it too, and says of the second one that it is newer.
FORMAT_VERSION = 2
_VERSION_WITHOUT_TOKENS = 1
MAX_USERS = 200
_CHECK_LENGTH = 8
_UID_LENGTH = 36
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
    tokens: TokenSlots = field(default_factory=TokenSlots)

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

    def open_with_token(self, kind: TokenKind, handle: str, secret: bytes) -> tuple[DataKey, str]:
        """Return the data key and the identifier of the account; raises NotLinked."""
        data_key, user_uid = self.tokens.open(kind, handle, secret)
        return self._proved(data_key), user_uid

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
        if not is_user_uid(user_uid):
            raise ValueError("identifier of an account out of shape")
        shown = self._free_login(login, user_uid)
        sealed = PasswordSlot.seal(data_key.secret, password, user_purpose(user_uid), cost)
        others = tuple(slot for slot in self.users if slot.user_uid != user_uid)
        if len(others) >= MAX_USERS:
            raise DomainError(
                f"Une base accepte au plus {MAX_USERS} comptes. Rien n'a été modifié. Désactivez "
                "un compte qui ne sert plus.",
                code="keys.too_many_users",
            )
        return replace(self, users=(*others, UserSlot(user_uid, shown, sealed)))

    def without_user(self, user_uid: str) -> KeyRing:
        """Take a person's access away, by password, card or identity.

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
        return replace(self, users=others, tokens=self.tokens.minus_person(user_uid))

    def with_token(
        self,
        data_key: DataKey,
        kind: TokenKind,
        user_uid: str,
        handle: str,
        *,
        secret: bytes,
        challenge: bytes = b"",
    ) -> KeyRing:
        """Let a card or identity open the base for a person who has a password.

        Raises DomainError when the person has as many as a file holds.
        """
        self._require_own(data_key)
        if user_uid not in {slot.user_uid for slot in self.users}:
            raise ValueError("a card is linked to an account that has a password")
        return self.with_slot(
            TokenSlot.seal(
                data_key.secret, kind, user_uid, handle, secret=secret, challenge=challenge
            )
        )

    def with_slot(self, slot: TokenSlot) -> KeyRing:
        """Put a slot that was taken away back in its place, unless its account is gone since."""
        if slot.user_uid not in {user.user_uid for user in self.users}:
            return self
        return replace(self, tokens=self.tokens.plus(slot))

    def without_token(self, kind: TokenKind, handle: str) -> KeyRing:
        """Take the access of a card or identity away; nothing changes when there was none."""
        return replace(self, tokens=self.tokens.minus(kind, handle))

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
        values: dict[str, Any] = {
            "v": FORMAT_VERSION if self.tokens else _VERSION_WITHOUT_TOKENS,
            "base_id": self.base_id,
            "users": [
                {"user_uid": slot.user_uid, "login": slot.login, **slot.sealed.to_fields()}
                for slot in self.users
            ],
            "recovery": self.recovery.to_fields(),
            "kcv": self.check_value.hex(),
        }
        if self.tokens:
            values["tokens"] = [slot.to_fields() for slot in self.tokens]
        return json.dumps(values, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> KeyRing:
        """Read a key file; raises FormatError for anything that ``to_json`` does not write."""
        fields = Fields.of_text(text)
        version = fields.number("v", _VERSION_WITHOUT_TOKENS, _HIGHEST_VERSION)
        if version > FORMAT_VERSION:
            raise newer()
        has_tokens = version > _VERSION_WITHOUT_TOKENS
        added = ("tokens",) if has_tokens else ()
        fields.require_only("v", "base_id", "users", "recovery", "kcv", *added)
        base_id = fields.text("base_id", _UID_LENGTH)
        users = tuple(UserSlot.from_fields(item) for item in fields.children("users", MAX_USERS))
        uids = {slot.user_uid for slot in users}
        logins = {fold_login(slot.login) for slot in users}
        if not _is_uuid(base_id):
            raise fields.damaged_at("base_id")
        if not len(uids) == len(logins) == len(users):
            raise fields.damaged_at("users")
        recovery = RecoverySlot.from_fields(fields.child("recovery"))
        tokens = TokenSlots.from_fields(fields, uids) if has_tokens else TokenSlots()
        return cls(base_id, users, recovery, fields.raw("kcv", _CHECK_LENGTH), tokens)

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


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
