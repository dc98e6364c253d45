"""Starting the program with a window, quickly: heavy parts are imported once it stands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from almapy.clock import Clock, SystemClock
from almapy.errors import FormatError
from almapy.paths import Folders
from almapy.settings import Place, PostSettings, locate
from ui.launcher import DEMO_NOTICE, Launcher
from ui.program import apply_appearance, keep_crashes, make_application
from ui.single_instance import SingleInstance
from ui.theme import Theme

if TYPE_CHECKING:
    from almapy.opening import Opened


_AFTER_PAINT_MS = 50
_OCCUPIED = (
    "AlmaPy est déjà ouvert sur ce dossier mais sa fenêtre ne répond pas. Les données sont "
    "intactes. Attendez quelques instants, ou fermez l'autre fenêtre puis recommencez."
)
OpenBase = Callable[[Place, Clock], "Opened"]


def start_window(root: Path, open_base: OpenBase | None = None) -> int:
    """Open the program on a data folder and return the exit status when it is closed.

    ``open_base`` opens the base without asking who is there (demo); it runs in a worker.
    """
    application = make_application(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    theme = Theme()
    apply_appearance(application, theme)
    try:
        place = _place(root)
    except FormatError as error:
        _tell(error.message)
        return 1
    instance = SingleInstance(place.folders.root)
    if not instance.take():
        if not instance.call_first():
            _tell(_OCCUPIED)
        return 0
    clock = SystemClock()
    launcher = Launcher(application, place, clock, theme)
    if open_base is None:
        launcher.start()
    else:
        launcher.start_with(lambda: open_base(place, clock), DEMO_NOTICE)
    instance.wanted.connect(launcher.bring_forward)
    beside = Beside(place.folders, instance)
    QTimer.singleShot(_AFTER_PAINT_MS, beside.start)
    try:
        return application.exec()
    finally:
        launcher.end()
        instance.release()
        beside.stop()


class Beside:
    """What runs beside the windows and may wait until the first one is seen."""

    def __init__(self, folders: Folders, instance: SingleInstance) -> None:
        self._folders = folders
        self._instance = instance
        self._stop_logs: Callable[[], None] | None = None

    def start(self) -> None:
        """Listen to later starts; open the log and the crash file where there are data."""
        from almapy import logs  # noqa: PLC0415  (slow to import, wanted by no window)

        self._instance.listen()
        if self._folders.root.is_dir():
            handler = logs.start(self._folders.logs)
            self._stop_logs = partial(logs.stop, handler)
            keep_crashes(self._folders.logs)

    def stop(self) -> None:
        """Close the log."""
        if self._stop_logs is not None:
            self._stop_logs()


def _place(root: Path) -> Place:
    """Return the place of the data; without readable settings, only a practice that is here.

    Settings may name another folder: starting a first run in this one would hide the real data.
    """
    try:
        return locate(root)
    except FormatError as error:
        if not Folders(root).exists():
            raise
        return Place(Folders(root), PostSettings(), (error.message,))


def _tell(text: str) -> None:
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415  (costs 5 ms, seldom needed)

    QMessageBox.warning(None, "AlmaPy", text)
