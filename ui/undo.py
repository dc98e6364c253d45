"""What a person may take back: the last gesture first, kept until they sign out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Step:
    """One gesture that was stored and can be taken back.

    ``text`` says what was done (« Allergie retirée. »). ``undo`` and ``redo`` call services: they
    run in the background and may raise what services raise. Notices of one ``family`` come many at
    a time: only the latest stay in view.
    """

    text: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    patient_id: int | None = None
    family: str = ""


class UndoTrail(QObject):
    """The steps of one session; those of another record than the one in front stay aside."""

    stepped = Signal(object)  # Step, just done

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def add(self, step: Step) -> None:
        """Remember a gesture that was just stored."""
        self._done.append(step)
        self._undone = [one for one in self._undone if one.patient_id != step.patient_id]
        self.stepped.emit(step)

    def is_undoable(self, step: Step) -> bool:
        """Tell whether a step was not taken back yet."""
        return step in self._done

    def last_done(self, patient_id: int | None) -> Step | None:
        """Return the step that Ctrl+Z takes back, or None."""
        return _last(self._done, patient_id)

    def last_undone(self, patient_id: int | None) -> Step | None:
        """Return the step that Ctrl+Y does again, or None."""
        return _last(self._undone, patient_id)

    def undone(self, step: Step) -> None:
        """Take over that a step was taken back."""
        self._done.remove(step)
        self._undone.append(step)

    def redone(self, step: Step) -> None:
        """Take over that a step was done again."""
        self._undone.remove(step)
        self._done.append(step)


def _last(steps: list[Step], patient_id: int | None) -> Step | None:
    return next((one for one in reversed(steps) if one.patient_id in {patient_id, None}), None)
