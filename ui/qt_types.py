"""The types of Qt, all made in the thread of the windows before a worker meets one.

PySide makes a type when its name is first read, in whichever thread reads it, and an event filter
of the whole application makes those it meets. Two threads at it, or a module of Qt loaded by one
while the other looks a type up, end in a segmentation fault (shiboken 6.11, `Module::get` and
`BindingManager::findDerivedType`). Once every type stands, a worker may import modules that define
classes of Qt.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal, Slot

# What pages and pyqtgraph import.
_MODULES = (
    "PySide6.QtCore",
    "PySide6.QtGui",
    "PySide6.QtWidgets",
    "PySide6.QtSvg",
    "PySide6.QtTest",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
)
_SLICE_S = 0.008
_PAUSE_MS = 4


class QtTypes(QObject):
    """Makes the types in short slices, so that who types is not held up; again costs nothing."""

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = _steps()
        self._turn = QTimer(self, interval=_PAUSE_MS)
        self._turn.timeout.connect(self._make_some)

    def start(self) -> None:
        """Begin; ``ready`` is emitted once, when every type stands."""
        self._turn.start()

    @Slot()
    def _make_some(self) -> None:
        end = time.monotonic() + _SLICE_S
        for _ in self._steps:
            if time.monotonic() >= end:
                return
        self._turn.stop()
        self.ready.emit()


def _steps() -> Iterator[None]:
    """Yield after each type: one takes under a millisecond, a namespace up to 30."""
    for path in _MODULES:
        with suppress(ImportError):  # a system without OpenGL: pyqtgraph does without it too
            module = import_module(path)
            for name in dir(module):
                getattr(module, name)
                yield
