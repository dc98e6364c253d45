"""A CPS in the words of the screen."""

from __future__ import annotations

from almapy.cps.model import CpsIdentity

NOT_LINKED = (
    "Cette carte n'est pas encore associée\u00a0: ouvrez avec votre mot de passe. Si c'est la "
    "vôtre, l'association vous sera proposée."
)


def card_words(identity: CpsIdentity) -> str:
    """Return « Carte de Paul DÉMO, Médecin »."""
    name = identity.name or identity.national_id
    return f"Carte de {name}" + (f", {identity.profession}" if identity.profession else "")


def simulated_code() -> str:
    """Return the code of every simulated card, in a sentence."""
    from almapy.demo.cps import DEMO_PIN  # noqa: PLC0415  (only where a card is simulated)

    return f"Simulateur\u00a0: code {DEMO_PIN}"
