"""« Recherche INSI avec CV »: read the card, choose the person, and the search starts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from almapy.identity.nir import shown_nir
from almapy.insi.model import Beneficiary
from almapy.patients.model import Patient
from ui.desk import Desk
from ui.icons import icon
from ui.insi import words
from ui.insi.holders import holder_words, insured_number, matches, matching_first
from ui.insi.question import CardQuestion, Question
from ui.insi.tab import InsiTab
from ui.tasks import Lane
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

_EXPLANATION = (
    "Insérez la carte, lisez-la, puis choisissez la personne qui consulte\u00a0: la recherche "
    "part aussitôt. Le matricule INS vient d'INSi, jamais de la carte."
)
_HIS = "correspond au dossier ouvert"
_NOT_HIS = "ne correspond pas au dossier ouvert"
_PERSONS = "Personnes de la carte"
_INSURED = "N° de sécurité sociale de l'assuré"
_NOT_THE_INS = (
    "Ce numéro est celui de l'assuré (souvent un parent)\u00a0: il n'est pas le matricule INS du "
    "patient et ne le remplace jamais."
)
_KEEP = "Noter ce numéro dans le dossier"
_KEPT = "Ce numéro est noté dans le dossier."
_MOST_LINES = 6


class CardTab(InsiTab):
    """What was read from a card belongs to the record that was open; another one reads again."""

    failed = Signal(object)  # Exception: no reader, no card…
    begun = Signal()  # something is being done: an earlier message is over

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        button = Button(words.READ_CARD, ButtonKind.PRIMARY, icon_name="card")
        super().__init__(desk, button, parent)
        self._patient: Patient | None = None
        self._reading = False
        explanation = QLabel(_EXPLANATION)
        explanation.setWordWrap(True)
        set_text_role(explanation, TextRole.SECONDARY)
        self.title = SectionTitle(_PERSONS)
        self.persons = _Persons()
        self.insured = Card(_INSURED)
        self.number = QLabel()
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.keep_button = Button(_KEEP, icon_name="save")
        self._lay_out(explanation)
        self.persons.chosen.connect(self._choose)
        self.persons.currentItemChanged.connect(self._show_insured)
        self.keep_button.clicked.connect(self._keep_number)

    def begin(self, patient: Patient) -> None:
        """Forget the card that was read for another record."""
        self._patient = patient
        self.persons.clear()
        self._show_parts()

    def follow(self, patient: Patient) -> None:
        """Take over the newer version of the record."""
        self._patient = patient
        self._show_insured()

    @Slot()
    def ask(self) -> None:
        """Read the card in the background."""
        patient = self._patient
        if patient is None or self._reading:
            return
        self._reading = True
        self.begun.emit()
        service, actor = self.desk.application.insi, self.desk.actor

        def work() -> tuple[int, list[Beneficiary]]:
            return patient.id, service.card_holders(actor)

        self.desk.run(self, work, self._read, self._refuse, lane=Lane.IO)

    def start(self) -> QWidget:
        """Return the persons once they are known."""
        return self.persons if self.persons.count() else self.button

    def same_again(self, question: Question) -> bool:
        """Tell whether the question is one by card."""
        return isinstance(question, CardQuestion)

    def _read(self, answer: tuple[int, list[Beneficiary]]) -> None:
        self._reading = False
        patient_id, holders = answer
        if self._patient is None or self._patient.id != patient_id:
            return
        data = self._patient.data
        had_focus = self.button.hasFocus()
        self.persons.clear()
        for holder in matching_first(holders, data):
            self.persons.add(holder, is_patient=matches(holder, data))
        self._show_parts()
        if holders:
            self.persons.setCurrentRow(0)
        if len(holders) == 1 and matches(holders[0], data):
            self._choose(holders[0])
        elif had_focus and holders:
            self.persons.setFocus()

    def _refuse(self, error: Exception) -> None:
        self._reading = False
        self.failed.emit(error)

    @Slot(object)
    def _choose(self, holder: Beneficiary) -> None:
        self.asked.emit(CardQuestion(holder))

    @Slot()
    def _show_insured(self) -> None:
        """Offer the number of the insured for the record's own person only."""
        holder, patient = self.persons.current(), self._patient
        number = insured_number(holder) if holder is not None else ""
        offered = bool(
            number and holder is not None and patient is not None and matches(holder, patient.data)
        )
        self.insured.setVisible(offered)
        if offered and patient is not None:
            is_kept = patient.data.insured_nir == number
            self.number.setText(shown_nir(number))
            self.keep_button.setEnabled(not is_kept)
            self.keep_button.setText(_KEPT if is_kept else _KEEP)

    @Slot()
    def _keep_number(self) -> None:
        holder, patient = self.persons.current(), self._patient
        if holder is None or patient is None:
            return
        self.begun.emit()
        draft = replace(patient.data, insured_nir=insured_number(holder))
        patients, actor = self.desk.application.patients, self.desk.actor

        def kept(saved: Patient) -> None:
            self.desk.tell(f"{_INSURED} noté dans le dossier n° {saved.dossier}.")
            if self._patient is not None and self._patient.id == saved.id:
                self.follow(saved)

        self.desk.run(self, lambda: patients.save(actor, patient, draft), kept, self._refuse)

    def _show_parts(self) -> None:
        has_persons = self.persons.count() > 0
        self.title.setVisible(has_persons)
        self.persons.setVisible(has_persons)
        self._show_insured()

    def _lay_out(self, explanation: QWidget) -> None:
        reason = QLabel(_NOT_THE_INS)
        reason.setWordWrap(True)
        set_text_role(reason, TextRole.SECONDARY)
        for part in (self.number, reason):
            self.insured.body.addWidget(part)
        self.insured.body.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        parts: tuple[QWidget, ...] = (explanation, self.title, self.persons, self.insured)
        for one in parts:
            self.column.addWidget(one)
        self.column.addStretch(1)
        self.column.setSpacing(SPACE_S)
        self._show_parts()


class _Persons(QListWidget):
    """Enter or double click chooses."""

    chosen = Signal(object)  # Beneficiary

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holders: list[Beneficiary] = []
        self.setAccessibleName(_PERSONS)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.itemDoubleClicked.connect(self._choose_current)

    def clear(self) -> None:
        """Forget the persons."""
        self._holders.clear()
        super().clear()

    def add(self, holder: Beneficiary, *, is_patient: bool) -> None:
        """Add a person, with what it is to the open record in words and by an icon."""
        self._holders.append(holder)
        item = QListWidgetItem(f"{holder_words(holder)} · {_HIS if is_patient else _NOT_HIS}")
        item.setIcon(icon("ok" if is_patient else "neutral"))
        self.addItem(item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep each name whole at the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the first lines are once wrapped, which only their layout tells."""
        self.doItemsLayout()
        first, last = self.item(0), self.item(min(self.count(), _MOST_LINES) - 1)
        if first is not None and last is not None:
            high = self.visualItemRect(last).bottom() - self.visualItemRect(first).top()
            self.setFixedHeight(high + 2 * (self.frameWidth() + SPACE_XS))

    def current(self) -> Beneficiary | None:
        """Return the person of the current line."""
        row = self.currentRow()
        return self._holders[row] if 0 <= row < len(self._holders) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self._choose_current()
            return
        super().keyPressEvent(event)

    @Slot()
    def _choose_current(self) -> None:
        holder = self.current()
        if holder is not None:
            self.chosen.emit(holder)
