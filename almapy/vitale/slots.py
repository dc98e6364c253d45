"""In which reader the carte Vitale is."""

from __future__ import annotations

from almapy.cards.faults import CardAbsent, CardServiceAbsent, CardUnreadable, ReaderAbsent
from almapy.cards.model import CardFamily, ReaderState, Slot
from almapy.errors import ExternalError

CARD = "carte Vitale"
OLD_CARD = "Carte Vitale 1, lecture impossible sans l'API de lecture Vitale"


class TwoCards(ExternalError):  # noqa: N818  (named after the fact, like the faults of cards)
    """Several cartes Vitale are in, and nobody said which one is meant."""

    code = "vitale.two_cards"

    def __init__(self) -> None:
        super().__init__(
            "Il y a plusieurs cartes Vitale dans les lecteurs. Rien n'a été lu ni modifié. "
            "Laissez seulement celle du patient, puis recommencez.",
            retryable=True,
        )


def slot_to_read(state: ReaderState, slots: tuple[Slot, ...], reader: str, usual: str) -> Slot:
    """Return the slot of the card to read: this reader's, else the one with a carte Vitale.

    ``usual`` is the reader that the settings name: its card is taken before another's. Raises the
    fault of what is missing, and CardUnreadable for a card that is no Vitale or too old a one.
    """
    if state in {ReaderState.NOT_INSTALLED, ReaderState.NO_SERVICE}:
        raise CardServiceAbsent
    if not slots or (reader and reader not in {one.reader for one in slots}):
        raise ReaderAbsent
    filled = [one for one in slots if one.family is not None and reader in {"", one.reader}]
    slot = _preferred([one for one in filled if _is_vitale(one)], usual)
    if slot is None:
        _refuse_unknown(filled)
        raise CardAbsent(CARD)
    if slot.family is CardFamily.VITALE_1:
        raise CardUnreadable(OLD_CARD)
    return slot


def _is_vitale(slot: Slot) -> bool:
    return slot.family is not None and slot.family.is_vitale


def _preferred(slots: list[Slot], usual: str) -> Slot | None:
    chosen = [one for one in slots if one.reader == usual] or slots
    if len(chosen) > 1:
        raise TwoCards
    return chosen[0] if chosen else None


def _refuse_unknown(slots: list[Slot]) -> None:
    """Say what is in when it is a card of no known kind; its answer to reset names nobody."""
    for slot in slots:
        if slot.family is CardFamily.UNKNOWN:
            raise CardUnreadable(f"carte inconnue (ATR {slot.atr.hex(' ').upper()})")
