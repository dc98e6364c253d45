"""What changed between two looks at the readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from almapy.cards.model import CardEventKind, CardFamily, Slot
from almapy.cards.ports import SlotSight


class Sights:
    """The readers as last seen; counts the cards of each, also over a reader's absence."""

    def __init__(self) -> None:
        self._seen: dict[str, SlotSight] = {}
        self._slots: dict[str, Slot] = {}
        self._insertions: dict[str, int] = {}

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Return the readers and their cards, in the order of the last look."""
        return tuple(self._slots.values())

    def is_new(self, sight: SlotSight) -> bool:
        """Tell whether this card came since the last look."""
        return sight.has_card and self._seen.get(sight.reader) != sight

    def take(
        self, seen: Sequence[SlotSight], families: Mapping[SlotSight, CardFamily] | None = None
    ) -> list[tuple[CardEventKind, Slot | None]]:
        """Keep this look; return what happened since the one before, in order.

        ``families`` names the kind of each new card. A card swapped for another is removed first.
        """
        kinds = families or {}
        former = self._slots
        slots = {sight.reader: self._slot(sight, kinds) for sight in seen}
        self._seen = {sight.reader: sight for sight in seen}
        self._slots = slots
        return [
            *_removed(former, slots),
            *([(CardEventKind.READERS, None)] if former.keys() != slots.keys() else []),
            *_inserted(former, slots),
        ]

    def _slot(self, sight: SlotSight, families: Mapping[SlotSight, CardFamily]) -> Slot:
        insertion = self._insertions.get(sight.reader, 0)
        if not sight.has_card:
            return Slot(sight.reader, insertion=insertion)
        if not self.is_new(sight):
            return self._slots[sight.reader]
        self._insertions[sight.reader] = insertion + 1
        family = families.get(sight, CardFamily.UNKNOWN)
        return Slot(sight.reader, family, sight.atr, insertion + 1)


def _removed(
    former: Mapping[str, Slot], slots: Mapping[str, Slot]
) -> Iterator[tuple[CardEventKind, Slot | None]]:
    for reader, slot in former.items():
        if slot.family is not None and slots.get(reader) != slot:
            yield CardEventKind.REMOVED, slot


def _inserted(
    former: Mapping[str, Slot], slots: Mapping[str, Slot]
) -> Iterator[tuple[CardEventKind, Slot | None]]:
    for reader, slot in slots.items():
        if slot.family is not None and former.get(reader) != slot:
            yield CardEventKind.INSERTED, slot
