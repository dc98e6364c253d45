"""Calls to INSi and their answers: stored, traced, accepted or not, on both engines."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, ConflictError, DomainError, ExternalError
from almapy.events import Topic
from almapy.insi import queries
from almapy.insi.connection import NOT_READY
from almapy.insi.model import Beneficiary, CallKind, Exchange, Ins, Outcome, Traits
from almapy.insi.queries import LONGEST_KEPT
from almapy.insi.questions import traits_of
from almapy.insi.results import Decision
from almapy.insi.service import InsiService, SameMatricule
from almapy.patients.model import IdentityStatus
from almapy.session import Session
from almapy.stop import Stop
from almapy.users.model import NewAccount, Right, Role
from almapy.users.throttle import Throttle
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH as QUALIFIED
from tests.fakes import insi as people
from tests.fakes.insi import FakeConnection, FakeInsi, FakeReader

PROV, RECUP, VALI, QUAL = (
    IdentityStatus.PROVISIONAL,
    IdentityStatus.RETRIEVED,
    IdentityStatus.VALIDATED,
    IdentityStatus.QUALIFIED,
)
BARE = replace(QUALIFIED, insi_accepted=False, matricule_ins="", ins_oid="", identity_document="")
AT = {
    PROV: BARE,
    RECUP: replace(QUALIFIED, identity_document=""),
    VALI: replace(BARE, identity_document="carte_identite"),
    QUAL: QUALIFIED,
}


@pytest.fixture
def fake():
    return FakeInsi()


@pytest.fixture
def insi(opened, fake):
    application = opened.application
    return InsiService(application.works, FakeConnection(fake), FakeReader(), application.places)


@pytest.fixture
def record(opened):
    def make(draft=BARE, **changes):
        return opened.application.patients.create(opened.actor, replace(draft, **changes))

    return make


@pytest.fixture
def search(opened, insi):
    def run(patient):
        traits = traits_of(patient.data)
        return insi.search(opened.actor, traits, Stop(), patient_id=patient.id)

    return run


def read(opened, patient):
    return opened.application.patients.open(opened.actor, patient.id)


def traces(opened, action):
    asked = JournalFilter(action=action.value)
    return opened.application.journal.page(opened.actor, asked).entries


def colleague(opened, role):
    new = NewAccount("collegue", role, "Anne", "EXEMPLE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("poste")


# --- calling ---------------------------------------------------------------------------------


def test_a_search_finds_one_identity_and_changes_nothing(opened, record, search):
    patient = record()
    result = search(patient)
    assert result.outcome is Outcome.FOUND
    assert result.identity == people.RUTH
    assert result.advice.good
    assert read(opened, patient) == patient


def test_each_call_of_a_cascade_is_a_line_with_its_texts(opened, insi, record):
    patient = record()
    traits = Traits("HOUILLES", "PIERRE PAUL JACQUES", "M", "1993-01-27")
    result = insi.search(opened.actor, traits, Stop(), patient_id=patient.id)
    assert result.outcome is Outcome.NOBODY
    assert result.identity is None
    lines = insi.history(opened.actor, patient.id)
    assert [one.result for one in lines] == ["Aucune identité trouvée - Code CR 01"] * 4
    assert {one.kind for one in lines} == {CallKind.TRAITS}
    texts = [insi.texts(opened.actor, one.id) for one in reversed(lines)]
    assert [one.request for one in texts] == [f"<demande n='{n}'/>" for n in range(1, 5)]
    assert [one.answer for one in texts] == [f"<reponse n='{n}'/>" for n in range(1, 5)]


def test_the_newest_call_comes_first_with_who_made_it(opened, insi, record, search, clock):
    patient = record()
    search(patient)
    clock.advance(timedelta(minutes=5))
    insi.verify(
        opened.actor,
        people.RUTH.active,
        traits_of(patient.data),
        Stop(),
        patient_id=patient.id,
    )
    newest, before = insi.history(opened.actor, patient.id)
    assert (newest.kind, before.kind) == (CallKind.VERIFICATION, CallKind.TRAITS)
    assert newest.at - before.at == timedelta(minutes=5)
    assert newest.result == before.result == "OK - Code CR 00"
    account = opened.application.accounts.own(opened.actor)
    assert (newest.family_name, newest.first_name) == (account.family_name, account.first_name)
    assert newest.simulated
    assert newest.post == opened.actor.post


@pytest.mark.parametrize("status", [PROV, QUAL])
def test_no_other_end_changes_a_status_and_each_leaves_one_line(
    opened, insi, fake, record, search, status
):
    patient = record(AT[status], birth_first_names="RUTH")
    ends = [one for one in Outcome if one is not Outcome.FOUND]
    for outcome in ends:
        fake.answers = [Exchange(CallKind.TRAITS, outcome, "siram_40", "Motif")]
        result = search(patient)
        assert result.outcome is outcome
        assert result.identity is None
        with pytest.raises(DomainError):
            insi.accept(opened.actor, patient, result)
    assert read(opened, patient) == patient
    assert read(opened, patient).status is status
    lines = insi.history(opened.actor, patient.id)
    assert [one.outcome for one in reversed(lines)] == ends


def test_a_missing_setting_is_told_and_kept_and_sends_nothing(opened, fake, record):
    error = DomainError("Il manque l'adresse.", code=NOT_READY)
    insi = InsiService(
        opened.application.works,
        FakeConnection(fake, missing=error),
        FakeReader(),
        opened.application.places,
    )
    patient = record()
    assert insi.why_not(opened.actor) == "Il manque l'adresse."
    assert not insi.simulated(opened.actor)
    result = insi.search(opened.actor, traits_of(patient.data), Stop(), patient_id=patient.id)
    assert result.outcome is Outcome.NOT_READY
    assert "Il manque l'adresse." in result.advice.text
    assert fake.calls == []
    assert [one.outcome for one in insi.history(opened.actor, patient.id)] == [Outcome.NOT_READY]


def test_a_refused_pin_ends_the_call_without_a_crash(opened, insi, fake, record, search):
    fake.answers = [ExternalError("Le code de la carte CPS est refusé.")]
    assert search(record()).outcome is Outcome.NOT_READY


def test_a_practice_that_is_ready_says_so(opened, insi):
    assert insi.why_not(opened.actor) == ""
    assert insi.simulated(opened.actor)


def test_a_call_is_traced_without_any_trait(opened, insi, record, search):
    patient = record()
    search(patient)
    [entry] = traces(opened, Action.INSI_CALLED)
    assert entry.patient_id == patient.id
    assert "OK - Code CR 00" in entry.detail
    for told in ("NESSI", "RUTH", "1977", "63220", "27707"):
        assert told not in entry.detail


def test_a_call_is_announced_for_the_histories(opened, record, search):
    patient = record()
    told = []
    opened.application.events.subscribe(told.append)
    search(patient)
    assert [(one.topic, one.patient_id) for one in told] == [(Topic.INSI, patient.id)]


def test_a_call_without_a_record_is_kept_too(opened, insi):
    result = insi.search(opened.actor, traits_of(BARE), Stop())
    assert result.outcome is Outcome.FOUND
    [line] = opened.application.insi_journal.page(opened.actor, JournalFilter()).calls
    assert line.patient_id is None


def test_nothing_is_held_in_the_base_while_the_network_answers(opened, insi, fake, record):
    patient, stop, ended = record(), Stop(), []
    fake.hold = True
    traits = traits_of(patient.data)

    def ask():
        ended.append(insi.search(opened.actor, traits, stop, patient_id=patient.id))

    thread = threading.Thread(target=ask)
    thread.start()
    assert fake.waiting.wait(20)
    saved = opened.application.patients.save(
        opened.actor, patient, replace(patient.data, town="ISSOIRE")
    )
    assert saved.data.town == "ISSOIRE"
    assert insi.history(opened.actor, patient.id) == []
    stop.ask()
    thread.join(20)
    assert not thread.is_alive()
    assert ended[0].outcome is Outcome.CANCELLED
    assert len(insi.history(opened.actor, patient.id)) == 1


@pytest.fixture
def held(opened, fake, record):
    """Begin a search whose answer does not come; give the record and how the search ended."""
    insi, patient, ended = opened.application.insi, record(), []
    insi._connection = FakeConnection(fake)
    fake.hold = True

    def ask():
        traits = traits_of(patient.data)
        ended.append(insi.search(opened.actor, traits, Stop(), patient_id=patient.id))

    thread = threading.Thread(target=ask)
    thread.start()
    assert fake.waiting.wait(20)

    def how_it_ended():
        thread.join(20)
        return [one.outcome for one in ended]

    yield patient, how_it_ended
    fake.release.set()
    thread.join(20)


def test_signing_out_ends_a_search_and_keeps_its_line(opened, held):
    patient, _ = held
    Session(opened.application, Throttle(opened.application.clock)).sign_out(opened.actor)
    assert [one.outcome for one in opened.application.insi.history(opened.actor, patient.id)] == [
        Outcome.CANCELLED
    ]
    newest, before = opened.application.journal.page(opened.actor, JournalFilter(), limit=2).entries
    assert (newest.action, before.action) == (Action.SESSION_CLOSED, Action.INSI_CALLED)


def test_no_search_outlives_the_base_nor_begins_after_it(opened, fake, held):
    patient, how_it_ended = held
    opened.application.close()
    assert how_it_ended() == [Outcome.CANCELLED]
    assert opened.application.database.engine.pool.checkedin() == 0
    with pytest.raises(DomainError) as refused:
        opened.application.insi.search(
            opened.actor, traits_of(patient.data), Stop(), patient_id=patient.id
        )
    assert refused.value.code == "insi.closed"
    assert len(fake.calls) == 1


def test_a_search_stopped_before_it_starts_sends_and_stores_nothing(opened, insi, fake, record):
    patient, stop = record(), Stop()
    stop.ask()
    result = insi.search(opened.actor, traits_of(patient.data), stop, patient_id=patient.id)
    assert result.outcome is Outcome.CANCELLED
    assert fake.calls == []
    assert insi.history(opened.actor, patient.id) == []


def test_raw_texts_are_kept_whatever_they_hold_and_bounded(opened, insi, fake, record, search):
    patient = record(birth_first_names="RUTH")
    garbage = "<html>\x00\ud800" + "x" * (LONGEST_KEPT + 5)
    fake.answers = [
        Exchange(CallKind.TRAITS, Outcome.UNREADABLE, "c" * 90, request="q", answer=garbage)
    ]
    search(patient)
    [line] = insi.history(opened.actor, patient.id)
    texts = insi.texts(opened.actor, line.id)
    assert texts.answer.startswith("<html>\ufffd")
    assert len(texts.answer) == LONGEST_KEPT


def test_a_call_that_does_not_exist_is_told(opened, insi):
    with pytest.raises(DomainError):
        insi.texts(opened.actor, 12345)


# --- who may ----------------------------------------------------------------------------------


def test_only_who_qualifies_the_ins_may_call_accept_or_withdraw(opened, insi, fake, record, search):
    patient = record()
    result = search(patient)
    fake.calls.clear()
    stranger = colleague(opened, Role.ADMINISTRATEUR)
    assert not stranger.may(Right.QUALIFY_INS)
    traits = traits_of(patient.data)
    forbidden = [
        lambda: insi.search(stranger, traits, Stop()),
        lambda: insi.search_with_card(stranger, CARD, Stop()),
        lambda: insi.verify(stranger, people.RUTH.active, traits, Stop()),
        lambda: insi.card_holders(stranger),
        lambda: insi.compare(stranger, patient, people.RUTH),
        lambda: insi.accept(stranger, patient, result),
        lambda: insi.refuse(stranger, patient.id, result),
        lambda: insi.withdraw(stranger, patient),
        lambda: insi.history(stranger, patient.id),
        lambda: insi.texts(stranger, 1),
        lambda: insi.former(stranger, patient.id),
    ]
    for attempt in forbidden:
        with pytest.raises(AccessError):
            attempt()
    assert "qualifier l'INS" in insi.why_not(stranger)
    assert fake.calls == []
    assert read(opened, patient) == patient


def test_a_secretary_may_qualify(opened, insi, record):
    secretary, patient = colleague(opened, Role.SECRETAIRE), record()
    result = insi.search(secretary, traits_of(BARE), Stop(), patient_id=patient.id)
    accepted = insi.accept(secretary, patient, result, identity_document="passeport")
    assert accepted.status is QUAL


@pytest.mark.parametrize("mark", ["doubtful", "fictitious"])
def test_a_doubtful_or_fictitious_identity_calls_nobody(opened, insi, fake, record, mark):
    patient = record(**{mark: True})
    traits = traits_of(patient.data)
    for attempt in (
        lambda: insi.search(opened.actor, traits, Stop(), patient_id=patient.id),
        lambda: insi.search_with_card(opened.actor, CARD, Stop(), patient_id=patient.id),
        lambda: insi.verify(
            opened.actor, people.RUTH.active, traits, Stop(), patient_id=patient.id
        ),
    ):
        with pytest.raises(DomainError) as refused:
            attempt()
        assert refused.value.field == mark
    assert fake.calls == []
    assert insi.history(opened.actor, patient.id) == []


@pytest.mark.parametrize("mark", ["doubtful", "fictitious"])
def test_an_identity_marked_meanwhile_accepts_nothing(opened, insi, record, search, mark):
    patient = record()
    result = search(patient)
    marked = opened.application.patients.save(
        opened.actor, patient, replace(patient.data, **{mark: True})
    )
    with pytest.raises(DomainError) as refused:
        insi.accept(opened.actor, marked, result)
    assert refused.value.field == mark
    assert not read(opened, patient).data.matricule_ins


def test_traits_that_cannot_be_asked_send_nothing(opened, insi, fake):
    with pytest.raises(DomainError):
        insi.search(opened.actor, Traits("NESSI", "RUTH", "I", "1977-07-14"), Stop())
    with pytest.raises(DomainError):
        insi.verify(opened.actor, Ins("277076322082910", ""), traits_of(BARE), Stop())
    with pytest.raises(DomainError):
        insi.search(opened.actor, traits_of(BARE), Stop(), patient_id=4242)
    assert fake.calls == []


# --- cards ------------------------------------------------------------------------------------

CARD = Beneficiary("NESSI", "DE VINCI", "RUTH", "1977-07-14", "277076322082910")


def test_a_card_gives_the_ins_of_the_patient_not_the_number_on_the_card(opened, insi, record):
    child = record(birth_name="TCHITCHI", birth_first_names="", insured_nir="277076322082910")
    card = replace(CARD, birth_name="TCHITCHI", birth_date="1936-06-21")
    result = insi.search_with_card(opened.actor, card, Stop(), patient_id=child.id)
    accepted = insi.accept(opened.actor, child, result, sure=True)
    assert accepted.data.matricule_ins == "236066322083656"
    assert accepted.data.insured_nir == "277076322082910"
    [line] = insi.history(opened.actor, child.id)
    assert line.kind is CallKind.CARD


def test_a_real_practice_says_that_no_card_can_be_read_yet(opened):
    with pytest.raises(ExternalError) as refused:
        opened.application.insi.card_holders(opened.actor)
    assert "interface officielle de lecture" in refused.value.message


def test_the_persons_of_a_card_are_listed(opened):
    insi = InsiService(
        opened.application.works,
        FakeConnection(),
        FakeReader((CARD,)),
        opened.application.places,
    )
    assert insi.card_holders(opened.actor) == [CARD]


# --- accepting --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "document", "after"),
    [
        (PROV, "", RECUP),
        (PROV, "passeport", QUAL),
        (RECUP, "", RECUP),
        (RECUP, "passeport", QUAL),
        (VALI, "", QUAL),
        (QUAL, "", QUAL),
    ],
)
def test_an_accepted_answer_moves_the_status_as_the_notes_say(
    opened, insi, record, search, before, document, after
):
    patient = record(AT[before])
    assert patient.status is before
    accepted = insi.accept(opened.actor, patient, search(patient), identity_document=document)
    assert accepted.status is after
    stored = read(opened, patient)
    assert stored == accepted
    assert (stored.data.matricule_ins, stored.data.ins_oid) == (
        people.RUTH.active.matricule,
        people.RUTH.active.oid,
    )


def test_an_acceptance_is_traced_with_each_trait_and_marks_the_call(opened, insi, record, search):
    patient = record(birth_place_code="", birth_first_names="RUTH")
    insi.accept(opened.actor, patient, search(patient), identity_document="passeport")
    [changed] = traces(opened, Action.INS_CHANGED)
    assert changed.values["matricule_ins"] == {"de": "", "en": "277076322082910"}
    assert changed.values["status"] == {
        "de": "Identité provisoire",
        "en": "Identité qualifiée",
    }
    assert changed.values["birth_place_code"] == {"de": "", "en": "63220"}
    assert changed.values["birth_first_names"]["en"] == "RUTH ISABELLE"
    [accepted] = traces(opened, Action.INSI_ACCEPTED)
    assert accepted.patient_id == patient.id
    assert "27707" not in accepted.detail
    [line] = insi.history(opened.actor, patient.id)
    assert line.decision is Decision.ACCEPTED


def test_the_town_of_the_place_comes_with_its_code(opened, insi, record, search):
    patient = record(birth_place_code="")
    assert insi.accept(opened.actor, patient, search(patient)).data.birth_place_name == "MAZOIRES"


def test_the_patient_is_found_by_the_matricule_that_was_accepted(opened, insi, record, search):
    patient = record()
    patients = opened.application.patients
    assert patients.search(opened.actor, "277076322082910") == []
    insi.accept(opened.actor, patient, search(patient))
    [hit] = patients.search(opened.actor, "2 77 07 63 220 829 10")
    assert hit.patient_id == patient.id


def test_former_matricules_are_kept_untouched_once(opened, insi, record, fake):
    patient = record(
        birth_name="ECETINSI",
        first_birth_first_name="PIERRE-ALAIN",
        birth_first_names="PIERRE-ALAIN",
        sex="M",
    )
    fake.answers = [
        Exchange(CallKind.TRAITS, Outcome.FOUND, "00", identity=people.ECETINSI, message_id=one)
        for one in ("m1", "m2")
    ]
    for _ in range(2):
        result = insi.search(opened.actor, traits_of(patient.data), Stop(), patient_id=patient.id)
        patient = insi.accept(opened.actor, patient, result, sure=True)
    former = insi.former(opened.actor, patient.id)
    assert tuple(one.ins for one in former) == people.ECETINSI.former


def test_a_matricule_that_is_replaced_joins_the_history(opened, insi, record, search):
    patient = record(AT[RECUP], matricule_ins="109076322088835", ins_oid="1.2.250.1.213.1.4.9")
    insi.accept(opened.actor, patient, search(patient), sure=True)
    [former] = insi.former(opened.actor, patient.id)
    assert former.ins == Ins("109076322088835", "1.2.250.1.213.1.4.9")


def test_a_former_matricule_that_no_column_holds_stays_in_the_raw_answer(
    opened, insi, record, fake, search
):
    strange = replace(
        people.RUTH, former=(Ins("x" * 16, "oid"), Ins("277076322082910", "o", "a\x00"))
    )
    fake.persons = (strange,)
    patient = record()
    assert insi.accept(opened.actor, patient, search(patient)).status is RECUP
    assert insi.former(opened.actor, patient.id) == []


def test_another_record_with_the_matricule_stops_everything(opened, insi, record, search):
    holder = record(AT[QUAL])
    patient = record()
    result = search(patient)
    with pytest.raises(SameMatricule) as refused:
        insi.accept(opened.actor, patient, result)
    assert (refused.value.patient_id, refused.value.dossier) == (holder.id, holder.dossier)
    assert read(opened, patient) == patient
    [line] = insi.history(opened.actor, patient.id)
    assert line.decision is Decision.NONE
    assert traces(opened, Action.INSI_ACCEPTED) == []
    assert insi.former(opened.actor, patient.id) == []


def test_a_merged_record_with_the_matricule_stops_nobody(opened, insi, record, search):
    merges = opened.application.merges
    holder, patient = record(AT[QUAL]), record()
    merges.merge(opened.actor, patient, holder, accept_higher_status=True)
    kept = read(opened, patient)
    assert insi.accept(opened.actor, kept, search(kept)).status is RECUP


def test_a_call_about_a_record_merged_meanwhile_is_a_line_of_the_kept_one(
    opened, insi, record, fake, monkeypatch
):
    merges, actor = opened.application.merges, opened.actor
    kept, absorbed = record(birth_name="DURAND"), record()
    answered = fake._answered

    def merged_meanwhile(kind, exchange, stop):
        merges.merge(actor, kept, absorbed, accept_higher_status=True)
        return answered(kind, exchange, stop)

    monkeypatch.setattr(fake, "_answered", merged_meanwhile)
    result = insi.search(actor, traits_of(absorbed.data), Stop(), patient_id=absorbed.id)
    assert [one.outcome for one in insi.history(actor, kept.id)] == [result.outcome]
    assert insi.history(actor, absorbed.id) == []
    with pytest.raises(DomainError):
        insi.accept(actor, absorbed, result)


def test_a_record_changed_meanwhile_is_not_overwritten(opened, insi, record, search):
    patient = record()
    result = search(patient)
    newer = opened.application.patients.save(
        opened.actor, patient, replace(patient.data, town="ISSOIRE")
    )
    with pytest.raises(ConflictError) as told:
        insi.accept(opened.actor, patient, result)
    assert told.value.stored["town"] == "ISSOIRE"
    assert read(opened, patient) == newer
    accepted = insi.accept(opened.actor, newer, result)
    assert (accepted.data.town, accepted.status) == ("ISSOIRE", RECUP)


def test_an_answer_about_one_patient_is_never_accepted_into_another(opened, insi, record, search):
    ruth, other = record(), record(birth_name="DURAND")
    result = search(ruth)
    for attempt in (
        lambda: insi.accept(opened.actor, other, result, sure=True),
        lambda: insi.refuse(opened.actor, other.id, result),
    ):
        with pytest.raises(DomainError) as refused:
            attempt()
        assert refused.value.code == "insi.other_answer"
    assert read(opened, other) == other


def test_an_answer_asked_without_a_record_is_accepted_into_none(opened, insi, record):
    patient = record()
    result = insi.search(opened.actor, traits_of(BARE), Stop())
    with pytest.raises(DomainError) as refused:
        insi.accept(opened.actor, patient, result)
    assert refused.value.code == "insi.other_answer"


def test_an_answer_that_insi_never_gave_is_accepted_nowhere(opened, insi, fake, record, search):
    patient = record(birth_first_names="RUTH")
    fake.answers = [Outcome.NOBODY]
    nobody = search(patient)
    made_up = replace(
        nobody,
        exchanges=(replace(nobody.last, outcome=Outcome.FOUND, identity=people.RUTH),),
    )
    with pytest.raises(DomainError) as refused:
        insi.accept(opened.actor, patient, made_up)
    assert refused.value.code == "insi.other_answer"
    unknown = replace(made_up, search_uid="nowhere")
    with pytest.raises(DomainError):
        insi.accept(opened.actor, patient, unknown)
    assert read(opened, patient).status is PROV


def test_an_answer_is_decided_once(opened, insi, record, search):
    patient = record()
    result = search(patient)
    accepted = insi.accept(opened.actor, patient, result)
    for attempt in (
        lambda: insi.accept(opened.actor, accepted, result),
        lambda: insi.refuse(opened.actor, patient.id, result),
    ):
        with pytest.raises(DomainError) as refused:
            attempt()
        assert refused.value.code == "insi.other_answer"


def test_an_alarming_answer_takes_one_more_gesture(opened, insi, record, fake, search):
    patient = record(sex="M", birth_name="DURAND", birth_first_names="RUTH")
    fake.answers = [Exchange(CallKind.TRAITS, Outcome.FOUND, "00", identity=people.RUTH)]
    result = search(patient)
    assert insi.compare(opened.actor, patient, people.RUTH).alarming
    with pytest.raises(DomainError) as refused:
        insi.accept(opened.actor, patient, result)
    assert refused.value.code == "insi.alarming"
    assert read(opened, patient) == patient
    assert insi.accept(opened.actor, patient, result, sure=True).data.birth_name == "NESSI"


def test_a_weak_proof_qualifies_nobody(opened, insi, record, search):
    patient = record()
    result = search(patient)
    with pytest.raises(DomainError) as refused:
        insi.accept(opened.actor, patient, result, identity_document="carte_vitale")
    assert refused.value.field == "identity_document"
    assert read(opened, patient) == patient
    assert insi.accept(opened.actor, patient, result).status is RECUP


def test_what_is_typed_and_not_stored_is_not_stored_by_an_answer(opened, insi, record, search):
    patient = record()
    typed = replace(patient, data=replace(patient.data, town="NULLE PART", doubtful=False))
    accepted = insi.accept(opened.actor, typed, search(patient))
    assert accepted.data.town == ""


def test_received_names_beyond_our_own_rules_are_kept_as_received(
    opened, insi, record, fake, search
):
    odd = replace(
        people.RUTH, traits=replace(people.RUTH.traits, birth_name="Nessi 2", first_names="RUTH-")
    )
    fake.answers = [Exchange(CallKind.TRAITS, Outcome.FOUND, "00", identity=odd)]
    patient = record()
    accepted = insi.accept(opened.actor, patient, search(patient), sure=True)
    assert (accepted.data.birth_name, accepted.data.birth_first_names) == ("Nessi 2", "RUTH-")
    moved = opened.application.patients.save(
        opened.actor, accepted, replace(accepted.data, town="ISSOIRE")
    )
    assert (moved.data.birth_name, moved.status) == ("Nessi 2", RECUP)


def test_an_unusable_answer_is_refused_whole(opened, insi, record, fake, search):
    broken = replace(people.RUTH, active=Ins("277076322082910", "1.2.250.1.213.1.4.2"))
    fake.answers = [Exchange(CallKind.TRAITS, Outcome.FOUND, "00", identity=broken)]
    patient = record()
    with pytest.raises(DomainError) as refused:
        insi.accept(opened.actor, patient, search(patient))
    assert refused.value.code == "insi.unusable"
    assert read(opened, patient) == patient


# --- refusing, verifying, withdrawing ---------------------------------------------------------


@pytest.mark.parametrize("status", [PROV, RECUP, VALI, QUAL])
def test_refusing_leaves_everything_and_is_traced(opened, insi, record, search, status):
    patient = record(AT[status])
    insi.refuse(opened.actor, patient.id, search(patient))
    assert read(opened, patient) == patient
    [line] = insi.history(opened.actor, patient.id)
    assert line.decision is Decision.REFUSED
    [entry] = traces(opened, Action.INSI_REFUSED)
    assert entry.patient_id == patient.id
    assert traces(opened, Action.INS_CHANGED) == []
    assert insi.former(opened.actor, patient.id) == []


def test_a_verified_ins_may_be_taken_over(opened, insi, record):
    patient = record()
    result = insi.verify(
        opened.actor, people.RUTH.active, traits_of(BARE), Stop(), patient_id=patient.id
    )
    assert (result.advice.title, result.advice.text) == (
        "Vérification terminée",
        "NIR et Traits d'identité corrects",
    )
    accepted = insi.accept(opened.actor, patient, result)
    assert (accepted.status, accepted.data.matricule_ins) == (RECUP, "277076322082910")


@pytest.mark.parametrize(("before", "after"), [(RECUP, PROV), (QUAL, VALI)])
def test_a_negative_verification_withdraws_the_ins_when_confirmed(
    opened, insi, record, fake, before, after
):
    patient = record(AT[before])
    fake.persons = ()
    result = insi.verify(
        opened.actor, people.RUTH.active, traits_of(QUALIFIED), Stop(), patient_id=patient.id
    )
    assert result.outcome is Outcome.DISCORDANT
    assert read(opened, patient) == patient
    withdrawn = insi.withdraw(opened.actor, patient)
    assert withdrawn.status is after
    assert (withdrawn.data.matricule_ins, withdrawn.data.ins_oid) == ("", "")
    assert read(opened, patient) == withdrawn
    [entry] = traces(opened, Action.INS_CHANGED)
    assert entry.values["matricule_ins"] == {"de": "277076322082910", "en": ""}


@pytest.mark.parametrize("status", [PROV, VALI])
def test_there_is_nothing_to_withdraw_without_an_ins(opened, insi, record, status):
    patient = record(AT[status])
    with pytest.raises(DomainError):
        insi.withdraw(opened.actor, patient)
    assert read(opened, patient) == patient


def test_withdrawing_from_a_record_changed_meanwhile_is_refused(opened, insi, record):
    patient = record(AT[RECUP])
    opened.application.patients.save(opened.actor, patient, replace(patient.data, town="ISSOIRE"))
    with pytest.raises(ConflictError):
        insi.withdraw(opened.actor, patient)


# --- merges -----------------------------------------------------------------------------------


def test_a_merge_takes_calls_and_former_matricules_along_and_gives_them_back(
    opened, insi, record, fake
):
    merges, actor = opened.application.merges, opened.actor
    kept = record(birth_name="DURAND")
    absorbed = record(sex="M", birth_name="CORSE")
    fake.answers = [Exchange(CallKind.TRAITS, Outcome.FOUND, "00", identity=people.CORSE)]
    result = insi.search(actor, traits_of(absorbed.data), Stop(), patient_id=absorbed.id)
    absorbed = insi.accept(actor, absorbed, result, sure=True)
    merge = merges.merge(actor, kept, absorbed, accept_higher_status=True)
    assert len(insi.history(actor, kept.id)) == 1
    assert [one.ins for one in insi.former(actor, kept.id)] == list(people.CORSE.former)
    assert insi.history(actor, absorbed.id) == []
    with pytest.raises(DomainError) as refused:
        insi.search(actor, traits_of(BARE), Stop(), patient_id=absorbed.id)
    assert refused.value.code == "patient.merged"
    merges.undo_merge(actor, merge.id)
    assert insi.history(actor, kept.id) == []
    assert insi.former(actor, kept.id) == []
    assert len(insi.history(actor, absorbed.id)) == 1
    assert [one.ins for one in insi.former(actor, absorbed.id)] == list(people.CORSE.former)


def test_a_record_marked_doubtful_during_a_cascade_is_asked_about_no_more(
    opened, insi, fake, record, monkeypatch
):
    patient = record(birth_first_names="RUTH MARIE ANNE")
    by_traits = fake.search_by_traits

    def ask_while_another_post_marks(*values):
        now = read(opened, patient)
        opened.application.patients.save(opened.actor, now, replace(now.data, doubtful=True))
        return by_traits(*values)

    monkeypatch.setattr(fake, "search_by_traits", ask_while_another_post_marks)
    traits = Traits("HOUILLES", "PIERRE PAUL JACQUES", "M", "1993-01-27")
    result = insi.search(opened.actor, traits, Stop(), patient_id=patient.id)
    assert [one.given_name for one in fake.calls] == ["PIERRE"]
    assert result.outcome is Outcome.NOT_READY
    assert "douteuse" in result.advice.text


# --- several posts ----------------------------------------------------------------------------


def test_two_posts_never_give_one_matricule_to_two_records(opened, insi, record, search):
    first, second = record(), record(birth_name="NESSI", town="ISSOIRE")
    answers = [(one, search(one)) for one in (first, second)]
    start, ends = threading.Barrier(2), []

    def accept(patient, result):
        start.wait(20)
        try:
            ends.append(insi.accept(opened.actor, patient, result))
        except DomainError as refused:
            ends.append(refused)

    threads = [threading.Thread(target=accept, args=one) for one in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(ends) == 2
    assert sum(isinstance(one, SameMatricule) for one in ends) == 1
    holders = [read(opened, one).data.matricule_ins for one in (first, second)]
    assert sorted(holders) == ["", "277076322082910"]


def test_a_merge_undone_while_an_answer_is_accepted_never_makes_two_holders(
    opened, insi, record, search, monkeypatch
):
    merges, actor = opened.application.merges, opened.actor
    kept, absorbed, other = record(), record(QUALIFIED), record(town="ISSOIRE")
    merge = merges.merge(actor, kept, absorbed, accept_higher_status=True)
    result, written, ends = search(other), threading.Event(), []

    def undo():
        assert written.wait(20)
        try:
            ends.append(merges.undo_merge(actor, merge.id))
        except DomainError as refused:
            ends.append(refused.code)

    thread = threading.Thread(target=undo)
    thread.start()
    keep_former = queries.keep_former

    def keep_and_let_undo(*values):
        keep_former(*values)
        written.set()
        thread.join(1)  # it ends within this second where nothing holds it up

    monkeypatch.setattr(queries, "keep_former", keep_and_let_undo)
    insi.accept(actor, other, result)
    thread.join(30)
    assert ends == ["patient.same_ins"]
    assert read(opened, other).data.matricule_ins == "277076322082910"
    assert read(opened, absorbed).merged_into == kept.id
