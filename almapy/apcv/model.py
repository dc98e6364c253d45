"""How an ApCV reaches a post (card notes §4): the content of the code is not public."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST_PAYLOAD = 8 * 1024


class ApcvChannel(StrEnum):
    """The channel chosen for a post (A-APCV-02)."""

    NONE = ""
    WEBCAM = "webcam"
    SCANNER = "douchette"
    NFC = "nfc"

    @property
    def label(self) -> str:
        """Return the seed's word."""
        return {
            "": "Aucun",
            "webcam": "Webcam",
            "douchette": "Douchette",
            "nfc": "Lecteur NFC",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ApcvWay:
    """How a post reads an ApCV; ``camera`` is the number of its webcam, from 0."""

    channel: ApcvChannel
    camera: int = 0
