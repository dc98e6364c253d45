"""The eight scenarios of the shared booklet, end to end against the simulated service."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.cve.faults import AccessRevoked, CarnetAway, CarnetOfAnother, WrongBirthDate
from almapy.cve.model import CONFIRMATION, LinkState, SendState, Sharing
from almapy.errors import DomainError
from almapy.opening import Door
from almapy.outside import Outside
from almapy.simulators.cve.control import FailMode
from almapy.stop import Stop
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.core.simulated_cve_helper import (
    AGRIPPAL,
    GARDASIL,
    VOYAGE,
    Post,
    activated,
    gateway_of,
    post,
    running,
    servers,
    service,
)

__all__ = ["post", "running", "servers", "service"]


def test_a_booklet_is_created_its_patient_is_told_and_what_is_added_stands_on_both_sides(post):
    known = post.service.fixtures
    seen = post.carnets.activate(post.actor, known.WITHDRAWAL_GOOD, Stop())
    assert "DEMO" in seen.subject
    ruth = post.patient()
    before = len(post.service.control.outbox)
    link = post.created(ruth)
    mail = post.service.control.outbox[before]
    assert len(post.service.control.outbox) == before + 1
    assert mail.to == "ruth@exemple.invalid"
    assert mail.code
    fact = post.add(ruth, replace(AGRIPPAL, comment="Vu\u00a0:\nbien toléré."))
    assert post.state(fact).state is Sharing.WAITING
    assert post.send() == 1
    assert post.state(fact).state is Sharing.SHARED
    both = post.compare(ruth)
    assert [one.local.id for one in both.both] == [fact.id]
    assert not both.remote_only + both.local_only + both.differing
    (line,) = post.remote(link)
    assert (line.content.nuva, line.content.lot, line.day) == (
        "VAC0002",
        "A100",
        date(2025, 10, 14),
    )


def test_a_booklet_is_retrieved_by_its_code_and_what_is_ticked_is_imported_once(post):
    ruth = post.patient()
    request = post.carnets.resolve(post.actor, " test-carn ", Stop())
    assert tuple(one.pseudo for one in request.carnets) == post.service.fixtures.PSEUDOS
    ref = next(one.ref for one in request.carnets if one.pseudo == "voyage")
    for left in (2, 1):
        with pytest.raises(WrongBirthDate) as wrong:
            post.carnets.ask(post.actor, ruth, request, ref, date(1999, 1, 1), Stop())
        assert wrong.value.tries_left == left
    found = post.carnets.ask(post.actor, ruth, request, ref, date(1977, 7, 14), Stop())
    assert len(found.lines) == 3
    assert not found.differs
    post.carnets.attach(post.actor, ruth, found)
    taken = post.carnets.take(post.actor, ruth, found.lines[:2])
    assert [one.data.lot for one in taken] == ["123456A", "N4F11V"]
    assert post.carnets.take(post.actor, ruth, found.lines[:2]) == taken
    again = post.compare(ruth)
    assert len(again.both) == 2
    assert [one.remote.content.lot for one in again.remote_only] == ["P1A45"]
    assert post.send() == 0


def test_what_was_added_while_the_service_was_off_leaves_once_after_a_restart(
    place, clock, service
):
    outside = Outside(cve=gateway_of(service, clock))
    opened = Door(place, clock, cost=CHEAP, outside=outside).create(new_practice())
    post = activated(opened, service, clock)
    ruth = post.patient()
    link = post.created(ruth)
    service.control.fail(1, mode=FailMode.DROP_BEFORE)
    fact = post.add(ruth)
    assert post.send() == 0
    (line,) = post.queue(ruth)
    assert line.attempts == 1
    assert line.error
    post.app.close()
    clock.advance(timedelta(hours=1))
    reopened = Door(place, clock, cost=CHEAP, outside=Outside(cve=gateway_of(service, clock))).open(
        LOGIN, PASSWORD
    )
    later = Post(reopened, service, clock)
    assert later.send() == 1
    assert later.send() == 0
    assert later.state(fact).state is Sharing.SHARED
    assert len(later.remote(link)) == 1
    reopened.application.close()


def test_an_answer_that_was_lost_makes_no_double(post):
    ruth = post.patient()
    link = post.created(ruth)
    post.service.control.fail(
        1, mode=FailMode.DROP_AFTER_STORING, path=f"/records/{link.record_uuid}/vaccinations"
    )
    fact = post.add(ruth)
    assert post.send() == 0
    assert len(post.remote(link)) == 1
    post.clock.advance(timedelta(seconds=5))
    assert post.send() == 1
    assert len(post.remote(link)) == 1
    assert post.state(fact).state is Sharing.SHARED
    assert {use.stored for use in post.service.control.keys.values()} == {1}


def test_a_line_changed_on_both_sides_shows_both_versions_and_waits_for_a_choice(post):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    post.send()
    (line,) = post.remote(link)
    post.service.control.edit(int(line.remote_id), lot="AILLEURS")
    changed = post.app.vaccinations.change(post.actor, fact, replace(fact.data, lot="ICI"))
    assert post.send() == 1
    assert post.state(changed).state is Sharing.CONFLICT
    versions = post.carnets.conflict(post.actor, changed)
    assert (versions.local.data.lot, versions.remote.content.lot) == ("ICI", "AILLEURS")
    assert versions.differs == ("lot",)
    post.carnets.settle(post.actor, versions, keep="local")
    assert post.send() == 1
    assert [one.content.lot for one in post.remote(link)] == ["ICI"]
    assert post.state(changed).state is Sharing.SHARED


def test_the_version_of_the_booklet_may_be_kept_and_is_not_sent_back(post):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    post.send()
    (line,) = post.remote(link)
    post.service.control.edit(int(line.remote_id), lot="AILLEURS")
    (differing,) = post.compare(ruth).differing
    post.carnets.settle(post.actor, differing, keep="remote")
    assert [one.data.lot for one in post.app.vaccinations.of(post.actor, ruth)] == ["AILLEURS"]
    assert post.send() == 0
    assert post.compare(ruth).both[0].local.id == fact.id


def test_a_line_that_another_professional_validated_stays_in_the_booklet(post):
    ruth = post.patient()
    found = post.found(ruth, *VOYAGE)
    link = post.carnets.attach(post.actor, ruth, found)
    validated = next(one for one in found.lines if one.validated)
    (fact,) = post.carnets.take(post.actor, ruth, [validated])
    advice = post.carnets.deletion(post.actor, fact)
    assert (advice.shared, advice.by_other, advice.carnet) == (True, True, "voyage")
    post.app.vaccinations.remove(post.actor, fact)
    assert post.send() == 1
    (ended,) = post.queue(ruth)
    assert ended.state is SendState.REFUSED
    assert "autre professionnel" in ended.error
    assert validated.remote_id in {one.remote_id for one in post.remote(link)}
    assert "valide_par_un_autre" in {one.code for one in post.service.control.received}


def test_deleting_here_alone_leaves_the_booklet_as_it_was(post):
    ruth = post.patient()
    found = post.found(ruth, *VOYAGE)
    link = post.carnets.attach(post.actor, ruth, found)
    (fact,) = post.carnets.take(post.actor, ruth, found.lines[:1])
    post.carnets.keep_remote(post.actor, fact)
    post.app.vaccinations.remove(post.actor, fact)
    assert post.send() == 0
    assert len(post.remote(link)) == 3


def test_a_booklet_whose_patient_takes_it_back_is_left_alone_and_told_once(post):
    ruth = post.patient()
    link = post.created(ruth)
    first, second = post.add(ruth), post.add(ruth, GARDASIL)
    assert post.service.control.revoke(link.record_uuid)
    assert post.send() == 1
    assert post.carnets.link(post.actor, ruth).state is LinkState.REVOKED
    assert {one.state for one in post.queue(ruth)} == {SendState.REFUSED}
    calls = len(post.service.control.received)
    post.add(ruth, replace(GARDASIL, given_on="2026-01-12"))
    assert post.send() == 0
    with pytest.raises(DomainError):
        post.compare(ruth)
    assert len(post.service.control.received) == calls
    assert {one.id for one in post.app.vaccinations.of(post.actor, ruth)} >= {first.id, second.id}


def test_a_revoked_booklet_is_found_out_by_reading_it(post):
    ruth = post.patient()
    link = post.created(ruth)
    post.service.control.revoke(link.record_uuid)
    with pytest.raises(AccessRevoked):
        post.compare(ruth)
    assert post.carnets.link(post.actor, ruth).state is LinkState.REVOKED


def test_the_booklet_of_another_person_is_not_linked_without_typed_words(post):
    other = post.patient(birth_date=date(1980, 1, 2), birth_name="DURAND", used_name="")
    found = post.found(other, *VOYAGE)
    assert [one.partition("\u00a0")[0] for one in found.differs] == ["date de naissance", "nom"]
    with pytest.raises(CarnetOfAnother):
        post.carnets.attach(post.actor, other, found)
    with pytest.raises(CarnetOfAnother):
        post.carnets.attach(post.actor, other, found, typed_confirmation="oui")
    assert post.carnets.link(post.actor, other) is None
    post.carnets.attach(post.actor, other, found, typed_confirmation=CONFIRMATION.lower())
    assert post.carnets.link(post.actor, other).pseudo == "voyage"
    asked = JournalFilter(action=Action.CARNET_LINKED)
    entry = post.app.journal.page(post.actor, asked).entries[0]
    assert entry.values["écarts confirmés"] == ["date de naissance", "nom"]
    assert "DURAND" not in entry.detail


def test_a_booklet_that_another_record_has_is_never_linked_twice(post):
    ruth, twin = post.patient(), post.patient()
    post.carnets.attach(post.actor, ruth, post.found(ruth, *VOYAGE))
    with pytest.raises(CarnetOfAnother, match="autre dossier du cabinet"):
        post.carnets.attach(post.actor, twin, post.found(twin, *VOYAGE))
    with pytest.raises(CarnetOfAnother, match="autre dossier"):
        post.carnets.attach(post.actor, twin, post.found(ruth, *VOYAGE))


def test_asked_twice_or_after_a_lost_answer_one_booklet_is_created(post):
    ruth = post.patient()
    post.service.control.fail(1, mode=FailMode.DROP_AFTER_STORING, path="/records")
    with pytest.raises(CarnetAway):
        post.created(ruth)
    assert post.carnets.link(post.actor, ruth) is None
    draft = post.carnets.draft(post.actor, ruth)
    link, again = (
        post.carnets.create(post.actor, ruth, draft, Stop()) for _click in ("first", "second")
    )
    assert again.record_uuid == link.record_uuid
    assert len(post.carnets.links(post.actor, ruth)) == 1
