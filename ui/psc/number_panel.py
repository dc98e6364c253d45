"""The national identifier that a confirmation on the telephone is asked with."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from almapy.practice.model import Practitioner, remarks
from almapy.text import digits
from ui.widgets.fields import NumberEdit
from ui.widgets.inline_panel import InlinePanel

_RPPS_LENGTH = 11
_REGISTER = "8"
_MISSING = "Tapez les 11 chiffres de votre numéro RPPS."


class NumberPanel(InlinePanel):
    """Takes an RPPS (11 digits) or a national identifier (8 and the RPPS)."""

    given = Signal(object)  # str, 8 and the RPPS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Confirmer sur ma e-CPS",
            "Demander la confirmation",
            explanation="Votre téléphone affichera deux chiffres à comparer avec ceux d'AlmaPy.",
            parent=parent,
        )
        self.number = NumberEdit(_RPPS_LENGTH + 1)
        self.add_row("N° RPPS", self.number, required=True, hint="11 chiffres, inscrits sur la CPS")
        self.end_rows(first=self.number, last=self.number)
        self.number.textChanged.connect(self._remark)
        self.submitted.connect(self._give)

    def ask(self, opener: QWidget, known: str) -> None:
        """Open with the RPPS known, empty when nobody knows it."""
        self.open(opener)
        self.number.setText(known)
        self.number.selectAll()

    def show_unknown(self, sentence: str) -> None:
        """Tell under the field that the service knows nobody by this number."""
        self.show()
        self.accept_button.setEnabled(True)
        self.set_error(self.number, sentence)
        self.focus_first_error()

    @Slot()
    def _remark(self) -> None:
        self.clear_errors()
        rpps = _rpps_of(self.number.text())
        found = remarks(Practitioner(rpps=rpps)) if rpps else {}
        self.set_remark(self.number, found.get("rpps", ""))

    @Slot()
    def _give(self) -> None:
        rpps = _rpps_of(self.number.text())
        if not rpps:
            self.set_error(self.number, _MISSING)
            self.focus_first_error()
            return
        self.given.emit(_REGISTER + rpps)


def _rpps_of(typed: str) -> str:
    """Return the 11 digits typed, alone or after the digit of their register; else nothing."""
    number = digits(typed)
    if number != typed.strip():
        return ""
    if len(number) == _RPPS_LENGTH + 1 and number.startswith(_REGISTER):
        return number[1:]
    return number if len(number) == _RPPS_LENGTH else ""
