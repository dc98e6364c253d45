"""The readers of a post in the words of the status line."""

from __future__ import annotations

from collections.abc import Sequence

from almapy.cards.model import CardFamily, ReaderState, Slot

_STATES = {
    ReaderState.STOPPED: ("Lecteurs arrêtés", "Les lecteurs de cartes ne sont pas surveillés."),
    ReaderState.NOT_INSTALLED: (
        "Pas de lecteur",
        "La lecture des cartes n'est pas installée sur ce poste. Tout le reste fonctionne.",
    ),
    ReaderState.NO_SERVICE: (
        # The everyday state of a Windows post that never had a reader: its service sleeps.
        "Pas de lecteur",
        (
            "Le service des lecteurs de cartes ne répond pas\u00a0: aucun lecteur n'est branché, "
            "ou le service est arrêté. Il sera repris dès qu'il revient."
        ),
    ),
    ReaderState.NO_READER: (
        "Pas de lecteur",
        "Aucun lecteur de cartes n'est branché. Il sera vu dès qu'il l'est.",
    ),
}
_READY = "Lecteur prêt"
_FAMILIES = {
    CardFamily.VITALE_2: "Carte Vitale",
    CardFamily.VITALE_1: "Carte Vitale",
    CardFamily.CPS: "CPS",
    CardFamily.UNKNOWN: "Carte inconnue",
}
_ORDER = tuple(_FAMILIES)


def reader_words(state: ReaderState, slots: Sequence[Slot]) -> str:
    """Return « Lecteur prêt », « Carte Vitale + CPS », « Pas de lecteur »."""
    if state is not ReaderState.READY:
        return _STATES[state][0]
    families = sorted({one.family for one in slots if one.family is not None}, key=_ORDER.index)
    return " + ".join(dict.fromkeys(_FAMILIES[one] for one in families)) or _READY


def readers_hint(state: ReaderState, slots: Sequence[Slot], *, simulated: bool) -> str:
    """Return the readers one under the other, each with what it holds; or why there is none."""
    lines = ["Lecteurs simulés\u00a0: aucun lecteur réel n'est lu."] if simulated else []
    if state is not ReaderState.READY:
        return "\n".join([*lines, _STATES[state][1]])
    for slot in slots:
        held = slot.family.label if slot.family is not None else "vide"
        lines.append(f"{slot.reader}\u00a0: {held}")
    return "\n".join(lines)
