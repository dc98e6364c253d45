from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from almapy.db.keys import WrongPassword
from almapy.users.model import Role
from tests.conftest import LOGIN, PASSWORD
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.users.information_page import InformationPage
from ui.widgets.button import Button

NEW_PASSWORD = "Marronnier-2027?"
CARD_WARNING = (
    "Attention\u00a0: Le nom CPS et le prénom CPS doivent être identiques à ceux se trouvant sur "
    "votre CPS"
)


@pytest.fixture
def page_class():
    return InformationPage


@pytest.fixture
def page(open_page, desk):
    return open_page(desk)


def information(page):
    return page.desk.application.information.get(page.desk.actor)


def validate(page, qtbot, settle):
    qtbot.keyClick(page.tabs.currentWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()


def test_the_labels_are_those_of_the_practice(page):
    tabs = [page.tabs.tabText(number) for number in range(page.tabs.count())]
    assert tabs == [
        "Informations générales (1/2)",
        "Informations générales (2/2)",
        "Configuration logiciel",
    ]
    assert {
        "Initiales perso.",
        "Délais d'avertissement entre deux sauvegardes",
        "Envoyer automatiquement les documents (ordonnances, courriers ...)",
        "dans MSSanté",
        "dans le DMP",
        "Envoyer automatiquement en tâche de fond",
        "Utilise AFFiD Nxt",
        "jFSE",
        "Entr'Actes",
        "Ma Compta Libérale",
        "Nom CPS",
        "Prénom CPS",
        (
            "Attention\u00a0: Le nom CPS et le prénom CPS doivent être identiques à ceux se "
            "trouvant sur votre CPS"
        ),
        "Code BIOSERVEUR",
        "Login",
        "Mot de passe",
        "S'abonner à BioServeur",
        "Aide BioServeur",
        "Code MesVaccins.net",
        "E-mail",
        "Activer MesVaccins.net",
        "Utiliser le service MesVaccins.net",
        "Aide MesVaccins.net",
        "MSSanté",
        "Configurer",
        "Code authentification",
        "Identifiant",
        "Modifier",
        "CPS",
        "N° CPS",
        "Récup. code via CPS",
        "Profession",
        "Qualité",
        "Spécialité ordinale",
        "Refaire le paramétrage de votre n° de facturation et code spécialité",
        "Valider",
        "Annuler",
    } <= texts(page)


def test_it_shows_what_is_stored(page):
    assert page.general.numbers["rpps"].value() == information(page).practitioner.rpps
    assert page.general.sign_in.login.text() == LOGIN
    assert not page.has_unsaved_changes()
    assert not page.validate_button.isEnabled()


def test_empty_initials_are_computed_and_chosen_ones_reach_the_window(page, qtbot, settle):
    assert page.general.initials.placeholderText() == "P.D"
    type_text(page.general.initials, "PDé")
    with qtbot.waitSignal(page.desk.actor_changed):
        validate(page, qtbot, settle)
    assert page.desk.actor.initials == "PDé"
    page.general.initials.clear()
    validate(page, qtbot, settle)
    assert page.desk.actor.initials == "P.D"


def test_valider_stores_the_three_tabs(page, qtbot, settle):
    page.general.numbers["adeli"].set_value("671234567")
    page.services.mssante.address.setText("paul.demo@alsace.mssante.fr")
    page.tabs.setCurrentWidget(page.software)
    box = next(box for box in page.findChildren(QCheckBox) if box.text() == "dans le DMP")
    box.click()
    assert page.has_unsaved_changes()
    qtbot.mouseClick(page.validate_button, Qt.MouseButton.LeftButton)
    settle()
    stored = information(page)
    assert stored.practitioner.adeli == "671234567"
    assert stored.preferences.mssante_address == "paul.demo@alsace.mssante.fr"
    assert not stored.preferences.send_to_dmp
    assert stored.preferences.send_to_mssante
    assert not page.has_unsaved_changes()


def test_annuler_brings_every_field_back(page, qtbot):
    page.general.initials.setText("XX")
    page.services.secrets["bioserveur"].edit.setText("secret")
    page.services.mssante.address.setText("ailleurs")
    qtbot.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    assert page.general.initials.text() == ""
    assert page.services.secrets["bioserveur"].edit.text() == ""
    assert page.services.mssante.address.text() == ""
    assert not page.has_unsaved_changes()


def test_coming_back_keeps_what_was_typed(page, settle):
    page.general.initials.setText("XX")
    page.entered()
    settle()
    assert page.general.initials.text() == "XX"


def test_what_is_typed_while_it_is_stored_stays(page, settle):
    page.general.initials.setText("XX")
    page.validate_button.click()
    page.general.initials.setText("YY")
    settle()
    assert page.general.initials.text() == "YY"
    assert page.has_unsaved_changes()


def test_a_service_password_is_sealed_then_forgotten(page, qtbot, settle):
    field = page.services.secrets["mesvaccins"]
    field.edit.setText("carnet-fictif")
    validate(page, qtbot, settle)
    service = page.desk.application.information
    assert service.secret(page.desk.actor, "mesvaccins") == "carnet-fictif"
    assert field.edit.text() == ""
    assert "enregistré" in field.edit.placeholderText()
    field.forget_button.click()
    validate(page, qtbot, settle)
    assert service.secret(page.desk.actor, "mesvaccins") == ""


def test_a_wrong_number_is_remarked_and_stored_all_the_same(page, qtbot, settle):
    rpps = page.general.numbers["rpps"]
    rpps.edit.selectAll()
    type_text(rpps.edit, "1000 123 4567")
    assert rpps.value() == "10001234567"
    assert "clé" in rpps.remark
    validate(page, qtbot, settle)
    assert information(page).practitioner.rpps == "10001234567"


def test_known_billing_numbers_change_only_on_purpose(page, qtbot, settle):
    number = page.general.numbers["am_number"]
    assert not number.edit.isReadOnly()
    number.set_value("671234567")
    validate(page, qtbot, settle)
    assert number.edit.isReadOnly()
    page.general.redo_billing.click()
    assert not number.edit.isReadOnly()
    assert number.edit.hasFocus()


def test_what_has_no_connector_yet_is_off(page):
    off = ["S'abonner à BioServeur", "Activer MesVaccins.net"]
    buttons = [b for b in page.findChildren(Button) if b.text() in off]
    boxes = [b for b in page.findChildren(QCheckBox) if "Utilise " in b.text()]
    assert len(buttons) == len(off)
    assert len(boxes) == 1
    for control in [*buttons, *boxes, page.services.mssante.test]:
        assert not control.isEnabled()
        assert control.accessibleDescription()


def test_a_wrong_password_changes_no_password(page, settle):
    panel = page.general.sign_in.password_panel
    page.general.sign_in.change_password.click()
    panel.old.setText("Faux-mot-2026!")
    panel.new.first.setText(NEW_PASSWORD)
    panel.new.again.setText(NEW_PASSWORD)
    panel.accept_button.click()
    settle()
    assert panel.old.hasFocus()
    assert panel.isVisible()
    keeper = page.desk.application.keeper
    keeper.prove(LOGIN, PASSWORD)
    with pytest.raises(WrongPassword):
        keeper.prove(LOGIN, NEW_PASSWORD)


@pytest.mark.parametrize(("first", "again"), [("azerty", "azerty"), (NEW_PASSWORD, "autre")])
def test_a_weak_or_mistyped_password_is_refused_in_place(page, qtbot, first, again):
    panel = page.general.sign_in.password_panel
    page.general.sign_in.change_password.click()
    panel.old.setText(PASSWORD)
    panel.new.first.setText(first)
    panel.new.again.setText(again)
    qtbot.keyClick(panel.new.again, Qt.Key.Key_Return)
    assert page.desk._tasks.under_way == 0
    assert panel.accept_button.isEnabled()
    refused = panel.new.again if first == NEW_PASSWORD else panel.new.first
    assert refused.hasFocus()


def test_the_old_password_opens_the_way_to_a_new_one(page, qtbot, settle):
    panel = page.general.sign_in.password_panel
    page.general.sign_in.change_password.click()
    panel.old.setText(PASSWORD)
    panel.new.first.setText(NEW_PASSWORD)
    panel.new.again.setText(NEW_PASSWORD)
    with qtbot.waitSignal(page.desk.told):
        qtbot.keyClick(panel.new.again, Qt.Key.Key_Return)
    page.desk.application.keeper.prove(LOGIN, NEW_PASSWORD)
    assert panel.isHidden()
    assert panel.old.text() == ""


def test_a_login_is_changed_with_the_password(page, qtbot, settle):
    panel = page.general.sign_in.login_panel
    page.general.sign_in.change_login.click()
    panel.login.setText("paul.démo")
    panel.password.setText(PASSWORD)
    with qtbot.waitSignal(page.desk.actor_changed):
        qtbot.keyClick(panel.password, Qt.Key.Key_Return)
    assert page.general.sign_in.login.text() == "paul.démo"
    assert page.desk.actor.login == "paul.démo"


def test_a_taken_login_is_refused_beside_its_field(page, colleague, settle):
    colleague(Role.SECRETAIRE, "claire")
    panel = page.general.sign_in.login_panel
    page.general.sign_in.change_login.click()
    panel.login.setText("CLAIRE")
    panel.password.setText(PASSWORD)
    panel.accept_button.click()
    settle()
    assert panel.login.hasFocus()
    assert "déjà pris" in panel.login.accessibleDescription()


def test_escape_closes_a_panel_and_gives_the_keyboard_back(page, qtbot):
    sign_in = page.general.sign_in
    sign_in.change_login.click()
    qtbot.keyClick(sign_in.login_panel.login, Qt.Key.Key_Escape)
    assert sign_in.login_panel.isHidden()
    assert sign_in.change_login.hasFocus()


def test_a_new_recovery_key_is_shown_once(page, settle):
    page.tabs.setCurrentWidget(page.software)
    card = page.software.recovery
    card.renew_button.click()
    card.password.setText(PASSWORD)
    card.panel.accept_button.click()
    settle()
    assert card.shows_key
    assert page.has_unsaved_changes()
    sheet = card.key._sheet
    assert page.desk.application.keeper._ring().open_with_recovery_key(sheet.key)
    assert set(sheet.groups) <= texts(card.key)
    card.key.done_button.click()
    assert not card.shows_key
    assert not set(sheet.groups) & {w.text() for w in card.key.findChildren(Button)}
    assert not page.has_unsaved_changes()


def test_the_former_recovery_key_stays_after_a_wrong_password(page, practice, settle):
    card = page.software.recovery
    page.tabs.setCurrentWidget(page.software)
    card.renew_button.click()
    card.password.setText("Faux-mot-2026!")
    card.panel.accept_button.click()
    settle()
    assert not card.shows_key
    assert page.desk.application.keeper._ring().open_with_recovery_key(practice.recovery_text)


def test_the_recovery_sheet_never_lies_beside_the_base(page, settle, tmp_path):
    page.tabs.setCurrentWidget(page.software)
    card = page.software.recovery
    card.renew_button.click()
    card.password.setText(PASSWORD)
    card.panel.accept_button.click()
    settle()
    beside = page.desk.application.folders.root / "cle.pdf"
    card.key.save_pdf(beside)
    settle()
    assert not beside.exists()
    elsewhere = tmp_path / "cle.pdf"
    card.key.save_pdf(elsewhere)
    settle()
    assert elsewhere.read_bytes().startswith(b"%PDF")
    assert Path(elsewhere).stat().st_size > 1000


def test_only_those_who_manage_accounts_renew_the_recovery_key(open_page, desk_of):
    assert open_page(desk_of(Role.SECRETAIRE)).software.recovery is None


def test_a_failure_to_read_is_told_and_tried_again(qtbot, desk, settle, monkeypatch):
    service = desk.application.information
    monkeypatch.setattr(type(service), "get", _failing)
    page = InformationPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    settle()
    assert page.strip.isVisible()
    assert not page.tabs.isEnabled()
    monkeypatch.undo()
    again = next(b for b in page.strip.findChildren(Button) if b.text() == "Réessayer")
    again.click()
    settle()
    assert page.tabs.isEnabled()
    assert page.strip.isHidden()


def _failing(*_):
    raise OSError("le disque ne répond pas")


def test_the_keyboard_turns_the_tabs(page, qtbot):
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(page, Qt.Key.Key_PageDown, ctrl)
    assert page.tabs.currentWidget() is page.services
    qtbot.keyClick(page, Qt.Key.Key_PageUp, ctrl)
    assert page.tabs.currentWidget() is page.general


def test_it_fits_a_small_screen_and_names_every_control(page):
    page.resize(*SMALL)
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        area = page.tabs.currentWidget()
        assert area.horizontalScrollBar().maximum() == 0
        assert nameless(page) == []
    assert page.validate_button.isVisible()
    assert page.width() == SMALL[0]
