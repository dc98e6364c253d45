"""Tour: RUTH's identity becomes qualified in four gestures, with the simulated teleservice."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from almapy.demo.practice_life import RUTH_ID
from almapy.opening import Opened
from almapy.patients.model import IdentityStatus
from ui.tour.finding import shown_texts
from ui.tour.practice_steps import PracticeSteps

_CTRL = Qt.KeyboardModifier.ControlModifier
_ROWS = ("Nom patronymique", "Prénom(s) officiel(s)", "Code INSEE", "Matricule INS", "OID")


def forget_qualification(opened: Opened) -> None:
    """Make RUTH's identity provisional, as if her file had just been typed."""
    patients, actor = opened.application.patients, opened.actor
    patient = patients.open(actor, RUTH_ID)
    typed = replace(
        patient.data, insi_accepted=False, matricule_ins="", ins_oid="", identity_document=""
    )
    patients.save(actor, patient, typed)


class QualifyTour(PracticeSteps):
    """Ctrl+I, Entrée, the proof of identity, Ctrl+Entrée."""

    def compare(self) -> str:
        """Ask INSi: its answer stands beside the record, row by row."""
        player, window = self._player, self._window()
        player.press(Qt.Key.Key_I, _CTRL, window)
        self._settle()
        player.press(Qt.Key.Key_Return)
        player.wait_until(lambda: "Historique de l'INS" in shown_texts(window), "la comparaison")
        self._settle()
        shown = shown_texts(window)
        for row in _ROWS:
            player.expect(that=row in shown, what=f"la ligne {row}")
        player.expect(that="Simulateur" in shown, what="la marque Simulateur")
        return "Ctrl+I, Entrée\u00a0: dix lignes, ce qu'INSi dit et ce que dit le dossier."

    def accept(self) -> str:
        """Name the proof that was seen and accept: the identity is qualified."""
        player, window = self._player, self._window()
        player.press(Qt.Key.Key_P)
        player.press(Qt.Key.Key_Return, _CTRL)
        player.wait_until(lambda: self._status() is IdentityStatus.QUALIFIED, "« qualifiée »")
        self._settle()
        shown = shown_texts(window)
        player.expect(that="Identité qualifiée" in shown, what="la vignette du bandeau")
        return "P comme Passeport, Ctrl+Entrée\u00a0: quatre gestes en tout."

    def _status(self) -> IdentityStatus | None:
        record = self._window().records.current
        return record.patient.status if record is not None else None
