"""« Composants et connexions »: libraries of cards, the relay of Pro Santé Connect, the lock."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from almapy.adapters.cps_trial import try_library
from almapy.adapters.pkcs11.libraries import installed_library
from ui.desk import Desk
from ui.settings.library_field import LibraryField
from ui.tasks import Lane
from ui.theme import Tone
from ui.widgets.bound_fields import BoundFields
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip

_VITALE_HINT = (
    "Remise sous contrat par le GIE SESAM-Vitale. Cette version d'AlmaPy ne sait pas encore la "
    "charger\u00a0: laissez vide pour lire les cartes directement, sans certification."
)
_NO_CPS = (
    "Vide\u00a0: la Cryptolib CPS est cherchée à sa place\u00a0; elle n'y est pas. Elle se "
    "télécharge sur le site de l'Agence du Numérique en Santé."
)
_LOCK_HINT = "Ne concerne que les sessions ouvertes ou déverrouillées par la carte."
_RELAY_HINT = (
    "Adresse https remise par l'éditeur. Vide\u00a0: pas de connexion par Pro Santé Connect."
)
_SIMULATED = (
    "Cette démonstration emploie des cartes, des lecteurs et un Pro Santé Connect simulés. Des "
    "réglages ci-dessous, seul le verrouillage au retrait y compte."
)
_TRYING = "Essai de la bibliothèque…"
_NOT_TRIED = "La bibliothèque n'a pas répondu"


class ComponentsCard(FormSection):
    """Reserved to who keeps the practice: a library is a program that this post will run."""

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        """Bind the settings to `fields`."""
        super().__init__("Composants et connexions", parent=parent)
        self._desk = desk
        self.strip = FailureStrip()
        self.vitale = fields.bind(
            "vitale_library", LibraryField("Interface officielle de lecture Vitale")
        )
        self.cps = fields.bind(
            "pkcs11_library", LibraryField("Bibliothèque de la carte CPS", trial=True)
        )
        self.locks = fields.bind(
            "lock_on_cps_removal", QCheckBox("Verrouiller au retrait de la carte CPS")
        )
        self.relay = fields.bind("psc_relay", QLineEdit())
        self.relay.setPlaceholderText("https://…")
        if desk.application.outside.simulated_cards is not None:
            simulated = MessageStrip(closable=False)
            self.add_wide(simulated)
            simulated.show_message(Tone.SIMULATOR, "Simulateur", _SIMULATED)
        self.add_row("Interface officielle de lecture Vitale", self.vitale, hint=_VITALE_HINT)
        self.add_row("Bibliothèque de la carte CPS", self.cps, hint=_cps_hint())
        self.add_wide(self.strip)
        self.add_row("Carte CPS retirée", self.locks, hint=_LOCK_HINT)
        self.add_row("Relais Pro Santé Connect", self.relay, hint=_RELAY_HINT)
        self.cps.trial_asked.connect(self._try)

    @Slot()
    def _try(self) -> None:
        chosen = self.cps.value()
        self.cps.try_button.setEnabled(False)
        self.strip.show_message(Tone.INFORMATION, _TRYING, "Aucun code n'est demandé.")
        self._desk.run(
            self, lambda: try_library(chosen), self._tell_good, self._tell_bad, lane=Lane.IO
        )

    def _tell_good(self, words: str) -> None:
        self.cps.try_button.setEnabled(True)
        self.strip.show_message(Tone.OK, "Bibliothèque de la carte CPS", words)

    def _tell_bad(self, error: Exception) -> None:
        self.cps.try_button.setEnabled(True)
        self.strip.show_failure(error, failed=_NOT_TRIED)


def _cps_hint() -> str:
    found = installed_library("")
    return f"Vide\u00a0: la Cryptolib CPS trouvée ici, {found}" if found else _NO_CPS
