"""A demo practice calls its simulator by the real client, over real HTTPS on this machine."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from almapy.audit.queries import JournalFilter
from almapy.errors import ExternalError
from almapy.identity.oids import INS_NIA, INS_NIR
from almapy.insi.model import CallKind, Ins, Outcome
from almapy.insi.questions import traits_of
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from almapy.stop import Stop
from tests.conftest import new_practice

QUAL, RECUP = IdentityStatus.QUALIFIED, IdentityStatus.RETRIEVED


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One demo practice for all: its simulator starts once."""
    from almapy.clock import SystemClock
    from almapy.opening import Door
    from almapy.paths import Folders
    from almapy.settings import Place, PostSettings
    from tests.conftest import CHEAP

    place = Place(Folders(tmp_path_factory.mktemp("demo")), PostSettings())
    opened = Door(place, SystemClock(), cost=CHEAP).create(new_practice(is_demo=True))
    yield opened
    opened.application.close()


def draft(name, names, sex, born, place="63220"):
    first = names.split(maxsplit=1)[0]
    return PatientDraft(
        name, first, Sex(sex), date.fromisoformat(born), names, birth_place_code=place
    )


def search(demo, patient):
    application = demo.application
    return application.insi.search(
        demo.actor, traits_of(patient.data), Stop(), patient_id=patient.id
    )


@pytest.fixture
def record(demo):
    def make(*who, **changes):
        return demo.application.patients.create(demo.actor, replace(draft(*who), **changes))

    return make


def history(demo, patient):
    return demo.application.insi.history(demo.actor, patient.id)


def test_a_demo_practice_is_ready_and_says_that_it_is_simulated(demo):
    insi = demo.application.insi
    assert insi.why_not(demo.actor) == ""
    assert insi.simulated(demo.actor)


def test_ruth_is_qualified_and_her_call_is_kept_with_its_texts(demo, record):
    insi = demo.application.insi
    patient = record("NESSI", "RUTH", "F", "1977-07-14")
    result = search(demo, patient)
    assert result.outcome is Outcome.FOUND
    assert not insi.compare(demo.actor, patient, result.identity).alarming
    accepted = insi.accept(demo.actor, patient, result, identity_document="carte_identite")
    assert accepted.status is QUAL
    assert (accepted.data.matricule_ins, accepted.data.ins_oid) == ("277076322082910", INS_NIR)
    assert accepted.data.birth_first_names == "RUTH ISABELLE"
    assert accepted.data.birth_place_name == "MAZOIRES"
    [line] = history(demo, patient)
    assert (line.result, line.simulated) == ("OK - Code CR 00", True)
    texts = insi.texts(demo.actor, line.id)
    assert "RECSANSVITALE" in texts.request
    assert "2770763220829" in texts.answer


def test_the_second_given_name_finds_her(demo, record):
    patient = record("TCHITCHI", "OLA CATARINA BELLA", "F", "1936-06-21")
    result = search(demo, patient)
    assert [one.outcome for one in result.exchanges] == [Outcome.NOBODY, Outcome.FOUND]
    assert result.identity.active.matricule == "236066322083656"
    assert len({one.message_id for one in result.exchanges}) == 2
    accepted = demo.application.insi.accept(demo.actor, patient, result)
    assert (accepted.data.first_birth_first_name, accepted.data.birth_first_names) == (
        "CATARINA",
        "CATARINA BELLA",
    )


def test_nobody_takes_four_calls(demo, record):
    patient = record("HOUILLES", "PIERRE PAUL JACQUES", "M", "1993-01-27", "")
    result = search(demo, patient)
    assert [one.code for one in result.exchanges] == ["01"] * 4
    assert len(history(demo, patient)) == 4
    assert demo.application.patients.open(demo.actor, patient.id) == patient


def test_several_are_told_and_the_place_decides(demo, record):
    patient = record("DE VINCI", "LEONARDO", "M", "2014-02-01", "")
    result = search(demo, patient)
    assert (result.outcome, result.last.code) == (Outcome.SEVERAL, "02")
    assert result.identity is None
    assert demo.application.patients.open(demo.actor, patient.id).status is (
        IdentityStatus.PROVISIONAL
    )


def test_a_nia_keeps_its_oid(demo, record):
    patient = record("PROVISOIRE", "MATRICULE", "M", "2009-07-01")
    accepted = demo.application.insi.accept(demo.actor, patient, search(demo, patient))
    assert (accepted.data.matricule_ins, accepted.data.ins_oid) == ("109076322088835", INS_NIA)
    assert accepted.status is RECUP


def test_a_wrong_key_and_a_change_of_sex_in_the_history_are_accepted(demo, record):
    insi = demo.application.insi
    patient = record("HERMANN", "GATIEN", "M", "1981-03-24")
    result = search(demo, patient)
    assert insi.accept(demo.actor, patient, result).data.matricule_ins == "181036322045660"
    former = [one.ins.matricule for one in insi.former(demo.actor, patient.id)]
    assert "281036322045610" in former


def test_corsica_and_an_apostrophe_travel_unharmed(demo, record):
    insi = demo.application.insi
    corse = record("CORSE", "ANTHONY", "M", "1980-03-02", "2B020")
    assert search(demo, corse).identity.active.matricule == "180032B02040123"
    artagnan = record("D'ARTAGNAN DE L'HERAULT", "PIERRE-ALAIN MURIEL FLORIANT", "M", "2001-06-17")
    accepted = insi.accept(demo.actor, artagnan, search(demo, artagnan))
    assert accepted.data.birth_name == "D'ARTAGNAN DE L'HERAULT"
    assert accepted.data.matricule_ins == "101066322075460"


def test_an_ins_is_verified_or_found_discordant(demo, record):
    insi = demo.application.insi
    zoe = record("ADRUN", "ZOE", "F", "1975-12-31")
    right, wrong = Ins("275126322074974", INS_NIR), Ins("277076322082910", INS_NIR)
    traits = traits_of(zoe.data)
    assert insi.verify(demo.actor, right, traits, Stop(), patient_id=zoe.id).advice.text == (
        "NIR et Traits d'identité corrects"
    )
    result = insi.verify(demo.actor, wrong, traits, Stop(), patient_id=zoe.id)
    assert result.outcome is Outcome.DISCORDANT
    assert [one.kind for one in history(demo, zoe)] == [CallKind.VERIFICATION] * 2


def test_a_child_on_her_card_keeps_her_own_matricule(demo, record):
    insi = demo.application.insi
    child = record(
        "NESSI", "MICHELANGELO ANTHONY", "M", "2010-08-07", insured_nir="277076322082910"
    )
    demo.application.outside.simulated_cards.insert("ruth_enfant")
    [holder] = [one for one in insi.card_holders(demo.actor) if one.first_name == "MICHELANGELO"]
    result = insi.search_with_card(demo.actor, holder, Stop(), patient_id=child.id)
    accepted = insi.accept(demo.actor, child, result)
    assert accepted.data.matricule_ins == "110086322083060"
    assert accepted.data.insured_nir == "277076322082910"


def test_every_call_is_in_the_journal_of_the_practice(demo, record):
    search(demo, record("NESSI", "RUTH", "F", "1977-07-14", comment="encore"))
    page = demo.application.insi_journal.page(demo.actor, JournalFilter(words="nessi"))
    assert page.calls[0].simulated
    assert "277076322082910" in page.calls[0].detail


@pytest.fixture
def neighbours(tmp_path):
    """A demo practice with two patients before anybody calls."""
    from almapy.clock import SystemClock
    from almapy.opening import Door
    from almapy.paths import Folders
    from almapy.settings import Place, PostSettings
    from tests.conftest import CHEAP

    door = Door(Place(Folders(tmp_path / "demo"), PostSettings()), SystemClock(), cost=CHEAP)
    opened = door.create(new_practice(is_demo=True))
    patients, actor = opened.application.patients, opened.actor
    patients.create(actor, draft("VOISINE", "CLAUDE MARIE", "F", "1960-05-02"))
    patients.create(actor, draft("SANSLIEU", "PAUL", "M", "1950-01-01", place="99999"))
    yield opened
    opened.application.close()


def test_the_simulator_knows_the_patients_of_the_demo_practice(neighbours):
    insi, actor = neighbours.application.insi, neighbours.actor
    patient = neighbours.application.patients.open(actor, 1)
    result = search(neighbours, patient)
    assert result.outcome is Outcome.FOUND
    accepted = insi.accept(actor, patient, result, identity_document="passeport")
    ins = Ins(accepted.data.matricule_ins, accepted.data.ins_oid)
    verified = insi.verify(actor, ins, traits_of(accepted.data), Stop())
    assert verified.outcome is Outcome.FOUND


def test_the_simulator_does_not_know_who_has_no_birth_place(neighbours):
    patient = neighbours.application.patients.open(neighbours.actor, 2)
    assert search(neighbours, patient).outcome is Outcome.NOBODY


def test_nothing_starts_before_the_first_call_nor_after_the_end(demo):
    from almapy.clock import SystemClock
    from almapy.demo.teleservices import DemoTeleservices

    before = threading.active_count()
    teleservices = DemoTeleservices(SystemClock(), demo.application.works)
    assert teleservices.open(demo.actor).simulated
    assert threading.active_count() == before
    teleservices.close()
    with pytest.raises(ExternalError):
        teleservices.insi()
