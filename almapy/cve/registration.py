"""Opening an account at the service (V-ACC-01, V-ACC-02)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Subscription(StrEnum):
    """The three ways to register with the service (V-ACC-02)."""

    SINGLE = "individuel"
    GROUP = "collectif"
    WITH_CODE = "code_inscription"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "individuel": "Individuel",
            "collectif": "Collectif",
            "code_inscription": "Avec un code d'inscription",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Registration:
    """The form of « Je crée mon compte » (V-ACC-01).

    ``registration_code`` (« code d'inscription ») goes with ``Subscription.WITH_CODE``.
    """

    email: str = field(repr=False)
    password: str = field(repr=False)
    mobile: str = field(default="", repr=False)
    prepaid_code: str = field(default="", repr=False)
    subscription: Subscription = Subscription.SINGLE
    accepts_terms: bool = False
    registration_code: str = field(default="", repr=False)
