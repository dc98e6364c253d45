"""What a person typed as a measure, read as a doctor means it (UX §4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from almapy.measures.model import MeasureKind, Usual
from almapy.measures.words import number_text, value_text, with_unit

_NUMBER = r"(\d{1,7}(?:[.,]\d{1,6})?)"
_ALONE = re.compile(rf"{_NUMBER}([^\d.,][^\d]*)?", re.ASCII)
_PAIR = re.compile(rf"{_NUMBER}\s*[/\\ -]\s*{_NUMBER}([^\d.,][^\d]*)?", re.ASCII)
_METRES_AND_CENTIMETRES = re.compile(r"(\d)\s*m\s*(\d{2})", re.ASCII | re.IGNORECASE)
_GROUPS = re.compile(r"\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?", re.ASCII)
_LONGEST = 40
_CENTIMETRES_OF_MERCURY_BELOW = 30
_METRES_BELOW = 3
_PER_THOUSAND = 1000
_HUNDRED = 100

# What may be typed behind a number, and by how much it multiplies it.
_UNITS: dict[MeasureKind, dict[str, float]] = {
    MeasureKind.WEIGHT: {"kg": 1, "kgs": 1, "kilos": 1, "g": 1 / _PER_THOUSAND},
    MeasureKind.HEIGHT: {"cm": 1, "m": _HUNDRED},
    MeasureKind.HEAD: {"cm": 1, "mm": 0.1},
    MeasureKind.WAIST: {"cm": 1},
    MeasureKind.BLOOD_PRESSURE: {"mmhg": 1, "cmhg": 10},
    MeasureKind.HEART_RATE: {"/min": 1, "bpm": 1, "/mn": 1},
    MeasureKind.TEMPERATURE: {"°c": 1, "°": 1, "c": 1},
    MeasureKind.SPO2: {"%": 1},
    MeasureKind.BREATHING_RATE: {"/min": 1, "/mn": 1},
    MeasureKind.PAIN: {},
    MeasureKind.STEPS: {"pas": 1, "pas/jour": 1},
    MeasureKind.TOBACCO: {"cig": 1, "cig/jour": 1, "cig/j": 1, "/j": 1, "/jour": 1},
    MeasureKind.ALCOHOL: {"verre": 1, "verres": 1, "verres/jour": 1, "/j": 1, "/jour": 1},
    MeasureKind.ACTIVITY: {"j": 1, "jours": 1, "j/semaine": 1, "jours/semaine": 1},
    MeasureKind.CREATININE: {"µmol/l": 1, "μmol/l": 1, "umol/l": 1, "mg/l": 8.84},
    MeasureKind.GLUCOSE: {"g/l": 1, "mmol/l": 1 / 5.551},
    MeasureKind.HBA1C: {"%": 1},
    MeasureKind.INR: {},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: a value, a remark that refuses nothing, or why it is refused.

    Without value and without error nothing was typed.
    """

    value: float | None = field(default=None, repr=False)
    second: float | None = field(default=None, repr=False)
    remark: str = field(default="", repr=False)
    error: str = ""


def read_value(kind: MeasureKind, typed: str) -> Reading:
    """Read « 56,5 », « 12/8 » (120/80 mmHg), « 1,65 » or « 1m65 » (165 cm).

    A value out of the usual bounds is kept with a remark; a text that is no value is refused.
    """
    text = " ".join(typed.split()).replace("\u202f", " ")
    if not text:
        return Reading()
    if len(text) > _LONGEST or not kind.typed:
        return Reading(error=_refusal(kind))
    if kind is MeasureKind.BLOOD_PRESSURE:
        return _read_pressure(text)
    if kind is MeasureKind.PAIN:
        text = text.removesuffix("/10").strip()
    meant = ""
    metres = _METRES_AND_CENTIMETRES.fullmatch(text) if kind is MeasureKind.HEIGHT else None
    if metres:
        value = float(metres[1]) * _HUNDRED + float(metres[2])
    else:
        found = _ALONE.fullmatch(_joined(text))
        factor = _factor(kind, found[2]) if found else None
        if found is None or factor is None:
            return Reading(error=_refusal(kind))
        value = _number(found[1]) * factor
        if kind is MeasureKind.HEIGHT and not found[2] and 0 < value < _METRES_BELOW:
            value *= _HUNDRED
            meant = "Lu en mètres\u00a0: "
    kept = round(value, kind.decimals)
    if meant:
        meant += with_unit(number_text(kept), kind.shown_unit) + "."
    return Reading(kept, None, _joined_words(meant, _doubt(kind, kept, kind.usual)))


def _read_pressure(text: str) -> Reading:
    kind = MeasureKind.BLOOD_PRESSURE
    found = _PAIR.fullmatch(text)
    factor = _factor(kind, found[3]) if found else None
    if found is None or factor is None:
        return Reading(error=_refusal(kind))
    high, low = (_millimetres(_number(part) * factor) for part in (found[1], found[2]))
    remark = _doubt(kind, high, kind.usual) or _doubt(kind, low, kind.usual_second)
    if low >= high:
        remark = f"La diastolique n'est pas sous la systolique ({value_text(kind, high, low)})."
    return Reading(high, low, remark)


def _millimetres(value: float) -> float:
    return float(round(value * 10 if value < _CENTIMETRES_OF_MERCURY_BELOW else value))


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _joined(text: str) -> str:
    """Join « 8 000 », which is one number; leave « 80 00 », which is none."""
    found = _GROUPS.match(text)
    return found[0].replace(" ", "") + text[found.end() :] if found else text


def _factor(kind: MeasureKind, unit: str | None) -> float | None:
    if unit is None or not unit.strip():
        return 1
    return _UNITS[kind].get("".join(unit.casefold().split()))


def _doubt(kind: MeasureKind, value: float, usual: Usual | None) -> str:
    if usual is None or usual.holds(value):
        return ""
    shown = with_unit(number_text(value), kind.shown_unit)
    bounds = f"{number_text(usual.low)} à {number_text(usual.high)}"
    return f"Valeur inhabituelle\u00a0: {shown} (plausible de {bounds})."


def _joined_words(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _refusal(kind: MeasureKind) -> str:
    if not kind.typed:
        return f"{kind.label}\u00a0: calculé par le programme, il ne se saisit pas."
    if kind is MeasureKind.BLOOD_PRESSURE:
        return "Écrivez les deux chiffres, par exemple 12/8 ou 120/80."
    unit = f" en {kind.shown_unit}" if kind.shown_unit else ""
    return f"Écrivez un nombre{unit}, par exemple {_EXAMPLES.get(kind, '5')}."


_EXAMPLES = {
    MeasureKind.WEIGHT: "56,5",
    MeasureKind.HEIGHT: "165",
    MeasureKind.HEAD: "42,5",
    MeasureKind.WAIST: "88",
    MeasureKind.HEART_RATE: "72",
    MeasureKind.TEMPERATURE: "37,2",
    MeasureKind.SPO2: "98",
    MeasureKind.BREATHING_RATE: "16",
    MeasureKind.STEPS: "8000",
    MeasureKind.CREATININE: "80",
    MeasureKind.GLUCOSE: "0,95",
    MeasureKind.HBA1C: "6,8",
    MeasureKind.INR: "2,5",
}
