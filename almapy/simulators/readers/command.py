"""Reading a short command as a card does (ISO 7816-3 §12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_HEADER: Final = 4
_WHOLE: Final = 256


@dataclass(frozen=True, slots=True)
class Command:
    """One command; ``expected`` is how many bytes are wanted back, 0 when none is."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    expected: int = 0


def command_of(sent: bytes) -> Command | None:
    """Return what was sent, None when its lengths do not fit."""
    if len(sent) < _HEADER:
        return None
    cla, ins, p1, p2 = sent[:_HEADER]
    body = sent[_HEADER:]
    if len(body) <= 1:
        return Command(cla, ins, p1, p2, expected=(body[0] or _WHOLE) if body else 0)
    data, rest = body[1 : 1 + body[0]], body[1 + body[0] :]
    if not body[0] or len(data) < body[0] or len(rest) > 1:
        return None
    return Command(cla, ins, p1, p2, data, (rest[0] or _WHOLE) if rest else 0)
