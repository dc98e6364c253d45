"""The tab « Etat civil »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from functools import partial
from types import SimpleNamespace

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.errors import DomainError
from almapy.identity.traits import first_name_agrees
from almapy.identity.transitions import missing_fields, settled
from almapy.patients.age import full_years
from almapy.patients.model import IdentityStatus, Patient, PatientDraft
from ui.administrative.care_section import CareSection
from ui.administrative.contact_section import AddressSection, ReachSection
from ui.administrative.identity_section import IdentitySection
from ui.administrative.papers_section import PapersSection
from ui.administrative.tab import AdministrativeTab, Problem
from ui.administrative.words import LABELS
from ui.desk import Desk
from ui.widgets.form import FormSection

_PAUSE_MS = 40
_ADULT = 18
_LONGEST_NIR = 15
_WRONG_CODE = "Le code a 5 caractères\u00a0; 99999 si le lieu est inconnu."
_WRONG_DAY = "Cette date n'est pas comprise."
_WRONG_NIR = "Un numéro compte 15 caractères au plus."
_NAMES = (
    "used_name",
    "birth_name",
    "used_first_name",
    "first_birth_first_name",
    "birth_first_names",
)
EMPTY = SimpleNamespace(
    **{one.name: None if one.default is MISSING else one.default for one in fields(PatientDraft)}
)


class CivilStatusTab(AdministrativeTab):
    """Identity, médecin traitant, address, telephones, numbers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._patient: Patient | None = None
        self._unlocked = False
        self._marked: list[tuple[FormSection, QWidget]] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._follow)

    def build_steps(self) -> Iterator[None]:
        """Make the sections, each filled once it stands in its place."""
        self.identity = self.add_part(IdentitySection(self.desk, self.fields))
        yield
        yield from self.identity.build_steps()
        yield
        self.care = self.add_part(CareSection(self.desk, self.fields))
        self.care.build()
        yield
        self.address = self.add_part(AddressSection(self.desk, self.fields))
        self.address.build()
        yield
        self.reach = self.add_part(ReachSection(self.fields))
        self.reach.build()
        yield
        self.papers = self.add_part(PapersSection(self.fields))
        self.papers.build()
        yield
        self._connect()

    def _connect(self) -> None:
        widths = zip(*(section.label_widths() for section in self._sections()), strict=True)
        widest = tuple(max(column) for column in widths)
        for section in self._sections():
            section.set_label_widths(widest)
        for section in self._sections():
            for edit in section.findChildren(QLineEdit):
                if not edit.isReadOnly():
                    edit.returnPressed.connect(self._next_field)
        self.identity.sex.return_pressed.connect(self._next_field)
        self.identity.help_asked.connect(self.help_asked)
        self.identity.insi_asked.connect(self.insi_asked)
        self.identity.unlock_asked.connect(self.unlock)
        self.fields.changed.connect(self._pause.start)
        self.desk.run(self, self.desk.application.accounts.doctors, self.care.show_doctors)

    @property
    def first_field(self) -> QWidget:
        """The first name field that can be typed in."""
        return self.identity.used_name

    def show_patient(self, patient: Patient) -> None:
        """Show another record, its strict traits locked unless the identity is provisional."""
        self._patient = patient
        self._unlocked = False
        super().show_patient(patient)
        self._show_state(patient)

    def show_empty(self) -> None:
        """Show the form of a patient who has no record yet."""
        self._patient = None
        self._quietly(partial(self.fields.show_values, EMPTY))
        self.identity.head.show_status(IdentityStatus.PROVISIONAL)
        self.identity.allow_unknown_sex(IdentityStatus.PROVISIONAL)
        self.identity.set_locked(locked=False)
        self.care.creator.setText(self.desk.actor.name)
        self._follow()

    def follow_patient(self, patient: Patient) -> set[str]:
        """Take over what changed elsewhere, the status and its locks with it."""
        both = super().follow_patient(patient)
        self._patient = patient
        if not both:
            self._unlocked = self._unlocked and self.are_changed()
        self._show_state(patient)
        return both

    def restore(self) -> None:
        """Bring back what is stored, and lock the strict traits again."""
        super().restore()
        self._unlocked = False
        if self._patient is not None:
            self._show_state(self._patient)

    def end_typing(self) -> None:
        """Give names, date and numbers the form they take when they are left."""
        self.identity.end_typing()

    def _announce_settlement(self) -> None:
        """Say what storing would do to the identity, or why a rule would refuse it."""
        before = self._patient.data if self._patient is not None else None
        try:
            values = self.values()
            after = PatientDraft(**values) if before is None else replace(before, **values)
        except DomainError:  # a name is still empty
            self.identity.tell_settlement(None, unlocked=self._unlocked)
            return
        try:
            settlement = settled(before, after)
        except DomainError as error:
            # The list of first names is often typed after the first of them.
            refusal = "" if error.field == "first_birth_first_name" else error.message
            self.identity.tell_settlement(None, unlocked=self._unlocked, refusal=refusal)
        else:
            self.identity.tell_settlement(settlement, unlocked=self._unlocked)

    def problems(self) -> list[Problem]:
        """Return what is missing or not understood, in the order of the fields."""
        identity, values = self.identity, self.values()
        missing = missing_fields(values)
        found = [self._problem(one.field, "Ce champ est obligatoire.") for one in missing]
        wrong = [
            (identity.birth_date.is_wrong, "birth_date", identity.birth_date.typed.error),
            (identity.place.code.is_wrong, "birth_place_code", _WRONG_CODE),
            (identity.deceased_on.is_wrong, "deceased_on", _WRONG_DAY),
            (self.care.signed_on.is_wrong, "contrat_mt_signed_on", _WRONG_DAY),
            (
                not first_name_agrees(
                    values["first_birth_first_name"], values["birth_first_names"]
                ),
                "first_birth_first_name",
                "Il doit être le début de la liste des prénoms de naissance.",
            ),
            (len(values["insured_nir"]) > _LONGEST_NIR, "insured_nir", _WRONG_NIR),
        ]
        wrong += [
            (bool(edit.fault), name, edit.fault)
            for name, edit in zip(_NAMES, identity.names, strict=True)
        ]
        found += [self._problem(name, text) for is_wrong, name, text in wrong if is_wrong]
        order = list(self.fields.values())
        return sorted(found, key=lambda one: order.index(one.name))

    def show_problems(self, problems: list[Problem]) -> None:
        """Say under each of these fields what to do."""
        for section, field in self._marked:
            section.clear_error(field)
        self._marked = [
            (section, one.field)
            for one in problems
            for section in self._sections()
            if section.isAncestorOf(one.field) and not self.identity.head.isAncestorOf(one.field)
        ]
        texts = {one.field: one.text for one in problems}
        for section, field in self._marked:
            section.set_error(field, texts[field])

    @Slot()
    def unlock(self) -> None:
        """Open the strict traits, and say what changing them leads to."""
        self._unlocked = True
        self.identity.set_locked(locked=False)
        self._follow()
        self.identity.birth_name.setFocus()

    @Slot()
    def _next_field(self) -> None:
        self.focusNextChild()

    def _sections(self) -> tuple[FormSection, ...]:
        return (self.identity, self.care, self.address, self.reach, self.papers)

    def _problem(self, name: str, text: str) -> Problem:
        field = self.fields.field(name)
        assert field is not None
        return Problem(name, LABELS[name], text, field)

    def _show_state(self, patient: Patient) -> None:
        identity, data = self.identity, patient.data
        identity.head.show_status(patient.status)
        identity.allow_unknown_sex(patient.status)
        identity.matricule.setText(data.matricule_ins)
        identity.oid.setText(data.ins_oid)
        self.care.creator.setText(patient.created_by)
        locked = patient.status is not IdentityStatus.PROVISIONAL and not self._unlocked
        identity.set_locked(locked=locked)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Say what is to be looked at and what storing will change; refuse nothing."""
        identity = self.identity
        identity.show_deceased()
        identity.remark_names()
        sex, born = identity.sex.value(), identity.birth_date.typed.day
        is_adult = born is None or full_years(born, self.desk.application.clock.today()) >= _ADULT
        self.address.remark_doubts()
        self.reach.remark_doubts()
        # A child is insured by a parent, whose number tells nothing of the child.
        owner = (sex, born) if is_adult else (None, None)
        remarks = self.papers.remark_nir(*owner)
        own = self.papers.nir.value() if is_adult and sex and born and not remarks else ""
        identity.place.set_context(born, identity.matricule.text() or own)
        self._announce_settlement()
