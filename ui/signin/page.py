"""The form of the sign-in window: who, which password."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy import __version__
from ui.signin.brand import Mark
from ui.signin.login_box import LoginBox
from ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Tone
from ui.widgets.busy import Busy
from ui.widgets.button import Button, ButtonKind
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_relative_font

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QAction, QFocusEvent

    from ui.signin.countdown import CountdownLine
    from ui.widgets.message_strip import MessageStrip

_LOST_FILES: Final = frozenset(
    {"base.damaged", "base.missing", "keys.damaged", "keys.missing", "keys.foreign", "keys.mixed"}
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What was typed."""

    login: str
    password: str = field(repr=False)


class SignInPage(QWidget):
    """Asks for a login and a password; whoever listens answers with `refuse` or goes on."""

    submitted = Signal(object)  # Credentials
    recovery_asked = Signal()

    def __init__(
        self,
        logins: Sequence[str],
        login: str,
        *,
        hint: str,
        backups: Path,
        seconds_left: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        """`login` is the one to begin with, empty when nobody knows."""
        super().__init__(parent)
        self._backups = backups
        self._fields = QWidget()
        self._login = LoginBox(logins, login)
        self._password = PasswordEdit()
        self._sign_in = Button("&Se connecter", ButtonKind.PRIMARY, icon_name="unlock")
        self._lost = Button("Mot de passe &perdu\u00a0?", ButtonKind.QUIET)
        self._seconds_left = seconds_left
        self._countdown: CountdownLine | None = None
        self._busy = Busy()
        self._strips = QVBoxLayout()
        self._delay = QVBoxLayout()
        self._ways = QVBoxLayout()
        self._other_ways: list[QWidget] = []
        self._failure: MessageStrip | None = None
        self._restore: MessageStrip | None = None
        self._compact_head: QWidget | None = None
        self._lay_out(hint)
        self._login.edit.returnPressed.connect(self._go_on)
        self._login.edit.textEdited.connect(self._hide_strips)
        self._password.returnPressed.connect(self._submit)
        self._sign_in.clicked.connect(self._submit)
        self._lost.clicked.connect(self.recovery_asked)
        # Not a proxy: Tab that comes round again would go to it instead of the first field.
        self._first = self._password if login else self._login

    @property
    def login(self) -> str:
        """The login now typed."""
        return self._login.login

    @property
    def is_busy(self) -> bool:
        """Whether a try is under way."""
        return not self._fields.isEnabled()

    def put_card(self, panel: QWidget) -> None:
        """Give this the place of the card, above the fields."""
        from ui.widgets.tab_order import tab_through  # noqa: PLC0415  (not at start)

        self._column.insertWidget(self._column.indexOf(self._fields), panel)
        tab_through(panel, self._fields)

    def add_way(self, way: QWidget) -> None:
        """Add another way of signing in, below the fields; it is off while a try is under way."""
        self._ways.addWidget(way)
        way.setEnabled(not self.is_busy)
        self._other_ways.append(way)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._first.setFocus()  # without the reason: naming it loads `Qt` (15 ms)

    def set_compact(self, *, compact: bool) -> None:
        """Show the name of the program here when the coloured panel has no room."""
        if compact and self._compact_head is None:
            self._compact_head = _compact_head()
            self._column.insertWidget(0, self._compact_head)
        if self._compact_head is not None:
            self._compact_head.setVisible(compact)

    def set_busy(self, *, busy: bool) -> None:
        """Hold the fields while the password is tried."""
        self._fields.setEnabled(not busy)
        for way in self._other_ways:
            way.setEnabled(not busy)
        self._busy.set_running(int(busy))
        if busy:
            self._hide_strips()

    def refuse(self, error: Exception) -> None:
        """Tell why it did not open, and make the password ready to be typed over."""
        from ui.signin.telling import failure_at_door, tell  # noqa: PLC0415  (not at start)

        self.set_busy(busy=False)
        failure = failure_at_door(error)
        tell(self._failure_strip(), failure, self._ways_out(failure.code))
        self._sign_in.setEnabled(not self._wait())
        self._password.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._password.selectAll()

    def has_typed_password(self) -> bool:
        """Tell whether a password is being typed."""
        return bool(self._password.text())

    def forget_password(self) -> None:
        """Empty the password field."""
        self._password.clear()

    def take_typed(self, text: str) -> None:
        """Take letters typed while no field had the keyboard."""
        if self.is_busy:
            return
        self._password.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._password.insert(text)

    def _lay_out(self, hint: str) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(SectionTitle("Connexion", 1))
        column.addLayout(self._strips)
        self._strips.setSpacing(SPACE_M)
        if hint:
            self._new_strip().show_message(Tone.INFORMATION, hint)
        column.addWidget(self._fields)
        self._lay_out_fields()
        self._ways.setSpacing(SPACE_S)
        column.addLayout(self._ways)
        version = QLabel(f"AlmaPy {__version__}")
        # Not by set_text_role, which dresses anew: this label was not dressed yet, and the question
        # loads `Qt` (15 ms).
        version.setProperty("role", TextRole.SECONDARY.value)
        column.addSpacing(SPACE_S)
        column.addLayout(_in_the_middle(version))

    def _lay_out_fields(self) -> None:
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, SPACE_S, 0, 0)
        column.setSpacing(SPACE_XS)
        for caption, field_widget in (
            ("&Identifiant", self._login),
            ("&Mot de passe", self._password),
        ):
            label = QLabel(caption)
            label.setBuddy(field_widget)
            field_widget.setAccessibleName(caption.replace("&", ""))
            column.addWidget(label)
            column.addWidget(field_widget)
            column.addSpacing(SPACE_S)
        column.addLayout(self._delay)
        column.addWidget(self._busy)
        column.addSpacing(SPACE_XS)
        column.addWidget(self._sign_in)
        column.addWidget(self._lost)

    def _new_strip(self) -> MessageStrip:
        from ui.widgets.message_strip import MessageStrip  # noqa: PLC0415  (seldom: not at start)

        strip = MessageStrip(closable=False)
        self._strips.addWidget(strip)
        return strip

    def _failure_strip(self) -> MessageStrip:
        if self._failure is None:
            self._failure = self._new_strip()
        return self._failure

    def _wait(self) -> bool:
        """Begin the delay that the next try has to wait for; False when there is none."""
        from ui.signin.countdown import CountdownLine  # noqa: PLC0415  (seldom: not at start)

        if self._countdown is None:
            self._countdown = CountdownLine(self._seconds_left)
            self._countdown.ended.connect(self._let_try)
            self._delay.addWidget(self._countdown)
        return self._countdown.start()

    @Slot()
    def _hide_strips(self) -> None:
        for strip in (self._failure, self._restore):
            if strip is not None:
                strip.hide()

    def _ways_out(self, code: str) -> list[QAction]:
        if code not in _LOST_FILES:
            return []
        from PySide6.QtGui import QAction  # noqa: PLC0415  (seldom: not at start)

        action = QAction("Restaurer une sauvegarde…", self)
        action.triggered.connect(self._explain_restoring)
        return [action]

    @Slot()
    def _explain_restoring(self) -> None:
        if self._restore is None:
            self._restore = self._new_strip()
        self._restore.show_message(
            Tone.INFORMATION,
            "Restaurer une sauvegarde",
            f"Les sauvegardes de ce poste sont dans «\u00a0{self._backups}\u00a0», les autres sur "
            "votre second disque. Restaurez la plus récente dans un dossier neuf\u00a0:\n"
            "almapy restore FICHIER --to DOSSIER\n"
            "Le mot de passe ou la clé de secours de cette sauvegarde sera demandé. Gardez le "
            "dossier actuel tel quel pour l'assistance.",
        )

    @Slot()
    def _go_on(self) -> None:
        if self.login and not self._password.text():
            self._password.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        else:
            self._submit()

    @Slot()
    def _submit(self) -> None:
        if self.is_busy or (self._countdown is not None and self._countdown.is_running):
            return
        if not self.login:
            self._ask_for(self._login, "Tapez votre identifiant.")
        elif not self._password.text():
            self._ask_for(self._password, "Tapez votre mot de passe.")
        else:
            self.submitted.emit(Credentials(self.login, self._password.text()))

    def _ask_for(self, missing: QWidget, sentence: str) -> None:
        self._failure_strip().show_message(Tone.ATTENTION, sentence)
        missing.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _let_try(self) -> None:
        self._sign_in.setEnabled(True)


def _compact_head() -> QWidget:
    head = QWidget()
    name = QLabel("AlmaPy")
    set_relative_font(name, 1.3, bold=True)
    line = _in_the_middle(Mark(2.2), name)
    head.setLayout(line)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE_L)
    return head


def _in_the_middle(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addStretch(1)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return line
