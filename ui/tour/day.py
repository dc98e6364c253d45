"""Tour: a morning at the demo practice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from almapy.audit.queries import JournalFilter
from almapy.demo.build import DEMO_LOGIN
from almapy.opening import DEMO_PASSWORD
from ui.audit.journal_page import JournalPage
from ui.lock.lock_page import LockPage
from ui.signin.window import SignInWindow
from ui.tour.finding import field, shown_texts, visible_window
from ui.tour.practice_steps import PracticeSteps
from ui.window import MainWindow

_LAPTOP = (1366, 740)
_CTRL = Qt.KeyboardModifier.ControlModifier


class Day(PracticeSteps):
    """Sign in, find RUTH, lock, unlock, see the traces."""

    def subject(self) -> QWidget:
        """Return what is on the screen."""
        for kind in (LockPage, MainWindow, SignInWindow):
            window = visible_window(kind)
            if window is not None:
                return window
        return QWidget()

    def arrive(self) -> str:
        """See the sign-in window first, before anything heavy."""
        self._launcher.start()
        self._player.wait_until(lambda: visible_window(SignInWindow) is not None, "connexion")
        field(self.subject(), "Mot de passe").setFocus()
        return f"Identifiant {DEMO_LOGIN} proposé, le clavier est dans le mot de passe."

    def sign_in(self) -> str:
        """Type the password: the practice opens."""
        self._player.type(DEMO_PASSWORD)
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: visible_window(MainWindow) is not None, "fenêtre")
        self._window().resize(*_LAPTOP)
        self._settle()
        self._player.expect(
            that="Simulateur" in shown_texts(self.subject()), what="la marque Simulateur manque"
        )
        return "Le cabinet de démonstration dit «\u00a0Simulateur\u00a0»."

    def palette(self) -> str:
        """Ctrl+K and three letters: RUTH is the first line."""
        window = self._window()
        self._player.press(Qt.Key.Key_K, _CTRL, window)
        self._player.type("vin")
        listed = window.palette_box.list
        self._player.wait_until(
            lambda: listed.count() > 0 and "RUTH" in listed.item(0).text(), "RUTH dans la liste"
        )
        return "Ctrl+K, trois lettres."

    def open_ruth(self) -> str:
        """Enter: the record is open."""
        window = self._window()
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: window.records.current is not None, "dossier")
        self._settle()
        shown = shown_texts(window)
        for expected in ("DE VINCI", "14/07/1977", "NESSI", "56 Kg", "Identité provisoire"):
            self._player.expect(that=expected in shown, what=f"bandeau sans {expected}")
        return "Deux gestes depuis n'importe où\u00a0: Ctrl+K puis Entrée."

    def lock(self) -> str:
        """F12: nothing of a patient is left on the screen."""
        self._player.press(Qt.Key.Key_F12, target=self._window())
        self._player.wait_until(lambda: visible_window(LockPage) is not None, "verrou")
        hidden = "VINCI" not in shown_texts(self.subject())
        self._player.expect(that=hidden, what="un nom de patient reste visible")
        return "Plus rien du dossier à l'écran ni dans le titre."

    def unlock(self) -> str:
        """Type the password: the record is back where it was."""
        field(self.subject(), "Mot de passe").setFocus()
        self._player.type(DEMO_PASSWORD)
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: visible_window(LockPage) is None, "déverrouillage")
        self._settle()
        self._player.expect(
            that="DE VINCI" in shown_texts(self.subject()), what="le dossier n'est pas revenu"
        )
        return "Le dossier est resté ouvert."

    def traces(self) -> str:
        """Everything above stands in the journal."""
        window = self._window()
        window.show_section("journal")
        self._settle()
        page = window.pages.current()
        self._player.expect(that=isinstance(page, JournalPage), what="page du journal")
        done = self._launcher.office
        assert done is not None
        actions = {
            entry.action
            for entry in done.desk.application.journal.page(
                done.desk.actor, JournalFilter()
            ).entries
        }
        for expected in ("session.open", "patient.read", "session.lock", "session.unlock"):
            self._player.expect(that=expected in actions, what=f"trace absente\u00a0: {expected}")
        return "Connexion, ouverture, verrouillage\u00a0: tout est tracé et enchaîné."

    def backup(self) -> str:
        """Back up now: the copy is really restored before it is called good."""
        window = self._window()
        window.show_section("backups")
        self._settle()
        self._player.click(field(window, "Sauvegarder maintenant"))
        office = self._launcher.office
        assert office is not None
        backups = office.desk.application.backups
        self._player.wait_until(lambda: backups.last() is not None, "sauvegarde vérifiée")
        self._settle()
        return "Sauvegarde chiffrée, vérifiée en la restaurant à part."
