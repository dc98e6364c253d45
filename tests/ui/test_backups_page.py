from datetime import timedelta

import pytest
from PySide6.QtWidgets import QFileDialog

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.settings import load
from tests.ui.page_helper import SMALL, nameless, texts
from ui.backup.backups_page import BackupsPage
from ui.backup.words import counted, size_words


@pytest.fixture
def page(qtbot, desk, settle):
    page = BackupsPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.entered()
    settle()
    return page


def back_up(page, settle):
    page.last.make_button.click()
    settle()
    settle()


def kept(page):
    return [page.kept._model.record(row) for row in range(page.kept._model.rowCount())]


def test_before_the_first_backup_it_says_so(page):
    assert page.last.badge.text == "Jamais"
    assert page.last.make_button.hasFocus()
    assert not page.kept.trial_button.isEnabled()
    assert "2\u00a0jour(s)" in page.reminders.text()


def test_a_backup_is_made_verified_and_listed(page, settle):
    page.last.make_button.click()
    assert not page.last.make_button.isEnabled()
    settle()
    settle()
    assert page.last.make_button.isEnabled()
    assert page.last.badge.text == "À l'instant"
    assert "Sauvegarde faite et vérifiée" in texts(page.last.strip)
    [only] = kept(page)
    assert only.file.verified
    assert not only.elsewhere
    assert page.desk.application.backups.last().path == only.file.path


def test_an_old_backup_asks_for_another(page, settle, clock):
    back_up(page, settle)
    clock.advance(timedelta(days=3))
    page.entered()
    settle()
    assert page.last.badge.text == "Il y a 3 jours"
    assert page.last.badge.property("tone") == "attention"


def test_a_backup_that_vanished_is_told(page, settle):
    back_up(page, settle)
    kept(page)[0].file.path.unlink()
    page.entered()
    settle()
    assert "n'est plus là" in page.last.detail.text()
    assert kept(page) == []


def test_the_chosen_backup_is_really_restored(page, settle):
    back_up(page, settle)
    page.kept.trial_button.click()
    settle()
    settle()
    assert any("revient entière" in words for words in texts(page.kept.strip))
    assert page.kept.trial_label.text() == "Dernier essai\u00a0: à l'instant."
    backups = page.desk.application.folders.backups
    assert not list(backups.glob(".scratch-*"))
    journal, actor = page.desk.application.journal, page.desk.actor
    [trace] = journal.page(actor, JournalFilter(action=Action.RESTORED)).entries
    assert trace.values["essai"] == "oui"
    assert trace.values["conforme"] == "oui"


def test_a_damaged_backup_fails_its_trial(page, settle):
    back_up(page, settle)
    path = kept(page)[0].file.path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    page.kept.trial_button.click()
    settle()
    settle()
    assert page.kept.strip.isVisible()
    assert not any("revient entière" in words for words in texts(page.kept.strip))
    assert page.kept.trial_button.isEnabled()


def test_a_backup_goes_to_a_chosen_folder(page, settle, tmp_path):
    chosen = tmp_path / "cle"
    chosen.mkdir()
    page.last.elsewhere_button.click()
    dialog = page.findChild(QFileDialog)
    dialog.selectFile(str(chosen))
    dialog.accept()
    settle()
    settle()
    assert len(list(chosen.glob("*.zip"))) == 1


def test_the_second_folder_receives_the_next_backups(page, settle, tmp_path):
    second = tmp_path / "disque"
    second.mkdir()
    assert page.second.badge.text == "Non choisi"
    page.second.use(str(second))
    settle()
    settle()
    assert page.second.badge.text == "Présent"
    assert load(page.desk.application.folders.settings).settings.backup_folder == str(second)
    back_up(page, settle)
    assert len(list(second.glob("*.zip"))) == 1
    assert {backup.elsewhere for backup in kept(page)} == {True, False}
    page.second.stop_button.click()
    settle()
    settle()
    assert page.second.badge.text == "Non choisi"


def test_a_second_disk_that_vanished_is_said_aloud(page, settle, tmp_path):
    second = tmp_path / "disque"
    second.mkdir()
    page.second.use(str(second))
    settle()
    second.rmdir()
    page.entered()
    settle()
    assert page.second.badge.text == "Absent"
    back_up(page, settle)
    assert any("avec une réserve" in words for words in texts(page.last.strip))
    assert "Second dossier" in page.last.detail.text()


def test_it_says_how_to_come_back(page):
    assert any("almapy restore" in words for words in texts(page))


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0\u00a0octets"),
        (999, "999\u00a0octets"),
        (14_200, "14,2\u00a0Ko"),
        (3_000_000_000, "3,0\u00a0Go"),
    ],
)
def test_sizes_are_said_in_french(size, words):
    assert size_words(size) == words


def test_counts_agree_with_their_noun():
    assert counted(1, "dossier") == "1\u00a0dossier"
    assert counted(20_000, "dossier") == "20\u202f000\u00a0dossiers"


def test_it_fits_a_small_screen_and_names_every_control(page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []
