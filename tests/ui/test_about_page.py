import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from almapy import __version__
from almapy.diagnose import Check
from tests.ui.page_helper import SMALL, nameless, texts
from ui.about.about_page import AboutPage
from ui.about.libraries import libraries
from ui.desk import Desk
from ui.theme import Theme
from ui.widgets.badge import Badge

ROOT = Path(__file__).parents[2]


@pytest.fixture
def page_class():
    return AboutPage


@pytest.fixture
def page(open_page, desk):
    return open_page(desk)


def states(page):
    return {badge.text for badge in page.connectors.findChildren(Badge)}


def test_version_licence_and_data_folder_are_told(page, desk):
    shown = texts(page)
    assert f"AlmaPy {__version__}" in shown
    assert any("MPL-2.0" in words for words in shown)
    assert str(desk.application.folders.root) in shown


def test_no_connector_pretends_to_be_there(page):
    assert states(page) == {"Non installé", "À régler"}
    assert page.connectors.badges["INSi"].text == "À régler"
    assert {"INSi", "DMP V2", "MSSanté"} <= texts(page.connectors)


def test_insi_is_ready_once_its_settings_are_complete(practice, open_page, desk):
    service = practice.application.insi_settings
    wanted = replace(service.get(), card_url="https://exemple.fr/lps", idam="TESTSGIE0000")
    service.save(practice.actor, wanted)
    page = open_page(desk)
    assert page.connectors.badges["INSi"].text == "Réglé"


def test_a_demo_says_what_a_simulator_answers(open_page, practice, tasks):
    application = replace(practice.application, is_demo=True)
    page = open_page(Desk(application, practice.actor, tasks, Theme()))
    simulated = {name for name, badge in page.connectors.badges.items() if "Sim" in badge.text}
    assert simulated == {"INSi", "Carte Vitale et ApCV"}
    assert states(page) == {"Simulateur", "Non installé"}


def test_what_is_simulated_or_not_published_is_said(page):
    told = " ".join(texts(page.limits))
    assert "WS_INS3" in told
    assert "format non publié" in told
    assert "numéro d'autorisation" in told
    assert "adresses de production" in told


def test_the_licence_of_sqlcipher_is_shown_whole(page):
    shown = page.sqlcipher.toPlainText()
    assert "Copyright (c) 2008-2025, ZETETIC LLC" in shown
    assert "THIS SOFTWARE IS PROVIDED BY ZETETIC LLC" in shown
    assert page.sqlcipher.isReadOnly()


def test_every_library_bears_a_licence(page):
    listed = {_plain(library.name): library for library in libraries()}
    assert {"sqlcipher", "pyside6-essentials", "sqlalchemy", "cryptography", "lxml"} <= set(listed)
    assert all(library.licence and "voir" not in library.licence for library in listed.values())
    assert page._model.rowCount() == len(listed)


def test_what_the_project_requires_is_listed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {_plain(library.name) for library in libraries()}
    wanted = {_plain(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}
    assert wanted <= named


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_diagnosis_is_run_aside_and_can_be_copied(page, settle, qtbot):
    page.diagnosis.run_button.click()
    assert not page.diagnosis.run_button.isEnabled()
    settle()
    assert page.diagnosis.run_button.isEnabled()
    assert {"chiffrement", "téléservice INSi"} <= texts(page.diagnosis)
    with qtbot.waitSignal(page.desk.told):
        page.diagnosis.copy_button.click()
    assert "[ok] programme" in QGuiApplication.clipboard().text()


def test_what_is_wrong_comes_with_its_remedy(page):
    page.diagnosis._show(
        [
            Check("place libre", ok=False, detail="12 Mo", remedy="Libérez au moins 200 Mo."),
            Check("programme", ok=True, detail="AlmaPy"),
        ]
    )
    assert page.diagnosis.summary.text() == "À corriger\u00a0: 1 point sur 2."
    assert "12 Mo\nLibérez au moins 200 Mo." in texts(page.diagnosis)


def test_it_scrolls_by_the_keyboard_and_fits_a_small_screen(page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert page.focusProxy().hasFocus()
    assert page.focusProxy().verticalScrollBar().maximum() > 0
    assert page.focusProxy().horizontalScrollBar().maximum() == 0
    assert nameless(page) == []
