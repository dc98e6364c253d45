"""« Remarque | Confidentielle »: saved while typed, never lost, never shown to others."""

import pytest

from almapy.remarks.model import Remark
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import MARTIN, RUTH
from tests.ui.typing_helper import type_text
from ui.patients.open_records import OpenRecord
from ui.remarks.remarks_card import RemarksCard


@pytest.fixture
def patient(desk):
    return desk.application.patients.create(desk.actor, RUTH)


@pytest.fixture
def record_of(desk):
    def read(patient):
        return OpenRecord(patient, desk.application.overview.of(desk.actor, patient.id))

    return read


@pytest.fixture
def card(qtbot, desk, patient, record_of):
    card = RemarksCard(desk)
    qtbot.addWidget(card)
    card.resize(400, 300)
    card.show()
    card.show_record(record_of(patient))
    return card


def stored(desk, patient, *, own=False):
    remarks = desk.application.remarks.of(desk.actor, patient.id)
    fact = remarks.own if own else remarks.shared
    return fact.data.text if fact else None


def test_typing_is_stored_after_a_pause(card, desk, patient, settle):
    type_text(card.shared.edit, "Sourde de l'oreille droite")
    assert card.has_unsaved_changes()
    assert card.shared._soon.isActive()
    card.shared._soon.timeout.emit()
    settle()
    assert stored(desk, patient) == "Sourde de l'oreille droite"
    assert not card.has_unsaved_changes()
    assert card.shared.state.text().startswith("Enregistré à")


def test_leaving_the_page_stores_both_texts(card, desk, patient, settle):
    type_text(card.shared.edit, "Clé chez la voisine")
    type_text(card.own.edit, "Craint son conjoint")
    card.hide()
    settle()
    assert stored(desk, patient) == "Clé chez la voisine"
    assert stored(desk, patient, own=True) == "Craint son conjoint"


def test_one_sitting_makes_one_version(card, desk, patient, settle):
    desk.application.remarks.save(desk.actor, patient.id, Remark("Hier"), None)
    card.show_record(OpenRecord(patient, desk.application.overview.of(desk.actor, patient.id)))
    for text in ("Auj", "ourd", "'hui"):
        card.shared.edit.moveCursor(card.shared.edit.textCursor().MoveOperation.End)
        type_text(card.shared.edit, text)
        card.shared.save()
        settle()
    fact = desk.application.remarks.of(desk.actor, patient.id).shared
    former = desk.application.remarks.former(desk.actor, fact)
    assert [one.data.text for one in former] == ["Hier"]


def test_another_patient_comes_and_the_text_of_the_first_is_stored(
    card, desk, patient, record_of, settle
):
    other = desk.application.patients.create(desk.actor, MARTIN)
    type_text(card.shared.edit, "Pour la première")
    card.shared.save()
    type_text(card.shared.edit, " et la suite")
    card.show_record(record_of(other))
    assert card.shared.edit.toPlainText() == ""
    settle()
    assert stored(desk, patient) == "Pour la première et la suite"
    assert stored(desk, other) is None


def test_a_no_break_space_is_kept_and_counts_as_no_change(card, desk, patient, record_of, settle):
    desk.application.remarks.save(desk.actor, patient.id, Remark("Vu\u00a0: oui"), None)
    card.show_record(record_of(patient))
    assert not card.has_unsaved_changes()
    type_text(card.shared.edit, "Bien. ")
    card.shared.save()
    settle()
    assert stored(desk, patient) == "Bien. Vu\u00a0: oui"


def test_reading_the_record_again_leaves_the_typing_alone(card, patient, record_of):
    type_text(card.shared.edit, "En train d'écrire")
    card.show_record(record_of(patient))
    assert card.shared.edit.toPlainText() == "En train d'écrire"


def test_a_text_saved_meanwhile_is_compared_and_nothing_is_lost(card, desk, patient, settle):
    application = desk.application
    new = NewAccount("dr.second", Role.MEDECIN, "Alix", "FICTIVE", PASSWORD)
    other = application.accounts.create(desk.actor, new).at("POSTE-2")
    type_text(card.shared.edit, "Ma version")
    application.remarks.save(other, patient.id, Remark("La sienne"), None)
    card.shared.save()
    settle()
    assert card.shared.conflict.isVisible()
    assert stored(desk, patient) == "La sienne"
    assert card.shared.edit.toPlainText() == "Ma version"
    card.shared.conflict._groups["text"].button(1).setChecked(True)
    card.shared.conflict.keep_button.click()
    settle()
    assert stored(desk, patient) == "Ma version"
    fact = application.remarks.of(desk.actor, patient.id).shared
    assert [one.data.text for one in application.remarks.former(desk.actor, fact)] == ["La sienne"]


def test_former_texts_are_read_in_the_card(card, desk, patient, record_of, settle):
    fact = desk.application.remarks.save(desk.actor, patient.id, Remark("Avant"), None)
    desk.application.remarks.save(desk.actor, patient.id, Remark("Après"), fact)
    card.show_record(record_of(patient))
    card.shared.show_versions()
    settle()
    assert "Avant → Après" in card.shared.versions.text.toPlainText()
