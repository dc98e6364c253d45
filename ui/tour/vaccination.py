"""Tour: a box before the camera, and a vaccine by its name."""

from __future__ import annotations

from PySide6.QtCore import Qt

from almapy.demo.practice_life import RUTH_ID
from ui.tour.player import StepFailed
from ui.tour.practice_steps import PracticeSteps
from ui.vaccination.page import VaccinationPage

_SCAN = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class VaccinationSteps(PracticeSteps):
    """With « Vaccins » in front."""

    def _page(self) -> VaccinationPage:
        page = self._window().pages.current()
        if not isinstance(page, VaccinationPage):
            raise StepFailed("La page des vaccins n'est pas venue.")
        return page


class VaccinationTour(VaccinationSteps):
    """In RUTH's record, with the boxes that the demo holds before its simulated camera."""

    def box(self) -> str:
        """Ctrl+Maj+V, the box, Enter: the vaccine is in the record with lot and expiry."""
        window = self._window()
        window.open_patient(RUTH_ID)
        self._player.wait_until(self._shows_ruth, "le dossier de RUTH")
        self._settle()
        self._player.press(Qt.Key.Key_V, _SCAN, window)
        page = self._page()
        self._player.wait_until(page.scan.result.add_button.isVisible, "la boîte lue")
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(page.stored.isVisible, "le vaccin enregistré")
        self._settle()
        line = page.table.current_record()
        if line is None or not line.data.lot or line.data.expiry is None:
            raise StepFailed("Le lot ou la péremption n'a pas été enregistré.")
        return "La boîte, puis Entrée\u00a0: vaccin, lot, péremption et série sont au dossier."

    def by_name(self) -> str:
        """Inser, four letters, Enter, Enter: the form came filled in."""
        page = self._page()
        count = page.table.lines.rowCount()
        page.table.setFocus()
        self._player.press(Qt.Key.Key_Insert)
        self._player.type("boos")
        self._player.wait_until(lambda: page.entry.search.model.rowCount() > 0, "la recherche")
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(page.entry.form.isVisible, "le formulaire")
        self._settle()
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: page.table.lines.rowCount() > count, "le vaccin enregistré")
        self._settle()
        return "Quatre lettres, Entrée, Entrée\u00a0: jour, dose, site et médecin sont proposés."

    def booklet(self) -> str:
        """Show the printable booklet of the record."""
        page = self._page()
        self._player.click(page.buttons.booklet)
        self._player.wait_until(lambda: bool(page.booklet.pdf), "le carnet de vaccination")
        self._settle()
        return "Le carnet de vaccination s'imprime ou s'enregistre en PDF."
