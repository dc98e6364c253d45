"""One merge that can be taken back and done again."""

from __future__ import annotations

from collections.abc import Collection

from almapy.application import Application
from almapy.patients.merge import Merge
from almapy.patients.model import Patient
from almapy.users.model import Actor


class Merging:
    """Runs in the background, each time on the records as they are then."""

    def __init__(
        self,
        application: Application,
        actor: Actor,
        pair: tuple[int, int],
        fill: Collection[str],
        *,
        accept_higher_status: bool,
    ) -> None:
        """``pair``: the numbers of the kept and of the absorbed record."""
        self._application = application
        self._actor = actor
        self._pair = pair
        self._fill = tuple(fill)
        self._accept = accept_higher_status
        self._merge: Merge | None = None

    def do_as_compared(self, kept: Patient, absorbed: Patient) -> None:
        """Merge what was compared; raises ConflictError when one of them changed since."""
        self._merge = self._application.merges.merge(
            self._actor, kept, absorbed, fill=self._fill, accept_higher_status=self._accept
        )

    def do(self) -> None:
        """Merge again after it was taken back."""
        patients = self._application.patients
        kept, absorbed = (patients.open(self._actor, one) for one in self._pair)
        self.do_as_compared(kept, absorbed)

    def undo(self) -> None:
        """Put both records back."""
        if self._merge is not None:
            self._application.merges.undo_merge(self._actor, self._merge.id)
