"""What is said of a document before it is filed (A-DOC-06…08)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QCompleter

from almapy.documents.model import (
    LONGEST_NAME,
    LONGEST_TITLE,
    DocumentDetails,
    Tab,
    checked_details,
)
from almapy.errors import DomainError
from almapy.incoming.model import LONGEST_COMMENT, Entry, Nature
from almapy.matching.type_hints import hints_for
from ui.desk import Desk
from ui.documents.type_box import HINT, TypeBox
from ui.theme import Tone
from ui.widgets.bound_day import BoundDay
from ui.widgets.bound_fields import BoundFields
from ui.widgets.code_list import CodeList
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.note_edit import NoteEdit

E = TypeVar("E", bound=StrEnum)
_NO_DAY = "Écrivez cette date\u00a0: JJ/MM/AAAA, ou laissez le champ vide."
_FUTURE = "Cette date est dans l'avenir. Vérifiez-la."
_NO_TYPE = (
    "Ce type n'est pas dans la liste officielle. Choisissez-le dans la liste, ou laissez ce champ "
    "vide."
)
_TOO_LONG = f"Ce commentaire dépasse {LONGEST_COMMENT} caractères. Raccourcissez-le."


class EntryForm(FormSection):
    """Shows an entry and reads it back; what is wrong is told under its field, nothing is lost."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Ce document")
        self._clock = desk.application.clock
        self.fields = BoundFields(self)
        bind = self.fields.bind
        self.title = bind("title", text_edit(LONGEST_TITLE))
        self.type = bind("type_code", TypeBox())
        self.day = bind("day", BoundDay(self._clock))
        self.correspondent = bind("correspondent", text_edit(LONGEST_NAME))
        self.contact_title = bind("contact_title", text_edit(LONGEST_TITLE))
        self.contact_day = bind("contact_day", BoundDay(self._clock))
        self.comment = bind("comment", NoteEdit())
        self.nature = bind("nature", _EnumList(Nature, ((one, one.label) for one in Nature)))
        self.tab = bind("tab", _EnumList(Tab, ((one, one.label) for one in Tab)))
        self.critical = bind("critical", QCheckBox("À voir sans attendre"))
        self._nature = Nature.RECEIVED

    def build(self) -> None:
        """Put the fields in their rows, once the form stands in its place."""
        self.add_row("Nom du document", self.title, required=True)
        self.add_row("Type de document", self.type, hint=HINT)
        self.add_row("Date du document", self.day)
        self.add_row("Correspondant", self.correspondent)
        self.add_row(
            "Titre du contact", self.contact_title, hint="Vide\u00a0: aucun contact n'est créé."
        )
        self.add_row("Date du contact", self.contact_day)
        self.add_row("Commentaire (Texte du contact)", self.comment)
        self.add_row("Nature", self.nature)
        self.add_row("Onglet", self.tab)
        self.add_row("Critique", self.critical)
        self.fields.changed.connect(self.changed)
        self.type.changed.connect(self._explain_type)
        self.nature.changed.connect(self._follow_nature)

    def propose_senders(self, names: Iterable[str]) -> None:
        """Propose the senders that the practice knows; any other may be typed."""
        completer = QCompleter(sorted(names), self.correspondent)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.correspondent.setCompleter(completer)

    def show_entry(self, entry: Entry) -> None:
        """Show what was typed before, or what is proposed."""
        self.clear_errors()
        self._nature = entry.nature
        self.fields.show_values(entry)
        self._explain_type()

    def follow(self, entry: Entry) -> None:
        """Take over what changed elsewhere; what the person is typing stays."""
        self.fields.follow(entry)
        self._nature = self.nature.value()
        self._explain_type()

    def type_in(self, entry: Entry) -> None:
        """Show an entry as if it had just been typed: it waits to be stored."""
        self._nature = entry.nature
        self.fields.type_in({one.name: getattr(entry, one.name) for one in fields(Entry)})

    def is_changed(self) -> bool:
        """Tell whether something typed is not stored."""
        return self.fields.are_changed()

    def settle(self) -> None:
        """Take over that what stands here is stored."""
        self.fields.settle(self.fields.values())

    def draft(self) -> Entry:
        """Return what stands in the fields, as far as it can be kept; never raises."""
        values = self.fields.values()
        for name in ("day", "contact_day"):
            if not isinstance(values[name], date):
                values[name] = None
        if self.type.is_wrong:
            values["type_code"] = ""
        return Entry(**values)

    def entry(self) -> Entry:
        """Return the entry to file; raises DomainError after telling each refusal in place."""
        self.clear_errors()
        refusals = list(self._refusals())
        for error in refusals:
            field = self.fields.field(error.field or "")
            if field is not None:
                self.set_error(field, error.message)
        if refusals:
            self.focus_first_error()
            raise refusals[0]
        return self.draft()

    def refuse(self, error: DomainError) -> bool:
        """Tell a refusal of the service under its field; False when it is about none."""
        field = self.fields.field(error.field or "")
        if field is None:
            return False
        self.set_error(field, error.message)
        self.focus_first_error()
        return True

    def _refusals(self) -> Iterable[DomainError]:
        today = self._clock.today()
        entry = self.draft()
        try:
            checked_details(
                DocumentDetails(entry.title, today, correspondent=entry.correspondent), today
            )
        except DomainError as error:
            yield error
        if self.type.is_wrong:
            yield DomainError(_NO_TYPE, field="type_code")
        for name, edit in (("day", self.day), ("contact_day", self.contact_day)):
            if edit.is_wrong:
                yield DomainError(_NO_DAY, field=name)
            elif edit.day is not None and edit.day > today:
                yield DomainError(_FUTURE, field=name)
        if len(entry.comment) > LONGEST_COMMENT:
            yield DomainError(_TOO_LONG, field="comment")

    @Slot()
    def _explain_type(self) -> None:
        found = next(iter(hints_for(self.type.value())), "")
        self.set_remark(self.type, f"Pour\u00a0: {found}" if found else "", Tone.INFORMATION)

    @Slot()
    def _follow_nature(self) -> None:
        """Have the nature decide the tab (A-DOC-13), unless the document is only being shown."""
        nature = self.nature.value()
        if nature is self._nature:
            return
        self._nature = nature
        self.tab.set_value(Tab.RECEIVED if nature is Nature.RECEIVED else Tab.SENT)


class _EnumList(CodeList, Generic[E]):
    """Holds a value of an enumeration; Qt would turn it into plain text."""

    def __init__(self, values: type[E], choices: Iterable[tuple[E, str]]) -> None:
        self._values = values
        super().__init__((one.value, words) for one, words in choices)

    def value(self) -> E:
        """Return the value chosen."""
        return self._values(str(self.currentData()))

    def fill(self, choices: Iterable[tuple[object, str]]) -> None:
        """Put the lines in; they are never replaced."""
        for code, words in choices:
            self.addItem(words, code)

    def set_value(self, value: object) -> None:
        """Choose a value."""
        super().set_value(self._values(str(value)).value)
