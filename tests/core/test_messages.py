"""Internal messages: seen by writer and readers only, counted until they are read."""

from dataclasses import replace

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import DomainError
from almapy.messages.model import NewMessage
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH


@pytest.fixture
def messages(opened):
    return opened.application.messages


@pytest.fixture
def secretary(opened):
    new = NewAccount("secretaire", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("ACCUEIL")


def write(opened, secretary, text="Rappeler le laboratoire", patient_id=None):
    message = NewMessage((secretary.user_id,), text, patient_id)
    opened.application.messages.send(opened.actor, message)


def test_a_note_to_a_colleague_is_new_for_her_until_she_reads_it(opened, messages, secretary):
    write(opened, secretary)
    assert messages.unread(secretary) == 1
    (message,) = messages.received(secretary)
    assert (message.sender, message.text) == ("Paul DÉMO", "Rappeler le laboratoire")
    messages.mark_read(secretary, message.id)
    assert messages.unread(secretary) == 0


def test_nobody_else_reads_it(opened, messages, secretary):
    write(opened, secretary)
    new = NewAccount("dr.second", Role.MEDECIN, "Alix", "FICTIVE", PASSWORD)
    third = opened.application.accounts.create(opened.actor, new).at("CABINET-2")
    assert messages.received(third) == []
    assert messages.sent(third) == []


def test_the_writer_sees_when_everybody_has_read(opened, messages, secretary, clock):
    write(opened, secretary)
    assert messages.sent(opened.actor)[0].read_at is None
    messages.mark_read(secretary, messages.received(secretary)[0].id)
    assert messages.sent(opened.actor)[0].read_at == clock.now()


def test_a_message_about_a_record_names_the_patient_to_those_who_see_identities(
    opened, messages, secretary
):
    patient = opened.application.patients.create(opened.actor, RUTH)
    write(opened, secretary, patient_id=patient.id)
    (message,) = messages.received(secretary)
    assert (message.patient_id, message.patient) == (patient.id, "DE VINCI RUTH")
    new = NewAccount("admin", Role.ADMINISTRATEUR, "Gestion", "POSTE", PASSWORD)
    keeper = opened.application.accounts.create(opened.actor, new).at("POSTE")
    opened.application.messages.send(
        opened.actor, NewMessage((keeper.user_id,), "À voir", patient.id)
    )
    (hidden,) = messages.received(keeper)
    assert (hidden.patient_id, hidden.patient) == (None, "")


def test_a_message_put_away_comes_back_when_asked(opened, messages, secretary):
    write(opened, secretary)
    message_id = messages.received(secretary)[0].id
    messages.put_away(secretary, message_id)
    assert messages.received(secretary) == []
    assert messages.unread(secretary) == 0
    assert len(messages.received(secretary, put_away=True)) == 1
    messages.take_back(secretary, message_id)
    assert len(messages.received(secretary)) == 1


def test_a_colleague_who_left_gets_nothing_and_the_writer_is_told(opened, messages, secretary):
    accounts = opened.application.accounts
    (account,) = [one for one in accounts.all(opened.actor) if one.login == "secretaire"]
    accounts.change(opened.actor, replace(account, active=False))
    with pytest.raises(DomainError):
        write(opened, secretary)


@pytest.mark.parametrize(
    ("recipients", "text"), [((), "Bonjour"), ((1,), "  "), ((1,), "x" * 5000)]
)
def test_an_incomplete_message_is_refused_before_it_leaves(recipients, text):
    with pytest.raises(DomainError):
        NewMessage(recipients, text)


def test_the_trace_holds_no_word_of_the_message(opened, messages, secretary):
    write(opened, secretary, "Résultat très perturbé")
    entries = opened.application.journal.page(opened.actor, JournalFilter()).entries
    (sent,) = [one for one in entries if one.action == Action.MESSAGE_SENT]
    assert "perturb" not in sent.detail


def test_colleagues_are_all_the_others_at_work(opened, messages, secretary):
    assert [one.name for one in messages.colleagues(opened.actor)] == ["Anne EXEMPLE"]
