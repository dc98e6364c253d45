"""How a failure reaches the person: three parts in French, a short code, never a traceback."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass

from almapy.errors import AlmaPyError, ConflictError, DomainError, ExternalError
from ui.theme import Tone

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """What is shown: a short title, the sentence, the code for support, the tone."""

    title: str
    text: str
    code: str
    tone: Tone


def failure_of(error: BaseException) -> Failure:
    """Return how this failure is told; an unexpected one is logged under an incident number."""
    if isinstance(error, DomainError):
        return Failure("À corriger", error.message, error.code, Tone.ATTENTION)
    if isinstance(error, ConflictError):
        return Failure("Modifié ailleurs", error.message, error.code, Tone.ATTENTION)
    if isinstance(error, ExternalError):
        return Failure("Enregistrement impossible", error.message, error.code, Tone.CRITICAL)
    if isinstance(error, AlmaPyError):
        return Failure("Refusé", error.message, error.code, Tone.ATTENTION)
    incident = os.urandom(3).hex().upper()
    _log.error("unexpected failure", extra={"incident": incident}, exc_info=error)
    return Failure(
        "Erreur inattendue",
        "Le programme a rencontré une erreur qu'il ne connaît pas. Ce qui était enregistré est "
        "intact. Réessayez\u00a0; si cela se répète, donnez le numéro d'incident à l'assistance.",
        f"incident {incident}",
        Tone.CRITICAL,
    )
