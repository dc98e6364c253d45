"""A practice plugged into the simulated booklet service, over real sockets."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from almapy.adapters.cve_rest.gateway import RestGateway
from almapy.clock import SystemClock
from almapy.cve.exchanged import Credentials
from almapy.opening import Door, Opened
from almapy.outside import Outside
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.simulators.cve.endpoint import CveEndpoint, CveServers
from almapy.stop import Stop
from almapy.users.preferences import Preferences
from almapy.vaccination.model import Vaccination
from tests.conftest import CHEAP, new_practice
from tests.core.test_patients import RUTH
from tests.fakes.clock import FakeClock

AGRIPPAL = Vaccination(
    vaccine="VAC0002", label="AGRIPPAL", given_on="2025-10-14", lot="A100", dose=1
)
GARDASIL = replace(AGRIPPAL, vaccine="VAC0523", label="GARDASIL 9", given_on="2025-11-03")


@pytest.fixture(scope="module")
def servers() -> Iterator[CveServers]:
    running = CveServers(SystemClock())
    yield running
    running.close()


@pytest.fixture
def service(servers, clock) -> CveEndpoint:
    servers.endpoint.control.fail(0)
    servers.endpoint.control.set_clock(clock.now())
    return servers.endpoint


def gateway_of(service: CveEndpoint, clock: FakeClock, **changes: object) -> RestGateway:
    values = {
        "authorities": service.authorities_pem.decode(),
        "simulated": True,
        "seconds": 5.0,
    } | changes
    return RestGateway(service.url, service.mtls_url, clock, **values)


@dataclass
class Post:
    """One post of the practice with the person at work on it."""

    opened: Opened
    service: CveEndpoint
    clock: FakeClock
    patients: list[int] = field(default_factory=list)

    @property
    def app(self):
        return self.opened.application

    @property
    def actor(self):
        return self.opened.actor

    @property
    def carnets(self):
        return self.app.carnets

    def patient(self, **changes):
        """A record with an address to write to."""
        values = {"email": "ruth@exemple.invalid", "postal_code": "67000"}
        values |= {"matricule_ins": "", "ins_oid": "", "insi_accepted": False}
        found = self.app.patients.create(self.actor, replace(RUTH, **(values | changes))).id
        self.patients.append(found)
        return found

    def queue(self, patient_id):
        lines = self.carnets.queue(self.actor)
        return [one for one in lines if one.patient_id == patient_id and one.vaccination_id]

    def created(self, patient_id):
        draft = self.carnets.draft(self.actor, patient_id)
        return self.carnets.create(self.actor, patient_id, draft, Stop())

    def add(self, patient_id, data=AGRIPPAL):
        return self.app.vaccinations.add(self.actor, patient_id, data)

    def send(self):
        return self.app.carnet_sender.send_due(self.actor, Stop())

    def compare(self, patient_id):
        return self.carnets.compare(self.actor, patient_id, Stop())

    def state(self, fact):
        return self.carnets.states(self.actor, fact.patient_id)[fact.id]

    def remote(self, link):
        """What the service holds, asked by another client."""
        known = self.service.fixtures
        client = gateway_of(self.service, self.clock).open(Credentials(known.EMAIL, known.PASSWORD))
        return client.lines(link.record_uuid, Stop())

    def found(self, patient_id, pseudo, born):
        """Ask for one booklet of the sharing code of the fixtures."""
        request = self.carnets.resolve(self.actor, self.service.fixtures.SHARE_CODE, Stop())
        ref = next(one.ref for one in request.carnets if one.pseudo == pseudo)
        return self.carnets.ask(self.actor, patient_id, request, ref, born, Stop())


def activated(opened: Opened, service: CveEndpoint, clock: FakeClock) -> Post:
    app, actor = opened.application, opened.actor
    practitioner = app.information.get(actor).practitioner
    chosen = Preferences(mesvaccins_email=service.fixtures.EMAIL, use_mesvaccins=True)
    app.information.save(actor, practitioner, chosen)
    app.carnets.keep_password(actor, service.fixtures.PASSWORD)
    return Post(opened, service, clock)


@pytest.fixture(scope="module")
def running(servers, tmp_path_factory) -> Iterator[Post]:
    """A practice on the embedded base whose doctor uses the service, for all tests of a module."""
    clock = FakeClock()
    place = Place(Folders(tmp_path_factory.mktemp("cve") / "cabinet"), PostSettings())
    outside = Outside(cve=gateway_of(servers.endpoint, clock))
    opened = Door(place, clock, cost=CHEAP, outside=outside).create(new_practice())
    yield activated(opened, servers.endpoint, clock)
    opened.application.close()


@pytest.fixture
def post(running) -> Iterator[Post]:
    """The same for one test: the booklets it linked are free again afterwards."""
    running.service.control.fail(0)
    running.service.control.set_clock(running.clock.now())
    yield running
    running.service.control.fail(0)
    for patient_id in running.patients:
        running.carnets.unlink(running.actor, patient_id)
    running.patients.clear()
    running.app.carnet_sender.wake()


VOYAGE = ("voyage", date(1977, 7, 14))
"""RUTH's own booklet among the ten of the sharing code: three lines."""
