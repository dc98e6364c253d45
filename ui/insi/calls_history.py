"""The calls to INSi about one record, with their raw texts, and its former matricules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from almapy.insi.results import CallTexts, Decision, FormerIns, InsiCall
from ui.desk import Desk
from ui.insi.raw_text import RawText
from ui.insi.words import HISTORY, NO_HISTORY, SIMULATOR, former_words
from ui.theme import SPACE_S
from ui.widgets.card import Card
from ui.widgets.field_bar import FieldBar
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_TABLE_LINES = 7
_DECISIONS = {
    Decision.NONE: "",
    Decision.ACCEPTED: "acceptée",
    Decision.REFUSED: "refusée",
}


@dataclass(frozen=True, slots=True)
class _Read:
    patient_id: int
    calls: list[InsiCall]
    former: list[FormerIns] = field(repr=False)


class CallsHistory(QWidget):
    """The texts of the line in front are read when it is chosen; nothing can be changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id = 0
        self._call_id = 0
        self.lines = RecordTableModel(_columns(), identity=lambda one: one.id)
        self.table = RecordTable(self.lines, "Historique INS", empty_text=NO_HISTORY)
        self.table.setMinimumHeight(self.fontMetrics().height() * 2 * _TABLE_LINES)
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.request = RawText("Requête")
        self.answer = RawText("Réponse")
        self._texts = FieldBar()
        self.former = QLabel(NO_HISTORY)
        self._lay_out()
        self.setFocusProxy(self.table)
        self.table.current_changed.connect(self._choose)

    def read(self, patient_id: int) -> None:
        """Read the history of one record in the background."""
        self._patient_id = patient_id
        self.lines.set_records([])
        self._show_texts(None)
        service, actor = self._desk.application.insi, self._desk.actor

        def work() -> _Read:
            return _Read(
                patient_id, service.history(actor, patient_id), service.former(actor, patient_id)
            )

        self._desk.run(self, work, self._show)

    def _show(self, read: _Read) -> None:
        if read.patient_id != self._patient_id:
            return
        self.lines.set_records(read.calls)
        self.former.setText("\n".join(former_words(one.ins) for one in read.former) or NO_HISTORY)
        if read.calls:
            self.table.selectRow(0)

    @Slot(object)
    def _choose(self, call: InsiCall | None) -> None:
        self._call_id = call.id if call is not None else 0
        self._show_texts(None)
        if call is None:
            return
        self.detail.setText(_detail(call))
        service, actor, call_id = self._desk.application.insi, self._desk.actor, call.id

        def show(texts: CallTexts) -> None:
            if self._call_id == call_id:
                self._show_texts(texts)

        self._desk.run(self, lambda: service.texts(actor, call_id), show)

    def _show_texts(self, texts: CallTexts | None) -> None:
        if texts is None:
            self.detail.clear()
            self.request.clear()
            self.answer.clear()
        else:
            self.request.show_raw(texts.request)
            self.answer.show_raw(texts.answer)
        self._texts.setVisible(self._call_id != 0)
        self.detail.setVisible(self._call_id != 0)

    def _lay_out(self) -> None:
        set_text_role(self.detail, TextRole.SECONDARY)
        self._texts.add_field("Requête", self.request)
        self._texts.add_field("Réponse", self.answer)
        former = Card(HISTORY)
        self.former.setWordWrap(True)
        self.former.setTextFormat(Qt.TextFormat.PlainText)
        self.former.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        former.body.addWidget(self.former)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        parts: tuple[QWidget, ...] = (self.table, self.detail, self._texts, former)
        for part in parts:
            column.addWidget(part)


def _detail(call: InsiCall) -> str:
    parts = (
        call.kind.label,
        call.result,
        call.label,
        call.detail,
        f"{call.milliseconds} ms",
        SIMULATOR if call.simulated else "",
        f"réponse {_DECISIONS[call.decision]}" if call.decision else "",
    )
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _answer(call: InsiCall) -> str:
    return call.detail or call.label


def _request(call: InsiCall) -> str:
    who = f"{call.first_name} {call.family_name}".strip()
    return " · ".join(part for part in (who, call.post, SIMULATOR * call.simulated) if part)


def _moment(call: InsiCall) -> tuple[datetime, int]:
    return call.at, call.id


def _columns() -> list[Column[InsiCall]]:
    return [
        Column(
            "Date",
            lambda one: f"{one.at.astimezone():%d/%m/%Y}",
            sort_key=_moment,
            sample="00/00/0000",
        ),
        Column(
            "Heure", lambda one: f"{one.at.astimezone():%H:%M}", sort_key=_moment, sample="00:00"
        ),
        Column(
            "Type d'appel",
            lambda one: one.kind.label,
            sample="Rechercher l'INS avec les traits d'identité",
        ),
        Column("Résultat appel", lambda one: one.result, sample="Plusieurs identités - Code CR 02"),
        Column("Requête", _request, sample="ALIX DUPONT · poste"),
        Column("Réponse", _answer, sample="Aucune identité trouvée", stretch=True),
        Column("Décision", lambda one: _DECISIONS[one.decision], sample="acceptée"),
    ]
