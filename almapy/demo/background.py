"""Operations, family, way of life and allergies."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.patients.model import Sex


@dataclass(frozen=True, slots=True)
class PastEvent:
    """An operation or a healed disease; ages at which it happens, and percent of people."""

    label: str
    speciality: str
    ages: tuple[int, int]
    percent: float
    sex: Sex | None = None
    cim10: str = ""


OPERATIONS: tuple[PastEvent, ...] = (
    PastEvent("Appendicectomie", "Chirurgie digestive", (7, 35), 11, cim10="K35.8"),
    PastEvent("Amygdalectomie", "ORL", (3, 12), 8, cim10="J35.0"),
    PastEvent("Drains transtympaniques", "ORL", (1, 6), 5, cim10="H65.3"),
    PastEvent("Extraction des dents de sagesse", "Stomatologie", (17, 28), 14),
    PastEvent(
        "Cure de hernie inguinale droite", "Chirurgie digestive", (30, 75), 8, Sex.MALE, "K40.9"
    ),
    PastEvent("Cholécystectomie", "Chirurgie digestive", (35, 75), 6, cim10="K80.2"),
    PastEvent("Ligamentoplastie du genou gauche", "Orthopédie", (18, 42), 4, cim10="S83.5"),
    PastEvent("Méniscectomie interne droite", "Orthopédie", (25, 60), 5, cim10="M23.3"),
    PastEvent("Canal carpien droit", "Orthopédie", (40, 72), 5, cim10="G56.0"),
    PastEvent("Prothèse totale de hanche droite", "Orthopédie", (64, 86), 9, cim10="Z96.6"),
    PastEvent("Prothèse totale de genou gauche", "Orthopédie", (64, 84), 7, cim10="Z96.6"),
    PastEvent("Cataracte opérée des deux yeux", "Ophtalmologie", (68, 88), 30, cim10="H25.9"),
    PastEvent("Stripping des varices", "Chirurgie vasculaire", (35, 65), 6, Sex.FEMALE, "I83.9"),
    PastEvent("Végétations adénoïdes retirées", "ORL", (2, 8), 6, cim10="J35.2"),
)

ILLNESSES: tuple[PastEvent, ...] = (
    PastEvent("Fracture du poignet gauche", "Orthopédie", (6, 70), 9, cim10="S52.5"),
    PastEvent("Fracture de la clavicule", "Orthopédie", (4, 40), 4, cim10="S42.0"),
    PastEvent("Pyélonéphrite", "Urologie", (16, 60), 5, Sex.FEMALE, "N10"),
    PastEvent("Colique néphrétique", "Urologie", (25, 60), 5, cim10="N23"),
    PastEvent("Pneumopathie", "Pneumologie", (20, 85), 5, cim10="J18.9"),
    PastEvent("Mononucléose", "Infectiologie", (14, 25), 4, cim10="B27.9"),
    PastEvent("Phlébite surale", "Cardiologie", (40, 80), 3, cim10="I80.2"),
    PastEvent("Ulcère gastrique", "Gastro-entérologie", (35, 75), 3, cim10="K25.9"),
    PastEvent("Sciatique L5 droite", "Rhumatologie", (28, 65), 7, cim10="M54.3"),
    PastEvent("Zona", "Dermatologie", (45, 85), 5, cim10="B02.9"),
)

FAMILY: tuple[tuple[str, str, str], ...] = (
    ("Père\u00a0: infarctus du myocarde à 58 ans", "Cardiologie", "Z82.4"),
    ("Père\u00a0: hypertension artérielle", "Cardiologie", "Z82.4"),
    ("Mère\u00a0: hypertension artérielle", "Cardiologie", "Z82.4"),
    ("Mère\u00a0: diabète de type 2", "Endocrinologie", "Z83.3"),
    ("Père\u00a0: diabète de type 2", "Endocrinologie", "Z83.3"),
    ("Grand-mère maternelle\u00a0: cancer du sein à 70 ans", "Cancérologie", "Z80.3"),
    ("Père\u00a0: cancer du côlon à 66 ans", "Cancérologie", "Z80.0"),
    ("Frère\u00a0: asthme", "Pneumologie", "Z82.5"),
    ("Mère\u00a0: glaucome", "Ophtalmologie", "Z83.5"),
    ("Sœur\u00a0: maladie de Basedow", "Endocrinologie", "Z83.4"),
    ("Grand-père paternel\u00a0: AVC", "Neurologie", "Z82.3"),
)

SPORTS = ("natation", "marche", "vélo", "course à pied", "gymnastique douce", "jardinage", "aucune")
ALCOHOL = ("jamais", "occasionnel", "1 verre par jour", "2 à 3 verres le week-end")
WORK = (
    "Port de charges lourdes",
    "Travail posté, horaires de nuit",
    "Exposition aux poussières de bois",
    "Exposition aux solvants",
    "Travail prolongé sur écran",
    "Gestes répétitifs du membre supérieur",
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """An allergy as it is noted: what happened, how serious, from which age."""

    agent: str
    reaction: str
    severity: str
    weight: float
    from_age: int = 0
    until_age: int = 110


PENICILLIN = "Pénicilline"
ANTI_INFLAMMATORY = "Anti-inflammatoires non stéroïdiens"

REACTIONS: tuple[Reaction, ...] = (
    Reaction(PENICILLIN, "urticaire", "modérée", 24, 2),
    Reaction(PENICILLIN, "œdème de Quincke", "grave", 4, 6),
    Reaction(ANTI_INFLAMMATORY, "urticaire et bronchospasme", "grave", 9, 18),
    Reaction("Arachide", "choc anaphylactique", "anaphylaxie", 5, 2, 45),
    Reaction("Arachide", "urticaire péribuccale", "modérée", 6, 1, 30),
    Reaction("Protéines du lait de vache", "eczéma et vomissements", "modérée", 7, 0, 3),
    Reaction("Œuf", "urticaire", "modérée", 4, 1, 8),
    Reaction("Produits de contraste iodés", "éruption cutanée", "modérée", 5, 30),
    Reaction("Latex", "prurit, œdème des lèvres", "modérée", 3, 18),
    Reaction("Codéine", "nausées, vertiges", "légère", 7, 18),
    Reaction("Venin de guêpe", "réaction locorégionale étendue", "modérée", 5, 8),
    Reaction("Acariens", "rhinite", "légère", 9, 5),
    Reaction("Pollens de bouleau", "rhinoconjonctivite", "légère", 9, 6),
    Reaction("Poils de chat", "rhinite, toux", "légère", 5, 5),
    Reaction("Sparadrap", "eczéma de contact", "légère", 4, 4),
)
