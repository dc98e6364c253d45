"""The boxes that a person may hold before the webcam of a demo practice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from almapy.outside import BoxChoice

GARDASIL, GRIPPE, RAPPEL = "gardasil", "grippe", "rappel"
FOREIGN, CARTON, PAINKILLER = "etranger", "carton", "paracetamol"


@dataclass(frozen=True, slots=True)
class DemoBox:
    """One drawn box: what its face says and what its code holds.

    ``expiry`` is six digits as printed, ``elements`` the code in its bracketed form.
    """

    key: str
    label: str
    name: str
    gtin: str = field(repr=False)
    lot: str = field(repr=False)
    expiry: str = field(repr=False)
    serial: str = field(default="", repr=False)

    @property
    def elements(self) -> str:
        """Return the element string as GS1 writes it for people."""
        serial = f"(21){self.serial}" if self.serial else ""
        return f"(01){self.gtin}(17){self.expiry}(10){self.lot}{serial}"


def demo_boxes(today: date) -> tuple[DemoBox, ...]:
    """Return the boxes as they would lie in the refrigerator of a practice today.

    The second is the box of the published example (vaccines.md §2.5), expired since 2023.
    """
    next_year = f"{(today.year + 1) % 100:02}"
    in_two = f"{(today.year + 2) % 100:02}"
    return (
        DemoBox(
            GRIPPE,
            "VAXIGRIP, en cours de validité",
            "VAXIGRIP",
            "03400930306000",
            "Y3C451V",
            f"{next_year}0600",
            "K7P2M9X4T1",
        ),
        DemoBox(
            GARDASIL,
            "GARDASIL 9, périmée en 2023",
            "GARDASIL 9",
            "03400930056202",
            "3006440",
            "231231",
            "169320711901",
        ),
        DemoBox(
            RAPPEL,
            "BOOSTRIXTETRA, en cours de validité",
            "BOOSTRIXTETRA",
            "03400936773875",
            "AC39B087BC",
            f"{in_two}0331",
            "20417756093312",
        ),
        DemoBox(
            FOREIGN,
            "Boîte espagnole, code inconnu en France",
            "VACUNA ANTIGRIPAL",
            "08470006543214",
            "ES7715",
            f"{next_year}0731",
            "9981273364",
        ),
        DemoBox(
            CARTON,
            "Carton de groupage de dix boîtes",
            "GARDASIL 9  x 10",
            "13400930056209",
            "3006440",
            f"{next_year}1231",
        ),
        DemoBox(
            PAINKILLER,
            "DOLIPRANE, qui n'est pas un vaccin",
            "DOLIPRANE 1000 mg",
            "03400935955838",
            "D5521",
            f"{in_two}0900",
            "55120934417",
        ),
    )


class BoxBoard:
    """Which box is held before the simulated webcam; safe from any thread."""

    def __init__(self, today: Callable[[], date], first: str = GRIPPE) -> None:
        self._today = today
        self._guard = threading.Lock()
        self._shown, self._turn = first, 0

    def choices(self) -> tuple[BoxChoice, ...]:
        """Return the boxes, in the order of the screen."""
        return tuple(BoxChoice(one.key, one.label) for one in demo_boxes(self._today()))

    def shown(self) -> str:
        """Return the key of the box that is held, empty for an empty hand."""
        return self._shown

    def show(self, key: str) -> None:
        """Hold this box from now on; empty for none."""
        with self._guard:
            self._shown, self._turn = key, self._turn + 1

    def held(self) -> tuple[int, DemoBox | None]:
        """Return how many times the hand changed, and the box in it."""
        with self._guard:
            key, turn = self._shown, self._turn
        return turn, next((one for one in demo_boxes(self._today()) if one.key == key), None)
