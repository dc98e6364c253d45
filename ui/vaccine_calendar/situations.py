"""The conditions that change the calendar: what the record suggests is confirmed here."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from almapy.users.model import Right
from almapy.vaccine_calendar.conditions import ConditionKey, ConditionLine
from ui.desk import Desk
from ui.theme import SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.code_list import CodeList
from ui.widgets.day_edit import DayEdit
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.field_bar import FieldBar
from ui.widgets.wrap_layout import WrapLayout


class Situations(QWidget):
    """One question a line with « Oui » and « Non »; any other condition can be told."""

    answered = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id: int | None = None
        self._lines: list[ConditionLine] = []
        self._answers: dict[ConditionKey, list[Button]] = {}
        self.strip = FailureStrip()
        self.questions = QWidget()
        self.other_button = Button("Autre situation…", ButtonKind.QUIET, icon_name="add")
        self.form = QWidget()
        self.key = CodeList([(one.value, one.label) for one in ConditionKey])
        self.since = DayEdit(desk.application.clock)
        self.until = DayEdit(desk.application.clock)
        self.help = QLabel()
        self.yes_button = Button("Oui", ButtonKind.PRIMARY, icon_name="tick")
        self.no_button = Button("Non", icon_name="cancel")
        self._can_write = desk.actor.may(Right.WRITE_NOTES)
        self._lay_out()
        self.key.changed.connect(self._show_help)
        self.other_button.clicked.connect(self._open_form)
        self.yes_button.clicked.connect(partial(self._tell, present=True))
        self.no_button.clicked.connect(partial(self._tell, present=False))

    def show_patient(self, patient_id: int) -> None:
        """Begin with a record; the same one again leaves what is typed alone."""
        if self._patient_id == patient_id:
            return
        self._patient_id = patient_id
        self._lines = []
        self.since.clear()
        self.until.clear()
        self.form.hide()
        self.strip.dismiss()
        self._fill()

    def show_lines(self, lines: list[ConditionLine]) -> None:
        """Show what is asked and what was answered."""
        shown = [one for one in lines if one.suggestion or one.present is not None]
        if shown != self._lines:
            self._lines = shown
            self._fill()

    def answer(
        self,
        key: ConditionKey,
        *,
        present: bool,
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        """Store an answer, in the background."""
        service, actor, patient_id = (
            self._desk.application.vaccine_calendar,
            self._desk.actor,
            self._patient_id,
        )
        if patient_id is None:
            return
        self.strip.dismiss()
        self._desk.run(
            self,
            lambda: service.confirm(actor, patient_id, key, present, since, until),
            lambda _: self._stored(patient_id),
            self.strip.show_failure,
        )

    def take_back(self, key: ConditionKey) -> None:
        """Take an answer back, in the background."""
        service, actor, patient_id = (
            self._desk.application.vaccine_calendar,
            self._desk.actor,
            self._patient_id,
        )
        if patient_id is not None:
            self._desk.run(
                self,
                lambda: service.withdraw(actor, patient_id, key),
                lambda _: self._stored(patient_id),
                self.strip.show_failure,
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the form by Échap; what was typed in it stays."""
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self._close_form()
            return
        super().keyPressEvent(event)

    def _stored(self, patient_id: int) -> None:
        if patient_id == self._patient_id:
            self._close_form()
            self.answered.emit()

    def _close_form(self) -> None:
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.form.isAncestorOf(focus)
        self.form.hide()
        if had_focus:
            self.other_button.setFocus()

    def _tell(self, *, present: bool) -> None:
        key = ConditionKey(str(self.key.value()))
        self.answer(key, present=present, since=self.since.day, until=self.until.day)

    @Slot()
    def _open_form(self) -> None:
        self.form.setVisible(self.form.isHidden())
        if self.form.isVisible():
            self._show_help()
            self.key.setFocus()

    @Slot()
    def _show_help(self) -> None:
        text = ConditionKey(str(self.key.value())).help
        self.help.setText(text)
        self.help.setVisible(bool(text))

    def _fill(self) -> None:
        focus = QApplication.focusWidget()
        held = next((key for key, buttons in self._answers.items() if focus in buttons), None)
        self._answers = {}
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for line in self._lines:
            self._rows.addWidget(self._row(line))
        self.questions.setVisible(bool(self._lines))
        self._order_keyboard()
        if held is not None:
            left = self._answers.get(held) or next(iter(self._answers.values()), ())
            (left[0] if left else self.other_button).setFocus()

    def _order_keyboard(self) -> None:
        """Have Tab go down the lines before what stands under them."""
        form = (self.key, self.since, self.until, self.yes_button, self.no_button)
        buttons = [one for row in self._answers.values() for one in row]
        for one, following in pairwise((*buttons, self.other_button, *form)):
            QWidget.setTabOrder(one, following)

    def _row(self, line: ConditionLine) -> QWidget:
        row = QWidget()
        words = QLabel(_words(line))
        words.setWordWrap(True)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(words)
        if self._can_write:
            buttons = QWidget()
            layout = WrapLayout(buttons, spacing=SPACE_S)
            self._answers[line.key] = self._buttons(line)
            for button in self._answers[line.key]:
                button.setAccessibleName(f"{button.text()}\u00a0: {line.label}")
                layout.addWidget(button)
            column.addWidget(buttons)
        return row

    def _buttons(self, line: ConditionLine) -> list[Button]:
        if line.present is not None:
            back = Button("Retirer", ButtonKind.QUIET, icon_name="close")
            back.clicked.connect(partial(self.take_back, line.key))
            return [back]
        yes = Button("Oui", icon_name="tick")
        no = Button("Non", icon_name="cancel")
        yes.clicked.connect(partial(self.answer, line.key, present=True))
        no.clicked.connect(partial(self.answer, line.key, present=False))
        return [yes, no]

    def _lay_out(self) -> None:
        self._rows = QVBoxLayout(self.questions)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_S)
        bar = FieldBar()
        bar.add_field("Situation", self.key)
        bar.add_field("Depuis le", self.since)
        bar.add_field("Jusqu'au, ou terme", self.until)
        self.help.setWordWrap(True)
        answers = QWidget()
        line = WrapLayout(answers, spacing=SPACE_S)
        for button in (self.yes_button, self.no_button):
            line.addWidget(button)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(0, 0, 0, 0)
        for part in (bar, self.help, answers):
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (self.strip, self.questions):
            column.addWidget(part)
        column.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        self.form.hide()
        self.questions.hide()
        self.other_button.setVisible(self._can_write)


def _words(line: ConditionLine) -> str:
    """Return « Diabète ? Diabète de type 2 dans les antécédents : à confirmer »."""
    if line.present is None:
        return f"{line.label}\u00a0? {line.suggestion}"
    dates = [
        f"{word} {day:%d/%m/%Y}"
        for word, day in (("depuis le", line.since), ("jusqu'au", line.until))
        if day
    ]
    return f"{line.label}\u00a0: {', '.join(['oui' if line.present else 'non', *dates])}"
