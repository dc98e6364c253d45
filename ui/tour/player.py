"""Plays gestures in the real windows and measures what they cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_S = 30.0
_BEAT_MS = 5
_PAUSE_MS = 5


class StepFailed(Exception):  # noqa: N818
    """What a step expected to see was not there."""


@dataclass(frozen=True, slots=True)
class StepReport:
    """One played step; times in milliseconds, without the pause for the picture."""

    step: str
    ok: bool
    gestures: int
    ms: int
    longest_stall_ms: int
    image: str
    note: str

    def values(self) -> dict[str, object]:
        """Return the members in the order of the command-line contract."""
        return asdict(self)


class Heartbeat(QObject):
    """Beats in the event loop: the longest gap between two beats is the longest stall."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self._longest = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def restart(self) -> None:
        """Forget the stalls so far."""
        self._last = time.perf_counter()
        self._longest = 0.0

    def longest_ms(self) -> int:
        """Return the longest stall since the restart."""
        return round(max(self._longest, time.perf_counter() - self._last) * 1000)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now


class Player:
    """A person at the keyboard: one gesture is one key chord, one Enter or one click.

    Typing content is not a gesture.
    """

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._heart = Heartbeat()
        self._gestures = 0

    def play(self, name: str, act: Callable[[], str], subject: Callable[[], QWidget]) -> StepReport:
        """Play one step, take its picture and report; a failure is reported, not raised."""
        self._gestures = 0
        self._heart.restart()
        begin = time.perf_counter()
        ok, note = True, ""
        try:
            note = act()
        except StepFailed as failure:
            ok, note = False, str(failure)
        elapsed = round((time.perf_counter() - begin) * 1000)
        stall = self._heart.longest_ms()
        gestures = self._gestures
        image = self._picture(name, subject())
        return StepReport(name, ok, gestures, elapsed, stall, image, note)

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        target: QWidget | None = None,
    ) -> None:
        """Press one key chord where the keyboard is: one gesture."""
        self._gestures += 1
        self._press(key, modifiers, target)

    def tab(self) -> None:
        """Go to the next field; part of typing a form, not a gesture."""
        self._press(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, None)

    def type(self, text: str) -> None:
        """Type text where the keyboard is, accents included."""
        widget = self._focus()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(widget, event)
        self.pause()

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget: one gesture."""
        self._gestures += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.pause()

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program work until the condition holds; raises StepFailed when it never does."""
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end:
                raise StepFailed(f"attendu en vain\u00a0: {what}")
            self.pause()

    def expect(self, *, that: bool, what: str) -> None:
        """Raise StepFailed when what should be seen is not there."""
        if not that:
            raise StepFailed(what)

    def pause(self) -> None:
        """Let the event loop turn."""
        QTest.qWait(_PAUSE_MS)

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, target: QWidget | None) -> None:
        QTest.keyClick(target or self._focus(), key, modifiers)
        self.pause()

    def _focus(self) -> QWidget:
        widget = QApplication.focusWidget() or QApplication.activeWindow()
        if widget is None:
            raise StepFailed("aucune fenêtre n'a le clavier")
        return widget

    def _picture(self, name: str, subject: QWidget) -> str:
        QTest.qWait(150)
        safe = "".join(c if c.isalnum() else "-" for c in name)
        number = len(list(self._folder.glob("*.png"))) + 1
        path = self._folder / f"{number:02d}-{safe}.png"
        subject.grab().save(str(path))
        return path.name
