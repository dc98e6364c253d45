"""The rules of the code porteur (card notes §3.4): what may be asked, and what is told."""

from __future__ import annotations

from almapy.cps.model import PIN_LENGTH, PinState
from almapy.errors import DomainError

LAST_TRY = "Dernier essai avant blocage de la carte."


def require_pin(pin: str) -> None:
    """Raise DomainError, field « pin », unless this is exactly four digits.

    Anything else never reaches the card: it would count as a wrong try.
    """
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()):
        raise DomainError(
            "Le code porteur a exactement quatre chiffres. Rien n'a été envoyé à la carte\u00a0: "
            "aucun essai n'est compté. Saisissez-le de nouveau.",
            code="cps.pin_form",
            field="pin",
        )


def may_be_asked(state: PinState) -> bool:
    """Tell whether the code may be asked: never of a blocked card."""
    return not state.locked


def needs_confirmation(state: PinState) -> bool:
    """Tell whether the person must confirm that this is the last try before the card blocks."""
    return state.final and not state.locked


def tries_told(state: PinState) -> str:
    """Return what to tell of the tries left, in French; empty when none was lost."""
    if state.locked:
        return "Carte bloquée après trois codes faux."
    if state.final:
        return LAST_TRY
    if state.low:
        left = state.tries_left
        return "Un code faux a déjà été saisi." + (
            "" if left is None else f" Il reste {left} essais."
        )
    return ""


def state_of_flags(*, low: bool, final: bool, locked: bool) -> PinState:
    """Return the state that the three flags of a token tell.

    Measured on the Cryptolib (card notes §3.3): the first wrong code sets ``low``, the second
    ``final`` too, the third ``locked``.
    """
    left = 0 if locked else 1 if final else 2 if low else 3
    return PinState(left, low=low or final, final=final and not locked, locked=locked)
