"""The masks that come with the program; a practice changes or removes them as its own."""

from __future__ import annotations

from almapy.masks.model import FieldSort, Mask, MaskField
from almapy.measures.model import MeasureKind


def _measure(kind: MeasureKind, label: str = "") -> MaskField:
    return MaskField(label or kind.label, FieldSort.MEASURE, kind)


SHIPPED: tuple[Mask, ...] = (
    Mask(
        "enfant",
        "Enfant",
        (
            _measure(MeasureKind.WEIGHT),
            _measure(MeasureKind.HEIGHT),
            _measure(MeasureKind.HEAD),
            _measure(MeasureKind.TEMPERATURE),
            MaskField(
                "Alimentation",
                FieldSort.CHOICE,
                choices=("Allaitement maternel", "Biberon", "Mixte", "Diversifiée"),
            ),
            MaskField("Sommeil", FieldSort.NUMBER, unit="h", low=4, high=20),
            MaskField("Développement conforme à l'âge", FieldSort.YES_NO),
        ),
    ),
    Mask(
        "femme-jeune",
        "Femme jeune",
        (
            _measure(MeasureKind.ACTIVITY),
            _measure(MeasureKind.ALCOHOL, "Alcool (Verres/jour)"),
            _measure(MeasureKind.WEIGHT, "Poids (kgs)"),
            _measure(MeasureKind.TOBACCO, "Tabac (cig/jour)"),
        ),
    ),
    Mask(
        "suivi-diabete",
        "Suivi diabète",
        (
            _measure(MeasureKind.WEIGHT),
            _measure(MeasureKind.WAIST),
            _measure(MeasureKind.BLOOD_PRESSURE),
            _measure(MeasureKind.HBA1C),
            _measure(MeasureKind.GLUCOSE),
            _measure(MeasureKind.TOBACCO, "Tabac (cig/jour)"),
            MaskField(
                "Pieds",
                FieldSort.CHOICE,
                choices=("Grade 0", "Grade 1", "Grade 2", "Grade 3"),
            ),
            MaskField("Hypoglycémies", FieldSort.NUMBER, unit="par mois", low=0, high=31),
            MaskField("Fond d'œil de moins d'un an", FieldSort.YES_NO),
        ),
    ),
    Mask(
        "suivi-hta",
        "Suivi HTA",
        (
            _measure(MeasureKind.BLOOD_PRESSURE),
            _measure(MeasureKind.HEART_RATE),
            _measure(MeasureKind.WEIGHT),
            _measure(MeasureKind.ACTIVITY),
            _measure(MeasureKind.ALCOHOL, "Alcool (Verres/jour)"),
            _measure(MeasureKind.TOBACCO, "Tabac (cig/jour)"),
            MaskField("Automesure faite", FieldSort.YES_NO),
        ),
    ),
)
