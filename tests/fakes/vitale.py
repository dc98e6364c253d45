"""Cards without readers: what a window hears of them, and what a reading says."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from almapy.cards.model import CardEvent, CardEventKind, CardFamily, ReaderState, Slot
from almapy.outside import CardChoice
from almapy.vitale.reading import (
    Bearer,
    Complementary,
    Coverage,
    Insured,
    Origin,
    Period,
    VitaleReading,
)

READER = "Lecteur fictif 00"
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PARENT_NIR = "277076322082910"
CHILD_NIR = "110086322012349"
RUTH = Bearer(
    "DE VINCI",
    "RUTH",
    "19770714",
    date(1977, 7, 14),
    birth_name="NESSI",
    own_nir=PARENT_NIR,
    rank=1,
    quality="0",
    rights=(YEAR,),
    coverages=(Coverage(YEAR, ald_code="8"),),
    complementary=Complementary("MUTUELLE FICTIVE", "99999999", "A12", YEAR),
)
CHILD = Bearer(
    "NESSI",
    "MICHELANGELO",
    "20100807",
    date(2010, 8, 7),
    birth_name="NESSI",
    own_nir=CHILD_NIR,
    rank=1,
    quality="6",
    rights=(YEAR,),
    coverages=(),
    no_complementary=True,
)
LUNAR = Bearer("LUNE", "CLAIRE", "19421901")
PLAIN_RUTH = Bearer("NESSI", "RUTH", "19770714", date(1977, 7, 14), own_nir=PARENT_NIR)
STRANGER = Bearer("INCONNUE", "AGATHE", "19900102", date(1990, 1, 2))
INSURED = Insured(PARENT_NIR, "01", "349", "0349")


def official(*bearers: Bearer) -> VitaleReading:
    """A reading by the simulated official interface."""
    return VitaleReading(
        Origin.OFFICIAL, bearers, NOW, insured=INSURED, certified=True, simulated=True
    )


def direct(*bearers: Bearer) -> VitaleReading:
    """A reading of the files that anybody may read."""
    return VitaleReading(Origin.DIRECT, bearers, NOW)


class FakeCards:
    """Readers that a test moves: ``insert``, ``remove``; events are told in the calling thread."""

    def __init__(self, state: ReaderState = ReaderState.READY, *, simulated: bool = False) -> None:
        self.simulated = simulated
        self._state = state
        self._slot = Slot(READER)
        self._insertions = 0
        self._listeners: list = []

    def start(self) -> None:
        """Nothing to start."""

    def close(self) -> None:
        """Nothing to close."""

    def listen(self, listener):
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def heard_by(self):
        return tuple(self._listeners)

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def state(self) -> ReaderState:
        return self._state

    def slots(self) -> tuple[Slot, ...]:
        return (self._slot,) if self._state is ReaderState.READY else ()

    def insert(self, family: CardFamily = CardFamily.VITALE_2) -> Slot:
        self._insertions += 1
        self._slot = Slot(READER, family, insertion=self._insertions)
        self.tell(CardEventKind.INSERTED, self._slot)
        return self._slot

    def tell_again(self, slot: Slot) -> None:
        """Tell an insertion that was told before."""
        self.tell(CardEventKind.INSERTED, slot)

    def remove(self) -> None:
        gone, self._slot = self._slot, Slot(READER)
        self.tell(CardEventKind.REMOVED, gone)

    def change_state(self, state: ReaderState) -> None:
        self._state = state
        self.tell(CardEventKind.STATE, None)

    def tell(self, kind: CardEventKind, slot: Slot | None) -> None:
        for listener in tuple(self._listeners):
            listener(CardEvent(kind, self._state, slot))


@dataclass
class FakeOfficial:
    """An official interface that answers ``answers`` in turn, then ``reading`` for ever.

    With ``hold`` a reading waits until ``release`` is set; ``readers`` keeps what was asked.
    """

    reading: VitaleReading | None = None
    answers: list[VitaleReading | Exception] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    simulated: bool = True
    hold: bool = False
    release: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Event = field(default_factory=threading.Event)

    def read_card(self, reader: str, stop) -> VitaleReading:
        del stop
        answer = self.answers.pop(0) if self.answers else self.reading
        self.readers.append(reader)
        if self.hold:
            self.waiting.set()
            assert self.release.wait(20)
        if isinstance(answer, Exception):
            raise answer
        assert answer is not None
        return answer


@dataclass
class FakeControls:
    """Two cards of each kind, put in and out."""

    keys: list[str] = field(default_factory=list)

    def choices(self) -> tuple[CardChoice, ...]:
        return (
            CardChoice("ruth", "Carte Vitale – NESSI RUTH"),
            CardChoice("family", "Carte Vitale – famille NESSI"),
            CardChoice("doctor", "CPS – Dr FICTIVE", is_cps=True),
        )

    def inserted(self) -> tuple[str, ...]:
        return tuple(self.keys)

    def insert(self, key: str) -> None:
        kind = key == "doctor"
        self.keys = [one for one in self.keys if (one == "doctor") is not kind] + [key]

    def eject(self, key: str) -> None:
        self.keys = [one for one in self.keys if one != key]
