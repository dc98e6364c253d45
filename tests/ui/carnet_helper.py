"""What the tests of the booklet share: a desk on a service they command, and its views."""

from __future__ import annotations

from dataclasses import replace

from almapy.cve.model import CarnetFound, CarnetIdentity
from almapy.patients.overview import Overview
from tests.core.test_patients import MARTIN, RUTH
from tests.fakes.carnet_screens import UUID, ChosenCarnets, remote
from ui.cve.panel import CarnetPanel
from ui.cve.strip import CarnetStrip
from ui.desk import Desk
from ui.patients.open_records import OpenRecord

OTHER_CARNET = (
    "date de naissance\u00a0: 14/07/1978 dans le carnet, 14/07/1977 dans le dossier",
    "nom\u00a0: DURAND dans le carnet, NESSI dans le dossier",
)


def faked(desk: Desk, fake: ChosenCarnets) -> Desk:
    """Return the same desk over a service that a test commands."""
    desk.application = replace(desk.application, carnets=fake)
    return desk


def open_ruth(desk: Desk) -> OpenRecord:
    """Open the record of RUTH."""
    return OpenRecord(desk.application.patients.create(desk.actor, RUTH), Overview())


def open_another(desk: Desk) -> OpenRecord:
    """Open the record of another patient."""
    return OpenRecord(desk.application.patients.create(desk.actor, MARTIN), Overview())


def found_of_another(patient_id: int) -> CarnetFound:
    """Return a booklet whose holder is not the patient."""
    return CarnetFound(patient_id, CarnetIdentity(UUID), "voyage", (remote(),), OTHER_CARNET)


class Stage:
    """A strip and its panel, shown on a record."""

    def __init__(self, qtbot, settle, desk: Desk, record: OpenRecord) -> None:
        self.desk, self.settle = desk, settle
        self.strip, self.panel = CarnetStrip(desk), CarnetPanel(desk)
        self.panel.follow(self.strip)
        for part in (self.strip, self.panel):
            qtbot.addWidget(part)
            part.resize(1100, 500)
        self.strip.show()
        self.show(record)

    def show(self, record: OpenRecord) -> None:
        self.record = record
        self.strip.show_record(record)
        self.panel.show_record(record)
        self.settle()

    def open(self, name):
        self.panel.open_view(name)
        self.settle()
        return self.panel.current

    def press(self, button) -> None:
        assert button.isEnabled()
        button.click()
        self.settle()
