"""What every page is given: the services, the person at work, and a way to work aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from almapy.application import Application
from almapy.users.model import Actor
from ui.failures import failure_of
from ui.tasks import Lane, TaskRunner
from ui.theme import Theme
from ui.undo import UndoTrail

T = TypeVar("T")


class Desk(QObject):
    """One session of one person: made at sign-in, thrown away at sign-out.

    Pages ask it to work aside and to tell things; the window listens and shows them.
    """

    changed = Signal(object)  # Changed, told here in the thread of the windows
    failed = Signal(object)  # Failure
    told = Signal(object)  # str, shown for a moment
    section_asked = Signal(object)  # str, the name of a section
    patient_asked = Signal(object)  # int, the record to open
    actor_changed = Signal(object)  # Actor

    def __init__(
        self, application: Application, actor: Actor, tasks: TaskRunner, theme: Theme
    ) -> None:
        super().__init__()
        self.application = application
        self.actor = actor
        self.theme = theme
        self.undo = UndoTrail(self)
        self._tasks = tasks

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None] | None = None,
        *,
        lane: Lane = Lane.DATA,
    ) -> None:
        """Work in the background; a failure nobody takes is shown in the window."""
        self._tasks.submit(owner, work, on_done, on_failed or self.fail, lane=lane)

    def fail(self, error: Exception) -> None:
        """Show a failure in the window."""
        self.failed.emit(failure_of(error))

    def tell(self, text: str) -> None:
        """Show a short sentence for a moment."""
        self.told.emit(text)

    def change_actor(self, actor: Actor) -> None:
        """Take over what the person changed about themselves (name, initials, login)."""
        self.actor = actor
        self.actor_changed.emit(actor)
