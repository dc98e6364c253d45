"""Looking for a code with the webcam: its picture, the seconds that remain, « Annuler »."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.camera.ports import SeenCode
from almapy.camera.scan import CodeScan
from ui.camera.picture import CameraPicture
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.styling import TextRole, set_text_role

_PICTURES_MS = 66
OPENING = "Ouverture de la webcam…"


class CodeView(QWidget):
    """One search at a time; hidden, closed or given up, it lets the camera go."""

    seen = Signal(object)  # SeenCode
    failed = Signal(object)  # Exception
    given_up = Signal()  # by « Annuler »
    followed = Signal(object)  # CodeScan, each time its picture is shown

    def __init__(
        self,
        desk: Desk,
        hint: str,
        parent: QWidget | None = None,
        *,
        target: bool = False,
        cancel: str = "Annuler",
    ) -> None:
        """`hint` says what to hold before the camera; `target` draws where, for a small code."""
        super().__init__(parent)
        self._desk = desk
        self._scan: CodeScan | None = None
        self._under_way: list[CodeScan] = []
        self.picture = CameraPicture(target=target)
        self.words = QLabel(hint)
        self.state = QLabel()
        self.cancel_button = Button(cancel, icon_name="cancel")
        self._pictures = QTimer(self, interval=_PICTURES_MS)
        self._pictures.timeout.connect(self._follow)
        self.cancel_button.clicked.connect(self._cancel)
        # A plain function outlives this object: signing out must not wait for the camera.
        self.destroyed.connect(partial(_end_all, self._under_way))
        self._lay_out()
        self.setFocusProxy(self.cancel_button)
        self.hide()

    @property
    def is_filming(self) -> bool:
        """Whether a search is under way."""
        return self._scan is not None

    def start(self, make: Callable[[], CodeScan]) -> None:
        """Film; `make` gives a new search, at once. An earlier one gives way."""
        self.stop()
        self._scan = scan = make()
        self._under_way.append(scan)
        self.state.setText(OPENING)
        self.show()
        self._pictures.start()

        def done(code: SeenCode | None) -> None:
            if self._finish(scan) and code is not None:
                self.seen.emit(code)

        def failed(error: Exception) -> None:
            if self._finish(scan):
                self.failed.emit(error)

        self._desk.run(self, scan.run, done, failed, lane=Lane.IO)

    def stop(self) -> None:
        """Let the camera go; nothing is told afterwards."""
        self._scan = None
        self._pictures.stop()
        self.picture.show_frame(None)
        _end_all(self._under_way)
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the camera go when the page, the window or the post is left."""
        super().hideEvent(event)
        if self._scan is not None:
            self.stop()

    def _finish(self, scan: CodeScan) -> bool:
        """Forget a search that ended; tell whether it is the one that is looked at."""
        self._under_way.remove(scan)
        if scan is not self._scan:
            return False
        self.stop()
        return True

    @Slot()
    def _cancel(self) -> None:
        self.stop()
        self.given_up.emit()

    @Slot()
    def _follow(self) -> None:
        assert self._scan is not None
        self.picture.show_frame(self._scan.frame)
        left = self._scan.seconds_left
        if left is not None:
            self.state.setText(f"Encore {round(left)}\u00a0s")
        self.followed.emit(self._scan)

    def _lay_out(self) -> None:
        self.words.setWordWrap(True)
        set_text_role(self.state, TextRole.SECONDARY)
        line = QHBoxLayout()
        line.setSpacing(SPACE_M)
        line.addWidget(self.state, 1)
        line.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.words)
        column.addLayout(line)
        column.addWidget(self.picture, 1)


def _end_all(scans: list[CodeScan], _destroyed: object = None) -> None:
    for scan in scans:
        scan.give_up()
