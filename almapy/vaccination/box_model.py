"""One box of medicine that was held before the program, and what the practice knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from almapy.gs1.model import BoxCode
from almapy.vaccines.model import Vaccine


@dataclass(frozen=True, slots=True)
class ScannedBox:
    """What a code says, and the product that it names.

    ``vaccine`` is None for a code that no reference knows and for a medicine that is no vaccine;
    ``is_vaccine`` is false for the latter only. ``product`` is the name to show, empty when
    unknown. ``expired`` tells that the last day of use is over today; ``told`` that a person of
    the practice once said which vaccine this code is.
    """

    code: BoxCode
    vaccine: Vaccine | None = None
    product: str = field(default="", repr=False)
    is_vaccine: bool = True
    expired: bool = False
    told: bool = False

    @property
    def is_unknown(self) -> bool:
        """Tell whether nobody knows yet what product this is."""
        return self.vaccine is None and self.is_vaccine

    def told_as(self, vaccine: Vaccine) -> ScannedBox:
        """Return this box once a person said which vaccine it is."""
        return replace(self, vaccine=vaccine, product=vaccine.name, is_vaccine=True, told=True)
