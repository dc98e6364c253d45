"""Who holds a key of the open base: the only place that changes the key file."""

from __future__ import annotations

import threading
from collections.abc import Callable

from almapy.db.key_file import KeyFile
from almapy.db.key_slots import DEFAULT_COST, KdfCost
from almapy.db.keys import DataKey, KeyRing


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
            text = change(self._ring()).to_json()
            self._file.write(text)
            self._file.confirm(text)
