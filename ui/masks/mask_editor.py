"""One mask being written: its title, its questions and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from almapy.errors import DomainError
from almapy.masks.model import LONGEST_TITLE, FieldSort, Mask, MaskField
from ui.masks.field_form import FieldForm
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.styling import Surface, set_surface
from ui.widgets.wrap_layout import WrapLayout

_LINES = 7
_NEW_LABEL = "Nouveau champ"


class QuestionList(QListWidget):
    """Alt and an arrow move the current question, Suppr takes it out."""

    moved = Signal(int)
    removal_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or remove the current question."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)


class MaskEditor(QWidget):
    """Nothing is stored before « Enregistrer »; « Annuler » comes back to what is stored."""

    submitted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen: Mask | None = None
        self._fields: list[MaskField] = []
        self._shown: tuple[str, tuple[MaskField, ...]] = ("", ())
        self.title = text_edit(LONGEST_TITLE)
        self._head = FormSection("Masque")
        self._head.add_row("Titre", self.title, required=True)
        self.list = QuestionList()
        self.list.setAccessibleName("Champs du masque")
        self.list.setMinimumHeight(self.fontMetrics().height() * 2 * _LINES)
        set_surface(self.list, Surface.PLAIN)
        self.form = FieldForm()
        self.strip = FailureStrip()
        self.add_button = Button("Ajouter un champ", icon_name="add")
        self.remove_button = Button("Retirer")
        self.up_button = Button("Monter")
        self.down_button = Button("Descendre")
        self.store_button = Button("Enregistrer", ButtonKind.PRIMARY)
        self.give_up_button = Button("Annuler")
        self._lay_out()
        self.title.textEdited.connect(self._follow)
        self.list.currentRowChanged.connect(self._show_current)
        self.list.moved.connect(self._move)
        self.list.removal_asked.connect(self._remove)
        self.form.changed.connect(self._take_field)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.store_button.clicked.connect(self._submit)
        self.give_up_button.clicked.connect(self.give_up)
        self._follow()

    @property
    def content(self) -> tuple[str, tuple[MaskField, ...]]:
        """Return the title and the questions as they are typed."""
        return self.title.text().strip(), tuple(self._fields)

    @property
    def dirty(self) -> bool:
        """Tell whether what is typed differs from what is stored."""
        return self.content != self._shown

    def show_mask(self, mask: Mask | None) -> None:
        """Show a stored mask, or an empty one to be written."""
        self.seen = mask
        self._shown = (mask.title, mask.fields) if mask else ("", ())
        self.give_up()

    def use_read_only(self) -> None:
        """Let the mask be read by who may not change it."""
        self.title.setReadOnly(True)
        self.form.hide()
        for button in (
            self.add_button,
            self.remove_button,
            self.up_button,
            self.down_button,
            self.store_button,
            self.give_up_button,
        ):
            button.hide()

    def refuse(self, error: Exception) -> None:
        """Show why it was not stored; what is typed stays."""
        self.store_button.setEnabled(True)
        if isinstance(error, DomainError) and error.field == "title":
            self._head.set_error(self.title, error.message)
            self.title.setFocus()
        else:
            self.strip.show_failure(error)

    @Slot()
    def give_up(self) -> None:
        """Come back to what is stored."""
        self.title.setText(self._shown[0])
        self._head.clear_errors()
        self.strip.dismiss()
        self._fill(list(self._shown[1]), 0)
        self._follow()

    @Slot()
    def _submit(self) -> None:
        self._head.clear_errors()
        self.strip.dismiss()
        if self.form.isEnabled() and not self.form.require_bounds():
            return
        self.store_button.setEnabled(False)
        self.submitted.emit()

    def _fill(self, fields: Sequence[MaskField], row: int) -> None:
        self._fields = list(fields)
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._fields:
            self.list.addItem(_line(one))
        self.list.setCurrentRow(min(row, len(self._fields) - 1))
        self.list.blockSignals(False)
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        row = self.list.currentRow()
        self.form.show_field(self._fields[row] if 0 <= row < len(self._fields) else None)
        self._follow()

    @Slot()
    def _take_field(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._fields):
            self._fields[row] = self.form.field()
            self.list.item(row).setText(_line(self._fields[row]))
            self._follow()

    @Slot()
    def _add(self) -> None:
        new = MaskField(_NEW_LABEL, FieldSort.TEXT)
        taken = {one.label for one in self._fields}
        number = 2
        while new.label in taken:
            new, number = replace(new, label=f"{_NEW_LABEL} {number}"), number + 1
        self._fill([*self._fields, new], len(self._fields))
        self.form.label.setFocus()
        self.form.label.selectAll()

    @Slot()
    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._fields) and not self.remove_button.isHidden():
            self._fill([*self._fields[:row], *self._fields[row + 1 :]], row)

    @Slot(int)
    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        there = row + step
        if row < 0 or not 0 <= there < len(self._fields) or self.up_button.isHidden():
            return
        fields = list(self._fields)
        fields[row], fields[there] = fields[there], fields[row]
        self._fill(fields, there)

    @Slot()
    def _follow(self) -> None:
        row, count = self.list.currentRow(), len(self._fields)
        self.remove_button.setEnabled(row >= 0)
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < count - 1)
        self.store_button.setEnabled(self.dirty)
        self.give_up_button.setEnabled(self.dirty)
        self.changed.emit()

    def _lay_out(self) -> None:
        card = Card("Champs")
        card.body.addWidget(self.list, 1)
        verbs = WrapLayout()
        for button in (self.add_button, self.up_button, self.down_button, self.remove_button):
            verbs.addWidget(button)
        card.body.addLayout(verbs)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addStretch(1)
        foot.addWidget(self.give_up_button)
        foot.addWidget(self.store_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for part in (self._head, card, self.form, self.strip):
            column.addWidget(part)
        column.addLayout(foot)


def _line(one: MaskField) -> str:
    kind = one.sort.label
    if one.measure and one.measure.label != one.label:
        kind += f" {one.measure.label}"
    unit = f", {one.shown_unit}" if one.shown_unit else ""
    return f"{one.label or '(sans nom)'} – {kind}{unit}"
