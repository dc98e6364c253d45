"""Keeps the other posts informed of the open records, and this one of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from almapy.presence.model import Presence, Sighting
from ui.desk import Desk
from ui.patients.open_records import OpenRecords
from ui.tasks import Lane

_EVERY_MS = 20_000


class PresenceWatch(QObject):
    """Asks at each opening and closing, and every twenty seconds while a record is open.

    A base that only this post opens has nobody to tell: nothing is asked there.
    """

    changed = Signal()
    changed_elsewhere = Signal(object, object)  # int the patient, str who changed the record

    def __init__(self, desk: Desk, records: OpenRecords, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._records = records
        self._known: dict[int, Sighting] = {}
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        if desk.application.database.is_sqlite:
            return
        records.opened.connect(self.look)
        records.closed.connect(self.look)
        self._timer.start()

    def others(self, patient_id: int) -> Sequence[Presence]:
        """Return who else has this record open."""
        sighting = self._known.get(patient_id)
        return sighting.others if sighting is not None else ()

    @Slot()
    def look(self) -> None:
        """Tell what is open here and ask what is open elsewhere."""
        ids = tuple(record.patient.id for record in self._records.all())
        if not ids and not self._known:
            return
        presence, actor = self._desk.application.presence, self._desk.actor
        # A post that cannot reach the base says so elsewhere: this question is asked again soon.
        self._desk.run(self, lambda: presence.hold(actor, ids), self._seen, _ignore, lane=Lane.IO)

    def _seen(self, sightings: dict[int, Sighting]) -> None:
        before, self._known = self._known, sightings
        for patient_id, sighting in sightings.items():
            known = before.get(patient_id)
            is_news = known is not None and sighting.last_change > known.last_change
            if is_news and sighting.changed_by:
                self.changed_elsewhere.emit(patient_id, sighting.changed_by)
        self.changed.emit()


def _ignore(_error: Exception) -> None:
    return None
