"""What another page asks of « Lecture carte vitale »."""

from __future__ import annotations

from almapy.vitale.reading import VitaleReading
from ui.desk import Desk
from ui.vitale.flow import flow_of

SECTION = "vitale"


def ask_reading(desk: Desk) -> None:
    """Read the card that is in the reader, and show what it says."""
    flow_of(desk).read_card()
    desk.section_asked.emit(SECTION)


def ask_show_reading(desk: Desk, reading: VitaleReading) -> None:
    """Go on with a reading made elsewhere (ApCV), as with a card that was just read."""
    flow_of(desk).take_reading(reading)
    desk.section_asked.emit(SECTION)
