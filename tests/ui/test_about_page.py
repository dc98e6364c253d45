import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from almapy import __version__
from almapy.adapters.vitale_library import VitaleLibrary
from almapy.apcv.service import ApcvService
from almapy.cards.service import CardService
from almapy.demo.outside import simulated_outside
from almapy.demo.readers import SimulatedReaders
from almapy.diagnose import Check
from almapy.outside import NoReaders, Outside
from almapy.settings import PostSettings
from almapy.vitale.service import VitaleService
from tests.core.test_apcv import Connector
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


def about(open_page, practice, tasks, **services):
    """Open the page of a post without readers, whatever this computer has."""
    plain = {"outside": Outside(), "cards": CardService(NoReaders(), practice.application.clock)}
    application = replace(practice.application, **(plain | services))
    return open_page(Desk(application, practice.actor, tasks, Theme()))


def apcv(practice, official, channel=""):
    cameras, clock = practice.application.cameras, practice.application.clock
    settings = PostSettings(apcv_channel=channel)
    return ApcvService(official, cameras, lambda: settings, clock)


def test_no_connector_pretends_to_be_there(open_page, practice, tasks):
    page = about(open_page, practice, tasks)
    assert states(page) == {"Non installé", "À régler"}
    assert page.connectors.badges["INSi"].text == "À régler"
    assert {"INSi", "DMP V2", "MSSanté"} <= texts(page.connectors)


def test_insi_is_ready_once_its_settings_are_complete(practice, open_page, desk):
    service = practice.application.insi_settings
    wanted = replace(service.get(), card_url="https://exemple.fr/lps", idam="TESTSGIE0000")
    service.save(practice.actor, wanted)
    page = open_page(desk)
    assert page.connectors.badges["INSi"].text == "Réglé"


def test_a_demo_says_what_a_simulator_answers(open_page, practice, tasks, tmp_path):
    clock = practice.application.clock
    outside = simulated_outside(clock)
    cards = CardService(outside.readers, clock)
    application = practice.application
    page = about(
        open_page,
        practice,
        tasks,
        is_demo=True,
        outside=outside,
        cards=cards,
        vitale=VitaleService(
            application.works, cards, outside.vitale, clock, covers=application.covers
        ),
        apcv=apcv(practice, outside.vitale, "webcam"),
    )
    simulated = {name for name, badge in page.connectors.badges.items() if "Sim" in badge.text}
    assert simulated == {
        "INSi",
        "Carte Vitale et ApCV",
        "ApCV par webcam",
        "CPS et Pro Santé Connect",
    }
    assert states(page) == {"Simulateur", "Non choisi", "Non installé"}
    outside.close()


def test_each_channel_of_the_apcv_has_its_state(open_page, practice, tasks):
    official = Connector()
    official.simulated = False
    page = about(open_page, practice, tasks, apcv=apcv(practice, official, "nfc"))
    badges = page.connectors.badges
    assert badges["ApCV par lecteur NFC"].text == "Réglé"
    assert badges["ApCV par webcam"].text == "Non choisi"
    assert badges["ApCV par douchette"].text == "Non choisi"


def test_a_reader_makes_the_card_ready_and_a_library_nobody_can_load_does_not(
    open_page, practice, tasks, tmp_path
):
    clock = practice.application.clock
    readers = SimulatedReaders(())
    with_reader = {"cards": CardService(readers, clock)}
    page = about(open_page, practice, tasks, **with_reader)
    assert page.connectors.badges["Carte Vitale et ApCV"].text == "Réglé"
    library = VitaleLibrary(str(tmp_path / "api_lec.so"))
    page = about(open_page, practice, tasks, **with_reader, outside=Outside(vitale=library))
    assert page.connectors.badges["Carte Vitale et ApCV"].text == "À régler"
    assert page.connectors.badges["ApCV par webcam"].text == "Non installé"


def test_a_relay_or_a_library_makes_the_professional_card_ready(
    open_page, practice, tasks, tmp_path
):
    library = tmp_path / "libcps.so"
    library.write_bytes(b"x")
    settings = PostSettings(pkcs11_library=str(library))
    page = about(open_page, practice, tasks, settings=settings)
    assert page.connectors.badges["CPS et Pro Santé Connect"].text == "Réglé"


def test_what_is_simulated_or_not_published_is_said(page):
    told = " ".join(texts(page.limits))
    assert "WS_INS3" in told
    assert "format non publié" in told
    assert "numéro d'autorisation" in told
    assert "adresses de production" in told
    assert "Ce n'est pas l'interface officielle" in told
    assert "Vitale 1" in told
    assert "ne sont pas publics" in told
    assert "relais hébergé" in told


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
