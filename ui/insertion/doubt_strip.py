"""Whose the document seems to be, told over the fields with the ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction

from almapy.incoming.model import PersonFound
from ui.insertion.detection import Seen
from ui.insertion.target_box import TargetBox
from ui.insertion.verdict import verdict
from ui.widgets.failure_strip import FailureStrip


class DoubtStrip(FailureStrip):
    """Remembers for which patients somebody said that the document is theirs all the same."""

    towards_asked = Signal(object)  # PersonFound, to whose record the document should go
    accepted = Signal()  # the record that was chosen is the right one

    def __init__(self) -> None:
        super().__init__()
        self._seen: Seen | None = None
        self._accepted: set[int] = set()
        self._patient_id: int | None = None

    def begin(self) -> None:
        """Forget the former document."""
        self._seen = None
        self._accepted.clear()
        self.dismiss()

    def take(self, seen: Seen) -> None:
        """Take what was detected in the document."""
        self._seen = seen

    def is_doubtful(self, patient_id: int | None) -> bool:
        """Tell whether the document seems to be somebody else's, and nobody said otherwise."""
        return (
            self._seen is not None
            and patient_id is not None
            and patient_id not in self._accepted
            and self._seen.speaks_against(patient_id)
        )

    def judge(self, target: TargetBox) -> None:
        """Say whose the document seems to be, beside the record it would go into."""
        if self._seen is None:
            return
        self._patient_id = target.patient_id
        said = verdict(self._seen, target, is_doubtful=self.is_doubtful(target.patient_id))
        actions = []
        if said.sure is not None:
            actions.append(self._towards(said.sure))
        if said.may_be_accepted:
            keep = QAction("Insérer quand même", self)
            keep.triggered.connect(self._accept)
            actions.append(keep)
        self.show_message(said.tone, said.title, said.detail, actions)

    def _towards(self, person: PersonFound) -> QAction:
        # Who it is stands in the words above: a name would make the button wider than the page.
        action = QAction("Choisir le dossier détecté", self)
        action.triggered.connect(lambda: self.towards_asked.emit(person))
        return action

    @Slot()
    def _accept(self) -> None:
        if self._patient_id is not None:
            self._accepted.add(self._patient_id)
            self.accepted.emit()
