"""A CPS in the words of the screen."""

from __future__ import annotations

from almapy.cps.model import CpsIdentity
from almapy.simulators.cps.cards import PIN as SIMULATED_PIN

NOT_LINKED = (
    "Cette carte n'est pas encore associée\u00a0: ouvrez avec votre mot de passe, l'association "
    "vous sera proposée."
)


SIMULATED_CODE = f"Simulateur\u00a0: code {SIMULATED_PIN}"


def card_words(identity: CpsIdentity) -> str:
    """Return « Carte de Paul DÉMO, Médecin »."""
    name = identity.name or identity.national_id
    return f"Carte de {name}" + (f", {identity.profession}" if identity.profession else "")
