"""Every table of the program, imported so that the metadata is complete."""

from __future__ import annotations

from almapy.administrative import tables as administrative
from almapy.agenda import tables as agenda
from almapy.allergies import tables as allergies
from almapy.audit import tables as audit
from almapy.care import tables as care
from almapy.contraindications import tables as contraindications
from almapy.cve import tables as cve
from almapy.db.base import Base
from almapy.documents import tables as documents
from almapy.encounters import tables as encounters
from almapy.followup import tables as followup
from almapy.history import tables as history
from almapy.incoming import tables as incoming
from almapy.insi import tables as insi
from almapy.masks import tables as masks
from almapy.measures import tables as measures
from almapy.medications import tables as medications
from almapy.messages import tables as messages
from almapy.patients import tables as patients
from almapy.practice import tables as practice
from almapy.presence import tables as presence
from almapy.record import tables as record
from almapy.remarks import tables as remarks
from almapy.reminders import tables as reminders
from almapy.sign_in import tables as sign_in
from almapy.users import tables as users
from almapy.vaccination import tables as vaccination
from almapy.vaccine_calendar import tables as vaccine_calendar

METADATA = Base.metadata
MODULES = (
    agenda,
    administrative,
    allergies,
    audit,
    contraindications,
    care,
    cve,
    documents,
    encounters,
    followup,
    history,
    incoming,
    insi,
    masks,
    measures,
    medications,
    messages,
    patients,
    practice,
    presence,
    record,
    remarks,
    reminders,
    sign_in,
    users,
    vaccination,
    vaccine_calendar,
)
