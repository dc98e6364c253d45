"""« INSI »: asking, waiting without being kept from working, and what comes back."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from almapy.cards.model import CardEvent, CardEventKind, CardFamily, ReaderState, Slot
from almapy.errors import DomainError
from almapy.insi.model import Beneficiary, CallKind, Outcome
from almapy.patients.model import IdentityStatus
from almapy.users.model import Role
from tests.core.test_patients import MARTIN
from tests.fakes import insi as fake
from tests.fakes.insi import FakeInsi, FakeReader
from tests.ui.administrative_helper import record_of, stored
from tests.ui.insi_helper import PLAIN, give_insi, press
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.cards.card_watch import card_watch_of
from ui.insi.page import InsiPage

_CTRL = Qt.KeyboardModifier.ControlModifier
OTHER = replace(MARTIN, birth_name="CORSE", first_birth_first_name="ANTHONY")
RUTH_CARD = Beneficiary("NESSI", "DE VINCI", "RUTH", "1977-07-14", "277076322082910")
CHILD_CARD = Beneficiary("NESSI", "NESSI", "MICHELANGELO", "2010-08-07", "277076322082910")


@pytest.fixture
def insi():
    one = FakeInsi()
    yield one
    one.release.set()


@pytest.fixture
def reader():
    return FakeReader((CHILD_CARD, RUTH_CARD))


@pytest.fixture
def connection(desk, insi, reader):
    return give_insi(desk, insi, reader)


@pytest.fixture
def page(qtbot, desk, insi, connection, settle):
    for draft in (PLAIN, OTHER):
        desk.application.patients.create(desk.actor, draft)
    page = InsiPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.activateWindow()
    page.show_record(record_of(desk, 1))
    page.entered()
    settle()
    yield page
    insi.release.set()
    settle()  # the list of places may still be read


@pytest.fixture
def ask(page, settle):
    def press_the_button():
        page.view.tabs.current.button.click()
        settle()

    return press_the_button


def status(page, patient_id=1):
    return page.desk.application.patients.open(page.desk.actor, patient_id).status


def message(page):
    strip = page.view.strip
    return f"{strip.accessibleName()} {strip.accessibleDescription()}"


def hold(page, insi, qtbot):
    insi.hold = True
    page.view.tabs.current.button.click()
    qtbot.waitUntil(insi.waiting.is_set)


def test_ruth_is_qualified_in_four_gestures(qtbot, page, settle):
    # The first one, Ctrl+I, brought the page to the front.
    press(qtbot, Qt.Key.Key_Return)
    settle()
    press(qtbot, Qt.Key.Key_P)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert status(page) is IdentityStatus.QUALIFIED
    assert stored(page).identity_document == "passeport"
    assert page.view.close_button.hasFocus()


def test_enter_pressed_again_and_again_changes_nothing(qtbot, page, settle):
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Return)
        settle()
    assert page.view.comparison.isVisible()
    assert stored(page) == PLAIN


def test_ctrl_enter_asks_then_accepts(qtbot, page, settle):
    press(qtbot, Qt.Key.Key_Return, _CTRL)
    settle()
    press(qtbot, Qt.Key.Key_C)
    press(qtbot, Qt.Key.Key_Return, _CTRL)
    settle()
    assert stored(page).identity_document == "carte_identite"


def test_the_three_tabs_bear_the_labels_of_the_practice(page):
    tabs = page.view.tabs
    assert [tabs.tabText(n) for n in range(3)] == [
        "Recherche INSI avec CV",
        "Recherche INSI sans CV",
        "Vérification INSI",
    ]
    shown = {text.replace("\u00a0*", "") for text in texts(page)}
    assert {
        "Nom de Naissance",
        "Prénoms",
        "Sexe",
        "Date de Naissance",
        "Code Insee du lieu de naiss.",
        "NIR",
        "OID",
        "Commune de Naissance",
        "Rechercher l'INSI",
        "Vérifier l'INS",
        "Fermer",
    } <= shown
    assert any("Sans carte Vitale" in text for text in shown)
    assert nameless(page) == []


def test_without_a_card_one_reads_what_stays_out_of_reach(page):
    page.view.tabs.setCurrentIndex(1)
    shown = " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())
    assert "Sans carte Vitale, le DMP ou la MSSanté patient ne sont accessibles que si" in shown
    assert "l'identité qualifiée" in shown
    page.view.tabs.setCurrentIndex(2)
    hidden = " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())
    assert "Sans carte Vitale" not in hidden


def test_the_keyboard_follows_the_tab(qtbot, page):
    press(qtbot, Qt.Key.Key_PageDown, _CTRL)
    assert page.view.tabs.verification.nir.hasFocus()
    press(qtbot, Qt.Key.Key_PageDown, _CTRL)
    assert page.view.tabs.card.button.hasFocus()
    page.view.tabs.setCurrentWidget(page.view.tabs.traits)
    assert page.view.tabs.traits.button.hasFocus()


def test_the_fields_are_filled_from_the_record_and_may_be_changed(page, insi, ask):
    form = page.view.tabs.traits.form
    assert form.birth_name.text() == "NESSI"
    assert form.first_names.text() == "RUTH ISABELLE"
    assert form.place.text() == "63220"
    form.birth_name.setText("Corse")
    form.first_names.setText("Anthony")
    ask()
    assert insi.calls[0].traits.birth_name == "CORSE"
    assert stored(page) == PLAIN


def test_a_missing_trait_is_told_beside_its_field_and_nothing_leaves(page, insi, ask):
    form = page.view.tabs.traits.form
    form.first_names.clear()
    ask()
    assert insi.calls == []
    assert form.first_names.hasFocus()


def test_one_goes_on_working_while_insi_thinks(qtbot, page, insi, settle):
    hold(page, insi, qtbot)
    assert page.view.running.isVisible()
    assert "traits d'identité" in page.view.running.text
    field = page.view.tabs.traits.form.birth_name
    field.setFocus()
    type_text(field, "X")
    assert field.text().endswith("X")
    insi.release.set()
    settle()
    assert not page.view.comparison.isVisible()
    assert "INSi a répondu" in message(page)
    page.telling.see.trigger()
    settle()
    assert page.view.comparison.isVisible()


def test_an_answer_never_lands_on_the_next_patient(qtbot, page, insi, settle):
    told = []
    page.desk.told.connect(told.append)
    hold(page, insi, qtbot)
    page.show_record(record_of(page.desk, 2))
    assert not page.view.running.isVisible()
    insi.release.set()
    settle()
    assert page.view.tabs.isVisible()
    assert not page.view.comparison.isVisible()
    assert page.view.tabs.traits.form.birth_name.text() == "CORSE"
    assert any("n° 1" in text and "NESSI" not in text for text in told)
    page.show_record(record_of(page.desk, 1))
    settle()
    assert page.view.comparison.isVisible()
    assert page._patient.id == 1


def test_an_answer_waits_for_the_return_to_the_page(qtbot, page, insi, settle):
    told = []
    page.desk.told.connect(told.append)
    hold(page, insi, qtbot)
    page.hide()
    insi.release.set()
    settle()
    assert any("Ctrl+I" in text for text in told)
    page.show()
    page.entered()
    settle()
    assert page.view.comparison.isVisible()


def test_echap_stops_waiting(qtbot, page, insi, settle):
    hold(page, insi, qtbot)
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert not page.view.running.isVisible()
    assert "interrompue" in message(page)
    assert stored(page) == PLAIN
    assert page.view.tabs.traits.button.isEnabled()


def test_leaving_the_session_stops_what_runs(qtbot, page, insi, settle):
    hold(page, insi, qtbot)
    stop = page.calls.running(1).stop
    page.calls.deleteLater()
    qtbot.waitUntil(lambda: stop.asked)
    settle()


def test_a_second_call_waits_for_the_end_of_the_first(qtbot, page, insi):
    hold(page, insi, qtbot)
    page.view.do_main()
    page.view.tabs.current.ask()
    assert len(insi.calls) == 1


@pytest.mark.parametrize(
    ("outcome", "field", "retry"),
    [
        (Outcome.NOBODY, "birth_name", False),
        (Outcome.SEVERAL, "first_names", False),
        (Outcome.UNREACHABLE, None, True),
        (Outcome.TIMED_OUT, None, True),
        (Outcome.UNTRUSTED, None, False),
        (Outcome.NOT_READY, None, False),
        (Outcome.UNREADABLE, None, True),
        (Outcome.OTHER, None, False),
        (Outcome.FAULT, None, True),
    ],
)
def test_each_refusal_says_what_to_do_and_keeps_the_fields(page, insi, ask, outcome, field, retry):
    insi.answers = [outcome] * 5
    page.view.tabs.traits.button.setFocus()
    ask()
    form = page.view.tabs.traits.form
    assert page.view.strip.isVisible()
    assert form.first_names.text() == "RUTH ISABELLE"
    expected = getattr(form, field) if field else page.view.tabs.traits.button
    assert expected.hasFocus()
    assert ("Réessayer" in texts(page.view.strip)) is retry
    assert stored(page) == PLAIN


def test_trying_again_asks_the_same(page, insi, ask, settle):
    insi.answers = [Outcome.UNREACHABLE]
    ask()
    page.telling.retry.trigger()
    settle()
    assert insi.calls[-1].traits == insi.calls[0].traits
    assert page.view.comparison.isVisible()


def test_a_refusal_waits_for_the_return_to_its_record(page, insi, ask, settle):
    insi.answers = [Outcome.NOBODY] * 5
    ask()
    page.show_record(record_of(page.desk, 2))
    assert not page.view.strip.isVisible()
    page.show_record(record_of(page.desk, 1))
    assert page.view.strip.isVisible()


def test_what_is_typed_waits_for_the_return_to_its_record(page):
    form = page.view.tabs.traits.form
    form.first_names.setText("RUTH ISABELLE ANNE")
    page.show_record(record_of(page.desk, 2))
    assert form.first_names.text() == "ANTHONY"
    page.show_record(record_of(page.desk, 1))
    assert form.first_names.text() == "RUTH ISABELLE ANNE"


def test_the_same_record_read_again_leaves_what_is_typed(page):
    form = page.view.tabs.traits.form
    form.first_names.setText("RUTH ISABELLE ANNE")
    form.first_names.setFocus()
    patients, actor = page.desk.application.patients, page.desk.actor
    patients.save(actor, patients.open(actor, 1), replace(PLAIN, comment="Autre poste"))
    page.show_record(record_of(page.desk, 1))
    assert form.first_names.text() == "RUTH ISABELLE ANNE"
    assert form.first_names.hasFocus()


@pytest.mark.parametrize("mark", ["doubtful", "fictitious"])
def test_a_doubtful_or_fictitious_identity_cannot_ask(page, insi, mark):
    patients, actor = page.desk.application.patients, page.desk.actor
    patients.save(actor, patients.open(actor, 1), replace(PLAIN, **{mark: True}))
    page.show_record(record_of(page.desk, 1))
    assert page.view.reason.isVisible()
    assert not page.view.tabs.traits.button.isEnabled()
    page.view.do_main()
    page.view.tabs.traits.ask()
    assert insi.calls == []


def test_a_missing_setting_is_said_before_anything_is_asked(page, connection, settle):
    connection.missing = DomainError("L'adresse d'INSi manque.", code="insi.not_ready")
    page.entered()
    settle()
    assert page.view.reason.isVisible()
    assert "adresse" in page.view.reason.accessibleDescription()
    assert not page.view.tabs.traits.button.isEnabled()


def test_the_keyboard_follows_whether_insi_can_be_called(page, connection, settle):
    connection.missing = DomainError("L'adresse d'INSi manque.", code="insi.not_ready")
    page.entered()
    settle()
    assert page.view.close_button.hasFocus()
    connection.missing = None
    page.entered()
    settle()
    assert page.view.tabs.traits.button.hasFocus()


def test_a_card_that_comes_or_leaves_has_the_page_look_again(page, connection, settle):
    connection.missing = DomainError("Insérez votre carte CPS.", code="insi.not_ready")
    watch = card_watch_of(page.desk)

    def tell(kind, family):
        watch.happened.emit(CardEvent(kind, ReaderState.READY, Slot("Lecteur", family)))
        settle()

    tell(CardEventKind.REMOVED, CardFamily.CPS)
    assert "carte CPS" in page.view.reason.accessibleDescription()
    connection.missing = None
    tell(CardEventKind.INSERTED, CardFamily.VITALE_2)
    assert page.view.reason.isVisible()  # a carte Vitale changes nothing of it
    tell(CardEventKind.INSERTED, CardFamily.CPS)
    assert not page.view.reason.isVisible()
    assert page.view.tabs.traits.button.isEnabled()


def test_whether_insi_is_ready_is_looked_at_while_the_base_works(page, connection, qtbot):
    going, busy = threading.Event(), threading.Event()
    connection.missing = DomainError("Insérez votre carte CPS.", code="insi.not_ready")

    def work():
        busy.set()
        going.wait(10)

    page.desk.run(page, work, lambda _: None)
    qtbot.waitUntil(busy.is_set)
    page.entered()
    qtbot.waitUntil(page.view.reason.isVisible)
    going.set()


def test_a_missing_setting_is_not_said_to_be_the_fault_of_the_record(page, connection, settle):
    connection.missing = DomainError("L'adresse d'INSi manque.", code="insi.not_ready")
    page.entered()
    settle()
    assert page.view.reason.accessibleName() == "INSi n'est pas prêt"


def test_a_record_without_matricule_opens_on_a_search(page):
    tabs = page.view.tabs
    tabs.setCurrentWidget(tabs.verification)
    page.show_record(record_of(page.desk, 2))
    assert tabs.current is tabs.traits


def test_a_matricule_typed_for_a_verification_is_found_again(page):
    tabs = page.view.tabs
    tabs.setCurrentWidget(tabs.verification)
    tabs.verification.nir.setText("277076322082910")
    page.show_record(record_of(page.desk, 2))
    tabs.setCurrentWidget(tabs.verification)
    page.show_record(record_of(page.desk, 1))
    assert tabs.current is tabs.verification
    assert tabs.verification.nir.text() == "277076322082910"


def test_the_name_of_the_place_of_another_record_is_never_shown(page, qtbot):
    form = page.view.tabs.traits.form
    qtbot.waitUntil(lambda: form.remark(form.place) != "")
    name = form.remark(form.place)
    page.show_record(record_of(page.desk, 2))
    assert form.remark(form.place) != name


def test_a_simulator_is_named(page):
    assert page.view.badge.isVisible()
    assert page.view.badge.text == "Simulateur"


def test_the_card_names_its_persons_the_one_of_the_record_first(page, ask):
    page.view.tabs.setCurrentWidget(page.view.tabs.card)
    page.view.tabs.card.button.setFocus()
    ask()
    persons = page.view.tabs.card.persons
    assert "RUTH" in persons.item(0).text()
    assert "correspond au dossier ouvert" in persons.item(0).text()
    assert "ne correspond pas" in persons.item(1).text()
    assert persons.hasFocus()


def test_choosing_a_person_of_the_card_starts_the_search(qtbot, page, insi, ask, settle):
    page.view.tabs.setCurrentWidget(page.view.tabs.card)
    page.view.tabs.card.button.setFocus()
    ask()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert insi.calls[0].kind is CallKind.CARD
    assert insi.calls[0].beneficiary == RUTH_CARD
    assert page.view.comparison.isVisible()


def test_a_card_with_the_patient_alone_starts_the_search_by_itself(page, insi, reader, ask):
    reader.persons = (RUTH_CARD,)
    page.view.tabs.setCurrentWidget(page.view.tabs.card)
    ask()
    assert insi.calls[0].beneficiary == RUTH_CARD


def test_the_number_of_the_parent_is_kept_apart_and_never_becomes_the_ins(page, ask, settle):
    child = replace(
        PLAIN,
        birth_name="NESSI",
        used_name="",
        first_birth_first_name="MICHELANGELO",
        birth_first_names="MICHELANGELO ANTHONY",
        birth_date=PLAIN.birth_date.replace(2010, 8, 7),
    )
    patient = page.desk.application.patients.create(page.desk.actor, child)
    page.show_record(record_of(page.desk, patient.id))
    tab = page.view.tabs.card
    page.view.tabs.setCurrentWidget(tab)
    ask()
    assert tab.insured.isVisible()
    tab.keep_button.click()
    settle()
    data = stored(page, patient.id)
    assert data.insured_nir == "277076322082910"
    assert data.matricule_ins == ""
    assert not tab.keep_button.isEnabled()


def test_the_card_of_somebody_else_gives_no_number_to_the_record(page, reader, ask):
    reader.persons = (CHILD_CARD, replace(CHILD_CARD, first_name="AUTRE"))
    page.view.tabs.setCurrentWidget(page.view.tabs.card)
    ask()
    assert not page.view.tabs.card.insured.isVisible()


def test_a_right_number_is_told_with_ok(page, desk, ask, settle):
    desk.application.patients.create(desk.actor, fake_ruth())
    page.show_record(record_of(desk, 3))
    page.view.tabs.setCurrentWidget(page.view.tabs.verification)
    page.view.tabs.verification.button.setFocus()
    ask()
    assert "Vérification terminée" in message(page)
    assert "NIR et Traits d'identité corrects" in message(page)
    assert "OK" in texts(page.view.strip)
    assert page.view.close_button.hasFocus()
    page.telling.confirm.trigger()
    assert not page.view.strip.isVisible()


def test_a_discordant_number_is_withdrawn_after_a_confirmation(page, desk, insi, ask, settle):
    desk.application.patients.create(desk.actor, fake_ruth())
    page.show_record(record_of(desk, 3))
    page.view.tabs.setCurrentWidget(page.view.tabs.verification)
    insi.answers = [Outcome.DISCORDANT]
    ask()
    page.telling.withdraw.trigger()
    assert stored(page, 3).matricule_ins
    page.view.withdrawal.accept_button.click()
    settle()
    assert stored(page, 3).matricule_ins == ""
    assert status(page, 3) is IdentityStatus.VALIDATED


def test_a_discordant_number_may_stay(page, desk, insi, ask, settle):
    desk.application.patients.create(desk.actor, fake_ruth())
    page.show_record(record_of(desk, 3))
    page.view.tabs.setCurrentWidget(page.view.tabs.verification)
    insi.answers = [Outcome.DISCORDANT]
    ask()
    page.telling.leave.trigger()
    settle()
    assert status(page, 3) is IdentityStatus.QUALIFIED


def test_echap_leaves_the_page_and_nothing_else(qtbot, page):
    with qtbot.waitSignal(page.desk.section_asked) as asked:
        press(qtbot, Qt.Key.Key_Escape)
    assert asked.args == ["record"]


def test_a_profile_without_the_right_has_no_insi_page(desk_of):
    from ui.sections import SECTIONS

    section = next(one for one in SECTIONS if one.name == "insi")
    assert not section.allowed_to(desk_of(Role.ADMINISTRATEUR).actor)
    assert section.allowed_to(desk_of(Role.SECRETAIRE).actor)


def test_everything_stays_within_reach_on_a_small_screen(page, ask):
    page.resize(*SMALL)
    ask()
    QApplication.processEvents()
    view = page.view
    assert view.body.horizontalScrollBar().maximum() == 0
    for button in (view.comparison.accept_button, view.comparison.refuse_button):
        assert page.rect().contains(button.geometry())


def fake_ruth():
    ins = fake.RUTH.active
    return replace(
        PLAIN,
        matricule_ins=ins.matricule,
        ins_oid=ins.oid,
        insi_accepted=True,
        identity_document="passeport",
    )
