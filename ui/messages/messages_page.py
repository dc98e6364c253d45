"""« Message interne »: what colleagues wrote, what was written to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from almapy.messages.model import Colleague, Message, NewMessage
from ui.desk import Desk
from ui.messages.compose_panel import ComposePanel
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_S
from ui.undo import Step
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.focus_scroll import scrolling_column
from ui.widgets.section_title import SectionTitle
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_BOXES = ("Reçus", "Rangés", "Envoyés")
_LISTED_CHARACTERS = 140
_LEAST_LINES = 9


class MessagesPage(Page):
    """The list above, the whole message below; reading it takes it off the counter."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._service = desk.application.messages
        self._record: OpenRecord | None = None
        self._asked = 0
        self.strip = FailureStrip()
        self.write_button = Button("Nouveau message", ButtonKind.PRIMARY, icon_name="add")
        self.answer_button = Button("Répondre")
        self.away_button = Button("Ranger", icon_name="tick")
        self.record_button = Button("Ouvrir le dossier", icon_name="record")
        self.boxes = QButtonGroup(self)
        self.panel = ComposePanel()
        self._model = RecordTableModel(_columns(), identity=lambda message: message.id)
        self.table = RecordTable(self._model, "Messages", empty_text="Aucun message.")
        self.reading = QPlainTextEdit()
        self.reading.setReadOnly(True)
        self.reading.setTabChangesFocus(True)
        self.reading.setAccessibleName("Message")
        self.reading.setPlaceholderText("Choisissez un message pour le lire.")
        self._lay_out()
        self._connect()

    def entered(self) -> None:
        """Read the messages and put the keyboard on the list."""
        self._read()
        if not self.panel.isVisible():
            self.table.setFocus()

    def has_unsaved_changes(self) -> bool:
        """Tell whether a message is being written."""
        return self.panel.has_text()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ins", "Nouveau message"),
            ("Return", "Répondre"),
            ("Del", "Ranger"),
            ("Ctrl+Return", "Envoyer"),
        ]

    def show_record(self, record: OpenRecord) -> None:
        """Keep the open record: a message can be about it."""
        self._record = record

    def forget_record(self) -> None:
        """No record is open any more."""
        self._record = None

    def write(self) -> None:
        """Begin a message."""
        self.panel.open_new(self.write_button, self._record)

    def _read(self) -> None:
        box, actor, service = self.boxes.checkedId(), self.desk.actor, self._service
        self._asked += 1
        number = self._asked

        def work() -> tuple[int, list[Message], list[Colleague]]:
            if box == _BOXES.index("Envoyés"):
                messages = service.sent(actor)
            else:
                messages = service.received(actor, put_away=box == _BOXES.index("Rangés"))
            return number, messages, service.colleagues(actor)

        self.desk.run(self, work, self._show, self.strip.show_failure)

    def _show(self, answer: tuple[int, Sequence[Message], Sequence[Colleague]]) -> None:
        number, messages, colleagues = answer
        if number != self._asked:
            return
        self._model.set_records(messages)
        self.panel.show_colleagues(colleagues)
        self.write_button.setEnabled(bool(colleagues))
        self._follow_row()

    @Slot()
    def _follow_row(self) -> None:
        message: Message | None = self.table.current_record()
        is_sent = self.boxes.checkedId() == _BOXES.index("Envoyés")
        self.reading.setPlainText(message.text if message is not None else "")
        self.answer_button.setEnabled(message is not None and not is_sent)
        self.away_button.setEnabled(message is not None and not is_sent)
        is_away = self.boxes.checkedId() == _BOXES.index("Rangés")
        self.away_button.setText("Remettre dans les reçus" if is_away else "Ranger")
        self.record_button.setEnabled(message is not None and message.patient_id is not None)
        if message is not None and message.read_at is None and not is_sent and self.isVisible():
            self._mark_read(message)

    def _mark_read(self, message: Message) -> None:
        actor, service = self.desk.actor, self._service

        def work() -> None:
            service.mark_read(actor, message.id)

        self.desk.run(self, work, lambda _: self._read())

    @Slot(object)
    def _send(self, message: NewMessage) -> None:
        actor, service = self.desk.actor, self._service

        def sent(_: object) -> None:
            self.panel.leave()
            self.desk.tell("Message envoyé.")
            self._read()

        self.desk.run(self, lambda: service.send(actor, message), sent, self.panel.refuse)

    @Slot()
    def _answer(self) -> None:
        message = self.table.current_record()
        if message is not None and self.answer_button.isEnabled():
            self.panel.open_new(self.answer_button, self._record, to=message.sender_id)

    @Slot()
    def _put_away(self) -> None:
        message = self.table.current_record()
        if message is None or not self.away_button.isEnabled():
            return
        actor, service = self.desk.actor, self._service
        acts = (
            lambda: service.put_away(actor, message.id),
            lambda: service.take_back(actor, message.id),
        )
        is_away = self.boxes.checkedId() == _BOXES.index("Rangés")
        do, undo = (acts[1], acts[0]) if is_away else acts

        def done(_: object) -> None:
            told = "Message remis dans les reçus." if is_away else "Message rangé."
            self.desk.undo.add(Step(told, undo, do))
            self._read()

        self.desk.run(self, do, done, self.strip.show_failure)

    @Slot()
    def _open_record(self) -> None:
        message = self.table.current_record()
        if message is not None and message.patient_id is not None:
            self.desk.patient_asked.emit(message.patient_id)

    def _connect(self) -> None:
        self.write_button.clicked.connect(self.write)
        self.answer_button.clicked.connect(self._answer)
        self.away_button.clicked.connect(self._put_away)
        self.record_button.clicked.connect(self._open_record)
        self.boxes.idClicked.connect(self._read)
        self.table.current_changed.connect(self._follow_row)
        self.table.opened.connect(self._answer)
        self.panel.asked.connect(self._send)
        for key, act in {"Ins": self.write, "Del": self._put_away}.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        bar = QWidget()
        tools = WrapLayout(bar, spacing=SPACE_S)
        for button in (
            self.write_button,
            self.answer_button,
            self.away_button,
            self.record_button,
        ):
            tools.addWidget(button)
        for number, name in enumerate(_BOXES):
            box = QRadioButton(name)
            box.setChecked(number == 0)
            self.boxes.addButton(box, number)
            tools.addWidget(box)
        column = scrolling_column(self)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        self.reading.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        column.addWidget(SectionTitle("Message interne", 1))
        column.addWidget(self.strip)
        column.addWidget(bar)
        column.addWidget(self.panel)
        column.addWidget(self.table, 3)
        column.addWidget(self.reading, 2)


def _columns() -> list[Column[Message]]:
    return [
        Column(
            "Date",
            lambda one: f"{one.sent_at.astimezone():%d/%m/%Y %H:%M}",
            sort_key=lambda one: one.sent_at,
            sample="00/00/0000 00:00",
            icon_name=lambda one: "mail" if one.read_at is None else "tick",
        ),
        Column("De", lambda one: one.sender, sample="Jean-Christophe DURAND"),
        Column("À", lambda one: ", ".join(one.recipients), sample="Jean-Christophe DURAND"),
        Column("Dossier", lambda one: one.patient, sample="DE LA FONTAINE JEAN"),
        Column("Message", _listed, stretch=True),
        Column("Lu", _read_text, sample="Non lu"),
    ]


def _listed(message: Message) -> str:
    return " ".join(message.text.split())[:_LISTED_CHARACTERS]


def _read_text(message: Message) -> str:
    return f"{message.read_at.astimezone():%d/%m %H:%M}" if message.read_at else "Non lu"
