from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from almapy.errors import DomainError, StorageFull
from almapy.opening import Door, NewPractice, Opened
from almapy.paths import Folders
from almapy.settings import Place, locate
from tests.conftest import PASSWORD
from tests.fakes.clock import FakeClock
from tests.ui.door_helper import (
    button,
    click,
    entry,
    fill,
    messages,
    nameless,
    press,
    show,
    too_wide,
    type_here,
    words,
)
from ui.firstrun.account_step import proposed_login
from ui.firstrun.assistant import FirstRunAssistant
from ui.firstrun.recovery_check import RecoveryCheckStep
from ui.firstrun.recovery_sheet import RecoverySheetStep
from ui.tasks import TaskRunner
from ui.theme import ColorMode, Theme

MakeDoor = Callable[[Place], Door]
NEXT = "Suivant"
CREATE = "Créer le cabinet"
GO_ON = "J'ai la feuille\u00a0: suivant"


@pytest.fixture
def open_assistant(
    qtbot: QtBot, place: Place, clock: FakeClock, tasks: TaskRunner, make_door: MakeDoor
) -> Callable[..., FirstRunAssistant]:
    def make(
        at: Place = place, door: MakeDoor = make_door, settings_file: Path | None = None
    ) -> FirstRunAssistant:
        assistant = FirstRunAssistant(
            at, clock, tasks, Theme(), make_door=door, settings_file=settings_file
        )
        show(qtbot, assistant)
        rest(qtbot, tasks)
        return assistant

    return make


@pytest.fixture
def assistant(open_assistant: Callable[..., FirstRunAssistant]) -> FirstRunAssistant:
    return open_assistant()


def rest(qtbot: QtBot, tasks: TaskRunner) -> None:
    qtbot.waitUntil(lambda: tasks.under_way == 0)


def go_to_account(qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner) -> None:
    click(qtbot, assistant, NEXT)
    rest(qtbot, tasks)
    fill(assistant, "Nom du cabinet", "Cabinet des Tilleuls")
    click(qtbot, assistant, NEXT)
    fill(assistant, "Nom", "DÉMO")
    click(qtbot, assistant, NEXT)


def create(qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner) -> None:
    go_to_account(qtbot, assistant, tasks)
    fill(assistant, "Mot de passe", PASSWORD)
    fill(assistant, "Confirmation", PASSWORD)
    click(qtbot, assistant, CREATE)
    rest(qtbot, tasks)


def groups_of(assistant: FirstRunAssistant) -> tuple[str, ...]:
    return assistant.findChild(RecoverySheetStep)._sheet.groups


def keep(qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, pdf: Path) -> None:
    assistant.findChild(RecoverySheetStep).save_pdf(pdf)
    rest(qtbot, tasks)
    click(qtbot, assistant, GO_ON)


def finish(qtbot: QtBot, assistant: FirstRunAssistant) -> Opened:
    groups = groups_of(assistant)
    for number in assistant.findChild(RecoveryCheckStep).asked:
        fill(assistant, f"Groupe {number}", groups[number - 1])
    with qtbot.waitSignal(assistant.opened) as caught:
        click(qtbot, assistant, "Terminer")
    return caught.args[0]


def tab_to(qtbot: QtBot, name: str) -> None:
    """Go on with Tab until what has the keyboard is called so."""
    seen = []
    for _ in range(30):
        where = QApplication.focusWidget()
        called = where.accessibleName() or getattr(where, "text", str)()
        seen.append(called)
        if called.replace("&", "").startswith(name):
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name!r}: {seen}")


def test_the_first_run_needs_nothing_but_the_keyboard(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, tmp_path: Path, place: Place
):
    press(qtbot, Qt.Key.Key_Return)
    rest(qtbot, tasks)
    type_here("Cabinet médical de l'Œillet")
    tab_to(qtbot, "Téléphone")
    type_here("0388123456")
    press(qtbot, Qt.Key.Key_Return)
    type_here("Hélène")
    tab_to(qtbot, "Nom")
    type_here("D'ALMEIDA-ÑUÑEZ")
    tab_to(qtbot, "N° RPPS")
    type_here("10 001 234 566")
    press(qtbot, Qt.Key.Key_Return)
    assert entry(assistant, "Identifiant").text() == "dr.d-almeida-nunez"
    type_here(PASSWORD)
    tab_to(qtbot, "Confirmation")
    type_here(PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    rest(qtbot, tasks)
    tab_to(qtbot, "Enregistrer en PDF…")
    press(qtbot, Qt.Key.Key_Return)
    dialog = assistant.findChild(QFileDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert QApplication.focusWidget() is dialog.findChild(QLineEdit, "fileNameEdit")
    press(qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_here(str(tmp_path / "clé de secours.pdf"))
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil((tmp_path / "clé de secours.pdf").exists)
    rest(qtbot, tasks)
    assistant.activateWindow()
    qtbot.waitUntil(assistant.isActiveWindow)
    assert QApplication.focusWidget() is button(assistant, GO_ON)
    press(qtbot, Qt.Key.Key_Return)
    groups = groups_of(assistant)
    first, last = assistant.findChild(RecoveryCheckStep).asked
    type_here(groups[first - 1])
    press(qtbot, Qt.Key.Key_Tab)
    type_here(groups[last - 1])
    with qtbot.waitSignal(assistant.opened) as caught:
        press(qtbot, Qt.Key.Key_Return)
    opened = caught.args[0]
    assert opened.application.practice.get().phone == "03 88 12 34 56"
    assert opened.application.information.get(opened.actor).practitioner.rpps == "10001234566"
    assert opened.actor.name == "Hélène D'ALMEIDA-ÑUÑEZ"
    assert opened.recovery_text == ""
    assert place.folders.exists()
    opened.application.close()


def test_what_was_typed_stays_when_going_back_and_forth(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner
):
    go_to_account(qtbot, assistant, tasks)
    fill(assistant, "Identifiant", "moi")
    fill(assistant, "Mot de passe", PASSWORD)
    for _ in range(3):
        click(qtbot, assistant, "Précédent")
    for _ in range(3):
        click(qtbot, assistant, NEXT)
        rest(qtbot, tasks)
    assert entry(assistant, "Identifiant").text() == "moi"
    assert entry(assistant, "Mot de passe").text() == PASSWORD


def test_the_proposed_login_follows_the_name_until_one_is_typed(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner
):
    go_to_account(qtbot, assistant, tasks)
    assert entry(assistant, "Identifiant").text() == "dr.demo"
    click(qtbot, assistant, "Précédent")
    fill(assistant, "Nom", "DE VINCI")
    click(qtbot, assistant, NEXT)
    assert entry(assistant, "Identifiant").text() == "dr.de-vinci"
    fill(assistant, "Identifiant", "leo")
    click(qtbot, assistant, "Précédent")
    fill(assistant, "Nom", "AUTRE")
    click(qtbot, assistant, NEXT)
    assert entry(assistant, "Identifiant").text() == "leo"


def test_the_login_of_an_empty_name_is_empty():
    assert proposed_login("  ") == ""
    assert len(proposed_login("x" * 200)) == 80


def test_a_missing_name_is_said_at_its_field(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner
):
    click(qtbot, assistant, NEXT)
    rest(qtbot, tasks)
    press(qtbot, Qt.Key.Key_Return)
    name = entry(assistant, "Nom du cabinet")
    assert "Donnez un nom" in name.accessibleDescription()
    assert QApplication.focusWidget() is name
    type_here("Cabinet")
    assert name.accessibleDescription() == ""
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is entry(assistant, "Nom")


def test_numbers_that_look_wrong_are_remarked_and_accepted(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner
):
    click(qtbot, assistant, NEXT)
    rest(qtbot, tasks)
    fill(assistant, "Nom du cabinet", "Cabinet")
    click(qtbot, assistant, NEXT)
    fill(assistant, "Nom", "DÉMO")
    fill(assistant, "N° RPPS", "123")
    press(qtbot, Qt.Key.Key_Tab)
    assert "Un numéro RPPS a 11 chiffres." in words(assistant)
    click(qtbot, assistant, NEXT)
    assert "Votre compte" in words(assistant)


def test_a_weak_password_and_a_different_confirmation_are_refused_in_place(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, place: Place
):
    go_to_account(qtbot, assistant, tasks)
    fill(assistant, "Mot de passe", "court")
    click(qtbot, assistant, CREATE)
    assert QApplication.focusWidget() is entry(assistant, "Mot de passe")
    fill(assistant, "Mot de passe", PASSWORD)
    fill(assistant, "Confirmation", PASSWORD + "x")
    click(qtbot, assistant, CREATE)
    assert QApplication.focusWidget() is entry(assistant, "Confirmation")
    assert not place.folders.exists()


def test_the_loss_of_both_secrets_is_said_in_these_words(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner
):
    go_to_account(qtbot, assistant, tasks)
    assert "Sans mot de passe ni clé de secours, les données sont perdues." in messages(assistant)


def test_the_practice_opens_only_with_the_key_kept_and_checked(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, tmp_path: Path
):
    create(qtbot, assistant, tasks)
    with qtbot.assertNotEmitted(assistant.opened):
        click(qtbot, assistant, GO_ON)
        assert "Imprimez la clé ou enregistrez-la en PDF" in messages(assistant)
        keep(qtbot, assistant, tasks, tmp_path / "clé.pdf")
        fill(assistant, "Groupe 9", "AAAA")
        click(qtbot, assistant, "Terminer")
    finish(qtbot, assistant).application.close()


def test_the_key_can_be_looked_at_again_before_the_end_but_not_undone(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, tmp_path: Path
):
    create(qtbot, assistant, tasks)
    groups = groups_of(assistant)
    keep(qtbot, assistant, tasks, tmp_path / "clé.pdf")
    assert not set(groups) & set(words(assistant).split("\n"))
    click(qtbot, assistant, "Précédent")
    assert set(groups) <= set(words(assistant).split("\n"))
    with pytest.raises(AssertionError, match="no button"):
        button(assistant, "Précédent")
    click(qtbot, assistant, GO_ON)
    finish(qtbot, assistant).application.close()


def test_a_pdf_that_cannot_be_written_is_told_and_does_not_count(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, tmp_path: Path
):
    create(qtbot, assistant, tasks)
    (tmp_path / "file").write_text("")
    keep(qtbot, assistant, tasks, tmp_path / "file" / "clé.pdf")
    assert "Imprimez la clé ou enregistrez-la en PDF" in messages(assistant)
    keep(qtbot, assistant, tasks, tmp_path / "clé")
    assert (tmp_path / "clé.pdf").read_bytes().startswith(b"%PDF")
    finish(qtbot, assistant).application.close()


def test_closing_over_the_key_asks_first(
    qtbot: QtBot,
    assistant: FirstRunAssistant,
    tasks: TaskRunner,
    place: Place,
    make_door: MakeDoor,
):
    create(qtbot, assistant, tasks)
    assistant.close()
    assert assistant.isVisible()
    question = assistant.findChild(QMessageBox)
    click(qtbot, question, "Rester et terminer")
    assert assistant.isVisible()
    qtbot.waitUntil(lambda: assistant.findChild(QMessageBox) is None)
    assistant.close()
    with qtbot.waitSignal(assistant.closed):
        click(qtbot, assistant.findChild(QMessageBox), "Quitter sans vérifier")
    assert not place.folders.running.exists()
    make_door(place).open("dr.demo", PASSWORD).application.close()


def test_closing_before_the_end_leaves_nothing(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, place: Place
):
    go_to_account(qtbot, assistant, tasks)
    with qtbot.waitSignal(assistant.closed):
        assistant.close()
    assert not place.folders.root.exists()


def test_the_demonstration_can_be_asked_for(qtbot: QtBot, assistant: FirstRunAssistant):
    with qtbot.waitSignal(assistant.demo_asked):
        click(qtbot, assistant, "Essayer la base de démonstration")


@pytest.mark.parametrize("typed", ["", "dossier/relatif", "{file}/sub"])
def test_a_folder_that_cannot_be_used_is_refused_at_once(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, tmp_path: Path, typed: str
):
    (tmp_path / "file").write_text("")
    fill(assistant, "Dossier des données", typed.format(file=tmp_path / "file"))
    click(qtbot, assistant, NEXT)
    rest(qtbot, tasks)
    folder = entry(assistant, "Dossier des données")
    assert QApplication.focusWidget() is folder
    assert folder.accessibleDescription() in words(assistant)
    assert "dossier" in folder.accessibleDescription()


def test_another_folder_is_found_again_at_the_next_start(
    qtbot: QtBot, assistant: FirstRunAssistant, tasks: TaskRunner, tmp_path: Path, place: Place
):
    elsewhere = tmp_path / "autre disque" / "AlmaPy"
    fill(assistant, "Dossier des données", str(elsewhere))
    create(qtbot, assistant, tasks)
    keep(qtbot, assistant, tasks, tmp_path / "clé.pdf")
    opened = finish(qtbot, assistant)
    opened.application.close()
    assert opened.application.folders.root == elsewhere
    assert locate(place.folders.root).folders.root == elsewhere
    assert not place.folders.exists()


def test_coming_back_to_the_default_folder_forgets_the_other_one(
    qtbot: QtBot,
    open_assistant: Callable[..., FirstRunAssistant],
    tasks: TaskRunner,
    tmp_path: Path,
    place: Place,
):
    home = place.folders
    home.root.mkdir()
    home.settings.write_text(f'data_folder = "{tmp_path / "perdu"}"\n', encoding="utf-8")
    assistant = open_assistant(locate(home.root), settings_file=home.settings)
    assert entry(assistant, "Dossier des données").text() == str(tmp_path / "perdu")
    fill(assistant, "Dossier des données", str(home.root))
    create(qtbot, assistant, tasks)
    keep(qtbot, assistant, tasks, tmp_path / "clé.pdf")
    finish(qtbot, assistant).application.close()
    assert locate(home.root).folders.root == home.root


def test_settings_that_cannot_be_written_stop_before_anything_is_created(
    qtbot: QtBot,
    open_assistant: Callable[..., FirstRunAssistant],
    tasks: TaskRunner,
    tmp_path: Path,
):
    (tmp_path / "file").write_text("")
    assistant = open_assistant(settings_file=tmp_path / "file" / "almapy.toml")
    elsewhere = tmp_path / "autre"
    fill(assistant, "Dossier des données", str(elsewhere))
    create(qtbot, assistant, tasks)
    assert "Rien n'a été créé" in messages(assistant)
    assert not elsewhere.exists()
    assert entry(assistant, "Mot de passe").text() == PASSWORD


def test_a_practice_already_there_is_offered_to_open(
    qtbot: QtBot,
    open_assistant: Callable[..., FirstRunAssistant],
    practice: Opened,
    place: Place,
    tasks: TaskRunner,
    tmp_path: Path,
):
    practice.application.close()
    empty = Place(Folders(tmp_path / "vide"), place.settings)
    assistant = open_assistant(empty)
    fill(assistant, "Dossier des données", str(place.folders.root))
    press(qtbot, Qt.Key.Key_Return)
    rest(qtbot, tasks)
    assert "Un cabinet existe déjà" in words(assistant)
    assert QApplication.focusWidget() is button(assistant, "Ouvrir ce cabinet")
    with qtbot.waitSignal(assistant.existing_asked) as caught:
        press(qtbot, Qt.Key.Key_Return)
    assert caught.args[0].folders == place.folders
    assert locate(empty.folders.root).folders == place.folders


def test_a_failure_of_the_creation_keeps_what_was_typed(
    qtbot: QtBot, open_assistant: Callable[..., FirstRunAssistant], tasks: TaskRunner
):
    class FullDisk:
        def create(self, _new: NewPractice) -> Opened:
            raise StorageFull("Le disque est plein. Rien n'a été créé. Libérez de la place.")

    assistant = open_assistant(door=lambda _place: FullDisk())
    create(qtbot, assistant, tasks)
    assert "Le disque est plein" in messages(assistant)
    assert "[storage.full]" in messages(assistant)
    assert entry(assistant, "Mot de passe").text() == PASSWORD
    assert button(assistant, CREATE).isEnabled()


def test_a_refusal_of_the_core_is_told_at_the_field_it_names(
    qtbot: QtBot, open_assistant: Callable[..., FirstRunAssistant], tasks: TaskRunner
):
    class Strict:
        def create(self, _new: NewPractice) -> Opened:
            raise DomainError("Cet identifiant est réservé.", field="login")

    assistant = open_assistant(door=lambda _place: Strict())
    create(qtbot, assistant, tasks)
    login = entry(assistant, "Identifiant")
    assert login.accessibleDescription() == "Cet identifiant est réservé."
    assert QApplication.focusWidget() is login


def test_the_window_stays_open_while_the_practice_is_made(
    qtbot: QtBot,
    open_assistant: Callable[..., FirstRunAssistant],
    tasks: TaskRunner,
    make_door: MakeDoor,
    tmp_path: Path,
):
    import threading

    gate = threading.Event()

    def slow(at: Place) -> Door:
        assert gate.wait(10)
        return make_door(at)

    assistant = open_assistant(door=slow)
    go_to_account(qtbot, assistant, tasks)
    fill(assistant, "Mot de passe", PASSWORD)
    fill(assistant, "Confirmation", PASSWORD)
    click(qtbot, assistant, CREATE)
    assert not entry(assistant, "Mot de passe").isEnabled()
    assistant.close()
    assert assistant.isVisible()
    gate.set()
    rest(qtbot, tasks)
    keep(qtbot, assistant, tasks, tmp_path / "clé.pdf")
    finish(qtbot, assistant).application.close()


@pytest.mark.parametrize("percent", [100, 200])
def test_every_step_is_named_and_fits_a_small_screen(
    qtbot: QtBot,
    qapp: QApplication,
    assistant: FirstRunAssistant,
    tasks: TaskRunner,
    tmp_path: Path,
    percent: int,
):
    theme = Theme()
    theme.apply(qapp, ColorMode.LIGHT, percent)
    try:
        assistant.resize(683 * percent // 100, 384 * percent // 100)

        def look() -> None:
            assert nameless(assistant) == []
            qtbot.waitUntil(lambda: too_wide(assistant) == [])

        look()
        click(qtbot, assistant, NEXT)
        rest(qtbot, tasks)
        look()
        fill(assistant, "Nom du cabinet", "Maison de santé pluriprofessionnelle de la Vallée")
        click(qtbot, assistant, NEXT)
        look()
        fill(assistant, "Nom", "DE LA FONTAINE-MARTIN D'ALMEIDA-ÑUÑEZ")
        click(qtbot, assistant, NEXT)
        look()
        fill(assistant, "Mot de passe", PASSWORD)
        fill(assistant, "Confirmation", PASSWORD)
        click(qtbot, assistant, CREATE)
        rest(qtbot, tasks)
        look()
        keep(qtbot, assistant, tasks, tmp_path / "clé.pdf")
        look()
        finish(qtbot, assistant).application.close()
    finally:
        theme.apply(qapp, ColorMode.LIGHT, 100)
