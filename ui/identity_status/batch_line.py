"""The batch of verifications at the foot of the window, whatever page is in front."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from almapy.identity_status.batch_model import BatchProgress
from ui.desk import Desk
from ui.identity_status.batch_watch import watch_of
from ui.identity_status.batch_words import end_words, line_words
from ui.identity_status.opening import StatusTabs, ask_status_page
from ui.shell.status_line import StatusLine


class BatchLine(QObject):
    """Tells how far the batch got, and its end once; a click leads to its page."""

    def __init__(self, desk: Desk, status: StatusLine) -> None:
        super().__init__(status)
        self._desk, self._status = desk, status
        watch_of(desk).changed.connect(self._show)
        status.verification_asked.connect(self._go)

    @Slot(object)
    def _show(self, progress: BatchProgress) -> None:
        self._status.show_verification(line_words(progress))
        if progress.state.is_over:
            self._desk.tell(end_words(progress))

    @Slot()
    def _go(self) -> None:
        ask_status_page(self._desk, StatusTabs.LIST)
