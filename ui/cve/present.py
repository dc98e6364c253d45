"""Which lines of a booklet just opened the record already has (cve.md R14, R16)."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.application import Application
from almapy.cve.lines import to_vaccination
from almapy.cve.model import CarnetFound
from almapy.users.model import Actor
from almapy.vaccination.doses import same_act


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A booklet, and the lines of it that the record has: they are not ticked at first."""

    found: CarnetFound = field(repr=False)
    present: frozenset[str]


def looked_up(application: Application, actor: Actor, found: CarnetFound) -> LookedUp:
    """Compare a booklet that is not linked yet with the record it was asked for."""
    catalogue = application.vaccines.catalogue()
    standing = application.vaccinations.of(actor, found.patient_id)
    present = []
    for line in found.lines:
        vaccine = catalogue.vaccine(line.content.nuva)
        diseases = " ".join(vaccine.diseases) if vaccine is not None else ""
        data = to_vaccination(line, known=vaccine is not None, diseases=diseases)
        if any(same_act(fact.data, data, catalogue) for fact in standing):
            present.append(line.remote_id)
    return LookedUp(found, frozenset(present))
