"""Where the window stood last time."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

_KEY = "window/geometry"


def remember_geometry(window: QWidget) -> None:
    """Keep where the window stands for the next start."""
    QSettings().setValue(_KEY, window.saveGeometry())


def restore_geometry(window: QWidget) -> None:
    """Put the window where it stood; Qt brings it back onto a screen that is there."""
    stored = QSettings().value(_KEY)
    if isinstance(stored, QByteArray):
        window.restoreGeometry(stored)
