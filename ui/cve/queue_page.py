"""« Envois au carnet de vaccination »: what waits, what was refused, what left (cve.md R20)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from almapy.cve.model import SendLine, SendState
from almapy.events import Changed, Topic
from almapy.users.model import Right
from ui.cve.view import plain_words
from ui.cve.words import moment_words, waiting_words
from ui.desk import Desk
from ui.page import Page
from ui.theme import SPACE_S
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fitted_table import FittedTable
from ui.widgets.focus_scroll import scrolling_column
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

TITLE = "Envois au carnet de vaccination"
_EXPLAINED = (
    "Ce qui est fait sans réseau attend ici et part tout seul, une seule fois, dans l'ordre. "
    "Fermer AlmaPy ne perd rien."
)
_EMPTY = "Aucun envoi en attente."
_LEAST_LINES = 9
_OPEN_STATES = frozenset({SendState.WAITING, SendState.REFUSED})
_ICONS = {
    SendState.WAITING: "clock",
    SendState.SENT: "ok",
    SendState.REFUSED: "warning",
    SendState.CANCELLED: "neutral",
}
_ADVICE = {
    SendState.WAITING: "Il sera essayé de nouveau tout seul. «\u00a0Renvoyer\u00a0» l'essaie "
    "maintenant.",
    SendState.REFUSED: "Le vaccin reste dans le dossier. Corrigez-le, puis «\u00a0Renvoyer\u00a0», "
    "ou synchronisez le carnet du patient.",
    SendState.SENT: "Il est dans le carnet du patient.",
    SendState.CANCELLED: "Il ne partira pas.",
}


class QueuePage(Page):
    """Enter opens the record of a line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._all: list[SendLine] = []
        self.strip = FailureStrip()
        self.words = plain_words(_EXPLAINED)
        self.retry_button = Button("Renvoyer", icon_name="refresh")
        self.retry_all_button = Button("Renvoyer tout")
        self.cancel_button = Button("Annuler l'envoi", icon_name="cancel")
        self.open_button = Button("Ouvrir le dossier", icon_name="record")
        self.ended_box = QCheckBox("Montrer aussi ce qui est parti ou annulé")
        self._model = RecordTableModel(_columns(), identity=lambda line: line.id)
        self.table = FittedTable(self._model, TITLE, empty_text=_EMPTY)
        self.details = plain_words()
        set_text_role(self.words, TextRole.SECONDARY)
        self._lay_out()
        self._connect()
        self._follow_row()

    def entered(self) -> None:
        """Read the queue and put the keyboard on it."""
        self.table.setFocus()
        self.look()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Return", "Ouvrir le dossier"), ("Del", "Annuler l'envoi")]

    @Slot()
    def look(self) -> None:
        """Read the queue."""
        carnets, actor = self.desk.application.carnets, self.desk.actor
        self.desk.run(self, lambda: carnets.queue(actor), self._show, self.strip.show_failure)

    def _show(self, lines: list[SendLine]) -> None:
        self._all = lines
        self._fill()

    @Slot()
    def _fill(self) -> None:
        ended = self.ended_box.isChecked()
        self._model.set_records([one for one in self._all if ended or one.state in _OPEN_STATES])
        if self.table.current_record() is None and self._model.rowCount():
            self.table.selectRow(0)
        waiting = sum(one.state is SendState.WAITING for one in self._all)
        self.words.setText(f"{waiting_words(waiting)}. {_EXPLAINED}" if waiting else _EXPLAINED)
        self._follow_row()

    @Slot()
    def _follow_row(self) -> None:
        line: SendLine | None = self.table.current_record()
        writes = self.desk.actor.may(Right.WRITE_NOTES)
        is_open = line is not None and line.state in _OPEN_STATES
        self.retry_button.setEnabled(writes and is_open and line is not None and not line.sending)
        self.cancel_button.setEnabled(writes and is_open and line is not None and not line.sending)
        self.open_button.setEnabled(line is not None)
        self.retry_all_button.setEnabled(writes and any(o.state in _OPEN_STATES for o in self._all))
        self.details.setText(_details(line) if line is not None else "")

    @Slot()
    def _retry(self) -> None:
        line = self.table.current_record()
        if line is not None and self.retry_button.isEnabled():
            carnets, actor = self.desk.application.carnets, self.desk.actor
            self._act(lambda: carnets.retry(actor, line.id), "L'envoi est repris.")

    @Slot()
    def _retry_all(self) -> None:
        carnets, actor = self.desk.application.carnets, self.desk.actor
        self._act(lambda: carnets.retry(actor, None), "Les envois sont repris.")

    @Slot()
    def _cancel(self) -> None:
        line = self.table.current_record()
        if line is not None and self.cancel_button.isEnabled():
            carnets, actor = self.desk.application.carnets, self.desk.actor
            self._act(lambda: carnets.cancel(actor, line.id), "Envoi annulé.")

    @Slot()
    def _open(self) -> None:
        line = self.table.current_record()
        if line is not None:
            self.desk.patient_asked.emit(line.patient_id)

    def _act(self, work: Callable[[], object], told: str) -> None:
        def done(_answer: object) -> None:
            self.desk.tell(told)
            self.look()

        self.desk.run(self, work, done, self.strip.show_failure)

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        if fact.topic is Topic.CARNET and self.isVisible():
            self.look()

    def _connect(self) -> None:
        self.retry_button.clicked.connect(self._retry)
        self.retry_all_button.clicked.connect(self._retry_all)
        self.cancel_button.clicked.connect(self._cancel)
        self.open_button.clicked.connect(self._open)
        self.ended_box.toggled.connect(self._fill)
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._follow_row)
        self.desk.changed.connect(self._follow)
        shortcut = QShortcut(QKeySequence("Del"), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._cancel)

    def _lay_out(self) -> None:
        bar = QWidget()
        tools = WrapLayout(bar, spacing=SPACE_S)
        for part in (
            self.retry_button,
            self.retry_all_button,
            self.cancel_button,
            self.open_button,
            self.ended_box,
        ):
            tools.addWidget(part)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        column = scrolling_column(self)
        column.addWidget(SectionTitle(TITLE, 1))
        column.addWidget(self.strip)
        column.addWidget(self.words)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)


def _columns() -> tuple[Column[SendLine], ...]:
    return (
        Column(
            "Date",
            lambda one: moment_words(one.created_at),
            sort_key=lambda one: one.created_at,
            sample="00/00/0000 à 00:00",
        ),
        Column(
            "Patient",
            lambda one: one.patient,
            stretch=True,
            tooltip=lambda one: one.patient,
            sample="DE LA FONTAINE JEAN",
        ),
        Column("Opération", lambda one: one.operation.label, sample="Création du carnet"),
        Column(
            "Vaccin", lambda one: one.label, sample="INFANRIX QUINTA", tooltip=lambda o: o.label
        ),
        Column(
            "État",
            lambda one: "envoi en cours" if one.sending else one.state.label,
            icon_name=lambda one: _ICONS[one.state],
            sample="envoi en cours",
        ),
        Column("Essais", lambda one: str(one.attempts), sort_key=lambda one: one.attempts),
        Column("Par", lambda one: one.by, sample="P.D."),
    )


def _details(line: SendLine) -> str:
    """Return the error and what to do, or when the next try is."""
    parts = [line.error, _ADVICE[line.state]]
    if line.state is SendState.WAITING:
        if line.own:
            parts.insert(1, f"Prochain essai\u00a0: {moment_words(line.next_try_at)}.")
        else:
            parts.append(f"Il part quand {line.by} est à son poste.")
    return " ".join(part for part in parts if part)
