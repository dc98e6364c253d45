"""« Déjà reçu ? »: which document came before this one, and the way to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from almapy.incoming.model import IncomingLine, Sight, State
from ui.desk import Desk
from ui.incoming.words import ALREADY, moment_words
from ui.theme import Tone
from ui.widgets.message_strip import MessageStrip

_LOST = "Le même document est déjà arrivé."


class EarlierDocument(QObject):
    """Names the earlier document in the strip, once it was read from the base."""

    wanted = Signal(int)  # the earlier document waits too: it is to be shown

    def __init__(self, desk: Desk, strip: MessageStrip) -> None:
        super().__init__(strip)
        self._desk, self._strip = desk, strip
        self._action: QAction | None = None

    def tell(self, line: IncomingLine, is_in_front: Callable[[], bool]) -> None:
        """Say what ``line`` repeats; nothing once another document is in front."""
        earlier, alike = line.repeats, line.alike
        if earlier is None:
            return
        incoming, actor = self._desk.application.incoming, self._desk.actor

        def done(sight: Sight) -> None:
            if is_in_front():
                found = sight.incoming.line
                self._show(earlier_words(found, alike=alike), self._way_to(found))

        def failed(_error: Exception) -> None:
            if is_in_front():
                self._show(_LOST, None)

        self._desk.run(self, lambda: incoming.sight(actor, earlier), done, failed)

    def _show(self, words: str, way: QAction | None) -> None:
        self._action = way
        actions = [way] if way is not None else []
        self._strip.show_message(Tone.ATTENTION, ALREADY, words, actions)

    def _way_to(self, found: IncomingLine) -> QAction | None:
        if found.state.to_file:
            way = QAction("Voir l'autre", self)
            way.triggered.connect(partial(self.wanted.emit, found.id))
            return way
        if found.state is State.FILED and found.patient_id is not None:
            way = QAction("Ouvrir son dossier", self)
            way.triggered.connect(partial(self._desk.patient_asked.emit, found.patient_id))
            return way
        return None


def earlier_words(found: IncomingLine, *, alike: bool) -> str:
    """Return « Même fichier que « scan.pdf », reçu le … : classé dans le dossier de X. »."""
    same = "Même texte" if alike else "Même fichier"
    came = f"{same} que «\u00a0{found.name}\u00a0», reçu {moment_words(found.arrived_at)}"
    if found.state.to_file:
        who = f", confié à {found.recipient}" if found.recipient else ""
        return f"{came}, à valider aussi{who}."
    match found.state:
        case State.FILED:
            return f"{came}, classé dans le dossier de {found.patient or 'un patient'}."
        case State.ERASED:
            return f"{came}, puis effacé."
        case _:
            return f"{came}, puis séparé en plusieurs documents."
