"""A page whose fields are stored together by « Valider » and come back by « Annuler »."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.page import Page
from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.focus_scroll import FocusScroll
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

W = TypeVar("W", bound=QWidget)
_VALIDATE_KEYS = ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter")


class FormPage(Page):
    """Title, messages, body and the two buttons, which stay in view whatever the height.

    The rest scrolls as a whole where the window leaves the body less than its least height.

    A subclass reads in ``load``, writes in ``store``, and has ``follow_changes`` called at each
    change of a field.
    """

    def __init__(
        self, desk: Desk, title: str, parent: QWidget | None = None, *, title_level: int = 1
    ) -> None:
        super().__init__(desk, parent)
        self.title = SectionTitle(title, title_level)
        self.strip = FailureStrip()
        self._subtitle = QLabel()
        self.validate_button = Button("Valider", ButtonKind.PRIMARY, icon_name="save")
        self.cancel_button = Button("Annuler")
        self._state = QLabel()
        self._body = QWidget()
        self._frame = FocusScroll()
        self._column = QVBoxLayout(self._frame.content)
        self._foot = QHBoxLayout()
        self._lay_out()
        self.validate_button.clicked.connect(self._validate)
        self.cancel_button.clicked.connect(self._cancel)
        for button in (self.validate_button, self.cancel_button):
            button.setEnabled(False)
        for keys in _VALIDATE_KEYS:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._validate)

    def entered(self) -> None:
        """Read again, unless something typed is waiting to be stored."""
        if not self.has_unsaved_changes():
            self.load()

    def has_unsaved_changes(self) -> bool:
        """Tell whether a field differs from what is stored."""
        return self.fields_changed()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys that end a form."""
        return [("Ctrl+S", "Valider"), ("Ctrl+Return", "Valider")]

    def load(self) -> None:
        """Read in the background what the fields show, then call ``show_loaded``."""
        raise NotImplementedError

    def fields_changed(self) -> bool:
        """Tell whether « Valider » has something to store."""
        raise NotImplementedError

    def store(self) -> None:
        """Write what the fields hold, in the background; refuse in place what is wrong."""
        raise NotImplementedError

    def restore(self) -> None:
        """Bring every field back to what is stored."""
        raise NotImplementedError

    def set_body(self, body: W) -> W:
        """Put the body in place, best empty, and return it.

        Its fields wait for what they show before they can be typed in.
        """
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body
        body.setEnabled(False)
        return body

    def show_loaded(self, first: QWidget) -> None:
        """Open the fields to typing: they show what is stored; ``first`` takes the cursor once."""
        if not self._body.isEnabled():
            self._body.setEnabled(True)
            first.setFocus()
        self.strip.dismiss()
        self.follow_changes()

    def fail_to_load(self, error: Exception) -> None:
        """Tell why the fields stay closed, and offer to read again."""
        again = QAction("Réessayer", self)
        again.triggered.connect(self.load)
        self.strip.show_failure(error, [again])

    def set_subtitle(self, text: str) -> None:
        """Show a line under the title."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def add_to_foot(self, button: QWidget) -> None:
        """Add a button at the left of the foot, which stays in view."""
        self._foot.insertWidget(self._foot.indexOf(self._state), button)

    @Slot()
    def follow_changes(self) -> None:
        """Open or close the two buttons after what was typed."""
        changed = self.fields_changed()
        self.validate_button.setEnabled(changed)
        self.cancel_button.setEnabled(changed)
        self._state.setText("Modifications non enregistrées" if changed else "")

    @Slot()
    def _validate(self) -> None:
        if self.fields_changed():
            self.strip.dismiss()
            self.store()

    @Slot()
    def _cancel(self) -> None:
        self.restore()
        self.strip.dismiss()
        self.follow_changes()

    def _lay_out(self) -> None:
        for label in (self._subtitle, self._state):
            set_text_role(label, TextRole.SECONDARY)
        self._subtitle.setWordWrap(True)
        self._subtitle.hide()
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_S)
        head.setSpacing(SPACE_S)
        head.addWidget(self.title)
        head.addWidget(self._subtitle)
        head.addWidget(self.strip)
        foot = self._foot
        foot.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        foot.setSpacing(SPACE_S)
        foot.addWidget(self._state, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.validate_button)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(self._body, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._frame, 1)
        whole.addLayout(foot)
