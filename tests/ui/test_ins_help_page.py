"""« Aide INS »: from the menu and from the form, without network."""

import re

import pytest
from PySide6.QtWidgets import QLabel

from almapy.users.model import Role
from tests.ui.page_helper import SMALL, nameless, texts
from ui.administrative.help_page import HelpPage
from ui.commands import COMMANDS, Menu
from ui.ins_help.page import InsHelpPage
from ui.ins_help.texts import HELP_PARTS
from ui.sections import SECTIONS

WHOLE = "\n".join(f"{part.title}\n{part.text}" for part in HELP_PARTS)


@pytest.fixture
def page_class():
    return InsHelpPage


@pytest.fixture
def page(open_page, desk):
    return open_page(desk)


def test_the_menu_opens_it_for_everybody(desk_of):
    [command] = [one for one in COMMANDS if one.name == "ins_help"]
    [section] = [one for one in SECTIONS if one.name == "ins_help"]
    assert (command.menu, command.text) == (Menu.HELP, "Aide INS")
    for role in (Role.SECRETAIRE, Role.ADMINISTRATEUR):
        actor = desk_of(role).actor
        assert command.allowed_to(actor)
        assert section.allowed_to(actor)
    assert section.load() is InsHelpPage


@pytest.mark.parametrize(
    "label",
    [
        "Recherche INSI avec CV",
        "Recherche INSI sans CV",
        "Vérification INSI",
        "Rechercher l'INSI",
        "Valider les modifications",
        "Ne rien modifier",
        "Nature just. d'identité",
        "INS à scanner",
    ],
)
def test_the_procedures_name_the_labels_of_the_screens(label):
    assert f"«\u00a0{label}\u00a0»" in WHOLE


@pytest.mark.parametrize("code", ["00", "01", "02"])
def test_each_answer_of_insi_says_what_to_do(code):
    [answers] = [part for part in HELP_PARTS if part.title == "Ce que répond INSi"]
    assert any(line.startswith(f"{code}, ") for line in answers.text.split("\n"))


@pytest.mark.parametrize("status", ["provisoire", "récupérée", "validée", "qualifiée"])
def test_the_four_statuses_are_told(status):
    assert f"Identité {status}\u00a0:" in WHOLE


def test_the_calls_are_no_longer_announced_for_later():
    assert "viennent avec le connecteur" not in WHOLE
    assert "d'ici là" not in WHOLE


def test_nothing_of_it_needs_the_network(page):
    assert re.search(r"https?://", WHOLE) is None
    assert not any(label.openExternalLinks() for label in page.findChildren(QLabel))
    assert any("esante.gouv.fr" in words for words in texts(page))


def test_menu_and_form_show_the_same_help(page, qtbot):
    form = HelpPage()
    qtbot.addWidget(form)
    assert texts(form) - texts(page) == {"Revenir à la fiche"}


def test_it_scrolls_by_the_keyboard_and_fits_a_small_screen(page):
    page.resize(*SMALL)
    assert page.focusProxy().hasFocus()
    assert page.focusProxy().verticalScrollBar().maximum() > 0
    assert page.focusProxy().horizontalScrollBar().maximum() == 0
    assert nameless(page) == []
