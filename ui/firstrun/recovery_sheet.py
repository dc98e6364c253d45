"""Step « Clé de secours »: shown once, to be printed or saved before going on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel

from almapy import durable_file
from ui.firstrun.recovery_paper import RecoverySheet, as_pdf
from ui.firstrun.recovery_ways import ask_file, ask_printer, refusal_beside_base
from ui.firstrun.step import Step, Told
from ui.tasks import Lane, TaskRunner
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.styling import Surface, set_relative_font, set_surface

if TYPE_CHECKING:
    pass

_PER_LINE: Final = 3


class RecoverySheetStep(Step):
    """Nothing can be copied from the screen: a key in the clipboard ends up anywhere."""

    def __init__(self, tasks: TaskRunner, data_folder: Callable[[], Path]) -> None:
        """`data_folder` is where the PDF may not go: beside the base, it would open it."""
        super().__init__(
            "Clé de secours",
            "Votre clé de secours",
            "Elle ouvre la base si le mot de passe est perdu. Elle n'est montrée qu'une "
            "fois\u00a0: imprimez-la, puis gardez-la sous clé, loin de l'ordinateur.",
            next_text="J'ai la feuille\u00a0: &suivant",
        )
        self._tasks = tasks
        self._data_folder = data_folder
        self._sheet: RecoverySheet | None = None
        self._is_kept = False
        self._groups = QGridLayout()
        self._print = Button("&Imprimer…", icon_name="print")
        self._save = Button("&Enregistrer en PDF…", icon_name="save")
        self._lay_out()
        self._print.clicked.connect(self._ask_printer)
        self._save.clicked.connect(self._ask_file)

    def set_sheet(self, sheet: RecoverySheet) -> None:
        """Show this key."""
        self._sheet = sheet
        self._is_kept = False
        while (item := self._groups.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, group in enumerate(sheet.groups):
            label = _group_label(group, place + 1)
            self._groups.addWidget(label, *divmod(place, _PER_LINE))

    def entered(self) -> None:
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        if self._is_kept:
            go_on()
            return
        self._say(
            Tone.ATTENTION,
            "Imprimez la clé ou enregistrez-la en PDF avant de continuer",
            "Elle ne sera plus montrée. Sans elle, un mot de passe perdu est une base perdue.",
        )
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_pdf(self, path: Path) -> None:
        """Write the page there, in a worker; refused inside the data folder."""
        if self._sheet is None:
            return
        target = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
        refusal = refusal_beside_base(target, self._data_folder())
        if refusal is not None:
            self.failed.emit(refusal)
            return
        content = as_pdf(self._sheet)
        self._tasks.submit(
            self,
            lambda: durable_file.write(target, content),
            partial(self._tell_saved, target),
            self.failed.emit,
            lane=Lane.IO,
        )

    def _lay_out(self) -> None:
        frame = QFrame()
        set_surface(frame, Surface.CARD)
        self._groups.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        self._groups.setSpacing(SPACE_M)
        frame.setLayout(self._groups)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self._print)
        buttons.addWidget(self._save)
        buttons.addStretch(1)
        self.body.addWidget(frame)
        self.body.addLayout(buttons)

    @Slot()
    def _ask_printer(self) -> None:
        if self._sheet is not None:
            ask_printer(self, self._sheet, self._tell_printed)

    @Slot()
    def _ask_file(self) -> None:
        if self._sheet is not None:
            ask_file(self, self._sheet, self.save_pdf)

    def _tell_printed(self) -> None:
        self._is_kept = True
        self._say(
            Tone.OK,
            "La feuille est partie à l'imprimante",
            "Vérifiez qu'elle est lisible\u00a0: un groupe vous en sera redemandé.",
        )

    def _tell_saved(self, path: Path, _nothing: None) -> None:
        self._is_kept = True
        self._say(
            Tone.OK,
            "La clé est enregistrée",
            f"{path}\nImprimez la feuille ou gardez-la sur une clé USB, puis effacez le fichier de "
            "cet ordinateur.",
        )

    def _say(self, tone: Tone, title: str, detail: str) -> None:
        self.told.emit(Told(tone, title, detail))


def _group_label(group: str, number: int) -> QLabel:
    label = QLabel(group)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAccessibleName(f"Groupe {number}\u00a0: {' '.join(group)}")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    set_relative_font(label, 1.9)
    font = label.font()
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    font.setFamilies([family])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 110)
    label.setFont(font)
    return label
