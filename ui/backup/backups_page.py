"""« Sauvegardes »: made, verified, tried; how to come back from one."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.backup.kept_card import KeptCard
from ui.backup.last_card import LastBackupCard
from ui.backup.second_folder_card import SecondFolderCard
from ui.backup.state import BackupState, read_state
from ui.desk import Desk
from ui.page import Page
from ui.shell.status_line import age_of
from ui.theme import SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle

_QUARTER = timedelta(days=92)
_RESTORING = (
    "1. Ne touchez ni au fichier de la base ni à la sauvegarde.\n"
    "2. Dans une invite de commandes, tapez\u00a0: almapy restore FICHIER --to DOSSIER, où DOSSIER "
    "est un dossier nouveau ou vide.\n"
    "3. Donnez le mot de passe que vous aviez le jour de la sauvegarde, ou ajoutez "
    "--recovery-key pour donner la clé de secours.\n"
    "4. Ouvrez le cabinet restauré\u00a0: almapy --data-dir DOSSIER. La base d'avant reste en "
    "place tant que vous ne l'effacez pas."
)


class BackupsPage(Page):
    """Everything that takes time runs beside the work."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._post = desk.application.post_settings
        self.strip = FailureStrip()
        self.last = LastBackupCard(desk)
        self.kept = KeptCard(desk)
        self.second = SecondFolderCard(desk, self._post)
        self.reminders = QLabel()
        body = ScrollColumn()
        body.add_part(SectionTitle("Sauvegardes", 1))
        for part in (
            self.strip,
            self.last,
            self.kept,
            self.second,
            self._reminders_card(),
            _restoring_card(),
        ):
            body.add_part(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self.last.made.connect(self._read)
        self.kept.tried.connect(self._read)
        self.second.changed.connect(self._tell_second)

    def entered(self) -> None:
        """Look at the disks and put the cursor on the button that backs up."""
        self._read()
        self.last.make_button.setFocus()

    @Slot()
    def _read(self) -> None:
        application, post, actor = self.desk.application, self._post, self.desk.actor

        def work() -> BackupState:
            return read_state(application, post, actor)

        self.desk.run(self, work, self._show, self._fail)

    def _show(self, state: BackupState) -> None:
        self.strip.dismiss()
        self.last.show_state(state)
        self.kept.show_kept(state.kept, self._trial_words(state))
        self.second.show_folder(state.settings.backup_folder, is_there=state.second_is_there)
        hours = state.settings.backup_hours
        when = f"toutes les {hours}\u00a0h et à la fermeture" if hours else "à la fermeture"
        self.reminders.setText(
            f"AlmaPy sauvegarde de lui-même {when}. Vous êtes averti après "
            f"{state.warning_days}\u00a0jour(s) sans sauvegarde vérifiée."
        )

    def _trial_words(self, state: BackupState) -> str:
        now = self.desk.application.clock.now()
        words = f"Dernier essai\u00a0: {age_of(state.last_trial, now)}."
        if state.last_trial is None or now - state.last_trial > _QUARTER:
            words += " Essayez-en une chaque trimestre."
        return words

    def _fail(self, error: Exception) -> None:
        again = QAction("Réessayer", self)
        again.triggered.connect(self._read)
        self.strip.show_failure(error, [again])

    @Slot(object)
    def _tell_second(self, folder: str) -> None:
        self.desk.tell(
            "Les prochaines sauvegardes y seront copiées." if folder else "Second dossier retiré."
        )
        self._read()

    def _reminders_card(self) -> Card:
        card = Card("Rappels et automatisme")
        self.reminders.setWordWrap(True)
        warning = Button("Changer l'avertissement", ButtonKind.QUIET, icon_name="user")
        warning.clicked.connect(lambda: self.desk.section_asked.emit("information"))
        rhythm = Button("Changer le rythme", ButtonKind.QUIET, icon_name="settings")
        rhythm.clicked.connect(lambda: self.desk.section_asked.emit("post"))
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(warning)
        buttons.addWidget(rhythm)
        buttons.addStretch(1)
        card.body.addWidget(self.reminders)
        card.body.addLayout(buttons)
        return card


def _restoring_card() -> Card:
    card = Card("Restaurer")
    words = QLabel(_RESTORING)
    words.setWordWrap(True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    card.body.addWidget(words)
    return card
