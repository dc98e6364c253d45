from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from tests.ui.typing_helper import type_text
from ui.widgets import form
from ui.widgets.form import FormSection

pytest_plugins = ["tests.ui.dressing"]

LABELS = ("&Civilité", "Nom de naissance", "1er prénom de naiss.", "Lieu naissance - Code INSEE")


class Section(FormSection):
    def __init__(self) -> None:
        super().__init__("Etat civil", columns=2)
        self.fields = [QComboBox(), QLineEdit(), QLineEdit(), QLineEdit()]
        for label, field in zip(LABELS, self.fields, strict=True):
            self.add_row(label, field, required=label.startswith("Nom"), hint="en capitales")
        self.remark = QPlainTextEdit()
        self.add_wide(self.remark)

    def place(self, widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(self, QPoint(0, 0))
        return corner.x(), corner.y()

    def label(self, text: str) -> QLabel:
        return next(label for label in self.findChildren(QLabel) if label.text().startswith(text))


@pytest.fixture
def section(dress, qtbot) -> Section:
    dress()
    section = Section()
    qtbot.addWidget(section)
    section.resize(1100, 500)
    section.show()
    QApplication.processEvents()
    return section


def _resize(section: Section, width: int) -> None:
    section.resize(width, 800)
    QApplication.processEvents()


def test_wide_rows_stand_in_two_columns(section: Section) -> None:
    civility, name, first_name, place = (section.place(field) for field in section.fields)
    assert civility[1] == name[1] < first_name[1] == place[1]
    assert civility[0] == first_name[0] < name[0] == place[0]
    label = section.label("Nom de naissance")
    assert section.place(label)[0] + label.width() < name[0]


def test_a_narrower_section_has_one_column(section: Section) -> None:
    _resize(section, 600)
    places = [section.place(field) for field in section.fields]
    assert len({x for x, _ in places}) == 1
    assert [y for _, y in places] == sorted({y for _, y in places})
    assert section.place(section.label("Nom de naissance"))[0] < places[1][0]


@pytest.fixture
def scrolled(dress, qtbot) -> Iterator[Section]:
    """The section as pages hold it: free to be narrower than it would like."""
    dress()
    area = QScrollArea(widgetResizable=True)
    section = Section()
    area.setWidget(section)
    qtbot.addWidget(area)
    area.resize(320, 400)
    area.show()
    QApplication.processEvents()
    yield section
    area.close()


def test_labels_go_above_when_room_is_short(scrolled: Section) -> None:
    label = scrolled.label("Nom de naissance")
    x, y = scrolled.place(scrolled.fields[1])
    assert scrolled.place(label)[0] == x
    assert scrolled.place(label)[1] + label.height() <= y
    assert scrolled.fields[1].width() > 200
    assert scrolled.width() <= 320


def test_large_text_turns_columns_into_one(section: Section, dress, qtbot) -> None:
    dress(text_percent=200)
    qtbot.waitUntil(
        lambda: section.place(section.fields[0])[0] == section.place(section.fields[1])[0]
    )
    for label, field in zip(LABELS, section.fields, strict=True):
        caption = section.label(label)
        assert caption.width() >= caption.sizeHint().width()
        assert field.height() >= field.sizeHint().height()


def test_a_wide_row_spans_the_section(section: Section) -> None:
    assert section.remark.width() > 1000


@pytest.mark.parametrize("width", [1100, 600])
def test_tab_follows_the_order_of_rows(section: Section, width: int) -> None:
    _resize(section, width)
    section.fields[0].setFocus()
    for field in section.fields[1:]:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is field
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is section.remark


def test_labels_lead_to_their_fields(section: Section) -> None:
    for label, field in zip(LABELS, section.fields, strict=True):
        assert section.label(label).buddy() is field
    section.fields[1].setFocus()
    QTest.keyClick(section, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert section.fields[0].hasFocus()


def test_a_required_field_is_marked_and_said(section: Section) -> None:
    name, first_name = section.fields[1], section.fields[2]
    assert section.label("Nom de naissance").text() == "Nom de naissance\u00a0*"
    assert name.accessibleName() == "Nom de naissance, obligatoire"
    assert first_name.accessibleName() == "1er prénom de naiss."
    assert section.fields[0].accessibleName() == "Civilité"
    assert section.label("* obligatoire").isVisible()


def test_a_section_without_required_field_has_no_legend(dress, qtbot) -> None:
    dress()
    section = FormSection("Cabinet")
    section.add_row("Nom", QLineEdit())
    qtbot.addWidget(section)
    section.show()
    assert not [
        label
        for label in section.findChildren(QLabel)
        if label.isVisible() and "obligatoire" in label.text()
    ]


def _refusals(section: Section) -> list[str]:
    return [
        label.text()
        for label in section.findChildren(QLabel)
        if label.isVisible() and label.property("role") == "error"
    ]


def test_a_refusal_is_written_under_its_field_and_said(section: Section, monkeypatch) -> None:
    said = []
    monkeypatch.setattr(form, "announce", lambda field, text: said.append((field, text)))
    field = section.fields[1]
    section.set_error(field, "Le nom de naissance est obligatoire.")
    QApplication.processEvents()
    assert _refusals(section) == ["Le nom de naissance est obligatoire."]
    under = section.label("Le nom de naissance")
    assert section.place(under)[1] > section.place(field)[1]
    assert field.accessibleDescription() == "Le nom de naissance est obligatoire."
    assert field.property("invalid") is True
    assert said == [(field, "Le nom de naissance est obligatoire.")]


def test_a_refusal_goes_away_and_the_hint_comes_back(section: Section) -> None:
    for field in section.fields[1:3]:
        section.set_error(field, "À corriger.")
    section.clear_error(section.fields[1])
    assert _refusals(section) == ["À corriger."]
    assert section.fields[1].accessibleDescription() == "en capitales"
    assert not section.fields[1].property("invalid")
    section.clear_errors()
    assert _refusals(section) == []


def test_the_keyboard_goes_to_the_first_refused_field(section: Section) -> None:
    assert section.focus_first_error() is False
    section.set_error(section.fields[3], "Inconnu.")
    section.set_error(section.fields[1], "Obligatoire.")
    assert section.focus_first_error() is True
    assert section.fields[1].hasFocus()
    type_text(section.fields[1], "D’ALMEIDA-ÑUÑEZ")
    assert section.fields[1].text() == "D’ALMEIDA-ÑUÑEZ"
