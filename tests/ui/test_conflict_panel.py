"""Two versions field by field: nothing is stored before every field has its choice."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QRadioButton

from ui.widgets.conflict_panel import ConflictPanel, shown_value

LABELS = {"town": "Ville", "phone": "Téléphone fixe", "birth_date": "Date de naissance"}
BASE = {"town": "Colmar", "phone": "1", "birth_date": date(1977, 7, 14)}


@pytest.fixture
def panel(qtbot):
    panel = ConflictPanel(LABELS)
    qtbot.addWidget(panel)
    panel.resize(900, 400)
    return panel


def choice(panel, words):
    return next(
        one for one in panel.findChildren(QRadioButton) if one.accessibleName().startswith(words)
    )


def test_the_panel_says_who_changed_what_and_when(panel):
    at = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
    panel.open(BASE | {"town": "Sélestat"}, BASE | {"town": "Barr"}, by="Anne EXEMPLE", at=at)
    shown = "\n".join(label.text() for label in panel.findChildren(QLabel))
    for expected in ("Anne EXEMPLE", f"{at.astimezone():%H:%M}", "Ville", "Sélestat", "Barr"):
        assert expected in shown
    assert "Téléphone" not in shown


def test_what_both_changed_must_be_chosen_before_anything_is_stored(panel, qtbot):
    panel.open(BASE | {"town": "Sélestat"}, BASE | {"town": "Barr"}, base=BASE)
    assert not panel.keep_button.isEnabled()
    choice(panel, "Ville, version enregistrée").setChecked(True)
    with qtbot.waitSignal(panel.chosen) as stored:
        qtbot.mouseClick(panel.keep_button, Qt.MouseButton.LeftButton)
    assert stored.args == [BASE | {"town": "Barr"}]


def test_changes_of_different_fields_are_both_kept_by_one_key(panel, qtbot):
    panel.open(BASE | {"town": "Sélestat"}, BASE | {"phone": "2"}, base=BASE)
    assert panel.keep_button.isEnabled()
    with qtbot.waitSignal(panel.chosen) as stored:
        panel.keep_button.click()
    assert stored.args == [BASE | {"town": "Sélestat", "phone": "2"}]


def test_escape_goes_back_to_the_typing(panel, qtbot):
    panel.open(BASE | {"town": "Sélestat"}, BASE | {"town": "Barr"}, base=BASE)
    with qtbot.waitSignal(panel.left), qtbot.assertNotEmitted(panel.chosen):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_the_stored_version_can_be_kept_whole(panel, qtbot):
    panel.open(BASE | {"town": "Sélestat"}, BASE | {"town": "Barr"}, base=BASE)
    with qtbot.waitSignal(panel.given_up):
        panel.theirs_button.click()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("", "vide"),
        (None, "vide"),
        (True, "oui"),
        (date(1977, 7, 14), "14/07/1977"),
        (56.5, "56,5"),
    ],
)
def test_values_are_written_as_in_a_form(value, shown):
    assert shown_value(value) == shown
