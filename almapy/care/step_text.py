"""The steps of a protocol as a person writes them: one a line, « Examen : HbA1c »."""

from __future__ import annotations

from almapy.care.model import ProtocolStep, StepKind
from almapy.text import NO_BREAK_SPACE, fold

MOST_STEPS = 60
_LONGEST = 300
_KINDS = {fold(kind.label): kind for kind in StepKind}


def steps_from_text(text: str) -> tuple[ProtocolStep, ...]:
    """Return one step for each line that is not blank; a line without a kind is an advice."""
    lines = [line.strip()[:_LONGEST] for line in text.splitlines()]
    return tuple(_step(line) for line in lines if line)[:MOST_STEPS]


def steps_as_text(steps: tuple[ProtocolStep, ...]) -> str:
    """Return the lines that ``steps_from_text`` reads back."""
    return "\n".join(f"{one.kind.label}{NO_BREAK_SPACE}: {one.text}" for one in steps)


def _step(line: str) -> ProtocolStep:
    before, colon, after = line.partition(":")
    kind = _KINDS.get(fold(before)) if colon else None
    if kind is None or not after.strip():
        return ProtocolStep(StepKind.ADVICE, line)
    return ProtocolStep(kind, after.strip())
