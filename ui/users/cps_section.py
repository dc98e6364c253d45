"""« CPS »: the names and the number that must be those of the card, read from it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from almapy.cps.model import CpsIdentity
from ui.cps.words import card_words
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import Tone
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.styling import TextRole, set_text_role

_LONGEST_NAME = 100
_LONGEST_CARD = 20
_CARD_WARNING = (
    "Attention\u00a0: Le nom CPS et le prénom CPS doivent être identiques à ceux se trouvant sur "
    "votre CPS"
)
_FILLED = "Carte lue"
_CHECK = "Vérifiez ce qui vient d'être rempli, puis «\u00a0Valider\u00a0»."
_OTHERS = "Ce n'est pas votre carte"
_NOT_READ = "La carte CPS n'a pas été lue"


class CpsSection(FormSection):
    """« Récup. code via CPS » fills what is empty and tells what differs; it overwrites no name."""

    def __init__(self, desk: Desk, practitioner: BoundFields) -> None:
        super().__init__("CPS", columns=2)
        self._desk = desk
        self._practitioner = practitioner
        self._identity: CpsIdentity | None = None
        self._former_number = ""
        bind = practitioner.bind
        self.family_name = bind("cps_family_name", text_edit(_LONGEST_NAME))
        self.first_name = bind("cps_first_name", text_edit(_LONGEST_NAME))
        self.number = bind("cps_number", text_edit(_LONGEST_CARD))
        self.read_button = Button("Récup. code via CPS", icon_name="card")
        self.strip = FailureStrip()
        self._add_rows()
        self.read_button.clicked.connect(self._read)
        practitioner.changed.connect(self._compare)

    def _add_rows(self) -> None:
        self.add_row("Nom CPS", self.family_name)
        self.add_row("Prénom CPS", self.first_name)
        warning = QLabel(_CARD_WARNING)
        warning.setWordWrap(True)
        set_text_role(warning, TextRole.SECONDARY)
        self.add_wide(warning)
        self.add_row("N° CPS", self.number)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.read_button)
        line.addStretch(1)
        self.add_wide(holder)
        self.add_wide(self.strip)

    @Slot()
    def _read(self) -> None:
        self.read_button.setEnabled(False)
        self.strip.dismiss()
        cps, actor = self._desk.application.cps, self._desk.actor

        def work() -> CpsIdentity:
            return cps.practitioner_numbers(actor)

        self._desk.run(self, work, self._take, self._refuse, lane=Lane.IO)

    def _take(self, identity: CpsIdentity) -> None:
        self.read_button.setEnabled(True)
        typed = self._practitioner.values()
        if typed["rpps"] and identity.rpps and typed["rpps"] != identity.rpps:
            self.strip.show_message(
                Tone.ATTENTION,
                _OTHERS,
                f"{card_words(identity)}\u00a0: son N° RPPS est {identity.rpps}, le vôtre est "
                f"{typed['rpps']}. Rien n'a été rempli. Insérez votre carte, ou corrigez le "
                "N° RPPS.",
            )
            return
        self._identity = identity
        self._former_number = typed["cps_number"]
        found = {
            "rpps": identity.rpps,
            "cps_family_name": identity.family_name,
            "cps_first_name": identity.first_name,
            "quality": identity.profession,
        }
        empty = {name: value for name, value in found.items() if value and not typed[name]}
        self._practitioner.type_in({"cps_number": identity.national_id, **empty})
        self._compare()
        self.strip.show_message(Tone.OK, _FILLED, f"{card_words(identity)}. {_CHECK}")

    def _refuse(self, error: Exception) -> None:
        self.read_button.setEnabled(True)
        self.strip.show_failure(error, failed=_NOT_READ)

    @Slot()
    def _compare(self) -> None:
        """Warn beside the fields that are not what the card shows (A-USR-06)."""
        if self._identity is None:
            return
        self._remark(self.family_name, self._identity.family_name)
        self._remark(self.first_name, self._identity.first_name)
        is_replaced = (
            bool(self._former_number)
            and self._former_number != self._identity.national_id
            and self.number.text().strip() == self._identity.national_id
        )
        replaced = f"Remplace «\u00a0{self._former_number}\u00a0»." if is_replaced else ""
        self.set_remark(self.number, replaced, Tone.INFORMATION)

    def _remark(self, field: QLineEdit, on_card: str) -> None:
        same = field.text().strip() == on_card
        self.set_remark(field, "" if same else f"Sur votre carte\u00a0: «\u00a0{on_card}\u00a0».")

    def forget_card(self) -> None:
        """Compare with no card any more: « Annuler » came back to what is stored."""
        self._identity = None
        self.strip.dismiss()
        for field in (self.family_name, self.first_name, self.number):
            self.set_remark(field, "")
