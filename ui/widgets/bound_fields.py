"""The fields of a form bound by name to the values they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget


class ComposedField(Protocol):
    """What a field made of several widgets offers: a ``changed`` signal and its value."""

    changed: Any

    def value(self) -> Any:
        """Return the value shown."""

    def set_value(self, value: Any) -> None:
        """Show a value."""


W = TypeVar("W", bound=QWidget)


class BoundFields(QObject):
    """Shows values in fields, reads them back, and tells whether the person changed one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handles: dict[str, _Handle] = {}
        self._shown: dict[str, Any] = {}
        self._given: dict[str, Any] = {}

    def bind(self, name: str, field: W) -> W:
        """Bind a field to the attribute ``name``; return the field."""
        handle = _handle(field)
        handle.changed.connect(self.changed)
        self._handles[name] = handle
        return field

    def show_values(self, source: object) -> None:
        """Show the attributes of ``source``: « Annuler » comes back to them."""
        self._given = {name: getattr(source, name) for name in self._handles}
        for name, handle in self._handles.items():
            handle.write(self._given[name])
        self._shown = self.values()

    def follow(self, source: object) -> set[str]:
        """Take over what changed elsewhere, and leave what the person is changing.

        Return the names changed on both sides: what was typed stays there. A field that did not
        change keeps its cursor.
        """
        typed, both = self.values(), set[str]()
        for name, handle in self._handles.items():
            now = getattr(source, name)
            if now == self._given.get(name):
                continue
            if typed[name] not in (self._shown.get(name), now):
                both.add(name)
                continue
            self._given[name] = now
            if typed[name] != now:
                handle.write(now)
            self._shown[name] = handle.read()
        return both

    def type_in(self, values: dict[str, Any]) -> None:
        """Show values as if they were typed: they wait to be stored."""
        for name, value in values.items():
            self._handles[name].write(value)

    def changes(self) -> dict[str, Any]:
        """Return what differs from what was shown, by name."""
        typed = self.values()
        return {name: typed[name] for name in self._shown if typed[name] != self._shown[name]}

    def field(self, name: str) -> QWidget | None:
        """Return the field bound to ``name``, None when there is none."""
        handle = self._handles.get(name)
        return handle.widget if handle is not None else None

    def values(self) -> dict[str, Any]:
        """Return what the fields hold now, by name."""
        return {name: handle.read() for name, handle in self._handles.items()}

    def are_changed(self) -> bool:
        """Tell whether a field differs from what was shown; false before anything was."""
        return bool(self._shown) and self.values() != self._shown

    def settle(self, stored: dict[str, Any]) -> None:
        """Take over what was stored; what was typed since then stays, and counts as changed."""
        self._shown = stored
        self.changed.emit()

    def restore(self) -> None:
        """Come back to what was shown."""
        for name, value in self._shown.items():
            self._handles[name].write(value)


class _Handle(NamedTuple):
    widget: QWidget
    changed: Any  # a bound signal
    read: Callable[[], Any]
    write: Callable[[Any], None]


def _handle(field: QWidget) -> _Handle:
    if not hasattr(field, "set_value"):  # a line edit may hold a day, a list a code
        match field:
            case QCheckBox():
                return _Handle(field, field.toggled, field.isChecked, field.setChecked)
            case QSpinBox():
                return _Handle(field, field.valueChanged, field.value, field.setValue)
            case QComboBox():
                return _Handle(field, field.currentTextChanged, field.currentText, _choosing(field))
            case QLineEdit():
                return _Handle(
                    field, field.textChanged, lambda: field.text().strip(), _typing(field)
                )
    composed = cast("ComposedField", field)
    return _Handle(field, composed.changed, composed.value, composed.set_value)


def _choosing(combo: QComboBox) -> Callable[[str], None]:
    def write(text: str) -> None:
        # A value that the list does not propose stays: it was stored by another version.
        if combo.findText(text) < 0:
            combo.addItem(text)
        combo.setCurrentText(text)

    return write


def _typing(edit: QLineEdit) -> Callable[[str], None]:
    def write(text: str) -> None:
        edit.setText(text)
        edit.setCursorPosition(0)

    return write
