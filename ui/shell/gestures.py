"""Ctrl+Z, Ctrl+Y and the « Annuler » of the notices: taking back what was stored."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.desk import Desk
from ui.undo import Step
from ui.widgets.toast import Toast

_LATEST = 2
"""Notices of one family that stay in view."""


class Gestures(QObject):
    """Shows each gesture with its way back; one that fails stays where it was and says why."""

    practice_changed = Signal()  # a gesture outside the records was taken back or done again

    def __init__(
        self, window: QWidget, desk: Desk, current_patient: Callable[[], int | None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._current_patient = current_patient
        self._busy = False
        self._notices: dict[str, list[Toast]] = {}
        self._offers: list[tuple[Step, Toast]] = []
        desk.undo.stepped.connect(self._offer)

    def undo_last(self) -> None:
        """Take back the last gesture on the record in front."""
        step = self._desk.undo.last_done(self._current_patient())
        if step is None:
            self._desk.tell("Rien à annuler dans ce dossier.")
        else:
            self._undo(step)

    def redo_last(self) -> None:
        """Do again what was taken back last."""
        step = self._desk.undo.last_undone(self._current_patient())
        if step is None:
            self._desk.tell("Rien à refaire dans ce dossier.")
            return

        def done(_: object) -> None:
            self._desk.undo.redone(step)
            self._told(step, "Refait")

        self._run(step.redo, done)

    def _undo(self, step: Step) -> None:
        if not self._desk.undo.is_undoable(step):
            return

        def done(_: object) -> None:
            self._desk.undo.undone(step)
            self._take_offer_away(step)
            self._told(step, "Annulé")

        self._run(step.undo, done)

    def _run(self, work: Callable[[], object], on_done: Callable[[object], None]) -> None:
        # Two quick Ctrl+Z would otherwise take the same gesture back twice.
        if self._busy:
            return
        self._busy = True

        def done(answer: object) -> None:
            self._busy = False
            on_done(answer)

        def failed(error: Exception) -> None:
            self._busy = False
            self._desk.fail(error)

        self._desk.run(self, work, done, failed)

    def _told(self, step: Step, what: str) -> None:
        self._desk.tell(f"{what}\u00a0: {step.text}")
        if step.patient_id is None:
            self.practice_changed.emit()

    def _offer(self, step: Step) -> None:
        toast = Toast(self._window, step.text, action="Annuler")
        toast.action_chosen.connect(lambda: self._undo(step))
        self._offers = [(one, shown) for one, shown in self._offers if isValid(shown)]
        self._offers.append((step, toast))
        if step.family:
            self._make_room(step.family, toast)
        toast.show()

    def _take_offer_away(self, step: Step) -> None:
        """Close the notice of a gesture that was taken back by Ctrl+Z: it offers nothing more."""
        for one, toast in self._offers:
            if one is step and isValid(toast):
                toast.dismiss()

    def _make_room(self, family: str, toast: Toast) -> None:
        """Keep the last notices of a family: the gestures before them stay in reach of Ctrl+Z."""
        before = [one for one in self._notices.get(family, []) if isValid(one)]
        for old in before[: max(0, len(before) - _LATEST + 1)]:
            old.dismiss()
        self._notices[family] = [*before[-(_LATEST - 1) :], toast]
