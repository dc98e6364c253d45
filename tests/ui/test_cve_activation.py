import pytest
from PySide6.QtCore import Qt

from almapy.cve.faults import (
    CertificateDamaged,
    CertificateExpired,
    CertificateWrongCode,
    CredentialsRefused,
)
from almapy.cve.model import Availability
from almapy.cve.registration import Subscription
from almapy.errors import DomainError
from tests.fakes.carnet_screens import PLACE, ChosenCarnets
from tests.ui.carnet_helper import faked
from tests.ui.page_helper import nameless, texts
from ui.cve.help_page import CarnetHelpPage
from ui.users.information_page import InformationPage

PASSWORD = "Tilleul-2026!"


@pytest.fixture
def fake():
    fake = ChosenCarnets()
    fake.available = Availability(ready=False, simulated=True, why="Non activé.")
    return fake


@pytest.fixture
def part(qtbot, settle, desk, fake):
    page = InformationPage(faked(desk, fake))
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.entered()
    page.tabs.setCurrentWidget(page.services)
    settle()
    page.services.mesvaccins.page = page
    return page.services.mesvaccins


def press(button, settle):
    assert button.isEnabled()
    button.click()
    settle()


def test_the_account_of_the_service_bears_the_labels_of_the_practice(part):
    assert {
        "Code MesVaccins.net",
        "Utiliser le service MesVaccins.net",
        "E-mail",
        "Mot de passe",
        "Activer MesVaccins.net",
        "Importer un certificat (.p12)…",
        "Tester la connexion",
        "J'ai oublié mes identifiants de connexion",
        "Installer un certificat pour valider les carnets",
        "Aide MesVaccins.net",
    } <= texts(part)
    assert any("CPS ou de votre diplôme" in text and "heures" in text for text in texts(part))
    assert PLACE in part.words.text()
    assert part.state.text == "Inactif"
    assert nameless(part) == []


def test_a_certificate_file_is_installed_in_one_panel_and_its_three_faults_are_told_apart(
    part, fake, settle, qtbot, tmp_path
):
    path = tmp_path / "certificat.p12"
    path.write_bytes(b"fictif")
    part.import_button.click()
    panel = part.import_panel
    panel.accept_button.click()
    assert panel.choose_button.accessibleDescription() or panel.line.accessibleDescription()
    panel.take_file(path)
    settle()
    panel.code.setText("code")
    told = []
    for fault in (CertificateWrongCode(), CertificateDamaged(), CertificateExpired("a pris fin")):
        fake.fails["import_certificate"] = fault
        press(panel.accept_button, settle)
        told.append((panel.code.accessibleDescription(), panel.line.accessibleDescription()))
    assert ["n'ouvre pas" in told[0][0], "abîmé" in told[1][1], "a pris fin" in told[2][1]] == [
        True,
        True,
        True,
    ]
    assert not part.box.isChecked()
    fake.fails.clear()
    press(panel.accept_button, settle)
    assert fake.asked("import_certificate")[-1] == (b"fictif", "code")
    assert "DEMO Paul" in panel.strip.accessibleDescription()
    assert panel.code.text() == ""
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_the_connection_is_tried_with_what_is_stored_only(part, fake, settle):
    part.email.setText("medecin@exemple.invalid")
    part.test_button.click()
    assert not fake.asked("test_sign_in")
    assert "Enregistrez d'abord" in part.strip.accessibleDescription()
    part.page.validate_button.click()
    settle()
    press(part.test_button, settle)
    assert "10001234565" in part.strip.accessibleDescription()
    fake.fails["test_sign_in"] = CredentialsRefused()
    press(part.test_button, settle)
    assert "n'accepte pas" in part.strip.accessibleDescription()
    press(part.forgotten_button, settle)
    assert fake.asked("remind") == [("medecin@exemple.invalid",)]


def test_the_box_makes_the_service_active_once_it_is_validated(part, fake, settle):
    part.box.click()
    part.password.edit.setText("carnet-fictif")
    fake.available = Availability(ready=True, simulated=True)
    part.page.validate_button.click()
    settle()
    assert part.state.text == "Actif"
    assert fake.asked("keep_password") == [("carnet-fictif",)]
    assert part.page.desk.application.information.get(
        part.page.desk.actor
    ).preferences.use_mesvaccins


def test_an_account_is_created_from_the_help_and_refused_field_by_field(qtbot, settle, desk, fake):
    page = CarnetHelpPage(faked(desk, fake))
    qtbot.addWidget(page)
    page.show()
    page.tabs.setCurrentIndex(1)
    assert [page.tabs.tabText(n) for n in range(3)] == ["Accueil", "Inscription", "Aide"]
    words = " ".join(texts(page))
    for told in ("gratuite", "sans limite de durée", "hébergeur", "comité d'experts", "Collective"):
        assert told in words
    form = page.form
    form.create_button.click()
    assert form.email.accessibleDescription()
    form.email.setText("medecin@exemple.invalid")
    form.password.first.setText(PASSWORD)
    form.password.again.setText("autre")
    form.create_button.click()
    assert "diffèrent" in form.password.again.accessibleDescription()
    form.password.again.setText(PASSWORD)
    form.kind.set_value(Subscription.WITH_CODE.value)
    form.conditions.setChecked(True)
    form.create_button.click()
    assert "code d'inscription" in form.code.accessibleDescription()
    form.code.setText("GROUPE-TILLEULS")
    fake.fails["register"] = DomainError("Cette adresse a déjà un compte.", field="email")
    press(form.create_button, settle)
    assert form.email.accessibleDescription() == "Cette adresse a déjà un compte."
    fake.fails.clear()
    press(form.create_button, settle)
    wanted = fake.asked("register")[-1][0]
    assert wanted.subscription is Subscription.WITH_CODE
    assert wanted.registration_code == "GROUPE-TILLEULS"
    assert form.strip.accessibleName() == "Compte créé"
    assert form.password.first.text() == ""
    assert nameless(page) == []
