"""How a practice reaches INSi: opened for one person, at the moment of a call."""

from __future__ import annotations

from typing import Protocol

from almapy.errors import ExternalError
from almapy.insi.model import Beneficiary
from almapy.insi.ports import Insi
from almapy.users.model import Actor

NOT_READY = "insi.not_ready"
"""Code of the DomainError that says which setting is missing."""


class InsiConnection(Protocol):
    """Gives the teleservice with the settings of the practice and the card of a person."""

    def open(self, actor: Actor) -> Insi:
        """Return the teleservice as this person may call it; nothing is sent yet.

        Raises DomainError (code ``NOT_READY``) when a setting is missing.
        """


class NoVitaleReader:
    """The reader of a post on which the official reading interface is not installed."""

    @property
    def simulated(self) -> bool:
        """Tell that nothing is simulated here."""
        return False

    def read(self) -> list[Beneficiary]:
        """Raise ExternalError: there is nothing to read with."""
        raise ExternalError(
            "La carte Vitale ne peut pas être lue\u00a0: l'interface officielle de lecture (API "
            "de lecture Vitale) n'est pas installée sur ce poste. Rien n'a été modifié. "
            "Recherchez l'INS sans carte, par les traits d'identité.",
            code="vitale.no_reader",
        )
