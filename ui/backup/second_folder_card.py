"""The second place of the backups, off this disk."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from almapy.post import PostService
from ui.desk import Desk
from ui.theme import SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.folder_field import ask_folder


class SecondFolderCard(Card):
    """A disk that vanished is said aloud: the copies stop without it."""

    changed = Signal(object)  # str, the folder now in use, empty for none

    def __init__(self, desk: Desk, post: PostService, parent: QWidget | None = None) -> None:
        super().__init__("Second dossier", parent)
        self._desk = desk
        self._post = post
        self._folder = ""
        self.badge = Badge("…", Tone.NEUTRAL)
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.choose_button = Button("Choisir un dossier…", icon_name="folder")
        self.stop_button = Button("Ne plus y copier", ButtonKind.QUIET)
        self.strip = FailureStrip()
        self.tools.addWidget(self.badge)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.stop_button)
        buttons.addStretch(1)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.strip)
        self.body.addLayout(buttons)
        self.choose_button.clicked.connect(self._ask_folder)
        self.stop_button.clicked.connect(self._stop)

    def show_folder(self, folder: str, *, is_there: bool) -> None:
        """Show the folder and whether its disk answers."""
        self._folder = folder
        self.stop_button.setVisible(bool(folder))
        if not folder:
            self.badge.set_state("Non choisi", Tone.ATTENTION)
            self.detail.setText(
                "Si le disque de ce poste tombe en panne, ses sauvegardes sont perdues avec lui. "
                "Choisissez un disque amovible ou un partage."
            )
        elif is_there:
            self.badge.set_state("Présent", Tone.OK)
            self.detail.setText(f"{folder}\nChaque sauvegarde y est copiée puis relue.")
        else:
            self.badge.set_state("Absent", Tone.CRITICAL)
            self.detail.setText(
                f"{folder}\nCe dossier n'est pas accessible\u00a0: plus rien n'y est copié. "
                "Rebranchez le disque ou choisissez un autre dossier."
            )

    def use(self, folder: str) -> None:
        """Copy to this folder from now on; an empty path stops copying."""
        post, actor, backups = self._post, self._desk.actor, self._desk.application.backups

        def work() -> str:
            post.change(actor, replace(post.get(), backup_folder=folder))
            backups.use_second_folder(folder)
            return folder

        self.strip.dismiss()
        self._desk.run(self, work, self.changed.emit, self.strip.show_failure)

    @Slot()
    def _ask_folder(self) -> None:
        dialog = ask_folder(self, "Second dossier de sauvegarde", self._folder)
        dialog.fileSelected.connect(self.use)

    @Slot()
    def _stop(self) -> None:
        self.use("")
