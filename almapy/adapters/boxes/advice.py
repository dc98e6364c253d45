"""What to tell somebody whose box is not read yet."""

from __future__ import annotations

from enum import StrEnum


class BoxAdvice(StrEnum):
    """What would help the next frames."""

    NONE = ""
    CLOSER = "closer"
    STEADY = "steady"
    LIGHT = "light"
    TURN = "turn"

    @property
    def label(self) -> str:
        """Return the French words shown over the picture."""
        return _LABELS[self]


_LABELS = {
    BoxAdvice.NONE: "",
    BoxAdvice.CLOSER: "Rapprochez la boîte",
    BoxAdvice.STEADY: "Tenez la boîte immobile, à distance de mise au point",
    BoxAdvice.LIGHT: "Éclairez la boîte",
    BoxAdvice.TURN: "Tournez un peu la boîte, évitez les reflets",
}
