"""« Remarque | Confidentielle »."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QToolButton

from almapy.users.model import Right
from ui.desk import Desk
from ui.icons import icon
from ui.patients.open_records import OpenRecord
from ui.record.fact_card import READ_ONLY
from ui.remarks.remark_pad import RemarkPad
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.card import Card

_LEAST_LINES = 4


class RemarksCard(Card):
    """The first text is read by all who may read notes, the second by its author alone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("")
        self.setAccessibleName("Remarque et Confidentielle")
        can_write = desk.actor.may(Right.WRITE_NOTES)
        self.shared = RemarkPad(desk, "Remarque", confidential=False, can_write=can_write)
        self.own = RemarkPad(desk, "Confidentielle", confidential=True, can_write=can_write)
        self.own.edit.setPlaceholderText("Vous seul lisez ce texte.")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Remarque, Confidentielle")
        self.tabs.addTab(self.shared, icon("users"), "Remarque")
        self.tabs.addTab(self.own, icon("lock"), "Confidentielle")
        self.tabs.setTabToolTip(0, "Lue par tous ceux qui peuvent lire les notes")
        self.tabs.setTabToolTip(1, "Lue par son auteur seul")
        self.tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        if not can_write:
            self.setToolTip(READ_ONLY)
            self.tabs.removeTab(1)
        versions = QToolButton()
        versions.setIcon(icon("history"))
        versions.setToolTip("Versions précédentes de ce texte")
        versions.setAccessibleName("Versions précédentes de ce texte")
        versions.clicked.connect(self._show_versions)
        self.tabs.setCornerWidget(versions)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_S)
        self.body.addWidget(self.tabs, 1)
        least = self.fontMetrics().height() * _LEAST_LINES
        for pad in (self.shared, self.own):
            pad.setMinimumHeight(least)

    def show_record(self, record: OpenRecord) -> None:
        """Show both texts; what is being typed for this patient stays."""
        remarks, patient_id = record.overview.remarks, record.patient.id
        self.shared.show_remark(patient_id, remarks.shared)
        self.own.show_remark(patient_id, remarks.own)

    def has_unsaved_changes(self) -> bool:
        """Tell whether a text is not stored yet."""
        return self.shared.is_changed or self.own.is_changed

    def save(self) -> None:
        """Store both texts now."""
        self.shared.save()
        self.own.save()

    def hasHeightForWidth(self) -> bool:
        """Let the text shrink: it scrolls."""
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Store what was typed when the page is left."""
        self.save()
        super().hideEvent(event)

    @Slot()
    def _show_versions(self) -> None:
        pad = self.tabs.currentWidget()
        if isinstance(pad, RemarkPad):
            pad.show_versions()
