"""« Lecture du DataMatrix d'un vaccin »: a box by webcam, picture, scanner or hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from almapy.camera.ports import SeenCode
from almapy.gs1.model import BoxCode
from almapy.stop import Stop
from almapy.vaccination.box_model import ScannedBox
from almapy.vaccination.boxes import choices_of
from almapy.vaccines.model import Vaccine
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.vaccination.scan_choice import CameraChoice, ReadingChoice, SimulatedBoxChoice
from ui.vaccination.scan_film import FilmPart
from ui.vaccination.scan_keys import ScannerKeys
from ui.vaccination.scan_result import BoxResult
from ui.vaccination.scan_scroll import IntoView
from ui.vaccination.scan_strip import ScanStrip
from ui.vaccination.scan_ways import BY_NAME, WHICH, CodePart, NamePart, can_be_picture
from ui.widgets.badge import Badge
from ui.widgets.busy import Busy
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.section_title import SectionTitle
from ui.widgets.wrap_layout import WrapLayout

TITLE = "Lecture du DataMatrix d'un vaccin"
BEGIN = "Cliquez ici pour commencer la lecture du DataMatrix"
_SIDES_CHARACTERS = 110


class BoxScanPanel(QWidget):
    """Stands inside a page; ``start`` films, ``stop`` lets the camera go, Échap closes."""

    accepted = Signal(object, str)  # ScannedBox, why a box past its last day is given all the same
    named = Signal(object)  # Vaccine, told by its name: there is no box
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._boxes = desk.application.boxes
        self._turn = 0
        self._is_new_answer = False
        self._stops: list[Stop] = []
        self.setAccessibleName(TITLE)
        self.setAcceptDrops(True)
        self.busy = Busy()
        self.strip = ScanStrip(closable=False)
        self.simulated = Badge("Simulateur", Tone.SIMULATOR)
        self.begin_button = Button(BEGIN, icon_name="camera")
        self.close_button = Button("Fermer", icon_name="close")
        self.film = FilmPart(desk, self._boxes)
        self.camera = CameraChoice(desk)
        held = desk.application.outside.simulated_boxes
        self.held = SimulatedBoxChoice(held) if held is not None else None
        self.readings = ReadingChoice()
        self.result = BoxResult()
        self.name = NamePart(desk)
        self.code = CodePart()
        self.ways = Card()
        self.keys = ScannerKeys(self)
        self._view = IntoView(self)
        self._lay_out()
        self._connect()
        self.destroyed.connect(partial(_end_all, self._stops))

    def start(self) -> None:
        """Film at once, from an empty panel."""
        turn = self._rest()
        self._show_parts()
        self.name.ask(BY_NAME)
        self.name.setFocus()
        settings = self._desk.application.post_settings

        def ready(number: int) -> None:
            if turn == self._turn and self.isVisible():
                self.camera.show_number(number)
                self.film.start(number)

        def failed(error: Exception) -> None:
            if turn == self._turn:
                self._refuse(error)

        self._desk.run(self, lambda: settings.get().camera, ready, failed)

    @Slot()
    def stop(self) -> None:
        """Let the camera go; nothing is told afterwards."""
        self._turn += 1
        self.film.stop()
        _end_all(self._stops)
        self.busy.set_running(0)

    def refuse(self, error: Exception) -> None:
        """Tell why an accepted box was not stored; it can be added again."""
        self.result.set_adding(adding=False)
        self.strip.show_failure(error)
        self.result.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a picture of a box anywhere in the panel."""
        if can_be_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read a picture of a box that was dropped."""
        self.code.take_dropped(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the camera go when the page, the window or the post is left."""
        super().hideEvent(event)
        self.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts one under the other where the window is narrow."""
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _SIDES_CHARACTERS
        directions = QBoxLayout.Direction
        self._sides.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    @Slot(object)
    def _take_seen(self, code: SeenCode) -> None:
        QApplication.beep()
        self._ask(lambda boxes, actor, _stop: boxes.read(actor, code.content))

    @Slot(str)
    def _take_text(self, text: str) -> None:
        self._ask(lambda boxes, actor, _stop: boxes.typed(actor, text))

    @Slot(object)
    def _take_picture(self, source: Callable[[], bytes]) -> None:
        self._ask(lambda boxes, actor, stop: boxes.picture(actor, source(), stop), lane=Lane.IO)

    @Slot(object)
    def _take_reading(self, code: BoxCode) -> None:
        self._ask(lambda boxes, actor, _stop: boxes.known(actor, code))

    def _ask(self, read: Callable[..., ScannedBox], *, lane: Lane = Lane.DATA) -> None:
        """Have a box read aside; whatever was under way gives way."""
        self.stop()
        turn, stop = self._turn, Stop()
        self._stops.append(stop)
        self.busy.set_running(1)
        boxes, actor = self._boxes, self._desk.actor

        def done(box: ScannedBox) -> None:
            self._stops.remove(stop)
            if turn == self._turn:
                self._show_box(box)

        def failed(error: Exception) -> None:
            self._stops.remove(stop)
            if turn == self._turn:
                self._refuse(error)

        self._desk.run(self, lambda: read(boxes, actor, stop), done, failed, lane=lane)

    def _show_box(self, box: ScannedBox) -> None:
        self.busy.set_running(0)
        self.code.code.clear()
        self.readings.empty()
        self._is_new_answer = False
        self.result.show_box(box)
        asks = box.vaccine is None
        self._show_parts(name=asks, code=False)
        self.strip.show_read(box)
        if asks:
            self.name.ask(WHICH)
            self.name.setFocus()
            self._view.bring(self.name)
        else:
            self.result.take_focus()

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self.film.stop()
        self.busy.set_running(0)
        if self.result.box is not None:
            self.result.empty()
            self.name.ask(BY_NAME)
        codes = choices_of(error)
        self._show_parts(name=not codes, code=not codes)
        self.strip.show_refusal(error, self.camera.number)
        if codes:
            self.readings.show_codes(codes)

    @Slot(str)
    def _prefer_typing(self, text: str) -> None:
        """Put the camera out: a box read meanwhile would take the place of what is typed."""
        if text:
            self.stop()

    @Slot()
    def _give_up(self) -> None:
        self.stop()
        self.begin_button.setFocus()

    @Slot(object)
    def _take_name(self, vaccine: Vaccine) -> None:
        box = self.result.box
        if box is None:
            self.stop()
            self.named.emit(vaccine)
            return
        self._is_new_answer = True
        self.name.hide()
        self.ways.hide()
        box = box.told_as(vaccine)
        self.result.show_box(box)
        self.strip.show_read(box)
        self.result.take_focus()

    @Slot()
    def _tell_otherwise(self) -> None:
        self.name.ask(WHICH)
        self._show_parts(code=False)
        self.name.setFocus()
        self._view.bring(self.name)

    @Slot(object, str)
    def _add(self, box: ScannedBox, reason: str) -> None:
        vaccine = box.vaccine
        if not self._is_new_answer or vaccine is None:
            self.accepted.emit(box, reason)
            return
        turn, actor, boxes = self._turn, self._desk.actor, self._boxes

        def done(_kept: None) -> None:
            if turn == self._turn:
                self._is_new_answer = False
                self.accepted.emit(box, reason)

        def failed(error: Exception) -> None:
            if turn == self._turn:
                self.refuse(error)

        self._desk.run(self, lambda: boxes.remember(actor, box.code.gtin, vaccine), done, failed)

    @Slot()
    def _show_picture(self) -> None:
        self._view.bring(self.film.view.picture)

    @Slot()
    def _close(self) -> None:
        self.stop()
        self.closed.emit()

    @Slot()
    def _begin(self) -> None:
        self.start()

    def _rest(self) -> int:
        """Have nothing under way and nothing read; return the number of what begins."""
        self.stop()
        self._is_new_answer = False
        self.strip.dismiss()
        self.readings.empty()
        self.result.empty()
        self.code.code.clear()
        return self._turn

    def _show_parts(self, *, name: bool = True, code: bool = True) -> None:
        self.name.setVisible(name)
        self.code.setVisible(code)
        self.ways.setVisible(name or code)

    def _connect(self) -> None:
        self.begin_button.clicked.connect(self._begin)
        self.close_button.clicked.connect(self._close)
        self.film.seen.connect(self._take_seen)
        self.film.lit.connect(self._show_picture)
        self.film.failed.connect(self._refuse)
        self.film.given_up.connect(self._give_up)
        self.camera.changed.connect(self._begin)
        if self.held is not None:
            self.held.changed.connect(self._begin)
        self.readings.chosen.connect(self._take_reading)
        self.result.added.connect(self._add)
        self.result.told_otherwise.connect(self._tell_otherwise)
        self.name.chosen.connect(self._take_name)
        for field in (self.name.search.field, self.code.code):
            field.textEdited.connect(self._prefer_typing)
        self.code.text_given.connect(self._take_text)
        self.code.picture_given.connect(self._take_picture)
        self.keys.scanned.connect(self._take_text)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(SPACE_M)
        title.addWidget(SectionTitle(TITLE), 1)
        title.addWidget(self.simulated)
        title.addWidget(self.close_button)
        tools = QWidget()
        line = WrapLayout(tools, spacing=SPACE_M)
        line.addWidget(self.begin_button)
        line.addWidget(self.camera)
        if self.held is not None:
            line.addWidget(self.held)
        self.ways.body.addWidget(self.name, 1)
        self.ways.body.addWidget(self.code)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(SPACE_M)
        self._sides.addWidget(self.film, 3)
        self._sides.addWidget(self.result, 3)
        self._sides.addWidget(self.ways, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.busy)
        column.addLayout(title)
        column.addWidget(tools)
        column.addWidget(self.strip)
        column.addWidget(self.readings)
        column.addLayout(self._sides, 1)
        self.simulated.setVisible(self._boxes.simulated)
        self.camera.setVisible(not self._boxes.simulated)


def _end_all(stops: list[Stop], _destroyed: object = None) -> None:
    for stop in stops:
        stop.ask()
