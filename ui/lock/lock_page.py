"""The page over a locked post: nothing of a patient, one password away from the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.signin.brand import BrandGround
from ui.signin.centered import CenteredColumn
from ui.signin.countdown import CountdownLine
from ui.signin.telling import failure_at_door, tell
from ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS, Tone
from ui.widgets.busy import Busy
from ui.widgets.button import Button, ButtonKind
from ui.widgets.icon_label import IconLabel
from ui.widgets.message_strip import MessageStrip
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import Surface, TextRole, set_surface, set_text_role
from ui.widgets.tab_order import tab_through

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent, QShowEvent

    from ui.theme import Theme

LOCKED_TITLE: Final = "AlmaPy – poste verrouillé"
_CHARACTERS: Final = 60


class LockPage(BrandGround):
    """Asks for the password of the person at work; the window tries it and answers.

    A window by itself, or a page that paints over all that is behind it: the window it is put in
    then takes `LOCKED_TITLE`.
    """

    unlock_asked = Signal(object)  # str, the password typed
    switch_asked = Signal()
    close_asked = Signal()  # its window was told to close: the owner signs out, or does nothing

    def __init__(
        self,
        name: str,
        theme: Theme,
        seconds_left: Callable[[], float],
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`name` is who is at work; `seconds_left` what the throttle of the session still asks."""
        super().__init__(theme, parent)
        self._name = SectionTitle(name, 1)
        self._failure = MessageStrip(closable=False)
        self._fields = QWidget()
        self._password = PasswordEdit()
        self._countdown = CountdownLine(seconds_left)
        self._busy = Busy()
        self._unlock = Button("&Déverrouiller", ButtonKind.PRIMARY, icon_name="unlock")
        self._switch = Button("&Changer d'utilisateur", ButtonKind.QUIET, icon_name="switch-user")
        self._lay_out(hint)
        self._password.returnPressed.connect(self._ask)
        self._unlock.clicked.connect(self._ask)
        self._switch.clicked.connect(self.switch_asked)
        self._countdown.ended.connect(self._let_try)
        self.setWindowTitle(LOCKED_TITLE)
        self._unlock.setEnabled(not self._countdown.start())

    def put_card(self, panel: QWidget) -> None:
        """Give this the place of the card, above the password."""
        self._column.insertWidget(self._column.indexOf(self._failure), panel)
        tab_through(panel, self._fields)

    def add_way(self, way: QWidget) -> None:
        """Add another way of unlocking, below the password."""
        self._column.addWidget(way)

    @Slot(bool)
    def hold(self, trying: bool) -> None:  # noqa: FBT001  (Qt signal)
        """Hold the password while a card is tried."""
        self.set_busy(busy=trying)

    def set_busy(self, *, busy: bool) -> None:
        """Hold the fields while the password is tried."""
        self._fields.setEnabled(not busy)
        self._busy.set_running(int(busy))

    def show_failure(self, error: Exception) -> None:
        """Tell why it stays locked, and make the password ready to be typed over."""
        self.set_busy(busy=False)
        tell(self._failure, failure_at_door(error))
        self._unlock.setEnabled(not self._countdown.start())
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)
        self._password.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on; with a proxy, Tab that comes round would skip what is above."""
        super().focusInEvent(event)
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the work behind would stay open with nothing on screen
        self.close_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text().strip() and self._fields.isEnabled():
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)
            self._password.insert(event.text())
        event.accept()  # no key reaches what is behind

    def _lay_out(self, hint: str) -> None:
        card = QFrame()
        set_surface(card, Surface.CARD)
        self._column = column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addLayout(self._head())
        if hint:
            demo = MessageStrip(closable=False)
            demo.show_message(Tone.INFORMATION, hint)
            column.addWidget(demo)
        column.addWidget(self._failure)
        column.addWidget(self._fields)
        self._lay_out_fields()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(CenteredColumn(card, _CHARACTERS))

    def _head(self) -> QHBoxLayout:
        lock = IconLabel("lock", scale=2.4)
        set_text_role(lock, TextRole.ACCENT)
        state = QLabel("Poste verrouillé")
        set_text_role(state, TextRole.SECONDARY)
        texts = QVBoxLayout()
        texts.setSpacing(SPACE_XS)
        texts.addWidget(state)
        texts.addWidget(self._name)
        line = QHBoxLayout()
        line.setSpacing(SPACE_L)
        line.addWidget(lock)
        line.addLayout(texts, 1)
        return line

    def _lay_out_fields(self) -> None:
        label = QLabel("&Mot de passe")
        label.setBuddy(self._password)
        self._password.setAccessibleName("Mot de passe")
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(label)
        column.addWidget(self._password)
        column.addSpacing(SPACE_S)
        column.addWidget(self._countdown)
        column.addWidget(self._busy)
        column.addSpacing(SPACE_XS)
        column.addWidget(self._unlock)
        column.addWidget(self._switch)

    @Slot()
    def _ask(self) -> None:
        if self._countdown.is_running or not self._fields.isEnabled():
            return
        if not self._password.text():
            self._failure.show_message(Tone.ATTENTION, "Tapez votre mot de passe.")
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_busy(busy=True)
        self._failure.hide()
        self.unlock_asked.emit(self._password.text())

    @Slot()
    def _let_try(self) -> None:
        self._unlock.setEnabled(True)
