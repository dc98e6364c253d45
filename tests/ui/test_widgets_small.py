from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QImage, QKeySequence
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import ColorMode, Tone
from ui.widgets.announce import announce
from ui.widgets.badge import Badge
from ui.widgets.busy import Busy
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_label import IconLabel
from ui.widgets.section_title import SectionTitle
from ui.widgets.shortcut_label import ShortcutLabel, french_keys
from ui.widgets.styling import TONE_ICONS, Surface, TextRole, set_surface, set_text_role

pytest_plugins = ["tests.ui.dressing"]


def _colors(widget: QWidget) -> set[str]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


@pytest.mark.parametrize("mode", [ColorMode.LIGHT, ColorMode.DARK])
@pytest.mark.parametrize("tone", Tone)
def test_a_badge_wears_its_tone(dress, qtbot, tone: Tone, mode: ColorMode) -> None:
    colors = dress(mode).colors(tone)
    badge = Badge("Identité qualifiée", tone)
    qtbot.addWidget(badge)
    assert set(colors) <= _colors(badge)
    assert badge.accessibleName() == "Identité qualifiée"


def test_tones_differ_without_their_colours() -> None:
    assert set(TONE_ICONS) == set(Tone)
    assert len(set(TONE_ICONS.values())) == len(Tone)


def test_a_badge_changes_word_and_tone_together(dress, qtbot) -> None:
    theme = dress()
    badge = Badge("VSM jamais envoyé", Tone.NEUTRAL)
    qtbot.addWidget(badge)
    badge.set_state("VSM < 1 an", Tone.OK)
    assert badge.text == badge.accessibleName() == "VSM < 1 an"
    assert theme.colors(Tone.OK).background in _colors(badge)
    assert theme.colors(Tone.NEUTRAL).background not in _colors(badge)


def test_a_badge_follows_the_mode_of_the_screen(dress, qtbot) -> None:
    dress()
    badge = Badge("Échec", Tone.CRITICAL)
    qtbot.addWidget(badge)
    dark = dress(ColorMode.DARK).colors(Tone.CRITICAL)
    assert set(dark) <= _colors(badge)


def test_an_icon_beside_a_text_takes_its_colour_and_its_size(dress, qtbot) -> None:
    scheme = dress().scheme
    drawing = IconLabel("allergy")
    qtbot.addWidget(drawing)
    usual = drawing.sizeHint()
    assert scheme.text in _colors(drawing)
    set_text_role(drawing, TextRole.SECONDARY)
    assert scheme.secondary in _colors(drawing)
    assert scheme.text not in _colors(drawing)
    dress(text_percent=200)
    assert drawing.sizeHint().width() > 1.7 * usual.width()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_enter_as_by_space(dress, qtbot, key: Qt.Key) -> None:
    dress()
    button = Button("Valider", ButtonKind.PRIMARY, icon_name="save")
    qtbot.addWidget(button)
    pressed = []
    button.clicked.connect(lambda: pressed.append(key))
    button.show()
    button.setFocus()
    qtbot.keyClick(button, key)
    assert pressed == [key]


def test_a_primary_button_is_filled_with_the_accent(dress, qtbot) -> None:
    scheme = dress().scheme
    button = Button("Valider", ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    assert {scheme.accent, scheme.on_accent} <= _colors(button)
    button.setEnabled(False)
    assert scheme.accent not in _colors(button)


def test_a_card_shows_its_title_its_tools_and_its_body(dress, qtbot) -> None:
    scheme = dress().scheme
    card = Card("Allergies et intolérances")
    tool, body = Button("Ajouter"), QLabel("Pénicilline")
    card.tools.addWidget(tool)
    card.body.addWidget(body)
    qtbot.addWidget(card)
    card.show()
    title = card.findChild(SectionTitle)
    assert title.text() == card.accessibleName() == "Allergies et intolérances"
    assert title.geometry().bottom() < body.geometry().top()
    assert tool.geometry().left() > title.geometry().left()
    assert scheme.border in _colors(card)


def test_a_surface_paints_its_ground(dress, qtbot) -> None:
    scheme = dress().scheme
    panel = QWidget()
    panel.resize(40, 40)
    qtbot.addWidget(panel)
    assert scheme.sidebar not in _colors(panel)
    set_surface(panel, Surface.SIDE)
    assert scheme.sidebar in _colors(panel)


def test_titles_grow_with_the_text(dress, qtbot) -> None:
    dress()
    page, part, text = SectionTitle("Patients", 1), SectionTitle("État civil"), QLabel("Nom")
    for label in (page, part, text):
        qtbot.addWidget(label)
        label.show()
    heights = [label.fontMetrics().height() for label in (page, part, text)]
    assert heights == sorted(heights, reverse=True)
    dress(text_percent=200)
    qtbot.waitUntil(lambda: page.fontMetrics().height() > 1.8 * heights[0])


@pytest.mark.parametrize(
    ("mode", "start", "end"),
    [
        (Qt.TextElideMode.ElideMiddle, "Compte-rendu", ".pdf"),
        (Qt.TextElideMode.ElideRight, "Compte-rendu", "…"),
    ],
)
def test_a_long_text_is_shortened_and_told_whole(
    dress, qtbot, mode: Qt.TextElideMode, start: str, end: str
) -> None:
    dress()
    text = "Compte-rendu d'hospitalisation de DÉMO PATIENTE du 10 mars 2026.pdf"
    label = ElidedLabel(text, mode)
    qtbot.addWidget(label)
    label.resize(label.fontMetrics().horizontalAdvance("M") * 22, label.sizeHint().height())
    label.show()
    assert "…" in label.shown_text()
    assert label.shown_text().startswith(start)
    assert label.shown_text().endswith(end)
    assert label.toolTip() == label.accessibleName() == text
    label.resize(label.sizeHint())
    assert label.shown_text() == text
    assert label.toolTip() == ""


def test_a_shortened_text_never_widens_its_window(dress, qtbot) -> None:
    dress()
    label = ElidedLabel("x" * 500)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 100


def test_an_empty_state_says_why_and_what_to_do(dress, qtbot) -> None:
    dress()
    action = Button("Ajouter une allergie", icon_name="add")
    empty = EmptyState("allergy", "Allergies non renseignées", "Posez la question.", action=action)
    qtbot.addWidget(empty)
    empty.show()
    said = [label.text() for label in empty.findChildren(QLabel) if label.isVisible()]
    assert said == ["Allergies non renseignées", "Posez la question."]
    assert action.isVisible()


@pytest.mark.parametrize(
    ("keys", "caps"),
    [
        ("Ctrl+Shift+C", ["Ctrl", "Maj", "C"]),
        ("Ctrl+Return", ["Ctrl", "Entrée"]),
        ("Shift+F6", ["Maj", "F6"]),
        ("Esc", ["Échap"]),
        ("Del", ["Suppr"]),
        ("PgDown", ["Page suiv."]),
        ("Ctrl++", ["Ctrl", "+"]),
        ("+", ["+"]),
        ("Ctrl+K", ["Ctrl", "K"]),
        ("", []),
    ],
)
def test_keys_are_named_as_on_a_french_keyboard(keys: str, caps: list[str]) -> None:
    assert french_keys(QKeySequence(keys)) == caps


def test_a_shortcut_shows_one_cap_per_key(dress, qtbot) -> None:
    dress()
    label = ShortcutLabel("Ctrl+Shift+C")
    qtbot.addWidget(label)
    assert [cap.text() for cap in label.findChildren(QLabel)] == ["Ctrl", "Maj", "C"]
    assert label.accessibleName() == "Ctrl + Maj + C"


def test_short_work_never_shows_the_moving_line(dress, qtbot) -> None:
    dress()
    busy = Busy()
    qtbot.addWidget(busy)
    busy.set_running(1)
    assert not busy.is_shown
    busy.set_running(0)
    qtbot.wait(350)
    assert not busy.is_shown


def test_long_work_shows_the_moving_line_until_the_last_task(dress, qtbot) -> None:
    scheme = dress().scheme
    window, busy = QWidget(), Busy()
    QVBoxLayout(window).addWidget(busy)
    qtbot.addWidget(window)
    window.resize(200, 40)
    window.show()
    room = busy.geometry()
    busy.set_running(2)
    qtbot.waitUntil(lambda: scheme.accent in _colors(busy), timeout=2000)
    assert busy.accessibleName() == "Chargement en cours"
    busy.set_running(1)
    assert busy.is_shown
    busy.set_running(0)
    assert scheme.accent not in _colors(busy)
    assert busy.accessibleName() == ""
    assert busy.geometry() == room


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[QAccessibleAnnouncementEvent]:
    """What a screen reader would have been given."""
    events: list[QAccessibleAnnouncementEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", events.append)
    return events


@pytest.mark.parametrize(
    ("urgent", "politeness"),
    [
        (True, QAccessible.AnnouncementPoliteness.Assertive),
        (False, QAccessible.AnnouncementPoliteness.Polite),
    ],
)
def test_words_are_handed_to_the_screen_reader(
    qtbot, monkeypatch, announced, urgent: bool, politeness: QAccessible.AnnouncementPoliteness
) -> None:
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "Document classé.", urgent=urgent)
    assert [(event.message(), event.politeness()) for event in announced] == [
        ("Document classé.", politeness)
    ]


def test_nothing_is_said_without_a_screen_reader(qtbot, monkeypatch, announced) -> None:
    monkeypatch.setattr(QAccessible, "isActive", lambda: False)
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "Document classé.")
    assert announced == []
