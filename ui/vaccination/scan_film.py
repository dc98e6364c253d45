"""The webcam and what it asks of the hand that holds a box."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.camera.scan import CodeScan
from almapy.vaccination.box_watch import BoxWatch
from almapy.vaccination.boxes import BoxService
from ui.camera.code_view import CodeView
from ui.desk import Desk
from ui.theme import SPACE_S, Tone
from ui.widgets.announce import announce
from ui.widgets.message_strip import MessageStrip

SHOW_BOX = (
    "Présentez à la webcam le petit code carré de la boîte, dans le cadre, à dix centimètres "
    "environ. La lecture s'arrête d'elle-même."
)
NO_AUTOFOCUS = "Votre caméra n'a pas d'autofocus\u00a0: utilisez une douchette"
MOVE = "Rapprochez, éloignez, tournez la boîte."
OTHERWISE = "Toujours rien\u00a0? Saisissez le code, ou utilisez une douchette."
_MOVE_AFTER, _OTHERWISE_AFTER = 10.0, 30.0
_NO_AUTOFOCUS_HOW = (
    "De près, l'image restera floue\u00a0: le petit code d'une boîte ne s'y lit presque jamais."
)


class FilmPart(QWidget):
    """One search for a box; says what would help while it lasts."""

    seen = Signal(object)  # SeenCode
    failed = Signal(object)  # Exception
    given_up = Signal()
    lit = Signal()  # the picture came, or was moved by a message

    def __init__(self, desk: Desk, boxes: BoxService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes = boxes
        self._watch: BoxWatch | None = None
        self._is_lit = False
        self.view = CodeView(desk, SHOW_BOX, target=True, cancel="Éteindre la webcam")
        self.strip = MessageStrip(closable=False)
        self.hint = self.view.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.strip)
        column.addWidget(self.view, 1)
        self.view.followed.connect(self._advise)
        self.view.seen.connect(self.seen)
        self.view.failed.connect(self.failed)
        self.view.given_up.connect(self.given_up)
        self.hide()

    @property
    def is_filming(self) -> bool:
        """Whether a search is under way."""
        return self.view.is_filming

    def start(self, number: int) -> None:
        """Film with the camera of this number; an earlier search gives way."""
        self.stop()
        self._watch = watch = self._boxes.watch()
        self._is_lit = False
        self.show()
        self.view.start(lambda: self._boxes.film(number, watch))

    def stop(self) -> None:
        """Let the camera go; nothing is told afterwards."""
        self._watch = None
        self.view.stop()
        self.strip.hide()
        self.strip.setAccessibleName("")
        self._hint("")
        self.hide()

    @Slot(object)
    def _advise(self, scan: CodeScan) -> None:
        watch = self._watch
        if watch is None:
            return
        if scan.seconds_looked and not self._is_lit:
            self._is_lit = True
            self.lit.emit()
        refused = watch.refused
        if refused is not None:
            self._tell(Tone.ATTENTION, refused.message)
        elif scan.has_autofocus is False:
            self._tell(Tone.INFORMATION, NO_AUTOFOCUS, _NO_AUTOFOCUS_HOW)
        looked = scan.seconds_looked
        if looked >= _OTHERWISE_AFTER:
            self._hint(OTHERWISE)
        elif looked >= _MOVE_AFTER:
            self._hint(MOVE)
        else:
            self._hint(watch.advice)

    def _tell(self, tone: Tone, title: str, detail: str = "") -> None:
        if self.strip.isHidden() or self.strip.accessibleName() != title:
            self.strip.show_message(tone, title, detail)
            self.lit.emit()

    def _hint(self, text: str) -> None:
        """Say what would help in the place of what is asked at first."""
        text = text or SHOW_BOX
        if text == self.hint.text():
            return
        self.hint.setText(text)
        if text != SHOW_BOX:
            announce(self.hint, text)
