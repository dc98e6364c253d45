"""Finding things in the doors as a person does: by what they are called."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.typing_helper import type_text
from ui.widgets.message_strip import MessageStrip


def show(qtbot: QtBot, window: QWidget) -> None:
    """Put the window on screen with the keyboard in it."""
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def shown(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def entry(window: QWidget, name: str) -> QWidget:
    """The visible field whose accessible name begins so."""
    kinds = (QLineEdit, QComboBox)
    found = [
        widget
        for kind in kinds
        for widget in shown(window, kind)
        if widget.accessibleName().startswith(name)
    ]
    assert found, f"no field is called {name!r}"
    return found[0]


def button(window: QWidget, text: str) -> QAbstractButton:
    """The visible button with this text, mnemonic apart."""
    found = [
        widget
        for widget in shown(window, QAbstractButton)
        if widget.text().replace("&", "") == text
    ]
    assert found, f"no button is called {text!r}"
    return found[0]


def click(qtbot: QtBot, window: QWidget, text: str) -> None:
    qtbot.mouseClick(button(window, text), Qt.MouseButton.LeftButton)


def fill(window: QWidget, name: str, text: str) -> None:
    """Replace the text of a field by typing."""
    field = entry(window, name)
    edit = field.lineEdit() if isinstance(field, QComboBox) else field
    edit.setFocus()
    edit.selectAll()
    edit.del_()
    type_text(edit, text)


def messages(window: QWidget) -> str:
    """Everything said in the strips now visible."""
    return "\n".join(
        label.text() for strip in shown(window, MessageStrip) for label in shown(strip, QLabel)
    )


def words(window: QWidget) -> str:
    """Every text now visible."""
    return "\n".join(label.text() for label in shown(window, QLabel))


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """Press a key where the keyboard is."""
    where = QApplication.focusWidget()
    assert where is not None, "the keyboard is nowhere"
    qtbot.keyClick(where, key, modifiers or Qt.KeyboardModifier.NoModifier)


def type_here(text: str) -> None:
    """Type where the keyboard is, over what is selected."""
    where = QApplication.focusWidget()
    assert where is not None, "the keyboard is nowhere"
    type_text(where, text)


def nameless(window: QWidget) -> list[str]:
    """Visible things that take the keyboard and have nothing a screen reader could say."""
    return [
        repr(widget)
        for kind in (QLineEdit, QComboBox, QAbstractButton)
        for widget in shown(window, kind)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not isinstance(widget.parent(), QComboBox)
    ]


def too_wide(window: QWidget) -> list[str]:
    """Scroll areas whose content needs a horizontal bar."""
    return [repr(a) for a in shown(window, QScrollArea) if a.horizontalScrollBar().maximum() > 0]
