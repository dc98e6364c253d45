"""« Etat civil », where the patient lives and how to reach them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.identity.contact import e164, email_remark, phone_remark, postal_remark, shown_phone
from ui.administrative.postal_field import PostalField
from ui.desk import Desk
from ui.widgets.bound_fields import BoundFields
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection

_LONGEST_LINE = 120
_LONGEST_TOWN = 100
_LONGEST_BUILDING = 30
_LONGEST_PHONE = 20
_LONGEST_EMAIL = 254
PHONES = {
    "phone_home": "Téléphone fixe",
    "phone_mobile": "Téléphone port.",
    "phone_work": "Téléphone pro",
    "phone_fax": "Fax",
}


class PhoneField(QLineEdit):
    """Shows a number grouped by two and holds it in its international form."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST_PHONE)
        self.textChanged.connect(self.changed)
        self.editingFinished.connect(self._group)

    def value(self) -> str:
        """Return the number as it is stored."""
        return e164(self.text())

    def set_value(self, value: str) -> None:
        """Show a number."""
        self.setText(shown_phone(value))
        self.setCursorPosition(0)

    @Slot()
    def _group(self) -> None:
        shown = shown_phone(self.value())
        if shown != self.text():
            self.setText(shown)


class AddressSection(FormSection):
    """The code proposes its towns; the second address is the one of the papers."""

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__("Adresse", columns=2, parent=parent)
        bind = fields.bind
        self.address = bind("address", text_edit(_LONGEST_LINE, example="3 rue des Tilleuls"))
        self.more = bind("address_more", text_edit(_LONGEST_LINE))
        self.postal_code = bind("postal_code", PostalField(desk))
        self.town = bind("town", text_edit(_LONGEST_TOWN))
        self.building = bind("building_code", text_edit(_LONGEST_BUILDING))
        self.admin_address = bind("admin_address", text_edit(_LONGEST_LINE))
        self.admin_postal_code = bind("admin_postal_code", PostalField(desk))
        self.admin_town = bind("admin_town", text_edit(_LONGEST_TOWN))
        self.postal_code.town_taken.connect(self._take)
        self.admin_postal_code.town_taken.connect(self._take_admin)

    def build(self) -> None:
        """Add the rows, once the section stands in its place."""
        self.add_row("Adresse", self.address)
        self.add_row("Adresse comp.", self.more)
        self.add_row("Code Postal", self.postal_code)
        self.add_row("Ville", self.town)
        self.add_row("Code de l'immeuble", self.building)
        self.add_row("Adresse administrative", self.admin_address)
        self.add_row("Code Postal (adm.)", self.admin_postal_code)
        self.add_row("Ville (adm.)", self.admin_town)

    def remark_doubts(self) -> None:
        """Say what is doubtful in a postal code."""
        for field in (self.postal_code, self.admin_postal_code):
            self.set_remark(field, postal_remark(field.value()))

    @Slot(object)
    def _take(self, town: str) -> None:
        self.town.setText(town)
        self.building.setFocus()

    @Slot(object)
    def _take_admin(self, town: str) -> None:
        self.admin_town.setText(town)
        self.admin_town.setFocus()


class ReachSection(FormSection):
    """Telephones and mail: a doubtful one is remarked and kept."""

    def __init__(self, fields: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__("Téléphones et email", columns=2, parent=parent)
        self.phones = {name: fields.bind(name, PhoneField()) for name in PHONES}
        self.email = fields.bind("email", text_edit(_LONGEST_EMAIL))

    def build(self) -> None:
        """Add the rows, once the section stands in its place."""
        for name, label in PHONES.items():
            self.add_row(label, self.phones[name])
        self.add_row("Email", self.email)

    def remark_doubts(self) -> None:
        """Say what is doubtful in a number or in the mail address."""
        for phone in self.phones.values():
            self.set_remark(phone, phone_remark(phone.text()))
        self.set_remark(self.email, email_remark(self.email.text()))
