from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from tests.ui.typing_helper import type_text
from ui.widgets.badge import Badge
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.password_rules import PasswordRules

pytest_plugins = ["tests.ui.dressing"]


class Rule(NamedTuple):
    label: str
    ok: bool


def check(text: str) -> list[Rule]:
    return [
        Rule("8 caractères au moins", len(text) >= 8),
        Rule("un chiffre", any(letter.isdigit() for letter in text)),
    ]


@pytest.fixture
def window(dress, qtbot) -> QWidget:
    dress()
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def edit(window: QWidget) -> PasswordEdit:
    edit = PasswordEdit()
    window.layout().addWidget(edit)
    window.layout().addWidget(QLineEdit())
    window.resize(400, 120)
    window.show()
    edit.setFocus()
    return edit


def _eye(edit: PasswordEdit) -> QToolButton:
    return edit.findChild(QToolButton)


def test_a_password_is_hidden_until_it_is_asked_for(edit: PasswordEdit) -> None:
    type_text(edit, "Çà-et-là, été 2026 €")
    assert edit.displayText() != edit.text() == "Çà-et-là, été 2026 €"
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is _eye(edit)
    assert _eye(edit).accessibleName() == "Afficher le mot de passe"
    QTest.keyClick(_eye(edit), Qt.Key.Key_Space)
    assert edit.displayText() == edit.text()
    assert _eye(edit).accessibleName() == "Masquer le mot de passe"
    QTest.keyClick(_eye(edit), Qt.Key.Key_Space)
    assert edit.displayText() != edit.text()


def test_a_shown_password_is_still_kept_from_prediction(edit: PasswordEdit) -> None:
    _eye(edit).click()
    hints = edit.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText


def test_the_eye_is_a_large_target_inside_the_field(edit: PasswordEdit) -> None:
    assert edit.rect().contains(_eye(edit).geometry())
    assert _eye(edit).width() >= 24
    assert _eye(edit).height() >= 24


def test_a_long_password_never_runs_under_the_eye(edit: PasswordEdit) -> None:
    edit.setText("m" * 200)
    edit.end(False)
    edit.grab()  # Qt scrolls a line when it paints it
    assert edit.cursorRect().right() < _eye(edit).geometry().left()


def _shift(*, pressed: bool) -> Qt.KeyboardModifier:
    modifiers = Qt.KeyboardModifier
    return modifiers.ShiftModifier if pressed else modifiers.NoModifier


@pytest.mark.parametrize(
    ("key", "shift", "locked"),
    [("A", False, True), ("a", True, True), ("a", False, False), ("A", True, False)],
)
def test_locked_capitals_are_told(edit: PasswordEdit, key: str, shift: bool, locked: bool) -> None:
    told: list[bool] = []
    edit.caps_lock_changed.connect(told.append)
    _press(edit, key, shift=shift)
    hint = edit.findChild(Badge)
    assert hint.isVisible() is locked
    assert told == ([True] if locked else [])
    assert hint.text == "Verr. Maj"


def test_the_caps_lock_key_takes_the_hint_away(edit: PasswordEdit) -> None:
    _press(edit, "A", shift=False)
    QTest.keyClick(edit, Qt.Key.Key_CapsLock)
    assert not edit.findChild(Badge).isVisible()


def test_digits_say_nothing_of_capitals(edit: PasswordEdit) -> None:
    _press(edit, "1", shift=True)
    assert not edit.findChild(Badge).isVisible()


def _press(edit: PasswordEdit, text: str, *, shift: bool) -> None:

    event = QKeyEvent(QEvent.Type.KeyPress, ord(text.upper()), _shift(pressed=shift), text)
    QApplication.sendEvent(edit, event)


def test_rules_are_ticked_while_typing(window: QWidget, edit: PasswordEdit) -> None:
    rules = PasswordRules(edit, check)
    window.layout().addWidget(rules)
    lines = rules.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert [line.accessibleName() for line in lines] == [
        "8 caractères au moins\u00a0: à compléter",
        "un chiffre\u00a0: à compléter",
    ]
    type_text(edit, "forêt")
    type_text(edit, "7")
    assert not rules.all_met
    assert lines[1].accessibleName() == "un chiffre\u00a0: respecté"
    assert edit.accessibleDescription() == "Il manque\u00a0: 8 caractères au moins"
    type_text(edit, "été")
    assert rules.all_met
    assert edit.accessibleDescription() == "Mot de passe accepté"


def test_a_met_rule_is_seen_without_colour(window: QWidget, edit: PasswordEdit) -> None:
    rules = PasswordRules(edit, check)
    window.layout().addWidget(rules)
    window.layout().activate()
    texts = [label.text() for label in rules.findChildren(QLabel)]
    before = rules.grab().toImage()
    type_text(edit, "7")
    assert rules.grab().toImage() != before
    assert [label.text() for label in rules.findChildren(QLabel)] == texts
