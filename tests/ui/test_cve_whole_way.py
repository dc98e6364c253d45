"""The main ways on the real service of booklets, answered by the simulator of the demonstration."""

import pytest

from almapy.cve.registration import Subscription
from almapy.demo.cve import DemoCve
from almapy.opening import Door
from almapy.outside import Outside
from almapy.simulators.cve import fixtures
from almapy.vaccination.model import Vaccination
from tests.conftest import CHEAP, new_practice
from tests.ui.carnet_helper import Stage, open_ruth
from ui.cve.help_page import CarnetHelpPage
from ui.cve.view_names import ViewName
from ui.desk import Desk
from ui.theme import Theme
from ui.users.information_page import InformationPage


@pytest.fixture
def cve(clock):
    gateway = DemoCve(clock)
    yield gateway
    gateway.close()


@pytest.fixture
def desk(place, clock, cve, tasks):
    opened = Door(place, clock, cost=CHEAP, outside=Outside(cve=cve)).create(new_practice())
    yield Desk(opened.application, opened.actor, tasks, Theme())
    opened.application.close()


@pytest.fixture
def page(qtbot, desk, settle):
    page = InformationPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    page.tabs.setCurrentWidget(page.services)
    settle()
    return page


def activate(page, settle):
    part = page.services.mesvaccins
    part.email.setText(fixtures.EMAIL)
    part.password.edit.setText(fixtures.PASSWORD)
    part.activate_button.click()
    part.activation.code.setText(fixtures.WITHDRAWAL_GOOD)
    part.activation.accept_button.click()
    settle()
    assert part.activation.strip.accessibleName() == "Certificat importé"
    assert not part.box.isChecked()
    part.activation.refuse_button.click()
    part.box.click()
    page.validate_button.click()
    settle()


def test_a_withdrawal_code_activates_the_service_and_the_booklet_is_created_and_compared(
    page, desk, settle, qtbot, cve
):
    part = page.services.mesvaccins
    activate(page, settle)
    assert part.state.text == "Actif"
    assert desk.application.carnets.certificate(desk.actor) is not None
    part.test_button.click()
    settle()
    assert part.strip.accessibleName() == "Le service vous reconnaît"

    record = open_ruth(desk)
    stage = Stage(qtbot, settle, desk, record)
    view = stage.open(ViewName.CREATE)
    view.form.email.setText("ruth@exemple.invalid")
    stage.press(view.create_button)
    assert view.strip.accessibleName() == "Carnet créé et associé au dossier"
    assert len(cve.endpoint().control.outbox) == 1
    data = Vaccination("VAC0002", "AGRIPPAL", "2026-01-12", lot="A1")
    desk.application.vaccinations.add(desk.actor, record.patient.id, data)
    view = stage.open(ViewName.COMPARE)
    assert view.tree.topLevelItem(0).child(0).text(1) == "AGRIPPAL"
    view = stage.open(ViewName.RECOMMENDATIONS)
    assert view.table.model().rowCount() > 1
    assert stage.strip.link is not None


def test_an_account_is_opened_at_the_service_from_the_help(desk, settle, qtbot):
    page = CarnetHelpPage(desk)
    qtbot.addWidget(page)
    form = page.form
    form.email.setText(fixtures.EMAIL)
    for field in (form.password.first, form.password.again):
        field.setText("Marronnier-2027!")
    form.kind.set_value(Subscription.WITH_CODE.value)
    form.code.setText("INCONNU")
    form.conditions.setChecked(True)
    form.create_button.click()
    settle()
    refused = (form.email.accessibleDescription(), form.code.accessibleDescription())
    assert any("compte" in told or "code" in told for told in refused)
    form.email.setText("nouveau@almapy.invalid")
    form.code.setText(fixtures.REGISTRATION_CODE)
    form.create_button.click()
    settle()
    assert form.strip.accessibleName() == "Compte créé"


def test_a_sharing_code_brings_the_vaccines_of_a_booklet_once(page, desk, settle, qtbot):
    activate(page, settle)
    record = open_ruth(desk)
    stage = Stage(qtbot, settle, desk, record)
    view = stage.open(ViewName.RETRIEVE)
    view.code.setText(" test-carn ".lower())
    stage.press(view.code_button)
    assert view.table.model().rowCount() == len(fixtures.PSEUDOS)
    view.table.selectRow(fixtures.PSEUDOS.index("voyage"))
    view.ask_button.click()
    view.birth_date.setText("15/07/1977")
    stage.press(view.date_button)
    assert "n'est pas celle du titulaire" in view.birth_date.accessibleDescription()
    view.birth_date.setText(f"{fixtures.RUTH_BORN:%d/%m/%Y}")
    stage.press(view.date_button)
    ticked = view.found.tree.ticked()
    assert ticked
    stage.press(view.take_button)
    assert view.strip.accessibleName() == "Carnet associé au dossier"
    stored = desk.application.vaccinations.of(desk.actor, record.patient.id)
    assert len(stored) == len(ticked)
    view = stage.open(ViewName.COMPARE)
    assert view.tree.ticked() == []
