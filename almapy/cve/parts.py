"""What every part of the booklet service works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from almapy.cve.accounts import CarnetAccounts
from almapy.cve.faults import CarnetNotPublic
from almapy.cve.model import Recommendations
from almapy.cve.ports import CarnetGateway, Carnets
from almapy.users.model import Actor
from almapy.vaccination.doses import Products
from almapy.vaccination.service import VaccinationService
from almapy.vaccines.model import Vaccine
from almapy.work import Works


class Catalogue(Products, Protocol):
    """What is asked of the reference of vaccines."""

    def vaccine(self, code: str) -> Vaccine | None:
        """Return the vaccine of a NUVA code."""

    def of_cip13(self, cip13: str) -> Vaccine | None:
        """Return the vaccine that was sold under this code."""


LocalCalendar = Callable[[Actor, int, date], Recommendations]
"""Computes what our own calendar recommends."""


@dataclass(frozen=True, slots=True)
class CarnetTools:
    """The neighbours of the service; ``gateway`` is None where no service is plugged in.

    ``wake`` has what waits leave at once.
    """

    works: Works
    gateway: CarnetGateway | None
    accounts: CarnetAccounts
    vaccinations: VaccinationService
    catalogue: Callable[[], Catalogue]
    calendar: LocalCalendar
    wake: Callable[[], None]


class CarnetPart:
    """A part of the service, over its tools."""

    def __init__(self, tools: CarnetTools) -> None:
        self._tools = tools
        self._works = tools.works

    def _gateway(self) -> CarnetGateway:
        """Return the service of this post; raises CarnetNotPublic."""
        if self._tools.gateway is None:
            raise CarnetNotPublic
        return self._tools.gateway

    def _carnets(self, actor: Actor) -> Carnets:
        """Return the booklets of a person; raises CarnetNotPublic or NotActivated."""
        return self._tools.accounts.carnets(actor, self._gateway())

    def _catalogue(self) -> Catalogue:
        return self._tools.catalogue()
