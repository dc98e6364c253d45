"""The list of documents of one tab."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTreeWidget

from almapy.clock import civil_day
from almapy.documents.model import Document
from almapy.documents.types import type_label
from ui.record.fact_lines import FactGroup, FactLine, Mark, who_and_when
from ui.record.fact_tree import FactTree
from ui.theme import Theme, Tone

_CRITICAL = Mark("Critique", Tone.CRITICAL, "error")
_UNREAD = Mark("Non lu", Tone.INFORMATION, "mail")
_REPEATED = Mark("Déjà reçu", Tone.NEUTRAL, "copy")
_MEGA = 1_000_000
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class DocumentTree(FactTree):
    """Enter opens, F2 changes the details, Suppr removes; left and right ask for another tab.

    The chosen line stays lit: it tells which document is shown beside.
    """

    opened = Signal(object)  # Document
    zoom_asked = Signal(int)  # -1: smaller (Ctrl and the minus of the number pad)
    tab_asked = Signal(int)  # 1 for the next tab, -1 for the one before

    def __init__(self, theme: Theme) -> None:
        super().__init__("Documents", theme)
        self.setAccessibleDescription("Entrée ouvre, Suppr supprime, Inser ajoute")

    def show_documents(self, documents: Sequence[Document]) -> None:
        """Show these documents in their order."""
        lines = tuple(document_line(one) for one in documents)
        self.show_groups([FactGroup(lines)] if lines else [], "Aucun document")

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl and the minus of the number pad, which a key of the window resembles."""
        is_key = event.type() is QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and _is_smaller(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, document = Qt.Key(event.key()), self.chosen()
        if _is_smaller(event):
            self.zoom_asked.emit(-1)
            return
        if key in _ENTER and document is not None and not event.modifiers():
            self.opened.emit(document)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.tab_asked.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        document = self.chosen()
        if document is not None and self.itemAt(event.position().toPoint()) is not None:
            self.opened.emit(document)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the chosen line lit."""
        QTreeWidget.focusOutEvent(self, event)


def document_line(document: Document) -> FactLine:
    """Return date and title, what deserves a look, then the type and the correspondent."""
    details = document.data
    marks = (
        (_CRITICAL, details.critical),
        (_UNREAD, document.is_unread),
        (_REPEATED, document.already_received),
    )
    kind = type_label(details.type_code)
    return FactLine(
        document,
        f"{details.day:%d/%m/%Y} {details.title}",
        " · ".join(part for part in (kind, details.correspondent) if part),
        marks=tuple(mark for mark, shown in marks if shown),
        hint=_hint(document),
    )


def _is_smaller(event: QKeyEvent) -> bool:
    pad = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier
    return event.key() == Qt.Key.Key_Minus and event.modifiers() == pad


def _hint(document: Document) -> str:
    lines = [f"{document.origin.label} · {_size(document.size)}", who_and_when(document)]
    if document.read_at is not None:
        lines.append(f"Lu par {document.read_by} le {civil_day(document.read_at):%d/%m/%Y}")
    if document.already_received:
        lines.append("Un document identique se trouve déjà dans ce dossier.")
    return "\n".join(lines)


def _size(size: int) -> str:
    if size < _MEGA:
        return f"{max(1, round(size / 1000))}\u00a0ko"
    return f"{size / _MEGA:.1f}\u00a0Mo".replace(".", ",")
