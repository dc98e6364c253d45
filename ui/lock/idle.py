"""When to lock: nobody has touched the post, or it slept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from datetime import datetime

    from almapy.clock import Clock

_TICK_MS: Final = 15_000
_SLEEP_SECONDS: Final = 90.0
_MINUTE: Final = 60.0
_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Watches the whole application from `start` to `stop`; looks at the time every 15 seconds."""

    idle = Signal()  # once, until somebody touches the post again
    woke = Signal()  # the wall clock jumped over more than 90 seconds: the post had slept

    def __init__(self, clock: Clock, minutes: int, parent: QObject | None = None) -> None:
        """0 minutes: never idle; sleep is still seen."""
        super().__init__(parent)
        self._clock = clock
        self._minutes = minutes
        self._last_input = 0.0
        self._last_tick: datetime = clock.now()
        self._is_idle = False
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watch from now on."""
        self._last_input = self._clock.monotonic()
        self._last_tick = self._clock.now()
        self._is_idle = False
        self._timer.start()
        _application().installEventFilter(self)

    def stop(self) -> None:
        """Watch no more; to be called before the application ends."""
        self._timer.stop()
        _application().removeEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Change the delay; the time already spent idle counts."""
        self._minutes = minutes

    def seconds_still(self) -> float:
        """Return since when nobody has touched the post."""
        return self._clock.monotonic() - self._last_input

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in _INPUT:
            self._last_input = self._clock.monotonic()
            self._is_idle = False
        return False

    @Slot()
    def look(self) -> None:
        """Compare the clocks with the last time."""
        now = self._clock.now()
        slept = (now - self._last_tick).total_seconds() > _SLEEP_SECONDS
        self._last_tick = now
        if slept:
            self.woke.emit()
        still = self.seconds_still()
        if self._minutes and not self._is_idle and still >= self._minutes * _MINUTE:
            self._is_idle = True
            self.idle.emit()


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
