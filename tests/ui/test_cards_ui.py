"""The readers in the windows: events in the right thread, and the simulated reader."""

import threading

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QApplication

from almapy.cards.model import CardEventKind, CardFamily, ReaderState, Slot
from almapy.cards.service import CardService
from almapy.demo.readers import SimulatedReaders
from tests.fakes.vitale import FakeCards, FakeControls
from tests.ui.page_helper import nameless, texts
from tests.ui.vitale_helper import lines
from ui.cards.card_watch import CardWatch, card_watch_of
from ui.cards.simulated_reader import SimulatedReaderPanel
from ui.cards.words import reader_words, readers_hint


@pytest.fixture
def controls():
    return FakeControls()


@pytest.fixture
def panel(qtbot, controls):
    panel = SimulatedReaderPanel(controls)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    panel.list.setFocus()
    qtbot.waitUntil(panel.list.hasFocus)
    return panel


def test_an_event_told_in_another_thread_arrives_in_that_of_the_windows(qtbot):
    cards = FakeCards()
    watch = CardWatch(cards)
    seen = []
    watch.happened.connect(
        lambda event: seen.append((event, QThread.currentThread().isMainThread()))
    )
    thread = threading.Thread(target=cards.insert)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    ((event, in_main),) = seen
    assert event.kind is CardEventKind.INSERTED
    assert in_main


def test_a_watch_that_goes_listens_no_more_and_a_late_event_touches_nothing(qtbot):
    cards = FakeCards()
    watch = CardWatch(cards)
    (hear,) = cards.heard_by()
    watch.deleteLater()
    qtbot.waitUntil(lambda: cards.listeners == 0)
    hear(None)


def test_there_is_one_watch_for_a_desk(desk):
    assert card_watch_of(desk) is card_watch_of(desk)


def test_two_cards_are_named_both_and_an_empty_reader_is_ready():
    vitale, cps = Slot("A", CardFamily.VITALE_2), Slot("B", CardFamily.CPS)
    assert reader_words(ReaderState.READY, (cps, vitale)) == "Carte Vitale + CPS"
    assert reader_words(ReaderState.READY, (Slot("A"),)) == "Lecteur prêt"
    hint = readers_hint(ReaderState.READY, (vitale, Slot("B")), simulated=True)
    assert "simulés" in hint
    assert "A\u00a0: Carte Vitale" in hint
    assert "B\u00a0: vide" in hint


def test_enter_puts_the_chosen_card_in_and_takes_it_out(qtbot, panel, controls):
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert controls.inserted() == ("family",)
    assert "dans le lecteur" in lines(panel.list)[1]
    assert panel.button.text() == "Retirer"
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert controls.inserted() == ()
    assert panel.button.text() == "Insérer"


def test_a_card_that_another_hand_took_out_is_shown_out(qtbot, panel, controls):
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    controls.eject("ruth")
    qtbot.waitUntil(lambda: "dans le lecteur" not in lines(panel.list)[0])
    assert panel.button.text() == "Insérer"
    assert panel.list.currentRow() == 0


def test_the_panel_says_that_it_is_a_simulator_and_names_its_controls(panel):
    assert "Simulateur" in texts(panel)
    assert nameless(panel) == []


def test_the_panel_moves_the_simulated_readers_of_the_demo(qtbot, practice):
    readers = SimulatedReaders()
    cards = CardService(readers, practice.application.clock)
    watch = CardWatch(cards)
    panel = SimulatedReaderPanel(readers)
    qtbot.addWidget(panel)
    panel.show()
    cards.start()
    try:
        qtbot.waitUntil(lambda: cards.state() is ReaderState.READY)
        with qtbot.waitSignal(
            watch.happened, check_params_cb=lambda one: one.kind is CardEventKind.INSERTED
        ):
            panel.press()
        assert CardFamily.VITALE_2 in {one.family for one in cards.slots()}
    finally:
        watch.stop()
        cards.close()
    QApplication.processEvents()
