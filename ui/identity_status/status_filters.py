"""Which identities a list by status shows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.identity_status.model import StatusOrder, StatusQuestion
from almapy.patients.model import IdentityStatus
from ui.icons import icon
from ui.identity_status.batch_words import number
from ui.identity_status.status_words import STATUS_ICONS
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.field_bar import FieldBar
from ui.widgets.wrap_layout import WrapLayout

_PAUSE_MS = 80
_ALL = "Tous les statuts"
_LEAST_CHARACTERS = 18


class StatusFilters(QWidget):
    """Tells ``changed`` a moment after the last key, at once for a choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order, self._descending = StatusOrder.BIRTH_NAME, False
        self.status = QComboBox()
        self.status.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.status.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.status.addItem(icon("users"), _ALL, "")
        for one in IdentityStatus:
            self.status.addItem(icon(STATUS_ICONS[one]), one.label, one.value)
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText("nom, prénom, naissance, dossier, matricule")
        self.deceased = QCheckBox("décédés")
        self.archived = QCheckBox("archivés")
        self.merged = QCheckBox("fusionnés")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        for box in (self.deceased, self.archived, self.merged):
            box.setToolTip("Ajouter ces dossiers à la liste")
            box.toggled.connect(self.changed)
        self.status.currentIndexChanged.connect(self.changed)
        self.words.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.changed)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something was typed."""
        return bool(self.words.text().strip())

    def asked(self) -> StatusQuestion:
        """Return what is wanted."""
        status = self.status.currentData()
        return StatusQuestion(
            status=IdentityStatus(status) if status else None,
            typed=self.words.text(),
            order=self._order,
            descending=self._descending,
            deceased=self.deceased.isChecked(),
            archived=self.archived.isChecked(),
            merged=self.merged.isChecked(),
        )

    @Slot(object, bool)
    def set_order(self, order: StatusOrder, descending: bool) -> None:  # noqa: FBT001  (a slot)
        """Take the order that a title asks for."""
        self._order, self._descending = order, descending
        self.changed.emit()

    def show_counts(self, counts: Mapping[IdentityStatus, int]) -> None:
        """Show beside each status how many identities have it."""
        self.status.setItemText(0, f"{_ALL} ({number(sum(counts.values()))})")
        for place, one in enumerate(IdentityStatus, start=1):
            self.status.setItemText(place, f"{one.label} ({number(counts[one])})")

    def _lay_out(self) -> None:
        bar = FieldBar()
        bar.add_field("Statut de l'identité", self.status)
        bar.add_field("Chercher dans la liste", self.words)
        wider = QWidget()
        line = WrapLayout(wider, spacing=SPACE_M)
        label = QLabel("Ajouter les dossiers")
        label.setMinimumHeight(self.deceased.sizeHint().height())
        for box in (label, self.deceased, self.archived, self.merged):
            line.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(bar)
        column.addWidget(wider)
