"""Opening the demo practice: made at its first opening, never mixed with real patients."""

from __future__ import annotations

import shutil
from pathlib import Path

from almapy.clock import Clock
from almapy.db.key_file import list_logins
from almapy.demo.build import DEMO_COUNT, DEMO_LOGIN, create_demo
from almapy.opening import DEMO_PASSWORD, Door, Opened
from almapy.paths import Folders, demo_data_folder
from almapy.settings import Place, PostSettings


def demo_place() -> Place:
    """Return the place of the demo practice."""
    return Place(Folders(demo_data_folder()), PostSettings())


def open_demo(place: Place, clock: Clock) -> Opened:
    """Open the demo practice with its doctor at work; slow the first time."""
    if place.folders.exists():
        return Door(place, clock).open(DEMO_LOGIN, DEMO_PASSWORD)
    return create_demo(place, clock, DEMO_COUNT)


def forget_demo(folder: Path) -> None:
    """Remove a demo base; a folder that holds something else is left alone."""
    if DEMO_LOGIN in list_logins(Folders(folder).keys):
        shutil.rmtree(folder)
