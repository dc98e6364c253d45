"""The question of the code porteur over the window, for whoever signs behind."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.cps.asking import PinDesk, PinQuestion
from almapy.errors import DomainError
from ui.cps.pin_fields import PinFields
from ui.cps.words import card_words
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.icon_label import IconLabel
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import TextRole, set_relative_font, set_text_role

_WRONG = "Code porteur incorrect. Rien n'a été signé."
_CHARACTERS = 58


class PinDialog(QDialog):
    """Which card, what for, how many tries are left, four digits. Échap cancels (V-ACC-06)."""

    def __init__(self, question: PinQuestion, parent: QWidget) -> None:
        super().__init__(parent)
        self._question = question
        request = question.request
        self.setWindowTitle("Code de la carte CPS")
        self.setModal(True)
        self.pin = PinFields()
        self.strip = MessageStrip(closable=False)
        self.accept_button = Button("&Valider", ButtonKind.PRIMARY)
        self.cancel_button = Button("Annuler")
        self.cancel_button.setAutoDefault(False)
        self._lay_out(card_words(request.card.identity), request.purpose)
        self.badge.setVisible(request.card.simulated)
        self.pin.show_state(request.card.pin, simulated=request.card.simulated)
        self.accept_button.setVisible(self.pin.may_be_asked)
        if request.after_wrong:
            self.strip.show_message(Tone.ATTENTION, _WRONG)
        self.pin.given.connect(self._answer)
        self.accept_button.clicked.connect(self.pin.submit)
        self.cancel_button.clicked.connect(self.reject)
        (self.pin.edit if self.pin.may_be_asked else self.cancel_button).setFocus()

    def event(self, event: QEvent) -> bool:
        """Grow with what is told: Qt gives a window no more for a sentence that wraps."""
        is_layout = event.type() is QEvent.Type.LayoutRequest
        handled = super().event(event)
        if is_layout:
            self._grow()
        return handled

    def done(self, result: int) -> None:
        """Close in any way: without an answer it is a refusal, and nothing typed stays."""
        self.pin.wipe()
        self._question.cancel()  # nothing happens when it was answered
        super().done(result)

    def _lay_out(self, card: str, purpose: str) -> None:
        self.badge = Badge("Simulateur", Tone.SIMULATOR)
        name = QLabel(card)
        name.setWordWrap(True)
        set_relative_font(name, 1.1, bold=True)
        icon = IconLabel("card", scale=1.6)
        set_text_role(icon, TextRole.ACCENT)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(name, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        goal = QLabel(f"Pour {purpose}.")
        goal.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addLayout(head)
        column.addWidget(goal)
        column.addWidget(self.strip)
        column.addWidget(self.pin)
        column.addLayout(buttons)
        self.setMinimumWidth(_CHARACTERS * self.fontMetrics().averageCharWidth())

    def _grow(self) -> None:
        layout = self.layout()
        needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if needed > self.height():
            self.resize(self.width(), needed)

    @Slot(object)
    def _answer(self, pin: str) -> None:
        try:
            # The field lets a last try through only once it was confirmed.
            self._question.answer(pin, last_try_confirmed=True)
        except DomainError as error:
            self.pin.refuse(error)
            return
        self.accept()


class PinAsker(QObject):
    """Brings the questions of the workers over a window; one at a time, as they are asked."""

    _asked = Signal(object)  # PinQuestion, from the thread that asks
    _over = Signal(object)  # the same, from any thread

    def __init__(self, pins: PinDesk, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pins = pins
        self._window = window
        self.dialog: PinDialog | None = None
        self._question: PinQuestion | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self._asked.connect(self._open, queued)
        self._over.connect(self._close, queued)
        pins.listen(self._asked.emit)

    def stop(self) -> None:
        """Answer nothing more; an open question is cancelled."""
        self._pins.listen(None)
        self._drop()

    @Slot(object)
    def _open(self, question: PinQuestion) -> None:
        self._drop()
        if question.over:
            return
        self._question = question
        self.dialog = PinDialog(question, self._window)
        question.when_over(_Telling(self, question).tell)
        self.dialog.open()

    @Slot(object)
    def _close(self, question: PinQuestion) -> None:
        if question is self._question:
            self._drop()

    def tell_over(self, question: PinQuestion) -> None:
        """Have the dialog of this question closed; from any thread."""
        self._over.emit(question)

    def _drop(self) -> None:
        dialog, self.dialog, self._question = self.dialog, None, None
        if dialog is not None:
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()


class _Telling:
    """What a question calls when it is over."""

    def __init__(self, asker: PinAsker, question: PinQuestion) -> None:
        self._asker = asker
        self._question = question

    def tell(self) -> None:
        self._asker.tell_over(self._question)
