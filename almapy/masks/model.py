"""Masks (« masques de saisie »): a few dated questions that are asked together.

Source: clinical notes §6. Shipped masks live in ``almapy.masks.shipped``; the base holds those the
practice made or changed, every version of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from almapy.errors import DomainError
from almapy.measures.model import MeasureKind
from almapy.text import fold

LONGEST_TITLE = 60
MOST_FIELDS = 40
_LEAST_CHOICES = 2


class FieldSort(StrEnum):
    """What is answered: a measure feeds its curve, the others are kept as answers."""

    MEASURE = "measure"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    YES_NO = "yes_no"

    @property
    def label(self) -> str:
        """Return the French name."""
        return _SORTS[self]


_SORTS = {
    FieldSort.MEASURE: "Mesure",
    FieldSort.NUMBER: "Nombre",
    FieldSort.CHOICE: "Liste de choix",
    FieldSort.TEXT: "Texte",
    FieldSort.YES_NO: "Oui / Non",
}


@dataclass(frozen=True, slots=True)
class MaskField:
    """One question; ``low`` and ``high`` are bounds that call for a look and refuse nothing.

    ``unit`` is shown behind the field; a measure has its own unit, whatever stands here.
    """

    label: str
    sort: FieldSort
    measure: MeasureKind | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    default: str = ""

    @property
    def shown_unit(self) -> str:
        """Return the unit behind the field."""
        return self.measure.shown_unit if self.measure else self.unit


@dataclass(frozen=True, slots=True)
class Mask:
    """One form; ``key`` names it through all its versions, version 0 is the shipped one."""

    key: str
    title: str
    fields: tuple[MaskField, ...]
    version: int = 0
    removed: bool = False


@dataclass(frozen=True, slots=True)
class MaskAnswer:
    """What was answered to a question that is no measure, with the words of the question."""

    mask_key: str
    mask_version: int
    label: str = field(repr=False)
    value: str = field(repr=False)
    taken_at: datetime
    unit: str = ""
    encounter_id: int | None = None


def require_sound(title: str, fields: tuple[MaskField, ...]) -> None:
    """Refuse a mask that cannot be filled in; the error names the field « title » or « fields »."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise DomainError(
            f"Donnez au masque un titre de 1 à {LONGEST_TITLE} caractères.", field="title"
        )
    if not 1 <= len(fields) <= MOST_FIELDS:
        raise DomainError(f"Un masque a de 1 à {MOST_FIELDS} champs.", field="fields")
    labels = [fold(one.label) for one in fields]
    if not all(labels) or len(set(labels)) < len(labels):
        raise DomainError("Chaque champ porte un nom, différent des autres.", field="fields")
    for one in fields:
        _require_sound_field(one)


def _require_sound_field(one: MaskField) -> None:
    name = f"«\u00a0{one.label}\u00a0»"
    if (one.sort is FieldSort.MEASURE) is not (one.measure is not None):
        raise DomainError(f"Choisissez la mesure du champ {name}.", field="fields")
    if one.sort is FieldSort.CHOICE and len(one.choices) < _LEAST_CHOICES:
        raise DomainError(f"Donnez au moins deux choix au champ {name}.", field="fields")
    if one.low is not None and one.high is not None and one.low > one.high:
        raise DomainError(f"Les bornes du champ {name} sont inversées.", field="fields")


def fields_as_json(fields: tuple[MaskField, ...]) -> list[dict[str, Any]]:
    """Return the fields as JSON values, as the base keeps them."""
    return [
        {
            "label": one.label,
            "sort": one.sort.value,
            "measure": one.measure.value if one.measure else None,
            "unit": one.unit,
            "low": one.low,
            "high": one.high,
            "choices": list(one.choices),
            "default": one.default,
        }
        for one in fields
    ]


def fields_from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[MaskField, ...]:
    """Return the fields that were kept so."""
    return tuple(
        MaskField(
            label=one["label"],
            sort=FieldSort(one["sort"]),
            measure=MeasureKind(one["measure"]) if one.get("measure") else None,
            unit=one.get("unit", ""),
            low=one.get("low"),
            high=one.get("high"),
            choices=tuple(one.get("choices", ())),
            default=one.get("default", ""),
        )
        for one in stored
    )
