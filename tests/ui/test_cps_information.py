"""« Informations utilisateur » and the accounts: what is read from the CPS, what it opens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from almapy.cps.faults import CpsLibraryAbsent
from almapy.opening import Door
from almapy.practice.model import Practitioner
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import TokenKind
from tests.conftest import CHEAP, PASSWORD, new_practice
from tests.fakes.cps import RIGHT_PIN, FakeCard
from tests.ui.cps_helper import Post
from tests.ui.door_helper import messages, words
from tests.ui.page_helper import nameless
from ui.cps.pin_dialog import PinAsker
from ui.users.account_panel import AccountPanel
from ui.users.information_page import InformationPage
from ui.widgets.button import Button


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def practice(place, clock, post):
    opened = Door(place, clock, cost=CHEAP, outside=post.outside).create(new_practice())
    yield opened
    opened.application.close()


@pytest.fixture
def page_class():
    return InformationPage


@pytest.fixture
def page(open_page, desk):
    return open_page(desk)


@pytest.fixture
def asker(page, desk):
    asker = PinAsker(desk.application.pins, page)
    yield asker
    asker.stop()


def stored(desk, **values):
    information = desk.application.information
    now = information.get(desk.actor)
    information.save(desk.actor, replace(now.practitioner, **values), now.preferences)


def read_card(page, settle):
    page.general.cps.read_button.click()
    settle()


def test_the_card_fills_its_number_and_the_names_that_are_empty(page, post, settle):
    post.insert(FakeCard())
    read_card(page, settle)
    cps = page.general.cps
    assert cps.number.text() == "810001234565"
    assert (cps.family_name.text(), cps.first_name.text()) == ("DÉMO", "Paul")
    assert "Carte de Paul DÉMO, Médecin" in messages(page)
    assert page.has_unsaved_changes()  # nothing is stored before « Valider »
    assert page.desk.application.information.get(page.desk.actor).practitioner.cps_number == ""


def test_the_rpps_is_filled_only_when_it_is_empty(open_page, desk, post, settle):
    stored(desk, rpps="", quality="")
    page = open_page(desk)
    post.insert(FakeCard())
    read_card(page, settle)
    assert page.general.numbers["rpps"].value() == "10001234565"
    assert page._practitioner.values()["quality"] == "Médecin"


def test_typed_names_stay_and_what_differs_is_told_beside_them(open_page, desk, post, settle):
    stored(desk, cps_family_name="DEMO", cps_first_name="Paul", cps_number="810009999999")
    page = open_page(desk)
    post.insert(FakeCard())
    read_card(page, settle)
    cps = page.general.cps
    assert cps.family_name.text() == "DEMO"
    assert cps.remark(cps.family_name) == "Sur votre carte\u00a0: «\u00a0DÉMO\u00a0»."
    assert cps.remark(cps.first_name) == ""
    assert cps.remark(cps.number) == "Remplace «\u00a0810009999999\u00a0»."
    cps.family_name.setText("DÉMO")
    assert cps.remark(cps.family_name) == ""
    page.restore()
    assert cps.number.text() == "810009999999"
    assert cps.remark(cps.number) == ""


def test_the_card_of_somebody_else_fills_nothing(page, post, settle):
    post.insert(FakeCard(number="899700369822", family_name="AUTRE"))
    read_card(page, settle)
    assert page.general.cps.number.text() == ""
    assert "99700369822" in messages(page)
    assert "Rien n'a été rempli" in messages(page)
    assert not page.has_unsaved_changes()


@pytest.mark.parametrize("fault", [None, CpsLibraryAbsent()])
def test_without_card_or_library_a_sentence_stands_there(page, post, settle, fault):
    post.module.fault = fault
    read_card(page, settle)
    expected = "Cryptolib" if fault else "Il n'y a pas de carte CPS dans le lecteur"
    assert expected in messages(page)
    assert "La carte CPS n'a pas été lue" in messages(page)
    assert page.general.cps.read_button.isEnabled()


def give(qtbot, asker, code=RIGHT_PIN):
    qtbot.waitUntil(lambda: asker.dialog is not None and asker.dialog.isVisible(), timeout=10_000)
    asker.dialog.pin.edit.setText(code)
    asker.dialog.pin.submit()


def ask_to_link(page, password=PASSWORD):
    card = page.general.card_links
    card.link_button.click()
    card.password.setText(password)
    card.panel.submitted.emit()


def test_a_card_is_linked_by_password_and_code_then_listed_and_removed(
    page, post, asker, qtbot, settle
):
    card = page.general.card_links
    assert "Aucune carte n'est associée à votre compte." in words(page)
    post.insert(FakeCard())
    ask_to_link(page)
    give(qtbot, asker)
    settle()
    assert not card.panel.isVisible()
    told = "Carte CPS 810001234565, associée le 10/03/2026, jamais utilisée"
    qtbot.waitUntil(lambda: told in words(page))
    assert nameless(page) == []
    remove = next(b for b in card.rows.findChildren(Button) if b.isVisible())
    remove.click()
    settle()
    qtbot.waitUntil(lambda: "Aucune carte n'est associée à votre compte." in words(page))
    links = page.desk.application.sign_in_links
    assert links.of(page.desk.actor) == []


def test_a_wrong_password_links_nothing_and_asks_no_code(page, post, asker, settle):
    own = FakeCard()
    post.insert(own)
    ask_to_link(page, PASSWORD + "x")
    settle()
    assert "mot de passe incorrect" in words(page.general.card_links.panel)
    assert asker.dialog is None
    assert own.logins == 0


def test_a_wrong_code_is_told_and_asked_again_and_giving_up_links_nothing(
    page, post, asker, qtbot, settle
):
    post.insert(FakeCard())
    ask_to_link(page)
    give(qtbot, asker, "0000")
    qtbot.waitUntil(
        lambda: asker.dialog is not None and "Code porteur incorrect" in words(asker.dialog),
        timeout=10_000,
    )
    assert "Il reste 2 essais" in words(asker.dialog)
    asker.dialog.reject()
    settle()
    assert "Le code porteur n'a pas été saisi" in messages(page.general.card_links)
    assert page.general.card_links.panel.isVisible()
    assert page.desk.application.sign_in_links.of(page.desk.actor) == []


def test_an_empty_rpps_taken_from_a_linked_card_is_not_erased_by_the_form(
    open_page, desk, post, qtbot, settle
):
    stored(desk, rpps="")
    page = open_page(desk)
    asker = PinAsker(desk.application.pins, page)
    page.general.cps.family_name.setText("DÉMO")
    post.insert(FakeCard())
    ask_to_link(page)
    give(qtbot, asker)
    settle()
    assert page.general.numbers["rpps"].value() == "10001234565"
    assert page.general.cps.family_name.text() == "DÉMO"
    page.store()
    settle()
    kept = desk.application.information.get(desk.actor).practitioner
    assert kept == replace(
        Practitioner(quality="Médecin"), rpps="10001234565", cps_family_name="DÉMO"
    )
    asker.stop()


def test_the_manager_sees_and_undoes_what_opens_an_account(desk, qtbot, settle):
    links = desk.application.sign_in_links
    issuer, subject = "https://psc.example", "810001234565"
    links.link(
        desk.actor,
        TokenKind.PSC,
        psc_handle(issuer, subject),
        issuer=issuer,
        subject=subject,
        secret=bytes(32),
    )
    panel = AccountPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(700, 900)
    panel.build()
    panel.show_account(desk.application.accounts.own(desk.actor))
    panel.show()
    settle()
    told = "Pro Santé Connect 810001234565, associée le"
    qtbot.waitUntil(lambda: told in words(panel))
    next(b for b in panel.links.rows.findChildren(Button) if b.text() == "Retirer").click()
    settle()
    assert links.all(desk.actor) == []
    qtbot.waitUntil(lambda: "s'ouvre par son mot de passe seulement" in words(panel))
