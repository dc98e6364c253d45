"""The long-term conditions covered in full, by their number (clinical notes §2.4)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

OUT_OF_LIST: Final = 31
SEVERAL_CONDITIONS: Final = 32
ALD_LABELS: Final = MappingProxyType(
    {
        1: "Accident vasculaire cérébral invalidant",
        2: "Insuffisances médullaires et autres cytopénies chroniques",
        3: "Artériopathies chroniques avec manifestations ischémiques",
        4: "Bilharziose compliquée",
        5: "Insuffisance cardiaque grave, troubles du rythme graves, cardiopathies valvulaires "
        "graves, cardiopathies congénitales graves",
        6: "Maladies chroniques actives du foie et cirrhoses",
        7: "Déficit immunitaire primitif grave, infection par le VIH",
        8: "Diabète de type 1 et diabète de type 2",
        9: "Formes graves des affections neurologiques et musculaires, épilepsie grave",
        10: "Hémoglobinopathies, hémolyses chroniques",
        11: "Hémophilies et affections de l'hémostase graves",
        12: "Hypertension artérielle sévère (supprimée en 2011)",
        13: "Maladie coronaire",
        14: "Insuffisance respiratoire chronique grave",
        15: "Maladie d'Alzheimer et autres démences",
        16: "Maladie de Parkinson",
        17: "Maladies métaboliques héréditaires",
        18: "Mucoviscidose",
        19: "Néphropathie chronique grave et syndrome néphrotique primitif",
        20: "Paraplégie",
        21: "Vascularites, lupus érythémateux systémique, sclérodermie systémique",
        22: "Polyarthrite rhumatoïde évolutive",
        23: "Affections psychiatriques de longue durée",
        24: "Rectocolite hémorragique et maladie de Crohn évolutives",
        25: "Sclérose en plaques",
        26: "Scoliose idiopathique structurale évolutive",
        27: "Spondylarthrite grave",
        28: "Suites de transplantation d'organe",
        29: "Tuberculose active, lèpre",
        30: "Tumeur maligne",
        OUT_OF_LIST: "Affection hors liste",
        SEVERAL_CONDITIONS: "Polypathologie invalidante",
    }
)
