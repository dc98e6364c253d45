"""Asking a card for one whole answer, whatever its transmission protocol (card notes §1.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from almapy.cards.faults import CardUnreadable
from almapy.cards.ports import Transmit

DONE: Final = 0x9000
_MORE, _WRONG_LENGTH = 0x61, 0x6C
_GET_RESPONSE: Final = bytes.fromhex("00C00000")
_MOST_ROUNDS: Final = 260  # 256 bytes each: more than the longest file of a card
_SW_LENGTH, _HEADER_LENGTH = 2, 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What a card answered: its data, and SW1 SW2 as one number (0x9000: done)."""

    data: bytes = field(repr=False)
    status: int

    @property
    def done(self) -> bool:
        """Tell whether the card did all that was asked."""
        return self.status == DONE


def exchange(transmit: Transmit, command: bytes) -> Answer:
    """Send a command and return its whole answer, with the steps that T=0 wants.

    ``6C XX`` has the command sent again with that length, once; ``61 XX`` has the rest fetched,
    as often as the card says. Raises what ``transmit`` raises, and CardUnreadable for an answer
    without status or without end.
    """
    answer = _asked(transmit, command)
    data = answer.data
    for _ in range(_MOST_ROUNDS):
        if answer.status >> 8 != _MORE:
            return Answer(data, answer.status)
        answer = _asked(transmit, _GET_RESPONSE + bytes([answer.status & 0xFF]))
        data += answer.data
    raise CardUnreadable("sa réponse n'a pas de fin")


def _asked(transmit: Transmit, command: bytes) -> Answer:
    answer = _split(transmit(command))
    if answer.status >> 8 == _WRONG_LENGTH and len(command) > _HEADER_LENGTH:
        return _split(transmit(_with_length(command, answer.status & 0xFF)))
    return answer


def _with_length(command: bytes, length: int) -> bytes:
    """Return a short command with this expected length (0 means 256), data kept."""
    carried = command[_HEADER_LENGTH]
    if len(command) == _HEADER_LENGTH + 1:
        return command[:_HEADER_LENGTH] + bytes([length])
    return command[: _HEADER_LENGTH + 1 + carried] + bytes([length])


def _split(answer: bytes) -> Answer:
    if len(answer) < _SW_LENGTH:
        raise CardUnreadable("sa réponse est incomplète")
    return Answer(answer[:-_SW_LENGTH], int.from_bytes(answer[-_SW_LENGTH:], "big"))
