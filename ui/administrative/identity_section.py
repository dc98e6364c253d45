"""« Etat civil », first part: names, sex, birth, proof of identity, matricule."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from almapy.identity.birth import TypedBirth
from almapy.identity.documents import IDENTITY_DOCUMENTS
from almapy.identity.traits import name_remark, strict_first_names, strict_name
from almapy.identity.transitions import Settlement
from almapy.patients.model import IdentityStatus
from almapy.users.model import Right
from ui.administrative.birth_date_field import BirthDateField
from ui.administrative.capital_edit import CapitalEdit
from ui.administrative.identity_head import IdentityHead
from ui.administrative.sex_choice import SexChoice
from ui.desk import Desk
from ui.places.place_field import BirthPlace
from ui.theme import SPACE_S, Tone
from ui.widgets.bound_day import BoundDay
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button
from ui.widgets.code_list import CodeList
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip
from ui.widgets.off_place import OffPlace
from ui.widgets.wrap_layout import WrapLayout

_LONGEST_LUNAR = 10
PREFILL = "Pré-remplir le nom et le 1er prénom de naissance"
UNLOCK = "Modifier les traits d'identité stricts"
_REFUSED = "Ne pourra pas être enregistré ainsi"
_UNLOCKED = (
    "Si vous changez le nom de naissance, les prénoms, le sexe, la date ou le lieu de naissance, "
    "l'identité redevient provisoire à l'enregistrement\u00a0; le matricule INS et son OID sont "
    "retirés. Sans changement, rien ne bouge."
)
_INSI_RIGHT = "réservé à qui peut qualifier l'INS"
_INSI_WHAT = "Enregistre la fiche, puis ouvre la recherche de l'INS"


class IdentitySection(FormSection):
    """Strict traits take their RNIV form when a field is left; nothing is refused while typing."""

    help_asked = Signal()
    insi_asked = Signal()
    unlock_asked = Signal()

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__("Identité", columns=2, parent=parent)
        self._fields = fields
        self._desk = desk
        clock = desk.application.clock
        self.head = IdentityHead(fields)
        self.notice = MessageStrip(closable=False)
        self.used_name = fields.bind("used_name", CapitalEdit())
        self.birth_name = fields.bind("birth_name", CapitalEdit(strict_name))
        self.used_first_name = fields.bind("used_first_name", CapitalEdit())
        self.first_name = fields.bind("first_birth_first_name", CapitalEdit(strict_first_names))
        self.first_names = fields.bind("birth_first_names", CapitalEdit(strict_first_names))
        self.insi = Button("INSI", icon_name="shield")
        self.prefill_button = Button(PREFILL)
        self.sex = fields.bind("sex", SexChoice())
        self.birth_date = fields.bind("birth_date", BirthDateField(clock))
        self.lunar = fields.bind("lunar_date", text_edit(_LONGEST_LUNAR, example="00/00/1950"))
        self.lunar.setAccessibleName("Date lunaire")
        self.uncertain = fields.bind("birth_date_uncertain", QCheckBox("Date incertaine"))
        self.document = fields.bind(
            "identity_document", CodeList([("", ""), *IDENTITY_DOCUMENTS.items()])
        )
        self.place = BirthPlace(desk, desk.application.places, self)
        fields.bind("birth_place_name", self.place.town)
        fields.bind("birth_place_code", self.place.code)
        self.deceased = fields.bind("deceased", QCheckBox("Oui"))
        self.deceased_on = fields.bind("deceased_on", BoundDay(clock))
        self.matricule = QLineEdit(readOnly=True)
        self.oid = QLineEdit(readOnly=True)
        self.help_button = Button("Aide INS", icon_name="help")
        self.unlock_button = Button(UNLOCK, icon_name="unlock")
        self._connect()

    def build_steps(self) -> Iterator[None]:
        """Add the rows in two steps, once the section stands in its place."""
        self.add_wide(self.head)
        self.add_wide(self.notice)
        self.add_row("Nom utilisé", self.used_name)
        self.add_row("Nom de naissance", self.birth_name, required=True)
        self.add_row("Prénom utilisé", self.used_first_name)
        self.add_row("1er prénom de naiss.", self.first_name, required=True)
        self.add_row("Prénoms de naissance", self._first_names_line())
        self.add_row("", _line(self.prefill_button))
        yield
        self.add_row("Sexe", self.sex, required=True)
        self.add_row("Date de naissance", self.birth_date, required=True)
        self.add_row("Date lunaire", self._lunar_line())
        self.add_row("Nature just. d'identité", self.document)
        self.place.add_to(self)
        self.add_row("Décédé", self.deceased)
        self.add_row("Date du décès", self.deceased_on)
        self.add_row("Matricule INS", self.matricule)
        self.add_row("OID", self.oid)
        self.add_wide(_line(self.help_button, self.unlock_button))

    def set_locked(self, *, locked: bool) -> None:
        """Close the strict traits to typing, or open them."""
        for edit in (self.birth_name, self.first_names, self.lunar):
            edit.setReadOnly(locked)
        self.birth_date.set_locked(locked=locked)
        self.uncertain.setEnabled(not locked)
        self.sex.set_locked(locked=locked)
        self.place.set_locked(locked=locked)
        self.unlock_button.setEnabled(locked)

    def allow_unknown_sex(self, status: IdentityStatus) -> None:
        """Offer « Inconnu » to a provisional identity only."""
        self.sex.allow_unknown(allowed=status is IdentityStatus.PROVISIONAL)

    @property
    def names(self) -> tuple[CapitalEdit, ...]:
        """The five names, in their order."""
        return (
            self.used_name,
            self.birth_name,
            self.used_first_name,
            self.first_name,
            self.first_names,
        )

    def end_typing(self) -> None:
        """Give every field the form it takes when it is left."""
        for edit in self.names:
            edit.write_out()
        self.birth_date.write_out()

    def remark_names(self) -> None:
        """Say under a birth name what it will become, or what INSi would not take."""
        for edit in (self.birth_name, self.first_name, self.first_names):
            given = edit is not self.birth_name
            tone = Tone.ATTENTION if edit.fault else Tone.INFORMATION
            self.set_remark(edit, name_remark(edit.text(), given=given), tone)

    def show_deceased(self) -> None:
        """Open the day of death once the box is ticked."""
        self.deceased_on.setEnabled(self.deceased.isChecked())

    def tell_settlement(
        self, settlement: Settlement | None, *, unlocked: bool, refusal: str = ""
    ) -> None:
        """Say what storing will change in the identity, beside the vignette of what is stored."""
        if refusal:
            self.notice.show_message(Tone.ATTENTION, _REFUSED, refusal)
        elif settlement is not None and settlement.warnings:
            self.notice.show_message(
                Tone.ATTENTION,
                f"À l'enregistrement : {settlement.status.label}",
                "\n".join(settlement.warnings),
            )
        elif unlocked:
            self.notice.show_message(Tone.ATTENTION, "Traits d'identité ouverts", _UNLOCKED)
        else:
            self.notice.hide()

    def _connect(self) -> None:
        self.prefill_button.clicked.connect(self.prefill)
        self.birth_date.incomplete_typed.connect(self._keep_incomplete)
        self.deceased.toggled.connect(self.show_deceased)
        self.help_button.clicked.connect(self.help_asked)
        self.insi.clicked.connect(self.insi_asked)
        self.unlock_button.clicked.connect(self.unlock_asked)

    @Slot()
    def prefill(self) -> None:
        """Copy the names in use into the birth fields that are empty."""
        pairs = (
            (self.used_name, self.birth_name),
            (self.used_first_name, self.first_name),
        )
        for source, target in pairs:
            if not target.text().strip() and not target.isReadOnly():
                target.setText(source.text())
                target.write_out()
        self.sex.setFocus()

    @Slot(object)
    def _keep_incomplete(self, typed: TypedBirth) -> None:
        self.lunar.setText(typed.lunar)
        self.uncertain.setChecked(typed.uncertain)

    def _first_names_line(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.first_names, 1)
        if self._desk.actor.may(Right.QUALIFY_INS):
            line.addWidget(self.insi)
            self.insi.setToolTip(_INSI_WHAT)
            self.insi.setAccessibleDescription(_INSI_WHAT)
        else:
            line.addWidget(OffPlace(self.insi, _INSI_RIGHT))
        self.first_names.setAccessibleName("Prénoms de naissance")
        holder.setFocusProxy(self.first_names)
        return holder

    def _lunar_line(self) -> QWidget:
        holder = _line(self.lunar, self.uncertain)
        holder.setFocusProxy(self.lunar)
        return holder


def _line(*parts: QWidget) -> QWidget:
    holder = QWidget()
    line = WrapLayout(holder, spacing=SPACE_S)
    for part in parts:
        line.addWidget(part)
    return holder
