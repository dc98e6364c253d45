"""The matricule is already in another record: both are shown, nothing was written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from almapy.patients.model import PatientHit
from ui.insi.words import shown_date
from ui.patients.banner import STATUS_TONES
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import TextRole, set_relative_font, set_text_role

_TITLE = "Ce matricule INS est déjà dans un autre dossier"
_WHAT_TO_DO = (
    "Rien n'a été enregistré. Si les deux dossiers sont de la même personne, fusionnez-les\u00a0; "
    "sinon, vérifiez l'identité de chacun avec un justificatif."
)
_HEADS = ("Dossier ouvert", "Dossier qui porte ce matricule")
_LABELS = (
    "N° de dossier",
    "Nom de naissance",
    "Nom utilisé",
    "Prénom",
    "Date de naissance",
    "Sexe",
    "Statut de l'identité",
)


class SameMatriculePanel(QWidget):
    """Échap goes back to the questions."""

    left = Signal()
    open_asked = Signal()
    merge_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = MessageStrip(closable=False)
        self.card = Card("Les deux dossiers")
        self.back_button = Button("Revenir")
        self.merge_button = Button("Fusionner les deux dossiers…", icon_name="users")
        self.open_button = Button("Ouvrir l'autre dossier", ButtonKind.PRIMARY, icon_name="record")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_S)
        self.card.body.addLayout(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.strip)
        column.addWidget(self.card)
        column.addStretch(1)
        self.back_button.clicked.connect(self.left)
        self.merge_button.clicked.connect(self.merge_asked)
        self.open_button.clicked.connect(self.open_asked)

    def show_records(self, here: PatientHit, other: PatientHit) -> None:
        """Show the open record and the other one side by side."""
        self.strip.show_message(Tone.CRITICAL, _TITLE, _WHAT_TO_DO)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for column, head in enumerate(_HEADS, start=1):
            title = _cell(head)
            set_relative_font(title, 1.0, bold=True)
            self._grid.addWidget(title, 0, column)
        self._grid.setColumnStretch(0, 1)
        for line, label in enumerate(_LABELS, start=1):
            caption = _cell(label)
            set_text_role(caption, TextRole.SECONDARY)
            self._grid.addWidget(caption, line, 0)
        for column, hit in enumerate((here, other), start=1):
            for line, text in enumerate(_values(hit), start=1):
                self._grid.addWidget(_cell(text or "–"), line, column)
            badge = Badge(hit.status.label, STATUS_TONES[hit.status])
            self._grid.addWidget(badge, len(_LABELS), column, Qt.AlignmentFlag.AlignLeft)
            self._grid.setColumnStretch(column, 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def _values(hit: PatientHit) -> Sequence[str]:
    return (
        str(hit.dossier),
        hit.birth_name,
        hit.used_name,
        hit.first_name,
        shown_date(hit.birth_date),
        hit.sex.short,
    )


def _cell(text: str) -> QLabel:
    cell = QLabel(text)
    cell.setTextFormat(Qt.TextFormat.PlainText)
    cell.setWordWrap(True)
    return cell
