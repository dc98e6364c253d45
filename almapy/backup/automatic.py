"""Backups that nobody has to think of: every few hours of use and at close."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from almapy.backup.service import BackupReport, BackupService
from almapy.clock import Clock
from almapy.errors import AlmaPyError

_log = logging.getLogger(__name__)
_SOON = timedelta(minutes=10).total_seconds()
_HOUR = 3600.0


class AutomaticBackup:
    """Backs up every ``hours`` hours while the program runs; 0 leaves only the one at close.

    Nothing is ever raised: the service remembers what failed and announces it.
    """

    def __init__(self, service: BackupService, clock: Clock, hours: float) -> None:
        self._service = service
        self._clock = clock
        self._pause = hours * _HOUR
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to count the hours, in a thread that sleeps between two backups."""
        if not self._pause or self._thread is not None:
            return
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="almapy-backup", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; waits for a backup that is being made."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def at_close(self) -> BackupReport | None:
        """Stop, and make the last backup of the session; None when it failed."""
        self.stop()
        return self._make()

    def _run(self) -> None:
        due = self._clock.monotonic() + self._first_pause()
        while not self._stopping.wait(max(0.0, due - self._clock.monotonic())):
            due = self._clock.monotonic() + self._pause
            self._make()

    def _first_pause(self) -> float:
        """Return what is left of the hours since the last backup, and a moment's peace at least."""
        age = self._service.age()
        left = 0.0 if age is None else self._pause - max(age.total_seconds(), 0.0)
        return min(max(left, _SOON), self._pause)

    def _make(self) -> BackupReport | None:
        try:
            return self._service.make_unasked()
        except AlmaPyError as error:
            _log.warning("automatic backup failed", extra={"code": error.code})
        except Exception:  # noqa: BLE001  (a thread of its own: nobody above would hear of it)
            _log.exception("automatic backup failed")
        return None
