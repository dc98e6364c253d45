"""Every table of the program, imported so that the metadata is complete."""

from __future__ import annotations

from almapy.allergies import tables as allergies
from almapy.audit import tables as audit
from almapy.db.base import Base
from almapy.encounters import tables as encounters
from almapy.history import tables as history
from almapy.medications import tables as medications
from almapy.patients import tables as patients
from almapy.practice import tables as practice
from almapy.users import tables as users

METADATA = Base.metadata
MODULES = (allergies, audit, encounters, history, medications, patients, practice, users)
