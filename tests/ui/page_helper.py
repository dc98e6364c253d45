"""What the tests of pages ask of any page."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
SMALL = (610, 300)  # what the window leaves to a page on 1366×768 at 200 %


def texts(page: QWidget) -> set[str]:
    """Return every text that a label or a button of the page bears."""
    bearers = [*page.findChildren(QLabel), *page.findChildren(QAbstractButton)]
    return {bearer.text() for bearer in bearers}


def nameless(page: QWidget) -> list[QWidget]:
    """Return the controls in view that a screen reader could not name."""
    return [
        control
        for kind in (*_CONTROLS, QPlainTextEdit)
        for control in page.findChildren(kind)
        if control.isVisible()
        and not isinstance(control, QHeaderView)
        and not control.objectName().startswith("qt_")
        and not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
    ]
