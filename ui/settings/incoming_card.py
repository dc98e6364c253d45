"""« Documents reçus »: the folder that is watched, and whether pictures can be read here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from almapy.adapters.reading.engine_choice import engine_state, remedy_of
from almapy.ocr.model import EngineState
from ui.desk import Desk
from ui.headers.paper import Printed, draw
from ui.headers.separator_sheet import separator_sheet
from ui.headers.ways import ask_printer
from ui.tasks import Lane
from ui.theme import Tone
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button
from ui.widgets.folder_field import FolderField
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

TITLE = "Documents reçus"
_FOLDER_HINT = (
    "Dossier (disque ou partage) où le scanner dépose ses fichiers. AlmaPy les prend dans "
    "«\u00a0Gestion des documents\u00a0» et les lit d'avance. Vide\u00a0: aucun."
)
_SHEET_HINT = "À glisser entre deux documents numérisés d'un seul coup\u00a0: le lot se sépare là."
_EMPTY = "Aucun dossier n'est surveillé. Les documents s'ajoutent à la main."
_AWAY = (
    "Ce dossier n'est pas accessible depuis ce poste. Vérifiez son chemin, le partage et le "
    "branchement."
)
_CLOSED = (
    "Ce compte de l'ordinateur ne peut pas lire ce dossier. Demandez les droits de lecture à qui "
    "gère le partage."
)
_KEEPS = (
    "Dossier lisible, mais ce compte de l'ordinateur ne peut pas y supprimer de fichiers\u00a0: "
    "les originaux y resteront après classement."
)
_GOOD = "Dossier accessible et lisible."
_READS = "Les pages numérisées et les images sont lues sur ce poste."


class IncomingCard(FormSection):
    """The folder is reserved to who keeps the practice; the sheet may be printed by anybody."""

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        """Bind the settings to `fields`."""
        super().__init__(TITLE, parent=parent)
        self._desk = desk
        self.folder = fields.bind("watched_folder", FolderField("Dossier surveillé"))
        self.test_button = Button("Tester le dossier", icon_name="folder")
        self.sheet_button = Button("Imprimer une feuille séparatrice", icon_name="print")
        self.answer = MessageStrip()
        self.engine = MessageStrip(closable=False)
        self.add_row("Dossier surveillé", self.folder, hint=_FOLDER_HINT)
        self.add_wide(_at_left(self.test_button))
        self.add_wide(self.answer)
        self.add_wide(self.engine)
        self.add_row("Lots numérisés", _at_left(self.sheet_button), hint=_SHEET_HINT)
        self.test_button.clicked.connect(self.test)
        self.sheet_button.clicked.connect(self._ask_printer)
        desk.run(self, engine_state, self._show_engine, _stay_silent, lane=Lane.IO)

    @Slot()
    def test(self) -> None:
        """Look whether the folder that is typed can be read, in the background."""
        path = self.folder.value()
        self.test_button.setEnabled(False)
        self._desk.run(self, lambda: folder_state(path), self._show_answer, lane=Lane.IO)

    def _show_answer(self, answer: tuple[Tone, str]) -> None:
        self.test_button.setEnabled(True)
        self.answer.show_message(answer[0], "Dossier surveillé", answer[1])

    def _show_engine(self, state: EngineState) -> None:
        is_ready = state is EngineState.READY
        words = _READS if is_ready else remedy_of(state)
        tone = Tone.OK if is_ready else Tone.ATTENTION
        self.engine.show_message(tone, "Lecture des images", words)

    @Slot()
    def _ask_printer(self) -> None:
        self._desk.run(self, separator_sheet, self._choose_printer, lane=Lane.IO)

    def _choose_printer(self, sheet: Printed) -> None:
        def print_on(printer: QPrinter) -> None:
            draw(sheet, printer)
            self._desk.tell("Feuille envoyée à l'imprimante.")

        ask_printer(self, sheet.title, print_on)


def folder_state(path: str) -> tuple[Tone, str]:
    """Return in words whether a folder can be watched from here; may wait for a network share."""
    if not path:
        return Tone.NEUTRAL, _EMPTY
    folder = Path(path)
    if not folder.is_absolute() or not folder.is_dir():
        return Tone.ATTENTION, _AWAY
    try:
        next(os.scandir(folder), None)
    except OSError:
        return Tone.ATTENTION, _CLOSED
    return (Tone.OK, _GOOD) if os.access(folder, os.W_OK) else (Tone.INFORMATION, _KEEPS)


def _at_left(button: Button) -> QWidget:
    """Return the button at its own width."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    holder.setFocusProxy(button)
    return holder


def _stay_silent(_error: Exception) -> None:
    """Show no state rather than a wrong one."""
