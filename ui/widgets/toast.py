"""A short notice at the bottom of a window, with an « Annuler » that waits.

It stands in the middle: the buttons that end a form are at the right, and must stay in reach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStatusBar,
    QToolButton,
    QWidget,
)

from ui.icons import icon
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.announce import announce
from ui.widgets.button import Button, ButtonKind
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TONE_ICONS

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

NOTICE_SECONDS: Final = 8.0
ACTION_SECONDS: Final = 30.0
_GRACE_SECONDS: Final = 3.0
_CHARACTERS: Final = 48


class Toast(QFrame):
    """Goes by itself, but never while the mouse or the keyboard is on it.

    `Toast(window, "Document classé.", action="Annuler").show()` is enough: it places itself above
    earlier toasts, never takes the focus, and deletes itself.
    """

    action_chosen = Signal()
    closed = Signal()

    def __init__(
        self,
        window: QWidget,
        text: str,
        *,
        tone: Tone = Tone.OK,
        action: str = "",
        seconds: float = 0.0,
    ) -> None:
        """Prepare it; `action` names a button such as « Annuler », 0 seconds is the usual time."""
        super().__init__(window)
        self._window = window
        self._text = text
        self._seconds = seconds or (ACTION_SECONDS if action else NOTICE_SECONDS)
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._leave)
        self.setAccessibleName(text)
        self._fill(tone, action)
        window.installEventFilter(self)

    @Slot()
    def dismiss(self) -> None:
        """Go at once."""
        self._window.removeEventFilter(self)
        self._end.stop()
        self.hide()
        _stack_toasts(self._window)
        self.closed.emit()
        self.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.raise_()
        _stack_toasts(self._window)
        announce(self, self._text)
        self._end.start(round(1000 * self._seconds))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            _stack_toasts(self._window)
        return super().eventFilter(watched, event)

    def _fill(self, tone: Tone, action: str) -> None:
        label = QLabel(self._text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        metrics = label.fontMetrics()
        label.setMinimumWidth(
            min(
                metrics.horizontalAdvance(self._text) + SPACE_S,
                metrics.averageCharWidth() * _CHARACTERS,
            )
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel(TONE_ICONS[tone]))
        line.addWidget(label, 1)
        if action:
            button = Button(action, ButtonKind.QUIET)
            button.clicked.connect(self._choose)
            line.addWidget(button)
        cross = QToolButton()
        cross.setIcon(icon("close"))
        cross.setToolTip("Fermer")
        cross.setAccessibleName("Fermer cette notification")
        cross.clicked.connect(self.dismiss)
        line.addWidget(cross)
        self.setFocusProxy(button if action else cross)

    @Slot()
    def _choose(self) -> None:
        self.action_chosen.emit()
        self.dismiss()

    @Slot()
    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._end.start(round(1000 * min(_GRACE_SECONDS, self._seconds)))
            return
        self.dismiss()


def _stack_toasts(window: QWidget) -> None:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    bars = window.findChildren(QStatusBar, options=direct)
    bottom = window.height() - SPACE_L - sum(bar.height() for bar in bars if bar.isVisible())
    for toast in reversed(window.findChildren(Toast, options=direct)):
        if toast.isHidden():
            continue
        toast.setMaximumWidth(max(1, window.width() - 2 * SPACE_L))
        toast.adjustSize()
        toast.move((window.width() - toast.width()) // 2, bottom - toast.height())
        bottom = toast.y() - SPACE_S
