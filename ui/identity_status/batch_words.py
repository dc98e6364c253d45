"""A batch of verifications in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from almapy.identity_status.batch_model import BatchProgress, BatchState, Finding
from ui.theme import Tone

STATES: dict[BatchState, tuple[str, Tone]] = {
    BatchState.NONE: ("", Tone.NEUTRAL),
    BatchState.RUNNING: ("En cours", Tone.INFORMATION),
    BatchState.PAUSED: ("Suspendue", Tone.ATTENTION),
    BatchState.STOPPED: ("Arrêtée", Tone.NEUTRAL),
    BatchState.DONE: ("Terminée", Tone.OK),
}
_NUMBER = "\u202f"


def number(value: int) -> str:
    """Return a number with thin no-break spaces between thousands."""
    return f"{value:,}".replace(",", _NUMBER)


def counted(value: int, one: str, many: str) -> str:
    """Return « 1 discordante » or « 12 discordantes »."""
    return f"{number(value)} {many if value > 1 else one}"


def progress_words(progress: BatchProgress) -> str:
    """Return « 120 sur 1 000 · 117 justes · 1 discordante… »; what is nought is not said."""
    parts = [
        f"{number(progress.done)} sur {number(progress.total)}",
        counted(progress.right, "juste", "justes"),
        counted(progress.discordant, "discordante", "discordantes"),
    ]
    if progress.failed:
        parts.append(f"{number(progress.failed)} sans résultat")
    if progress.left_out:
        parts.append(counted(progress.left_out, "écartée", "écartées"))
    return "  ·  ".join(parts)


def line_words(progress: BatchProgress) -> str:
    """Return « Vérification INS 120/1000 » for the foot of the window; empty when it is over."""
    if progress.state.is_over:
        return ""
    paused = " suspendue" if progress.state is BatchState.PAUSED else ""
    return f"Vérification INS{paused} {progress.done}/{progress.total}"


def end_words(progress: BatchProgress) -> str:
    """Return what to tell once when a batch is over."""
    ended = "terminée" if progress.state is BatchState.DONE else "arrêtée"
    return f"Vérification des INS {ended}\u00a0: {progress_words(progress)}."


def left_out_words(findings: Sequence[Finding]) -> str:
    """Return why records were left out and how many for each reason, one a line."""
    reasons = Counter(finding.why for finding in findings)
    return "\n".join(f"{number(count)}\u00a0× {why}" for why, count in reasons.most_common())
