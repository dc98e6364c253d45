"""« Remarque » is read by the practice, « Confidentielle » by its author alone."""

from datetime import timedelta

import pytest

from almapy.errors import AccessError, ConflictError, DomainError
from almapy.remarks.model import LONGEST_REMARK, Remark
from almapy.users.model import NewAccount, Right, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

SECRET = Remark("Craint son conjoint", confidential=True)


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


@pytest.fixture
def remarks(opened):
    return opened.application.remarks


@pytest.fixture
def colleague(opened):
    return someone(opened, Role.MEDECIN, "dr.second")


def someone(opened, role, login, **more):
    new = NewAccount(login, role, "Alix", "FICTIVE", PASSWORD, **more)
    return opened.application.accounts.create(opened.actor, new).at("POSTE-2")


def test_a_remark_is_read_by_a_colleague(opened, remarks, patient_id, colleague):
    remarks.save(opened.actor, patient_id, Remark("Sourde de l'oreille droite"), None)
    assert remarks.of(colleague, patient_id).shared.data.text == "Sourde de l'oreille droite"


def test_a_confidential_remark_is_visible_to_its_author_only(
    opened, remarks, patient_id, colleague
):
    fact = remarks.save(opened.actor, patient_id, SECRET, None)
    fact = remarks.save(
        opened.actor, patient_id, Remark("Craint sa famille", confidential=True), fact
    )
    assert remarks.of(opened.actor, patient_id).own.data.text == "Craint sa famille"
    assert remarks.of(colleague, patient_id).own is None
    assert remarks.of(colleague, patient_id).shared is None
    assert opened.application.overview.of(colleague, patient_id).remarks.own is None
    with pytest.raises(DomainError):
        remarks.former(colleague, fact)
    with pytest.raises(DomainError) as refused:
        remarks.save(colleague, patient_id, Remark("autre", confidential=True), fact)
    assert "Craint" not in str(refused.value)


def test_two_doctors_each_keep_their_own_confidential_remark(
    opened, remarks, patient_id, colleague
):
    remarks.save(opened.actor, patient_id, SECRET, None)
    remarks.save(colleague, patient_id, Remark("Autre secret", confidential=True), None)
    assert remarks.of(opened.actor, patient_id).own.data == SECRET
    assert remarks.of(colleague, patient_id).own.data.text == "Autre secret"


def test_a_remark_cannot_be_made_confidential_over_the_practice(
    opened, remarks, patient_id, colleague
):
    fact = remarks.save(opened.actor, patient_id, Remark("Clé chez la voisine"), None)
    with pytest.raises(DomainError):
        remarks.save(colleague, patient_id, Remark("à moi", confidential=True), fact)
    assert remarks.of(opened.actor, patient_id).shared.data.text == "Clé chez la voisine"


def test_autosaves_of_one_sitting_keep_one_version(opened, remarks, patient_id):
    fact = remarks.save(opened.actor, patient_id, Remark("Hier"), None)
    fact = remarks.save(opened.actor, patient_id, Remark("Auj"), fact)
    for text in ("Aujourd", "Aujourd'hui", "Aujourd'hui, fatiguée"):
        fact = remarks.save(opened.actor, patient_id, Remark(text), fact, same_sitting=True)
    assert remarks.of(opened.actor, patient_id).shared.data.text == "Aujourd'hui, fatiguée"
    assert [one.data.text for one in remarks.former(opened.actor, fact)] == ["Hier"]


def test_the_text_of_somebody_else_is_kept_even_within_a_sitting(
    opened, remarks, patient_id, colleague
):
    fact = remarks.save(opened.actor, patient_id, Remark("Du médecin"), None)
    fact = remarks.save(colleague, patient_id, Remark("De l'associé"), fact, same_sitting=True)
    assert [one.data.text for one in remarks.former(opened.actor, fact)] == ["Du médecin"]


def test_a_sitting_ends_after_an_hour(opened, remarks, patient_id, clock):
    fact = remarks.save(opened.actor, patient_id, Remark("Matin"), None)
    clock.advance(timedelta(minutes=61))
    fact = remarks.save(opened.actor, patient_id, Remark("Soir"), fact, same_sitting=True)
    assert [one.data.text for one in remarks.former(opened.actor, fact)] == ["Matin"]


def test_a_remark_saved_meanwhile_is_not_overwritten(opened, remarks, patient_id, colleague):
    fact = remarks.save(opened.actor, patient_id, Remark("Une"), None)
    remarks.save(colleague, patient_id, Remark("Deux"), fact)
    with pytest.raises(ConflictError) as refused:
        remarks.save(opened.actor, patient_id, Remark("Trois"), fact, same_sitting=True)
    assert refused.value.stored["text"] == "Deux"


def test_two_first_remarks_meet_as_a_conflict(opened, remarks, patient_id, colleague):
    remarks.save(colleague, patient_id, Remark("La première"), None)
    with pytest.raises(ConflictError) as refused:
        remarks.save(opened.actor, patient_id, Remark("La seconde"), None)
    assert refused.value.stored["text"] == "La première"


def test_a_text_without_end_is_refused_and_nothing_lost(opened, remarks, patient_id):
    with pytest.raises(DomainError):
        remarks.save(opened.actor, patient_id, Remark("x" * (LONGEST_REMARK + 1)), None)


def test_a_nurse_who_may_read_notes_reads_the_remark_and_writes_none(opened, remarks, patient_id):
    nurse = someone(opened, Role.INFIRMIER, "infirmier", granted=frozenset({Right.READ_NOTES}))
    remarks.save(opened.actor, patient_id, Remark("Clé chez la voisine"), None)
    assert remarks.of(nurse, patient_id).shared.data.text == "Clé chez la voisine"
    with pytest.raises(AccessError):
        remarks.save(nurse, patient_id, Remark("autre"), None)


def test_who_may_not_read_notes_is_given_nothing(opened, remarks, patient_id):
    remarks.save(opened.actor, patient_id, Remark("Clé chez la voisine"), None)
    secretary = someone(opened, Role.SECRETAIRE, "secretaire")
    overview = opened.application.overview.of(secretary, patient_id)
    assert overview.notes_hidden
    assert overview.remarks.shared is None
    with pytest.raises(AccessError):
        remarks.of(secretary, patient_id)
