"""Where the document goes: the record in front, or another one that is named before it goes."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QRadioButton

from almapy.incoming.model import PersonFound
from almapy.patients.model import Patient
from ui.insertion.person_words import person_line
from ui.widgets.button import Button
from ui.widgets.form import FormSection

_NONE_OPEN = "Aucun dossier n'est ouvert."


class TargetBox(FormSection):
    """A record that comes to the front is never taken silently once another one was chosen."""

    changed = Signal()
    other_asked = Signal()  # the result window is wanted

    def __init__(self) -> None:
        super().__init__("Dossier")
        self._current: Patient | None = None
        self._other: PersonFound | None = None
        self.into_current = QRadioButton("Insérer cette image dans le dossier en cours")
        self.into_other = QRadioButton("Insérer dans un autre dossier ...")
        self.current_words = QLabel(_NONE_OPEN)
        self.other_words = QLabel()
        self.search_button = Button("Chercher le dossier…", icon_name="search")
        for label in (self.current_words, self.other_words):
            label.setWordWrap(True)
            label.setIndent(self.fontMetrics().height() * 3 // 2)
        for part in (
            self.into_current,
            self.current_words,
            self.into_other,
            self.other_words,
            self.search_button,
        ):
            self.add_wide(part)
        self.into_current.toggled.connect(self._follow)
        self.into_other.clicked.connect(self._ask_other)
        self.search_button.clicked.connect(self.other_asked)
        self.show_current(None)

    @property
    def current_id(self) -> int | None:
        """Return the patient whose record is in front."""
        return self._current.id if self._current is not None else None

    @property
    def patient_id(self) -> int | None:
        """Return the patient into whose record the document goes, None until one is chosen."""
        if self.into_current.isChecked():
            return self.current_id
        return self._other.patient_id if self._other is not None else None

    @property
    def words(self) -> str:
        """Return who that is."""
        if self.into_current.isChecked():
            return self.current_words.text()
        return self.other_words.text()

    def show_current(self, patient: Patient | None) -> None:
        """Name the record in front; it is the usual target."""
        self._current = patient
        self.into_current.setEnabled(patient is not None)
        if patient is None:
            self.current_words.setText(_NONE_OPEN)
            self.into_other.setChecked(True)
        else:
            self.current_words.setText(patient_line(patient))
            if self._other is None:
                self.into_current.setChecked(True)
        self._follow()

    def choose(self, person: PersonFound) -> None:
        """Have the document go into the record of this person."""
        if person.patient_id == self.current_id:
            self._other = None
            self.into_current.setChecked(True)
        else:
            self._other = person
            self.into_other.setChecked(True)
        self._follow()

    def begin(self) -> None:
        """Return to the usual target for another document."""
        self._other = None
        self.show_current(self._current)

    @Slot()
    def _ask_other(self) -> None:
        self._follow()
        if self._other is None:
            self.other_asked.emit()

    @Slot()
    def _follow(self) -> None:
        into_other = self.into_other.isChecked()
        words = person_line(self._other) if self._other is not None else "Aucun dossier choisi."
        self.other_words.setText(words)
        self.other_words.setVisible(into_other)
        self.search_button.setVisible(into_other)
        self.changed.emit()


def patient_line(patient: Patient) -> str:
    """Return « NOM Prénom, JJ/MM/AAAA, dossier N »."""
    born = patient.data.birth_date
    day = f", {born:%d/%m/%Y}" if born is not None else ""
    name = f"{patient.shown_name} {patient.shown_first_name}".strip()
    return f"{name}{day}, dossier\u00a0{patient.dossier}"
