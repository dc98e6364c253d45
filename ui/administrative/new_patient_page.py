"""« Nouveau patient »: look whether a record exists, then create it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from almapy.errors import DomainError
from almapy.identity.traits import strict_first_names, strict_name
from almapy.patients.model import Patient, PatientDraft
from almapy.patients.queries import Widening
from ui.administrative.birth_date_field import BirthDateField
from ui.administrative.capital_edit import CapitalEdit
from ui.administrative.civil_status_tab import CivilStatusTab
from ui.administrative.likely_same import Candidate, LikelySame
from ui.administrative.new_patient_wish import GivenTraits, take_given
from ui.desk import Desk
from ui.form_page import FormPage
from ui.insi.wish import ask_insi_of
from ui.theme import Tone
from ui.widgets.card import Card
from ui.widgets.field_bar import FieldBar

_PAUSE_MS = 120
_MOST = 20
_LEAST_LINES = 10
_EVERYBODY = Widening(deceased=True, archived=True, passing=True)
_GIVEN = (
    "birth_name",
    "used_name",
    "first_birth_first_name",
    "birth_first_names",
    "sex",
    "birth_date",
    "lunar_date",
    "birth_date_uncertain",
    "birth_place_name",
    "birth_place_code",
    "insured_nir",
    "address",
    "postal_code",
    "town",
)
_UNDER_WAY = "Une saisie est déjà en cours ici"
_KEPT = (
    "Elle est restée telle quelle. Créez ce dossier ou annulez-le d'abord, ou remplacez la saisie "
    "par les traits lus."
)


class SearchCard(Card):
    """Birth date, name and first name, each in its own field (EXI ID 17)."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Recherche d'antériorité", parent)
        self.birth_date = BirthDateField(desk.application.clock)
        self.name = CapitalEdit(strict_name)
        self.first_name = CapitalEdit(strict_first_names)
        self.likely = LikelySame()

    def build(self) -> None:
        """Add the fields, once the card stands in its place."""
        bar = FieldBar()
        self.body.addWidget(bar)
        bar.add_field("Date de naissance", self.birth_date)
        bar.add_field("Nom", self.name)
        bar.add_field("Prénom", self.first_name)
        self.body.addWidget(self.likely)


class NewPatientPage(FormPage):
    """What is typed in the search is carried into the form; Enter leads from one to the other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Nouveau patient", parent, title_level=2)
        self.validate_button.setText("Créer le dossier")
        self._creating = False
        self._leads_to_insi = False
        self._asked = 0
        self._given: GivenTraits | None = None
        self._taken: GivenTraits | None = None
        self._take_instead = QAction("Prendre les traits lus", self)
        self._take_instead.triggered.connect(self._take_given)
        self.tab = self.set_body(CivilStatusTab(desk))
        self.tab.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self.search = self.tab.add_part(SearchCard(desk))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._steps = self._build_steps()
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._step)
        self._next.start()

    def entered(self) -> None:
        """Put the cursor in the search, unless a form is under way or traits were given."""
        self._given = take_given(self.desk) or self._given
        if self._given is not None:
            self._offer_given()
        elif not self.has_unsaved_changes():
            self._taken = None  # who asked for a record is not told of another one
            self.search.birth_date.setFocus()

    def load(self) -> None:
        """Nothing to read: the form begins empty."""

    def fields_changed(self) -> bool:
        """Tell whether something was typed."""
        return self.tab.are_changed()

    def restore(self) -> None:
        """Empty search and form."""
        self._taken = None
        self.tab.show_empty()
        self.tab.show_problems([])
        self.search.birth_date.set_value(None)
        self.search.name.clear()
        self.search.first_name.clear()
        self.search.likely.show_found([], asked=False)
        self.search.birth_date.setFocus()

    def store(self) -> None:
        """Create the record and open it, or name everything that is missing."""
        if self._creating:
            return
        self.tab.end_typing()
        problems = self.tab.problems()
        self.tab.show_problems(problems)
        if problems:
            problems[0].field.setFocus()
            self.strip.show_message(
                Tone.ATTENTION,
                f"À compléter avant de créer\u00a0: {', '.join(one.label for one in problems)}",
                "Rien n'est perdu\u00a0: votre saisie reste à l'écran.",
            )
            return
        try:
            draft = PatientDraft(**self.tab.values())
        except DomainError as error:
            self.strip.show_failure(error)
            return
        patients, actor = self.desk.application.patients, self.desk.actor
        self._creating = True
        self.desk.run(self, lambda: patients.create(actor, draft), self._created, self._refused)

    @Slot()
    def ask_insi(self) -> None:
        """Create the record, then open it on the INSI page; a refusal keeps the form in front."""
        self._leads_to_insi = True
        self.store()
        self._leads_to_insi = self._creating

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ctrl+S", "Créer le dossier"),
            ("Return", "Champ suivant"),
            ("Down", "Aller aux patients ressemblants"),
        ]

    @property
    def is_building(self) -> bool:
        """Whether the form is not whole yet."""
        return self._next.isActive()

    @Slot()
    def _step(self) -> None:
        """Build a part of the form; the window breathes between two."""
        try:
            next(self._steps)
        except StopIteration:
            self.show_loaded(self.search.birth_date)
            self._offer_given()
        else:
            self._next.start()

    def _build_steps(self) -> Iterator[None]:
        self.search.build()
        yield
        yield from self.tab.build_steps()
        self._connect()
        self.tab.show_empty()

    def _connect(self) -> None:
        search, identity = self.search, self.tab.identity
        self.tab.changed.connect(self.follow_changes)
        self.tab.changed.connect(self._pause.start)
        self.tab.insi_asked.connect(self.ask_insi)
        search.birth_date.changed.connect(self._carry_date)
        search.name.textChanged.connect(identity.birth_name.setText)
        search.first_name.textChanged.connect(identity.first_name.setText)
        search.birth_date.edit.returnPressed.connect(search.name.setFocus)
        search.name.returnPressed.connect(search.first_name.setFocus)
        search.first_name.returnPressed.connect(self._go_on)
        identity.sex.return_pressed.connect(self._go_to_birth)
        search.likely.open_asked.connect(self.desk.patient_asked)

    @Slot()
    def _carry_date(self) -> None:
        self.tab.identity.birth_date.edit.setText(self.search.birth_date.edit.text())

    @Slot()
    def _go_on(self) -> None:
        """Go to the first field that the search does not know."""
        self.tab.end_typing()
        self.tab.identity.sex.setFocus()

    @Slot()
    def _go_to_birth(self) -> None:
        """Go from the sex to what is still unknown of the birth."""
        birth = self.tab.identity.birth_date
        (birth if birth.value() is None else self.tab.identity.place.town).setFocus()

    def _offer_given(self) -> None:
        """Show the traits that another page gave; what is typed here stays until it is left."""
        if self._given is None or self.is_building:
            return
        if self.has_unsaved_changes():
            self.strip.show_message(Tone.ATTENTION, _UNDER_WAY, _KEPT, [self._take_instead])
        else:
            self._take_given()

    @Slot()
    def _take_given(self) -> None:
        given, self._given = self._given, None
        if given is None:
            return
        self.restore()
        self._taken = given
        self.strip.show_message(Tone.INFORMATION, given.title, given.advice)
        if given.draft is not None:
            self._put(given.draft)
            self._go_on()

    def _put(self, draft: PatientDraft) -> None:
        if draft.birth_date is not None:
            self.search.birth_date.set_value(draft.birth_date)
        self.search.name.setText(draft.birth_name)
        self.search.first_name.setText(draft.first_birth_first_name)
        self.tab.fields.type_in({name: getattr(draft, name) for name in _GIVEN})
        self.tab.end_typing()

    @Slot()
    def _look(self) -> None:
        """Look for the records that resemble what stands in the form."""
        values = self.tab.values()
        day = self.tab.identity.birth_date.typed.day
        names = [str(values[name]) for name in ("birth_name", "first_birth_first_name")]
        typed = " ".join(filter(None, (f"{day:%d/%m/%Y}" if day else "", *names)))
        self._asked += 1
        number = self._asked
        if day is None and not names[0]:
            self.search.likely.show_found([], asked=False)
            return
        draft = PatientDraft(**values) if day is not None and all(names) else None
        patients, actor = self.desk.application.patients, self.desk.actor

        def work() -> tuple[int, list[Candidate]]:
            alike = patients.likely_same(actor, draft) if draft is not None else []
            found = {one.hit.patient_id: Candidate(one.hit, one.reasons) for one in alike}
            for hit in patients.search(actor, typed, limit=_MOST, widening=_EVERYBODY):
                found.setdefault(hit.patient_id, Candidate(hit, ()))
            return number, list(found.values())

        self.desk.run(self, work, self._found)

    def _found(self, answer: tuple[int, list[Candidate]]) -> None:
        number, found = answer
        if number == self._asked and self.has_unsaved_changes():
            self.search.likely.show_found(found, asked=True)

    def _created(self, patient: Patient) -> None:
        self._creating = False
        given = self._taken
        self.restore()
        self.strip.dismiss()
        self.follow_changes()
        self.desk.tell(f"Dossier {patient.dossier} créé.")
        if self._leads_to_insi:
            self._leads_to_insi = False
            ask_insi_of(self.desk, patient.id)
        else:
            self.desk.patient_asked.emit(patient.id)
        if given is not None and given.on_created is not None:
            given.on_created(patient)

    def _refused(self, error: Exception) -> None:
        self._creating = self._leads_to_insi = False
        self.strip.show_failure(error)
