"""« Patient » of the document in front: candidates, search, the open record, a new one."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from almapy.incoming.model import PersonFound, State
from almapy.matching.model import Decision
from almapy.patients.model import Patient, PatientHit
from ui.desk import Desk
from ui.incoming.candidates import CandidateList
from ui.incoming.review import Review
from ui.incoming.words import decided, person_of, person_of_patient
from ui.patients.patient_picker import PatientPicker
from ui.theme import SPACE_S
from ui.widgets.badge import Badge
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.wrap_layout import WrapLayout

_NOBODY = (
    "Aucun dossier détecté. Recherchez le patient ci-dessous, ou créez son dossier (touche N)."
)
_NOT_READ = "Le document n'a pas encore été lu\u00a0: recherchez le patient ci-dessous."
_UNREAD = "Le document n'a pas pu être lu\u00a0: recherchez le patient ci-dessous."
_CHOOSE = "Tapez le numéro du patient pour classer, ou choisissez-le puis Entrée."
_SEARCHED = "choisi par la recherche"
_IN_FRONT = "dossier ouvert dans la fenêtre"


class PatientCard(Card):
    """Nobody is chosen silently: only a sure answer takes the first candidate by itself."""

    person_changed = Signal()
    person_taken = Signal()  # chosen by the search or the open record: Enter may follow
    detection_asked = Signal()
    new_patient_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Patient")
        self._current: Patient | None = None
        self.badge = Badge("", decided(Decision.NONE).tone)
        self.hold = QLabel()
        self.list = CandidateList()
        self.search = PatientPicker(desk)
        self.search_button = Button("Rechercher", icon_name="search")
        self.current_button = Button("Sélectionner le patient en cours", icon_name="record")
        self.detect_button = Button("Détecter via OCR", icon_name="eye")
        self.new_button = Button("Nouveau patient (N)", icon_name="patient-new")
        self._searching = QWidget()
        self._verbs = QWidget()
        self._connect()
        self.show_current(None)

    def build(self) -> None:
        """Put the parts in, once the card stands in its place."""
        self.tools.addWidget(self.badge)
        self.hold.setWordWrap(True)
        set_text_role(self.hold, TextRole.SECONDARY)
        self.search.setPlaceholderText("Saisir pour rechercher")
        self.search.setAccessibleName("Patient\u00a0: saisir pour rechercher")
        line = QHBoxLayout(self._searching)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.search, 1)
        line.addWidget(self.search_button)
        verbs = WrapLayout(self._verbs)
        for button in (self.current_button, self.detect_button, self.new_button):
            verbs.addWidget(button)
        for part in (self.hold, self.list, self._searching, self._verbs):
            self.body.addWidget(part)

    def show_review(self, review: Review, chosen: PersonFound | None) -> None:
        """Show the candidates; ``chosen`` is who was chosen before on this document."""
        match = review.sight.match
        state = decided(match.decision)
        self.badge.set_state(state.words, state.tone)
        self.search.begin()
        self.list.show_people(review.people, match.patient_id)
        if chosen is not None:
            self.list.choose(chosen)
        self._explain(review)

    def show_current(self, patient: Patient | None) -> None:
        """Take the record that is open in the window, or None."""
        self._current = patient
        self.current_button.setEnabled(patient is not None)
        name = f"{patient.shown_name} {patient.shown_first_name}" if patient else ""
        tip = f"Prendre {name}" if name else "Aucun dossier n'est ouvert"
        self.current_button.setToolTip(tip)
        self.current_button.setAccessibleDescription(tip)

    def person(self) -> PersonFound | None:
        """Return the patient chosen."""
        return self.list.person()

    def choose(self, person: PersonFound) -> None:
        """Make somebody the patient chosen."""
        self.list.choose(person)

    def keyboard_place(self) -> QWidget:
        """Return where the keyboard goes when a patient is still to be found."""
        return self.list if self.list.people else self.search

    def _explain(self, review: Review) -> None:
        match, people = review.sight.match, review.people
        words = match.hold
        if review.line.state is State.UNREADABLE and not people:
            words = _UNREAD
        elif review.sight.text is None and not people:
            words = _NOT_READ
        elif not people:
            words = _NOBODY
        elif match.decision is not Decision.SURE:
            words = f"{words[:1].upper()}{words[1:]}. {_CHOOSE}" if words else _CHOOSE
        self.hold.setText(words)
        self.hold.setVisible(bool(words))

    def _connect(self) -> None:
        self.list.person_changed.connect(self.person_changed)
        self.search.proposals.taken.connect(self._take_hit)
        self.search_button.clicked.connect(self._search)
        self.current_button.clicked.connect(self._take_current)
        self.detect_button.clicked.connect(self.detection_asked)
        self.new_button.clicked.connect(self.new_patient_asked)

    @Slot(object)
    def _take_hit(self, hit: PatientHit) -> None:
        self.choose(person_of(hit, _SEARCHED))
        self.person_taken.emit()

    @Slot()
    def _search(self) -> None:
        self.search.setFocus()
        self.search.textEdited.emit(self.search.text())

    @Slot()
    def _take_current(self) -> None:
        if self._current is not None:
            self.choose(person_of_patient(self._current, _IN_FRONT))
            self.person_taken.emit()
