"""The door of a place, made where its heavy libraries may be imported."""

from __future__ import annotations

import importlib
import threading
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
    importlib.import_module("ui.signin.card_way")
    importlib.import_module("ui.psc.door_way")


def preload_ways() -> None:
    """Import the ways in beside the password: 200 ms that the windows would wait for."""
    for module in ("ui.signin.card_way", "ui.psc.door_way"):
        importlib.import_module(module)


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
        self._guard = threading.Lock()

    def door(self) -> Door:
        """Return the door, made at the first call; for any worker."""
        with self._guard:
            if self._door is None:
                self._door = self._make_door(self._place)
            return self._door

    def close(self) -> None:
        """Stop what the post was plugged into, when nobody came in; for a worker."""
        with self._guard:
            if self._door is not None:
                self._door.outside.close()

    def seconds_left(self) -> float:
        """Return how long the next try has to wait; for the thread of the windows."""
        return self._door.throttle.seconds_left() if self._door else 0.0
