"""The main window: everything by keyboard, nothing of one patient under another's name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication

from almapy.errors import StorageFull
from almapy.patients.model import PatientDraft, Sex
from almapy.users.model import DEFAULT_RIGHTS, Role
from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.commands import COMMANDS, Menu, digit_keys
from ui.desk import Desk
from ui.failures import failure_of
from ui.patients.record_tabs import strip_color
from ui.places.place_window import PlaceWindow
from ui.sections import SECTIONS
from ui.shell.key_sheet import KeySheet
from ui.shell.status_line import age_of
from ui.theme import Theme
from ui.widgets.badge import Badge
from ui.window import MainWindow

MARTIN = PatientDraft(
    birth_name="MARTIN",
    first_birth_first_name="LUC",
    sex=Sex.MALE,
    birth_date=date(1950, 1, 2),
    homonym=True,
)


@pytest.fixture
def window(qtbot, desk, tasks):
    patients = desk.application.patients
    patients.create(desk.actor, RUTH)
    patients.create(desk.actor, MARTIN)
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    qtbot.waitUntil(lambda: not tasks.under_way)
    return window


def open_record(qtbot, window, patient_id):
    with qtbot.waitSignal(window.records.opened):
        window.open_patient(patient_id)


def proposals(window):
    listed = window.palette_box.list
    return [listed.item(row).text() for row in range(listed.count())]


def banner_text(window):
    return "\n".join(line.text() for line in window.banner._lines).replace("\u00a0", " ")


def test_ctrl_k_three_letters_and_enter_open_a_record(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.palette_box.isVisible()
    type_text(window.palette_box.field, "vin")
    qtbot.waitUntil(lambda: any("DE VINCI" in text for text in proposals(window)))
    with qtbot.waitSignal(window.records.opened):
        qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    assert not window.palette_box.isVisible()
    assert "DE VINCI RUTH" in window.windowTitle()
    assert window.banner.isVisible()


def test_the_banner_reads_the_two_names_the_birth_date_and_the_age(qtbot, window):
    open_record(qtbot, window, 1)
    text = banner_text(window)
    for shown in ("DE VINCI", "RUTH", "14/07/1977", "NESSI", "Fém.", "48 ans", "06 39 98 12 34"):
        assert shown in text
    assert "Régime obligatoire : <b>NON</b>" in text
    assert "Pas de Valeur" in text


def test_the_palette_finds_commands_by_other_words(window):
    window.palette_box.open("droits")
    assert proposals(window) == ["Utilisateurs"]


def test_the_palette_proposes_what_needs_a_record_once_one_is_open(qtbot, window):
    window.palette_box.open("nouvelle consultation")
    assert proposals(window) == []
    window.palette_box.close_palette()
    open_record(qtbot, window, 1)
    window.palette_box.open("nouvelle consultation")
    assert [text.split("    ")[0] for text in proposals(window)] == ["Nouvelle consultation"]


def test_an_answer_that_comes_after_a_later_key_is_thrown_away(qtbot, window):
    palette = window.palette_box
    palette.open("martin")
    palette._typed("zzz")
    palette._found(("martin", window.desk.application.patients.search(window.desk.actor, "martin")))
    assert palette.list.count() == 0


def test_two_records_stay_open_and_ctrl_tab_goes_from_one_to_the_other(qtbot, window):
    open_record(qtbot, window, 1)
    open_record(qtbot, window, 2)
    assert window.tabs.count() == 2
    assert "MARTIN LUC" in window.windowTitle()
    assert "MARTIN" in banner_text(window)
    window.commands.actions["next_record"].trigger()
    assert "DE VINCI RUTH" in window.windowTitle()
    assert "NESSI" in banner_text(window)
    window.commands.actions["close_record"].trigger()
    assert "MARTIN LUC" in window.windowTitle()
    window.commands.actions["close_record"].trigger()
    assert not window.banner.isVisible()
    assert "record" not in window.navigation.names()


def test_opening_the_same_record_twice_makes_one_tab(qtbot, window):
    open_record(qtbot, window, 1)
    open_record(qtbot, window, 1)
    assert window.tabs.count() == 1


def test_the_identity_block_leaves_the_clipboard_after_a_minute(qtbot, window, monkeypatch):
    open_record(qtbot, window, 1)
    waiting = []
    monkeypatch.setattr(
        "ui.window.QTimer.singleShot", lambda ms, _context, call: waiting.append((ms, call))
    )
    window.commands.actions["copy_identity"].trigger()
    clipboard = QGuiApplication.clipboard()
    assert "NESSI" in clipboard.text()
    assert "277076322082910" in clipboard.text()
    (delay, forget), *_ = [one for one in waiting if one[0] == 60_000]
    forget()
    assert delay == 60_000
    assert clipboard.text() == ""


def test_an_identity_that_is_not_qualified_copies_no_matricule(qtbot, window):
    patients = window.desk.application.patients
    patient = patients.open(window.desk.actor, 1)
    patients.change(window.desk.actor, patient, replace(RUTH, identity_document=""))
    open_record(qtbot, window, 1)
    window.commands.actions["copy_identity"].trigger()
    assert "277076322082910" not in QGuiApplication.clipboard().text()


def test_a_failure_is_shown_in_the_window_with_its_code_and_no_traceback(qtbot, window):
    window.desk.fail(StorageFull("Le disque est plein. Rien n'est perdu. Libérez de la place."))
    assert window.strip.isVisible()
    shown = window.strip.accessibleDescription()
    assert "Le disque est plein" in shown
    assert "storage.full" in shown
    failure = failure_of(KeyError("NESSI"))
    assert "NESSI" not in failure.text + failure.code + failure.title
    assert failure.code.startswith("incident ")


def test_ctrl_and_a_digit_go_to_an_entry_of_the_navigation(qtbot, window):
    names = window.navigation.names()
    place = names.index("selection") + 1
    window._go_to_entry(place)()
    assert window.pages.current_title() == "Patients"
    assert digit_keys(1) == ("Ctrl+1", "Ctrl+&")


def test_no_two_actions_share_a_key():
    keys = [key for command in COMMANDS for key in command.keys]
    keys += [key for number in range(1, 10) for key in digit_keys(number)]
    sequences = [QKeySequence(key).toString() for key in keys]
    assert all(sequences)
    assert len(sequences) == len(set(sequences))
    assert not any("Ctrl+Alt" in key for key in sequences)


def test_every_action_has_a_menu_a_text_and_an_icon(window):
    for command in window.commands.commands:
        action = window.commands.actions[command.name]
        assert action.text()
        assert not action.icon().isNull()
    menus = [action.text() for action in window.menuBar().actions()]
    order = [menu.value for menu in Menu]
    assert menus == [name for name in order if name in menus]
    assert all(action.menu().actions() for action in window.menuBar().actions())


def test_f1_lists_the_keys_of_the_screen(qtbot, window):
    window.show_section("selection")
    window.commands.actions["keys"].trigger()
    sheet = next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeySheet))
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(
        lambda: (
            not any(
                isinstance(w, KeySheet) and w.isVisible() for w in QApplication.topLevelWidgets()
            )
        )
    )


def test_f6_walks_through_the_panels(qtbot, window):
    window.toolbar.field.setFocus()
    window.commands.actions["next_panel"].trigger()
    assert window.navigation.hasFocus()
    window.commands.actions["previous_panel"].trigger()
    assert window.toolbar.field.hasFocus()


def test_a_small_screen_keeps_icons_and_every_page_stays_reachable(qtbot, window):
    window.resize(683, 384)
    qtbot.waitUntil(lambda: window.navigation._compact)
    assert window.width() == 683
    assert window.height() == 384
    assert "home" in window.navigation.names()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_the_pages_of_its_rights_only(qtbot, practice, tasks, role):
    actor = replace(practice.actor, role=role, rights=DEFAULT_RIGHTS[role])
    desk = Desk(practice.application, actor, tasks, Theme())
    window = MainWindow(desk, tasks)
    qtbot.addWidget(window)
    for section in SECTIONS:
        shown = window.pages.section(section.name) is not None
        assert shown == (section.right is None or section.right in actor.rights)
    commands = {command.name for command in window.commands.commands}
    assert ("accounts" in commands) == (role is Role.ADMINISTRATEUR)
    qtbot.waitUntil(lambda: not tasks.under_way)


def test_without_the_right_to_notes_the_record_shows_identity_only(qtbot, practice, tasks):
    practice.application.patients.create(practice.actor, RUTH)
    actor = replace(practice.actor, role=Role.SECRETAIRE, rights=DEFAULT_RIGHTS[Role.SECRETAIRE])
    desk = Desk(practice.application, actor, tasks, Theme())
    window = MainWindow(desk, tasks)
    qtbot.addWidget(window)
    window.show()
    open_record(qtbot, window, 1)
    page = window.pages.current()
    assert not page._area.isVisible()
    assert page._reserved.isVisible()
    assert "réservé au soin" in banner_text(window)


def test_the_first_patient_found_opens_with_enter_in_the_selection(qtbot, window):
    window.show_section("selection")
    page = window.pages.current()
    type_text(page.field, "martin luc")
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1)
    with qtbot.waitSignal(window.records.opened):
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert "MARTIN LUC" in window.windowTitle()


def test_recent_records_stand_in_the_toolbar_newest_first(qtbot, window, tasks):
    open_record(qtbot, window, 1)
    window.desk.application.clock.advance(timedelta(seconds=5))
    open_record(qtbot, window, 2)
    window._fill_recent()
    qtbot.waitUntil(lambda: len(window.toolbar._menu.actions()) == 2)
    texts = [action.text() for action in window.toolbar._menu.actions()]
    assert texts[0].startswith("MARTIN")


def test_a_demo_base_says_simulateur(qtbot, practice, tasks):
    application = replace(practice.application, is_demo=True)
    window = MainWindow(Desk(application, practice.actor, tasks, Theme()), tasks)
    qtbot.addWidget(window)
    badges = [badge.text for badge in window.status.findChildren(Badge)]
    assert badges == ["Simulateur"]
    qtbot.waitUntil(lambda: not tasks.under_way)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (None, "jamais"),
        (0, "à l'instant"),
        (20, "il y a 20 min"),
        (190, "il y a 3 h"),
        (60 * 30, "il y a 1 jour"),
        (60 * 24 * 12, "il y a 12 jours"),
    ],
)
def test_the_age_of_the_backup_is_said_in_words(minutes, text):
    now = datetime(2026, 3, 10, tzinfo=UTC)
    last = None if minutes is None else now - timedelta(minutes=minutes)
    assert age_of(last, now) == text


def test_a_missing_backup_is_told_once_with_the_way_to_make_one(qtbot, window, clock, tasks):
    practice = window.desk.application
    practice.backups.make(window.desk.actor)
    window.backup_reminder.look()
    qtbot.waitUntil(lambda: not tasks.under_way)
    assert not window.strip.isVisible()
    clock.advance(timedelta(days=3))
    window.backup_reminder.look()
    qtbot.waitUntil(window.strip.isVisible)
    assert "il y a 3 jours" in window.strip.accessibleName()
    window.strip.dismiss()
    window.backup_reminder.look()
    qtbot.waitUntil(lambda: not tasks.under_way)
    assert not window.strip.isVisible()


def test_the_delay_before_the_warning_is_each_persons_own(qtbot, window, clock, tasks):
    information = window.desk.application.information
    own = information.get(window.desk.actor)
    longer = replace(own.preferences, backup_warning_days=10)
    information.save(window.desk.actor, own.practitioner, longer)
    window.desk.application.backups.make(window.desk.actor)
    clock.advance(timedelta(days=9))
    window.backup_reminder.look()
    qtbot.waitUntil(lambda: not tasks.under_way)
    assert not window.strip.isVisible()


def test_the_journal_narrows_to_the_open_record_and_widens_when_it_closes(qtbot, window, tasks):
    open_record(qtbot, window, 1)
    window.show_section("journal")
    qtbot.waitUntil(lambda: not tasks.under_way)
    page = window.pages.current()
    assert page.traces.filters.patient.isEnabled()
    assert "DE VINCI" in page.traces.filters.patient.toolTip()
    window.commands.actions["close_record"].trigger()
    assert not page.traces.filters.patient.isEnabled()


def test_a_birth_place_code_is_found_from_the_menu_and_copied(qtbot, window, tasks):
    window.commands.actions["birth_place"].trigger()
    search = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PlaceWindow))
    type_text(search.france.field, "63220")
    qtbot.waitUntil(lambda: not tasks.under_way and search.france.table.model().rowCount() == 1)
    with qtbot.waitSignal(search.chosen):
        qtbot.keyClick(search.france.field, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "63220"


def test_an_answer_to_an_empty_field_never_shows_under_a_typed_name(qtbot, window, tasks):
    window.show_section("selection")
    page = window.pages.current()
    type_text(page.field, "martin")
    qtbot.waitUntil(lambda: not tasks.under_way)
    assert "0 patient" not in page._count.text()
    qtbot.waitUntil(lambda: page._count.text() == "1 patient")


def test_the_banner_of_somebody_deceased_is_greyed(qtbot, window):
    patients = window.desk.application.patients
    gone = replace(MARTIN, deceased=True, deceased_on=date(2026, 1, 2), homonym=False)
    patient = patients.create(window.desk.actor, replace(gone, first_birth_first_name="PAUL"))
    open_record(qtbot, window, patient.id)
    assert window.banner.property("tone") == "neutral"
    open_record(qtbot, window, 2)
    assert window.banner.property("tone") == ""


def test_two_open_records_never_bear_the_same_colour(qtbot, window):
    patients = window.desk.application.patients
    for number in range(6):
        draft = replace(MARTIN, first_birth_first_name="LUC" + "I" * number)
        patients.create(window.desk.actor, draft)
    for patient_id in (1, 7, 2):
        open_record(qtbot, window, patient_id)
    colors = {strip_color(window.records, one).name() for one in window.records.all()}
    assert len(colors) == 3
    kept = strip_color(window.records, window.records.current)
    window.records.close(1)
    assert strip_color(window.records, window.records.current) == kept
