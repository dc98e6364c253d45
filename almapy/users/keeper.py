"""Who holds a key of the open base: the only place that changes the key file."""

from __future__ import annotations

import threading
from collections.abc import Callable

from almapy.db.key_file import KeyFile
from almapy.db.key_slots import DEFAULT_COST, KdfCost
from almapy.db.keys import DataKey, KeyRing
from almapy.db.token_slots import TokenSlot
from almapy.sign_in.model import TokenKind


class KeyKeeper:
    """Proves passwords and gives or takes access, on the key file of one open base.

    Every method derives a key or writes a file: none is for the thread of the windows.
    """

    def __init__(self, file: KeyFile, data_key: DataKey, cost: KdfCost = DEFAULT_COST) -> None:
        self.data_key = data_key
        self._file = file
        self._cost = cost
        self._guard = threading.Lock()

    def prove(self, login: str, password: str) -> str:
        """Return the identifier of the account whose password this is; raises WrongPassword."""
        return self._ring().open_with_password(login, password)[1]

    def prove_token(self, kind: TokenKind, handle: str, secret: bytes) -> str:
        """Return the identifier of the account that this card or identity opens.

        Raises NotLinked.
        """
        return self._ring().open_with_token(kind, handle, secret)[1]

    def challenge(self, kind: TokenKind, handle: str) -> bytes | None:
        """Return what a linked card has to sign; None when nobody linked it."""
        slot = self.slot(kind, handle)
        return slot.challenge if slot else None

    def slot(self, kind: TokenKind, handle: str) -> TokenSlot | None:
        """Return the slot of a card or identity, or None when nobody linked it."""
        return self._ring().tokens.find(kind, handle)

    def logins(self) -> list[str]:
        """Return the logins that open the base."""
        return [slot.login for slot in self._ring().users]

    def give(self, user_uid: str, login: str, password: str) -> None:
        """Let this account open the base with this password."""
        self._change(
            lambda ring: ring.with_user(self.data_key, user_uid, login, password, cost=self._cost)
        )

    def take(self, user_uid: str) -> None:
        """Take the access of this account away."""
        self._change(lambda ring: ring.without_user(user_uid))

    def give_token(
        self,
        kind: TokenKind,
        user_uid: str,
        handle: str,
        *,
        secret: bytes,
        challenge: bytes = b"",
    ) -> None:
        """Let a card or identity open the base for this account, which has a password.

        Raises DomainError when the account has as many as a file holds.
        """
        self._change(
            lambda ring: ring.with_token(
                self.data_key, kind, user_uid, handle, secret=secret, challenge=challenge
            )
        )

    def take_token(self, kind: TokenKind, handle: str) -> TokenSlot | None:
        """Take the access of a card or identity away; return what ``put_back`` wants."""
        taken = self.slot(kind, handle)
        self._change(lambda ring: ring.without_token(kind, handle))
        return taken

    def put_back(self, slot: TokenSlot) -> None:
        """Give back an access that was just taken, when what had to follow failed."""
        self._change(lambda ring: ring.with_slot(slot))

    def rename(self, user_uid: str, login: str) -> None:
        """Change the login under which the account signs in."""
        self._change(lambda ring: ring.renamed(user_uid, login))

    def renew_recovery(self) -> str:
        """Replace the recovery key and return the new one as it is printed; shown once."""
        printed = ""

        def renewed(ring: KeyRing) -> KeyRing:
            nonlocal printed
            ring, printed = ring.with_new_recovery(self.data_key)
            return ring

        self._change(renewed)
        return printed

    def _ring(self) -> KeyRing:
        return self._file.read(KeyRing.from_json).value

    def _change(self, change: Callable[[KeyRing], KeyRing]) -> None:
        with self._guard:
            self._file.change(KeyRing.from_json, lambda ring: change(ring).to_json())
