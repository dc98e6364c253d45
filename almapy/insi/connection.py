"""How a practice reaches INSi: opened for one person, at the moment of a call."""

from __future__ import annotations

from typing import Protocol

from almapy.insi.ports import Insi
from almapy.users.model import Actor

NOT_READY = "insi.not_ready"
"""Code of the DomainError that says which setting is missing."""


class InsiConnection(Protocol):
    """Gives the teleservice with the settings of the practice and the card of a person."""

    def open(self, actor: Actor) -> Insi:
        """Return the teleservice as this person may call it; nothing is sent yet.

        Raises DomainError (code ``NOT_READY``) when a setting or the card is missing.
        """

    def is_simulated(self) -> bool:
        """Tell whether a simulator answers; looks at no card, so that a window may ask."""
