"""Where the text being typed is, in words."""

from __future__ import annotations

from almapy.errors import ConflictError
from ui.encounters.draft_keeper import Held
from ui.theme import Tone

_ON_THIS_POST = (
    "Rien n'est perdu\u00a0: il est gardé, chiffré, sur ce poste. Continuez à écrire\u00a0; AlmaPy "
    "réessaie toutes les 5 secondes."
)
_ON_SCREEN = (
    "Ni la base ni ce poste n'acceptent d'écrire. Rien n'est perdu tant que cette fenêtre reste "
    "ouverte. Libérez de la place ou rétablissez le réseau\u00a0; AlmaPy réessaie toutes les 5 "
    "secondes."
)


def state_words(held: Held) -> str:
    """Return « Enregistré à 10:42 », or what is waited for."""
    if held.outside_since is not None:
        return "Pas encore dans la base"
    if held.corrects:
        return "Correction non enregistrée" if held.dirty else ""
    if held.saved_at is not None:
        saved = f"Enregistré à {held.saved_at.astimezone():%H:%M}"
        return f"{saved}, saisie en cours" if held.dirty else saved
    return "Saisie en cours" if held.dirty and not held.draft.content.is_empty else ""


def trouble_of(held: Held) -> tuple[Tone, str, str] | None:
    """Return tone, title and detail while the base refuses the text; None when all is well."""
    if held.outside_since is None or isinstance(held.error, ConflictError):
        return None
    since = f"{held.outside_since.astimezone():%H:%M}"
    if held.in_file:
        return Tone.ATTENTION, f"Votre texte n'est pas dans la base depuis {since}", _ON_THIS_POST
    return Tone.CRITICAL, f"Votre texte n'est qu'à l'écran depuis {since}", _ON_SCREEN
