import pytest
from PySide6.QtCore import QSettings, Qt

from almapy.audit.queries import JournalFilter
from almapy.settings import load
from almapy.users.model import Role
from tests.ui.page_helper import SMALL, nameless
from ui.program import APPEARANCE, TEXT_SIZE
from ui.settings.post_page import PostPage
from ui.theme import ColorMode


@pytest.fixture
def page_class():
    return PostPage


@pytest.fixture
def page(open_page, desk):
    return open_page(desk)


@pytest.fixture
def undressed(qapp):
    """Give the application back as it was."""
    font, palette, sheet = qapp.font(), qapp.palette(), qapp.styleSheet()
    yield
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)


def settings(page):
    return load(page.desk.application.folders.settings).settings


def test_the_appearance_is_seen_at_once_and_kept(page, qapp, undressed):
    points = qapp.font().pointSizeF()
    page.appearance.modes[ColorMode.DARK].click()
    assert page.desk.theme.is_dark
    assert QSettings().value(APPEARANCE) == "dark"
    place = page.appearance.text_size.findData(150)
    page.appearance.text_size.setCurrentIndex(place)
    page.appearance.text_size.activated.emit(place)
    assert qapp.font().pointSizeF() == pytest.approx(points * 1.5)
    assert int(QSettings().value(TEXT_SIZE)) == 150
    page.appearance.modes[ColorMode.LIGHT].click()
    assert not page.desk.theme.is_dark


def test_what_was_chosen_is_shown_again(open_page, desk):
    QSettings().setValue(APPEARANCE, "dark")
    QSettings().setValue(TEXT_SIZE, 125)
    page = open_page(desk)
    assert page.appearance.modes[ColorMode.DARK].isChecked()
    assert page.appearance.text_size.currentData() == 125


def test_settings_are_written_to_the_file_and_traced(page, qtbot, settle, tmp_path):
    second = tmp_path / "disque"
    second.mkdir()
    page.idle.setValue(25)
    page.hours.setValue(0)
    page.folder.set_value(str(second))
    page.validate_button.click()
    settle()
    assert settings(page).idle_minutes == 25
    assert settings(page).backup_hours == 0
    assert settings(page).backup_folder == str(second)
    journal, actor = page.desk.application.journal, page.desk.actor
    entry = journal.page(actor, JournalFilter(), limit=1).entries[0]
    assert entry.values["Verrouillage après (minutes)"] == {"de": 10, "en": 25}
    assert not page.has_unsaved_changes()


def test_the_words_of_a_technician_stay_in_the_file(open_page, desk, settle):
    file = desk.application.folders.settings
    file.write_text("# réglé par le technicien\nidle_minutes = 5\n", encoding="utf-8")
    page = open_page(desk)
    assert page.idle.value() == 5
    page.hours.setValue(6)
    page.validate_button.click()
    settle()
    assert "# réglé par le technicien" in file.read_text(encoding="utf-8")
    assert settings(page).backup_hours == 6


def test_a_second_folder_that_is_not_there_is_refused_in_place(page, settle, tmp_path):
    page.folder.set_value(str(tmp_path / "absent"))
    page.validate_button.click()
    settle()
    assert page.folder.edit.hasFocus()
    assert settings(page).backup_folder == ""
    page.cancel_button.click()
    assert page.folder.value() == ""


def test_an_unreadable_file_is_told_and_left_as_it_is(open_page, desk):
    file = desk.application.folders.settings
    file.write_text("= = =", encoding="utf-8")
    page = open_page(desk)
    assert page.strip.isVisible()
    assert not page.idle.isEnabled()
    assert file.read_text(encoding="utf-8") == "= = ="


def test_others_choose_only_the_appearance(open_page, desk_of):
    page = open_page(desk_of(Role.SECRETAIRE))
    assert not page.idle.isEnabled()
    assert not page.folder.edit.isEnabled()
    assert page.appearance.text_size.isEnabled()


def test_it_fits_a_small_screen_and_names_every_control(page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []
