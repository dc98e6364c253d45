"""What deserves a second press before a document is filed."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.incoming.model import PersonFound
from ui.incoming.review import Review


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason to look again, and what else may be done."""

    title: str
    advice: str


_REPEATED = Objection(
    "Déjà reçu\u00a0?",
    "Le même document est déjà arrivé. Suppr l'efface de la liste.",
)
_ALIKE = Objection(
    "Déjà reçu\u00a0?",
    "Un document de même texte est déjà arrivé. Comparez-les avant de le classer deux fois.",
)
_BATCH = Objection(
    "Plusieurs documents\u00a0?",
    "Ce fichier semble en contenir plusieurs\u00a0: séparez-le, ou gardez-le entier.",
)
_DECEASED = Objection("Patient décédé.", "Vérifiez que c'est bien ce dossier.")


def objections(review: Review, person: PersonFound, *, whole: bool) -> list[Objection]:
    """Return what speaks against filing at once; ``whole``: its person said it is one document."""
    line, found = review.line, []
    if line.repeats is not None:
        found.append(_ALIKE if line.alike else _REPEATED)
    if line.parts_proposed > 1 and not whole:
        found.append(_BATCH)
    if person.deceased and review.sight.match.patient_id != person.patient_id:
        found.append(_DECEASED)
    return found
