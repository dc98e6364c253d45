"""One measure to be typed: its name, a field, its unit, and the last value beside."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit

from almapy.clock import civil_day
from almapy.measures.model import Measure, MeasureKind
from almapy.measures.reading import Reading, read_value
from almapy.measures.service import Entry
from almapy.measures.words import measure_text, value_text
from ui.theme import Tone
from ui.widgets.announce import announce
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TONE_ICONS, TextRole, set_invalid, set_text_role

_LONGEST = 40
_FIELD_CHARACTERS = 8


class EntryLine(QObject):
    """Asks to be stored when Enter is pressed or the field is left with another text.

    A text that cannot be read stays, with the reason underneath.
    """

    left = Signal(object)  # EntryLine: its text may have changed
    entered = Signal(object)  # EntryLine: Enter goes on to the next one

    def __init__(self, kind: MeasureKind, parent: QObject) -> None:
        super().__init__(parent)
        self.kind = kind
        self.entry = Entry()
        self.busy = False
        self._shown = ""
        self.edit = QLineEdit()
        self.edit.setMaxLength(_LONGEST)
        self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * _FIELD_CHARACTERS * 2)
        unit = f", en {kind.shown_unit}" if kind.shown_unit else ""
        self.edit.setAccessibleName(f"{kind.label}{unit}")
        self._name = QLabel(kind.short)
        self._name.setToolTip(kind.label)
        self._name.setBuddy(self.edit)
        self._unit = QLabel(kind.shown_unit)
        self._before = QLabel()
        self._before.setTextFormat(Qt.TextFormat.PlainText)
        self._before.setToolTip("Dernière valeur connue")
        for quiet in (self._unit, self._before):
            set_text_role(quiet, TextRole.SECONDARY)
        self._mark = IconLabel(TONE_ICONS[Tone.ATTENTION], scale=1.0)
        self._remark = QLabel()
        self._remark.setWordWrap(True)
        self._show_remark("", refused=False)
        self.edit.textEdited.connect(self._follow)
        self.edit.editingFinished.connect(self._leave)
        self.edit.installEventFilter(self)

    def add_to(self, grid: QGridLayout, line: int) -> None:
        """Take two lines of a grid of five columns: the field, and what is remarked of it."""
        for column, part in enumerate((self._name, self.edit, self._unit, self._before)):
            grid.addWidget(part, line, column)
        grid.addWidget(self._mark, line + 1, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._remark, line + 1, 1, 1, 3)

    @property
    def text(self) -> str:
        """Return what stands in the field."""
        return self.edit.text().strip()

    @property
    def dirty(self) -> bool:
        """Tell whether what is typed differs from what the base holds."""
        return self.text != self._shown

    @property
    def refused(self) -> bool:
        """Tell whether what is typed cannot be read."""
        return bool(self.reading.error)

    @property
    def reading(self) -> Reading:
        """Return how the text is understood."""
        return read_value(self.kind, self.edit.text())

    def show_entry(self, entry: Entry) -> None:
        """Show what the base holds; what is being typed stays."""
        typing = self.dirty or self.busy
        if not self.busy:
            self.entry = entry
        self._before.setText(_told(entry.before))
        spoken = measure_text(entry.before) if entry.before else "non renseignée"
        self.edit.setAccessibleDescription(f"Dernière valeur\u00a0: {spoken}")
        stored = _typed(entry.current.data) if entry.current else ""
        if typing and self.text != stored:
            return
        self._shown = stored
        if self.edit.text() != stored:
            self.edit.setText(stored)
            self._show_remark("", refused=False)

    def clear(self) -> None:
        """Forget everything: another patient comes."""
        self.busy, self._shown, self.entry = False, "", Entry()
        self.edit.clear()
        self._before.clear()
        self._show_remark("", refused=False)

    def type_in(self, text: str) -> None:
        """Show a text as if it was typed: it waits to be stored."""
        self.edit.setText(text)
        self.remark()

    def take(self, reading: Reading) -> None:
        """Show a value that is being stored as it will be read."""
        if reading.value is not None:
            self.edit.setText(value_text(self.kind, reading.value, reading.second))
        self._shown = self.text

    def not_stored(self) -> None:
        """Take over that the base refused: what is typed waits again."""
        self._shown = _typed(self.entry.current.data) if self.entry.current else ""

    def remark(self) -> None:
        """Say what there is to say of the text: a refusal, a doubt, or nothing."""
        reading = self.reading
        self._show_remark(reading.error or reading.remark, refused=bool(reading.error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring back by Échap what the base holds, and go on by Enter."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.dirty:
                self.edit.setText(self._shown)
                self._show_remark("", refused=False)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._leave()
                self.entered.emit(self)
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _follow(self) -> None:
        set_invalid(self.edit, invalid=False)

    @Slot()
    def _leave(self) -> None:
        self.left.emit(self)

    def _show_remark(self, text: str, *, refused: bool) -> None:
        set_invalid(self.edit, invalid=refused)
        self._mark.set_icon(TONE_ICONS[Tone.CRITICAL if refused else Tone.ATTENTION])
        changed = text != self._remark.text()
        self._remark.setText(text)
        for part in (self._mark, self._remark):
            set_text_role(part, TextRole.ERROR if refused else TextRole.NORMAL)
            part.setVisible(bool(text) and self.edit.parent() is not None)
        if text and changed:
            announce(self.edit, text)


def _typed(measure: Measure) -> str:
    return value_text(measure.kind, measure.value, measure.second)


def _told(measure: Measure | None) -> str:
    if measure is None:
        return ""
    return f"{_typed(measure)}\n{civil_day(measure.taken_at):%d/%m/%Y}"
