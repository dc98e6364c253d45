"""« Masques de saisie »: the masks of the practice, listed, made, changed and removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from almapy.events import Changed, Topic
from almapy.masks.model import Mask
from almapy.users.model import Right
from ui.desk import Desk
from ui.masks.mask_editor import MaskEditor
from ui.page import Page
from ui.theme import SPACE_M
from ui.undo import Step
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.styling import Surface, set_surface
from ui.widgets.wrap_layout import WrapLayout

_MASK = Qt.ItemDataRole.UserRole
_LIST_LINES = 12
_SIDE_BY_SIDE_CHARACTERS = 100


class MasksPage(Page):
    """The list at the left, the chosen mask at the right; Ctrl+Z takes each gesture back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = QListWidget()
        self.list.setAccessibleName("Masques de saisie")
        set_surface(self.list, Surface.PLAIN)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.new_button = Button("Nouveau masque", icon_name="add")
        self.remove_button = Button("Retirer le masque", icon_name="remove")
        self.editor = MaskEditor()
        self._wanted = ""
        self._lay_out()
        self.list.currentItemChanged.connect(self._choose)
        self.new_button.clicked.connect(self._begin_new)
        self.remove_button.clicked.connect(self._remove)
        self.editor.submitted.connect(self._store)
        self.editor.changed.connect(self._follow)
        desk.changed.connect(self._heard)
        if not desk.actor.may(Right.WRITE_NOTES):
            self.new_button.hide()
            self.remove_button.hide()
            self.editor.use_read_only()

    def entered(self) -> None:
        """Read the list again, and put the keyboard on it."""
        self.list.setFocus()
        self._load()

    def has_unsaved_changes(self) -> bool:
        """Tell whether a mask is being written."""
        return self.editor.dirty

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Alt+Up", "Monter le champ"),
            ("Alt+Down", "Descendre le champ"),
            ("Del", "Retirer le masque ou le champ"),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above the mask where both do not fit side by side."""
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _SIDE_BY_SIDE_CHARACTERS
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the current mask by Suppr."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._remove()
            return
        super().keyPressEvent(event)

    def _load(self) -> None:
        service, actor = self.desk.application.masks, self.desk.actor
        self.desk.run(self, lambda: service.all(actor), self._show)

    def _show(self, masks: list[Mask]) -> None:
        wanted = self._wanted or (self.editor.seen.key if self.editor.seen else "")
        self._wanted = ""
        self.list.blockSignals(True)
        self.list.clear()
        for mask in masks:
            item = QListWidgetItem(mask.title)
            item.setData(_MASK, mask)
            self.list.addItem(item)
        rows = [row for row, mask in enumerate(masks) if mask.key == wanted]
        new = self.editor.dirty and self.editor.seen is None
        self.list.setCurrentRow(-1 if new else (rows[0] if rows else 0))
        self.list.blockSignals(False)
        if not self.editor.dirty:
            self._choose()
        self._follow()

    @Slot()
    def _choose(self) -> None:
        mask = self._current()
        if self.editor.dirty:
            self._come_back()
        elif mask is not None:
            self.editor.show_mask(mask)
        self._follow()

    def _come_back(self) -> None:
        """Stay on the mask that is being written: nothing typed is lost by a click."""
        seen = self.editor.seen
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        for row in range(self.list.count()):
            mask: Mask = self.list.item(row).data(_MASK)
            if seen is not None and mask.key == seen.key:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self.desk.tell("Enregistrez ou annulez d'abord ce masque.")

    @Slot()
    def _begin_new(self) -> None:
        if self.editor.dirty:
            self._come_back()
            return
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)
        self.editor.show_mask(None)
        self.editor.title.setFocus()

    @Slot()
    def _store(self) -> None:
        service, actor, seen = self.desk.application.masks, self.desk.actor, self.editor.seen
        title, fields = self.editor.content

        def work() -> Mask:
            if seen is None:
                return service.add(actor, title, fields)
            return service.change(actor, seen, title, fields)

        self.desk.run(self, work, partial(self._stored, seen), self.editor.refuse)

    def _stored(self, before: Mask | None, mask: Mask) -> None:
        service, actor = self.desk.application.masks, self.desk.actor
        held = _Held(mask)
        text = f"Masque «\u00a0{mask.title}\u00a0» enregistré."
        if before is None:
            undo = partial(held.take, lambda: service.remove(actor, held.mask))
            redo = partial(held.take, lambda: service.restore(actor, held.mask))
        else:
            was = before
            undo = partial(
                held.take, lambda: service.change(actor, held.mask, was.title, was.fields)
            )
            redo = partial(
                held.take, lambda: service.change(actor, held.mask, mask.title, mask.fields)
            )
        self._told(Step(text, undo, redo), mask)

    @Slot()
    def _remove(self) -> None:
        mask = self._current()
        if mask is None or self.editor.dirty or not self.desk.actor.may(Right.WRITE_NOTES):
            return
        service, actor = self.desk.application.masks, self.desk.actor
        self.desk.run(self, lambda: service.remove(actor, mask), self._removed)

    def _removed(self, mask: Mask) -> None:
        service, actor = self.desk.application.masks, self.desk.actor
        held = _Held(mask)
        undo = partial(held.take, lambda: service.restore(actor, held.mask))
        redo = partial(held.take, lambda: service.remove(actor, held.mask))
        text = f"Masque «\u00a0{mask.title}\u00a0» retiré."
        self._told(Step(text, undo, redo), None)

    def _told(self, step: Step, mask: Mask | None) -> None:
        self.editor.show_mask(mask)
        self._wanted = mask.key if mask else ""
        self.desk.undo.add(step)
        self._load()

    @Slot(object)
    def _heard(self, fact: Changed) -> None:
        if fact.topic is Topic.PRACTICE and self.isVisible():
            self._load()

    def _current(self) -> Mask | None:
        item = self.list.currentItem()
        mask: Mask | None = item.data(_MASK) if item is not None else None
        return mask

    @Slot()
    def _follow(self) -> None:
        self.remove_button.setEnabled(self._current() is not None and not self.editor.dirty)

    def _lay_out(self) -> None:
        card = Card("Masques")
        card.body.addWidget(self.list, 1)
        verbs = WrapLayout()
        verbs.addWidget(self.new_button)
        verbs.addWidget(self.remove_button)
        card.body.addLayout(verbs)
        self.list.setMinimumHeight(self.fontMetrics().height() * _LIST_LINES)
        scroll = ScrollColumn()
        both = scroll.add_part(QWidget(), grows=True)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(SPACE_M)
        self._line.addWidget(card, 2)
        self._line.addWidget(self.editor, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)


class _Held:
    """The mask as its last gesture left it: each gesture asks for the present version."""

    def __init__(self, mask: Mask) -> None:
        self.mask = mask

    def take(self, gesture: Callable[[], Mask]) -> None:
        self.mask = gesture()
