"""Ctrl+K: patients and commands under one field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from almapy.patients.model import PatientHit
from almapy.text import fold
from ui.desk import Desk
from ui.icons import icon
from ui.patients.words import hit_text
from ui.theme import SPACE_S
from ui.widgets.styling import Surface, set_surface

_PATIENTS_SHOWN = 8
_CHOICE = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


@dataclass(frozen=True, slots=True)
class PaletteCommand:
    """One command as the palette proposes it, while it ``serves``: some need an open record."""

    text: str
    words: str
    icon: str
    key: str
    run: Callable[[], None]
    serves: Callable[[], bool]


class Palette(QFrame):
    """Lies over the window; Échap leaves, Enter takes the first line, arrows choose another.

    Patients are looked for in the background at each key; an answer that comes after a later key
    is thrown away.
    """

    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        commands: Sequence[PaletteCommand],
        *,
        finds_patients: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        set_surface(self, Surface.POPUP)
        self._desk = desk
        self._commands = commands
        self._finds_patients = finds_patients
        self._hits: Sequence[PatientHit] = ()
        self._asked = ""
        self._waits = False
        self._takes_first = False
        self.field = QLineEdit()
        self.field.setPlaceholderText("Patient, date de naissance, matricule… ou commande")
        self.field.setAccessibleName("Patient ou commande")
        self.list = QListWidget()
        set_surface(self.list, Surface.PLAIN)
        self.list.setAccessibleName("Propositions")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        parent.installEventFilter(self)
        self.hide()

    def open(self, typed: str = "") -> None:
        """Show over the window with the cursor in the field."""
        self.field.setText(typed)
        self._typed(typed)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def is_settled(self) -> bool:
        """Tell whether the list answers what stands in the field."""
        return not self._waits

    @Slot()
    def close_palette(self) -> None:
        """Go; the keyboard returns to the window."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the list from the field, and follow the size of the window."""
        if watched is self.parent() and event.type() is QEvent.Type.Resize:
            self._place()
        if watched is self.field and event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._steer(event)
        if watched is self.field and event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.close_palette()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen line in view."""
        super().resizeEvent(event)
        self.list.scrollToItem(self.list.currentItem())

    def _steer(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.close_palette()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take_current()
        elif key in _MOVES and self.list.count():
            self._move(_MOVES[key])
        else:
            return False
        return True

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._asked = text
        self._takes_first = False
        self._waits = bool(text.strip()) and self._finds_patients
        if not self._waits:
            self._hits = ()
            self._fill()
            return
        actor, patients = self._desk.actor, self._desk.application.patients

        def work() -> tuple[str, list[PatientHit]]:
            return text, patients.search(actor, text, limit=_PATIENTS_SHOWN)

        self._fill()
        self._desk.run(self, work, self._found)

    def _found(self, answer: tuple[str, list[PatientHit]]) -> None:
        asked, hits = answer
        if asked == self._asked:
            self._waits = False
            self._hits = hits
            self._fill()
            if self._takes_first and not (hits and hits[0].near):
                self._take_current()

    def _fill(self) -> None:
        self.list.clear()
        for hit in self._hits:
            if not hit.near:
                self._add_patient(hit)
        near = [hit for hit in self._hits if hit.near]
        commands = self._matching_commands()
        if near and not commands:
            self._add_near(near)
        for command in commands:
            key = f"    {command.key}" if command.key else ""
            item = QListWidgetItem(icon(command.icon), command.text + key)
            item.setData(_CHOICE, command)
            self.list.addItem(item)
        self.list.setCurrentRow(-1)
        if self.list.count():
            self._move(1)
        self._place()

    def _add_patient(self, hit: PatientHit) -> None:
        item = QListWidgetItem(icon("patient"), hit_text(hit))
        item.setData(_CHOICE, hit.patient_id)
        self.list.addItem(item)

    def _add_near(self, hits: Sequence[PatientHit]) -> None:
        title = QListWidgetItem("Proches")
        title.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(title)
        for hit in hits:
            self._add_patient(hit)

    def _move(self, step: int) -> None:
        """Go to another line; the title « Proches » is passed over."""
        last = self.list.count() - 1
        row = max(0, min(last, self.list.currentRow() + step))
        if not self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
            row = row + 1 if step > 0 or row == 0 else row - 1
        self.list.setCurrentRow(row)

    def _matching_commands(self) -> list[PaletteCommand]:
        asked = fold(self._asked).split()
        return [
            command
            for command in self._commands
            if command.serves()
            and all(
                any(known.startswith(word) for known in fold(command.words).split())
                for word in asked
            )
        ]

    def _take_current(self) -> None:
        """Take the chosen line, once the patients of what is typed are there."""
        self._takes_first = self._waits
        item = self.list.currentItem()
        if not self._waits and item is not None:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        choice = item.data(_CHOICE)
        if choice is None:
            return
        self.close_palette()
        if isinstance(choice, PaletteCommand):
            choice.run()
        else:
            self._desk.patient_asked.emit(choice)

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        unit = self.fontMetrics().height()
        width = min(unit * 42, window.width() - unit * 2)
        rows = self.list.count()
        row_height = self.list.sizeHintForRow(0) if rows else 0
        wanted = self.field.sizeHint().height() + row_height * rows + unit * 2
        height = min(wanted, window.height() - unit * 4, unit * 34)
        self.setGeometry((window.width() - width) // 2, unit * 3, width, height)
