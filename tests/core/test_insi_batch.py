"""Verifying the INS of a list in the background: complete, stoppable, and it changes nothing."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import AccessError, DomainError, ExternalError
from almapy.identity_status.batch import AT_ONCE, TOLD_EVERY, BatchVerification
from almapy.identity_status.batch_model import BatchState, Verdict
from almapy.identity_status.batch_run import AWAY_IN_A_ROW, BatchRun
from almapy.insi.model import Outcome
from almapy.patients.model import IdentityStatus
from almapy.session import Session
from almapy.users.model import NewAccount, Role
from almapy.users.throttle import Throttle
from tests.conftest import PASSWORD
from tests.fakes.insi_verifier import FakeVerifier, Told, person

FIRST = 1  # the first call is made alone


@pytest.fixture
def verifier():
    return FakeVerifier()


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def batch(opened, verifier):
    made = BatchVerification(opened.application.works, verifier)
    yield made
    made.close()


def add(opened, count, **changes):
    patients = opened.application.patients
    return [patients.create(opened.actor, person(number, **changes)).id for number in range(count)]


def verify_all(batch, opened, patient_ids, told):
    batch.start(opened.actor, patient_ids, told)
    return told.end()


def test_each_record_of_the_list_is_verified_once(opened, batch, verifier, told):
    patient_ids = add(opened, 9)
    progress = verify_all(batch, opened, [*patient_ids, patient_ids[0]], told)
    assert sorted(verifier.asked) == patient_ids
    assert (progress.state, progress.right, progress.total) == (BatchState.DONE, 9, 9)
    assert batch.progress == progress


def test_what_is_sent_is_what_the_record_holds(opened, batch, verifier, told):
    [patient_id] = add(opened, 1)
    verify_all(batch, opened, [patient_id], told)
    [(_, ins, traits)] = verifier.calls
    assert (ins.matricule, ins.oid) == (person(0).matricule_ins, person(0).ins_oid)
    assert (traits.birth_name, traits.birth_date) == ("EXEMPLE AAA", "1980-01-02")


def test_a_discordant_ins_is_told_and_nobody_changes_its_status(opened, batch, verifier, told):
    first, second = add(opened, 2)
    verifier.outcomes[second] = Outcome.DISCORDANT
    progress = verify_all(batch, opened, [first, second], told)
    assert (progress.right, progress.discordant) == (1, 1)
    [finding] = batch.report.discordant
    assert (finding.patient_id, finding.why) == (second, "INS ou traits discordants - Code CR 01")
    after = opened.application.patients.open(opened.actor, second)
    assert (after.status, after.version) == (IdentityStatus.QUALIFIED, 1)
    assert after.data.matricule_ins == person(1).matricule_ins


def test_a_record_without_matricule_is_left_out_with_the_reason(opened, batch, verifier, told):
    nothing = {"matricule_ins": "", "ins_oid": "", "insi_accepted": False}
    [patient_id] = add(opened, 1, **nothing)
    progress = verify_all(batch, opened, [patient_id, 9_999], told)
    assert verifier.calls == []
    assert (progress.state, progress.left_out) == (BatchState.DONE, 2)
    reasons = {one.patient_id: one.why for one in batch.report.left_out}
    assert reasons[patient_id] == "Pas de matricule INS"
    assert "fusionné" in reasons[9_999]


def test_a_doubtful_identity_is_never_sent(opened, batch, verifier, told):
    [patient_id] = add(opened, 1, doubtful=True)
    verify_all(batch, opened, [patient_id], told)
    assert verifier.calls == []
    assert len(batch.report.left_out) == 1


def test_a_record_is_read_when_its_turn_comes(opened, batch, verifier, told):
    patient_ids = add(opened, FIRST + AT_ONCE + 1)
    patients = opened.application.patients
    retrieved = person(FIRST + AT_ONCE + 1, identity_document="")
    changed, merged = patient_ids[-1], patients.create(opened.actor, retrieved).id
    with verifier.held():
        batch.start(opened.actor, [*patient_ids, merged], told)
        verifier.wait_for_calls(FIRST + AT_ONCE)
        record = patients.open(opened.actor, changed)
        patients.save(
            opened.actor, record, replace(record.data, birth_name="AUTRE"), insi_answer=True
        )
        kept, absorbed = (patients.open(opened.actor, one) for one in (patient_ids[0], merged))
        opened.application.merges.merge(opened.actor, kept, absorbed)
    told.end()
    assert merged not in verifier.asked
    assert {traits.birth_name for one, _, traits in verifier.calls if one == changed} == {"AUTRE"}
    assert [one.patient_id for one in batch.report.left_out] == [merged]


def test_a_cut_network_pauses_the_batch_and_says_why(opened, batch, verifier, told):
    patient_ids = add(opened, 12)
    verifier.outcomes = dict.fromkeys(patient_ids, Outcome.UNREACHABLE)
    batch.start(opened.actor, patient_ids, told)
    paused = told.until(lambda one: one.state is BatchState.PAUSED)
    assert "Téléservice injoignable" in paused.reason
    assert paused.done == 0
    batch.stop()
    batch.close()
    assert len(verifier.calls) <= AWAY_IN_A_ROW + AT_ONCE - 1


def test_the_calls_that_failed_before_a_pause_are_made_again(opened, batch, verifier, told):
    patient_ids = add(opened, 8)
    verifier.outcomes = dict.fromkeys(patient_ids, Outcome.TIMED_OUT)
    batch.start(opened.actor, patient_ids, told)
    told.until(lambda one: one.state is BatchState.PAUSED)
    verifier.outcomes = {}
    batch.resume()
    progress = told.end()
    assert (progress.state, progress.right, progress.reason) == (BatchState.DONE, 8, "")


def test_one_call_that_fails_alone_pauses_nothing(opened, batch, verifier, told):
    patient_ids = add(opened, 5)
    verifier.outcomes[patient_ids[1]] = Outcome.FAULT
    verifier.outcomes[patient_ids[2]] = RuntimeError("inattendue")
    progress = verify_all(batch, opened, patient_ids, told)
    assert (progress.state, progress.right, progress.failed) == (BatchState.DONE, 3, 2)
    assert {one.patient_id for one in batch.report.failed} == set(patient_ids[1:3])


@pytest.mark.parametrize(
    "refusal",
    [
        Outcome.UNTRUSTED,
        DomainError("Il manque l'adresse d'INSi.", code="insi.not_ready"),
        AccessError("Votre compte ne permet pas cela."),
    ],
)
def test_what_nobody_but_a_person_can_repair_pauses_at_once(opened, batch, verifier, told, refusal):
    patient_ids = add(opened, 2 * AT_ONCE)
    verifier.outcomes = dict.fromkeys(patient_ids, refusal)
    batch.start(opened.actor, patient_ids, told)
    assert told.until(lambda one: one.state is BatchState.PAUSED).reason
    batch.close()
    assert len(verifier.calls) <= AT_ONCE


def test_an_answer_about_nobody_counts_as_failed_and_goes_on(opened, batch, verifier, told):
    patient_ids = add(opened, 5)
    verifier.outcomes = dict.fromkeys(patient_ids, Outcome.NOBODY)
    progress = verify_all(batch, opened, patient_ids, told)
    assert (progress.state, progress.failed) == (BatchState.DONE, 5)


def test_a_server_that_went_away_pauses_too(opened, batch, verifier, told):
    patient_ids = add(opened, 4)
    gone = ExternalError("La base ne répond plus.", retryable=True)
    verifier.outcomes = dict.fromkeys(patient_ids, gone)
    batch.start(opened.actor, patient_ids, told)
    assert told.until(lambda one: one.state is BatchState.PAUSED).reason == gone.message


def test_a_pause_ends_the_calls_under_way_and_begins_none(opened, batch, verifier, told):
    patient_ids = add(opened, FIRST + AT_ONCE + 3)
    with verifier.held():
        batch.start(opened.actor, patient_ids, told)
        verifier.wait_for_calls(FIRST + AT_ONCE)
        batch.pause()
    told.until(lambda one: one.state is BatchState.PAUSED and one.right == FIRST + AT_ONCE)
    assert len(verifier.calls) == FIRST + AT_ONCE
    batch.resume()
    assert told.end().right == FIRST + AT_ONCE + 3


def test_stop_interrupts_the_calls_under_way(opened, batch, verifier, told):
    patient_ids = add(opened, FIRST + AT_ONCE + 3)
    with verifier.held():
        batch.start(opened.actor, patient_ids, told)
        verifier.wait_for_calls(FIRST + AT_ONCE)
        batch.stop()
        progress = told.end()
        batch.close()
    assert progress.state is BatchState.STOPPED
    assert batch.progress.done == FIRST
    assert len(verifier.calls) == FIRST + AT_ONCE


def test_a_stop_takes_a_paused_batch_away_and_another_may_begin(opened, batch, verifier, told):
    patient_ids = add(opened, 3)
    with verifier.held():
        batch.start(opened.actor, patient_ids, told)
        batch.pause()
        batch.stop()
        told.end()
    again = Told()
    progress = verify_all(batch, opened, patient_ids, again)
    assert (progress.number, progress.right) == (2, 3)


def test_two_batches_never_run_at_once(opened, batch, verifier, told):
    patient_ids = add(opened, 2)
    with verifier.held():
        batch.start(opened.actor, patient_ids, told)
        with pytest.raises(DomainError, match="déjà en cours"):
            batch.start(opened.actor, patient_ids, told)


def test_an_empty_list_is_done_at_once(opened, batch, told):
    assert verify_all(batch, opened, [], told).state is BatchState.DONE


def test_nothing_begins_while_a_setting_is_missing(opened, batch, verifier, told):
    verifier.reason = "L'adresse d'INSi manque."
    with pytest.raises(DomainError, match="adresse"):
        batch.start(opened.actor, add(opened, 1), told)
    assert batch.progress.state is BatchState.NONE
    assert verifier.calls == []


def test_an_administrator_verifies_nobody(opened, batch, verifier, told):
    new = NewAccount("alix", Role.ADMINISTRATEUR, "Alix", "FICTIVE", PASSWORD)
    account = opened.application.accounts.create(opened.actor, new)
    with pytest.raises(AccessError):
        batch.start(account.at("poste"), add(opened, 1), told)
    assert verifier.calls == []


def test_the_progress_is_told_ten_times_a_second_at_most(opened, batch, verifier, told):
    patient_ids = add(opened, 60)
    begin = time.monotonic()
    verify_all(batch, opened, patient_ids, told)
    took = time.monotonic() - begin
    assert len(told.all) <= took / TOLD_EVERY + 2
    assert told.all[-1].right == 60


def test_a_listener_that_fails_stops_nobody(opened, batch, verifier, told):
    def listen(progress):
        told(progress)
        raise RuntimeError("fenêtre fermée")

    batch.start(opened.actor, add(opened, 3), listen)
    assert told.end().right == 3


def test_the_end_of_a_session_ends_the_batch(opened, verifier, told):
    batch = opened.application.insi_batch
    batch._insi = verifier
    patient_ids = add(opened, 3)
    session = Session(opened.application, Throttle(opened.application.clock))
    with verifier.held():
        batch.start(opened.actor, patient_ids, told)
        verifier.wait_for_calls(2)
        session.sign_out(opened.actor)
        assert batch.progress.state is BatchState.STOPPED


@given(
    total=st.integers(0, 12),
    verdicts=st.lists(st.sampled_from(list(Verdict)), max_size=60),
    at_once=st.integers(1, 5),
)
def test_whatever_happens_each_record_is_counted_once(total, verdicts, at_once):
    run = BatchRun(1, range(total))
    answers = iter(verdicts)
    taken = []
    while not run.progress.state.is_over:
        if run.progress.state is BatchState.PAUSED and not taken:
            run.resume()
        elif run._may_take_or_leave() and len(taken) < at_once:
            taken.append(run.take())
        else:
            run.put(taken.pop(0), next(answers, Verdict.RIGHT))
        assert run.progress.done <= total
    progress = run.progress
    assert (progress.state, progress.done) == (BatchState.DONE, total)
    report = run.report
    found = [*report.discordant, *report.failed, *report.left_out]
    assert len(found) + progress.right == total
    assert len({one.patient_id for one in found}) == len(found)


def test_nobody_else_is_asked_before_the_first_call_was_answered(opened, batch, verifier, told):
    patient_ids = add(opened, 3)
    verifier.outcomes[patient_ids[0]] = Outcome.UNTRUSTED
    batch.start(opened.actor, patient_ids, told)
    told.until(lambda one: one.state is BatchState.PAUSED)
    assert verifier.asked == patient_ids[:1]
