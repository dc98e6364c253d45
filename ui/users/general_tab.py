"""« Informations générales (1/2) »: who one is, for the program, the card and the insurance."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from almapy.practice.model import Practitioner, remarks
from almapy.users.model import Account, initials_of
from ui.desk import Desk
from ui.psc.link_card import PscLinkCard
from ui.users.card_links_card import CardLinksCard
from ui.users.cps_section import CpsSection
from ui.users.sign_in_card import SignInCard
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button
from ui.widgets.fields import PhoneEdit, text_edit
from ui.widgets.form import FormSection
from ui.widgets.remarked_number import RemarkedNumber
from ui.widgets.scroll_column import ScrollColumn

_LONGEST_INITIALS = 10
_LONGEST_PHONE = 20
_LONGEST_QUALITY = 60
_LONGEST_SPECIALITY = 80
_LONGEST_EMAIL = 254
_CIVILITIES = ("", "Docteur", "Madame", "Monsieur")
_REDO_BILLING = "Refaire le paramétrage de votre n° de facturation et code spécialité"
_NUMBER_LENGTHS = {"rpps": 11, "adeli": 9, "am_number": 9, "speciality_code": 2}


class GeneralTab(ScrollColumn):
    """Binds its fields to the practitioner and to the initials of the account."""

    def __init__(self, desk: Desk, practitioner: BoundFields, initials: BoundFields) -> None:
        super().__init__()
        self._desk = desk
        self._practitioner = practitioner
        self.initials = initials.bind("own_initials", text_edit(_LONGEST_INITIALS))
        self.numbers = {
            name: practitioner.bind(name, RemarkedNumber(most))
            for name, most in _NUMBER_LENGTHS.items()
        }
        self.redo_billing = Button(_REDO_BILLING)
        self.redo_billing.clicked.connect(self._open_billing)
        practitioner.changed.connect(self._show_remarks)

    def build(self) -> None:
        """Add the parts, once the tab stands in its place."""
        self.sign_in = self.add_part(SignInCard(self._desk))
        self._add_initials()
        self._add_profession()
        self._add_billing()
        self.cps = self.add_part(CpsSection(self._desk, self._practitioner))
        self.card_links = self.add_part(CardLinksCard(self._desk))
        self.psc_link = self.add_part(PscLinkCard(self._desk))

    def show_account(self, account: Account) -> None:
        """Show the computed initials where none was chosen."""
        self.initials.setPlaceholderText(initials_of(account.first_name, account.family_name))

    def settle(self) -> None:
        """Close the billing numbers once they are known: they are changed on purpose only."""
        known = bool(self.numbers["am_number"].value() or self.numbers["speciality_code"].value())
        self._set_billing_closed(closed=known)
        self._show_remarks()

    @Slot()
    def _show_remarks(self) -> None:
        found = remarks(Practitioner(**self._practitioner.values()))
        for name, number in self.numbers.items():
            number.show_remark(found.get(name, ""))

    @Slot()
    def _open_billing(self) -> None:
        self._set_billing_closed(closed=False)
        self.numbers["am_number"].setFocus()

    def _set_billing_closed(self, *, closed: bool) -> None:
        for name in ("am_number", "speciality_code"):
            self.numbers[name].set_read_only(read_only=closed)
        self.redo_billing.setEnabled(closed)

    def _add_initials(self) -> None:
        section = self.add_part(FormSection("Affichage", columns=2))
        section.add_row(
            "Initiales perso.",
            self.initials,
            hint="Laissez vide pour qu'AlmaPy les détermine d'après votre nom.",
        )

    def _add_profession(self) -> None:
        section = self.add_part(FormSection("Profession", columns=2))
        bind = self._practitioner.bind
        civility = QComboBox()
        civility.addItems(_CIVILITIES)
        quality = text_edit(_LONGEST_QUALITY, example="Médecin")
        speciality = text_edit(_LONGEST_SPECIALITY, example="Médecine générale")
        section.add_row("Civilité", bind("civility", civility))
        section.add_row("Qualité", bind("quality", quality))
        section.add_row("Spécialité ordinale", bind("ordinal_speciality", speciality))
        section.add_row("N° RPPS", self.numbers["rpps"])
        section.add_row("N° ADELI", self.numbers["adeli"])
        section.add_row("Téléphone professionnel", bind("phone", PhoneEdit(_LONGEST_PHONE)))
        section.add_row("Email professionnel", bind("email", text_edit(_LONGEST_EMAIL)))

    def _add_billing(self) -> None:
        section = self.add_part(FormSection("N° de facturation et code spécialité", columns=2))
        section.add_row("N° de facturation (AM)", self.numbers["am_number"])
        section.add_row("Code spécialité", self.numbers["speciality_code"])
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.redo_billing)
        line.addStretch(1)
        section.add_wide(holder)
