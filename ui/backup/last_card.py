"""The last verified backup: its age, and the button that makes the next one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from almapy.backup.service import BackupReport
from ui.backup.state import BackupState
from ui.backup.words import counted, size_words
from ui.desk import Desk
from ui.shell.status_line import age_of
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.folder_field import ask_folder


class LastBackupCard(Card):
    """A backup that was not verified never shows green."""

    made = Signal(object)  # BackupReport

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Dernière sauvegarde vérifiée", parent)
        self._desk = desk
        self.badge = Badge("…", Tone.NEUTRAL)
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.make_button = Button("Sauvegarder maintenant", ButtonKind.PRIMARY, icon_name="backup")
        self.elsewhere_button = Button("Sauvegarder ailleurs…", icon_name="folder")
        self.elsewhere_button.setToolTip("Une sauvegarde complète dans un dossier de votre choix")
        self.strip = FailureStrip()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Sauvegarde en cours")
        self._lay_out()
        self._set_working(working=False)
        self.make_button.clicked.connect(partial(self.make, None))
        self.elsewhere_button.clicked.connect(self._ask_folder)

    def show_state(self, state: BackupState) -> None:
        """Show the last verified backup and what is wrong."""
        now = self._desk.application.clock.now()
        moment = state.last.at if state.last else None
        late = state.overdue or state.last is None or not state.last.ok
        self.badge.set_state(age_of(moment, now).capitalize(), Tone.ATTENTION if late else Tone.OK)
        self.detail.setText(_detail(state))

    def make(self, target: Path | None) -> None:
        """Make a backup in a worker; without target, in its usual places."""
        backups, actor = self._desk.application.backups, self._desk.actor
        self._set_working(working=True)
        self.strip.show_message(
            Tone.INFORMATION,
            "Sauvegarde en cours",
            "Elle sera restaurée dans un dossier provisoire pour être vérifiée. Vous pouvez "
            "continuer à travailler.",
        )

        def work() -> BackupReport:
            return backups.make(actor, target)

        self._desk.run(self, work, self._tell, self._fail, lane=Lane.IO)

    def _lay_out(self) -> None:
        self.tools.addWidget(self.badge)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.make_button)
        buttons.addWidget(self.elsewhere_button)
        buttons.addStretch(1)
        self.body.addWidget(self.detail)
        self.body.addLayout(buttons)
        self.body.addWidget(self._progress)
        self.body.addWidget(self.strip)

    def _set_working(self, *, working: bool) -> None:
        self.make_button.setEnabled(not working)
        self.elsewhere_button.setEnabled(not working)
        self._progress.setVisible(working)

    @Slot()
    def _ask_folder(self) -> None:
        dialog = ask_folder(self, "Sauvegarder dans ce dossier")
        dialog.fileSelected.connect(lambda chosen: self.make(Path(chosen)))

    def _tell(self, report: BackupReport) -> None:
        self._set_working(working=False)
        held = (
            f"{counted(report.patients, 'dossier')}, {counted(report.documents, 'document')}, "
            f"{size_words(report.size)}. {report.path}"
        )
        problems = "\n".join(report.problems)
        if not report.verified:
            title = "Sauvegarde faite, mais non vérifiée"
            self.strip.show_message(Tone.CRITICAL, title, f"{problems}\n{held}")
        elif problems:
            title = "Sauvegarde vérifiée, avec une réserve"
            self.strip.show_message(Tone.ATTENTION, title, f"{problems}\n{held}")
        else:
            self.strip.show_message(Tone.OK, "Sauvegarde faite et vérifiée", held)
        self.made.emit(report)

    def _fail(self, error: Exception) -> None:
        self._set_working(working=False)
        self.strip.show_failure(error)
        self.made.emit(None)


def _detail(state: BackupState) -> str:
    lines = []
    if state.last is None:
        lines.append("Aucune sauvegarde vérifiée n'existe encore. Faites-en une maintenant.")
    else:
        when = f"{state.last.at.astimezone():%d/%m/%Y à %H:%M}"
        lines.append(f"Le {when}, dans {state.last.path}")
        if not state.last.ok:
            lines.append("Ce fichier n'est plus là ou a changé\u00a0: faites une sauvegarde.")
    if state.trouble:
        lines.append(state.trouble)
    return "\n".join(lines)
