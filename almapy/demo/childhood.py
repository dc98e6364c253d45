"""Visits of childhood: compulsory examinations, and the vaccines given in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from almapy.patients.model import Sex

MENB_SINCE = date(2022, 4, 1)
"""Infants born since then receive MenB at 3, 5 and 12 months."""
ACWY_SINCE = date(2024, 8, 1)
"""Those born since then also receive ACWY at 6 and 12 months."""
_HPV_FOR_ALL_SINCE = date(2021, 1, 1)
_HPV_SENTENCE = ", HPV 1re dose"


def has_hpv(sex: Sex, day: date) -> bool:
    """Tell whether adolescents of that sex were offered the vaccine then."""
    return sex is Sex.FEMALE or day >= _HPV_FOR_ALL_SINCE


@dataclass(frozen=True, slots=True)
class Examination:
    """One examination of the « carnet de santé », at so many days of age.

    ``since_menb`` is what is written of infants born since ``MENB_SINCE``, when it differs.
    """

    days: int
    title: str
    text: str
    since_menb: str = ""

    def words(self, born: date, sex: Sex, day: date) -> str:
        """Return what was written that day of a child: the vaccines are those of the time."""
        if self.since_menb and born >= MENB_SINCE:
            return self.since_menb
        return self.text if has_hpv(sex, day) else self.text.replace(_HPV_SENTENCE, "")


EXAMINATIONS: tuple[Examination, ...] = (
    Examination(
        8,
        "Examen de la 2e semaine",
        "Poids {poids} kg, reprise correcte. Ictère absent, cordon sec. Vitamine D et K. Sommeil "
        "sur le dos rappelé.",
    ),
    Examination(
        31,
        "Examen du 1er mois",
        "Poids {poids} kg, taille {taille} cm. Hanches stables, souffle non perçu. Suit du regard.",
    ),
    Examination(
        62,
        "Examen du 2e mois",
        "Poids {poids} kg. Sourire réponse, tient bien la tête. Vaccins\u00a0: hexavalent et "
        "pneumocoque, 1re dose.",
    ),
    Examination(
        93,
        "Examen du 3e mois",
        "Poids {poids} kg. Vaccins bien tolérés. Hanches\u00a0: écho normale. Éveil correct.",
        "Poids {poids} kg. Vaccin méningocoque B, 1re dose. Hanches\u00a0: écho normale. Éveil "
        "correct.",
    ),
    Examination(
        124,
        "Examen du 4e mois",
        "Poids {poids} kg. Vaccins\u00a0: hexavalent et pneumocoque, 2e dose. Diversification "
        "abordée.",
    ),
    Examination(
        155,
        "Examen du 5e mois",
        "Poids {poids} kg, taille {taille} cm. Vaccin méningocoque, 1re dose. Attrape les objets.",
        "Poids {poids} kg, taille {taille} cm. Vaccin méningocoque B, 2e dose. Attrape les objets.",
    ),
    Examination(
        250,
        "Examen du 8e mois",
        "Tient assis, passe les objets d'une main à l'autre. Poids {poids} kg. Audition correcte.",
    ),
    Examination(
        337,
        "Examen du 11e mois",
        "Poids {poids} kg. Vaccins\u00a0: hexavalent et pneumocoque, 3e dose. Se met debout.",
    ),
    Examination(
        370,
        "Examen du 12e mois",
        "Poids {poids} kg, taille {taille} cm. Vaccins\u00a0: ROR 1re dose et méningocoque. "
        "Pointe du doigt.",
        "Poids {poids} kg, taille {taille} cm. Vaccins\u00a0: ROR 1re dose et méningocoques. "
        "Pointe du doigt.",
    ),
    Examination(
        510,
        "Examen du 16e mois",
        "Marche acquise. Vaccin ROR, 2e dose. Poids {poids} kg.",
    ),
    Examination(
        735,
        "Examen des 2 ans",
        "Associe deux mots, monte l'escalier. Poids {poids} kg, taille {taille} cm.",
    ),
    Examination(
        1110,
        "Examen des 3 ans",
        "Entre à l'école. Langage correct, propreté acquise. Poids {poids} kg, taille {taille} cm.",
    ),
    Examination(
        1480,
        "Examen des 4 ans",
        "Vision et audition correctes. Poids {poids} kg, taille {taille} cm. IMC sur sa courbe.",
    ),
    Examination(
        2230,
        "Examen des 6 ans",
        "Vaccin DTCaP-polio fait. Poids {poids} kg, taille {taille} cm. Dents\u00a0: M'T dents "
        "proposé.",
    ),
    Examination(
        3200,
        "Examen des 8-9 ans",
        "Poids {poids} kg, taille {taille} cm. Rachis droit, scolarité sans difficulté.",
    ),
    Examination(
        4260,
        "Examen des 11-13 ans",
        "Poids {poids} kg, taille {taille} cm. Vaccin dTcaP fait, HPV 1re dose. Pas de scoliose.",
    ),
    Examination(
        5600,
        "Examen des 15-16 ans",
        "Entretien en partie sans les parents. Poids {poids} kg, taille {taille} cm. "
        "Vaccins à jour.",
    ),
)
