"""The new recovery key on screen, once, in groups that are easy to copy by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from almapy import durable_file
from ui.desk import Desk
from ui.firstrun.recovery_paper import RecoverySheet, as_pdf
from ui.firstrun.recovery_ways import ask_file, ask_printer, refusal_beside_base
from ui.tasks import Lane
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.styling import Surface, set_surface

if TYPE_CHECKING:
    pass

_GROUPS_A_LINE = 3
_LARGER = 2.0


class KeyOnce(QFrame):
    """Stays until the person says that the key is on paper; then it is shown nowhere any more."""

    put_away = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet: RecoverySheet | None = None
        self._groups = QGridLayout()
        self._groups.setSpacing(SPACE_M)
        self.print_button = Button("Imprimer…", icon_name="print")
        self.pdf_button = Button("Enregistrer en PDF…", icon_name="save")
        self.done_button = Button("J'ai la clé sur papier")
        self.strip = FailureStrip(closable=False)
        self._lay_out()
        self.print_button.clicked.connect(self._ask_printer)
        self.pdf_button.clicked.connect(self._ask_file)
        self.done_button.clicked.connect(self._put_away)
        self.hide()

    def show_sheet(self, sheet: RecoverySheet) -> None:
        """Show the key of this sheet."""
        self._sheet = sheet
        self._clear()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * _LARGER)
        for place, group in enumerate(sheet.groups):
            label = QLabel(group)
            label.setFont(font)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAccessibleName(f"Groupe {place + 1}\u00a0: {' '.join(group)}")
            set_surface(label, Surface.KEY)
            self._groups.addWidget(label, *divmod(place, _GROUPS_A_LINE))
        self.strip.show_message(
            Tone.ATTENTION,
            "Cette clé n'est montrée qu'une fois",
            "Imprimez-la ou recopiez-la maintenant. L'ancienne feuille est à détruire.",
        )
        self.show()
        self.print_button.setFocus()

    def save_pdf(self, target: Path) -> None:
        """Write the sheet there in a worker; refused beside the base, which it would open."""
        if self._sheet is None:
            return
        refusal = refusal_beside_base(target, self._desk.application.folders.root)
        if refusal is not None:
            self.strip.show_failure(refusal)
            return
        content = as_pdf(self._sheet)
        self._desk.run(
            self,
            lambda: durable_file.write(target, content),
            lambda _: self._tell_kept(
                "La clé est enregistrée",
                f"{target}\nImprimez-la ou gardez-la ailleurs, puis effacez-la de cet ordinateur.",
            ),
            self.strip.show_failure,
            lane=Lane.IO,
        )

    @Slot()
    def _ask_printer(self) -> None:
        if self._sheet is not None:
            ask_printer(self, self._sheet, self._tell_printed)

    def _tell_printed(self) -> None:
        self._tell_kept("La feuille est partie à l'imprimante", "Vérifiez qu'elle est lisible.")

    @Slot()
    def _ask_file(self) -> None:
        if self._sheet is not None:
            ask_file(self, self._sheet, self.save_pdf)

    def _tell_kept(self, title: str, detail: str) -> None:
        self.strip.show_message(Tone.OK, title, detail)
        self.done_button.setFocus()

    @Slot()
    def _put_away(self) -> None:
        self._sheet = None
        self._clear()
        self.hide()
        self.put_away.emit()

    def _clear(self) -> None:
        while (item := self._groups.takeAt(0)) is not None:
            if (label := item.widget()) is not None:
                label.hide()
                label.deleteLater()

    def _lay_out(self) -> None:
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addLayout(self._groups)
        centred.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self.print_button, self.pdf_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(self.strip)
        column.addLayout(centred)
        column.addLayout(buttons)
