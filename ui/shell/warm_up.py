"""Gets ready, while the person reads the first page, what they will want next."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from almapy.places.model import UNKNOWN_CODE
from ui.desk import Desk
from ui.qt_types import QtTypes
from ui.shell.page_stack import PageStack
from ui.tasks import Lane, TaskRunner

_SOON_MS = 400
_BUILT_AHEAD = ("record", "consultation", "documents", "incoming", "insi", "vaccines")


class WarmUp(QObject):
    """Imports pages and reads lists in a worker, then builds the usual pages one by one.

    The worker begins when every type of Qt stands: it must make none itself (`ui/qt_types.py`).
    A page is only built while nothing else is under way: who types at once is not held up. What
    was loaded and built then stays to the end, and is not looked at for garbage again.
    """

    def __init__(self, desk: Desk, pages: PageStack, tasks: TaskRunner) -> None:
        super().__init__(pages)
        self._desk = desk
        self._pages = pages
        self._tasks = tasks
        self._waiting = [name for name in _BUILT_AHEAD if pages.section(name) is not None]
        self._types = QtTypes(self)
        self._types.ready.connect(self._load)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._build_next)

    def start(self) -> None:
        """Begin, once the window is on the screen."""
        self._types.start()

    @Slot()
    def _load(self) -> None:
        sections, places = self._pages.sections(), self._desk.application.places

        def work() -> None:
            pages = [section.load() for section in sections]
            places.place(UNKNOWN_CODE)
            for page in pages:
                page.preload()
            _wipe_what_a_crash_left()

        self._desk.run(self, work, lambda _: self._soon.start(), _nothing, lane=Lane.IO)

    @Slot()
    def _build_next(self) -> None:
        if self._waiting and not self._tasks.under_way:
            self._pages.prepare(self._waiting.pop(0))
        if self._waiting:
            self._soon.start()
        else:
            self._tasks.settle()


def _wipe_what_a_crash_left() -> None:
    from ui.incoming.private_copies import remove_left_copies  # noqa: PLC0415  (in the worker)

    remove_left_copies()


def _nothing(_error: Exception) -> None:
    """Leave the page to be loaded when it is wanted: whatever failed is told then."""
