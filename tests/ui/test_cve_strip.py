import pytest
from PySide6.QtGui import QGuiApplication

from almapy.cve.faults import NOT_PUBLIC
from almapy.cve.model import Availability, CertificateSeen, LinkState
from almapy.events import Changed, Topic
from tests.fakes.carnet_screens import NOW, UUID, ChosenCarnets, link, send_line
from tests.ui.carnet_helper import Stage, faked, open_ruth
from tests.ui.page_helper import nameless
from ui.cve.view_names import ViewName


@pytest.fixture
def fake():
    return ChosenCarnets()


@pytest.fixture
def record(desk):
    return open_ruth(desk)


@pytest.fixture
def make_stage(qtbot, settle, desk, fake, record):
    def make():
        return Stage(qtbot, settle, faked(desk, fake), record)

    return make


def shown(strip):
    return [
        button
        for button in (
            strip.activate_button,
            strip.help_button,
            strip.create_button,
            strip.retrieve_button,
            strip.choose_button,
            strip.compare_button,
            strip.recommendations_button,
            strip.menu_button,
        )
        if button.isVisible()
    ]


def test_a_record_without_a_booklet_offers_to_create_or_retrieve_one(make_stage):
    stage = make_stage()
    strip = stage.strip
    assert shown(strip) == [strip.create_button, strip.retrieve_button]
    assert strip.create_button.accessibleName() == "Créer le carnet de vaccination électronique"
    assert strip.retrieve_button.accessibleName() == (
        "Récupérer un carnet de vaccination électronique grâce à un code de partage que doit vous "
        "fournir le patient"
    )
    assert strip.simulated.isVisible()
    assert not nameless(strip)
    button = strip.retrieve_button
    button.resize(button.minimumSizeHint())
    assert button.text() == "Récupérer par code de partage"
    button.resize(button.sizeHint())
    assert button.text() == button.accessibleName()


def test_a_linked_record_opens_its_booklet_straight_and_asks_nothing(make_stage, fake):
    fake.linked = link()
    strip = make_stage().strip
    assert fake.calls == []
    assert shown(strip) == [
        strip.compare_button,
        strip.recommendations_button,
        strip.menu_button,
    ]
    assert "Ambroise" in strip.words.text()
    assert UUID in strip.told.toolTip()
    names = [action.text() for action in strip.menu.actions()]
    assert "Renvoi du code de partage au patient" in names
    assert "Choisir un autre CVE ou en créer un" in names
    next(one for one in strip.menu.actions() if "UUID" in one.text()).trigger()
    assert QGuiApplication.clipboard().text() == UUID


def test_a_post_without_the_service_says_so_on_one_quiet_line(make_stage, fake):
    fake.available = Availability(ready=False, simulated=False, why=NOT_PUBLIC, plugged=False)
    stage = make_stage()
    strip = stage.strip
    assert shown(strip) == [strip.help_button]
    assert not strip.banner.isVisible()
    assert strip.told.toolTip() == NOT_PUBLIC
    fake.available = Availability(ready=False, simulated=False, why="Non activé.")
    strip.look()
    stage.settle()
    assert shown(strip) == [strip.activate_button]
    assert not strip.banner.isVisible()


def test_a_service_that_does_not_answer_is_told_once(make_stage, fake):
    fake.linked, fake.waiting = link(patient_id=1), [send_line(), send_line(id=2, attempts=0)]
    stage = make_stage()
    strip = stage.strip
    assert strip.waiting_button.text() == "2 envois en attente"
    assert strip.banner.isVisible()
    strip.banner.dismiss()
    strip.look()
    stage.settle()
    assert not strip.banner.isVisible()
    fake.waiting = []
    stage.desk.changed.emit(Changed(Topic.CARNET, 1))
    stage.settle()
    assert not strip.waiting_button.isVisible()


def test_a_booklet_taken_back_by_its_patient_can_only_be_retrieved_again(make_stage, fake):
    fake.linked = link(state=LinkState.REVOKED)
    fake.seen = CertificateSeen("DEMO Paul", NOW, warning="Ce certificat expire le 20/12/2026.")
    strip = make_stage().strip
    assert "retiré" in strip.words.text()
    assert strip.retrieve_button in shown(strip)
    assert strip.compare_button not in shown(strip)
    assert strip.banner.accessibleDescription() == "Ce certificat expire le 20/12/2026."


def test_two_booklets_after_a_merge_ask_for_a_choice(make_stage, fake):
    fake.chosen_between = [link(), link(id=2)]
    stage = make_stage()
    assert shown(stage.strip) == [stage.strip.choose_button]
    stage.strip.choose_button.click()
    stage.settle()
    assert stage.panel.current is stage.panel._views[ViewName.CHOOSE]
