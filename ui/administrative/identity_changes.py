"""What changed in the identity of one record, from the journal of traces."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from almapy.audit.model import Action, Entry
from almapy.audit.queries import JournalFilter
from almapy.identity.words import trait_changes
from ui.desk import Desk
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_SHOWN = 500
_ACTIONS = (Action.PATIENT_CREATED, Action.PATIENT_CHANGED, Action.INS_CHANGED, Action.INS_READ)


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """One trait that changed, or one sight of the matricule."""

    seq: int
    day: str
    hour: str
    who: str
    what: str
    before: str = field(repr=False)
    after: str = field(repr=False)


class IdentityChanges(RecordTable):
    """Newest first; a secretary sees her own changes only."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._desk = desk
        self._patient_id = 0
        self.lines = RecordTableModel(_columns(), identity=lambda one: one)
        super().__init__(
            self.lines,
            "Modifications de l'identité",
            empty_text="Aucune modification.",
            parent=parent,
        )

    def read(self, patient_id: int) -> None:
        """Read the changes of one record in the background."""
        self._patient_id = patient_id
        self.lines.set_records([])
        journal, actor = self._desk.application.journal, self._desk.actor

        def work() -> tuple[int, list[IdentityChange]]:
            entries = [
                entry
                for action in _ACTIONS
                for entry in journal.page(
                    actor, JournalFilter(patient_id=patient_id, action=action), limit=_SHOWN
                ).entries
            ]
            entries.sort(key=lambda entry: -entry.seq)
            return patient_id, [one for entry in entries for one in changes_of(entry)]

        self._desk.run(self, work, self._show)

    def _show(self, answer: tuple[int, list[IdentityChange]]) -> None:
        patient_id, found = answer
        if patient_id == self._patient_id:
            self.lines.set_records(found)


def changes_of(entry: Entry) -> list[IdentityChange]:
    """Return a line for each trait that a trace names, or one for the act itself."""
    moment = entry.moment.astimezone()
    start = (entry.seq, f"{moment:%d/%m/%Y}", f"{moment:%H:%M}", entry.actor)
    lines = [
        IdentityChange(*start, one.label, one.before, one.after)
        for one in trait_changes(entry.values)
    ]
    if lines or entry.action in {Action.PATIENT_CHANGED, Action.INS_CHANGED}:
        return lines
    return [IdentityChange(*start, Action(entry.action).label, "", "")]


def _columns() -> list[Column[IdentityChange]]:
    return [
        Column("Date", lambda one: one.day, sort_key=lambda one: one.seq, sample="00/00/0000"),
        Column("Heure", lambda one: one.hour, sort_key=lambda one: one.seq, sample="00:00"),
        Column("Par", lambda one: one.who, sample="dr.dupont-martin"),
        Column("Modification", lambda one: one.what, sample="Lieu naissance - Code INSEE"),
        Column("Avant", lambda one: one.before, sample="DE LA FONTAINE-MARTIN"),
        Column("Après", lambda one: one.after, sample="DE LA FONTAINE", stretch=True),
    ]
