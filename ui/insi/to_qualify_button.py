"""« À qualifier aujourd'hui : n », for the first page."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from almapy.users.model import Right
from ui.desk import Desk
from ui.identity_status.opening import StatusTabs, ask_status_page
from ui.widgets.button import Button, ButtonKind


class ToQualifyButton(Button):
    """Leads to the list of the day; hidden while nobody is to be qualified."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", ButtonKind.QUIET, icon_name="shield", parent=parent)
        self._desk = desk
        self.hide()
        self.clicked.connect(self._go)

    def read(self) -> None:
        """Count who is to be qualified today, in the background."""
        if not self._desk.actor.may(Right.IDENTITY):
            return
        service, actor = self._desk.application.identity_status, self._desk.actor
        self._desk.run(self, lambda: len(service.to_qualify_today(actor)), self._show)

    def _show(self, count: int) -> None:
        self.setText(f"À qualifier aujourd'hui\u00a0: {count}")
        self.setVisible(count > 0)

    @Slot()
    def _go(self) -> None:
        ask_status_page(self._desk, StatusTabs.TODAY)
