"""« Dossiers détectés »: likeliest first, widened by three boxes, never chosen silently."""

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.matching.model import Decision
from tests.ui.insertion_helper import FakeMatching, match, person
from tests.ui.typing_helper import type_text
from ui.desk import Desk
from ui.insertion.found_people import FoundPeoplePanel
from ui.theme import Theme

SURE = person(2, why=("date de naissance identique", "nom de naissance identique"))
TWIN = person(3, first_name="PATRICIA", why_not="prénom différent", score=80.0)
DEAD = person(4, name="DEMOISELLE", first_name="ROSE", deceased=True)
KEPT = person(5, name="DEMOULIN", first_name="ROSE", archived=True)
PASSING = person(6, name="DEMONT", first_name="ROSE", passing=True)


@pytest.fixture
def matching():
    return FakeMatching(SURE, TWIN, DEAD, KEPT, PASSING)


@pytest.fixture
def panel(tasks, matching, qtbot):
    desk = Desk(SimpleNamespace(matching=matching), None, tasks, Theme())
    widget = FoundPeoplePanel(desk)
    qtbot.addWidget(widget)
    widget.resize(700, 600)
    widget.show()
    return widget


def names(panel):
    return [one.first_name for one in panel.people]


def chosen_by(panel):
    chosen = []
    panel.chosen.connect(chosen.append)
    return chosen


def test_the_likeliest_comes_first_and_nobody_is_chosen_by_itself(panel, settle):
    chosen = chosen_by(panel)
    panel.open_for(match(Decision.SURE, 2, 3))
    settle()
    assert names(panel) == ["PATIENTE", "PATRICIA"]
    assert panel.table.current_record() == SURE
    assert "date de naissance identique" in panel.why.text()
    assert chosen == []


def test_enter_selects_the_row_that_the_arrows_reached(panel, settle):
    chosen = chosen_by(panel)
    panel.open_for(match(Decision.PROPOSE, 2, 3))
    settle()
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert "mais prénom différent" in panel.why.text() or "prénom différent" in panel.why.text()
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert chosen == [TWIN]


def test_the_button_selects_too_and_waits_for_a_row(panel, settle):
    chosen = chosen_by(panel)
    assert not panel.select_button.isEnabled()
    panel.open_for(match(Decision.SURE, 2))
    settle()
    panel.select_button.click()
    assert chosen == [SURE]


@pytest.mark.parametrize(("box", "who"), [("deceased", 4), ("archived", 5), ("passing", 6)])
def test_each_box_widens_the_list(panel, settle, box, who):
    panel.open_for(match(Decision.PROPOSE, 2, who))
    settle()
    assert names(panel) == ["PATIENTE"]
    getattr(panel, box).click()
    settle()
    assert names(panel) == ["PATIENTE", "ROSE"]


def test_nobody_found_says_the_limits_and_offers_the_search(panel, settle):
    panel.open_for(match(Decision.NONE))
    settle()
    assert panel.nobody.isVisible()
    assert panel.name.hasFocus() or panel.focusWidget() is panel.name
    type_text(panel.name, "DEMO")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    settle()
    assert names(panel) == ["PATIENTE", "PATRICIA"]


def test_a_search_without_answer_says_what_to_try(panel, settle):
    panel.open_for(None)
    settle()
    panel.name.setText("INCONNU")
    panel.search_button.click()
    settle()
    assert panel.no_answer.isVisible()
    assert not panel.select_button.isEnabled()


def test_the_boxes_widen_a_search_as_well(panel, settle):
    panel.open_for(None)
    panel.name.setText("DEMOI")
    panel.birth_date.setText("14/07/1932")
    panel.search()
    settle()
    assert names(panel) == []
    panel.deceased.click()
    settle()
    assert names(panel) == ["ROSE"]


def test_cancelling_chooses_nobody_and_forgets_the_search(panel, settle):
    chosen, left = chosen_by(panel), []
    panel.left.connect(lambda: left.append(True))
    panel.open_for(match(Decision.SURE, 2))
    settle()
    panel.name.setText("DEMONT")
    panel.search()
    settle()
    QTest.keyClick(panel.name, Qt.Key.Key_Escape)
    settle()
    assert (chosen, left) == ([], [True])
    assert names(panel) == ["PATIENTE"]
    assert panel.name.text() == ""
    panel.close_button.click()
    assert left == [True, True]


def test_what_keeps_a_strong_candidate_from_being_sure_is_told(panel, settle):
    panel.open_for(match(Decision.PROPOSE, 2, hold="deux patients dans ce document"))
    settle()
    assert panel.strip.isVisible()
    panel.open_for(match(Decision.SURE, 2))
    assert panel.strip.isHidden()


def test_an_answer_that_comes_late_is_not_shown_for_the_next_document(panel, settle):
    panel.open_for(match(Decision.SURE, 2))
    panel.open_for(match(Decision.SURE, 3))
    settle()
    assert names(panel) == ["PATRICIA"]


def test_the_columns_are_those_of_the_window_with_dates_as_people_write_them(panel, settle):
    panel.open_for(match(Decision.SURE, 2))
    settle()
    model = panel.table.model()
    titles = [
        model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())
    ]
    assert titles[:4] == ["Nom", "Prénom", "Date naissance", "Décédé"]
    shown = [model.index(0, place).data() for place in range(4)]
    assert shown == ["DEMO", "PATIENTE", "14/07/1932", "Non"]
    assert SURE.birth_date == date(1932, 7, 14)
