"""How the person came in, as the office wants to know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """``reader`` holds the CPS that opened the session, empty for any other way in.

    ``offers_link`` is true when a CPS that nobody linked was in while the password was typed.
    """

    reader: str = ""
    offers_link: bool = False


BY_PASSWORD = Arrival()
