"""A message inside the window, which never takes the keyboard away from what is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.theme import SPACE_M, SPACE_S, SPACE_XS, Tone
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TONE_ICONS, set_relative_font, set_tone
from ui.widgets.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent

_CHARACTERS_BESIDE_BUTTONS: Final = 110
_URGENT: Final = frozenset({Tone.CRITICAL, Tone.ATTENTION})


class MessageStrip(QFrame):
    """Title, detail, buttons and, unless it must stay, a cross that Échap presses too."""

    closed = Signal()

    def __init__(self, *, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._closable = closable
        self._icon = IconLabel(TONE_ICONS[Tone.NEUTRAL])
        self._title = QLabel()
        self._detail = QLabel()
        set_relative_font(self._title, 1.0, bold=True)
        for label in (self._title, self._detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QWidget()
        self._close = QToolButton()
        self._close.setIcon(icon("close"))
        self._close.setToolTip("Fermer ce message")
        self._close.setAccessibleName("Fermer ce message")
        if not closable:
            self._close.hide()
        self._close.clicked.connect(self.dismiss)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.hide()

    def show_message(
        self, tone: Tone, title: str, detail: str = "", actions: Sequence[QAction] = ()
    ) -> None:
        """Show and have it said by the screen reader; an earlier message is replaced."""
        self._icon.set_icon(TONE_ICONS[tone])
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        beside = Qt.AlignmentFlag.AlignTop if detail else Qt.AlignmentFlag.AlignVCenter
        self._grid.setAlignment(self._icon, beside)
        self._replace_buttons(actions)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        set_tone(self, tone)
        self._place_buttons()
        self.show()
        announce(self, f"{title}\n{detail}".strip(), urgent=tone in _URGENT)

    @Slot()
    def dismiss(self) -> None:
        """Hide the strip; the keyboard goes on to the next field."""
        if self._close.hasFocus():
            self.focusNextChild()
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._closable and event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(SPACE_XS)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        WrapLayout(self._buttons)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(SPACE_S)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._icon, 0, 0)
        self._grid.addLayout(texts, 0, 1)
        self._grid.addWidget(self._buttons, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._close, 0, 3, Qt.AlignmentFlag.AlignTop)

    def _place_buttons(self) -> None:
        """Leave the text the whole width where buttons beside it would squeeze it."""
        width = self.fontMetrics().averageCharWidth() * _CHARACTERS_BESIDE_BUTTONS
        below = self.width() < width and not self._detail.isHidden()
        row, column = (1, 1) if below else (0, 2)
        if self._grid.itemAtPosition(row, column) is None:
            side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(self._buttons, row, column, side)

    def _replace_buttons(self, actions: Sequence[QAction]) -> None:
        row = self._buttons.layout()
        assert row is not None
        while (item := row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        before: QWidget = self._buttons
        before.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders only what Tab can reach
        for action in actions:
            button = Button(action.text())
            button.clicked.connect(action.trigger)
            row.addWidget(button)
            button.show()
            QWidget.setTabOrder(before, button)
            before = button
        self._buttons.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons.setVisible(bool(actions))
