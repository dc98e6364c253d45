"""The tabs of the open records."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from ui.icons import icon
from ui.patients.open_records import OpenRecord, OpenRecords

_TAB_CHARACTERS = 26
# Distinct in both modes; the name always stands beside the colour.
STRIPS = ("#0F7C86", "#B4552D", "#6B55B5", "#4C7A1F", "#A43E72", "#2F6DB3")


def strip_color(records: OpenRecords, record: OpenRecord) -> QColor:
    """Return the colour that marks everything of this record while it is open."""
    return QColor(STRIPS[records.mark(record.patient.id) % len(STRIPS)])


def _name(record: OpenRecord) -> str:
    return f"{record.patient.shown_name} {record.patient.shown_first_name}"


def _shortened(name: str) -> str:
    return name if len(name) <= _TAB_CHARACTERS else name[: _TAB_CHARACTERS - 1] + "…"


class RecordTabs(QTabBar):
    """One tab for each open record; hidden while none is open.

    On a small screen a single record needs no tab: the banner names it.
    """

    record_chosen = Signal(object)  # int, the patient
    close_asked = Signal(object)  # int, the patient

    def __init__(self, records: OpenRecords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = records
        self._compact = False
        self.setAccessibleName("Dossiers ouverts")
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self.currentChanged.connect(self._choose)
        records.current_changed.connect(self._refresh)
        self._refresh()

    def set_compact(self, *, compact: bool) -> None:
        """Leave the room of a single tab to the page."""
        self._compact = compact
        self._show_when_useful()

    def _show_when_useful(self) -> None:
        self.setVisible(self.count() > (1 if self._compact else 0))

    def _refresh(self, _current: object = None) -> None:
        """Follow the open records; tabs that stand as they should are left alone."""
        records = self._records.all()
        shown = [self.tabData(place) for place in range(self.count())]
        self.blockSignals(True)
        if shown != [record.patient.id for record in records[: len(shown)]]:
            while self.count():
                self.removeTab(0)
        for place, record in enumerate(records):
            if place == self.count():
                self._add(record)
            name = _name(record)
            if self.tabToolTip(place) != name:
                self.setTabText(place, _shortened(name))
                self.setTabToolTip(place, name)
            if record is self._records.current:
                self.setCurrentIndex(place)
        self.blockSignals(False)
        self._show_when_useful()

    def _add(self, record: OpenRecord) -> None:
        place = self.addTab("")
        swatch = QPixmap(16, 12)
        swatch.fill(Qt.GlobalColor.transparent)
        with QPainter(swatch) as painter:
            painter.fillRect(0, 0, 12, 12, strip_color(self._records, record))
        self.setTabIcon(place, swatch)
        self.setTabData(place, record.patient.id)
        right = QTabBar.ButtonPosition.RightSide
        self.setTabButton(place, right, self._cross(record.patient.id))

    def _choose(self, place: int) -> None:
        if place >= 0:
            self.record_chosen.emit(self.tabData(place))

    def _cross(self, patient_id: int) -> QToolButton:
        cross = QToolButton()
        cross.setIcon(icon("close"))
        cross.setToolTip("Fermer le dossier")
        cross.setAccessibleName("Fermer le dossier")
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.clicked.connect(lambda: self.close_asked.emit(patient_id))
        return cross
