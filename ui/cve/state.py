"""What a post can do with booklets now, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.cve.model import Availability, CarnetLink, CertificateSeen, SendLine, SendState
from almapy.cve.service import CarnetService
from almapy.users.model import Actor


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Whether the service can be used by this person, and with which certificate."""

    availability: Availability
    certificate: CertificateSeen | None


@dataclass(frozen=True, slots=True)
class RecordState:
    """The booklet of one record: its link, what waits for it, and the service."""

    patient_id: int
    service: ServiceState
    link: CarnetLink | None
    to_choose: tuple[CarnetLink, ...]
    waiting: tuple[SendLine, ...]


def service_state(carnets: CarnetService, actor: Actor) -> ServiceState:
    """Return what this person can do; never calls the service."""
    return ServiceState(carnets.availability(actor), carnets.certificate(actor))


def record_state(carnets: CarnetService, actor: Actor, patient_id: int) -> RecordState:
    """Return the booklet of a record and what waits for it; never calls the service."""
    link = carnets.link(actor, patient_id)
    waiting = tuple(
        line
        for line in carnets.queue(actor)
        if line.patient_id == patient_id and line.state is SendState.WAITING
    )
    to_choose = tuple(carnets.to_choose(actor, patient_id))
    return RecordState(patient_id, service_state(carnets, actor), link, to_choose, waiting)
