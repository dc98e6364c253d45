"""The keys of the review: plain ones act only where nobody is typing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ui.commands import digit_keys
from ui.incoming.candidates import KEYS

_ENTER = ("Return", "Enter")


class LaneKeys(QObject):
    """Binds keys to the verbs of one widget; a key held down acts once.

    Plain keys (Enter, digits, N) are let go while a field has the keyboard, and Enter while a
    button has: it presses that button.
    """

    def __init__(self, lane: QWidget) -> None:
        super().__init__(lane)
        self._lane = lane
        self._plain: list[QShortcut] = []
        self._enter: list[QShortcut] = []
        self._pages: list[QShortcut] = []
        self._reader: QWidget | None = None
        self._inner: tuple[QWidget, ...] = ()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusObjectChanged.connect(self._follow)

    def bind(self, keys: tuple[str, ...], verb: Callable[[], None]) -> None:
        """Have these keys act wherever the keyboard is in the lane."""
        for key in keys:
            self._shortcut(key, verb)

    def bind_plain(self, keys: tuple[str, ...], verb: Callable[[], None]) -> None:
        """Have these keys act where nobody is typing."""
        self._plain += [self._shortcut(key, verb) for key in keys]

    def bind_enter(self, verb: Callable[[], None]) -> None:
        """Have Enter act where it does nothing else."""
        self._enter += [self._shortcut(key, verb) for key in _ENTER]

    def bind_pages(self, step: Callable[[int], None], reader: QWidget) -> None:
        """Have Page Up and Page Down go through the documents, but scroll inside ``reader``."""
        self._reader = reader
        self._pages = [
            self._shortcut("PgUp", partial(step, -1)),
            self._shortcut("PgDown", partial(step, 1)),
        ]

    def keep_off(self, inner: tuple[QWidget, ...]) -> None:
        """Let plain keys go while the keyboard is in one of these, which have keys of their own."""
        self._inner = inner

    def bind_digits(self, verb: Callable[[int], None]) -> None:
        """Have 1 to 9 act, on the top row of an AZERTY keyboard without Shift too."""
        for number in range(1, KEYS + 1):
            keys = tuple(key.removeprefix("Ctrl+") for key in digit_keys(number))
            self.bind_plain(keys, partial(verb, number))

    def _shortcut(self, key: str, verb: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self._lane)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(verb)
        return shortcut

    @Slot(QObject)
    def _follow(self, now: QObject | None) -> None:
        types = is_typing(now) or any(_holds(one, now) for one in self._inner)
        presses = isinstance(now, QAbstractButton)
        reads = self._reader is not None and _holds(self._reader, now)
        for shortcut in self._plain:
            shortcut.setEnabled(not types)
        for shortcut in self._enter:
            shortcut.setEnabled(not types and not presses)
        for shortcut in self._pages:
            shortcut.setEnabled(not types and not reads)


def _holds(part: QWidget, now: QObject | None) -> bool:
    return isinstance(now, QWidget) and (now is part or part.isAncestorOf(now))


def is_typing(focus: QObject | None) -> bool:
    """Tell whether what has the keyboard takes letters."""
    if isinstance(focus, QPlainTextEdit | QTextEdit | QLineEdit):
        return not focus.isReadOnly()
    return isinstance(focus, QAbstractSpinBox | QComboBox)
