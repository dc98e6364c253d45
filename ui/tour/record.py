"""Tour: a new patient from zero, a consultation, a weight and its curve, the next one in turn."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from almapy.application import Application
from almapy.demo.practice_life import RUTH_ID
from almapy.measures.model import MeasureKind
from almapy.users.model import Actor
from ui.places.suggestions import SuggestionList
from ui.tour.finding import field, shown_texts
from ui.tour.practice_steps import PracticeSteps

_CTRL = Qt.KeyboardModifier.ControlModifier
_TEXT = "Toux depuis trois jours, sans fièvre. Auscultation claire."
_NAME, _FIRST_NAME = "VOISINE", "CLAUDE"


class RecordTour(PracticeSteps):
    """Everything by keyboard, as somebody would who never saw the program."""

    def new_patient(self) -> str:
        """Ctrl+N, the search, the form, Ctrl+S: the record of DEMO PATIENTE's neighbour is open."""
        player, window = self._player, self._window()
        player.press(Qt.Key.Key_N, _CTRL, window)
        player.wait_until(lambda: _has(window, "Date de naissance"), "la recherche")
        field(window, "Date de naissance").setFocus()
        for text in ("02051960", _NAME, _FIRST_NAME):
            player.type(text)
            player.press(Qt.Key.Key_Return)
        player.press(Qt.Key.Key_F)
        field(window, "Ville de naiss.").setFocus()
        player.type("mazoires")
        player.wait_until(lambda: _proposes(window), "les communes proposées")
        player.press(Qt.Key.Key_Return)
        self._settle()
        player.press(Qt.Key.Key_S, _CTRL)
        player.wait_until(lambda: self._current_name() == _NAME, "le dossier créé")
        self._settle()
        shown = shown_texts(window)
        player.expect(that="02/05/1960" in shown, what="la date de naissance du bandeau")
        player.expect(that="Identité provisoire" in shown, what="la vignette provisoire")
        return "Recherche d'antériorité, traits, lieu de naissance\u00a0: tout au clavier."

    def consultation(self) -> str:
        """F2 and type; Ctrl+Enter validates."""
        player, window = self._player, self._window()
        player.press(Qt.Key.Key_F2, target=window)
        player.wait_until(_writes, "le curseur dans le texte")
        player.type(_TEXT)
        player.press(Qt.Key.Key_Return, _CTRL)
        self._settle()
        record = window.records.current
        assert record is not None
        encounters, actor = self._application().encounters, self._actor()
        (written,) = encounters.of(actor, record.patient.id)
        player.expect(that=written.signed, what="la consultation n'est pas validée")
        return "F2 ouvre, le curseur est dans le texte, Ctrl+Entrée valide."

    def weight(self) -> str:
        """Type a weight beside the text: the banner shows it."""
        player, window = self._player, self._window()
        field(window, "Poids").setFocus()
        player.type("62,5")
        player.press(Qt.Key.Key_Return)
        self._settle()
        player.wait_until(lambda: "62,5 Kg" in shown_texts(window), "le poids dans le bandeau")
        return "Une valeur, Entrée\u00a0: le bandeau suit."

    def curve(self) -> str:
        """Open RUTH's record and plot her weight."""
        player, window = self._player, self._window()
        window.open_patient(RUTH_ID)
        player.wait_until(lambda: self._current_name() == "DE VINCI", "le dossier de RUTH")
        self._settle()
        window.show_section("curves")
        self._settle()
        weights = self._application().measures.series(self._actor(), RUTH_ID, MeasureKind.WEIGHT)
        player.expect(that=len(weights) > 1, what="plusieurs poids")
        player.press(Qt.Key.Key_Home)
        player.wait_until(lambda: " kg le " in shown_texts(window), "la courbe du poids")
        return f"{len(weights)} valeurs, avec les traitements sous la courbe."

    def next_patient(self) -> str:
        """F9: who waits is called, their record opens."""
        player, window = self._player, self._window()
        before = window.records.current
        player.press(Qt.Key.Key_F9, target=window)
        player.wait_until(lambda: window.records.current is not before, "le patient suivant")
        self._settle()
        return "Un geste\u00a0: la consultation précédente se termine, le dossier suivant s'ouvre."

    def _current_name(self) -> str:
        record = self._window().records.current
        return record.patient.shown_name if record is not None else ""

    def _application(self) -> Application:
        return self._window().desk.application

    def _actor(self) -> Actor:
        return self._window().desk.actor


def _has(window: QWidget, words: str) -> bool:
    return any(
        one.accessibleName().startswith(words) and one.isVisible() and one.isEnabled()
        for one in window.findChildren(QWidget)
    )


def _proposes(window: QWidget) -> bool:
    return any(one.isVisible() for one in window.findChildren(SuggestionList))


def _writes() -> bool:
    focus = QApplication.focusWidget()
    return isinstance(focus, QPlainTextEdit) and not focus.isReadOnly()
