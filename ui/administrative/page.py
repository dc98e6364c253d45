"""« Don. administratives & sociales »: seven tabs stored together."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from almapy.administrative.model import Administrative
from almapy.errors import ConflictError, DomainError
from almapy.patients.model import Patient, PatientDraft
from ui.administrative.help_page import HelpPage
from ui.administrative.ins_history import InsHistory
from ui.administrative.keeper import Keeper, Sent
from ui.administrative.matricule_sight import MatriculeSight
from ui.administrative.tab import AdministrativeTab, Problem
from ui.administrative.tab_stack import TabStack
from ui.administrative.tabs import TABS
from ui.administrative.words import LABELS, SCREEN, record_title
from ui.desk import Desk
from ui.form_page import FormPage
from ui.insi.wish import ask_insi
from ui.patients.open_records import OpenRecord
from ui.theme import Tone
from ui.widgets.button import Button
from ui.widgets.conflict_panel import ConflictPanel

_LEAST_LINES = 12


@dataclass(frozen=True)
class _Aside:
    """What was typed in a record that is not in front any more."""

    patient: Patient
    kept: dict[AdministrativeTab, dict[str, Any]] = field(repr=False)


class AdministrativePage(FormPage):
    """« Valider » stores all the tabs in one gesture.

    What is typed in a record waits when another one comes to the front, and comes back with it.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, SCREEN, parent, title_level=2)
        self._patient: Patient | None = None
        self._aside: dict[int, _Aside] = {}
        self._social: Administrative | None = None
        self._refused: Sent | None = None
        self._sight = MatriculeSight(desk, self)
        self._leads_to_insi = False
        self._keeper = Keeper(desk, self)
        self._help: HelpPage | None = None
        self._history: InsHistory | None = None
        self.stack = self.set_body(QStackedWidget())
        self.stack.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self._form = QWidget()
        self.tabs = TabStack(desk, TABS)
        self.conflict = ConflictPanel(LABELS)
        self.history_button = Button("Historique des INS", icon_name="history")
        self.sheet_button = Button("Feuille d'identité INS", icon_name="print")
        self.add_to_foot(self.history_button)
        self.add_to_foot(self.sheet_button)
        self._lay_out_form()
        self._connect()
        self.tabs.build_current()

    def show_record(self, record: OpenRecord) -> None:
        """Show the record in front; the same one again leaves what is being typed."""
        patient = record.patient
        if self._patient is None or self._patient.id != patient.id:
            self._put_aside()
            self._show(patient)
        elif patient.version > self._patient.version and not self._keeper.is_busy:
            self._follow_elsewhere(patient)

    def forget_record(self) -> None:
        """Let the record go; what was typed waits for its return."""
        self._put_aside()
        self._patient = None
        self.stack.setEnabled(False)
        self.title.setText(SCREEN)
        self.follow_changes()

    def entered(self) -> None:
        """Put the cursor in the tab in front, and trace that the matricule is seen."""
        self._sight.see(self._patient)
        if not self.has_unsaved_changes():
            self.tabs.enter()

    def load(self) -> None:
        """Read nothing: the window gives the record."""

    def fields_changed(self) -> bool:
        """Tell whether a tab holds something to store."""
        return self._patient is not None and self.tabs.are_changed()

    def has_unsaved_changes(self) -> bool:
        """Tell whether this record, or one put aside, waits to be stored."""
        return self.fields_changed() or bool(self._aside)

    def restore(self) -> None:
        """Bring every field of every tab back to what is stored."""
        self.conflict.hide()
        for tab in self.tabs.shown():
            tab.restore()
            tab.show_problems([])

    def store(self) -> None:
        """Store the tabs together, or name everything that is missing in one message."""
        patient = self._patient
        if patient is None or self._keeper.is_busy:
            return
        tabs = self.tabs.shown()
        for tab in tabs:
            tab.end_typing()
        if problems := self.tabs.show_problems():
            self._show_form()
            self.strip.show_message(
                Tone.ATTENTION,
                f"À compléter avant d'enregistrer\u00a0: {', '.join(p.label for p in problems)}",
                "Rien n'est perdu\u00a0: votre saisie reste à l'écran.",
            )
            return
        try:
            sent = self._to_send(patient)
        except DomainError as error:
            self._tell_refusal(error)
            return
        self._keeper.store(sent, self._stored, self._refuse)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            *super().keys(),
            ("Return", "Champ suivant"),
            ("Ctrl+PgDown", "Onglet suivant"),
            ("Ctrl+PgUp", "Onglet précédent"),
        ]

    def hideEvent(self, event: QHideEvent) -> None:
        """Have the next showing traced again."""
        super().hideEvent(event)
        self._sight.forget()

    @Slot()
    def show_help(self) -> None:
        """Open « Aide INS » over the form."""
        if self._help is None:
            self._help = HelpPage()
            self._help.left.connect(self._show_form)
            self.stack.addWidget(self._help)
        self.stack.setCurrentWidget(self._help)
        self._help.setFocus()

    @Slot()
    def show_history(self) -> None:
        """Open « Historique des INS » over the form."""
        if self._patient is None:
            return
        if self._history is None:
            self._history = InsHistory(self.desk)
            self._history.left.connect(self._show_form)
            self.stack.addWidget(self._history)
        self._history.read(self._patient.id)
        self.stack.setCurrentWidget(self._history)
        self._history.setFocus()

    @Slot()
    def ask_insi(self) -> None:
        """Store what is typed, then open the INSI page on it; a refusal keeps the form in front."""
        if not self.fields_changed():
            ask_insi(self.desk, "administrative")
            return
        self._leads_to_insi = True
        self.store()
        self._leads_to_insi = self._keeper.is_busy

    def _lay_out_form(self) -> None:
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.conflict)
        column.addWidget(self.tabs, 1)
        self.stack.addWidget(self._form)

    def _connect(self) -> None:
        self.history_button.clicked.connect(self.show_history)
        self.sheet_button.clicked.connect(lambda: self.desk.section_asked.emit("identity_sheet"))
        self.tabs.built.connect(self._take_in)
        self.conflict.chosen.connect(self._store_chosen)
        self.conflict.given_up.connect(self._keep_theirs)
        self.conflict.left.connect(self.tabs.enter)
        for tab in self.tabs.every:
            tab.changed.connect(self.follow_changes)
            tab.help_asked.connect(self.show_help)
            tab.insi_asked.connect(self.ask_insi)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self.tabs.turn, step))

    @Slot(object)
    def _take_in(self, tab: AdministrativeTab) -> None:
        """Have a tab that was just built show the record in front."""
        if self._patient is None:
            return
        tab.show_patient(self._patient)
        if self._social is not None:
            tab.show_social(self._social)
        self._read_social()
        if tab is self.tabs.current:
            self.show_loaded(tab.first_field)

    def _show(self, patient: Patient) -> None:
        """Show another record, with what was typed in it before."""
        self._patient = patient
        self._social = None
        self.conflict.hide()
        self._show_form()
        self._name(patient)
        if not self.tabs.shown():
            return
        for tab in self.tabs.shown():
            tab.show_patient(patient)
            tab.show_problems([])
        self.show_loaded(self.tabs.current.first_field)
        self._read_social()

    def _read_social(self) -> None:
        """Read the social data once for a record, then give back what was typed in it before."""
        if self._patient is not None and self._social is None:
            self._ask_social(self._patient.id)

    def _ask_social(self, patient_id: int) -> None:
        patients, actor = self.desk.application.patients, self.desk.actor
        self.desk.run(
            self,
            lambda: (patient_id, patients.administrative(actor, patient_id)),
            self._show_social,
        )

    def _show_social(self, answer: tuple[int, Administrative]) -> None:
        patient_id, social = answer
        if self._patient is None or self._patient.id != patient_id:
            return
        first = self._social is None
        self._social = social
        for tab in self.tabs.shown():
            (tab.show_social if first else tab.follow_social)(social)
        aside = self._aside.get(patient_id)
        if aside is not None:
            self._take_back(aside)

    def _name(self, patient: Patient) -> None:
        self.title.setText(record_title(patient, self.desk.application.clock.today()))
        if self.isVisible():
            self._sight.see(patient)

    def _put_aside(self) -> None:
        patient = self._patient
        if patient is None or not self.fields_changed():
            return
        changed = [tab for tab in self.tabs.shown() if tab.are_changed()]
        self._aside[patient.id] = _Aside(patient, {tab: tab.kept() for tab in changed})
        name = f"{patient.shown_name} {patient.shown_first_name}"
        self.desk.tell(
            f"Fiche de {name}\u00a0: votre saisie n'est pas enregistrée. Elle vous attend dans "
            "son dossier."
        )

    def _take_back(self, aside: _Aside) -> None:
        for tab, kept in aside.kept.items():
            tab.take_back(kept)
        del self._aside[aside.patient.id]
        names = {name for kept in aside.kept.values() for name in kept}
        if self._patient is not None and _differ(aside.patient, self._patient, names):
            # What was read then stays the base: storing shows both versions, field by field.
            self._patient = aside.patient
        self.follow_changes()
        self.strip.show_message(
            Tone.INFORMATION,
            "Votre saisie est revenue",
            "Elle n'était pas enregistrée. Validez-la, ou annulez-la.",
        )

    def _follow_elsewhere(self, patient: Patient) -> None:
        """Show what another post changed, and keep what is typed here."""
        both: set[str] = set()
        for tab in self.tabs.shown():
            both |= tab.follow_patient(patient)
        if both:
            # The version that was read stays: storing then shows both, field by field.
            names = ", ".join(sorted(LABELS.get(name, name) for name in both))
            self.strip.show_message(
                Tone.ATTENTION,
                "Ce dossier vient d'être modifié ailleurs",
                f"Votre saisie est gardée ({names}). En validant, vous choisirez entre les deux.",
            )
            return
        self._patient = patient
        self._name(patient)
        self.follow_changes()
        self._ask_social(patient.id)

    def _to_send(self, patient: Patient) -> Sent:
        """Gather what the tabs hold; the social data only when one of them changed."""
        values: dict[str, Any] = {}
        social: dict[str, Any] = {}
        typed: dict[AdministrativeTab, dict[str, Any]] = {}
        for tab in self.tabs.shown():
            values |= tab.values()
            social |= tab.social.changes()
            typed[tab] = tab.values() | tab.social.values()
        before = self._social
        after = replace(before, **social) if before is not None and social else None
        return Sent(patient, replace(patient.data, **values), before, after, typed)

    def _stored(self, sent: Sent, saved: Patient) -> None:
        leads_to_insi, self._leads_to_insi = self._leads_to_insi, False
        if self._patient is None or self._patient.id != saved.id:
            self._aside.pop(saved.id, None)
            return
        self._patient = saved
        self._social = sent.social or self._social
        for tab, values in sent.typed.items():
            tab.stored(values, saved, self._social)
        self._name(saved)
        self.follow_changes()
        if leads_to_insi:
            ask_insi(self.desk, "administrative")

    def _refuse(self, sent: Sent, error: Exception) -> None:
        patient = sent.before
        self._leads_to_insi = False
        if self._patient is None or self._patient.id != patient.id:
            self.desk.fail(error)
            return
        if isinstance(error, ConflictError) and error.stored:
            self._show_form()
            self._refused = sent
            mine, base = asdict(sent.draft), asdict(patient.data)
            self.conflict.open(mine, error.stored, by=error.by, at=error.at, base=base)
        else:
            self._tell_refusal(error)

    def _tell_refusal(self, error: Exception) -> None:
        if isinstance(error, DomainError) and error.field is not None:
            self._show_problem(error.field, error.message)
        self.strip.show_failure(error)

    def _show_problem(self, name: str, text: str) -> None:
        for tab in self.tabs.shown():
            refused = tab.fields.field(name) or tab.social.field(name)
            if refused is not None:
                tab.show_problems([Problem(name, LABELS.get(name, name), text, refused)])
                self.tabs.setCurrentWidget(tab)
                refused.setFocus()

    @Slot(object)
    def _store_chosen(self, values: dict[str, Any]) -> None:
        """Store what was chosen between both versions, over the newest one."""
        sent = self._refused
        if sent is not None:
            chosen = PatientDraft(**values)
            self._keeper.store_over(sent, chosen, self._replace_after, self._refuse)

    def _replace_after(self, _sent: Sent, saved: Patient) -> None:
        self._replace(saved)
        self.desk.tell("Fiche administrative enregistrée.")

    @Slot()
    def _keep_theirs(self) -> None:
        if (patient := self._patient) is None:
            return
        patients, actor = self.desk.application.patients, self.desk.actor
        self.desk.run(self, lambda: patients.open(actor, patient.id), self._replace)

    def _replace(self, patient: Patient) -> None:
        if self._patient is not None and self._patient.id == patient.id:
            self._show(patient)

    @Slot()
    def _show_form(self) -> None:
        came_back = self.stack.currentWidget() is not self._form
        self.stack.setCurrentWidget(self._form)
        if came_back and self.isVisible():
            self.tabs.enter()


def _differ(one: Patient, other: Patient, names: set[str]) -> bool:
    return any(
        getattr(one.data, name) != getattr(other.data, name)
        for name in names
        if hasattr(one.data, name)
    )
