"""Tour: a carte Vitale brings its record, a CPS signs the doctor in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QListWidget, QWidget

from almapy.demo.cps import DEMO_PIN
from almapy.opening import DEMO_PASSWORD
from almapy.outside import SimulatedCards
from ui.signin.window import SignInWindow
from ui.tour.finding import field, shown_texts, visible_window
from ui.tour.practice_steps import PracticeSteps
from ui.window import MainWindow

_LAPTOP = (1366, 740)
_VITALE, _CPS = "ruth", "cps_medecin"


class CardsTour(PracticeSteps):
    """Fictitious cards, in the simulated readers of the demo practice."""

    def subject(self) -> QWidget:
        """Return what is on the screen."""
        return visible_window(MainWindow) or visible_window(SignInWindow) or QWidget()

    def vitale(self) -> str:
        """Put RUTH's card in: her record comes, with her rights in the banner."""
        window = self._window()
        self._player.wait_until(
            lambda: "Lecteur prêt" in window.reader_line.button.text(), "le lecteur"
        )
        self._cards().insert(_VITALE)
        self._player.wait_until(self._shows_ruth, "le dossier de RUTH")
        self._player.wait_until(self._has_rights, "les droits dans le bandeau")
        self._settle()
        return "Aucun geste\u00a0: la carte suffit. Les droits lus sont dans le bandeau."

    def link_cps(self) -> str:
        """Link the card of the doctor to the account, with its code."""
        window = self._window()
        self._cards().eject(_VITALE)
        self._cards().insert(_CPS)
        window.show_section("information")
        self._settle()
        button = field(window, "Associer la carte du lecteur")
        assert isinstance(button, QAbstractButton)
        self._player.click(button)
        self._player.type(DEMO_PASSWORD)
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: _has(window, "Code porteur"), "le code porteur")
        self._player.type(DEMO_PIN)
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: "associée" in shown_texts(window), "la carte associée")
        self._settle()
        return "Une fois pour toutes\u00a0: la carte, son code, et le compte les connaît."

    def sign_in(self) -> str:
        """Leave, put the card in at the sign-in window, four digits: the practice is open."""
        self._window().switch_asked.emit()
        self._player.wait_until(lambda: visible_window(SignInWindow) is not None, "connexion")
        window = self.subject()
        self._player.wait_until(lambda: _has(window, "Lecteur simulé"), "le lecteur simulé")
        self._player.click(field(window, "Lecteur simulé"))
        listed = field(window, "Cartes fictives")
        assert isinstance(listed, QListWidget)
        listed.setCurrentRow(_row(listed, "CPS de PAUL DEMO"))
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: _has(window, "Code porteur"), "le code porteur")
        self._player.type(DEMO_PIN)
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: visible_window(MainWindow) is not None, "fenêtre")
        self._window().resize(*_LAPTOP)
        self._settle()
        return "La carte et quatre chiffres ouvrent la base, qui reste chiffrée."

    def _cards(self) -> SimulatedCards:
        office = self._launcher.office
        assert office is not None
        cards = office.desk.application.outside.simulated_cards
        assert cards is not None
        return cards

    def _has_rights(self) -> bool:
        record = self._window().records.current
        data = record.patient.data if record is not None else None
        return data is not None and data.mandatory_cover and data.complementary_cover


def _row(listed: QListWidget, label: str) -> int:
    return next(row for row in range(listed.count()) if listed.item(row).text() == label)


def _has(window: QWidget, words: str) -> bool:
    return any(
        child.isVisible() and words in (child.accessibleName() or _text(child))
        for child in window.findChildren(QWidget)
    )


def _text(widget: QWidget) -> str:
    return widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""
