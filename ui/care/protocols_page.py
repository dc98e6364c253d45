"""« Protocoles » of the practice: lists of steps that are applied again and again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from almapy.care.model import Protocol
from almapy.care.step_text import steps_as_text, steps_from_text
from almapy.errors import AlmaPyError
from almapy.users.model import Right
from ui.desk import Desk
from ui.page import Page
from ui.theme import SPACE_S
from ui.undo import Step
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import text_edit
from ui.widgets.focus_scroll import scrolling_column
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.section_title import SectionTitle
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_LONGEST_TITLE = 120
_LINES = 9
_HELP = (
    "Une étape par ligne. Commencez la ligne par Question, Mesure, Examen, Conseil ou Document "
    "suivi de deux points\u00a0; sans cela, c'est un conseil."
)
_LEAST_LINES = 9


class ProtocolsPage(Page):
    """Patients who follow a protocol keep the steps it had when they began."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._service = desk.application.protocols
        self._edited: Protocol | None = None
        self.strip = FailureStrip()
        self.add_button = Button("Nouveau protocole", icon_name="add")
        self.remove_button = Button("Supprimer", icon_name="delete")
        self.title = text_edit(_LONGEST_TITLE)
        self.steps = QPlainTextEdit()
        self.steps.setTabChangesFocus(True)
        self.steps.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)
        self.panel = self._make_panel()
        self._model = RecordTableModel(_columns(), identity=lambda one: one.title)
        self.table = RecordTable(self._model, "Protocoles", empty_text="Aucun protocole.")
        self._lay_out()
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._follow_row)
        self.panel.submitted.connect(self._store)
        self._follow_row()

    def entered(self) -> None:
        """Read the protocols; what is being typed stays."""
        self._read()
        if not self.has_unsaved_changes():
            self.table.setFocus()

    def has_unsaved_changes(self) -> bool:
        """Tell whether a protocol is being written."""
        return self.panel.isVisible() and bool(self.title.text() or self.steps.toPlainText())

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Return", "Ouvrir le protocole"), ("Esc", "Fermer sans enregistrer")]

    def _read(self) -> None:
        actor, service = self.desk.actor, self._service
        self.desk.run(self, lambda: service.known(actor), self._show, self.strip.show_failure)

    def _show(self, protocols: Sequence[Protocol]) -> None:
        self._model.set_records(protocols)
        self._follow_row()

    @Slot()
    def _follow_row(self) -> None:
        writes = self.desk.actor.may(Right.WRITE_NOTES)
        chosen = self.table.current_record()
        self.add_button.setEnabled(writes)
        self.remove_button.setEnabled(writes and chosen is not None and chosen.id > 0)

    @Slot()
    def _add(self) -> None:
        self._edited = None
        self.panel.open(self.add_button)
        self.steps.clear()

    @Slot(object)
    def _open(self, protocol: Protocol) -> None:
        if not self.add_button.isEnabled():
            return
        self._edited = protocol
        self.panel.open(self.table)
        self.title.setText(protocol.title)
        self.steps.setPlainText(steps_as_text(protocol.steps))

    @Slot()
    def _store(self) -> None:
        self.panel.begin()
        edited = self._edited
        try:
            protocol = Protocol(
                title=self.title.text().strip(),
                steps=steps_from_text(self.steps.toPlainText()),
                id=edited.id if edited else 0,
                version=edited.version if edited else 0,
            )
        except AlmaPyError as error:
            self.panel.refuse(error)
            return
        actor, service = self.desk.actor, self._service

        def stored(_: Protocol) -> None:
            self.panel.leave()
            self.desk.tell("Protocole enregistré.")
            self._read()

        self.desk.run(self, lambda: service.store(actor, protocol), stored, self.panel.refuse)

    @Slot()
    def _remove(self) -> None:
        protocol = self.table.current_record()
        if protocol is None:
            return
        actor, service = self.desk.actor, self._service
        removal = _Removal(protocol)

        def undo() -> None:
            removal.protocol = service.store(actor, Protocol(protocol.title, protocol.steps))

        def done(_: object) -> None:
            step = Step(
                "Protocole supprimé.", undo, lambda: service.delete(actor, removal.protocol)
            )
            self.desk.undo.add(step)
            self._read()

        self.desk.run(self, lambda: service.delete(actor, protocol), done, self.strip.show_failure)

    def _make_panel(self) -> InlinePanel:
        panel = InlinePanel("Protocole", "Enregistrer le protocole")
        panel.add_row("Titre", self.title, required=True)
        panel.add_row("Étapes", self.steps, required=True, hint=_HELP)
        panel.end_rows(first=self.title, by_name={"title": self.title, "steps": self.steps})
        return panel

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_S)
        parts: tuple[QWidget, ...] = (self.add_button, self.remove_button)
        for button in parts:
            tools.addWidget(button)
        tools.addStretch(1)
        column = scrolling_column(self)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        column.addWidget(SectionTitle("Protocoles", 1))
        column.addWidget(self.strip)
        column.addLayout(tools)
        column.addWidget(self.panel)
        column.addWidget(self.table, 1)


class _Removal:
    """The protocol as it stands now: brought back, it has another number."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol


def _columns() -> list[Column[Protocol]]:
    return [
        Column("Protocole", lambda one: one.title, stretch=True, icon_name=lambda _: "history"),
        Column("Étapes", lambda one: str(len(one.steps)), sort_key=lambda one: len(one.steps)),
    ]
