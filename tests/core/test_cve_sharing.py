"""What is taken over from a booklet, compared with it, recommended by it, and merged."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from almapy.cve.faults import CarnetAway, CarnetOfAnother, CarnetRefused, CodeOver, CodeUnknown
from almapy.cve.model import Sharing
from almapy.cve.own_calendar import LOCAL_NOTICE
from almapy.cve.registration import Registration, Subscription
from almapy.errors import AccessError, DomainError
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from almapy.vaccination.model import EntryWay, Origin
from tests.conftest import PASSWORD
from tests.core.simulated_cve_helper import (
    AGRIPPAL,
    GARDASIL,
    VOYAGE,
    post,
    running,
    servers,
    service,
)

__all__ = ["post", "running", "servers", "service"]
UNKNOWN = ("Cervarix", date(1977, 7, 14))


def lots(lines):
    return sorted((one.local.data if one.local else one.remote.content).lot for one in lines)


def test_a_vaccine_that_no_table_knows_is_kept_with_its_code(post):
    ruth = post.patient()
    found = post.found(ruth, *UNKNOWN)
    link = post.carnets.attach(post.actor, ruth, found)
    strange = next(one for one in found.lines if one.content.nuva == "VAC9999")
    (fact,) = post.carnets.take(post.actor, ruth, [strange])
    assert fact.data.vaccine == ""
    assert fact.data.label == "VACCIN DE DEMAIN (simulé) (code VAC9999)"
    assert (fact.data.way, fact.data.performer) == (EntryWay.CARNET, strange.author)
    assert fact.data.origin is Origin.ELSEWHERE
    assert not post.compare(ruth).differing
    post.app.vaccinations.change(post.actor, fact, replace(fact.data, lot="X0002"))
    assert post.send() == 1
    assert post.state(fact).label.startswith("refusé\u00a0: Cette vaccination a été validée par")
    now = {one.content.nuva: one.content.lot for one in post.remote(link)}
    assert now["VAC9999"] == "X0001"


def test_what_the_record_has_already_is_linked_not_doubled(post):
    ruth = post.patient()
    mine = post.add(ruth, replace(AGRIPPAL, given_on="2012-10-16", lot=""))
    post.carnets.attach(post.actor, ruth, post.found(ruth, *VOYAGE))
    first = post.compare(ruth)
    (already,) = first.both
    assert (already.local.id, already.linked, already.note) == (mine.id, False, "déjà présent")
    assert "lot" in already.differs
    (taken,) = post.carnets.take(post.actor, ruth, [already])
    assert taken.id == mine.id
    assert len(post.app.vaccinations.of(post.actor, ruth)) == 1
    assert lots(post.compare(ruth).differing) == [""]


def test_a_comparison_names_each_line_once_and_changes_nothing(post):
    ruth = post.patient()
    link = post.created(ruth)
    same, changed, gone = (
        post.add(ruth, replace(AGRIPPAL, given_on=f"2025-0{month}-02", lot=f"L{month}"))
        for month in (1, 2, 3)
    )
    post.send()
    there = {one.content.lot: one.remote_id for one in post.remote(link)}
    post.service.control.edit(int(there["L2"]), lot="AUTRE")
    client = post.app.carnets._carnets(post.actor)
    etag = next(one.etag for one in post.remote(link) if one.content.lot == "L3")
    client.delete(link.record_uuid, there["L3"], etag, "cle", Stop())
    only = post.add(ruth, replace(GARDASIL, origin=Origin.DECLARED))
    waits = post.add(ruth, replace(GARDASIL, given_on="2025-12-01"))
    seen = post.compare(ruth)
    assert [one.local.id for one in seen.both] == [same.id]
    assert [(one.local.id, one.differs) for one in seen.differing] == [(changed.id, ("lot",))]
    assert [one.local.id for one in seen.deleted_remotely] == [gone.id]
    notes = {one.local.id: one.note for one in seen.local_only}
    assert notes[waits.id] == "en attente d'envoi"
    assert notes[only.id].startswith("déclaré par le patient")
    assert post.state(gone).label == "supprimé du carnet"
    assert len(post.app.vaccinations.of(post.actor, ruth)) == 5
    post.carnets.settle(post.actor, seen.deleted_remotely[0], keep="remote")
    assert gone.id not in {one.id for one in post.app.vaccinations.of(post.actor, ruth)}
    assert post.send() == 1


def test_a_line_deleted_in_the_booklet_may_stay_here_alone_or_be_sent_again(post):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    post.send()
    (line,) = post.remote(link)
    post.app.carnets._carnets(post.actor).delete(
        link.record_uuid, line.remote_id, line.etag, "cle-2", Stop()
    )
    (gone,) = post.compare(ruth).deleted_remotely
    changed = post.app.vaccinations.change(post.actor, fact, replace(AGRIPPAL, lot="B2"))
    assert post.send() == 0
    post.carnets.settle(post.actor, gone, keep="local")
    assert post.state(changed).label == "non partagé\u00a0: gardé au cabinet seulement"
    assert post.carnets.send(post.actor, ruth, [changed]) == 1
    assert post.send() == 1
    assert [one.content.lot for one in post.remote(link)] == ["B2"]


def test_the_service_away_in_the_middle_of_a_synchronisation_leaves_both_sides_whole(post):
    ruth = post.patient()
    link = post.created(ruth)
    fact = post.add(ruth)
    post.send()
    path = f"/records/{link.record_uuid}"
    post.service.control.fail(3, status=503, path=path)
    with pytest.raises(CarnetAway):
        post.compare(ruth)
    second = post.add(ruth, GARDASIL)
    assert post.send() == 0
    assert post.state(fact).state is Sharing.SHARED
    assert post.state(second).state is Sharing.WAITING
    assert "en panne" in post.state(second).error
    local = post.carnets.recommendations(post.actor, ruth, Stop())
    assert (local.local, local.notice) == (True, LOCAL_NOTICE)
    post.clock.advance(timedelta(seconds=5))
    assert post.send() == 1
    assert len(post.remote(link)) == 2
    asked = post.carnets.recommendations(post.actor, ruth, Stop())
    assert (asked.local, asked.notice) == (False, "")
    assert {one.light.value for one in asked.lines} <= {"vert", "orange", "rouge", "gris"}


def test_without_a_booklet_the_local_calendar_recommends(post):
    found = post.carnets.recommendations(post.actor, post.patient(), Stop())
    assert found.local
    assert found.lines
    assert "AlmaPy" in found.engine


def test_a_new_code_is_sent_at_most_once_a_minute(post):
    ruth = post.patient()
    post.created(ruth)
    post.service.control.set_clock(post.clock.now() + timedelta(minutes=2))
    sent = post.carnets.resend_code(post.actor, ruth, "autre@exemple.invalid", Stop())
    assert sent.email == post.service.control.outbox[-1].to == "autre@exemple.invalid"
    assert post.service.control.outbox[-1].code == sent.code
    with pytest.raises(CarnetRefused, match="une minute"):
        post.carnets.resend_code(post.actor, ruth, "autre@exemple.invalid", Stop())


def test_a_wrong_or_old_code_opens_no_list(post):
    known = post.service.fixtures
    post.service.control.set_clock(None)
    for code, fault in (
        (known.UNKNOWN_SHARE_CODE, CodeUnknown),
        (known.EXPIRED_SHARE_CODE, CodeOver),
    ):
        with pytest.raises(fault):
            post.carnets.resolve(post.actor, code, Stop())
    with pytest.raises(DomainError):
        post.carnets.resolve(post.actor, " - ", Stop())


def test_what_lacks_in_a_new_booklet_is_named_before_anything_is_sent(post):
    ruth = post.patient(email="", birth_date=None, identity_document="")
    draft = post.carnets.draft(post.actor, ruth)
    assert draft.missing == ("birth_date", "email")
    calls = len(post.service.control.received)
    for values in ({"birth_date": date(1977, 7, 14)}, {"email": "pas-une-adresse"}):
        with pytest.raises(DomainError) as refused:
            post.carnets.create(post.actor, ruth, replace(draft, **values), Stop())
        assert refused.value.field in {"email", "birth_date"}
    assert len(post.service.control.received) == calls


def test_after_a_merge_a_person_chooses_between_two_booklets(post):
    kept, absorbed = post.patient(), post.patient()
    first, second = post.created(kept), post.created(absorbed)
    app, actor = post.app, post.actor
    app.merges.merge(actor, app.patients.open(actor, kept), app.patients.open(actor, absorbed))
    assert post.carnets.link(actor, kept) is None
    assert {one.record_uuid for one in post.carnets.to_choose(actor, kept)} == {
        first.record_uuid,
        second.record_uuid,
    }
    fact = post.add(kept)
    assert "choisissez" in post.state(fact).label
    assert post.queue(kept) == []
    chosen = next(
        one for one in post.carnets.links(actor, kept) if one.record_uuid == second.record_uuid
    )
    post.carnets.choose(actor, kept, chosen.id)
    assert post.carnets.link(actor, kept).record_uuid == second.record_uuid
    assert post.carnets.to_choose(actor, kept) == []
    post.patients.remove(absorbed)


def test_a_former_booklet_may_be_chosen_again_and_another_one_created(post):
    ruth = post.patient()
    first = post.created(ruth)
    draft = post.carnets.draft(post.actor, ruth)
    other = post.carnets.create(post.actor, ruth, draft, Stop())
    again = [one for one in post.carnets.links(post.actor, ruth) if one.is_active]
    assert [one.record_uuid for one in again] == [other.record_uuid]
    post.carnets.choose(post.actor, ruth, first.id)
    assert post.carnets.link(post.actor, ruth).record_uuid == first.record_uuid


def test_an_account_is_opened_and_each_wrong_field_is_named(post):
    whole = Registration("nouveau@exemple.invalid", "Motdepasse-2026", accepts_terms=True)
    post.carnets.register(post.actor, whole, Stop())
    wrong = {
        "email": replace(whole, email="nouveau"),
        "password": replace(whole, password="court"),
        "accepts_terms": replace(whole, accepts_terms=False),
        "registration_code": replace(
            whole,
            email="autre@exemple.invalid",
            subscription=Subscription.WITH_CODE,
            registration_code="INCONNU",
        ),
    }
    for field, registration in wrong.items():
        with pytest.raises(DomainError) as refused:
            post.carnets.register(post.actor, registration, Stop())
        assert refused.value.field == field
    post.carnets.remind(post.actor, "demo@almapy.invalid", Stop())


def test_who_may_not_read_notes_sees_no_booklet(post):
    new = NewAccount("secretaire.cve", Role.SECRETAIRE, "Lea", "SIMULEE", PASSWORD)
    secretary = post.app.accounts.create(post.actor, new).at("poste")
    ruth = post.patient()
    found = post.found(ruth, *VOYAGE)
    for gesture in (
        lambda: post.carnets.link(secretary, ruth),
        lambda: post.carnets.states(secretary, ruth),
        lambda: post.carnets.queue(secretary),
        lambda: post.carnets.compare(secretary, ruth, Stop()),
        lambda: post.carnets.attach(secretary, ruth, found),
        lambda: post.carnets.unlink(secretary, ruth),
        lambda: post.carnets.keep_password(secretary, "x"),
    ):
        with pytest.raises(AccessError):
            gesture()
    with pytest.raises(CarnetOfAnother):
        post.carnets.attach(post.actor, post.patient(), found)
