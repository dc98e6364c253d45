"""Brings the progress of a batch of verifications from its threads to that of the windows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from almapy.identity_status.batch_model import BatchProgress
from almapy.identity_status.model import StatusQuestion
from ui.desk import Desk


class BatchWatch(QObject):
    """One for a desk; ``changed`` is always emitted in the thread of the windows."""

    changed = Signal(object)  # BatchProgress
    _told = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._application, self._desk = desk.application, desk
        self.progress = BatchProgress()
        self.simulated = False
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def begin(self, asked: StatusQuestion) -> None:
        """Verify the INS of a list; to be called in a worker. Raises as ``start`` does."""
        application, actor = self._application, self._desk.actor
        self.simulated = application.insi.simulated(actor)
        patient_ids = application.identity_status.ids(actor, asked)
        application.insi_batch.start(actor, patient_ids, self._tell)

    def _tell(self, progress: BatchProgress) -> None:
        self._told.emit(progress)

    def _take(self, progress: BatchProgress) -> None:
        self.progress = progress
        self.changed.emit(progress)


def watch_of(desk: Desk) -> BatchWatch:
    """Return the watch of this desk."""
    return desk.findChild(BatchWatch) or BatchWatch(desk)
