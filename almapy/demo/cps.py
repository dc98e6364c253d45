"""The CPS library of a demo practice: simulated cards, seen only while they are in the reader."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from almapy.cards.faults import CardRemoved
from almapy.clock import Clock
from almapy.cps.faults import CardBlocked, PinNotGiven, WrongPin
from almapy.cps.model import CpsKey, PinState
from almapy.cps.ports import Token
from almapy.demo.readers import CPS_READER, SimulatedReaders
from almapy.simulators.cps.cards import PIN

if TYPE_CHECKING:
    from almapy.simulators.cps.chip import SimulatedChip

DEMO_PIN = PIN
"""The code of every simulated CPS."""
CPS_FOLDER = "simulators/cps"
"""Where the keys of the fictitious cards lie, below the data of the demo practice."""


class SimulatedCps:
    """Implements CpsModule; may be used from several threads.

    ``folder`` keeps the fictitious keys, so that a card linked to an account is the same at the
    next start; without it a card is another one each time.
    """

    def __init__(self, readers: SimulatedReaders, clock: Clock, folder: Path | None = None) -> None:
        self._readers = readers
        self._clock = clock
        self._folder = folder
        self._guard = threading.Lock()
        self._chips: dict[str, SimulatedChip] | None = None
        self._count = -1

    @property
    def simulated(self) -> bool:
        """Tell that these cards are simulated."""
        return True

    def tokens(self) -> tuple[Token, ...]:
        """Return the cards that are in; the keys of a card are made the first time it is."""
        return tuple(_token(chip) for chip in self._present())

    def login(self, serial: str, pin: str) -> None:
        """Give the code to a card. Raises WrongPin, CardBlocked, CardRemoved."""
        from almapy.simulators.cps.chip import CodeRefused

        chip = self._chip(serial)
        if not chip.tries_left:
            raise CardBlocked
        try:
            chip.give_code(pin)
        except CodeRefused as refused:
            if not refused.tries_left:
                raise CardBlocked from None
            raise WrongPin(refused.tries_left) from None

    def sign(self, serial: str, key: CpsKey, data: bytes) -> bytes:
        """Return the RSA signature over the SHA-256. Raises PinNotGiven, CardRemoved."""
        from almapy.simulators.cps.chip import NoCode

        try:
            return self._chip(serial).sign(data, for_documents=key is CpsKey.SIGNATURE)
        except NoCode:
            raise PinNotGiven from None

    def logout(self, serial: str) -> None:
        """Have the card want its code again."""
        for chip in self._all().values():
            if chip.card.serial == serial:
                chip.close()

    def close(self) -> None:
        """Have every card want its code again."""
        for chip in self._all().values():
            chip.close()

    def _chip(self, serial: str) -> SimulatedChip:
        for chip in self._present():
            if chip.card.serial == serial:
                return chip
        raise CardRemoved

    def _present(self) -> list[SimulatedChip]:
        """Return the cards that are in; one that was taken out meanwhile wants its code again."""
        count = next(one.count for one in self._readers.sights() if one.reader == CPS_READER)
        inserted = self._readers.inserted()
        chips = self._all()
        with self._guard:
            changed, self._count = count != self._count, count
        if changed:
            self.close()
        return [chips[key] for key in inserted if key in chips]

    def _all(self) -> dict[str, SimulatedChip]:
        from almapy.simulators.cps.cards import CPS_CARDS
        from almapy.simulators.cps.chip import SimulatedChip
        from almapy.simulators.cps.contents import contents_of

        with self._guard:
            if self._chips is None:
                self._chips = {
                    card.key: SimulatedChip(
                        card, partial(contents_of, card, self._folder, self._clock)
                    )
                    for card in CPS_CARDS
                }
            return self._chips


def _token(chip: SimulatedChip) -> Token:
    authentication, signature = chip.certificates()
    left = chip.tries_left
    return Token(
        serial=chip.card.serial,
        label=chip.card.label,
        pin=PinState(left, low=left < 3, final=left == 1, locked=left == 0),  # noqa: PLR2004
        authentication_certificate=authentication,
        signature_certificate=signature,
        reader=CPS_READER,
    )
