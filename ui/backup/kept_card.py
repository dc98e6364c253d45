"""The backups that are kept, and the proof that one comes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from almapy.backup.rehearsal import Rehearsal
from almapy.backup.restore import RestoreReport
from ui.backup.state import KeptBackup
from ui.backup.words import counted, size_words
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_LEAST_ROWS = 6


class KeptCard(Card):
    """7 days, 5 weeks, 12 months of backups; the chosen one can be tried."""

    tried = Signal(object)  # RestoreReport

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Sauvegardes gardées", parent)
        self._desk = desk
        application = desk.application
        self._rehearsal = Rehearsal(
            application.folders.backups,
            application.keeper.data_key,
            application.journal,
            application.clock,
            post=application.post,
        )
        self._model = RecordTableModel(_columns(), identity=lambda kept: kept.file.path)
        self.table = RecordTable(
            self._model, "Sauvegardes gardées", empty_text="Aucune sauvegarde pour l'instant."
        )
        self.trial_button = Button("Essai de restauration", icon_name="restore")
        self.folder_button = Button("Ouvrir le dossier", ButtonKind.QUIET, icon_name="folder")
        self.trial_label = QLabel()
        self.strip = FailureStrip()
        self._lay_out()
        self.table.current_changed.connect(self._follow)
        self.trial_button.clicked.connect(self._try)
        self.folder_button.clicked.connect(self._open_folder)

    def show_kept(self, kept: Sequence[KeptBackup], trial: str) -> None:
        """Show the backups, and when one was last tried."""
        self._model.set_records(kept)
        if kept and self.table.current_record() is None:
            self.table.selectRow(0)
        self.trial_label.setText(trial)
        self._follow()

    def _lay_out(self) -> None:
        self.trial_label.setWordWrap(True)
        set_text_role(self.trial_label, TextRole.SECONDARY)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.trial_label, 1)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.trial_button)
        self.body.addWidget(self.table)
        self.body.addWidget(self.strip)
        self.body.addLayout(buttons)

    @Slot()
    def _follow(self) -> None:
        chosen = self.table.current_record() is not None
        self.trial_button.setEnabled(chosen)
        self.folder_button.setEnabled(chosen)

    @Slot()
    def _open_folder(self) -> None:
        kept = self.table.current_record()
        if kept is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(kept.file.path.parent)))

    @Slot()
    def _try(self) -> None:
        kept = self.table.current_record()
        if kept is None:
            return
        rehearsal, actor = self._rehearsal, self._desk.actor
        self.trial_button.setEnabled(False)
        self.strip.show_message(
            Tone.INFORMATION,
            "Essai en cours",
            f"La sauvegarde du {_day(kept)} est restaurée dans un dossier provisoire, puis "
            "comparée. Vous pouvez continuer à travailler.",
        )

        def work() -> RestoreReport:
            return rehearsal.play(actor, kept.file.path)

        self._desk.run(self, work, partial(self._tell, kept), self._fail, lane=Lane.IO)

    def _tell(self, kept: KeptBackup, report: RestoreReport) -> None:
        self._follow()
        found = (
            f"{counted(report.patients, 'dossier')}, {counted(report.documents, 'document')} et "
            f"{counted(report.audit_rows, 'trace')} relus et comparés. Le dossier provisoire a été "
            "effacé, votre base n'a pas été touchée."
        )
        if report.ok:
            title = f"La sauvegarde du {_day(kept)} revient entière"
            self.strip.show_message(Tone.OK, title, found)
        else:
            title = f"La sauvegarde du {_day(kept)} revient incomplète"
            self.strip.show_message(Tone.CRITICAL, title, "\n".join((*report.problems, found)))
        self.tried.emit(report)

    def _fail(self, error: Exception) -> None:
        self._follow()
        self.strip.show_failure(error)
        self.tried.emit(None)


def _day(kept: KeptBackup) -> str:
    return f"{kept.file.at.astimezone():%d/%m/%Y à %H:%M}"


def _columns() -> list[Column[KeptBackup]]:
    return [
        Column(
            "Date",
            lambda k: f"{k.file.at.astimezone():%d/%m/%Y}",
            sort_key=lambda k: k.file.at,
            sample="00/00/0000",
        ),
        Column(
            "Heure",
            lambda k: f"{k.file.at.astimezone():%H:%M}",
            sort_key=lambda k: k.file.at,
            sample="00:00",
        ),
        Column(
            "État",
            lambda k: "Vérifiée" if k.file.verified else "Non vérifiée",
            icon_name=lambda k: "ok" if k.file.verified else "warning",
            sample="Non vérifiée",
        ),
        Column(
            "Taille",
            lambda k: size_words(k.file.size),
            sort_key=lambda k: k.file.size,
            alignment=Qt.AlignmentFlag.AlignRight,
            sample="000,0 Mo",
        ),
        Column(
            "Disque",
            lambda k: "Second dossier" if k.elsewhere else "Ce poste",
            sample="Second dossier",
        ),
        Column(
            "Fichier", lambda k: k.file.path.name, tooltip=lambda k: str(k.file.path), stretch=True
        ),
    ]
