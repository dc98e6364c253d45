"""Step « Bienvenue »: where the data will live, or a look at the demonstration first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit

from ui.firstrun.folder import FolderKind, FolderState, examine
from ui.firstrun.step import Step
from ui.tasks import Lane, TaskRunner
from ui.theme import SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TextRole, set_invalid, set_text_role

_PAUSE_MS: Final = 300


class WelcomeStep(Step):
    """The folder is examined in a worker: it may be on a disk that sleeps."""

    existing_asked = Signal(object)  # Path
    demo_asked = Signal()

    def __init__(self, folder: Path, tasks: TaskRunner) -> None:
        super().__init__(
            "Bienvenue",
            "Bienvenue dans AlmaPy",
            "Deux minutes suffisent\u00a0: le cabinet, le médecin, un mot de passe, et une clé de "
            "secours à imprimer.",
        )
        self._tasks = tasks
        self._folder = QLineEdit(str(folder))
        self._choose = Button("C&hoisir…", icon_name="folder")
        self._state = QLabel()
        self._existing = Button("&Ouvrir ce cabinet", icon_name="practice")
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._lay_out()
        self._folder.textChanged.connect(self._wait)
        self._pause.timeout.connect(self._look)
        self._choose.clicked.connect(self._choose_folder)
        self._existing.clicked.connect(self._open_existing)
        self._look()

    @property
    def folder(self) -> Path:
        """The folder now typed."""
        return Path(self._folder.text().strip()).expanduser()

    def entered(self) -> None:
        self._folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        self.working.emit(True)
        self._examine(partial(self._leave_if_free, go_on))

    def set_folder(self, folder: str) -> None:
        """Take the folder that the person chose in the dialog."""
        self._folder.setText(str(Path(folder)))

    def _lay_out(self) -> None:
        card = Card("Dossier des données")
        explanation = QLabel(
            "La base chiffrée, les documents et les sauvegardes du cabinet y seront rangés."
        )
        explanation.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        label = QLabel("&Dossier")
        label.setBuddy(self._folder)
        self._folder.setAccessibleName("Dossier des données")
        line.addWidget(label)
        line.addWidget(self._folder, 1)
        line.addWidget(self._choose)
        self._state.setWordWrap(True)
        set_text_role(self._state, TextRole.SECONDARY)
        below = QHBoxLayout()
        below.addWidget(self._state, 1)
        below.addWidget(self._existing)
        self._existing.hide()
        card.body.addWidget(explanation)
        card.body.addLayout(line)
        card.body.addLayout(below)
        self.body.addWidget(card)
        self.body.addWidget(_needed_card())
        self.body.addWidget(self._demo_card())

    def _demo_card(self) -> Card:
        card = Card("Juste pour voir\u00a0?")
        text = QLabel("Un cabinet de démonstration, aux patients fictifs. Rien n'en est envoyé.")
        text.setWordWrap(True)
        button = Button("&Essayer la base de démonstration")
        button.clicked.connect(self.demo_asked)
        card.body.addWidget(text)
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _examine(self, then: Callable[[FolderState], None]) -> None:
        self._pause.stop()
        typed = self._folder.text()
        self._tasks.submit(self, lambda: examine(typed), then, self._fail, lane=Lane.IO)

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        self._examine(self._show)

    def _show(self, state: FolderState) -> None:
        refused = state.kind is FolderKind.REFUSED
        self._state.setText(state.text)
        set_text_role(self._state, TextRole.ERROR if refused else TextRole.SECONDARY)
        self._existing.setVisible(state.kind is FolderKind.PRACTICE)
        set_invalid(self._folder, invalid=refused)
        self._folder.setAccessibleDescription(state.text)

    def _leave_if_free(self, go_on: Callable[[], None], state: FolderState) -> None:
        self.working.emit(False)
        self._show(state)
        match state.kind:
            case FolderKind.FREE:
                go_on()
            case FolderKind.PRACTICE:
                self._existing.setFocus(Qt.FocusReason.OtherFocusReason)
            case FolderKind.REFUSED:
                announce(self._folder, state.text, urgent=True)
                self.entered()

    def _fail(self, error: Exception) -> None:
        self.working.emit(False)
        self.failed.emit(error)

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Dossier des données", self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.set_folder)
        dialog.open()

    @Slot()
    def _open_existing(self) -> None:
        self.existing_asked.emit(self.folder)


def _needed_card() -> Card:
    card = Card("À portée de main")
    for icon_name, text in (
        ("card", "Votre CPS ou une ordonnance, pour vos numéros\u00a0: RPPS, AM."),
        ("print", "Une imprimante, ou une clé USB, pour la clé de secours."),
    ):
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        label = QLabel(text)
        label.setWordWrap(True)
        line.addWidget(IconLabel(icon_name))
        line.addWidget(label, 1)
        card.body.addLayout(line)
    return card
