"""What was written in the record of RUTH DE VINCI, visit after visit.

The six contacts of January and February 2023, the replacement among them, stand in the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from almapy.encounters.model import Nature


@dataclass(frozen=True, slots=True)
class Note:
    """One contact; ``pressure`` in mmHg, ``weight`` in kg, ``replaced``: seen by the remplaçant."""

    day: date
    title: str
    text: str
    pressure: tuple[int, int] | None = None
    weight: float | None = None
    height: float | None = None
    temperature: float | None = None
    nature: Nature = Nature.CONSULTATION
    replaced: bool = False


_PHONE, _REMOTE, _NOTE = Nature.PHONE, Nature.REMOTE, Nature.NOTE

NOTES: tuple[Note, ...] = (
    Note(
        date(2019, 3, 12),
        "Première consultation",
        "Vient d'emménager, dossier repris. Appendicectomie en 1991, allergie à la pénicilline. "
        "Tabac 15/j, pas prête à arrêter. TA 12/7, poids 59 kg, taille 165 cm.",
        (121, 74),
        59.0,
        165.0,
    ),
    Note(
        date(2019, 6, 4),
        "Frottis",
        "Frottis fait, col sain. Palpation mammaire sans particularité.",
    ),
    Note(
        date(2019, 12, 17),
        "Rhinopharyngite",
        "Toux depuis 5 jours, auscultation libre. Traitement symptomatique.",
        temperature=37.8,
    ),
    Note(
        date(2020, 4, 9),
        "Téléconsultation",
        "Fièvre et anosmie depuis 3 jours, cas contact. Bien toléré, isolement, AT 7 jours.",
        nature=_REMOTE,
    ),
    Note(
        date(2020, 9, 22),
        "Cervicalgie",
        "Contracture du trapèze droit, écran toute la journée. Kiné 10 séances. TA 12/8.",
        (122, 78),
    ),
    Note(
        date(2021, 2, 16),
        "Contraception",
        "Retrait du DIU, pose d'un DIU au lévonorgestrel par la gynécologue. Pas de douleur.",
        weight=59.0,
    ),
    Note(
        date(2021, 7, 6),
        "Piqûre de tique",
        "Retirée hier à la cuisse gauche, pas d'érythème. Surveillance 1 mois.",
        replaced=True,
    ),
    Note(
        date(2021, 11, 23),
        "Sinusite maxillaire",
        "Douleur sous-orbitaire gauche. Pristinamycine 4 jours (allergie à la pénicilline).",
        (118, 72),
        temperature=38.3,
    ),
    Note(
        date(2022, 7, 29),
        "Lombalgie aiguë",
        "En portant des cartons. Pas de déficit, Lasègue négatif. Paracétamol, AT 3 jours.",
        (124, 76),
        58.0,
    ),
    Note(
        date(2022, 10, 21),
        "Mise à jour du dossier",
        "Synthèse revue avec la patiente. Mammographie à faire à 50 ans.",
        nature=_NOTE,
    ),
    Note(
        date(2023, 1, 5),
        "Consultation",
        "Surcharge au travail, dort mal depuis un mois, irritable. Pas d'idées noires. Écoute, "
        "protocole gestion du stress proposé.",
        (126, 80),
        replaced=True,
    ),
    Note(
        date(2023, 1, 6),
        "Consultation",
        "Mode de vie revu\u00a0: natation 1 fois par semaine, alcool occasionnel, tabac 15/j. Boit "
        "et "
        "urine beaucoup depuis l'automne. Biologie prescrite.",
        (124, 78),
    ),
    Note(
        date(2023, 1, 9),
        "Consultation",
        "Glycémie à jeun 1,48 g/L. À contrôler avec HbA1c. Expliqué, inquiète\u00a0: mère "
        "diabétique.",
    ),
    Note(
        date(2023, 1, 10),
        "Consultation",
        "Revient avec ses questions. Diététique\u00a0: premiers conseils, carnet alimentaire.",
    ),
    Note(
        date(2023, 1, 19),
        "Consultation",
        "A perdu 2 kg, 56 kg ce jour. Moins fatiguée, dort mieux. TA 12/7.",
        (122, 74),
        56.0,
    ),
    Note(
        date(2023, 2, 13),
        "Consultation",
        "2e glycémie 1,52 g/L, HbA1c 7,4\u00a0%. Diabète de type 2\u00a0: annonce, metformine à "
        "dose "
        "progressive, demande d'ALD. Fond d'œil et avis diététicienne.",
        (124, 76),
        56.0,
    ),
    Note(
        date(2023, 3, 14),
        "Suivi diabète",
        "Metformine bien tolérée, un peu de ballonnements au début. Accord d'ALD reçu.",
        (122, 74),
        56.0,
    ),
    Note(
        date(2023, 5, 15),
        "Suivi diabète",
        "HbA1c 6,9\u00a0%. LDL 1,31 g/L, fume\u00a0: statine débutée. Metformine 1\u00a0000 mg x "
        "2.",
        (120, 74),
        56.0,
    ),
    Note(
        date(2023, 8, 17),
        "Suivi diabète",
        "HbA1c 6,7\u00a0%. Pas de myalgies sous statine. Renouvellement.",
        (121, 73),
        56.0,
        replaced=True,
    ),
    Note(
        date(2023, 10, 24),
        "Vaccin grippe",
        "Vaccin antigrippal fait au bras gauche, bien toléré.",
    ),
    Note(
        date(2023, 11, 21),
        "Suivi diabète",
        "HbA1c 6,6\u00a0%. Pieds\u00a0: monofilament normal, pouls perçus. Fond d'œil normal.",
        (122, 76),
        56.0,
    ),
    Note(
        date(2024, 2, 20),
        "Suivi diabète",
        "HbA1c 6,8\u00a0%, hiver plus sédentaire. Reprend la natation. LDL 0,72 g/L.",
        (124, 76),
        56.0,
    ),
    Note(
        date(2024, 4, 3),
        "Conseil téléphonique",
        "Gastro-entérite depuis hier\u00a0: arrêter la metformine 48 h, boire, rappeler si "
        "persiste.",
        nature=_PHONE,
    ),
    Note(
        date(2024, 5, 23),
        "Suivi diabète",
        "HbA1c 6,7\u00a0%. TA 12/7. Tabac\u00a0: 10/j, réfléchit à un sevrage.",
        (120, 72),
        56.0,
    ),
    Note(
        date(2024, 9, 5),
        "Suivi diabète",
        "HbA1c 6,6\u00a0%. Microalbuminurie négative. Renouvellement 3 mois.",
        (121, 74),
        56.0,
    ),
    Note(
        date(2024, 12, 10),
        "Cystite",
        "Brûlures depuis hier, pas de fièvre, pas de douleur lombaire. BU\u00a0: leuco +, nitrites "
        "+. "
        "Fosfomycine-trométamol dose unique, ECBU car diabète.",
        (122, 76),
    ),
    Note(
        date(2024, 12, 19),
        "Suivi diabète",
        "HbA1c 6,9\u00a0%. Guérie de sa cystite. Vaccin grippe fait le mois dernier.",
        (123, 75),
        56.0,
    ),
    Note(
        date(2025, 3, 20),
        "Suivi diabète",
        "HbA1c 6,7\u00a0%. Tabac\u00a0: reprise à 15/j après un deuil. Soutien, revoir quand elle "
        "veut.",
        (124, 78),
        56.0,
    ),
    Note(
        date(2025, 6, 26),
        "Suivi diabète",
        "HbA1c 6,6\u00a0%. Pieds sans lésion. Poids stable. Même traitement.",
        (120, 74),
        56.0,
    ),
    Note(
        date(2025, 8, 7),
        "Renouvellement d'ordonnance",
        "Va bien. TA 12/7. Part en vacances, ordonnance de 3 mois.",
        (121, 73),
        replaced=True,
    ),
    Note(
        date(2025, 11, 18),
        "Suivi diabète",
        "HbA1c 6,8\u00a0%. Fond d'œil normal. Vaccin grippe fait ce jour.",
        (122, 74),
        56.0,
    ),
)
