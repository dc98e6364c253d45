"""What the window puts in the clipboard for another program, and takes away again."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from almapy.patients.model import Patient
from almapy.places.model import Place
from ui.desk import Desk
from ui.patients.identity_block import identity_block
from ui.places.place_window import PlaceWindow

SECONDS = 60


class Clipboard(QObject):
    """An identity stays a minute, unless something else was copied meanwhile."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk

    def copy_identity(self, patient: Patient) -> None:
        """Copy the block of traits of a patient."""
        text = identity_block(patient)
        matricule = patient.data.matricule_ins
        if matricule and matricule in text:
            self._trace_matricule(patient.id)
        QGuiApplication.clipboard().setText(text)
        QTimer.singleShot(SECONDS * 1000, self, lambda: _forget(text))
        self._desk.tell(f"Identité copiée, effacée du presse-papiers dans {SECONDS} s.")

    def _trace_matricule(self, patient_id: int) -> None:
        """Have it traced that the matricule left for the clipboard, as if it were shown."""
        patients, actor = self._desk.application.patients, self._desk.actor
        self._desk.run(self, lambda: patients.ins_shown(actor, patient_id), lambda _: None)

    def search_birth_place(self) -> None:
        """Find a commune or a country without opening a record, and copy its code."""
        window = PlaceWindow(self._desk, self._desk.application.places, self._window)
        window.chosen.connect(self._take_birth_place)
        window.begin("")

    def _take_birth_place(self, place: Place) -> None:
        QGuiApplication.clipboard().setText(place.code)
        self._desk.tell(f"{place.name or 'Lieu inconnu'}\u00a0: le code {place.code} est copié.")


def _forget(text: str) -> None:
    clipboard = QGuiApplication.clipboard()
    if clipboard.text() == text:
        clipboard.clear()
