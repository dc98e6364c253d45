"""A post with a reader and a CPS library made of memory, put in and pulled out together."""

from __future__ import annotations

from almapy.outside import Outside
from almapy.simulators.readers import images
from almapy.simulators.readers.card import VirtualCard
from tests.fakes.card_system import FakeCardSystem
from tests.fakes.cps import FakeCard, FakeCps

READER = "Lecteur CPS"


class Post:
    """``insert`` and ``pull`` move a card as a hand does."""

    def __init__(self, *, simulated: bool = False) -> None:
        self.system = FakeCardSystem((READER,))
        self.system.simulated = simulated
        self.module = FakeCps(simulated=simulated)
        self.outside = Outside(readers=self.system, cps=self.module, close=self.module.close)

    def insert(self, card: FakeCard) -> None:
        self.module.insert(card)
        self.system.put(READER, VirtualCard(images.cps("00000001", card.pin)))

    def pull(self) -> None:
        self.module.remove()
        self.system.put(READER, None)
