"""A message to colleagues being written, inside the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from almapy.errors import DomainError
from almapy.messages.model import Colleague, NewMessage
from ui.patients.open_records import OpenRecord
from ui.widgets.inline_panel import InlinePanel

_LINES = 5
_PEOPLE_LINES = 4
_ROLE = Qt.ItemDataRole.UserRole


class ComposePanel(InlinePanel):
    """Colleagues are ticked; a message about the open record says so only when asked."""

    asked = Signal(object)  # NewMessage

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Nouveau message", "Envoyer", parent=parent)
        self._record: OpenRecord | None = None
        self.people = QListWidget()
        self.people.setFixedHeight(self.fontMetrics().lineSpacing() * 2 * _PEOPLE_LINES)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * (_LINES + 1))
        self.about = QCheckBox()
        self.add_row("À", self.people, required=True, hint="Espace coche un destinataire")
        self.add_row("Message", self.text, required=True)
        self.add_row("Dossier", self.about)
        self.end_rows(first=self.people, by_name={"recipients": self.people, "text": self.text})
        self.submitted.connect(self._submit)
        send = QShortcut(QKeySequence("Ctrl+Return"), self)
        send.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        send.activated.connect(self.submitted)

    def show_colleagues(self, colleagues: Sequence[Colleague]) -> None:
        """Fill the list of those who can be written to; ticked ones stay ticked."""
        ticked = set(self._ticked())
        self.people.clear()
        for one in colleagues:
            item = QListWidgetItem(f"{one.name} · {one.role}")
            item.setData(_ROLE, one.account_id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if one.account_id in ticked else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.people.addItem(item)
        if colleagues:
            self.people.setCurrentRow(0)

    def open_new(self, opener: QWidget, record: OpenRecord | None, to: int | None = None) -> None:
        """Write a message; ``to`` ticks the person who is answered."""
        self._record = record
        self.open(opener)
        self.text.clear()
        for row in range(self.people.count()):
            item = self.people.item(row)
            wanted = item.data(_ROLE) == to
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        self.about.setVisible(record is not None)
        self.about.setChecked(False)
        if record is not None:
            patient = record.patient
            name = f"{patient.shown_name} {patient.shown_first_name}".replace("&", "&&")
            self.about.setText(f"Joindre le dossier de {name}")
        if to is not None:
            self.text.setFocus()

    def has_text(self) -> bool:
        """Tell whether something is being typed."""
        return self.isVisible() and bool(self.text.toPlainText().strip())

    def _ticked(self) -> list[int]:
        items = (self.people.item(row) for row in range(self.people.count()))
        return [i.data(_ROLE) for i in items if i.checkState() is Qt.CheckState.Checked]

    @Slot()
    def _submit(self) -> None:
        self.begin()
        record = self._record if self.about.isChecked() else None
        try:
            message = NewMessage(
                recipients=tuple(self._ticked()),
                text=self.text.toPlainText(),
                patient_id=record.patient.id if record is not None else None,
            )
        except DomainError as error:
            self.refuse(error)
            return
        self.asked.emit(message)
