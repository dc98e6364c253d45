"""Cards besides those that the simulated INSi knows, for what real cards carry; nobody is real."""

from __future__ import annotations

from typing import Final

from almapy.simulators.cards import CardHolder, SimulatedCard

_CORSICA: Final = {"2A": "19", "2B": "18"}


def _with_key(number: str) -> str:
    """Return the 13 characters of a NIR with its key of two digits (card notes §2.3)."""
    digits = number[:5] + _CORSICA.get(number[5:7], number[5:7]) + number[7:]
    return f"{number}{97 - int(digits) % 97:02d}"


_MOTHER: Final = _with_key("2850367482114")
_FATHER: Final = _with_key("1830975112076")
_MOTHER_NAME, _FATHER_NAME = "DURAND", "DURAND-LEFÈVRE"

FAMILY: Final = SimulatedCard(
    "famille",
    "Carte d'une famille de cinq, avec des jumeaux",
    (
        CardHolder(_MOTHER_NAME, _FATHER_NAME, "ÉLÉONORE MARIE", "1985-03-01", _MOTHER, _MOTHER),
        CardHolder(
            _FATHER_NAME,
            _FATHER_NAME,
            "JEAN-FRANÇOIS PIERRE MAXIMILIEN ALEXANDRE BARTHÉLEMY CONSTANTIN",
            "1983-09-17",
            _MOTHER,
            _FATHER,
        ),
        CardHolder(
            _FATHER_NAME,
            _FATHER_NAME,
            "NOÉ",
            "2019-02-28",
            _MOTHER,
            _with_key("1190267482201"),
            rank="1",
        ),
        CardHolder(
            _FATHER_NAME,
            _FATHER_NAME,
            "LÉO",
            "2019-02-28",
            _MOTHER,
            _with_key("1190267482202"),
            rank="2",
        ),
        # Too young for a certified number of her own.
        CardHolder(_FATHER_NAME, _FATHER_NAME, "ANAÏS", "2025-11-30", _MOTHER),
    ),
)

ODD_DATES: Final = SimulatedCard(
    "dates",
    "Carte avec des dates hors du calendrier",
    (
        CardHolder("LUNAIRE", "LUNAIRE", "AHMED", "1942-19-01", *["142196296516794"] * 2),
        CardHolder(
            "CORTI", "CORTI", "PIERRE-ANTOINE", "1980-05-00", "142196296516794", "180052A12012322"
        ),
    ),
)

MORE_CARDS: Final = (FAMILY, ODD_DATES)
