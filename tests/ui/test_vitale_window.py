"""Put a card in the reader: the right patient is on the screen, and nobody is disturbed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from almapy.cards.faults import CardMute
from almapy.cards.model import CardFamily, ReaderState
from almapy.cards.service import CardService
from almapy.demo.readers import SimulatedReaders
from almapy.insi.model import CallKind, Outcome
from almapy.patients.model import IdentityStatus, Sex
from almapy.settings import PostSettings
from almapy.users.model import Role
from almapy.vitale.service import VitaleService
from tests.core.test_patients import RUTH as RECORD
from tests.fakes.insi import FakeInsi, FakeReader
from tests.fakes.vitale import (
    CHILD,
    PLAIN_RUTH,
    READER,
    RUTH,
    STRANGER,
    FakeCards,
    FakeControls,
    direct,
    official,
)
from tests.ui.door_helper import press
from tests.ui.insi_helper import PLAIN, give_insi
from tests.ui.typing_helper import type_text
from tests.ui.vitale_helper import give_cards, lines, page_of, said
from ui.widgets.toast import Toast
from ui.window import MainWindow


@pytest.fixture
def insi(desk):
    one = FakeInsi()
    give_insi(desk, one, FakeReader(()))
    yield one
    one.release.set()


@pytest.fixture
def cards():
    return FakeCards()


@pytest.fixture
def reader(desk, cards, insi):
    reader, _ = give_cards(desk, cards=cards)
    yield reader
    reader.release.set()


@pytest.fixture
def show(qtbot, tasks, settle):
    def on(desk):
        window = MainWindow(desk, tasks)
        window.quit_asked.connect(window.hide)
        qtbot.addWidget(window)
        window.resize(1366, 740)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        settle()
        return window

    return on


@pytest.fixture
def window(show, desk, reader, settle):
    window = show(desk)
    yield window
    reader.release.set()
    settle()


@pytest.fixture
def insert(qtbot, cards, reader, desk, settle):
    def put(reading, family=CardFamily.VITALE_2):
        reader.reading = reading
        count = len(reader.readers)
        cards.insert(family)
        qtbot.waitUntil(lambda: len(reader.readers) > count)
        settle()

    return put


def create(desk, draft):
    return desk.application.patients.create(desk.actor, draft)


def in_front(window):
    record = window.records.current
    return record.patient.id if record is not None else None


def notices(window):
    return [one.accessibleName() for one in window.findChildren(Toast) if one.isVisible()]


def press_notice(qtbot, window, verb):
    button = next(
        button
        for one in window.findChildren(Toast)
        if one.isVisible()
        for button in one.findChildren(QPushButton)
        if button.text() == verb
    )
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)


def banner(window):
    return "\n".join(line.text() for line in window.banner._lines).replace("\u00a0", " ")


def test_the_card_of_a_known_patient_opens_the_record_by_itself(window, desk, insert, settle):
    create(desk, RECORD)
    insert(official(RUTH))
    settle()
    assert in_front(window) == 1
    assert "DE VINCI RUTH" in window.windowTitle()


def test_the_banner_says_the_rights_after_the_card_and_not_before(
    qtbot, window, desk, insert, settle
):
    create(desk, RECORD)
    with qtbot.waitSignal(window.records.opened):
        window.open_patient(1)
    assert banner(window).count("<b>NON</b>") == 2
    insert(official(RUTH))
    qtbot.waitUntil(lambda: banner(window).count("<b>OUI</b>") == 2)


def test_a_card_without_complementary_leaves_no_in_the_banner(qtbot, window, desk, insert, settle):
    create(desk, RECORD)
    insert(official(replace(RUTH, complementary=None, no_complementary=True)))
    qtbot.waitUntil(lambda: banner(window).count("<b>OUI</b>") == 1)
    assert banner(window).count("<b>NON</b>") == 1


def test_a_card_of_several_persons_shows_them_the_known_one_first(window, desk, insert):
    create(desk, RECORD)
    insert(official(CHILD, RUTH))
    assert window.pages.current_name() == "vitale"
    page = page_of(window)
    assert page.view.persons.hasFocus()
    assert "DE VINCI RUTH" in lines(page.view.persons)[0]
    assert in_front(window) is None


def test_an_unknown_person_leads_to_a_filled_form_and_her_rights_follow_the_creation(
    qtbot, window, desk, insert, settle
):
    insert(official(STRANGER))
    assert window.pages.current_name() == "vitale"
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert window.pages.current_name() == "new_patient"
    page = window.pages.current()
    qtbot.waitUntil(lambda: not page.is_building, timeout=20_000)
    assert "Lu sur la carte" in said(page.strip)
    assert "non certifié" not in said(page.strip)
    assert page.tab.identity.birth_name.text() == "INCONNUE"
    page.tab.identity.sex.set_value(Sex.FEMALE)
    page.tab.identity.place.code.setText("63220")
    page.store()
    qtbot.waitUntil(lambda: window.records.current is not None)
    settle()
    data = desk.application.patients.open(desk.actor, 1).data
    assert data.birth_name == "INCONNUE"
    assert data.insured_nir == "277076322082910"
    assert data.matricule_ins == ""
    assert window.records.current.patient.status is IdentityStatus.PROVISIONAL


def test_who_is_typing_is_told_and_goes_on_typing(qtbot, window, desk, insert, settle):
    create(desk, RECORD)
    window.toolbar.field.setFocus()
    type_text(window.toolbar.field, "mar")
    window.palette_box.field.setFocus()
    insert(official(RUTH))
    assert in_front(window) is None
    assert window.palette_box.field.hasFocus()
    assert window.palette_box.field.text() == "mar"
    assert any("Carte Vitale insérée\u00a0: DE VINCI RUTH" in one for one in notices(window))
    press_notice(qtbot, window, "Ouvrir")
    settle()
    assert in_front(window) == 1


def test_the_notice_of_a_card_is_reached_by_one_key(qtbot, window, desk, insert, settle):
    create(desk, RECORD)
    window.toolbar.field.setFocus()
    window.toolbar.field.setText("mar")
    insert(official(RUTH))
    assert in_front(window) is None
    press(qtbot, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert in_front(window) == 1


def test_a_page_with_unsaved_text_stays_in_front(qtbot, window, desk, insert, settle):
    create(desk, RECORD)
    window.show_section("new_patient")
    page = window.pages.current()
    qtbot.waitUntil(lambda: not page.is_building, timeout=20_000)
    type_text(page.search.name, "DURAND")
    window.navigation.setFocus()
    insert(official(RUTH))
    assert window.pages.current_name() == "new_patient"
    assert page.search.name.text() == "DURAND"
    assert notices(window)


def test_a_fault_at_insertion_is_told_to_who_types_without_a_change_of_page(
    qtbot, window, desk, reader, insert
):
    window.show_section("selection")
    type_text(window.pages.current().field, "mar")
    reader.answers = [CardMute()]
    insert(None)
    assert window.pages.current_name() == "selection"
    assert any("Carte Vitale non lue" in one for one in notices(window))
    press_notice(qtbot, window, "Voir")
    assert window.pages.current_name() == "vitale"
    assert "La carte ne répond pas" in said(page_of(window).view.strip)


def test_a_fault_at_insertion_shows_its_reason_to_who_does_nothing(window, reader, insert):
    reader.answers = [CardMute()]
    insert(None)
    assert window.pages.current_name() == "vitale"
    assert "La carte ne répond pas" in said(page_of(window).view.strip)


def test_a_cps_or_an_unknown_card_is_not_read_as_a_vitale(qtbot, window, cards, reader, settle):
    for family in (CardFamily.CPS, CardFamily.UNKNOWN):
        cards.insert(family)
    cards.remove()
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "Lecteur prêt")
    settle()
    assert reader.readers == []


def test_removing_the_card_closes_nothing(qtbot, window, desk, cards, insert, settle):
    create(desk, RECORD)
    insert(official(RUTH))
    cards.remove()
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "Lecteur prêt")
    settle()
    assert in_front(window) == 1


def test_the_same_insertion_is_read_once(qtbot, window, desk, cards, reader, insert, settle):
    create(desk, RECORD)
    insert(official(RUTH))
    slot = cards.slots()[0]
    cards.tell_again(slot)
    cards.remove()
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "Lecteur prêt")
    settle()
    assert reader.readers == [READER]


def test_the_setting_leaves_reading_to_the_command(qtbot, desk, cards, insi, show, settle):
    reader, _ = give_cards(desk, cards=cards, settings=PostSettings(open_on_vitale=False))
    create(desk, RECORD)
    window = show(desk)
    reader.reading = official(RUTH)
    cards.insert()
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "Carte Vitale")
    settle()
    assert reader.readers == []
    qtbot.keyClick(
        window,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    settle()
    assert in_front(window) == 1


def test_a_card_in_another_reader_than_the_chosen_one_is_left_alone(
    qtbot, desk, cards, insi, show, settle
):
    reader, _ = give_cards(desk, cards=cards, settings=PostSettings(vitale_reader="Autre lecteur"))
    window = show(desk)
    cards.insert()
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "Carte Vitale")
    settle()
    assert reader.readers == []


def test_a_card_put_in_while_the_post_was_locked_is_offered_not_opened(
    qtbot, window, desk, cards, reader, settle
):
    create(desk, RECORD)
    reader.reading = official(RUTH)
    window.hide()
    cards.insert()
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "Carte Vitale")
    settle()
    assert reader.readers == []
    window.show()
    assert notices(window) == ["Une carte Vitale est dans le lecteur."]
    press_notice(qtbot, window, "Lire la carte")
    settle()
    assert in_front(window) == 1


def test_a_card_already_there_when_the_readers_come_back_is_offered_not_opened(
    qtbot, window, desk, cards, reader, settle
):
    create(desk, RECORD)
    reader.reading = official(RUTH)
    cards.change_state(ReaderState.NO_SERVICE)
    cards.change_state(ReaderState.READY)
    cards.insert()
    qtbot.waitUntil(lambda: bool(notices(window)))
    settle()
    assert reader.readers == []


def test_who_may_not_see_patients_has_no_button_and_reads_no_card(
    qtbot, desk_of, cards, show, settle
):
    desk = desk_of(Role.ADMINISTRATEUR)
    reader, _ = give_cards(desk, cards=cards)
    window = show(desk)
    cards.insert()
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "Carte Vitale")
    settle()
    assert reader.readers == []
    assert "vitale" not in window.commands.actions
    assert not window.toolbar._vitale.isVisible()


def test_the_button_stands_at_its_place_in_the_toolbar_and_reads(
    qtbot, window, desk, reader, settle
):
    create(desk, RECORD)
    reader.reading = official(RUTH)
    texts = [
        button.text()
        for button in (window.toolbar._select, window.toolbar._recent, window.toolbar._vitale)
    ]
    assert texts == ["Sélection patient…", "Fiches ouvertes récemment…", "Lecture carte vitale"]
    assert window.toolbar._recent.x() < window.toolbar._vitale.x() < window.toolbar._messages.x()
    qtbot.mouseClick(window.toolbar._vitale, Qt.MouseButton.LeftButton)
    settle()
    assert in_front(window) == 1


# A-INS-06: INSi is asked by itself.


def test_a_certified_reading_asks_insi_by_card_and_shows_the_answer(
    qtbot, window, desk, insi, insert, settle
):
    create(desk, PLAIN)
    insert(official(RUTH))
    qtbot.waitUntil(lambda: window.pages.current_name() == "insi")
    settle()
    assert [one.kind for one in insi.calls] == [CallKind.CARD]
    assert window.pages.current().view.is_comparing
    patient = desk.application.patients.open(desk.actor, 1)
    assert patient.data.matricule_ins == ""
    assert patient.status is IdentityStatus.PROVISIONAL


def test_a_direct_reading_asks_insi_by_the_traits_of_the_record(
    qtbot, window, desk, insi, insert, settle
):
    create(desk, PLAIN)
    insert(direct(PLAIN_RUTH))
    qtbot.waitUntil(lambda: window.pages.current_name() == "insi")
    settle()
    assert [one.kind for one in insi.calls] == [CallKind.TRAITS]


def test_a_qualified_identity_is_not_asked_again(window, desk, insi, insert, settle):
    create(desk, RECORD)
    insert(official(RUTH))
    settle()
    assert in_front(window) == 1
    assert insi.calls == []


@pytest.mark.parametrize("mark", ["doubtful", "fictitious"])
def test_nothing_is_sent_for_a_doubtful_or_fictitious_identity(
    window, desk, insi, insert, settle, mark
):
    create(desk, replace(PLAIN, **{mark: True}))
    insert(official(RUTH))
    settle()
    assert in_front(window) == 1
    assert insi.calls == []


def test_nothing_is_sent_for_a_record_that_only_resembles(
    qtbot, window, desk, insi, insert, settle
):
    create(desk, replace(PLAIN, birth_name="NESSY", used_name=""))
    insert(official(RUTH))
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert in_front(window) == 1
    assert insi.calls == []
    assert any("rien n'a été repris" in one for one in notices(window))


def test_who_went_on_in_the_record_is_told_that_insi_answered(
    qtbot, window, desk, insi, cards, reader, settle
):
    create(desk, PLAIN)
    insi.hold = True
    reader.reading = official(RUTH)
    cards.insert()
    qtbot.waitUntil(insi.waiting.is_set)
    window.show_section("administrative")
    insi.release.set()
    qtbot.waitUntil(lambda: any("INSi a trouvé" in one for one in notices(window)))
    assert window.pages.current_name() == "administrative"
    press_notice(qtbot, window, "Voir la réponse INSi")
    qtbot.waitUntil(lambda: window.pages.current_name() == "insi")
    settle()
    assert window.pages.current().view.is_comparing
    assert len(insi.calls) == 1


def test_an_insi_that_cannot_be_reached_is_told_and_disturbs_nobody(
    qtbot, window, desk, insi, insert, settle
):
    create(desk, PLAIN)
    insi.answers = [Outcome.UNREACHABLE]
    insert(official(RUTH))
    qtbot.waitUntil(lambda: any("INSi" in one for one in notices(window)))
    assert window.pages.current_name() == "record"


def test_what_was_taken_is_told_in_one_line_that_names_the_record(
    qtbot, window, desk, insert, settle
):
    create(desk, RECORD)
    insert(official(RUTH))
    qtbot.waitUntil(lambda: bool(notices(window)))
    (told,) = notices(window)
    assert told.startswith("Dossier n° 1\u00a0: ")
    assert "de la carte" in told
    assert "\n" not in told
    window.show_section("vitale")
    settle()
    assert "Régime obligatoire en cours\u00a0: oui" in said(page_of(window).view.strip)


def test_a_notice_of_the_card_leaves_the_page_that_says_the_same(qtbot, window, insert, settle):
    window.toolbar.field.setFocus()
    type_text(window.toolbar.field, "mar")
    window.palette_box.field.setFocus()
    insert(official(STRANGER))
    qtbot.waitUntil(lambda: bool(notices(window)))
    window.show_section("vitale")
    settle()
    assert notices(window) == []


def test_who_sees_no_patient_is_led_from_the_foot_to_the_settings(desk_of, show, settle):
    desk = desk_of(Role.ADMINISTRATEUR)
    give_cards(desk)
    window = show(desk)
    window.reader_line.button.click()
    settle()
    assert window.pages.current_name() == "post"


# The foot of the window, and the simulated reader.


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReaderState.READY, "Lecteur prêt"),
        (ReaderState.NO_READER, "Pas de lecteur"),
        (ReaderState.NOT_INSTALLED, "Pas de lecteur"),
        (ReaderState.NO_SERVICE, "Pas de lecteur"),
        (ReaderState.STOPPED, "Lecteurs arrêtés"),
    ],
)
def test_the_foot_of_the_window_says_how_it_stands_with_the_readers(
    qtbot, window, cards, state, words
):
    cards.change_state(ReaderState.STOPPED)
    cards.change_state(state)
    qtbot.waitUntil(lambda: window.reader_line.button.text() == words)
    assert window.reader_line.button.accessibleName() == f"Lecteur de cartes\u00a0: {words}"
    assert window.strip.isHidden()


def test_the_tooltip_names_the_readers_and_what_they_hold(qtbot, window, cards):
    cards.insert(CardFamily.CPS)
    qtbot.waitUntil(lambda: window.reader_line.button.text() == "CPS")
    assert window.reader_line.button.toolTip() == f"{READER}\u00a0: Carte CPS"


def test_without_simulator_there_is_no_simulated_reader(window):
    assert "simulated_reader" not in window.commands.actions


def test_the_simulated_reader_opens_from_the_foot_and_by_its_command(
    qtbot, desk, insi, show, settle
):
    controls = FakeControls()
    give_cards(desk, cards=FakeCards(simulated=True))
    outside = replace(desk.application.outside, simulated_cards=controls)
    desk.application = replace(desk.application, outside=outside)
    window = show(desk)
    window.commands.actions["simulated_reader"].trigger()
    popup = window.reader_line._popup
    assert popup.isVisible()
    qtbot.keyClick(popup.panel.list, Qt.Key.Key_Return)
    assert controls.inserted() == ("ruth",)
    assert not popup.isVisible()
    qtbot.mouseClick(window.reader_line.button, Qt.MouseButton.LeftButton)
    assert popup.isVisible()
    assert popup.panel.button.text() == "Retirer"
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_nobody_listens_to_the_readers_any_more_once_the_desk_is_gone(
    qtbot, desk, cards, reader, show, settle
):
    window = show(desk)
    assert cards.listeners == 1
    window.vitale._watch.stop()
    assert cards.listeners == 0


# The readers of the demo, at the level of the commands of a card.


@pytest.fixture
def real(desk, insi, show, settle):
    """A window on virtual cards, read directly: nothing official."""
    readers = SimulatedReaders()
    application = desk.application
    cards = CardService(readers, application.clock)
    vitale = VitaleService(
        application.works, cards, None, application.clock, covers=application.covers
    )
    desk.application = replace(application, cards=cards, vitale=vitale)
    window = show(desk)
    window.readers = readers
    cards.start()
    yield window
    cards.close()
    settle()


def test_a_virtual_card_read_directly_opens_the_record_and_takes_no_right(
    qtbot, real, desk, settle
):
    create(desk, RECORD)
    qtbot.waitUntil(lambda: real.reader_line.button.text() == "Lecteur prêt")
    real.readers.insert("ruth")
    qtbot.waitUntil(lambda: in_front(real) == 1)
    settle()
    data = desk.application.patients.open(desk.actor, 1).data
    assert not data.mandatory_cover
    assert data.insured_nir == "277076322082910"


def test_twins_on_a_virtual_card_are_told_apart_by_their_first_names(qtbot, real, desk, settle):
    qtbot.waitUntil(lambda: real.reader_line.button.text() == "Lecteur prêt")
    real.readers.insert("famille")
    qtbot.waitUntil(lambda: real.pages.current_name() == "vitale")
    settle()
    persons = lines(page_of(real).view.persons)
    assert len(persons) == 5
    assert sum("28/02/2019" in one for one in persons) == 2
    assert len(set(persons)) == 5


def test_a_vitale_1_is_told_calmly(qtbot, real, desk, settle):
    qtbot.waitUntil(lambda: real.reader_line.button.text() == "Lecteur prêt")
    real.readers.insert("vitale1")
    qtbot.waitUntil(lambda: real.pages.current_name() == "vitale")
    settle()
    assert "Carte Vitale 1, lecture impossible" in said(page_of(real).view.strip)
    assert real.strip.isHidden()
