"""Every table of the program, imported so that the metadata is complete."""

from __future__ import annotations

from almapy.allergies import tables as allergies
from almapy.audit import tables as audit
from almapy.db.base import Base
from almapy.encounters import tables as encounters
from almapy.history import tables as history
from almapy.measures import tables as measures
from almapy.medications import tables as medications
from almapy.patients import tables as patients
from almapy.practice import tables as practice
from almapy.record import tables as record
from almapy.users import tables as users

METADATA = Base.metadata
MODULES = (
    allergies,
    audit,
    encounters,
    history,
    measures,
    medications,
    patients,
    practice,
    record,
    users,
)
