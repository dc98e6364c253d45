"""The conditions that change what is recommended to a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ConditionKey(StrEnum):
    """What a doctor may confirm or rule out; kept by its value."""

    PREGNANCY = "grossesse"
    IMMUNODEFICIENCY = "immunodepression"
    TRANSPLANT = "greffe"
    ASPLENIA = "asplenie"
    HEART = "cardiopathie"
    LUNG = "respiratoire"
    DIABETES = "diabete"
    KIDNEY = "renale"
    LIVER = "hepatique"
    ASTHMA = "asthme_severe"
    COCHLEAR = "breche_implant"
    OBESITY = "imc_40"
    INSTITUTION = "etablissement"
    CHICKENPOX = "varicelle"
    SHINGLES = "zona"
    DENGUE = "dengue"
    CARER = "soignant"
    INFANT_CARER = "soignant_nourrisson"
    NEAR_INFANT = "entourage_nourrisson"
    NEAR_FRAGILE = "entourage_fragile"
    OVERSEAS = "outre_mer"
    GUIANA = "guyane"
    TUBERCULOSIS = "risque_tuberculose"
    MEN_WITH_MEN = "hsh"
    TRAVEL = "voyage"
    MOTHER_VACCINATED = "mere_vaccinee_vrs"

    @property
    def label(self) -> str:
        """Return the French words."""
        return _LABELS[self]

    @property
    def help(self) -> str:
        """Return what its dates mean; empty when they mean nothing."""
        return _HELP.get(self, "")


_LABELS = {
    ConditionKey.PREGNANCY: "Grossesse",
    ConditionKey.IMMUNODEFICIENCY: "Immunodépression",
    ConditionKey.TRANSPLANT: "Greffe d'organe à venir ou faite",
    ConditionKey.ASPLENIA: "Asplénie ou drépanocytose",
    ConditionKey.HEART: "Insuffisance cardiaque, cardiopathie",
    ConditionKey.LUNG: "BPCO, insuffisance respiratoire",
    ConditionKey.DIABETES: "Diabète",
    ConditionKey.KIDNEY: "Insuffisance rénale, dialyse",
    ConditionKey.LIVER: "Maladie chronique du foie",
    ConditionKey.ASTHMA: "Asthme sévère",
    ConditionKey.COCHLEAR: "Brèche ostéoméningée, implant cochléaire",
    ConditionKey.OBESITY: "IMC de 40 ou plus",
    ConditionKey.INSTITUTION: "Vit en établissement (EHPAD, USLD…)",
    ConditionKey.CHICKENPOX: "Varicelle déjà faite",
    ConditionKey.SHINGLES: "Zona déjà fait",
    ConditionKey.DENGUE: "Dengue déjà faite",
    ConditionKey.CARER: "Professionnel de santé",
    ConditionKey.INFANT_CARER: "Professionnel au contact de nourrissons",
    ConditionKey.NEAR_INFANT: "Entourage d'un nourrisson de moins de 6 mois",
    ConditionKey.NEAR_FRAGILE: "Entourage d'une personne fragile",
    ConditionKey.OVERSEAS: "Vit aux Antilles, en Guyane, à Mayotte ou à La Réunion",
    ConditionKey.GUIANA: "Vit ou séjourne en Guyane",
    ConditionKey.TUBERCULOSIS: "Enfant à risque élevé de tuberculose",
    ConditionKey.MEN_WITH_MEN: "Homme ayant des relations avec des hommes",
    ConditionKey.TRAVEL: "Voyage prévu",
    ConditionKey.MOTHER_VACCINATED: "Mère vaccinée contre le VRS pendant la grossesse",
}
_HELP = {
    ConditionKey.PREGNANCY: "Début de grossesse, ou terme prévu (41 SA).",
    ConditionKey.SHINGLES: "Date du dernier zona.",
    ConditionKey.TRAVEL: "Départ et retour.",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition that was confirmed (``present``) or ruled out.

    For a pregnancy, ``since`` is its beginning and ``until`` its expected term.
    """

    condition: ConditionKey
    present: bool
    since: date | None = field(default=None, repr=False)
    until: date | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)

    def stands_on(self, day: date) -> bool:
        """Tell whether the condition holds on a day."""
        begun = self.since is None or self.since <= day
        return self.present and begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition as it is shown: what was said of it, and what the record suggests.

    ``present`` is None while nobody answered; ``suggestion`` then says why it is asked
    (« Diabète de type 2 dans les antécédents : à confirmer »).
    """

    key: ConditionKey
    label: str
    present: bool | None
    since: date | None = field(default=None, repr=False)
    until: date | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)
    suggestion: str = field(default="", repr=False)
