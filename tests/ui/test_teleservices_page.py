"""« Téléservices »: the settings of INSi on the screen."""

from base64 import b64decode
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from almapy.errors import ExternalError
from almapy.insi.settings import Authentication, Environment
from almapy.insi.settings_rules import LABELS, TEST_CARD_URL, TEST_CERTIFICATE_URL
from almapy.users.model import Role
from tests.fakes.software_certificate import UNIT, p12, pem
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.commands import COMMANDS
from ui.desk import Desk
from ui.sections import SECTIONS
from ui.teleservices.settings_page import TeleservicesPage
from ui.theme import Theme

PASSWORD = "Canari-8241"
NBSP = "\u00a0"


@pytest.fixture
def page_class():
    return TeleservicesPage


@pytest.fixture
def page(open_page, desk):
    return open_page(desk)


@pytest.fixture
def fields(page):
    return page.fields


@pytest.fixture
def certificate_path(tmp_path):
    def write(name="cabinet.p12", **values):
        path = tmp_path / name
        path.write_bytes(b64decode(p12(PASSWORD, **values)))
        return path

    return write


def stored(page):
    return page.desk.application.insi_settings.get()


def validate(page, settle):
    page.validate_button.click()
    settle()


def choose(page, button, paths):
    button.click()
    dialog = page.findChild(QFileDialog)
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.close()


def give_certificate(page, path, settle, password=PASSWORD):
    section = page.fields.certificate
    choose(page, section.file.choose_button, [path])
    settle()
    section.password.edit.setText(password)
    section.password.edit.editingFinished.emit()
    settle()


def test_nothing_is_set_at_first_and_the_cursor_waits(page, fields):
    assert fields.inputs["authentication"].hasFocus()
    assert not page.has_unsaved_changes()
    assert page.simulator.isHidden()
    assert fields.inputs.keys() == LABELS.keys()
    assert any("adresses de production ne sont pas publiées" in words for words in texts(page))


def test_the_addresses_of_the_tests_are_filled_by_one_button(page, fields, settle):
    fields.test_button.click()
    validate(page, settle)
    settings = stored(page)
    assert settings.environment is Environment.TEST
    assert (settings.card_url, settings.certificate_url) == (TEST_CARD_URL, TEST_CERTIFICATE_URL)
    assert not page.has_unsaved_changes()


def test_a_test_address_in_production_is_remarked_at_once(fields):
    fields.test_button.click()
    section = fields._sections["card_url"]
    assert section.remark(fields.inputs["card_url"]) == ""
    fields.inputs["environment"].set_value(Environment.PRODUCTION.value)
    assert "aucun vrai patient" in section.remark(fields.inputs["card_url"])


def test_what_is_typed_is_stored_from_the_keyboard(page, fields, qtbot, settle):
    type_text(fields.inputs["idam"], "TESTSGIE0000")
    fields.inputs["timeout_seconds"].setValue(45)
    fields.inputs["authentication"].set_value(Authentication.CERTIFICATE.value)
    qtbot.keyClick(fields.inputs["idam"], Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    settings = stored(page)
    assert (settings.idam, settings.timeout_seconds) == ("TESTSGIE0000", 45)
    assert settings.authentication is Authentication.CERTIFICATE
    assert not page.validate_button.isEnabled()


def test_everything_wrong_is_said_at_once_under_its_field(page, fields, settle):
    fields.inputs["card_url"].setText("http://exemple.fr")
    fields.inputs["proxy"].setText("proxy")
    validate(page, settle)
    assert "https://" in fields.inputs["card_url"].accessibleDescription()
    assert "son port" in fields.inputs["proxy"].accessibleDescription()
    assert fields.inputs["card_url"].hasFocus()
    assert stored(page).card_url == ""
    assert page.has_unsaved_changes()
    page.cancel_button.click()
    assert fields.inputs["card_url"].text() == ""
    assert "https://" not in fields.inputs["card_url"].accessibleDescription()


def test_the_certificate_tells_whose_it_is_and_its_password_is_never_shown_again(
    page, fields, settle, certificate_path
):
    section = fields.certificate
    choose(page, section.file.choose_button, [certificate_path()])
    settle()
    assert section.file.shown.text() == "cabinet.p12"
    assert "Saisissez le mot de passe" in section.remark(section.file)
    section.password.edit.setText(PASSWORD)
    section.password.edit.editingFinished.emit()
    settle()
    assert section.remark(section.file) == ""
    assert section.facts.text().split("\n") == [
        f"Titulaire{NBSP}: INSI-MANU – {UNIT}",
        f"Émetteur{NBSP}: TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
        "Valable jusqu'au 14/04/2027",
    ]
    validate(page, settle)
    assert stored(page).password == PASSWORD
    assert section.password.edit.text() == ""
    assert section.facts.isVisible()
    assert not page.has_unsaved_changes()
    page.entered()
    settle()
    assert section.file.shown.text() == "enregistré"
    assert "Valable jusqu'au" in section.facts.text()


def test_a_certificate_that_ends_soon_is_warned_of_and_kept(page, fields, settle, certificate_path):
    give_certificate(page, certificate_path(days=59), settle)
    assert "expire dans 59 jours" in fields.certificate.remark(fields.certificate.file)
    validate(page, settle)
    assert stored(page).certificate


def test_a_wrong_password_is_said_and_nothing_is_stored(page, fields, settle, certificate_path):
    give_certificate(page, certificate_path(), settle, password="autre")
    assert "n'ouvre pas" in fields.certificate.remark(fields.certificate.file)
    validate(page, settle)
    assert "n'ouvre pas" in fields.certificate.password.accessibleDescription()
    assert stored(page).certificate == ""
    assert page.has_unsaved_changes()


def test_removing_the_certificate_forgets_its_password_too(page, fields, settle, certificate_path):
    give_certificate(page, certificate_path(), settle)
    validate(page, settle)
    fields.certificate.file.remove_button.click()
    settle()
    assert page.has_unsaved_changes()
    validate(page, settle)
    assert (stored(page).certificate, stored(page).password) == ("", "")
    assert fields.certificate.file.shown.text() == "aucun fichier"


def test_authorities_come_from_several_files(page, fields, settle, tmp_path):
    for name in ("racine", "fille"):
        (tmp_path / f"{name}.pem").write_text(pem(name=name.upper()))
    paths = [tmp_path / "racine.pem", tmp_path / "fille.pem"]
    choose(page, fields.authorities.choose_button, paths)
    settle()
    assert fields.authorities.shown.text() == "racine.pem, fille.pem"
    validate(page, settle)
    assert stored(page).authorities.count("BEGIN CERTIFICATE") == 2


def test_a_file_that_is_no_certificate_is_refused_in_place(page, fields, settle, tmp_path):
    (tmp_path / "note.pem").write_text("bonjour")
    choose(page, fields.authorities.choose_button, [tmp_path / "note.pem"])
    settle()
    assert fields.authorities.value() == ""
    assert "lisibles" in fields.authorities.accessibleDescription()
    assert not page.has_unsaved_changes()


def test_empty_numbers_say_where_they_are_taken_from(practice, open_page, desk):
    information = practice.application.information
    own = information.get(practice.actor)
    doctor = replace(own.practitioner, am_number="671234567", speciality_code="01")
    information.save(practice.actor, doctor, own.preferences)
    fields = open_page(desk).fields
    assert fields.inputs["billing_number"].placeholderText() == f"votre n° AM{NBSP}: 671234567"
    assert fields.inputs["speciality"].placeholderText() == f"votre code{NBSP}: 01"


def test_what_another_post_stored_meanwhile_is_told_and_typing_stays(page, fields, settle):
    fields.inputs["idam"].setText("MIEN")
    service, actor = page.desk.application.insi_settings, page.desk.actor
    service.save(actor, replace(service.get(), idam="AUTRE"))
    validate(page, settle)
    assert any("Un autre poste" in words for words in texts(page.strip))
    assert fields.inputs["idam"].text() == "MIEN"
    assert stored(page).idam == "AUTRE"
    page.cancel_button.click()
    settle()
    assert fields.inputs["idam"].text() == "AUTRE"


def test_coming_back_leaves_what_is_typed(page, fields, settle):
    fields.inputs["idam"].setText("EN COURS")
    page.entered()
    settle()
    assert fields.inputs["idam"].text() == "EN COURS"


def test_a_trial_uses_what_is_typed_and_tells_what_answered(page, fields, settle, monkeypatch):
    service, tried = page.desk.application.insi_settings, []

    def answer(_actor, _stop, settings):
        tried.append(settings.card_url)
        return "Un téléservice répond."

    monkeypatch.setattr(service, "try_connection", answer)
    fields.test_button.click()
    page.trial.click()
    settle()
    assert tried == [TEST_CARD_URL]
    assert {"Le téléservice a répondu", "Un téléservice répond."} <= texts(page.strip)
    assert page.trial.text() == "Essayer la connexion"


def test_a_trial_that_lasts_is_stopped_by_the_same_button(page, settle, monkeypatch):
    begun = Event()

    def wait(_actor, stop, _settings):
        begun.set()
        stop.wait(30)
        raise ExternalError("interrompu")

    monkeypatch.setattr(page.desk.application.insi_settings, "try_connection", wait)
    page.trial.click()
    assert begun.wait(10)
    assert page.trial.text() == "Interrompre l'essai"
    assert page.fields.inputs["idam"].isEnabled()
    page.trial.click()
    settle()
    assert "Essai interrompu" in texts(page.strip)
    assert page.trial.isEnabled()


def test_a_trial_says_what_is_missing(page, settle):
    page.trial.click()
    settle()
    assert "La connexion n'a pas abouti" in texts(page.strip)
    assert not any("[domain]" in words for words in texts(page.strip))


def test_a_demo_says_that_a_simulator_answers_and_tries_nothing(open_page, practice, tasks):
    application = replace(practice.application, is_demo=True)
    page = open_page(Desk(application, practice.actor, tasks, Theme()))
    assert "Simulateur" in texts(page.simulator)
    assert page.simulator.isVisible()
    assert not page.trial.isVisible()


def test_the_page_is_for_who_manages_the_practice_only(desk_of):
    secretary = desk_of(Role.SECRETAIRE).actor
    [section] = [one for one in SECTIONS if one.name == "teleservices"]
    [command] = [one for one in COMMANDS if one.name == "teleservices"]
    assert not section.allowed_to(secretary)
    assert not command.allowed_to(secretary)


def test_it_fits_a_small_screen_and_names_every_control(page, settle, certificate_path):
    give_certificate(page, certificate_path(), settle)
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert page.validate_button.isVisible()
    assert nameless(page) == []
