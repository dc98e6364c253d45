"""One box of medicine as its GS1 DataMatrix describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

GS = "\x1d"
"""Group separator: the end of a field of variable length (GS1 General Specifications)."""


@dataclass(frozen=True, slots=True)
class BoxCode:
    """What was read on one box; lot and serial are exactly as printed.

    ``gtin`` has 14 digits with a right check digit; ``expiry`` is the last day of use and
    ``expiry_raw`` the six digits printed (day 00: the last day of the month). ``national`` is the
    content of AI 711, empty in most boxes. ``separators_lost`` tells that the fields were told
    apart without separators, in the only possible way.
    """

    gtin: str
    lot: str
    expiry: date
    expiry_raw: str
    serial: str = ""
    national: str = ""
    element_string: str = field(default="", repr=False)
    separators_lost: bool = False

    @property
    def cip13(self) -> str:
        """Return the CIP13 of a French box, empty for a foreign one."""
        if self.national.startswith("34009"):
            return self.national
        return self.gtin[1:] if self.gtin.startswith("034009") else ""

    def is_expired(self, today: date) -> bool:
        """Tell whether the last day of use is over."""
        return self.expiry < today
