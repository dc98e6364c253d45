"""The two readers of a demo practice, and the cards that a person may put into them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from almapy.demo.reader_board import ReaderBoard
from almapy.outside import CardChoice
from almapy.simulators.cards import CARDS
from almapy.simulators.readers import images
from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.people import MORE_CARDS

VITALE_READER: Final = "Lecteur simulé Vitale"
CPS_READER: Final = "Lecteur simulé CPS"

VITALE_1: Final = CardChoice("vitale1", "Carte Vitale 1, qui ne se lit pas")
_OTHER: Final = CardChoice("autre", "Carte d'un autre usage")
_PIN: Final = "1234"
_FIRST_SERIAL: Final = 27_000_001


class SimulatedReaders(ReaderBoard):
    """One reader for cartes Vitale and one for CPS; cards keep their state out of the reader.

    ``cps_cards`` are the keys and French labels of the CPS that the simulated library knows.
    """

    def __init__(self, cps_cards: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__((VITALE_READER, CPS_READER))
        vitale = (*CARDS, *MORE_CARDS)
        self._cards = {one.key: VirtualCard(images.vitale_2(one.holders)) for one in vitale}
        self._cards[VITALE_1.key] = VirtualCard(images.vitale_1())
        self._cards[_OTHER.key] = VirtualCard(images.other_card())
        for serial, (key, _label) in enumerate(cps_cards, _FIRST_SERIAL):
            self._cards[key] = VirtualCard(images.cps(f"{serial:08d}", _PIN))
        self._choices = (
            *(CardChoice(one.key, one.label) for one in vitale),
            VITALE_1,
            _OTHER,
            *(CardChoice(key, label, is_cps=True) for key, label in cps_cards),
        )

    def choices(self) -> tuple[CardChoice, ...]:
        """Return the cards, in the order of the screen."""
        return self._choices

    def inserted(self) -> tuple[str, ...]:
        """Return the keys of the cards that are in."""
        present = [self.card(reader) for reader in (VITALE_READER, CPS_READER)]
        return tuple(
            key for key, card in self._cards.items() if any(card is one for one in present)
        )

    def insert(self, key: str) -> None:
        """Put a card in; the one in its reader is taken out first. Raises KeyError."""
        self.put(self._reader(key), self._cards[key])

    def eject(self, key: str) -> None:
        """Take a card out; nothing happens when it is not in."""
        if key in self.inserted():
            self.put(self._reader(key), None)

    def _reader(self, key: str) -> str:
        choice = next(one for one in self._choices if one.key == key)
        return CPS_READER if choice.is_cps else VITALE_READER
