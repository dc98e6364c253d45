"""« Rechercher dans le document »: a line over the pages, with the count of what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ui.documents.tool_buttons import tool_button
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.announce import announce
from ui.widgets.styling import TextRole, set_text_role

_PAUSE_MS = 200
_LONGEST = 100


class FindBar(QWidget):
    """Enter goes to the next place, Maj+Enter to the one before, Échap closes."""

    typed = Signal(object)  # str
    step_asked = Signal(object)  # 1 or -1
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.count = QLabel()
        self.previous = tool_button("Occurrence précédente", "chevron-left", "Maj+F3")
        self.next = tool_button("Occurrence suivante", "chevron-right", "F3")
        self.closing = tool_button("Fermer la recherche", "close", "Échap")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self._look)
        self.field.textChanged.connect(self._pause.start)
        self.previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self.next.clicked.connect(lambda: self.step_asked.emit(1))
        self.closing.clicked.connect(self.leave)
        self.hide()

    def open(self) -> None:
        """Show with the cursor in the words, which typing replaces."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._look()

    @Slot()
    def leave(self) -> None:
        """Close and highlight nothing any more; the words stay for the next time."""
        if self.isHidden():
            return
        self._pause.stop()
        self.hide()
        self.typed.emit("")
        self.left.emit()

    def show_count(
        self, current: int, total: int, *, is_searching: bool, is_possible: bool
    ) -> None:
        """Say « 3 / 12 »; ``current`` is counted from 0."""
        words = ""
        if self.field.text().strip():
            if not is_possible:
                words = "Le texte de ce document n'a pas été lu"
            elif total:
                words = f"{current + 1} / {total}"
            else:
                words = "Recherche…" if is_searching else "Aucun résultat"
        if words != self.count.text():
            self.count.setText(words)
            self.count.setAccessibleName(f"Résultat de la recherche\u00a0: {words}")
            announce(self.count, words)
        for button in (self.previous, self.next):
            button.setEnabled(total > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by Enter, leave by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self._pause.isActive():
                self._pause.stop()
                self._look()
            else:
                self.step_asked.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _look(self) -> None:
        self.typed.emit(self.field.text())

    def _lay_out(self) -> None:
        self.field.setMaxLength(_LONGEST)
        self.field.setPlaceholderText("Rechercher dans le document")
        self.field.setAccessibleName("Rechercher dans le document")
        set_text_role(self.count, TextRole.SECONDARY)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        row.addWidget(self.field, 1)
        row.addSpacing(SPACE_S)
        for widget in (self.count, self.previous, self.next, self.closing):
            row.addWidget(widget)
