"""Whether a scanner writes on this post what the code holds (card notes §4, keyboard trap)."""

from __future__ import annotations

from enum import StrEnum

from almapy.identity.keyboard_scan import as_qwerty

TRIAL_TEXT = "AlmaPy-0123456789-aqzwm.AQZWM"
"""Holds what French and American keyboards write otherwise, in small letters and capitals."""


class ScannerVerdict(StrEnum):
    """What became of the trial code on its way."""

    RIGHT = "juste"
    QWERTY = "qwerty"
    CAPITALS = "majuscules"
    OTHER = "autre"

    @property
    def finding(self) -> str:
        """Return the short sentence."""
        return {
            "juste": "La douchette est bien réglée",
            "qwerty": "La douchette écrit comme un clavier américain",
            "majuscules": "Majuscules et minuscules sont échangées",
            "autre": "Ce n'est pas le code d'essai",
        }[self.value]

    @property
    def advice(self) -> str:
        """Return what it means and what to do."""
        return {
            "juste": "Chaque caractère est arrivé tel quel.",
            "qwerty": (
                "Les codes INS seront compris, pas les ApCV. Réglez la douchette sur le clavier "
                "français (AZERTY) avec les codes de sa notice, puis essayez de nouveau."
            ),
            "majuscules": (
                "Les ApCV ne seront pas comprises. Déverrouillez les majuscules du clavier, ou "
                "réglez la douchette, puis essayez de nouveau."
            ),
            "autre": (
                "Scannez le code d'essai affiché. Si c'est lui, la douchette change ce qu'elle "
                "lit\u00a0: remettez-la à ses réglages d'origine avec les codes de sa notice."
            ),
        }[self.value]


def verdict_on(arrived: str, expected: str = TRIAL_TEXT) -> ScannerVerdict:
    """Tell what became of a scanned trial code; an end of line added by the scanner is fine."""
    text = arrived.rstrip("\r\n\t")
    if text == expected:
        return ScannerVerdict.RIGHT
    if text in {expected.swapcase(), expected.upper(), expected.lower()}:
        return ScannerVerdict.CAPITALS
    if as_qwerty(text) == expected.lower():
        return ScannerVerdict.QWERTY
    return ScannerVerdict.OTHER
