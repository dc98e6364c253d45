"""A demo practice reads simulated cards as a real one reads real ones, and says so."""

import threading
from datetime import timedelta

import pytest

from almapy.cards.faults import CardAbsent, CardUnreadable
from almapy.clock import SystemClock
from almapy.demo.outside import simulated_outside
from almapy.demo.vitale import DemoVitale
from almapy.errors import ExternalError
from almapy.opening import SIMULATORS_FOLDER, Door
from almapy.outside import Outside, real_outside
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.simulators.cards import CARDS
from almapy.simulators.readers.people import MORE_CARDS
from almapy.simulators.vitale import VITALE_CARDS, apcv_code, read_apcv_code
from almapy.stop import Stop
from almapy.vitale.covers import flags_of
from almapy.vitale.reading import Origin
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.core.test_patients import RUTH
from tests.fakes.clock import FakeClock

RUTH_NIR = "277076322082910"


@pytest.fixture
def outside(clock):
    made = simulated_outside(clock)
    yield made
    made.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    place = Place(Folders(tmp_path_factory.mktemp("demo")), PostSettings())
    opened = Door(place, SystemClock(), cost=CHEAP).create(new_practice(is_demo=True))
    yield opened
    opened.application.close()


@pytest.fixture
def reader(demo):
    """The simulated reader of the demo practice, empty again at the end."""
    cards = demo.application.outside.simulated_cards
    yield cards
    for key in cards.inserted():
        cards.eject(key)


def read_card(outside, key):
    outside.simulated_cards.insert(key)
    return outside.vitale.read_card("", Stop())


def test_every_simulated_card_is_known_by_the_simulated_interface(outside):
    for card in (*CARDS, *MORE_CARDS):
        read = read_card(outside, card.key)
        assert (read.origin, read.certified, read.simulated) == (Origin.OFFICIAL, True, True)
        assert [one.first_name for one in read.bearers] == [one.first_name for one in card.holders]
        assert all(one.birth_name and one.quality is not None for one in read.bearers)
        assert all(one.complementary_was_read for one in read.bearers)
    assert {one.key for one in VITALE_CARDS} == {one.key for one in (*CARDS, *MORE_CARDS)}


def test_the_cards_show_rights_in_force_over_and_none(outside, clock):
    told = {
        key: flags_of(read_card(outside, key).bearers[0], clock.today())
        for key in ("ruth", "pierre_alain", "inconnue", "plusieurs")
    }
    assert (told["ruth"].mandatory, told["ruth"].complementary) == (True, True)
    assert (told["pierre_alain"].mandatory, told["pierre_alain"].complementary) == (False, False)
    assert read_card(outside, "inconnue").bearers[0].rights == ()
    assert read_card(outside, "plusieurs").bearers[0].complementary.is_c2s


def test_a_date_out_of_the_calendar_stays_as_the_card_has_it(outside):
    first, _second = read_card(outside, "dates").bearers
    assert (first.birth_text, first.birth_date) == ("19421901", None)


def test_without_a_card_the_sentence_says_how_to_put_one_in(outside):
    with pytest.raises(CardAbsent, match="Lecteur simulé"):
        outside.vitale.read_card("", Stop())
    cps = next(one.key for one in outside.simulated_cards.choices() if one.is_cps)
    outside.simulated_cards.insert(cps)
    with pytest.raises(CardAbsent):
        outside.vitale.read_card("", Stop())
    outside.simulated_cards.insert("ruth")
    assert outside.vitale.read_card("", Stop()).bearers


@pytest.mark.parametrize(
    ("key", "words"),
    [("vitale1", "Carte Vitale 1, lecture impossible sans l'API"), ("autre", "ne connaît pas")],
)
def test_a_card_that_the_interface_does_not_know_is_told(outside, key, words):
    with pytest.raises(CardUnreadable, match=words):
        read_card(outside, key)


def test_the_application_of_a_card_is_read_while_its_code_lasts(outside, clock):
    ends = clock.now() + timedelta(minutes=2)
    code = apcv_code("ruth_enfant", ends)
    assert read_apcv_code(code.encode()) == ("ruth_enfant", ends)
    read = outside.vitale.read_apcv(code.encode(), Stop())
    assert (read.origin, len(read.bearers)) == (Origin.APCV, 2)
    assert read.ends_at > clock.now()
    clock.advance(timedelta(minutes=3))
    with pytest.raises(ExternalError, match="expiré"):
        outside.vitale.read_apcv(code.encode(), Stop())


@pytest.mark.parametrize(
    "payload", [b"", b"\xff" * 9, b"SIMULATEUR-APCV:ruth", b"SIMULATEUR-APCV:ruth:demain", b"A:b:c"]
)
def test_anything_else_is_no_code_of_the_application(outside, payload):
    with pytest.raises(ExternalError) as refused:
        outside.vitale.read_apcv(payload, Stop())
    assert refused.value.code == "apcv.unknown"


def test_a_code_for_a_card_nobody_has_is_refused(outside, clock):
    code = apcv_code("personne", clock.now() + timedelta(minutes=2))
    with pytest.raises(CardUnreadable):
        outside.vitale.read_apcv(code.encode(), Stop())


def test_the_telephone_on_the_reader_is_ruths(outside):
    read = outside.vitale.read_apcv_by_nfc(Stop())
    assert (read.origin, read.bearers[0].first_name) == (Origin.APCV, "RUTH")


def test_nothing_starts_before_it_is_used(clock):
    before = threading.active_count()
    made = simulated_outside(clock)
    assert threading.active_count() == before
    made.close()
    made.close()


# --- the practice -----------------------------------------------------------------------------


def test_a_demo_practice_meets_simulators_and_a_real_one_never_does(demo, practice):
    outside = demo.application.outside
    assert outside.readers.simulated
    assert outside.cps.simulated
    assert outside.vitale.simulated
    assert demo.application.vitale.simulated
    real = practice.application.outside
    assert real.simulated_cards is None
    assert real.vitale is None
    assert not practice.application.vitale.is_official
    assert not (practice.application.folders.root / SIMULATORS_FOLDER).exists()


def test_the_door_of_a_demo_practice_shows_its_simulators_before_anybody_signs_in(tmp_path, clock):
    place = Place(Folders(tmp_path / "demo"), PostSettings())
    first = Door(place, clock, cost=CHEAP)
    assert first.outside.simulated_cards is None
    first.create(new_practice(is_demo=True)).application.close()
    again = Door(place, clock, cost=CHEAP)
    assert again.outside.simulated_cards is not None
    before = again.outside
    opened = again.open(LOGIN, PASSWORD)
    assert opened.application.outside is before
    assert opened.application.cps_reader is again.cps_reader
    opened.application.close()
    anew = again.open(LOGIN, PASSWORD)
    assert anew.application.outside is not before
    anew.application.close()


def test_a_folder_alone_makes_no_real_practice_a_demo(tmp_path, clock):
    place = Place(Folders(tmp_path / "cabinet"), PostSettings())
    Door(place, clock, cost=CHEAP).create(new_practice()).application.close()
    (tmp_path / "cabinet" / SIMULATORS_FOLDER).mkdir()
    opened = Door(place, clock, cost=CHEAP).open(LOGIN, PASSWORD)
    assert opened.application.outside.simulated_cards is None
    opened.application.close()


def test_an_outside_that_was_given_is_kept(tmp_path, clock):
    given = Outside()
    place = Place(Folders(tmp_path / "demo"), PostSettings())
    opened = Door(place, clock, cost=CHEAP, outside=given).create(new_practice(is_demo=True))
    assert opened.application.outside is given
    opened.application.close()


def test_a_card_opens_a_record_and_its_rights_are_taken_over(demo, reader):
    application, actor = demo.application, demo.actor
    ruth = application.patients.create(actor, RUTH)
    reader.insert("ruth")
    read = application.vitale.read(actor)
    [match] = application.vitale.match(actor, read)
    assert match.only_record.patient_id == ruth.id
    application.vitale.take_over(actor, ruth.id, read, match.bearer)
    covers = [one.data for one in application.covers.of(actor, ruth.id)]
    assert {one.source for one in covers} == {"simulateur"}
    after = application.patients.open(actor, ruth.id).data
    assert (after.insured_nir, after.mandatory_cover) == (RUTH_NIR, True)
    assert after.matricule_ins == RUTH.matricule_ins


def test_insi_says_how_to_put_a_simulated_card_in(demo, reader):
    with pytest.raises(ExternalError, match="Lecteur simulé"):
        demo.application.insi.card_holders(demo.actor)
    reader.insert("plusieurs")
    assert len(demo.application.insi.card_holders(demo.actor)) == 3


# --- the place of the official library --------------------------------------------------------


def test_a_library_that_is_not_there_or_cannot_be_loaded_is_told(tmp_path):
    clock = FakeClock()
    assert real_outside(PostSettings(), clock).vitale is None
    path = tmp_path / "api_lec.so"
    vitale = real_outside(PostSettings(vitale_library=str(path)), clock).vitale
    assert not vitale.simulated
    with pytest.raises(ExternalError) as missing:
        vitale.read_card("", Stop())
    assert missing.value.code == "vitale.no_library"
    path.write_bytes(b"")
    for gesture in (
        lambda: vitale.read_card("", Stop()),
        lambda: vitale.read_apcv(b"x", Stop()),
        lambda: vitale.read_apcv_by_nfc(Stop()),
    ):
        with pytest.raises(ExternalError) as refused:
            gesture()
        assert refused.value.code == "vitale.no_contract"
        assert "contrat du GIE" in refused.value.message
        assert "lecture directe" in refused.value.message


def test_the_demo_interface_is_one_of_the_ports(outside):
    assert isinstance(outside.vitale, DemoVitale)
