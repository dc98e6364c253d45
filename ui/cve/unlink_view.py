"""« Délier »: the record and the booklet part, both keep what they hold (cve.md R25)."""

from __future__ import annotations

from PySide6.QtCore import Slot

from ui.cve.view import CarnetView
from ui.cve.words import link_words
from ui.desk import Desk
from ui.widgets.button import Button, ButtonKind


class UnlinkView(CarnetView):
    """Says what stays before it is done; the harmless button takes the keyboard."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Délier le carnet de ce dossier", refusal="Annuler", grows=False)
        self.words = self.add_words()
        self.unlink_button = self.add_verb(Button("Délier", ButtonKind.DANGER))
        self.unlink_button.clicked.connect(self._unlink)

    def begin(self) -> None:
        """Name the booklet."""
        named = link_words(self.link) if self.link is not None else "Le carnet"
        self.words.setText(
            f"{named} ne sera plus associé à ce dossier. Les vaccins restent ici et dans le "
            "carnet. Plus rien n'y sera envoyé. Le carnet pourra être repris dans "
            "«\u00a0Choisir un autre CVE ou en créer un\u00a0»."
        )
        self.close_button.setFocus()

    @Slot()
    def _unlink(self) -> None:
        if self.patient is None:
            return
        carnets, actor, patient_id = (
            self.desk.application.carnets,
            self.desk.actor,
            self.patient.id,
        )
        self.desk.run(self, lambda: carnets.unlink(actor, patient_id), self._done, self._fail)

    def _done(self, _answer: object) -> None:
        self.desk.tell("Carnet délié du dossier.")
        self.changed.emit()
        self.leave()

    def _fail(self, error: Exception) -> None:
        self.strip.show_failure(error)
