"""Fictitious professionals: those of the simulated CPS and of the simulated Pro Santé Connect."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Workplace:
    """One place where a professional works (activity of Pro Santé Connect, PSC notes §6)."""

    name: str
    structure_id: str
    finess: str
    town: str
    mode: str = "L"  # « L » libéral, « S » salarié
    sector: str = "SA07"


@dataclass(frozen=True, slots=True)
class Professional:
    """One person; ``national_id`` is the idNat (8 and the 11 digits of the RPPS).

    ``category`` is « C » civil or « E » student; ``profession_code`` is empty for somebody who is
    no professional: nothing of a profession is then told.
    """

    key: str
    national_id: str
    family_name: str = field(repr=False)
    first_name: str = field(repr=False)
    civility: str
    title: str
    profession_code: str
    category: str = "C"
    workplaces: tuple[Workplace, ...] = ()

    @property
    def name(self) -> str:
        """Return the first name and the family name."""
        return f"{self.first_name} {self.family_name}"


_LIME_TREES = Workplace("Cabinet des Tilleuls", "R10000000123456", "670000001", "Strasbourg")
_HEALTH_HOME = Workplace("Maison de santé des Acacias", "F670000027", "670000027", "Schiltigheim")
_HOSPITAL = Workplace(
    "Hôpital de l'Exemple", "F670000035", "670000035", "Haguenau", mode="S", sector="SA01"
)
_PHARMACY = Workplace("Pharmacie du Modèle", "F670000043", "670000043", "Colmar", sector="SA33")

OWNER = Professional(
    "medecin",
    "810001234565",
    "DEMO",
    "PAUL",
    "M",
    "Médecin",
    "10",
    workplaces=(_LIME_TREES,),
)
"""The doctor of the demo practice."""
SUBSTITUTE = Professional(
    "remplacant",
    "810009876540",
    "FICTIVE",
    "CLAIRE",
    "MME",
    "Médecin",
    "10",
    workplaces=(_LIME_TREES,),
)
"""Who replaces the doctor of the demo practice."""
SEVERAL_PLACES = Professional(
    "plusieurs_lieux",
    "810007774564",
    "MODELE",
    "ALIX",
    "MME",
    "Médecin",
    "10",
    workplaces=(_LIME_TREES, _HEALTH_HOME, _HOSPITAL),
)
PHARMACIST = Professional(
    "pharmacien",
    "810005551238",
    "EXEMPLE",
    "MARC",
    "M",
    "Pharmacien",
    "21",
    workplaces=(_PHARMACY,),
)
STUDENT = Professional(
    "etudiant",
    "810010002342",
    "ESSAI",
    "LINA",
    "MME",
    "Médecin",
    "10",
    category="E",
    workplaces=(_HOSPITAL,),
)
NOBODY_HERE = Professional(
    "inconnue",
    "810003337895",
    "PERSONNE",
    "INES",
    "MME",
    "Médecin",
    "10",
    workplaces=(_HEALTH_HOME,),
)
"""A doctor whom no practice of the demonstration knows."""
NO_PROFESSION = Professional(
    "sans_activite", "3670000050/0000000042", "SANSACTIVITE", "NOE", "M", "", ""
)
"""Somebody of a structure, not a professional: nothing of a profession is told of them."""

PROFESSIONALS = (
    OWNER,
    SUBSTITUTE,
    SEVERAL_PLACES,
    PHARMACIST,
    STUDENT,
    NOBODY_HERE,
    NO_PROFESSION,
)
