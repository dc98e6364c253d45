"""« Essayer la connexion »: reaches the teleservice aside, and can be given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from almapy.errors import AlmaPyError, DomainError
from almapy.insi.settings import InsiSettings
from almapy.stop import Stop
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import Tone
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip

_TRY = "Essayer la connexion"
_STOP = "Interrompre l'essai"


class ConnectionTrial(Button):
    """One button that begins a trial and, while it goes on, stops it."""

    def __init__(
        self,
        desk: Desk,
        strip: FailureStrip,
        settings: Callable[[], InsiSettings],
        parent: QWidget | None = None,
    ) -> None:
        """Make the button; `settings` gives what the fields hold, stored or not."""
        super().__init__(_TRY, icon_name="link", parent=parent)
        self._desk, self._strip, self._settings = desk, strip, settings
        self._under_way: list[Stop] = []
        self.clicked.connect(self._press)
        # Signing out must not wait for the teleservice: a plain function outlives this object.
        self.destroyed.connect(partial(_stop_all, self._under_way))

    @Slot()
    def _press(self) -> None:
        if not self._under_way:
            self._begin()
        else:
            _stop_all(self._under_way)
            self.setEnabled(False)

    def _begin(self) -> None:
        service, actor = self._desk.application.insi_settings, self._desk.actor
        stop, settings = Stop(), self._settings()
        self._under_way.append(stop)
        self.setText(_STOP)
        self._strip.show_message(
            Tone.INFORMATION,
            "Essai en cours",
            "Aucune donnée de patient n'est envoyée. Vous pouvez continuer à travailler.",
        )
        self._desk.run(
            self,
            lambda: service.try_connection(actor, stop, settings),
            self._tell_reached,
            self._tell_failed,
            lane=Lane.IO,
        )

    def _end(self) -> None:
        self._under_way.clear()
        self.setText(_TRY)
        self.setEnabled(True)

    def _tell_reached(self, words: str) -> None:
        self._end()
        self._strip.show_message(Tone.OK, "Le téléservice a répondu", words)

    def _tell_failed(self, error: Exception) -> None:
        given_up = any(stop.asked for stop in self._under_way)
        self._end()
        if given_up:
            self._strip.show_message(Tone.NEUTRAL, "Essai interrompu", "Rien n'a été modifié.")
        elif isinstance(error, AlmaPyError):
            code = "" if isinstance(error, DomainError) else f" [{error.code}]"
            self._strip.show_message(
                Tone.ATTENTION, "La connexion n'a pas abouti", error.message + code
            )
        else:
            self._strip.show_failure(error)


def _stop_all(under_way: Sequence[Stop], _destroyed: object = None) -> None:
    for stop in under_way:
        stop.ask()
