"""What to choose as « Type de document » in the situations that make people hesitate (A-DOC-07)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypeHint:
    """A situation in words, and the type of JDV_J07 to choose for it."""

    situation: str
    type_code: str


TYPE_HINTS = (
    TypeHint("Courrier d'un spécialiste après une consultation", "11488-4"),
    TypeHint("Consultation d'ophtalmologie", "78513-9"),
    TypeHint("Coloscopie, mammographie ou frottis de dépistage", "75492-9"),
    TypeHint("Acte diagnostique hors dépistage (endoscopie, EFR, Holter, EMG…)", "70004-7"),
    TypeHint("Résultats du laboratoire d'analyses", "11502-2"),
    TypeHint("Analyse d'un prélèvement ou d'une pièce (biopsie, cytologie)", "60568-3"),
    TypeHint("Radiographie, échographie, scanner, IRM, scintigraphie", "18748-4"),
    TypeHint("Sortie d'hospitalisation, document remis le jour même", "11490-0"),
    TypeHint("Compte rendu du séjour à l'hôpital", "34112-3"),
    TypeHint("Passage aux urgences sans hospitalisation", "15507-7"),
    TypeHint("Compte rendu d'une intervention chirurgicale", "34874-8"),
    TypeHint("Réunion de concertation pluridisciplinaire (RCP)", "34794-8"),
    TypeHint("Bilan ou suivi du kinésithérapeute, de l'infirmier, de l'orthophoniste", "11506-3"),
    TypeHint("Ordonnance de médicaments reçue d'un confrère", "57833-6"),
    TypeHint("Certificat médical", "89601-9"),
    TypeHint("Caisse, mutuelle, MDPH, employeur", "51851-4"),
)
"""Most frequent situations first."""


def hints_for(type_code: str) -> Iterator[str]:
    """Give the situations in which this type is the one to choose."""
    return (hint.situation for hint in TYPE_HINTS if hint.type_code == type_code)
