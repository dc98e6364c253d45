"""The card in the reader where a session opens: whose it is, its code, or why it opens nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.cps.faults import OtherPersonsCard, WrongPin
from almapy.cps.model import CpsCard
from almapy.cps.pin_rules import may_be_asked
from almapy.sign_in.card_links import CardSight
from ui.cps.pin_fields import PinFields
from ui.cps.words import NOT_LINKED, card_words
from ui.failures import failure_of
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.busy import Busy
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import Surface, TextRole, set_relative_font, set_surface, set_text_role

_READING = "Lecture de la carte…"
_WRONG = "Code porteur incorrect. Rien n'a été ouvert."
_OTHERS = (
    "Cette carte CPS n'est pas celle de la personne connectée. Rien n'a été ouvert. Insérez votre "
    "carte, ou choisissez «\u00a0Changer d'utilisateur\u00a0»."
)


class CardPanel(QFrame):
    """Hidden without a card. Tells what is given by ``code_given``; keeps nothing of it."""

    code_given = Signal(object, object)  # CpsCard, str
    focus_left = Signal()  # the keyboard was in what has just gone

    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        """`verb` names the button: « Ouvrir avec la carte »."""
        super().__init__(parent)
        set_surface(self, Surface.CARD)
        self._card: CpsCard | None = None
        self.name = QLabel()
        self.name.setWordWrap(True)
        set_relative_font(self.name, 1.0, bold=True)
        self.badge = Badge("Simulateur", Tone.SIMULATOR)
        self.strip = MessageStrip(closable=False)
        self.pin = PinFields()
        self.open_button = Button(verb, icon_name="unlock")
        self._busy = Busy()
        self._else = QLabel("Ou avec votre mot de passe, ci-dessous.")
        set_text_role(self._else, TextRole.SECONDARY)
        self._lay_out()
        self.pin.given.connect(self._give)
        self.open_button.clicked.connect(self.pin.submit)
        self.hide()

    @property
    def asks_code(self) -> bool:
        """Whether the field of the code is there."""
        return self.isVisible() and not self.pin.isHidden() and self.pin.may_be_asked

    def show_reading(self) -> None:
        """Say that a card came in and is looked at."""
        self.clear()
        self.name.setText(_READING)
        self._busy.set_running(1)
        self.show()

    def show_sight(self, sight: CardSight, *, told: Exception | None = None) -> None:
        """Show whose card it is and ask for its code; ``told`` is why the last one was refused."""
        self._rest()
        self._card = sight.card
        self.name.setText(card_words(sight.card.identity))
        self.badge.setVisible(sight.card.simulated)
        self.setAccessibleName(self.name.text())
        if not sight.is_linked and may_be_asked(sight.card.pin):
            self.strip.show_message(Tone.INFORMATION, NOT_LINKED)
        else:
            self.pin.show_state(sight.card.pin, simulated=sight.card.simulated)
            self.pin.show()
            asked = self.pin.may_be_asked
            self.open_button.setVisible(asked)
            self._else.setVisible(asked)
            if told is not None and asked:
                self._tell(told)
        self.show()

    def show_failure(self, error: Exception) -> None:
        """Tell why this card opens nothing; no code is asked any more."""
        is_simulated = self._card is not None and self._card.simulated
        self._rest()
        self._card = None
        self._tell(error)
        self.badge.setVisible(is_simulated)
        self.name.setVisible(bool(self.name.text()))
        self.show()

    def clear(self) -> None:
        """No card is there: forget what was typed and give the place back."""
        self._rest()
        self._card = None
        self.name.setText("")
        self.badge.hide()
        self.hide()

    def set_busy(self, *, busy: bool) -> None:
        """Hold the field while the code is tried."""
        self.pin.setEnabled(not busy)
        self.open_button.setEnabled(not busy)
        self._busy.set_running(int(busy))

    def take_focus(self) -> None:
        """Put the cursor in the field of the code."""
        self.pin.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, error: Exception) -> None:
        if isinstance(error, WrongPin):  # the tries left stand below
            self.strip.show_message(Tone.ATTENTION, _WRONG)
            return
        failure = failure_of(error)
        text = _OTHERS if isinstance(error, OtherPersonsCard) else failure.text
        self.strip.show_message(failure.tone, text)

    def _rest(self) -> None:
        if self.isAncestorOf(self.focusWidget() or self):
            self.focus_left.emit()
        self.set_busy(busy=False)
        self.pin.wipe()
        for part in (self.strip, self.pin, self.open_button, self._else):
            part.hide()
        self.name.show()
        self.badge.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(IconLabel("card", scale=1.4), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.pin)
        column.addWidget(self._busy)
        column.addWidget(self.open_button)
        column.addWidget(self._else)

    @Slot(object)
    def _give(self, pin: str) -> None:
        if self._card is not None:
            self.code_given.emit(self._card, pin)
