"""Taking a curve out of the program: copied or saved, traced each time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from almapy.patients.model import Patient
from almapy.text import fold
from ui.charts.picture import png_of
from ui.desk import Desk
from ui.widgets.button import Button
from ui.widgets.wrap_layout import WrapLayout


class Drawn(Protocol):
    """A chart that can be taken out."""

    @property
    def title(self) -> str:
        """Name the picture."""

    def picture(self, day: date, patient: str = "") -> QImage:
        """Return the picture."""


class ExportBar(QWidget):
    """« Copier l'image », « Enregistrer en PNG… », with the name of the patient when asked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient: Patient | None = None
        self._drawn: Drawn | None = None
        self.named = QCheckBox("Avec le nom du patient")
        self.copy_button = Button("Copier l'image", icon_name="documents")
        self.save_button = Button("Enregistrer en PNG…", icon_name="export")
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._ask_file)
        row = WrapLayout(self)
        for part in (self.copy_button, self.save_button, self.named):
            row.addWidget(part)

    def show_patient(self, patient: Patient) -> None:
        """Take the patient of the curves; the name is never asked for another one by habit."""
        if self._patient is None or self._patient.id != patient.id:
            self.named.setChecked(False)
        self._patient = patient

    def take(self, drawn: Drawn) -> None:
        """Take the chart in view."""
        self._drawn = drawn

    def copy(self) -> None:
        """Put the picture in the clipboard once it is traced."""
        if self._patient is None or self._drawn is None:
            return
        application, actor = self._desk.application, self._desk.actor
        patient_id, image = self._patient.id, self._image(self._drawn)

        def traced(_nothing: None) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._desk.tell("Image copiée. Collez-la dans un courrier ou un message.")

        self._desk.run(self, lambda: application.trends.trace_copy(actor, patient_id), traced)

    def save_to(self, target: Path) -> None:
        """Write the picture to that file and trace it."""
        if self._patient is None or self._drawn is None:
            return
        application, actor = self._desk.application, self._desk.actor
        patient_id, image = self._patient.id, self._image(self._drawn)
        self._desk.run(
            self,
            lambda: application.trends.export(actor, patient_id, png_of(image), target),
            lambda _nothing: self._desk.tell(f"Image enregistrée\u00a0: {target.name}"),
        )

    def _image(self, drawn: Drawn) -> QImage:
        name = ""
        if self.named.isChecked() and self._patient is not None:
            name = f"{self._patient.shown_first_name} {self._patient.shown_name}".strip()
        return drawn.picture(self._desk.application.clock.today(), name)

    def _ask_file(self) -> None:
        if self._drawn is None:
            return
        pictures = QStandardPaths.StandardLocation.DocumentsLocation
        dialog = QFileDialog(
            self, "Enregistrer la courbe", QStandardPaths.writableLocation(pictures)
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Image PNG (*.png)"])
        dialog.setDefaultSuffix("png")
        words = fold(self._drawn.title.split("(")[0]).replace(" ", "-")
        dialog.selectFile(f"courbe-{words}-{self._desk.application.clock.today():%Y-%m-%d}")
        dialog.fileSelected.connect(self._save_chosen)
        dialog.open()

    def _save_chosen(self, chosen: str) -> None:
        self.save_to(Path(chosen))
