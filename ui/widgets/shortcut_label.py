"""Keys of a shortcut, drawn as the caps of a French keyboard."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.theme import SPACE_XS
from ui.widgets.styling import Surface, set_surface

_FRENCH: Final = MappingProxyType(
    {
        "Shift": "Maj",
        "Meta": "Windows",
        "Return": "Entrée",
        "Enter": "Entrée",
        "Esc": "Échap",
        "Del": "Suppr",
        "Ins": "Inser",
        "Space": "Espace",
        "Backspace": "Retour arrière",
        "Home": "Début",
        "End": "Fin",
        "PgUp": "Page préc.",
        "PgDown": "Page suiv.",
        "Left": "←",
        "Right": "→",
        "Up": "↑",
        "Down": "↓",
    }
)


def french_keys(keys: QKeySequence) -> list[str]:
    """Names engraved on an AZERTY keyboard: Ctrl+Shift+C gives Ctrl, Maj, C."""
    text = keys.toString(QKeySequence.SequenceFormat.PortableText)
    plus_key = ["+"] if text.endswith("+") else []
    names = [part for part in text.split("+") if part]
    return [_FRENCH.get(name, name) for name in names + plus_key]


class ShortcutLabel(QWidget):
    """One cap per key."""

    def __init__(self, keys: QKeySequence | str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = french_keys(QKeySequence(keys))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_XS)
        for name in names:
            cap = QLabel(name)
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            cap.setMinimumWidth(round(cap.fontMetrics().height() * 1.5))
            cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            set_surface(cap, Surface.KEY)
            line.addWidget(cap)
        line.addStretch(1)
        self.setAccessibleName(" + ".join(names))
