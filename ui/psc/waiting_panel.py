"""What is on screen while the person signs in elsewhere: two digits, the time left, ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from almapy.psc.model import Channel
from ui.theme import SPACE_L, SPACE_M, Tone
from ui.widgets.announce import announce
from ui.widgets.badge import Badge
from ui.widgets.busy import Busy
from ui.widgets.button import Button
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import Surface, TextRole, set_relative_font, set_surface, set_text_role
from ui.widgets.wrap_layout import WrapLayout

_DIGITS_SIZE = 4.5
_BROWSER = (
    "Terminez dans le navigateur",
    (
        "La page de Pro Santé Connect s'ouvre dans votre navigateur. Connectez-vous-y\u00a0; "
        "AlmaPy continue de lui-même ensuite."
    ),
)
_NO_BROWSER = (
    "Aucun navigateur ne s'est ouvert. Rien n'a été envoyé. Choisissez un navigateur par défaut, "
    "puis «\u00a0Rouvrir la page\u00a0»\u00a0; sinon annulez et confirmez sur votre e-CPS."
)
_TELEPHONE = (
    "Confirmez sur votre e-CPS",
    (
        "Ouvrez l'application e-CPS sur votre téléphone et confirmez si elle affiche ces deux "
        "chiffres\u00a0:"
    ),
)
_CARD = (
    "Confirmez avec votre carte CPS",
    (
        "L'outil CPS-Gestion de ce poste demande votre code porteur. Confirmez s'il affiche ces "
        "deux chiffres\u00a0:"
    ),
)


class WaitingPanel(QFrame):
    """Échap or « Annuler » gives up; nothing here holds the window."""

    cancelled = Signal()
    page_asked = Signal()
    card_asked = Signal()
    telephone_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.CARD)
        self._title = SectionTitle("")
        self.badge = Badge("Simulateur", Tone.SIMULATOR)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self.digits = QLabel()
        self.digits.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_relative_font(self.digits, _DIGITS_SIZE, bold=True)
        self._left = QLabel()
        set_text_role(self._left, TextRole.SECONDARY)
        self._busy = Busy()
        self.cancel_button = Button("Annuler")
        self.page_button = Button("Rouvrir la page")
        self.card_button = Button("Utiliser ma carte CPS", icon_name="card")
        self.telephone_button = Button("Ouvrir le téléphone simulé", icon_name="phone")
        self._lay_out()
        for button, signal in (
            (self.cancel_button, self.cancelled),
            (self.page_button, self.page_asked),
            (self.card_button, self.card_asked),
            (self.telephone_button, self.telephone_asked),
        ):
            button.clicked.connect(signal)
        self.hide()

    def wait_for_browser(self) -> None:
        """Show that the rest happens in the browser."""
        self._begin(_BROWSER)
        self.page_button.show()
        self.page_button.setEnabled(False)

    def wait_for_confirmation(self, digits: str, channel: Channel, *, telephone: bool) -> None:
        """Show the digits to compare; ``telephone`` offers the simulated one."""
        mobile = channel is Channel.MOBILE
        self._begin(_TELEPHONE if mobile else _CARD, digits)
        self.card_button.setVisible(mobile)
        self.telephone_button.setVisible(telephone)

    def let_reopen(self) -> None:
        """Let the page be opened again: its address is known now."""
        self.page_button.setEnabled(True)

    def tell_no_browser(self) -> None:
        """Say that no browser took the page."""
        self._text.setText(_NO_BROWSER)
        announce(self, _NO_BROWSER, urgent=True)

    def show_left(self, seconds: int) -> None:
        """Tell how long the person still has."""
        self._left.setText(f"Il reste {seconds}\u00a0s")

    def end(self) -> None:
        """Put everything away."""
        self._busy.set_running(0)
        self.digits.clear()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _begin(self, told: tuple[str, str], digits: str = "") -> None:
        title, text = told
        self._title.setText(title)
        self._text.setText(text)
        self.digits.setText(digits)
        self.digits.setVisible(bool(digits))
        self.digits.setAccessibleName(f"Chiffres à comparer\u00a0: {' '.join(digits)}")
        for button in (self.page_button, self.card_button, self.telephone_button):
            button.hide()
        self._busy.set_running(1)
        self.show()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{title}. {text} {' '.join(digits)}".strip())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(self.badge)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self.digits)
        column.addWidget(self._busy)
        column.addWidget(self._left)
        buttons = QWidget()
        line = WrapLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        for button in (
            self.cancel_button,
            self.page_button,
            self.card_button,
            self.telephone_button,
        ):
            line.addWidget(button)
        column.addWidget(buttons)
