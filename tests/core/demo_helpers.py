"""A demo practice that several tests look at."""

from __future__ import annotations

from datetime import date
from functools import cache

from almapy.demo.model import DemoRecord
from almapy.demo.people import demo_records
from almapy.patients.model import IdentityStatus, PatientDraft, identity_status

TODAY = date(2026, 11, 21)
DAYS = (TODAY, date(2024, 2, 29), date(2029, 1, 1))
COUNT = 600


@cache
def made_on(today: date) -> tuple[DemoRecord, ...]:
    """Return the practice as of that day; it is made once."""
    return tuple(demo_records(COUNT, today=today))


def status(person: PatientDraft) -> IdentityStatus:
    """Return the status that the record of these data will have."""
    return identity_status(
        insi_accepted=person.insi_accepted,
        identity_document=person.identity_document,
        doubtful=person.doubtful,
        fictitious=person.fictitious,
    )
