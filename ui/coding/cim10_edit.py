"""The field of an optional code of the CIM-10."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.coding.cim10 import HOW_TO_LOAD, Cim10Code
from almapy.coding.cim10_file import typed_cim10
from almapy.errors import DomainError
from almapy.record.model import Fact
from ui.desk import Desk
from ui.places.suggestions import SuggestionList

_PAUSE_MS = 150


class Cim10Edit(QLineEdit):
    """Proposes codes while one types a code or words; without a list it only takes a code."""

    label_found = Signal(str)  # the official label of the code that was taken

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._service = desk.application.cim10
        self._edition = ""
        self.setMaxLength(60)
        self.hint = "" if self._service.is_loaded else HOW_TO_LOAD
        self.setPlaceholderText("E11.9, ou des mots" if self._service.is_loaded else "E11.9")
        self.proposals = SuggestionList(self, line=_line, name="Codes CIM-10 proposés")
        self.proposals.taken.connect(self._take)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._pause.start)

    def code(self, field: str) -> str:
        """Return the code as it is kept; raises DomainError about ``field`` when it is none."""
        typed = self.text().strip()
        code = typed_cim10(typed) if typed else ""
        if code is None or len(code) > 10:  # noqa: PLR2004  (what the base keeps)
            raise DomainError(
                "Ce n'est pas un code CIM-10 (exemple\u00a0: E11.9). Choisissez-en un dans la "
                "liste, ou laissez le champ vide.",
                field=field,
            )
        return code

    def version(self, fact: Fact[Any] | None) -> str:
        """Return the edition the code was taken from: the former one while it is unchanged."""
        if fact is not None and fact.data.cim10 == self.text().strip():
            return str(fact.data.cim10_version)
        return self._edition

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.proposals.steer(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pause.stop()
        self.proposals.propose(())

    @Slot()
    def _search(self) -> None:
        typed, service = self.text(), self._service

        def done(found: tuple[list[Cim10Code], str]) -> None:
            if self.text() == typed and self.hasFocus():
                codes, self._edition = found
                self.proposals.propose(codes)

        self._desk.run(self, lambda: (service.search(typed), service.edition()), done)

    @Slot(object)
    def _take(self, code: Cim10Code) -> None:
        self.setText(code.code)
        self.label_found.emit(code.label)


def _line(code: Cim10Code) -> str:
    return f"{code.code}  {code.label}"
