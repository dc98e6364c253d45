"""Figures quoted in a note, and kept as measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from almapy.demo.body import Body
from almapy.measures.model import Measure, MeasureKind

_MEASURED: dict[str, tuple[MeasureKind, Callable[[Body, date], float]]] = {
    "poids": (MeasureKind.WEIGHT, Body.weight),
    "taille": (MeasureKind.HEIGHT, Body.height),
    "fc": (MeasureKind.HEART_RATE, lambda body, _day: body.heart_rate()),
    "temperature": (MeasureKind.TEMPERATURE, lambda body, _day: body.temperature()),
    "creat": (MeasureKind.CREATININE, Body.creatinine),
}
# Lowest, middle and highest value, spread, decimals; told in notes only, not kept as measures.
_LABORATORY = {
    "hba1c": (5.9, 7.1, 9.8, 0.6, 1),
    "tsh": (0.5, 2.3, 5.5, 0.9, 2),
    "ldl": (0.4, 0.8, 1.4, 0.2, 2),
    "potassium": (3.5, 4.4, 5.2, 0.3, 1),
}


class Figures(dict[str, str]):
    """The figures of one visit by name; whatever a note quotes becomes a measure of that visit."""

    def __init__(self, body: Body, held_at: datetime) -> None:
        super().__init__()
        self.body = body
        self.held_at = held_at
        self.measures: list[Measure] = []

    def __missing__(self, name: str) -> str:
        text = self._quote(name)
        self[name] = text
        return text

    def take(self, *names: str) -> None:
        """Measure without saying so in the note."""
        for name in names:
            if name not in self:
                self[name] = self._quote(name)

    def _quote(self, name: str) -> str:
        day = self.held_at.date()
        if name == "ta":
            high, low = self.body.pressure(day)
            self._note(MeasureKind.BLOOD_PRESSURE, high, low)
            return f"{round(high / 10)}/{round(low / 10)}"
        if name in _MEASURED:
            kind, measured = _MEASURED[name]
            value = measured(self.body, day)
            self._note(kind, value)
            return f"{value:g}".replace(".", ",")
        lowest, middle, highest, spread, decimals = _LABORATORY[name]
        value = self.body.rng.gauss(middle, spread)
        return f"{max(lowest, min(highest, value)):.{decimals}f}".replace(".", ",")

    def _note(self, kind: MeasureKind, value: float, second: float | None = None) -> None:
        lower = None if second is None else float(second)
        self.measures.append(Measure(kind, float(value), self.held_at, lower))
