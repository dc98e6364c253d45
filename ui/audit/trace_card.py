"""The chosen trace in full: the list cuts long details."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.audit.shown_trace import ShownTrace
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card


class TraceCard(Card):
    """Hidden until a line is chosen."""

    patient_asked = Signal(object)  # int

    def __init__(self, *, opens_records: bool, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName("Trace choisie")
        self._opens_records = opens_records
        self._patient_id: int | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.open_button = Button("Ouvrir le dossier", ButtonKind.QUIET, icon_name="record")
        self.open_button.clicked.connect(self._ask_patient)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.hide()

    @Slot(object)
    def show_trace(self, trace: ShownTrace | None) -> None:
        """Show a trace; None hides the card."""
        self.setVisible(trace is not None)
        if trace is None:
            return
        self._patient_id = trace.patient_id
        self.open_button.setVisible(self._opens_records and trace.patient_id is not None)
        who = f"{trace.user} sur {trace.post}" if trace.post else trace.user
        head = f"N° {trace.seq} – {trace.day} à {trace.hour} – {who} – {trace.action}"
        self.words.setText("\n".join(filter(None, (head, trace.patient, trace.detail))))

    @Slot()
    def _ask_patient(self) -> None:
        if self._patient_id is not None:
            self.patient_asked.emit(self._patient_id)
