from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from almapy.db.recovery_key import new_secret, printed
from almapy.opening import Door, Opened
from almapy.settings import Place
from tests.conftest import LOGIN, PASSWORD
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
    words,
)
from tests.ui.typing_helper import type_text
from ui.firstrun.recovery_check import RecoveryCheckStep
from ui.firstrun.recovery_sheet import RecoverySheetStep
from ui.signin.recovery_key_edit import RecoveryKeyEdit
from ui.signin.window import SignInWindow
from ui.tasks import TaskRunner
from ui.theme import Theme

NEW_PASSWORD = "Marronnier-2026!"
MakeDoor = Callable[[Place], Door]


@pytest.fixture
def key(practice: Opened) -> str:
    """The recovery key of a practice on the disk, nobody in it."""
    practice.application.close()
    return practice.recovery_text


@pytest.fixture
def window(
    qtbot: QtBot,
    key: str,
    place: Place,
    clock: FakeClock,
    tasks: TaskRunner,
    make_door: MakeDoor,
) -> SignInWindow:
    """The sign-in window, at « Mot de passe perdu ? »."""
    window = SignInWindow(place, clock, tasks, Theme(), make_door=make_door)
    show(qtbot, window)
    click(qtbot, window, "Mot de passe perdu\u00a0?")
    return window


def recover(qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, key: str) -> None:
    fill(window, "Clé de secours", key)
    fill(window, "Nouveau mot de passe", NEW_PASSWORD)
    fill(window, "Confirmation", NEW_PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks.under_way == 0)


def shown_key(window: SignInWindow) -> tuple[str, ...]:
    sheet = window.findChild(RecoverySheetStep)._sheet
    return sheet.groups


def finish(qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, pdf: Path) -> Opened:
    groups = shown_key(window)
    window.findChild(RecoverySheetStep).save_pdf(pdf)
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    click(qtbot, window, "J'ai la feuille\u00a0: suivant")
    for number in window.findChild(RecoveryCheckStep).asked:
        fill(window, f"Groupe {number}", groups[number - 1].lower())
    with qtbot.waitSignal(window.opened) as caught:
        press(qtbot, Qt.Key.Key_Return)
    return caught.args[0]


@pytest.fixture
def key_edit(qtbot: QtBot) -> RecoveryKeyEdit:
    edit = RecoveryKeyEdit()
    show(qtbot, edit)
    return edit


def test_the_key_is_grouped_while_it_is_typed(key_edit: RecoveryKeyEdit):
    line = key_edit.findChild(QLineEdit)
    for character in "mrsw mz3i-nf":
        type_text(line, character)
    assert line.text() == "MRSW-MZ3I-NF"
    assert "10 caractères sur 36" in words(key_edit)


def test_a_character_forgotten_is_added_where_it_belongs(key_edit: RecoveryKeyEdit):
    line = key_edit.findChild(QLineEdit)
    type_text(line, "MRSMZ3I")
    line.setCursorPosition(3)
    type_text(line, "W")
    type_text(line, "X")
    assert line.text() == "MRSW-XMZ3-I"


def test_a_key_read_with_the_wrong_shapes_is_understood(key_edit: RecoveryKeyEdit):
    line = key_edit.findChild(QLineEdit)
    good = "MRSW-MZ3I-NFVG-W3DN-NZXX-A4LS-ON2H-K5TX-2EDA"
    type_text(line, good.lower().replace("-", " ").replace("i", "1").replace("o", "0"))
    assert key_edit.is_right
    assert "bien recopiée" in words(key_edit)


def test_a_slip_is_seen_before_anything_is_tried(key_edit: RecoveryKeyEdit):
    type_text(key_edit.findChild(QLineEdit), "MRSW-MZ3I-NFVG-W3DN-NZXX-A4LS-ON2H-K5TX-2EDB")
    assert not key_edit.is_right
    assert "relisez la feuille" in words(key_edit)


def test_the_printed_key_gives_a_new_password_and_a_new_key(
    qtbot: QtBot,
    window: SignInWindow,
    tasks: TaskRunner,
    key: str,
    place: Place,
    make_door: MakeDoor,
    tmp_path: Path,
):
    recover(qtbot, window, tasks, key)
    opened = finish(qtbot, window, tasks, tmp_path / "clé.pdf")
    assert opened.actor.login == LOGIN
    assert opened.recovery_text == ""
    opened.application.close()
    with pytest.raises(Exception, match="incorrect"):
        make_door(place).open(LOGIN, PASSWORD)
    with pytest.raises(Exception, match="n'ouvre pas cette base"):
        make_door(place).open_with_recovery_key(key, LOGIN, NEW_PASSWORD)
    make_door(place).open(LOGIN, NEW_PASSWORD).application.close()


def test_the_new_key_has_to_be_kept_and_checked_before_the_practice_opens(
    qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, key: str, tmp_path: Path
):
    recover(qtbot, window, tasks, key)
    with qtbot.assertNotEmitted(window.opened):
        click(qtbot, window, "J'ai la feuille\u00a0: suivant")
    assert "Imprimez la clé ou enregistrez-la en PDF" in messages(window)
    finish(qtbot, window, tasks, tmp_path / "clé.pdf").application.close()


def test_there_is_no_way_back_once_the_new_key_is_shown(
    qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, key: str, tmp_path: Path
):
    recover(qtbot, window, tasks, key)
    with pytest.raises(AssertionError, match="no button"):
        button(window, "Précédent")
    finish(qtbot, window, tasks, tmp_path / "clé.pdf").application.close()


def test_the_pdf_is_refused_beside_the_base(
    qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, key: str, place: Place, tmp_path: Path
):
    recover(qtbot, window, tasks, key)
    beside = place.folders.root / "clé.pdf"
    window.findChild(RecoverySheetStep).save_pdf(beside)
    assert "celui de la base" in messages(window)
    assert not beside.exists()
    finish(qtbot, window, tasks, tmp_path / "clé.pdf").application.close()


def test_the_key_of_another_base_opens_nothing(
    qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, place: Place
):
    before = place.folders.keys.read_bytes()
    recover(qtbot, window, tasks, printed(new_secret()))
    assert "n'ouvre pas cette base" in messages(window)
    assert entry(window, "Nouveau mot de passe").text() == NEW_PASSWORD
    assert place.folders.keys.read_bytes() == before


def test_wrong_keys_are_slowed_down(
    qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, clock: FakeClock
):
    wrong = printed(new_secret())
    for _ in range(5):
        recover(qtbot, window, tasks, wrong)
    assert "Nouvel essai possible dans" in words(window)
    press(qtbot, Qt.Key.Key_Return)
    assert tasks.under_way == 0
    clock.advance(timedelta(minutes=10))
    qtbot.waitUntil(lambda: "Nouvel essai" not in words(window))


def test_an_unknown_login_is_named_at_its_field(
    qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, key: str
):
    fill(window, "Identifiant", "inconnu")
    recover(qtbot, window, tasks, key)
    assert QApplication.focusWidget() is entry(window, "Identifiant")
    assert "n'existe pas" in entry(window, "Identifiant").accessibleDescription()


def test_a_key_half_typed_takes_the_cursor_back(qtbot: QtBot, window: SignInWindow):
    fill(window, "Clé de secours", "MRSW-MZ3I")
    fill(window, "Nouveau mot de passe", NEW_PASSWORD)
    fill(window, "Confirmation", NEW_PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is entry(window, "Clé de secours")


def test_one_can_go_back_to_the_password(qtbot: QtBot, window: SignInWindow):
    click(qtbot, window, "Retour")
    assert QApplication.focusWidget() is entry(window, "Mot de passe")


def test_closing_over_the_new_key_asks_first_and_then_closes_the_base(
    qtbot: QtBot, window: SignInWindow, tasks: TaskRunner, key: str, place: Place
):
    recover(qtbot, window, tasks, key)
    window.close()
    assert window.isVisible()
    question = window.findChild(QMessageBox)
    assert "ne sera plus montrée" in question.informativeText()
    assert question.defaultButton().text() == "&Rester et terminer"
    with qtbot.waitSignal(window.closed):
        click(qtbot, question, "Quitter sans vérifier")
    assert not window.isVisible()
    assert not place.folders.running.exists()


def test_the_lost_password_page_is_named_and_fits_a_small_screen(
    qtbot: QtBot, window: SignInWindow
):
    window.resize(683, 384)
    assert nameless(window) == []
    qtbot.waitUntil(lambda: too_wide(window) == [])


def test_the_check_takes_look_alikes_and_refuses_another_group(qtbot: QtBot):
    step = RecoveryCheckStep()
    key = ("MRSW", "MZ3I", "NFVG", "W3DN", "NZXX", "A4LS", "ON2H", "K5TX", "2EDA")
    step.set_key(key)
    show(qtbot, step)
    step.entered()
    first, last = step.asked
    assert first < last == 9
    passed: list[bool] = []
    fill(step, f"Groupe {first}", key[first % 8])
    fill(step, "Groupe 9", "2eda")
    step.leave(lambda: passed.append(True))
    assert passed == []
    assert QApplication.focusWidget() is entry(step, f"Groupe {first}")
    fill(step, f"Groupe {first}", key[first - 1].lower().replace("o", "0").replace("i", "1"))
    step.leave(lambda: passed.append(True))
    assert passed == [True]
