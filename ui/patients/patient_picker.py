"""Choosing one patient inside a form: type, arrow, Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.patients.model import PatientHit
from almapy.patients.queries import Widening
from ui.desk import Desk
from ui.patients.words import hit_name, hit_text
from ui.places.suggestions import SuggestionList

_SHOWN = 8
_PAUSE_MS = 30
_ALL = Widening(deceased=True, archived=True, passing=True)


class PatientPicker(QLineEdit):
    """The found patients are proposed under the field; what was typed stays when none is taken.

    ``begin(without=…)`` leaves one record out: a file is not linked to itself.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = 0
        self._chosen: PatientHit | None = None
        self._without = 0
        self.setPlaceholderText("Nom, prénom, date de naissance, dossier…")
        self.setClearButtonEnabled(True)
        self.proposals = SuggestionList(self, line=hit_text, name="Patients trouvés")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(self.changed)
        self.textEdited.connect(self._typed)
        self.proposals.taken.connect(self.show_chosen)

    @property
    def chosen(self) -> PatientHit | None:
        """The patient that was taken, None while the text was only typed."""
        return self._chosen

    def value(self) -> PatientHit | str:
        """Return the patient taken, or what was typed."""
        return self._chosen if self._chosen is not None else self.text().strip()

    def set_value(self, value: PatientHit | str) -> None:
        """Show a patient as taken, or a text as typed."""
        if isinstance(value, PatientHit):
            self.show_chosen(value)
        else:
            self._chosen = None
            self.setText(value)

    def begin(self, *, without: int = 0) -> None:
        """Empty the field."""
        self._without = without
        self._chosen = None
        self.clear()
        self.proposals.hide()

    def show_chosen(self, hit: PatientHit) -> None:
        """Show a patient as taken."""
        self._asked += 1
        self._chosen = hit
        self.setText(hit_name(hit))
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the keys of the list to the list."""
        if not self.proposals.steer(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        self.proposals.hide()

    @Slot()
    def _typed(self) -> None:
        self._chosen = None
        self._asked += 1
        self._pause.start()

    @Slot()
    def _search(self) -> None:
        typed, number = self.text().strip(), self._asked
        patients, actor = self._desk.application.patients, self._desk.actor

        def work() -> tuple[int, list[PatientHit]]:
            if not typed:
                return number, []
            return number, patients.search(actor, typed, limit=_SHOWN + 1, widening=_ALL)

        self._desk.run(self, work, self._found)

    def _found(self, answer: tuple[int, Sequence[PatientHit]]) -> None:
        number, hits = answer
        if number == self._asked and self.hasFocus():
            others = [one for one in hits if one.patient_id != self._without]
            self.proposals.propose(others[:_SHOWN])
