"""A change that is taken back, overtaken or left behind while it waits: the booklet stays right."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.cve.faults import CarnetAway, CarnetRefused, CredentialsRefused
from almapy.cve.model import Operation, SendState, Sharing
from almapy.cve.outcome import PAUSES
from almapy.cve.tables import CarnetLinkRow, CarnetSendRow
from almapy.errors import ConflictError, DomainError
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.fake_cve_helper import fake, kept, post, running, shared
from tests.core.simulated_cve_helper import AGRIPPAL, GARDASIL

__all__ = ["fake", "post", "running"]


def sent(post, ruth, data=AGRIPPAL):
    fact = post.add(ruth, data)
    assert post.send() == 1
    return fact


def refused(post, fake, ruth, gesture):
    """Have the service refuse what a gesture queues; return its line of the queue."""
    fake.failures = [CarnetRefused("non", reason="essai")]
    gesture()
    assert post.send() == 1
    return post.queue(ruth)[0]


def test_an_act_brought_back_while_its_deletion_is_under_way_stands_in_the_booklet_again(
    post, fake
):
    ruth = post.patient()
    link = post.created(ruth)
    fact = sent(post, ruth)
    removed = post.app.vaccinations.remove(post.actor, fact)

    def meanwhile():
        fake.before = lambda: None
        post.app.vaccinations.restore(post.actor, removed)

    fake.before = meanwhile
    assert post.send() == 2
    assert kept(fake, link) == [("VAC0002", "A100")]
    assert post.state(fact).state is Sharing.SHARED


def test_a_correction_leaves_although_the_first_version_is_refused(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    fake.failures = [CarnetAway(), CarnetRefused("non", reason="essai")]
    assert post.send() == 0
    post.app.vaccinations.change(post.actor, fact, replace(AGRIPPAL, lot="B2"))
    post.clock.advance(PAUSES[0])
    assert post.send() == 2
    assert kept(fake, link) == [("VAC0002", "B2")]
    assert post.state(fact).state is Sharing.SHARED


def test_what_was_refused_is_never_sent_again_to_a_booklet_that_was_left(post, fake):
    ruth = post.patient()
    wrong = post.created(ruth)
    line = refused(post, fake, ruth, lambda: post.add(ruth))
    post.carnets.unlink(post.actor, ruth)
    post.created(ruth)
    with pytest.raises(DomainError, match="associé"):
        post.carnets.retry(post.actor, line.id)
    assert post.send() == 0
    assert kept(fake, wrong) == []


def test_a_refused_deletion_is_not_taken_up_once_the_act_is_back(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = sent(post, ruth)
    removed = []
    line = refused(
        post, fake, ruth, lambda: removed.append(post.app.vaccinations.remove(post.actor, fact))
    )
    post.app.vaccinations.restore(post.actor, removed[0])
    with pytest.raises(DomainError, match="a changé"):
        post.carnets.retry(post.actor, line.id)
    assert post.send() == 0
    assert kept(fake, link) == [("VAC0002", "A100")]


def test_a_refused_addition_leaves_as_the_record_says_now_or_not_at_all(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    line = refused(post, fake, ruth, lambda: post.add(ruth))
    (fact,) = post.app.vaccinations.of(post.actor, ruth)
    changed = post.app.vaccinations.change(post.actor, fact, replace(AGRIPPAL, lot="B2"))
    with pytest.raises(DomainError, match="plus récent"):
        post.carnets.retry(post.actor, line.id)
    assert post.send() == 1
    post.carnets.retry(post.actor, line.id)
    assert post.send() == 1
    assert kept(fake, link) == [("VAC0002", "B2")]
    other = refused(post, fake, ruth, lambda: post.add(ruth, GARDASIL))
    gone = next(one for one in post.app.vaccinations.of(post.actor, ruth) if one.id != changed.id)
    post.app.vaccinations.remove(post.actor, gone)
    with pytest.raises(DomainError, match="a changé"):
        post.carnets.retry(post.actor, other.id)


def test_what_waits_for_a_booklet_that_is_no_longer_the_one_of_the_record_is_not_sent(post, fake):
    ruth, other = post.patient(), post.patient(birth_name="DURAND")
    link = post.created(ruth)
    fact = post.add(ruth)
    with post.app.works.begin(post.actor) as work:  # as a merge that is undone gives it back
        row = work.session.get_one(CarnetLinkRow, link.id)
        row.patient_id = other
    assert post.send() == 0
    assert "add" not in fake.asked
    (line,) = post.queue(ruth)
    assert (line.state, line.vaccination_id) == (SendState.CANCELLED, fact.id)


def test_deleting_here_alone_and_taking_it_back_is_the_same_line_again(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = sent(post, ruth)
    post.carnets.keep_remote(post.actor, fact)
    removed = post.app.vaccinations.remove(post.actor, fact)
    back = post.app.vaccinations.restore(post.actor, removed)
    assert post.send() == 0
    assert post.state(back).state is Sharing.SHARED
    post.app.vaccinations.change(post.actor, back, replace(AGRIPPAL, lot="B2"))
    assert post.send() == 1
    assert kept(fake, link) == [("VAC0002", "B2")]


def test_a_comparison_that_grew_old_sends_what_the_record_says_now(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = sent(post, ruth)
    (remote,) = fake.kept[link.record_uuid].values()
    fake.elsewhere(
        link.record_uuid, shared(AGRIPPAL, lot="LA-BAS"), remote_id=remote.remote_id, etag="v9"
    )
    (line,) = post.compare(ruth).differing
    changed = post.app.vaccinations.change(post.actor, fact, replace(AGRIPPAL, lot="B2"))
    assert post.send() == 1
    assert post.state(changed).state is Sharing.CONFLICT
    refusal = post.queue(ruth)[0]
    with pytest.raises(DomainError, match="deux versions"):
        post.carnets.retry(post.actor, refusal.id)
    with pytest.raises(ConflictError):
        post.carnets.settle(post.actor, line, keep="remote")
    post.carnets.settle(post.actor, line, keep="local")
    assert post.send() == 1
    assert kept(fake, link) == [("VAC0002", "B2")]
    post.app.vaccinations.remove(post.actor, changed)
    with pytest.raises(DomainError, match="a changé"):
        post.carnets.send(post.actor, ruth, [changed])


def test_a_line_removed_here_and_imported_again_has_one_owner(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    there = fake.elsewhere(link.record_uuid, shared(AGRIPPAL))
    (first,) = post.carnets.take(post.actor, ruth, [there])
    post.app.vaccinations.remove(post.actor, first)
    (second,) = post.carnets.take(post.actor, ruth, [there])
    assert second.id != first.id
    assert post.send() == 1
    assert list(fake.kept[link.record_uuid]) == [there.remote_id]
    assert post.state(second).state is Sharing.SHARED


def test_what_was_written_twice_here_stays_in_the_booklet_when_one_of_them_goes(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    first, second = sent(post, ruth), sent(post, ruth)
    post.app.vaccinations.remove(post.actor, first)
    assert post.send() == 0
    third = post.add(ruth)
    post.app.vaccinations.remove(post.actor, second)
    assert post.send() == 2
    assert kept(fake, link) == [("VAC0002", "A100")]
    assert post.state(third).state is Sharing.SHARED
    post.app.vaccinations.remove(post.actor, third)
    assert post.send() == 1
    assert kept(fake, link) == []


def test_a_clock_that_was_set_back_blocks_nothing(post):
    ruth = post.patient()
    post.created(ruth)
    post.add(ruth)
    with post.app.works.begin(post.actor) as work:
        row = work.session.get_one(CarnetSendRow, post.queue(ruth)[0].id)
        row.claimed_by, row.claimed_at = "poste-mort", work.at + timedelta(days=30)
        row.next_try_at = work.at + timedelta(days=30)
    assert post.carnets.retry(post.actor) == 1
    assert post.send() == 1


def test_a_fault_of_ours_holds_no_other_booklet_back(post, fake):
    ruth, other = post.patient(), post.patient(birth_name="DURAND")
    post.created(ruth)
    post.created(other)
    bad, good = post.add(ruth), post.add(other)
    fake.failures = [RuntimeError()]
    with pytest.raises(RuntimeError):
        post.send()
    assert post.send() == 1
    assert post.state(good).state is Sharing.SHARED
    assert post.state(bad).state is Sharing.WAITING
    assert post.state(bad).error


def test_the_wrong_password_of_one_person_does_not_silence_the_next(post, fake):
    ruth = post.patient()
    post.created(ruth)
    fake.failures = [CredentialsRefused()]
    post.add(ruth)
    assert post.send() == 0
    new = NewAccount("dr.suivant", Role.MEDECIN, "Anne", "SIMULEE", PASSWORD)
    sender = post.app.carnet_sender
    assert sender._is_away()
    sender.start(post.app.accounts.create(post.actor, new).at("poste"))
    sender.stop()
    assert not sender._is_away()


def test_a_cancelled_correction_is_not_said_to_be_sent(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = sent(post, ruth)
    post.app.vaccinations.change(post.actor, fact, replace(AGRIPPAL, lot="B2"))
    line = next(one for one in post.queue(ruth) if one.operation is Operation.UPDATE)
    post.carnets.cancel(post.actor, line.id)
    assert post.state(fact).label == "refusé\u00a0: modification non envoyée"
    assert kept(fake, link) == [("VAC0002", "A100")]


def test_a_booklet_asked_for_again_with_another_address_is_still_one(post, fake):
    ruth = post.patient()
    draft = post.carnets.draft(post.actor, ruth)
    fake.lost_answers = 1
    with pytest.raises(CarnetAway):
        post.carnets.create(post.actor, ruth, draft, Stop())
    (made,) = fake.kept
    corrected = replace(draft, email="juste@exemple.invalid")
    link = post.carnets.create(post.actor, ruth, corrected, Stop())
    assert link.record_uuid == made
    assert list(fake.kept) == [made]
    assert fake.asked[-1] == "share juste@exemple.invalid"
