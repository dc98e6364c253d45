"""The inner views of the booklet, one at a time, in the page of vaccinations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from almapy.cve.model import CarnetLink
from almapy.patients.model import Patient
from ui.cve.choose_view import ChooseView
from ui.cve.compare_view import CompareView
from ui.cve.create_view import CreateView
from ui.cve.recommendations_view import RecommendationsView
from ui.cve.resend_view import ResendView
from ui.cve.retrieve_view import RetrieveView
from ui.cve.strip import CarnetStrip
from ui.cve.unlink_view import UnlinkView
from ui.cve.view import CarnetView
from ui.cve.view_names import ViewName
from ui.desk import Desk
from ui.patients.open_records import OpenRecord

_VIEWS: dict[ViewName, Callable[[Desk], CarnetView]] = {
    ViewName.CREATE: CreateView,
    ViewName.RETRIEVE: RetrieveView,
    ViewName.COMPARE: CompareView,
    ViewName.RECOMMENDATIONS: RecommendationsView,
    ViewName.RESEND: ResendView,
    ViewName.CHOOSE: ChooseView,
    ViewName.UNLINK: UnlinkView,
}


class CarnetPanel(QWidget):
    """Hidden until the strip, which ``follow`` names, asks for a view.

    ``opened`` and ``closed`` let the page give the view its room and take it back; ``changed``
    tells that lines of the record may have come or changed.
    """

    opened = Signal()
    closed = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._patient: Patient | None = None
        self._views: dict[ViewName, CarnetView] = {}
        self._current: CarnetView | None = None
        self._strip: CarnetStrip | None = None
        self._opener: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def follow(self, strip: CarnetStrip) -> None:
        """Open what the strip asks for; have it read again what a view changed."""
        self._strip = strip
        strip.view_asked.connect(self.open_view)

    def show_record(self, record: OpenRecord) -> None:
        """Take another record, and close what was open on the earlier one; the same stays."""
        if self._patient is not None and record.patient.id == self._patient.id:
            self._patient = record.patient
            return
        self._patient = record.patient
        self._opener = None
        self.leave()

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed in the open view would be lost."""
        return self._current is not None and self._current.has_unsaved_changes()

    @property
    def current(self) -> CarnetView | None:
        """The view that is open, None when none is."""
        return self._current

    @Slot(object)
    def open_view(self, name: ViewName) -> None:
        """Open one view for the record, in the place of the one that was open."""
        if self._patient is None:
            return
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._opener = focus
        if self._current is not None:
            self._current.rest()
            self._current.hide()
        view = self._view(name)
        self._current = view
        self.show()
        view.open_for(self._patient, self._link())
        self.opened.emit()

    @Slot()
    def leave(self) -> None:
        """Close the view that is open."""
        if self._current is not None:
            self._current.leave()

    def _link(self) -> CarnetLink | None:
        return self._strip.link if self._strip is not None else None

    def _view(self, name: ViewName) -> CarnetView:
        if name not in self._views:
            view = _VIEWS[name](self.desk)
            self._column.addWidget(view)
            view.closed.connect(self._close)
            view.changed.connect(self._tell_change)
            view.left_for.connect(self.open_view)
            self._views[name] = view
        return self._views[name]

    @Slot()
    def _close(self) -> None:
        self._current = None
        self.hide()
        if self._opener is not None and isValid(self._opener):
            self._opener.setFocus()
        self.closed.emit()

    @Slot()
    def _tell_change(self) -> None:
        if self._strip is not None:
            self._strip.look()
        self.changed.emit()
