"""A few fields and a verb that open inside the page, where a dialog would stand in the way."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.errors import AccessError, DomainError
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.form import FormSection


class InlinePanel(FormSection):
    """Échap or the second button closes it and gives the keyboard back to what opened it."""

    submitted = Signal()
    left = Signal()

    def __init__(
        self,
        title: str,
        verb: str,
        *,
        kind: ButtonKind = ButtonKind.PRIMARY,
        refusal: str = "Annuler",
        explanation: str = "",
        columns: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        """`verb` names the button that acts, `refusal` the one that changes nothing."""
        super().__init__(title, columns=columns, parent=parent)
        self.strip = FailureStrip()
        self.accept_button = Button(verb, kind)
        self.refuse_button = Button(refusal)
        self._opener: QWidget | None = None
        self._first: QWidget = self.refuse_button
        self._by_name: Mapping[str, QWidget] = {}
        self._password: QWidget | None = None
        if explanation:
            words = QLabel(explanation)
            words.setWordWrap(True)
            self.add_wide(words)
        self.accept_button.clicked.connect(self.submitted)
        self.refuse_button.clicked.connect(self.leave)
        self.hide()

    def end_rows(
        self,
        *,
        first: QWidget | None = None,
        last: QLineEdit | None = None,
        password: QWidget | None = None,
        by_name: Mapping[str, QWidget] | None = None,
    ) -> None:
        """Put the buttons under the rows.

        ``first`` takes the cursor at opening (the harmless button without it), Enter in ``last``
        acts, ``password`` is where a wrong password is told, ``by_name`` where a DomainError about
        that field is.
        """
        self._first = first or self.refuse_button
        self._password = password
        self._by_name = by_name or {}
        if last is not None:
            last.returnPressed.connect(self.submitted)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(self.refuse_button)
        buttons.addWidget(self.accept_button)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.strip)
        column.addLayout(buttons)
        self.add_wide(foot)

    def open(self, opener: QWidget) -> None:
        """Show empty, with the cursor where the work begins."""
        self._opener = opener
        self._rest()
        self.show()
        self._first.setFocus()

    @Slot()
    def leave(self) -> None:
        """Close and forget what was typed."""
        if self.isHidden():
            return
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        self._rest()
        self.hide()
        if had_focus and self._opener is not None:
            self._opener.setFocus()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def begin(self) -> None:
        """Wait for the work under way: the verb cannot be pressed twice."""
        self.clear_errors()
        self.strip.dismiss()
        self.accept_button.setEnabled(False)

    def refuse(self, error: Exception) -> None:
        """Open again after a failure, told beside the field it is about."""
        self.accept_button.setEnabled(True)
        match error:
            case AccessError() if self._password is not None:
                self.set_error(self._password, error.message)
            case DomainError(field=str() as name) if name in self._by_name:
                self.set_error(self._by_name[name], error.message)
            case _:
                self.strip.show_failure(error)
        self.focus_first_error()

    def _rest(self) -> None:
        self.accept_button.setEnabled(True)
        self.clear_errors()
        self.strip.dismiss()
        for edit in self.findChildren(QLineEdit):
            edit.clear()
