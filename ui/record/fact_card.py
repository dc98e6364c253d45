"""A card that lists the facts of one sort and lets them be added, changed and removed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from almapy.errors import ConflictError, DomainError
from almapy.patients.overview import Overview
from almapy.record.model import Fact, FormerVersion
from almapy.record.service import FactService
from ui.desk import Desk
from ui.icons import icon
from ui.patients.open_records import OpenRecord
from ui.record.fact_form import FactForm
from ui.record.fact_lines import FactGroup
from ui.record.fact_tree import FactTree
from ui.record.fact_verbs import FactVerbs
from ui.record.versions_panel import VersionsPanel
from ui.theme import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.card import Card
from ui.widgets.conflict_panel import ConflictPanel

READ_ONLY = (
    "Lecture seule\u00a0: votre compte permet de lire le dossier médical, pas d'y écrire. La "
    "personne qui gère les comptes peut vous dire qui écrit."
)


@dataclass(frozen=True, slots=True)
class FactWords:
    """The French of one sort of facts: its title, its notices, the labels of its fields."""

    title: str
    to_add: str
    added: str
    changed: str
    removed: str
    labels: Mapping[str, str]
    empty: str = "Non renseigné"


class Gesture(NamedTuple):
    """One more verb of the menu: its words, its icon, and the data it makes of the fact."""

    text: str
    icon: str
    data: Any
    told: str


class FactCard(Card):
    """Inser or + adds, Enter changes, Suppr removes; the same verbs are in the menu.

    A sort of facts says which facts of the overview it lists, and how.
    """

    def __init__(
        self,
        desk: Desk,
        words: FactWords,
        service: FactService[Any],
        form: FactForm,
        verbs: type[FactVerbs[Any]] = FactVerbs,
    ) -> None:
        super().__init__(words.title)
        self.desk = desk
        self.words = words
        self.form = form
        self.service = service
        self.verbs = verbs(desk, self, service)
        self.can_write = desk.actor.may(service.kind.write_right)
        self.list = FactTree(words.title, desk.theme)
        self.versions = VersionsPanel(words.labels)
        self.conflict = ConflictPanel(words.labels)
        self.add_button = QToolButton()
        self._record: OpenRecord | None = None
        self._target: Fact[Any] | None = None
        self._wanted: int | None = None
        self._lay_out()
        self._connect()

    def facts_of(self, overview: Overview) -> Sequence[Fact[Any]]:
        """Return the facts that the card lists."""
        raise NotImplementedError

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return the lines that show them."""
        raise NotImplementedError

    def gestures(self, fact: Fact[Any]) -> list[Gesture]:
        """Return the verbs of a fact beyond those of all sorts."""
        del fact
        return []

    @property
    def facts(self) -> Sequence[Fact[Any]]:
        """The facts of the record in view."""
        return self.facts_of(self._record.overview) if self._record is not None else ()

    def show_record(self, record: OpenRecord) -> None:
        """List the facts; the same patient again leaves what is typed alone."""
        other = self._record is None or self._record.patient.id != record.patient.id
        self._record = record
        if other:
            self.form.leave()
            self.conflict.hide()
            self.versions.leave()
            self.list.forget_folds()
        self.list.show_groups(self.groups(self.facts), self.words.empty)
        if self._wanted is not None and any(one.id == self._wanted for one in self.facts):
            self.list.choose(self._wanted)
            self._wanted = None
        if other:
            self._go_on_typing(record.patient.id)

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed here is not stored."""
        return self.form.is_changed()

    @Slot()
    def add(self) -> None:
        """Open the form empty."""
        if self.can_write and self._record is not None:
            self._open(None)

    @Slot(object)
    def edit(self, fact: Fact[Any]) -> None:
        """Open the form on a fact."""
        if self.can_write:
            self._open(fact)

    @Slot(object)
    def remove(self, fact: Fact[Any]) -> None:
        """Take a fact out of the record; the notice takes it back."""
        if self.can_write:
            self.verbs.remove(fact, self.words.removed)

    def apply(self, fact: Fact[Any], gesture: Gesture) -> None:
        """Do one of the further verbs."""
        self.verbs.change(fact, gesture.data, gesture.told)

    def show_versions(self, fact: Fact[Any]) -> None:
        """Read the former versions of a fact and show them in the card."""
        actor = self.desk.actor

        def done(former: list[FormerVersion[Any]]) -> None:
            if self._record is not None and self._record.patient.id == fact.patient_id:
                self.list.hide()
                self.versions.open(fact.data, former)

        self.desk.run(self, lambda: self.service.former(actor, fact), done)

    def hasHeightForWidth(self) -> bool:
        """Let the list shrink; a form in the card asks for its own height."""
        return False

    def _lay_out(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_XS, SPACE_S, SPACE_XS)
        layout.setSpacing(SPACE_XS)
        self.add_button.setIcon(icon("add"))
        self.add_button.setToolTip(f"{self.words.to_add} (Inser ou +)")
        self.add_button.setAccessibleName(self.words.to_add)
        if self.can_write:
            self.tools.addWidget(self.add_button)
        else:
            self.setToolTip(READ_ONLY)
            self.setAccessibleDescription(READ_ONLY)
        for part in (self.list, self.form, self.versions, self.conflict):
            self.body.addWidget(part, 1 if part is self.list else 0)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add)
        self.list.add_asked.connect(self.add)
        self.list.edit_asked.connect(self.edit)
        self.list.remove_asked.connect(self.remove)
        self.list.menu_asked.connect(self._show_menu)
        self.form.submitted.connect(self._submit)
        self.form.left.connect(self._back_to_list)
        self.versions.left.connect(self._back_to_list)
        self.conflict.chosen.connect(self._store_choice)
        self.conflict.given_up.connect(self.form.discard)
        self.conflict.left.connect(self._back_to_form)

    def _go_on_typing(self, patient_id: int) -> None:
        """Show again what was being typed in this record when another one came."""
        fact_id = self.form.put_aside(patient_id)
        if fact_id is None:
            return
        fact = next((one for one in self.facts if one.id == fact_id), None)
        if fact is not None or not fact_id:
            self._open(fact)

    def _open(self, fact: Fact[Any] | None) -> None:
        if self._record is None:
            return
        self.versions.hide()
        self.conflict.hide()
        if not self.form.isHidden():
            self.form.leave()
        self._target = fact
        self.list.hide()
        self.form.open_for(self._record.patient.id, fact, self.list)
        self._settle_layouts()

    def _settle_layouts(self) -> None:
        """Give the form its place now: the page scrolls to where the cursor really is."""
        part: QWidget | None = self.form
        while part is not None:
            layout = part.layout()
            if layout is not None:
                layout.activate()
            part = part.parentWidget()

    @Slot()
    def _submit(self) -> None:
        if self._record is None:
            return
        try:
            data = self.form.data()
        except DomainError as error:
            self.form.begin()
            self.form.refuse(error)
            return
        self.form.begin()
        fact, patient_id = self._target, self._record.patient.id
        if fact is None:
            self.verbs.add(patient_id, data, self.words.added, self._stored, self._refused)
        else:
            self.verbs.change(fact, data, self.words.changed, self._stored, self._refused)

    def _stored(self, fact: Fact[Any]) -> None:
        self._wanted = fact.id
        if self._record is not None and self._record.patient.id == fact.patient_id:
            self.form.stored()
            self.conflict.hide()

    def _refused(self, error: Exception) -> None:
        fact = self._target
        if not isinstance(error, ConflictError) or fact is None or not error.stored:
            self.form.refuse(error)
            return
        mine, base = asdict(self.form.data()), asdict(fact.data)
        theirs = {name: _like(mine[name], value) for name, value in error.stored.items()}
        self.form.accept_button.setEnabled(True)
        self.form.setVisible(False)
        self.conflict.open(mine, theirs, by=error.by, at=error.at, base=base)

    @Slot(object)
    def _store_choice(self, values: dict[str, Any]) -> None:
        fact, actor = self._target, self.desk.actor
        if fact is None:
            return
        data = self.service.kind.data(**values)

        def store(standing: list[Fact[Any]]) -> None:
            now = next((one for one in standing if one.id == fact.id), None)
            self._target = now
            if now is None:  # removed meanwhile: whoever chose to store writes it again
                self.verbs.add(fact.patient_id, data, self.words.added, self._stored, self._refused)
            else:
                self.verbs.change(now, data, self.words.changed, self._stored, self._refused)

        self.form.show()
        self.desk.run(self, lambda: self.service.of(actor, fact.patient_id), store)

    @Slot()
    def _back_to_form(self) -> None:
        self.form.show()
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _back_to_list(self) -> None:
        self.list.show()
        focus = self.window().focusWidget()
        if focus is None or not focus.isVisible() or self.isAncestorOf(focus):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object, QPoint)
    def _show_menu(self, fact: Fact[Any] | None, point: QPoint) -> None:
        menu = self.menu_for(fact)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def menu_for(self, fact: Fact[Any] | None) -> QMenu:
        """Return the verbs that apply, those of the keys."""
        menu = QMenu(self)
        if self.can_write:
            menu.addAction(icon("add"), f"{self.words.to_add}\tInser").triggered.connect(self.add)
        if fact is None:
            return menu
        if self.can_write:
            edit = menu.addAction(icon("edit"), "Modifier\tEntrée")
            edit.triggered.connect(lambda: self.edit(fact))
            for one in self.gestures(fact):
                action = menu.addAction(icon(one.icon), one.text)
                action.triggered.connect(lambda _=False, one=one: self.apply(fact, one))
        versions = menu.addAction(icon("history"), "Versions")
        versions.triggered.connect(lambda: self.show_versions(fact))
        if self.can_write:
            menu.addSeparator()
            remove = menu.addAction(icon("delete"), "Supprimer\tSuppr")
            remove.triggered.connect(lambda: self.remove(fact))
        return menu


def _like(mine: object, stored: object) -> object:
    """Return what is stored as the same type as what was typed."""
    return type(mine)(stored) if isinstance(mine, Enum) else stored
