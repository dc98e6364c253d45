"""Everything of the shared booklet of one open base, put together."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.cve.accounts import CarnetAccounts
from almapy.cve.listener import CarnetListener
from almapy.cve.own_calendar import OwnCalendar
from almapy.cve.parts import CarnetTools
from almapy.cve.ports import CarnetGateway, Keyring
from almapy.cve.secret_places import SecretPlaces
from almapy.cve.sending import CarnetSender
from almapy.cve.service import CarnetService
from almapy.events import EventBus
from almapy.users.information import InformationService
from almapy.users.secrets import SecretBox
from almapy.vaccination.service import VaccinationService
from almapy.vaccine_calendar.service import CalendarService
from almapy.vaccines.service import VaccineService
from almapy.work import Works


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The services that the booklet works with; ``keyring`` is None where none may be used."""

    events: EventBus
    information: InformationService
    box: SecretBox
    keyring: Keyring | None
    vaccinations: VaccinationService
    vaccines: VaccineService
    calendar: CalendarService
    post: str


@dataclass(frozen=True, slots=True)
class Booklet:
    """The service of the screens and what sends in the background."""

    service: CarnetService
    sender: CarnetSender


def assembled(works: Works, gateway: CarnetGateway | None, around: Neighbours) -> Booklet:
    """Return the booklet of a base, listening to its vaccinations."""
    places = SecretPlaces(around.keyring, around.post)
    accounts = CarnetAccounts(works, around.information, around.box, places)
    sender = CarnetSender(works, around.events, gateway, accounts, post=around.post)
    tools = CarnetTools(
        works,
        gateway,
        accounts,
        around.vaccinations,
        around.vaccines.catalogue,
        OwnCalendar(around.calendar),
        sender.wake,
    )
    around.vaccinations.add_listener(CarnetListener())
    return Booklet(CarnetService(tools), sender)
