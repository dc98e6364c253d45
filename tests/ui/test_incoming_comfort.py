"""What a tired person needs of the review: read at a glance, at any size, and no trap."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from almapy.incoming.faults import already_filed
from almapy.incoming.model import State
from almapy.matching.model import Decision
from almapy.ocr.model import Box
from tests.core.test_patients import RUTH as RUTH_DRAFT
from tests.ui.incoming_page_helper import RUTH, open_incoming, scripted_desk
from ui.administrative.new_patient_wish import take_given
from ui.documents.marks import PageMark
from ui.documents.page_overlay import paint_mark
from ui.incoming.words import person_reasons
from ui.sections import SECTIONS
from ui.shell.navigation import Navigation
from ui.theme import Tone
from ui.widgets.button import Button
from ui.widgets.message_strip import MessageStrip

pytest_plugins = ["tests.ui.dressing"]

WIDTH_AT_200, HEIGHT_AT_200 = 611, 256
PAGE = QRectF(0, 0, 400, 200)
WORD = Box(0.25, 0.25, 0.5, 0.35)  # 100 to 200 across, 50 to 70 down


@pytest.fixture
def desk(tasks, clock):
    return scripted_desk(tasks, clock)


@pytest.fixture
def inbox(desk):
    return desk.application.incoming


@pytest.fixture
def page(desk, inbox, qtbot, settle):
    def begin(width=1200, height=640):
        page = open_incoming(desk, qtbot, settle)
        page.resize(width, height)
        page.review(page.flow.lines[0])
        settle()
        QApplication.processEvents()
        return page

    return begin


def painted(mark, *, is_current=False):
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setPixelColor(150, 60, QColor("black"))  # a letter of the word
    painter = QPainter(image)
    paint_mark(painter, PAGE, 0, mark, is_current=is_current)
    painter.end()
    return image


def row_under(image):
    return [image.pixelColor(x, 71).name() for x in range(102, 198)]


def test_a_mark_covers_neither_its_word_nor_the_words_beside_it():
    image = painted(PageMark(1, WORD, "nom"), is_current=True)
    assert image.pixelColor(150, 60) == QColor("black")
    assert image.pixelColor(150, 55).lightness() > 200  # the wash lets the letters through
    beside = [image.pixelColor(x, 60) for x in (97, 98, 202, 203)]
    assert beside == [QColor("white")] * 4


def test_what_speaks_against_is_told_apart_without_colour():
    strong = row_under(painted(PageMark(1, WORD, "nom")))
    weak = row_under(painted(PageMark(1, WORD, "nom", strong=False)))
    assert len(set(strong)) == 1
    assert len(set(weak)) > 1  # broken


def test_the_reasons_of_a_candidate_break_between_two_of_them_only():
    words = person_reasons(replace(RUTH, dossier=23, deceased=True))
    pieces = words.split(" ")
    assert [one.replace("\u00a0", " ").removesuffix(" ·") for one in pieces] == [
        "décédé(e)",
        "dossier 23",
        "date de naissance identique",
        "nom de naissance",
    ]


def test_at_200_percent_the_page_and_its_patient_are_seen_together(page, inbox):
    inbox.add(Decision.SURE, unread=True)
    page = page(WIDTH_AT_200, HEIGHT_AT_200)
    lane = page.lane
    lane_room = lane.rect()
    for part in (lane.preview.pages, lane.patient.list, lane.file_button):
        place = part.visibleRegion().boundingRect()
        assert place.height() >= min(part.height(), lane.fontMetrics().height() * 4)
        assert lane_room.contains(part.mapTo(lane, place.center()))
    assert not lane.ribbon.isVisible()
    assert lane.head.back_button.accessibleName() == "Retour liste"
    assert lane.keep_button.accessibleName() == "Enregistrer"


def test_the_ribbon_comes_back_with_the_room(page, inbox):
    inbox.add(Decision.SURE)
    page = page(WIDTH_AT_200, HEIGHT_AT_200)
    lane = page.lane
    lane.head.ribbon.setChecked(True)
    assert lane.ribbon.isVisible()
    assert lane.preview.bar.isVisible()
    lane.head.ribbon.setChecked(False)
    page.resize(1200, 640)
    QApplication.processEvents()
    assert lane.head.ribbon.isChecked()
    assert lane.head.back_button.text() == "Retour liste"


def test_a_repeated_document_names_the_one_it_repeats_and_leads_to_it(page, inbox, settle):
    first = inbox.add(Decision.SURE, name="lettre du lundi.pdf")
    second = inbox.add(Decision.SURE, repeats=first)
    page = page()
    page.lane.step(1)
    settle()
    state = page.lane.state
    assert page.flow.current_id == second
    assert "«\u00a0lettre du lundi.pdf\u00a0»" in state.accessibleDescription()
    assert "à valider aussi" in state.accessibleDescription()
    state.findChild(Button).click()
    settle()
    assert page.flow.current_id == first


def test_a_document_filed_before_leads_to_its_record(page, inbox, desk, settle):
    first = inbox.add(Decision.SURE, state=State.FILED, patient_id=1)
    inbox.add(Decision.SURE, repeats=first, alike=True)
    page = page()
    asked = []
    desk.patient_asked.connect(asked.append)
    told = page.lane.state.accessibleDescription()
    assert told.startswith("Même texte que")
    assert "classé dans le dossier de DE VINCI RUTH" in told
    page.lane.state.findChild(Button).click()
    assert asked == [1]


def test_n_leads_to_a_new_record_and_back_even_when_nobody_is_named(page, inbox, desk, settle):
    inbox.add(Decision.NONE, text=None)
    page = page()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)
    settle()
    given = take_given(desk)
    assert given.draft is None
    patient = desk.application.patients.create(desk.actor, RUTH_DRAFT)
    given.on_created(patient)
    assert page.lane.patient.person().patient_id == patient.id


def test_enter_held_on_a_button_presses_it_once(qtbot):
    button = Button("Valider")
    qtbot.addWidget(button)
    button.show()
    pressed = []
    button.clicked.connect(lambda: pressed.append(1))
    QTest.keyPress(button, Qt.Key.Key_Return)
    for _ in range(3):
        QTest.simulateEvent(button, True, Qt.Key.Key_Return, Qt.KeyboardModifier(0), "", True)
    assert pressed == [1]


def test_the_buttons_of_a_message_go_under_each_other_where_the_width_is_short(qtbot):
    strip = MessageStrip()
    qtbot.addWidget(strip)
    ways = [QAction(text) for text in ("Choisir le dossier détecté", "Insérer quand même")]
    strip.show_message(Tone.CRITICAL, "Le document semble être celui de X", "Vérifiez.", ways)
    strip.resize(260, 300)
    QApplication.processEvents()
    first, second = strip.findChildren(Button)
    assert second.y() > first.y()
    assert strip.minimumSizeHint().width() < first.sizeHint().width() + second.sizeHint().width()


def test_every_entry_of_the_navigation_is_whole_beside_the_scroll_bar(qtbot, dress):
    dress()
    navigation = Navigation(SECTIONS)
    qtbot.addWidget(navigation)
    navigation.set_patient_open(is_open=True)
    navigation.resize(navigation.width(), 300)
    navigation.show()
    QApplication.processEvents()
    assert navigation.verticalScrollBar().isVisible()
    assert navigation.sizeHintForColumn(0) <= navigation.viewport().width()


def test_what_somebody_else_filed_meanwhile_is_said_and_left_behind(page, inbox, settle):
    inbox.add(Decision.SURE)
    second = inbox.add(Decision.SURE)
    page = page()
    inbox.refusal = already_filed()
    page.lane.file()
    settle()
    assert page.flow.current_id == second
    assert "n'a pas été classé" in page.lane.strip.accessibleName()
    assert "déjà été classé sur un autre poste" in page.lane.strip.accessibleDescription()
    assert not page.lane.strip.findChildren(Button)
    assert not page.has_unsaved_changes()
