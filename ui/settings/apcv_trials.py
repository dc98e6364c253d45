"""A trial of each channel of the ApCV, one at a time; nothing of what is read is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.camera.ports import CodeForm, SeenCode
from almapy.stop import Stop
from almapy.users.model import Right
from almapy.vitale.reading import VitaleReading
from ui.camera.code_view import CodeView
from ui.desk import Desk
from ui.settings.scanner_trial import ScannerTrial
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.wrap_layout import WrapLayout

_SHOW = "Présentez n'importe quel code QR devant la webcam\u00a0: il est compté, jamais envoyé."
_SIMULATED = "Simulateur\u00a0: une webcam dessinée, devant laquelle passe un téléphone fictif."
_GOOD = "La webcam lit les codes"
_FAILED = "L'essai n'a pas abouti"
_WAITING = "Approchez le téléphone du lecteur"
_WAITING_DETAIL = "Le composant officiel attend un téléphone. Rien n'en sera gardé."


class ApcvTrials(QWidget):
    """Three buttons and what the trial under way shows."""

    def __init__(
        self, desk: Desk, camera: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        """`camera` gives the number of the webcam that the form shows, stored or not."""
        super().__init__(parent)
        self._desk, self._camera = desk, camera
        self._stops: list[Stop] = []
        self.webcam_button = Button("Essayer la webcam", icon_name="camera")
        self.scanner_button = Button("Essayer la douchette", icon_name="keyboard")
        self.nfc_button = Button("Essayer le lecteur NFC", icon_name="phone")
        self.strip = FailureStrip()
        self.webcam = CodeView(desk, _SIMULATED if desk.application.cameras.simulated else _SHOW)
        self.scanner = ScannerTrial()
        self._lay_out()
        self.nfc_button.setVisible(desk.actor.may(Right.IDENTITY))  # it reads somebody's name
        self.webcam_button.clicked.connect(self._try_webcam)
        self.scanner_button.clicked.connect(self._try_scanner)
        self.nfc_button.clicked.connect(self._try_nfc)
        self.webcam.seen.connect(self._tell_seen)
        self.webcam.failed.connect(self._tell_dark)
        self.webcam.given_up.connect(self.webcam_button.setFocus)
        self.scanner.left.connect(self.scanner_button.setFocus)
        self.destroyed.connect(partial(_end_all, self._stops))

    def hideEvent(self, event: QHideEvent) -> None:
        """End the trial with the page."""
        super().hideEvent(event)
        self._rest()

    @Slot()
    def _try_webcam(self) -> None:
        self._rest()
        cameras, number = self._desk.application.cameras, self._camera()
        self.webcam.start(lambda: cameras.scan(number, tuple(CodeForm)))
        self.webcam.setFocus()

    @Slot()
    def _try_scanner(self) -> None:
        self._rest()
        self.scanner.open()

    @Slot()
    def _try_nfc(self) -> None:
        self._rest()
        application, actor, stop = self._desk.application, self._desk.actor, Stop()
        self._stops.append(stop)
        self.strip.show_message(Tone.INFORMATION, _WAITING, _WAITING_DETAIL)

        def work() -> VitaleReading | None:
            reading = application.apcv.read_by_nfc(actor, stop)
            if reading is not None:
                application.vitale.take_apcv(actor, reading)
            return reading

        def done(reading: VitaleReading | None) -> None:
            self._stops.remove(stop)
            if reading is not None and not stop.asked:
                count = len(reading.bearers)
                told = f"{count}\u00a0personne{'s' if count > 1 else ''} lue{'s' * (count > 1)}."
                self.strip.show_message(Tone.OK, "Le lecteur NFC a répondu", told)

        def failed(error: Exception) -> None:
            self._stops.remove(stop)
            if not stop.asked:
                self.strip.show_failure(error, failed=_FAILED)

        self._desk.run(self, work, done, failed, lane=Lane.IO)

    @Slot(object)
    def _tell_seen(self, code: SeenCode) -> None:
        count = len(code.content)
        told = f"Code lu\u00a0: {count}\u00a0octet{'s' if count > 1 else ''}. Rien n'en est gardé."
        self.strip.show_message(Tone.OK, _GOOD, told)
        self.webcam_button.setFocus()

    @Slot(object)
    def _tell_dark(self, error: Exception) -> None:
        self.strip.show_failure(error, failed=_FAILED)
        self.webcam_button.setFocus()

    def _rest(self) -> None:
        _end_all(self._stops)
        self.webcam.stop()
        self.scanner.hide()
        self.strip.hide()

    def _lay_out(self) -> None:
        buttons = QWidget()
        line = WrapLayout(buttons)
        for button in (self.webcam_button, self.scanner_button, self.nfc_button):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (buttons, self.strip, self.webcam, self.scanner):
            column.addWidget(part)


def _end_all(stops: list[Stop], _destroyed: object = None) -> None:
    for stop in stops:
        stop.ask()
