"""« Cabinet »: name, address and identifiers of the practice, as they stand in headers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from almapy.errors import DomainError
from almapy.headers.settings import HeaderSettings
from almapy.practice.model import Practice
from ui.desk import Desk
from ui.form_page import FormPage
from ui.headers.caption_section import CaptionSection
from ui.widgets.bound_fields import BoundFields
from ui.widgets.fields import PhoneEdit, text_edit
from ui.widgets.form import FormSection
from ui.widgets.remarked_number import RemarkedNumber
from ui.widgets.scroll_column import ScrollColumn

_FINESS_LENGTH = 9
_POSTAL_LENGTH = 5


class PracticePage(FormPage):
    """One practice for the whole base; every change is traced with the former value."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Cabinet", parent)
        self.set_subtitle(
            "Ces informations figurent en tête des ordonnances et des courriers de tout le cabinet."
        )
        self._seen = Practice(name="Cabinet")
        self._fields = BoundFields(self)
        bind = self._fields.bind
        self.name = bind("name", text_edit(120))
        self.finess = bind("finess", RemarkedNumber(_FINESS_LENGTH))
        self.postal_code = bind("postal_code", RemarkedNumber(_POSTAL_LENGTH))
        body = self.set_body(ScrollColumn())
        self.identity = body.add_part(FormSection("Identité du cabinet", columns=2))
        self.identity.add_row("Nom du cabinet", self.name, required=True)
        self.identity.add_row("N° FINESS", self.finess)
        address = body.add_part(FormSection("Adresse", columns=2))
        address.add_row("Adresse", bind("address", text_edit(200)))
        address.add_row("Code postal", self.postal_code)
        address.add_row("Ville", bind("town", text_edit(100)))
        reach = body.add_part(FormSection("Pour joindre le cabinet", columns=2))
        reach.add_row("Téléphone", bind("phone", PhoneEdit(20)))
        reach.add_row("Email", bind("email", text_edit(254)))
        self.headers = body.add_part(CaptionSection())
        self.headers.changed.connect(self.follow_changes)
        self._fields.changed.connect(self._follow)

    def fields_changed(self) -> bool:
        """Tell whether a field differs from what is stored."""
        return self._fields.are_changed() or self.headers.are_changed()

    def load(self) -> None:
        """Read the practice."""
        practice, headers = self.desk.application.practice, self.desk.application.header_settings
        self.desk.run(self, lambda: (practice.get(), headers.get()), self._show, self.fail_to_load)

    def store(self) -> None:
        """Write the practice."""
        self.identity.clear_errors()
        typed = self._fields.values()
        service, actor = self.desk.application.practice, self.desk.actor

        headers = self.desk.application.header_settings
        seen, seen_headers, wanted_headers = self._seen, self.headers.seen, self.headers.settings()

        def work() -> Practice:
            wanted = Practice(**typed)
            service.change(actor, seen, wanted)
            headers.save(actor, seen_headers, wanted_headers)
            return wanted

        def stored(practice: Practice) -> None:
            self._seen = practice
            self.headers.seen = wanted_headers
            self._fields.settle(typed)
            self.desk.tell("Cabinet enregistré.")

        self.desk.run(self, work, stored, self._refuse)

    def restore(self) -> None:
        """Bring every field back to what is stored, read again."""
        self._fields.restore()
        self.headers.show_settings(self.headers.seen)
        self.identity.clear_errors()
        self.load()

    def _show(self, read: tuple[Practice, HeaderSettings]) -> None:
        if self.fields_changed():
            return
        practice, headers = read
        self.headers.show_settings(headers)
        self._seen = practice
        self._fields.show_values(practice)
        self.show_loaded(self.name)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, DomainError) and error.field == "name":
            self.identity.set_error(self.name, error.message)
            self.identity.focus_first_error()
            return
        self.strip.show_failure(error)

    def _follow(self) -> None:
        self.finess.show_remark(
            _length_remark(self.finess.value(), _FINESS_LENGTH, "Un numéro FINESS a 9 caractères.")
        )
        self.postal_code.show_remark(
            _length_remark(self.postal_code.value(), _POSTAL_LENGTH, "Un code postal a 5 chiffres.")
        )
        self.follow_changes()


def _length_remark(number: str, length: int, remark: str) -> str:
    return remark if number and len(number) != length else ""
