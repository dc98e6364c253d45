"""Tour: the shared booklet of RUTH, created, then a vaccine that goes to it by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from almapy.cve.model import Hint, Sharing
from almapy.demo.practice_life import RUTH_ID
from ui.cve.create_view import CreateView
from ui.cve.view_names import ViewName
from ui.tasks import Lane
from ui.tour.player import StepFailed
from ui.tour.vaccination import VaccinationSteps
from ui.users.information_page import InformationPage

_CTRL = Qt.KeyboardModifier.ControlModifier
_EMAIL, _PASSWORD, _CODE = range(3)
_PATIENT_EMAIL = "ruth@exemple.invalid"


class CarnetTour(VaccinationSteps):
    """With the simulated service of the demonstration and the values it proposes."""

    def activate(self) -> str:
        """Type account and withdrawal code: the certificate is installed, the service active."""
        window, player = self._window(), self._player
        hints = self._hints()
        window.show_section("information")
        self._settle()
        page = window.pages.current()
        if not isinstance(page, InformationPage):
            raise StepFailed("« Informations utilisateur » n'est pas venu.")
        page.tabs.setCurrentWidget(page.services)
        part = page.services.mesvaccins
        part.email.setFocus()
        player.type(hints[_EMAIL])
        part.password.setFocus()
        player.type(hints[_PASSWORD])
        player.wait_until(part.activate_button.isEnabled, "le service")
        player.click(part.activate_button)
        player.type(hints[_CODE])
        player.press(Qt.Key.Key_Return)
        shown = part.activation.strip
        player.wait_until(lambda: shown.accessibleName() == "Certificat importé", "le certificat")
        player.press(Qt.Key.Key_Return)
        player.click(part.box)
        player.press(Qt.Key.Key_S, _CTRL)
        player.wait_until(lambda: part.state.text == "Actif", "le service actif")
        self._settle()
        return "Un code de retrait, « Valider », « Fermer »\u00a0: le certificat est installé."

    def create(self) -> str:
        """Create the booklet of RUTH: only her mail is asked."""
        window, player = self._window(), self._player
        window.open_patient(RUTH_ID)
        player.wait_until(self._shows_ruth, "le dossier de RUTH")
        self._settle()  # an open record comes to the front again a moment later
        window.show_section("vaccines")
        self._settle()
        page = self._page()
        strip = page.carnet_strip
        player.wait_until(strip.create_button.isVisible, "« Créer le carnet »")
        player.click(strip.create_button)
        view = page.carnet.current
        if not isinstance(view, CreateView):
            raise StepFailed("Le formulaire du carnet n'est pas venu.")
        player.wait_until(lambda: view.form is not None, "le formulaire")
        email = view.form.email if view.form is not None else QLineEdit()
        if not email.text():
            email.setFocus()
            player.type(_PATIENT_EMAIL)
        player.click(view.create_button)
        player.wait_until(lambda: strip.link is not None, "le carnet associé")
        self._settle()
        return "Le dossier remplit le formulaire\u00a0; un e-mail prévient le patient."

    def shared(self) -> str:
        """Add AGRIPPAL by its name: it leaves for the booklet by itself, and is found there."""
        page, player = self._page(), self._player
        page.carnet.leave()
        page.table.setFocus()
        player.press(Qt.Key.Key_Insert)
        player.type("agrippal")
        player.wait_until(lambda: page.entry.search.model.rowCount() > 0, "la recherche")
        player.press(Qt.Key.Key_Return)
        player.wait_until(page.entry.form.isVisible, "le formulaire")
        self._settle()
        player.press(Qt.Key.Key_Return)
        player.wait_until(self._is_shared, "le vaccin envoyé")
        page.carnet.open_view(ViewName.COMPARE)
        self._settle()
        return "Ajouté au dossier, envoyé au carnet\u00a0: les deux côtés se lisent ensemble."

    def _hints(self) -> list[str]:
        """Return the values to try the simulator with, which starts aside."""
        desk, found = self._window().desk, list[Hint]()
        carnets, actor = desk.application.carnets, desk.actor
        desk.run(self._window(), lambda: carnets.hints(actor), found.extend, lane=Lane.IO)
        self._player.wait_until(lambda: bool(found), "le simulateur")
        return [one.value for one in found]

    def _is_shared(self) -> bool:
        desk = self._window().desk
        states = desk.application.carnets.states(desk.actor, RUTH_ID)
        return any(one.state is Sharing.SHARED for one in states.values())
