"""The form of one fact, which opens inside its card."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.record.model import Fact
from ui.desk import Desk
from ui.theme import SPACE_S
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button, ButtonKind
from ui.widgets.form import FormSection
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.styling import Surface, TextRole, set_surface, set_text_role


class FactForm(InlinePanel):
    """Enter stores from any field. Échap closes it and keeps what was typed for the next opening.

    A sort of facts says which fields there are, what they show of a fact, and what they make.
    """

    def __init__(self, desk: Desk, *, columns: int = 1) -> None:
        super().__init__("", "Ajouter", refusal="Abandonner", columns=columns)
        self.desk = desk
        self.fields = BoundFields(self)
        self.fact: Fact[Any] | None = None
        self._base: dict[str, Any] = {}
        self._patient_id = 0
        self._kept: dict[tuple[int, int], dict[str, Any]] = {}
        self._more: FormSection | None = None
        self._rare: Mapping[str, QWidget] = {}
        self._unfold = Button("", ButtonKind.QUIET, icon_name="chevron-down")
        self._found = QLabel("Saisie non enregistrée retrouvée.")
        set_text_role(self._found, TextRole.SECONDARY)
        self.refuse_button.clicked.disconnect(self.leave)
        self.refuse_button.clicked.connect(self.discard)
        set_surface(self, Surface.PLAIN)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setContentsMargins(0, 0, 0, 0)
        self.add_wide(self._found)

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return what the fields show of a fact, or of none."""
        raise NotImplementedError

    def made(self, values: Mapping[str, Any]) -> Any:
        """Return the data that the fields make; raises DomainError naming a field."""
        raise NotImplementedError

    def open_for(self, patient_id: int, fact: Fact[Any] | None, opener: QWidget) -> None:
        """Show a fact to change, or nothing to add one; what was typed and not stored is back."""
        self._patient_id, self.fact = patient_id, fact
        self.accept_button.setText("Ajouter" if fact is None else "Enregistrer")
        self.open(opener)
        values, usual = self.shown(fact), self.shown(None)
        self.fields.show_values(SimpleNamespace(**values))
        self._base = self.fields.values()
        kept = self._kept.pop(self._key(), None)
        self._found.setVisible(kept is not None)
        if kept is not None:
            self.fields.show_values(SimpleNamespace(**kept))
        self._show_more(shown=any(values[name] != usual[name] for name in self._rare))

    def data(self) -> Any:
        """Return what the fields make; raises DomainError naming a field."""
        return self.made(self.fields.values())

    def is_changed(self) -> bool:
        """Tell whether something typed is not stored, shown or put aside."""
        return bool(self._kept) or (not self.isHidden() and self.fields.values() != self._base)

    def stored(self) -> None:
        """Close: what was typed is in the base."""
        self._base = self.fields.values()
        self.leave()

    def put_aside(self, patient_id: int) -> int | None:
        """Return the fact of that record whose typing was put aside: 0 for a new one, or None."""
        return next((fact_id for owner, fact_id in self._kept if owner == patient_id), None)

    @Slot()
    def discard(self) -> None:
        """Close and drop what was typed."""
        self._base = self.fields.values()
        self.leave()

    @Slot()
    def leave(self) -> None:
        """Close; what was typed stays for the next opening."""
        if not self.isHidden() and self.fields.values() != self._base:
            self._kept[self._key()] = self.fields.values()
        super().leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Store by Ctrl+Enter where Enter begins a new line."""
        enter = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Keep every field in full: the page scrolls, the form is not squeezed."""
        least = super().minimumSizeHint()
        return least.expandedTo(QSize(0, self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def fold(self, section: FormSection, words: str, fields: Mapping[str, QWidget]) -> None:
        """Put rarer fields, by their bound names, under a button that unfolds them."""
        self._more = section
        self._rare = fields
        set_surface(section, Surface.PLAIN)
        layout = section.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setContentsMargins(0, 0, 0, 0)
        self._unfold.setText(words)
        self._unfold.clicked.connect(self._open_more)
        self.add_wide(self._unfold)
        self.add_wide(section)

    def end(self, first: QWidget, by_name: Mapping[str, QWidget]) -> None:
        """Put the buttons; ``by_name`` are the fields by the names that refusals bear."""
        self.end_rows(first=first, by_name=by_name)
        for edit in self.findChildren(QLineEdit):
            edit.returnPressed.connect(self.submitted)

    @Slot()
    def _open_more(self) -> None:
        self._show_more(shown=True)
        if self._more is not None:
            self._more.focusNextChild()

    def _show_more(self, *, shown: bool) -> None:
        if self._more is not None:
            self._more.setVisible(shown)
            self._unfold.setVisible(not shown)

    def set_error(self, field: QWidget, text: str) -> None:
        """Show a refusal, in the folded fields too."""
        if self._more is not None and field in self._rare.values():
            self._show_more(shown=True)
            self._more.set_error(field, text)
        else:
            super().set_error(field, text)

    def clear_errors(self) -> None:
        """Remove every refusal."""
        super().clear_errors()
        if self._more is not None:
            self._more.clear_errors()

    def focus_first_error(self) -> bool:
        """Take the keyboard to the first refused field; False when none is refused."""
        if super().focus_first_error():
            return True
        return self._more is not None and self._more.focus_first_error()

    def _key(self) -> tuple[int, int]:
        return self._patient_id, self.fact.id if self.fact is not None else 0


def beside(first: QWidget, second: QWidget) -> QWidget:
    """Return two fields on one line; the first one takes the keyboard for both."""
    pair = QWidget()
    line = QHBoxLayout(pair)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE_S)
    line.addWidget(first, 1)
    line.addWidget(second, 1)
    pair.setFocusProxy(first)
    return pair


def choice(values: Mapping[Any, str] | tuple[str, ...], *, free: bool = False) -> QComboBox:
    """Return a list to choose from; with ``free`` anything else may be typed."""
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    combo.addItems(list(values.values()) if isinstance(values, Mapping) else list(values))
    if free:
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return combo
