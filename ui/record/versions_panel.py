"""The former versions of one fact: what each change replaced, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from almapy.record.model import FormerVersion
from ui.theme import SPACE_S
from ui.widgets.button import Button
from ui.widgets.conflict_panel import shown_value

_LINES = 9


class VersionsPanel(QWidget):
    """Read only; Échap closes it."""

    left = Signal()

    def __init__(self, labels: Mapping[str, str], parent: QWidget | None = None) -> None:
        """``labels`` names in French the fields of the data."""
        super().__init__(parent)
        self._labels = labels
        self.text = _Lines()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Versions précédentes")
        close = Button("Fermer les versions")
        close.clicked.connect(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.text, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def open(self, present: Any, former: Sequence[FormerVersion[Any]]) -> None:
        """Show what each version said that the next one says no more."""
        self.text.setPlainText(versions_text(present, former, self._labels))
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> None:
        """Close."""
        if not self.isHidden():
            self.hide()
            self.text.clear()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


class _Lines(QPlainTextEdit):
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().height() * _LINES)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


def versions_text(
    present: Any, former: Sequence[FormerVersion[Any]], labels: Mapping[str, str]
) -> str:
    """Return the versions in words, latest first: « Gravité : modérée → grave »."""
    if not former:
        return "Aucune version précédente\u00a0: ce texte n'a pas été modifié."
    parts, later = [], present
    for one in former:
        head = (
            f"Le {one.replaced_at.astimezone():%d/%m/%Y à %H:%M}, {one.replaced_by} a modifié ce "
            f"que {one.written_by} avait écrit le {one.written_at.astimezone():%d/%m/%Y à %H:%M}"
        )
        lines = [
            f"{labels.get(name, name)}\u00a0: {shown_value(old)} → {shown_value(new)}"
            for name, old, new in _changes(one.data, later)
        ]
        reason = [f"Motif\u00a0: {one.reason}"] if one.reason else []
        parts.append("\n".join([f"{head}\u00a0:", *lines, *reason]))
        later = one.data
    return "\n\n".join(parts)


def _changes(old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    names = [one.name for one in fields(old)]
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in names]
    return [one for one in pairs if one[1] != one[2]]
