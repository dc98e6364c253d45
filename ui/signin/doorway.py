"""The door of a place, made where its heavy libraries may be imported."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from almapy.clock import Clock
    from almapy.opening import Door
    from almapy.settings import Place

MakeDoor = Callable[["Place"], "Door"]


def preload() -> None:
    """Import what opening a base needs; in a worker, while the person types."""
    importlib.import_module("almapy.opening")


def real_door(clock: Clock) -> MakeDoor:
    """Return what makes the door of a place; to be called in a worker only."""

    def make(place: Place) -> Door:
        from almapy.opening import Door  # noqa: PLC0415  (a third of a second: never at start)

        return Door(place, clock)

    return make


class Doorway:
    """One door for all the tries at one place: it counts the wrong ones."""

    def __init__(self, place: Place, make_door: MakeDoor) -> None:
        self._place = place
        self._make_door = make_door
        self._door: Door | None = None

    def door(self) -> Door:
        """Return the door, made at the first call; for the worker."""
        if self._door is None:
            self._door = self._make_door(self._place)
        return self._door

    def seconds_left(self) -> float:
        """Return how long the next try has to wait; for the thread of the windows."""
        return self._door.throttle.seconds_left() if self._door else 0.0
