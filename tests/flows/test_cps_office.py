"""The CPS from the sign-in window to the lock page: offered, unlocking, locking when it leaves."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.cards.model import ReaderState
from almapy.opening import Door
from almapy.settings import PostSettings
from almapy.sign_in.model import TokenKind
from almapy.users.model import NewAccount, Role
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.core.test_patients import RUTH
from tests.fakes.cps import RIGHT_PIN, FakeCard
from tests.ui.conftest import _own_settings, tasks  # noqa: F401  (fixtures)
from tests.ui.cps_helper import Post
from tests.ui.door_helper import button, messages, words
from tests.ui.test_cps_sign_in import link
from ui.cards.simulated_reader import SimulatedReaderPopup
from ui.launcher import Launcher
from ui.lock.lock_page import LockPage
from ui.theme import Theme

OTHERS = "8025000001290000099"


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def card():
    return FakeCard()


@pytest.fixture
def linked_practice(place, make_door, card):
    """A practice whose doctor has a linked card, and whose substitute has another one."""
    opened = make_door(place).create(new_practice())
    link(opened, card)
    application = opened.application
    account = application.accounts.create(
        opened.actor, NewAccount("claire", Role.REMPLACANT, "Claire", "FICTIVE", PASSWORD)
    )
    claire = replace(opened, actor=account.at(application.post))
    link(claire, others_card())
    application.close()
    return place


def others_card():
    return FakeCard(
        serial=OTHERS, number="899700369822", family_name="FICTIVE", first_name="Claire"
    )


@pytest.fixture
def launch(qapp, qtbot, clock, post):
    started = []

    def start(place, **settings):
        at = replace(place, settings=PostSettings(**settings))
        launcher = Launcher(
            qapp,
            at,
            clock,
            Theme(),
            make_door=lambda p: Door(p, clock, cost=CHEAP, outside=post.outside),
        )
        started.append(launcher)
        launcher.start()
        qtbot.waitUntil(lambda: launcher.front._card_way is not None, timeout=10_000)
        return launcher

    yield start
    for launcher in started:
        if launcher.office is not None:
            launcher.office.leave(comes_back=False)
            qtbot.waitUntil(lambda: launcher.office is None, timeout=20_000)  # noqa: B023
        launcher.end()


def by_password(qtbot, launcher):
    page = launcher.front._page
    page._login.edit.setText(LOGIN)
    page._password.setText(PASSWORD)
    qtbot.keyClick(page._password, Qt.Key.Key_Return)
    return wait_for_office(qtbot, launcher)


def by_card(qtbot, launcher):
    panel = launcher.front._card_way.panel
    qtbot.waitUntil(lambda: panel.asks_code, timeout=10_000)
    give(qtbot, panel)
    return wait_for_office(qtbot, launcher)


def give(qtbot, panel, code=RIGHT_PIN):
    qtbot.keyClicks(panel.pin.edit, code)
    qtbot.keyClick(panel.pin.edit, Qt.Key.Key_Return)


def wait_for_office(qtbot, launcher):
    qtbot.waitUntil(lambda: launcher.office is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not launcher.tasks.under_way, timeout=20_000)
    return launcher.office


def panel_of(lock):
    from ui.cps.card_panel import CardPanel

    return lock.findChild(CardPanel)


def means(office, action):
    application, actor = office.desk.application, office.desk.actor
    page = application.journal.page(actor, JournalFilter(action=action))
    return [entry.values.get("moyen") for entry in page.entries]


def test_the_code_given_at_the_door_is_not_asked_again_in_the_session(
    qtbot, launch, linked_practice, post, card
):
    post.insert(card)
    office = by_card(qtbot, launch(linked_practice))
    application = office.desk.application
    assert application.cps_reader.is_unlocked(application.cps_reader.read())
    assert means(office, Action.SESSION_OPENED)[0] == "Carte CPS"


def test_the_card_unlocks_and_typed_text_is_still_there(qtbot, launch, linked_practice, post, card):
    post.insert(card)
    office = by_card(qtbot, launch(linked_practice))
    application = office.desk.application
    application.patients.create(office.desk.actor, RUTH)
    with qtbot.waitSignal(office.window.records.opened):
        office.window.open_patient(1)
    office.lock()
    assert not application.cps_reader.is_unlocked(application.cps_reader.read())
    lock = office.front()
    panel = panel_of(lock)
    qtbot.waitUntil(lambda: panel.asks_code, timeout=10_000)
    assert "Carte de Paul DÉMO, Médecin" in words(lock)
    give(qtbot, panel)
    qtbot.waitUntil(lambda: office.front() is office.window, timeout=10_000)
    assert office.window.isVisible()
    assert office.window.records.current.patient.id == 1
    assert means(office, Action.SESSION_UNLOCKED) == ["Carte CPS"]


def test_the_password_unlocks_a_session_opened_by_card(qtbot, launch, linked_practice, post, card):
    post.insert(card)
    office = by_card(qtbot, launch(linked_practice))
    office.lock()
    office.front().unlock_asked.emit(PASSWORD)
    qtbot.waitUntil(lambda: office.front() is office.window, timeout=10_000)


def test_the_card_of_somebody_else_leaves_the_post_locked(
    qtbot, launch, linked_practice, post, card
):
    office = by_password(qtbot, launch(linked_practice))
    office.lock()
    lock = office.front()
    others = others_card()
    post.insert(others)
    qtbot.waitUntil(lambda: "n'est pas celle de la personne connectée" in words(lock), timeout=9000)
    assert not panel_of(lock).asks_code
    assert others.logins == 0
    assert button(lock, "Changer d'utilisateur").isEnabled()
    post.pull()
    post.insert(card)
    qtbot.waitUntil(lambda: panel_of(lock).asks_code, timeout=10_000)


def test_a_wrong_code_keeps_the_post_locked(qtbot, launch, linked_practice, post, card):
    office = by_password(qtbot, launch(linked_practice))
    office.lock()
    lock = office.front()
    post.insert(card)
    qtbot.waitUntil(lambda: panel_of(lock).asks_code, timeout=10_000)
    give(qtbot, panel_of(lock), "0000")
    qtbot.waitUntil(lambda: "Il reste 2 essais" in words(lock), timeout=10_000)
    assert "Code porteur incorrect" in messages(lock)
    assert isinstance(office.front(), LockPage)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_post_locks_when_the_card_that_opened_it_leaves_if_it_is_set_so(
    qtbot, launch, linked_practice, post, card, wanted
):
    post.insert(card)
    office = by_card(qtbot, launch(linked_practice, lock_on_cps_removal=wanted))
    seen = []
    office.desk.application.cards.listen(lambda event: seen.append(event.kind.value))
    post.pull()
    qtbot.waitUntil(lambda: "removed" in seen, timeout=10_000)
    if wanted:
        qtbot.waitUntil(lambda: isinstance(office.front(), LockPage), timeout=10_000)
    else:
        qtbot.waitUntil(lambda: not office._card._reader, timeout=10_000)
        assert office.front() is office.window


def test_a_session_opened_by_password_does_not_lock_when_a_card_leaves(
    qtbot, launch, linked_practice, post, card
):
    office = by_password(qtbot, launch(linked_practice, lock_on_cps_removal=True))
    seen = []
    office.desk.application.cards.listen(lambda event: seen.append(event.kind.value))
    post.insert(card)
    qtbot.waitUntil(lambda: "inserted" in seen, timeout=10_000)
    post.pull()
    qtbot.waitUntil(lambda: "removed" in seen, timeout=10_000)
    qtbot.waitUntil(lambda: not office._tasks.under_way, timeout=10_000)
    assert office.front() is office.window


def test_the_card_that_unlocked_locks_again_when_it_leaves(
    qtbot, launch, linked_practice, post, card
):
    office = by_password(qtbot, launch(linked_practice, lock_on_cps_removal=True))
    office.lock()
    post.insert(card)
    qtbot.waitUntil(lambda: panel_of(office.front()).asks_code, timeout=10_000)
    give(qtbot, panel_of(office.front()))
    qtbot.waitUntil(lambda: office.front() is office.window, timeout=10_000)
    post.pull()
    qtbot.waitUntil(lambda: isinstance(office.front(), LockPage), timeout=10_000)


def test_the_post_locks_when_the_card_leaves_while_the_base_opens(
    qtbot, launch, linked_practice, post, card
):
    post.insert(card)
    launcher = launch(linked_practice, lock_on_cps_removal=True)
    front, begin = launcher.front, launcher.begin
    front.opened.disconnect()

    def opened_too_late(opened):
        post.pull()
        begin(opened)

    front.opened.connect(opened_too_late)
    office = by_card(qtbot, launcher)
    qtbot.waitUntil(lambda: isinstance(office.front(), LockPage), timeout=10_000)


def test_a_service_of_readers_that_dies_locks_once(qtbot, launch, linked_practice, post, card):
    post.insert(card)
    office = by_card(qtbot, launch(linked_practice, lock_on_cps_removal=True))
    cards = office.desk.application.cards
    post.system.stop()
    qtbot.waitUntil(lambda: isinstance(office.front(), LockPage), timeout=10_000)
    office.front().unlock_asked.emit(PASSWORD)
    qtbot.waitUntil(lambda: office.front() is office.window, timeout=10_000)
    for turn, state in (
        (post.system.start, ReaderState.READY),
        (post.system.stop, ReaderState.NO_SERVICE),
    ):
        turn()
        qtbot.waitUntil(lambda: cards.state() is state, timeout=10_000)  # noqa: B023
    qtbot.waitUntil(lambda: not office._tasks.under_way, timeout=10_000)
    assert office.front() is office.window


def test_a_card_never_linked_is_offered_after_the_password_and_linked_in_one_gesture(
    qtbot, launch, linked_practice, post
):
    new_card = FakeCard(serial="8025000001290000018")
    post.insert(new_card)
    launcher = launch(linked_practice)
    front = launcher.front
    qtbot.waitUntil(lambda: front._card_way._unlinked, timeout=10_000)
    office = by_password(qtbot, launcher)
    strip = office.window.strip
    qtbot.waitUntil(lambda: "Associer votre carte CPS" in messages(office.window), timeout=10_000)
    assert "Carte de Paul DÉMO, Médecin" in messages(office.window)
    action = next(a for a in office._card.findChildren(QAction))
    assert action.text() == "Associer cette carte"
    action.trigger()
    assert not strip.isVisible()
    qtbot.waitUntil(lambda: office._card.pins.dialog is not None, timeout=10_000)
    dialog = office._card.pins.dialog
    assert "Pour associer cette carte à votre compte." in words(dialog)
    give(qtbot, dialog)
    links = office.desk.application.sign_in_links
    qtbot.waitUntil(lambda: len(links.of(office.desk.actor)) == 2, timeout=10_000)
    assert all(one.kind is TokenKind.CPS for one in links.of(office.desk.actor))
    qtbot.waitUntil(lambda: not launcher.tasks.under_way, timeout=10_000)


def test_locking_closes_the_question_of_a_code(qtbot, launch, linked_practice, post, card):
    post.insert(FakeCard(serial="8025000001290000018"))
    launcher = launch(linked_practice)
    front = launcher.front
    qtbot.waitUntil(lambda: front._card_way._unlinked, timeout=10_000)
    office = by_password(qtbot, launcher)
    qtbot.waitUntil(lambda: bool(office._card.findChildren(QAction)), timeout=10_000)
    office._card.findChildren(QAction)[0].trigger()
    qtbot.waitUntil(lambda: office._card.pins.dialog is not None, timeout=10_000)
    office.lock()
    qtbot.waitUntil(lambda: office._card.pins.dialog is None, timeout=10_000)
    assert isinstance(office.front(), LockPage)


def test_changing_person_comes_back_with_the_card_at_the_sign_in(
    qtbot, launch, linked_practice, post, card
):
    post.insert(card)
    launcher = launch(linked_practice)
    office = by_card(qtbot, launcher)
    office.window.commands.actions["switch_user"].trigger()
    qtbot.waitUntil(lambda: launcher.front is not None, timeout=20_000)
    qtbot.waitUntil(lambda: launcher.front._card_way is not None, timeout=10_000)
    by_card(qtbot, launcher)


def test_the_demo_signs_in_again_with_its_hint_and_its_simulated_readers(
    qapp, qtbot, place, clock, make_door
):
    make_door(place).create(new_practice(is_demo=True)).application.close()
    launcher = Launcher(qapp, place, clock, Theme(), make_door=make_door)
    launcher.start()
    qtbot.waitUntil(lambda: launcher.front._card_way is not None, timeout=10_000)
    office = by_password(qtbot, launcher)
    office.lock()
    assert button(office.front(), "Lecteur simulé…").isEnabled()
    office.leave(comes_back=True)
    qtbot.waitUntil(lambda: launcher.front is not None, timeout=20_000)
    front = launcher.front
    assert "Base de démonstration" in messages(front)
    assert front._page.login == LOGIN
    qtbot.waitUntil(lambda: front._card_way is not None, timeout=10_000)
    cards = front._card_way._door.outside.simulated_cards
    cards.insert("cps_inconnue")
    qtbot.waitUntil(lambda: "pas encore associée" in words(front), timeout=20_000)
    assert "Simulateur" in words(front)
    button(front, "Lecteur simulé…").click()
    popup = front.findChild(SimulatedReaderPopup)
    qtbot.waitUntil(popup.isVisible)
    popup.close()
    front._stop_ways()
    qtbot.waitUntil(lambda: not launcher.tasks.under_way, timeout=10_000)
    front.close()
    launcher.end()
