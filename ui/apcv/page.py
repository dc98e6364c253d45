"""« Lire une ApCV »: by the channel of this post, then on as with a card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.apcv.faults import ApcvNotInstalled, InsCodeShown, NoChannel
from almapy.apcv.model import ApcvChannel, ApcvWay
from almapy.camera.faults import CameraAbsent
from almapy.camera.ports import SeenCode
from almapy.stop import Stop
from almapy.vitale.reading import VitaleReading
from ui.apcv.channels import SHOW_TELEPHONE, NfcPart, ScannerPart
from ui.camera.code_view import CodeView
from ui.desk import Desk
from ui.ins_codes.wish import ask_read_code
from ui.page import Page
from ui.tasks import Lane
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.vitale.wish import ask_show_reading
from ui.widgets.badge import Badge
from ui.widgets.busy import Busy
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

TITLE = "Lire une ApCV"
AGAIN = "Scanner à nouveau"
_ASKING = "Lecture en cours…"
_NOT_READ = "L'ApCV n'a pas été lue"
_NOT_READY = (ApcvNotInstalled, NoChannel)
_FOR_SETTINGS = (*_NOT_READY, CameraAbsent)
_WHAT = "Application carte Vitale\u00a0: la carte Vitale sur le téléphone du patient."


class ApcvPage(Page):
    """Begins at once; left, hidden or locked, it gives up and lets the camera go."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._apcv = desk.application.apcv
        self._number = 0
        self._stops: list[Stop] = []
        self.strip = FailureStrip(closable=False)
        self.busy = Busy()
        self.asking = QWidget()
        self.stop_button = Button("Interrompre", icon_name="cancel")
        self.simulated = Badge("Simulateur", Tone.SIMULATOR)
        self.webcam = CodeView(desk, SHOW_TELEPHONE)
        self.scanner = ScannerPart()
        self.nfc = NfcPart()
        self.settings_button = Button("Régler dans «\u00a0Ce poste\u00a0»", icon_name="settings")
        self.again_button = Button(AGAIN, icon_name="refresh")
        self._ins_code = QAction("Ouvrir dans «\u00a0Lire un code INS\u00a0»", self)
        self._scanned = ""
        self.card = Card()
        self._lay_out()
        self._connect()
        self.destroyed.connect(partial(_end_all, self._stops))

    def entered(self) -> None:
        """Read how this post reads, and begin."""
        self.begin()

    @Slot()
    def begin(self) -> None:
        """Read another code; what was under way gives way."""
        self._rest()
        self.strip.dismiss()
        number, actor = self._number, self.desk.actor

        def ready(way: ApcvWay) -> None:
            if number == self._number and self.isVisible():
                self._start(way)

        def failed(error: Exception) -> None:
            if number == self._number:
                self._refuse(error)

        self.desk.run(self, lambda: self._apcv.require_ready(actor), ready, failed)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Esc", "Annuler la lecture"), ("Return", AGAIN)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up by Échap."""
        if event.key() == Qt.Key.Key_Escape and self.again_button.isHidden():
            self._give_up()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give up when the page, the window or the post is left."""
        super().hideEvent(event)
        self._rest()

    def _start(self, way: ApcvWay) -> None:
        self.card.show()
        match way.channel:
            case ApcvChannel.WEBCAM:
                actor = self.desk.actor
                self.webcam.start(lambda: self._apcv.code_scan(actor, way.camera))
                self.webcam.setFocus()
            case ApcvChannel.SCANNER:
                self.scanner.show()
                self.scanner.setFocus()
            case _:
                self.nfc.show()
                self.nfc.setFocus()
                self._ask(lambda stop: self._apcv.read_by_nfc(self.desk.actor, stop))

    def _ask(self, read: Callable[[Stop], VitaleReading | None]) -> None:
        stop, number = Stop(), self._number
        self._stops.append(stop)
        self.busy.set_running(1)

        def done(reading: VitaleReading | None) -> None:
            self._stops.remove(stop)
            if number == self._number and reading is not None:
                self._rest()
                ask_show_reading(self.desk, reading)

        def failed(error: Exception) -> None:
            self._stops.remove(stop)
            if number == self._number:
                self._refuse(error)

        self.desk.run(self, lambda: read(stop), done, failed, lane=Lane.IO)

    @Slot(object)
    def _take_seen(self, code: SeenCode) -> None:
        self._scanned = code.content.decode("utf-8", errors="replace")
        self._exchange(code.content)

    @Slot(object)
    def _take_scanned(self, text: str) -> None:
        self._scanned = text
        self._exchange(text.encode("utf-8", errors="surrogatepass"))

    def _exchange(self, payload: bytes) -> None:
        self.scanner.hide()
        self.card.hide()
        self.strip.dismiss()
        self.asking.show()
        self.stop_button.setFocus()
        actor = self.desk.actor
        self._ask(lambda stop: self._apcv.read_payload(actor, payload, stop))

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        scanned = self._scanned
        self._rest()
        self.settings_button.setVisible(isinstance(error, _FOR_SETTINGS))
        self.again_button.setVisible(not isinstance(error, _NOT_READY))
        actions = []
        if isinstance(error, InsCodeShown):
            self._scanned = scanned
            actions.append(self._ins_code)
        self.strip.show_failure(error, actions, failed=_NOT_READ)
        (self.settings_button if self.again_button.isHidden() else self.again_button).setFocus()

    @Slot()
    def _give_up(self) -> None:
        self._rest()
        self.again_button.show()
        self.again_button.setFocus()
        self.strip.show_message(Tone.NEUTRAL, "Lecture annulée", "Rien n'a été gardé ni modifié.")

    @Slot()
    def _open_ins_code(self) -> None:
        text, self._scanned = self._scanned, ""
        ask_read_code(self.desk, text)

    def _rest(self) -> None:
        """Have nothing under way, and hold nothing of what was scanned."""
        self._number += 1
        _end_all(self._stops)
        self._scanned = ""
        self.webcam.stop()
        self.scanner.line.empty()
        self.busy.set_running(0)
        parts = (self.scanner, self.nfc, self.asking, self.settings_button, self.again_button)
        for part in (*parts, self.card):
            part.hide()

    def _connect(self) -> None:
        self.webcam.seen.connect(self._take_seen)
        self.webcam.failed.connect(self._refuse)
        self.webcam.given_up.connect(self._give_up)
        self.scanner.line.scanned.connect(self._take_scanned)
        self.nfc.given_up.connect(self._give_up)
        self.stop_button.clicked.connect(self._give_up)
        self.again_button.clicked.connect(self.begin)
        self.settings_button.clicked.connect(self._open_settings)
        self._ins_code.triggered.connect(self._open_ins_code)

    @Slot()
    def _open_settings(self) -> None:
        self.desk.section_asked.emit("post")

    def _lay_out(self) -> None:
        what = QLabel(_WHAT)
        what.setWordWrap(True)
        set_text_role(what, TextRole.SECONDARY)
        line = QHBoxLayout(self.asking)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        line.addWidget(QLabel(_ASKING))
        line.addWidget(self.stop_button)
        line.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_S)
        head.setSpacing(SPACE_S)
        title = QHBoxLayout()
        title.setSpacing(SPACE_M)
        title.addWidget(SectionTitle(TITLE, 1))
        title.addWidget(self.simulated)
        title.addStretch(1)
        head.addLayout(title)
        for part in (what, self.strip, self.asking):
            head.addWidget(part)
        for button in (self.again_button, self.settings_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        body = ScrollColumn()
        body.add_part(self.card)
        for channel in (self.webcam, self.scanner, self.nfc):
            self.card.body.addWidget(channel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.busy)
        column.addLayout(head)
        column.addWidget(body, 1)
        self.simulated.setVisible(self._apcv.simulated)  # once it is in here: no window of its own
        self._rest()


def _end_all(stops: list[Stop], _destroyed: object = None) -> None:
    for stop in stops:
        stop.ask()
