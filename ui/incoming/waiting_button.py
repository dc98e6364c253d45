"""« n documents à valider », for the first page."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from almapy.events import Changed, Topic
from almapy.users.model import Right
from ui.desk import Desk
from ui.incoming.words import count_words
from ui.tasks import Lane
from ui.widgets.button import Button, ButtonKind


class WaitingButton(Button):
    """Leads to « Gestion des documents »; hidden while nothing waits."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", ButtonKind.QUIET, icon_name="documents", parent=parent)
        self._desk = desk
        self.hide()
        self.clicked.connect(self._go)
        desk.changed.connect(self._follow)

    def read(self) -> None:
        """Count what waits, in the background."""
        if not self._desk.actor.may(Right.FILE_DOCUMENTS):
            return
        incoming, actor = self._desk.application.incoming, self._desk.actor
        self._desk.run(
            self, lambda: len(incoming.to_file(actor)), self._show, _ignore, lane=Lane.IO
        )

    def _show(self, count: int) -> None:
        self.setText(count_words(count))
        self.setVisible(count > 0)

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        parent = self.parentWidget()
        if fact.topic is Topic.INCOMING and parent is not None and parent.isVisible():
            self.read()

    @Slot()
    def _go(self) -> None:
        self._desk.section_asked.emit("incoming")


def _ignore(_error: Exception) -> None:
    """Show no count rather than a message over the first page."""
