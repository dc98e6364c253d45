"""The form of a fact that lasts from a day to a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from almapy.errors import DomainError
from ui.record.fact_form import FactForm
from ui.widgets.bound_day import BoundDay


class DaysForm(FactForm):
    """What is no day is refused in its field, and stays there."""

    def day_field(self, name: str) -> BoundDay:
        """Return a new field bound to ``name``."""
        return self.fields.bind(name, BoundDay(self.desk.application.clock))

    def day(self, values: Mapping[str, Any], name: str) -> date | None:
        """Return the day of a field; raises DomainError naming the field when it holds none."""
        value = values[name]
        if isinstance(value, str):
            raise DomainError("Cette date n'est pas comprise. Écrivez-la JJ/MM/AAAA.", field=name)
        day: date | None = value
        return day
