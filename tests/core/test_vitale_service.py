"""From a card to a record, on both engines: nothing certified, nothing typed by hand lost."""

import logging
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from almapy.agenda.model import AppointmentDraft
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.cards.faults import (
    CardAbsent,
    CardMute,
    CardRemoved,
    CardServiceAbsent,
    CardUnreadable,
    ReaderAbsent,
)
from almapy.cards.service import CardService
from almapy.demo.reader_board import ReaderBoard
from almapy.errors import AccessError, AlmaPyError, ExternalError
from almapy.outside import NoReaders
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from almapy.simulators.readers import images
from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.faults import Fault
from almapy.stop import Stop
from almapy.users.model import NewAccount, Right, Role
from almapy.vitale.insi_reader import BeneficiaryReader
from almapy.vitale.parser import NOT_PAIRED
from almapy.vitale.reading import Origin
from almapy.vitale.results import Likeness
from almapy.vitale.service import VitaleService
from almapy.vitale.slots import TwoCards
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH as QUALIFIED
from tests.core.vitale_files_helper import (
    FAMILY,
    RUTH_NAMES,
    RUTH_NIR,
    RUTH_NUMBERS,
    bearer,
    card,
    files_of,
    numbered,
    official,
    reading,
)

ONE, TWO = "Lecteur un", "Lecteur deux"
FATHER_NIR = "175036322012391"
BARE = replace(QUALIFIED, insi_accepted=False, matricule_ins="", ins_oid="", identity_document="")
CHILD = PatientDraft("NESSI", "MICHELANGELO", Sex.MALE, date(2010, 8, 7))


@pytest.fixture
def board():
    return ReaderBoard((ONE, TWO))


@pytest.fixture
def vitale(opened, board, clock):
    cards = CardService(board, clock)
    application = opened.application
    yield VitaleService(application.works, cards, None, clock, covers=application.covers)
    cards.close()


@pytest.fixture
def record(opened):
    def make(draft=BARE, **changes):
        return opened.application.patients.create(opened.actor, replace(draft, **changes))

    return make


def colleague(opened, role):
    new = NewAccount("collegue", role, "Anne", "EXEMPLE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("poste")


# --- reading ----------------------------------------------------------------------------------


def test_a_card_is_read_wherever_it_is_and_the_reading_is_traced_without_a_name(
    opened, board, vitale
):
    board.put(TWO, card(*files_of(FAMILY)))
    read = vitale.read(opened.actor)
    assert (read.origin, read.certified, read.insured) == (Origin.DIRECT, False, None)
    assert [one.first_name for one in read.bearers] == [
        "RUTH",
        "LEON",
        "MICHELANGELO",
        "NOÉ",
        "LÉO",
    ]
    [trace] = opened.application.journal.page(
        opened.actor, JournalFilter(action=Action.VITALE_READ.value)
    ).entries
    assert trace.values["personnes"] == 5
    assert not any(word in trace.detail for word in ("NESSI", "RUTH", RUTH_NIR))


@pytest.mark.parametrize("is_t0", [True, False])
def test_a_long_list_is_read_to_its_end(opened, board, vitale, is_t0):
    family = [(f"{'DE LA TOUR ' * 4}{letter}", "PRENOM", "20190228", "") for letter in "ABCDEFGHIJ"]
    board.put(ONE, card(*files_of(family), is_t0=is_t0))
    assert len(vitale.read(opened.actor, ONE).bearers) == 10


def test_numbers_that_cannot_be_paired_are_not_read(opened, board, vitale):
    names, numbers = files_of(FAMILY)
    board.put(ONE, card(names, numbers + numbered()))
    read = vitale.read(opened.actor)
    assert {(one.own_nir, one.number_note) for one in read.bearers} == {(None, NOT_PAIRED)}


def test_a_closed_second_list_still_gives_the_names(opened, board, vitale):
    board.put(ONE, card(RUTH_NAMES, RUTH_NUMBERS, closed=True))
    [ruth] = vitale.read(opened.actor).bearers
    assert (ruth.first_name, ruth.own_nir) == ("RUTH", None)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(after=1, status=0x6F00),
        Fault(after=0, status=0x6D00),
        Fault(after=3, status=0x6F00),
    ],
)
def test_a_wrong_status_gives_nobody(opened, board, vitale, fault):
    board.put(ONE, card(RUTH_NAMES, RUTH_NUMBERS, is_t0=False))
    board.fault(ONE, replace(fault, count=99))
    with pytest.raises((CardUnreadable, CardRemoved)):
        vitale.read(opened.actor)
    assert not opened.application.journal.page(
        opened.actor, JournalFilter(action=Action.VITALE_READ.value)
    ).entries


def test_an_answer_cut_short_gives_nobody_or_is_asked_for_further(opened, board, vitale):
    board.put(ONE, card(RUTH_NAMES, RUTH_NUMBERS, is_t0=False))
    board.fault(ONE, Fault(after=1, shorter=120))
    with pytest.raises(CardUnreadable, match="incomplètes"):
        vitale.read(opened.actor)
    board.put(ONE, card(RUTH_NAMES * 12, b"", is_t0=False))
    board.fault(ONE, Fault(after=1, shorter=200))
    assert vitale.read(opened.actor).bearers[0].first_name == "RUTH"


def test_a_card_torn_out_is_told_as_such(opened, board, vitale):
    board.put(ONE, card(RUTH_NAMES, RUTH_NUMBERS))
    board.fault(ONE, Fault(after=2, torn_out=True))
    with pytest.raises(CardRemoved):
        vitale.read(opened.actor)


def test_a_card_swapped_between_the_two_lists_gives_no_number_to_the_other(
    opened,
):
    first = card(RUTH_NAMES, RUTH_NUMBERS)
    other = card(*files_of([("AUTRE", "PAUL", "19500101", FATHER_NIR)]))
    state = {"count": 0}

    def transmit(command):
        state["count"] += 1
        return (first if state["count"] <= 4 else other).process(command)

    from almapy.vitale.card_reader import read_holders

    with pytest.raises(CardRemoved):
        read_holders(transmit)


def test_each_state_of_the_readers_has_its_sentence(opened, board, vitale, clock):
    application = opened.application
    with pytest.raises(CardAbsent, match="carte Vitale"):
        vitale.read(opened.actor)
    with pytest.raises(ReaderAbsent):
        vitale.read(opened.actor, "Lecteur parti")
    board.put(ONE, VirtualCard(images.cps("27000001", "1234")))
    with pytest.raises(CardAbsent, match="carte Vitale"):
        vitale.read(opened.actor)
    board.put(ONE, VirtualCard(images.other_card()))
    with pytest.raises(CardUnreadable, match=r"carte inconnue \(ATR 3B"):
        vitale.read(opened.actor)
    board.put(ONE, VirtualCard(images.vitale_1()))
    with pytest.raises(CardUnreadable, match="Carte Vitale 1, lecture impossible sans l'API"):
        vitale.read(opened.actor)
    nothing = CardService(NoReaders(), clock)
    without = VitaleService(application.works, nothing, None, clock, covers=application.covers)
    with pytest.raises(CardServiceAbsent):
        without.read(opened.actor)


def test_of_two_cards_none_is_chosen_unless_the_post_says_which_reader(opened, board, clock):
    application = opened.application
    for reader in (ONE, TWO):
        board.put(reader, card(RUTH_NAMES, RUTH_NUMBERS))
    cards = CardService(board, clock)
    plain = VitaleService(application.works, cards, None, clock, covers=application.covers)
    with pytest.raises(TwoCards):
        plain.read(opened.actor)
    assert plain.read(opened.actor, TWO).bearers
    usual = VitaleService(
        application.works, cards, None, clock, covers=application.covers, usual_reader=ONE
    )
    assert usual.read(opened.actor).bearers


def test_who_may_not_see_identities_reads_no_card(opened, board, vitale):
    board.put(ONE, card(RUTH_NAMES, RUTH_NUMBERS))
    stranger = colleague(opened, Role.ADMINISTRATEUR)
    assert Right.IDENTITY not in stranger.rights
    read = reading(bearer())
    for gesture in (
        lambda: vitale.read(stranger),
        lambda: vitale.match(stranger, read),
        lambda: vitale.prefill(stranger, read, read.bearers[0]),
        lambda: vitale.take_over(stranger, 1, read, read.bearers[0]),
        lambda: vitale.take_apcv(stranger, read),
    ):
        with pytest.raises(AccessError):
            gesture()


def test_a_reading_of_the_application_is_traced_and_nothing_is_kept(opened, vitale):
    vitale.take_apcv(opened.actor, replace(official(bearer()), origin=Origin.APCV, simulated=True))
    [trace] = opened.application.journal.page(
        opened.actor, JournalFilter(action=Action.VITALE_READ.value)
    ).entries
    assert trace.values["lecture"] == "application carte Vitale"
    assert trace.values["simulateur"] == "oui"


def test_no_name_nor_number_is_in_logs_or_errors(opened, board, vitale, caplog):
    caplog.set_level(logging.DEBUG)
    secrets = ("NESSI", "RUTH", "1977", RUTH_NIR, RUTH_NAMES.hex())
    for names, numbers in ((RUTH_NAMES, RUTH_NUMBERS), (RUTH_NAMES[:-3], RUTH_NUMBERS)):
        board.put(ONE, card(names, numbers))
        try:
            told = repr(vitale.match(opened.actor, vitale.read(opened.actor)))
        except AlmaPyError as error:
            told = f"{error} {error!r} {error.__cause__!r}"
        assert not any(secret in told for secret in secrets)
    assert not any(secret in caplog.text for secret in secrets)


# --- matching ---------------------------------------------------------------------------------


def test_a_known_bearer_opens_alone_and_an_unknown_one_is_nobody(opened, vitale, record):
    ruth = record(QUALIFIED)
    known, unknown = vitale.match(
        opened.actor, reading(bearer("PERSONNE", "INCONNUE", "19550615"), bearer(own_nir=RUTH_NIR))
    )
    assert (known.likeness, known.only_record.patient_id) == (Likeness.NUMBER, ruth.id)
    assert (unknown.likeness, unknown.records) == (Likeness.NONE, ())


def test_a_record_merged_into_another_is_not_proposed(opened, vitale, record):
    kept, gone = record(used_name="NESSI"), record()
    application = opened.application
    with application.works.begin(opened.actor) as work:
        from almapy.patients.tables import PatientRow

        work.session.get(PatientRow, gone.id).merged_into = kept.id
    [match] = vitale.match(opened.actor, reading(bearer()))
    assert match.only_record.patient_id == kept.id


def test_homonyms_are_asked_about(opened, vitale, record):
    record(), record()
    [match] = vitale.match(opened.actor, reading(bearer()))
    assert (match.likeness, len(match.records)) == (Likeness.TRAITS, 2)
    assert match.only_record is None


def test_the_one_who_has_an_appointment_today_comes_first(opened, vitale, record, clock):
    mother = record()
    child = record(CHILD)
    read = reading(bearer(), bearer("NESSI", "MICHELANGELO", "20100807"))
    matches = vitale.match(opened.actor, read)
    assert [one.records[0].patient_id for one in matches] == [mother.id, child.id]
    opened.application.agenda.add(
        opened.actor,
        AppointmentDraft(
            practitioner_id=opened.actor.user_id,
            start=clock.now() + timedelta(hours=1),
            minutes=15,
            patient_id=child.id,
        ),
    )
    assert vitale.match(opened.actor, read)[0].records[0].patient_id == child.id


def test_a_record_made_from_the_card_is_found_again_even_with_a_lunar_date(opened, vitale):
    one = bearer("HENNE", "JEAN", "19421901", own_nir="")
    draft = vitale.prefill(opened.actor, reading(one), one)
    made = opened.application.patients.create(
        opened.actor, replace(draft, sex=Sex.MALE, birth_date=date(1942, 1, 1))
    )
    assert made.status is IdentityStatus.PROVISIONAL
    [match] = vitale.match(opened.actor, reading(one))
    assert match.only_record.patient_id == made.id


# --- INSi by card -----------------------------------------------------------------------------


def test_without_the_official_interface_insi_is_asked_by_traits(opened, board, vitale):
    board.put(ONE, card(RUTH_NAMES, RUTH_NUMBERS))
    with pytest.raises(ExternalError) as refused:
        BeneficiaryReader(vitale).read(opened.actor)
    assert refused.value.code == "vitale.not_official"
    assert "par les traits d'identité" in refused.value.message


class Official:
    """A connector that answers at once."""

    simulated = False

    def __init__(self, read):
        self.answer = read

    def read_card(self, reader, stop):
        return self.answer


def test_the_official_interface_gives_insi_what_it_asks(opened, board, clock):
    child = bearer("NESSI", "MICHELANGELO", "20100807", birth_name="DE VINCI", own_nir="", rank=1)
    application = opened.application
    vitale = VitaleService(
        application.works,
        CardService(board, clock),
        Official(official(child)),
        clock,
        covers=application.covers,
    )
    assert vitale.is_official
    [told] = BeneficiaryReader(vitale).read(opened.actor)
    assert (told.birth_name, told.birth_date, told.insured_nir, told.own_nir) == (
        "DE VINCI",
        "2010-08-07",
        RUTH_NIR,
        "",
    )


def test_a_connector_that_certifies_nothing_does_not_reach_insi(opened, board, clock):
    application = opened.application
    vitale = VitaleService(
        application.works,
        CardService(board, clock),
        Official(replace(official(bearer()), certified=False)),
        clock,
        covers=application.covers,
    )
    with pytest.raises(ExternalError, match="par les traits"):
        BeneficiaryReader(vitale).read(opened.actor)


class Hanging(Official):
    """A connector that never comes back."""

    def __init__(self):
        self.released = threading.Event()

    def read_card(self, reader, stop):
        self.released.wait(30)
        return self.answer


def test_a_connector_that_hangs_holds_nobody(opened, board, clock):
    application, hanging = opened.application, Hanging()
    vitale = VitaleService(
        application.works,
        CardService(board, clock),
        hanging,
        clock,
        covers=application.covers,
        official_seconds=0.05,
    )
    with pytest.raises(CardMute):
        vitale.read(opened.actor)
    stop = Stop()
    stop.ask()
    with pytest.raises(ExternalError, match="interrompue"):
        vitale.read(opened.actor, "", stop)
    hanging.answer = official(bearer())
    hanging.released.set()
