"""Finding a vaccine by its name or by a disease, at the keyboard."""

import pytest
from PySide6.QtCore import Qt

from almapy.errors import FormatError
from almapy.vaccines.service import VaccineService
from tests.ui.page_helper import nameless
from tests.ui.typing_helper import type_text
from ui.vaccination.vaccine_search import VaccineSearch

KEYS = Qt.Key


@pytest.fixture(scope="module")
def catalogue():
    return VaccineService().catalogue()


@pytest.fixture
def chosen():
    return []


@pytest.fixture
def search(qtbot, desk, settle, chosen, catalogue, monkeypatch):
    monkeypatch.setattr(VaccineService, "catalogue", lambda _self: catalogue)
    search = VaccineSearch(desk)
    search.chosen.connect(lambda vaccine: chosen.append(vaccine.name))
    qtbot.addWidget(search)
    search.resize(900, 400)
    search.show()
    search.setFocus()
    settle()
    return search


def shown(search):
    return [search.model.record(row).vaccine.name for row in range(search.model.rowCount())]


def row_texts(search, row):
    model = search.model
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_a_disease_typed_lists_the_vaccines_as_one_types(qtbot, search, chosen):
    assert search.field.placeholderText() == "Saisir le nom du vaccin ou d'une maladie"
    assert search.search_button.text() == "Rechercher"
    assert nameless(search) == []
    assert search.focusProxy() is search.field
    type_text(search.field, "grippe")
    assert shown(search)[0] == "FLUCELVAX"  # EFLUELDA is for older people
    assert shown(search).index("EFLUELDA") > shown(search).index("VAXIGRIP")
    assert "AGRIPPAL" in shown(search)
    assert row_texts(search, 0) == [
        "FLUCELVAX",
        "commercialisé",
        "Grippe saisonnière",
        "Inf-CC3",
    ]
    words = {row_texts(search, row)[1] for row in range(search.model.rowCount())}
    assert words == {"commercialisé", "non commercialisé", "retiré du marché", "sans précision"}
    # The arrows move in the list while the cursor stays in the field, and Enter picks.
    qtbot.keyClick(search.field, KEYS.Key_Down)
    qtbot.keyClick(search.field, KEYS.Key_Return)
    assert chosen == [shown(search)[1]]
    # « Rechercher » goes to the list, where Enter picks too.
    search.search_button.click()
    assert search.window().focusWidget() is search.table
    qtbot.keyClick(search.table, KEYS.Key_Home)
    qtbot.keyClick(search.table, KEYS.Key_Return)
    assert chosen[1] == "FLUCELVAX"


def test_escape_empties_the_field_and_then_goes_on(qtbot, search, chosen):
    heard = []
    search.keyPressEvent = lambda event: heard.append(event.key())
    type_text(search.field, "agripal")
    assert shown(search) == ["AGRIPPAL"]
    qtbot.keyClick(search.field, KEYS.Key_Escape)
    assert search.field.text() == ""
    assert shown(search) == []
    assert heard == []
    qtbot.keyClick(search.field, KEYS.Key_Escape)
    assert heard == [KEYS.Key_Escape]
    # Enter on nothing picks nothing.
    qtbot.keyClick(search.field, KEYS.Key_Return)
    type_text(search.field, "zzzzzz")
    qtbot.keyClick(search.field, KEYS.Key_Return)
    assert "sans précision" in search.table.accessibleDescription()
    assert chosen == []


def test_what_was_typed_before_the_reference_was_read_is_searched_then(
    qtbot, desk, settle, catalogue, monkeypatch
):
    monkeypatch.setattr(VaccineService, "catalogue", lambda _self: catalogue)
    search = VaccineSearch(desk)
    qtbot.addWidget(search)
    search.set_text("AGRIPPAL SER 0,5ML 1")
    settle()
    assert shown(search) == ["AGRIPPAL"]
    search.set_text("")
    assert shown(search) == []


def test_a_damaged_reference_is_told_in_the_list(qtbot, desk, settle, monkeypatch):
    def damaged(_self):
        raise FormatError("La liste des vaccins ne se lit pas. Réinstallez AlmaPy.")

    monkeypatch.setattr(VaccineService, "catalogue", damaged)
    search = VaccineSearch(desk)
    qtbot.addWidget(search)
    search.show()
    settle()
    assert "Réinstallez" in search.table.accessibleDescription()
