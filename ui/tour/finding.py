"""Finding what a person would look for: a field by its label, a text on the screen."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from almapy.text import fold
from ui.tour.player import StepFailed

W = TypeVar("W", bound=QWidget)


def visible_window(kind: type[W]) -> W | None:
    """Return the window of this kind that is on the screen, or None."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, kind) and window.isVisible():
            return window
    return None


def field(window: QWidget, words: str) -> QWidget:
    """Return the visible field or button whose label begins so; raises StepFailed."""
    for widget in window.findChildren(QWidget):
        own = widget.text() if isinstance(widget, QAbstractButton) else ""
        named = fold(widget.accessibleName() or own.replace("&", ""))
        if widget.isVisible() and not isinstance(widget, QLabel) and named.startswith(fold(words)):
            return widget
    raise StepFailed(f"champ introuvable\u00a0: {words}")


def label_named(window: QWidget, words: str) -> QLabel:
    """Return the visible text that a screen reader announces with these words."""
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.accessibleName().startswith(words):
            return label
    raise StepFailed(f"texte introuvable\u00a0: {words}")


def shown_texts(window: QWidget) -> str:
    """Return every visible text of the window, with ordinary blanks."""
    texts = (label.text() for label in window.findChildren(QLabel) if label.isVisible())
    return "\n".join(texts).replace("\u00a0", " ")
