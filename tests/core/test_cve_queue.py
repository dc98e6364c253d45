"""What waits for the booklets: written with the act, sent once, in order, by whoever it is from."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.cve.accounts import CarnetAccounts
from almapy.cve.faults import CarnetAway, CarnetRefused, CredentialsRefused
from almapy.cve.model import Operation, SendState, Sharing
from almapy.cve.outcome import PAUSES
from almapy.cve.secret_places import SecretPlaces
from almapy.cve.sending import CarnetSender
from almapy.errors import DomainError
from almapy.settings import Place, PostSettings
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from almapy.users.secrets import SecretBox
from almapy.vaccination.model import ActState, Origin
from tests.conftest import PASSWORD
from tests.core.fake_cve_helper import fake, kept, plugged, post, running, shared, using
from tests.core.simulated_cve_helper import AGRIPPAL, GARDASIL
from tests.fakes.carnets import FakeCarnets

__all__ = ["fake", "post", "running"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def each(request, place, clock):
    """The same on each engine in turn."""
    if request.param == "postgresql":
        url = request.getfixturevalue("migrated_database").url
        place = Place(place.folders, PostSettings(database_url=url))
    made = plugged(place, clock, FakeCarnets())
    yield made
    made.app.close()


def other_sender(post, name="autre-poste"):
    app = post.app
    box = SecretBox(app.keeper.data_key.secrets_key())
    accounts = CarnetAccounts(app.works, app.information, box, SecretPlaces(None, name))
    return CarnetSender(app.works, app.events, post.service, accounts, post=name)


def test_offline_changes_leave_in_their_order_once_the_service_is_back(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fake.failures = [CarnetAway()]
    first, second = post.add(ruth), post.add(ruth, GARDASIL)
    assert post.send() == 0
    gone = post.add(ruth, replace(AGRIPPAL, given_on="2024-10-01", lot="JAMAIS"))
    post.app.vaccinations.remove(post.actor, gone)
    post.app.vaccinations.change(post.actor, second, replace(GARDASIL, lot="B7"))
    states = [one.state for one in post.queue(ruth) if one.vaccination_id == gone.id]
    assert states == [SendState.CANCELLED]
    fake.asked.clear()
    post.clock.advance(PAUSES[0])
    assert post.send() == 2
    assert fake.asked == ["add", "add"]
    assert kept(fake, link) == [("VAC0002", "A100"), ("VAC0523", "B7")]
    assert {post.state(one).state for one in (first, second)} == {Sharing.SHARED}


def test_two_posts_that_send_at_the_same_time_send_each_change_once(each):
    ruth, fake = each.patient(), each.service
    link = each.created(ruth)
    days = [f"2025-01-0{number}" for number in range(1, 6)]
    facts = [each.add(ruth, replace(AGRIPPAL, given_on=day)) for day in days]
    each.app.vaccinations.remove(each.actor, facts[0])
    each.app.vaccinations.change(each.actor, facts[1], replace(facts[1].data, lot="B2"))
    senders = [each.app.carnet_sender, other_sender(each)]
    begin = threading.Barrier(len(senders))
    counts = []

    def work(sender):
        begin.wait()
        counts.append(sum(sender.send_due(each.actor, Stop()) for _ in range(4)))

    threads = [threading.Thread(target=work, args=(one,)) for one in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(counts) == fake.asked.count("add") == len(fake.kept[link.record_uuid]) == 4
    each.app.vaccinations.remove(each.actor, each.app.vaccinations.of(each.actor, ruth)[0])
    assert each.send() == 1
    assert {each.state(one).state for one in facts[1:4]} == {Sharing.SHARED}


def test_a_change_whose_post_died_is_taken_over_after_two_minutes(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    post.add(ruth)
    dead = other_sender(post, "poste-mort")
    assert dead._claims.next(post.actor) is not None
    assert post.send() == 0
    post.clock.advance(timedelta(minutes=2, seconds=1))
    assert post.send() == 1
    assert len(fake.kept[link.record_uuid]) == 1


def test_the_answer_that_a_dead_post_comes_back_with_changes_nothing(post, fake):
    ruth = post.patient()
    post.created(ruth)
    fact = post.add(ruth)
    dead = other_sender(post, "poste-mort")

    def meanwhile():
        fake.before = lambda: None
        post.clock.advance(timedelta(minutes=3))
        assert post.send() == 1
        fake.failures = [CarnetRefused("trop tard", reason="essai")]

    fake.before = meanwhile
    dead.send_due(post.actor, Stop())
    assert post.state(fact).state is Sharing.SHARED
    assert [one.state for one in post.queue(ruth)] == [SendState.SENT]


def test_a_failing_service_is_asked_less_and_less_often(post, fake):
    ruth = post.patient()
    post.created(ruth)
    post.add(ruth)
    fake.asked.clear()
    for number, pause in enumerate((*PAUSES, PAUSES[-1]), start=1):
        fake.failures = [CarnetAway()]
        assert post.send() == 0
        assert fake.asked.count("add") == number
        post.clock.advance(pause - timedelta(seconds=1))
        assert post.send() == 0
        assert fake.asked.count("add") == number
        post.clock.advance(timedelta(seconds=1))
    assert post.send() == 1


def test_asking_again_by_hand_does_not_wait(post, fake):
    ruth = post.patient()
    post.created(ruth)
    fake.failures = [CarnetAway()]
    post.add(ruth)
    post.send()
    assert post.carnets.retry(post.actor) == 1
    assert post.send() == 1


def test_a_refused_change_tells_why_and_lets_the_others_go(post, fake):
    ruth, other = post.patient(), post.patient(birth_name="DURAND")
    post.created(ruth)
    post.created(other)
    fake.failures = [CarnetRefused("Lot refusé.", reason="lot")]
    refused, accepted = post.add(ruth), post.add(other)
    assert post.send() == 2
    state = post.state(refused)
    assert (state.state, state.label) == (Sharing.REFUSED, "refusé\u00a0: Lot refusé.")
    assert post.state(accepted).state is Sharing.SHARED
    (line,) = post.queue(ruth)
    key = line.id
    post.carnets.retry(post.actor, key)
    assert post.state(refused).state is Sharing.WAITING
    assert post.send() == 1
    assert post.state(refused).state is Sharing.SHARED


def test_one_booklet_that_always_fails_holds_no_other_back_for_ever(post, fake):
    ruth, other = post.patient(), post.patient(birth_name="DURAND")
    bad, good = post.created(ruth), post.created(other)
    post.add(ruth)
    fake.failures = [CarnetAway()]
    assert post.send() == 0
    accepted = post.add(other)
    fake.before = lambda: fake.failures.append(CarnetAway()) if kept(fake, good) else None
    post.clock.advance(PAUSES[0])
    assert post.send() == 1
    assert post.state(accepted).state is Sharing.SHARED
    assert kept(fake, bad) == []


def test_refused_credentials_wait_for_right_ones(post, fake):
    ruth = post.patient()
    post.created(ruth)
    fake.failures = [CredentialsRefused()]
    fact = post.add(ruth)
    assert post.send() == 0
    post.clock.advance(timedelta(minutes=30))
    assert post.send() == 0
    assert fake.asked.count("add") == 1
    assert "mot de passe" in post.state(fact).error
    post.carnets.keep_password(post.actor, "Nouveau-2026")
    assert post.send() == 1


def test_a_change_of_a_line_that_was_sent_updates_it_and_a_change_back_needs_nothing(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    post.send()
    changed = post.app.vaccinations.change(post.actor, fact, replace(AGRIPPAL, lot="B2"))
    post.app.vaccinations.change(post.actor, changed, AGRIPPAL)
    assert [one.operation for one in post.queue(ruth)].count(Operation.UPDATE) == 1
    assert post.send() == 0
    again = post.app.vaccinations.of(post.actor, ruth)[0]
    post.app.vaccinations.change(post.actor, again, replace(AGRIPPAL, vaccine="VAC0523", lot="C3"))
    assert post.send() == 1
    assert kept(fake, link) == [("VAC0523", "C3")]


def test_a_deletion_taken_back_before_it_left_sends_nothing_and_after_it_left_adds_anew(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    post.send()
    removed = post.app.vaccinations.remove(post.actor, fact)
    back = post.app.vaccinations.restore(post.actor, removed)
    assert post.send() == 0
    removed = post.app.vaccinations.remove(post.actor, back)
    assert post.send() == 1
    assert kept(fake, link) == []
    post.app.vaccinations.restore(post.actor, removed)
    assert post.send() == 1
    assert kept(fake, link) == [("VAC0002", "A100")]


def test_an_addition_of_which_the_answer_was_lost_is_still_deleted(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    fake.lost_answers = 1
    assert post.send() == 0
    assert len(kept(fake, link)) == 1
    post.app.vaccinations.remove(post.actor, fact)
    post.clock.advance(PAUSES[0])
    assert post.send() == 2
    assert kept(fake, link) == []


def test_a_change_of_which_the_answer_was_lost_is_no_conflict(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    fake.lost_answers = 1
    post.send()
    post.app.vaccinations.change(post.actor, fact, replace(AGRIPPAL, lot="B2"))
    post.clock.advance(PAUSES[0])
    assert post.send() == 2
    assert kept(fake, link) == [("VAC0002", "B2")]


@pytest.mark.parametrize(("lot", "state"), [("A100", Sharing.SHARED), ("AUTRE", Sharing.CONFLICT)])
def test_the_same_vaccine_written_on_both_sides_is_one_line(post, fake, lot, state):
    ruth = post.patient()
    link = post.created(ruth)
    there = fake.elsewhere(link.record_uuid, shared(AGRIPPAL, lot=lot))
    fact = post.add(ruth)
    assert post.send() == 1
    assert list(fake.kept[link.record_uuid]) == [there.remote_id]
    assert post.state(fact).state is state
    assert post.carnets.deletion(post.actor, fact).by_other


def test_what_a_colleague_changed_leaves_when_that_colleague_is_at_work(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    new = NewAccount("dr.rempl", Role.REMPLACANT, "Anne", "SIMULEE", PASSWORD)
    colleague = post.app.accounts.create(post.actor, new).at("poste")
    using(post.app, colleague)
    fact = post.app.vaccinations.add(colleague, ruth, AGRIPPAL)
    assert post.send() == 0
    (line,) = post.queue(ruth)
    assert (line.own, line.by) == (False, colleague.initials)
    assert post.app.carnet_sender.send_due(colleague, Stop()) == 1
    assert len(fake.kept[link.record_uuid]) == 1
    assert post.state(fact).state is Sharing.SHARED


def test_what_is_no_dose_or_has_no_whole_date_stays_here(post, fake):
    ruth = post.patient()
    post.created(ruth)
    told = {
        "un refus n'est pas partagé": replace(
            AGRIPPAL, state=ActState.REFUSED, reason="ne veut pas"
        ),
        "date incomplète (10/2025)": replace(AGRIPPAL, given_on="2025-10"),
        "vaccin inconnu de la table": replace(AGRIPPAL, vaccine=""),
    }
    for reason, data in told.items():
        assert post.state(post.add(ruth, data)).reason == reason
    declared = post.add(ruth, replace(AGRIPPAL, origin=Origin.DECLARED))
    assert post.state(declared).state is Sharing.LOCAL
    assert post.send() == 0
    assert post.carnets.send(post.actor, ruth, [declared]) == 1
    assert post.send() == 1


def test_a_cancelled_change_is_not_sent(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    (line,) = post.queue(ruth)
    post.carnets.cancel(post.actor, line.id)
    assert post.send() == 0
    assert kept(fake, link) == []
    assert post.state(fact).label == "non partagé\u00a0: envoi annulé"
    with pytest.raises(DomainError):
        post.carnets.cancel(post.actor, line.id)


def test_a_record_without_a_booklet_writes_nothing_to_the_queue(post, fake):
    ruth = post.patient()
    fact = post.add(ruth)
    assert post.queue(ruth) == []
    link = post.created(ruth)
    assert post.state(fact).label == "non partagé\u00a0: antérieur à l'association"
    post.carnets.unlink(post.actor, ruth)
    post.add(ruth, GARDASIL)
    assert post.send() == 0
    assert kept(fake, link) == []


def test_the_thread_sends_what_is_added_while_it_runs_and_stops_within_a_second(post, fake):
    ruth = post.patient()
    link = post.created(ruth)
    sent = threading.Event()
    post.app.events.subscribe(lambda _fact: sent.set() if fake.kept[link.record_uuid] else None)
    post.app.carnet_sender.start(post.actor)
    post.add(ruth)
    assert sent.wait(10)
    post.app.carnet_sender.stop()
    names = [one.name for one in threading.enumerate()]
    assert "almapy-carnet" not in names
