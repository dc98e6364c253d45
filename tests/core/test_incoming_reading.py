"""What waits is read once, by one post, before anybody opens it; whatever a document holds."""

import hashlib
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from almapy.documents import pdf_pages
from almapy.documents.kinds import FileKind
from almapy.errors import ConflictError, DomainError, FormatError
from almapy.incoming.claims import Claims, abandon_all
from almapy.incoming.model import State
from almapy.incoming.packing import packed, unpacked
from almapy.incoming.splitting import sure_parts
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.matching import matcher, parts
from almapy.matching.model import Cut, Decision, Part
from almapy.ocr.faults import (
    PasswordWanted,
    ReaderFailed,
    ReadingStopped,
    ReadingTooLong,
    UnreadableFile,
)
from almapy.ocr.model import (
    Box,
    DocumentText,
    EngineState,
    Line,
    PageCode,
    PageText,
    Segment,
    TextSource,
    Word,
)
from almapy.stop import Stop
from tests.core.incoming_helper import (
    RUTHS_LETTER,
    STRANGERS_LETTER,
    Heard,
    NameMatcher,
    Office,
    emptied,
    entry,
    page_of,
    pdf_with,
    practice_of_a_module,
    text_of,
    wait_for,
)
from tests.core.test_patients import MARTIN, RUTH
from tests.fakes.clock import FakeClock

LONG = "\n".join(f"Ligne {chr(97 + n % 26) * 3} de la visite {n}" for n in range(40))


@pytest.fixture(autouse=True)
def _matched_by_name(monkeypatch):
    monkeypatch.setattr(matcher, "Matcher", NameMatcher)


@pytest.fixture(scope="module")
def clock():
    return FakeClock()


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory, clock):
    with practice_of_a_module(tmp_path_factory.mktemp("incoming"), clock) as opened:
        yield opened


@pytest.fixture
def office(cabinet):
    return emptied(cabinet)


@pytest.fixture
def shared(opened):
    """The same on both engines."""
    return Office(opened)


def ruth(office):
    return office.app.patients.create(office.actor, RUTH)


def put_down(office, data, text):
    office.reader.texts[data] = text
    return office.take(data, "lot.pdf")


# --- packing ---


boxes = st.integers(0, 100_000)
words = st.builds(
    lambda text, sides, sure: Word(text, Box(*(side / 100_000 for side in sides)), sure),
    st.text(min_size=1, max_size=8).filter(lambda text: text < "\ud800" or text > "\udfff"),
    st.tuples(boxes, boxes, boxes, boxes),
    st.integers(0, 100),
)
pages = st.builds(
    PageText,
    number=st.integers(1, 400),
    lines=st.lists(
        st.lists(st.lists(words, max_size=3).map(tuple).map(Segment), max_size=2)
        .map(tuple)
        .map(Line),
        max_size=3,
    ).map(tuple),
    source=st.sampled_from(TextSource),
    confidence=st.integers(0, 1000).map(lambda tenths: tenths / 10),
    turn=st.sampled_from([0, 90, 180, 270]),
    skew=st.integers(-600, 600).map(lambda hundredths: hundredths / 100),
    blank=st.booleans(),
    codes=st.lists(
        st.builds(PageCode, st.binary(max_size=20), st.just("datamatrix")), max_size=2
    ).map(tuple),
    problem=st.text(max_size=20),
)


@settings(max_examples=25)
@given(st.lists(pages, max_size=2), st.integers(0, 9999))
def test_what_was_read_comes_back_with_its_places(read, milliseconds):
    text = DocumentText(tuple(read), 400, milliseconds, ("Pages 5 à 9 laissées.",))
    assert unpacked(packed(text)) == text


@pytest.mark.parametrize("data", [b"", b"ALT1", b"ALT1xyz", b"autre chose", b"ALT1" + b"x" * 99])
def test_what_is_no_packed_text_is_told(data):
    with pytest.raises(FormatError):
        unpacked(data)


def test_a_text_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("almapy.incoming.packing.LARGEST", 1000)
    with pytest.raises(FormatError):
        unpacked(packed(text_of("mot " * 1000)))


# --- reading ---


def test_a_read_document_says_whose_it_is_and_is_read_once(office):
    patient = ruth(office)
    line = office.taken_and_read()
    assert (line.state, line.decision, line.patient_id) == (State.READY, Decision.SURE, patient.id)
    assert line.patient == "DE VINCI Ruth 14/07/1977"
    sight = office.service.sight(office.actor, line.id)
    assert "Concerne" in sight.text.text
    assert sight.match.patient_id == patient.id
    assert sight.match.candidates[0].evidence
    office.read()
    assert len(office.reader.read_data) == 1


def test_the_oldest_is_read_first(office, clock):
    for text in ("un", "deux", "trois"):
        office.take(text)
        clock.advance(timedelta(seconds=1))
    office.read()
    assert office.reader.read_data == [b"un", b"deux", b"trois"]


def test_two_posts_never_read_the_same_document(office):
    for number in range(4):
        office.take(f"lettre {number}")
    one, other = (Claims(office.app.works, f"POSTE-{number}:x") for number in (1, 2))
    claimed = [claims.next(office.actor) for claims in (one, other, one, other)]
    assert len({each.id for each in claimed}) == 4
    assert one.next(office.actor) is None


def test_posts_that_claim_at_the_same_moment_share_the_work(shared):
    for number in range(12):
        shared.take(f"lettre {number}")
    taken, start = [], threading.Barrier(3)

    def claim(post):
        claims = Claims(shared.app.works, post)
        start.wait()
        while (claimed := claims.next(shared.actor)) is not None:
            taken.append(claimed.id)

    threads = [threading.Thread(target=claim, args=(f"POSTE-{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken))
    assert len(taken) == 12


def test_what_a_post_left_behind_is_taken_over_after_ten_minutes(office, clock):
    number = office.take()
    gone = Claims(office.app.works, "POSTE-2:x")
    claimed = gone.next(office.actor)
    clock.advance(timedelta(minutes=9))
    assert office.claims.next(office.actor) is None
    gone.renew(office.actor, claimed)
    clock.advance(timedelta(minutes=9))
    assert office.claims.next(office.actor) is None
    clock.advance(timedelta(minutes=2))
    office.read()
    assert office.line(number).state is State.READY
    gone.settle(office.actor, claimed, State.UNREADABLE, "trop tard")
    assert office.line(number).state is State.READY


def test_a_document_that_ends_every_reader_is_given_up_after_three(office, clock):
    number = office.take()
    for _ in range(3):
        Claims(office.app.works, "POSTE-2:x").next(office.actor)
        clock.advance(timedelta(minutes=11))
    office.read()
    line = office.line(number)
    assert line.state is State.UNREADABLE
    assert "même en recommençant" in line.problem
    assert office.reader.read_data == []


def test_a_reader_that_dies_is_asked_again_at_most_twice(office):
    office.reader.faults[b"difficile"] = [ReaderFailed()]
    office.reader.faults[b"impossible"] = [ReaderFailed() for _ in range(9)]
    hard, impossible = office.take("difficile"), office.take("impossible")
    office.read()
    assert office.line(hard).state is State.READY
    assert office.line(impossible).state is State.UNREADABLE
    assert office.reader.read_data.count(b"impossible") == 3


@pytest.mark.parametrize("fault", [UnreadableFile("Ce PDF est abîmé."), ReadingTooLong()])
def test_what_cannot_be_read_is_told_on_its_row_and_the_others_go_on(office, fault):
    office.reader.faults[b"mauvais"] = [fault]
    bad, good = office.take("mauvais"), office.take("bon")
    office.read()
    line = office.line(bad)
    assert (line.state, line.problem) == (State.UNREADABLE, fault.message)
    assert office.line(good).state is State.READY
    patient = ruth(office)
    office.service.file(office.actor, line, entry(), patient.id)
    again = office.service.read_again(office.actor, office.line(office.take("mauvais", "b.txt")))
    assert again.line.state is State.WAITING


def test_a_stored_file_that_is_gone_is_told_on_its_row(office):
    number = office.take()
    (name,) = office.app.documents.names()
    office.app.documents.remove(name)
    office.read()
    assert office.line(number).state is State.UNREADABLE
    assert "introuvable" in office.line(number).problem


def test_a_page_that_no_engine_reads_is_told_with_its_remedy(office):
    office.reader.engine = EngineState.NO_ENGINE
    page = page_of("", problem="Aucun moteur de lecture sur ce poste.")
    number = put_down(office, b"image", DocumentText((page,), 1))
    text_layer = office.take()
    office.read()
    assert office.line(number).state is State.UNREADABLE
    assert "moteur" in office.line(number).problem
    assert office.line(text_layer).state is State.READY
    assert office.reading._turn.engine_problem()


def test_reading_again_forgets_what_was_read_and_keeps_what_was_typed(office):
    line = office.taken_and_read()
    kept = office.service.keep(office.actor, line, entry())
    again = office.service.read_again(office.actor, kept.line)
    assert again.line.state is State.WAITING
    assert office.service.sight(office.actor, line.id).text is None
    office.read()
    assert office.line(line.id).state is State.READY
    assert office.service.sight(office.actor, line.id).incoming.entry == entry()


def test_a_document_filed_while_it_is_read_stays_filed(office):
    patient = ruth(office)
    number = office.take()
    held = office.claims.next(office.actor)
    office.service.file(office.actor, office.line(number), entry(), patient.id)
    office.reading._turn._keep(office.actor, office.claims, held, text_of(RUTHS_LETTER))
    assert office.line(number).state is State.FILED


# --- password ---


def test_a_locked_pdf_asks_and_its_password_is_stored_nowhere(office, monkeypatch):
    locked, opened = pdf_with(["protégé"]), pdf_with(["ouvert"])
    office.reader.faults[locked] = [PasswordWanted()]
    office.reader.texts[opened] = text_of(RUTHS_LETTER)
    number = office.take(locked, "protege.pdf")
    office.read()
    line = office.line(number)
    assert line.state is State.LOCKED
    assert "mot de passe" in line.problem

    def unlocked(data, password):
        if password != "tilleul-secret":
            raise PasswordWanted(wrong=True)
        return opened

    monkeypatch.setattr(pdf_pages, "unlocked", unlocked)
    with pytest.raises(PasswordWanted):
        office.service.unlock(office.actor, line, "faux")
    assert office.service.unlock(office.actor, line, "tilleul-secret").line.state is State.WAITING
    office.read()
    assert office.service.content(office.actor, number) == (opened, FileKind.PDF)
    with office.app.database.reading() as session:
        (row,) = session.scalars(select(IncomingRow))
    assert row.sha256 == hashlib.sha256(locked).hexdigest()
    assert "tilleul-secret" not in str(vars(row))
    assert office.line(office.take(locked, "encore.pdf")).repeats == number
    patient = ruth(office)
    office.service.file(office.actor, office.line(number), entry(), patient.id)
    (document,) = office.app.record_documents.of(office.actor, patient.id)
    assert office.app.record_documents.content(office.actor, document) == opened


# --- whose, anew ---


def test_a_new_patient_may_own_a_document_that_waits(office):
    line = office.taken_and_read()
    assert line.decision is Decision.NONE
    office.reading._rematching.again(office.actor, Stop())
    patient = ruth(office)
    office.reading._rematching.again(office.actor, Stop())
    again = office.line(line.id)
    assert (again.decision, again.patient_id) == (Decision.SURE, patient.id)
    assert again.version == line.version


def test_people_are_those_of_the_base_as_it_is_now(office):
    matching = office.parts.matching
    text = text_of(RUTHS_LETTER)
    assert matching.match(office.actor, text).candidates == ()
    patient = ruth(office)
    assert matching.match(office.actor, text).patient_id == patient.id
    opened = office.app.patients.open(office.actor, patient.id)
    changed = replace(opened.data, used_name="VINCENT")
    office.app.patients.change(office.actor, opened, changed)
    assert matching.match(office.actor, text).candidates == ()


def test_a_merged_record_owns_nothing_any_more(office):
    kept = office.app.patients.create(office.actor, MARTIN)
    absorbed = ruth(office)
    matching = office.parts.matching
    assert matching.match(office.actor, text_of(RUTHS_LETTER)).patient_id == absorbed.id
    both = (office.app.patients.open(office.actor, one.id) for one in (kept, absorbed))
    office.app.merges.merge(office.actor, *both, accept_higher_status=True)
    assert matching.match(office.actor, text_of(RUTHS_LETTER)).candidates == ()


def test_each_box_lets_its_patients_into_the_list(office):
    for box in ("deceased", "archived", "passing"):
        draft = replace(RUTH, matricule_ins="", ins_oid="", insi_accepted=False, **{box: True})
        office.app.patients.create(office.actor, draft)
    matching = office.parts.matching
    match = matching.match(office.actor, text_of(RUTHS_LETTER))
    assert len(match.candidates) == 3
    assert matching.found(office.actor, match) == []
    for box in ("deceased", "archived", "passing"):
        (found,) = matching.found(office.actor, match, **{box: True})
        assert getattr(found, box)
        assert found.why == ("date de naissance identique",)
        assert len(matching.search(office.actor, name="DE VINCI", **{box: True})) == 1


def test_a_record_is_found_by_name_birth_date_and_number(office):
    patient = ruth(office)
    search = office.parts.matching.search
    for typed in (
        {"name": "de vinci", "first_name": "ruth"},
        {"birth_date": "14/07/1977"},
        {"dossier": str(patient.dossier)},
    ):
        assert [one.patient_id for one in search(office.actor, **typed)] == [patient.id]
    assert search(office.actor) == []
    assert search(office.actor, name="de vinci", dossier="999") == []


# --- the same text again ---


def test_a_letter_scanned_again_is_told_as_alike(office):
    first = office.taken_and_read(f"{RUTHS_LETTER}\n{LONG}")
    again = office.taken_and_read(f"{RUTHS_LETTER}\n{LONG} .", "encore.txt")
    assert (again.repeats, again.alike) == (first.id, True)
    other = office.taken_and_read(f"{RUTHS_LETTER}\n{LONG} Hémoglobine 13,2", "autre.txt")
    assert other.repeats is None


def test_an_old_document_of_somebody_else_is_not_compared(office, clock):
    office.taken_and_read(LONG)
    clock.advance(timedelta(days=40))
    assert office.taken_and_read(LONG + " .", "encore.txt").repeats is None


# --- batches ---


BATCH = ("page 1/2 " + RUTHS_LETTER, "page 2/2 suite", "page 1/1 " + STRANGERS_LETTER)


@pytest.fixture
def cut_at(monkeypatch):
    def cut(*found):
        def parts_of(text, _whose):
            return found if text.page_count == found[-1].last else (Part(1, text.page_count),)

        monkeypatch.setattr(parts, "parts_of", parts_of)

    return cut


def test_a_batch_whose_cuts_need_no_question_is_separated_and_nothing_is_read_twice(office, cut_at):
    patient = ruth(office)
    cut_at(Part(1, 2), Part(3, 3, Cut.PAGE_ONE))
    data = pdf_with(BATCH)
    batch = put_down(office, data, text_of(*BATCH))
    office.read()
    first, second = office.service.to_file(office.actor)
    assert [first.page_count, second.page_count] == [2, 1]
    assert (first.decision, first.patient_id) == (Decision.SURE, patient.id)
    assert second.decision is Decision.NONE
    assert first.name == "lot.pdf (1/2)"
    assert office.reader.read_data == [data]
    assert [page.number for page in office.service.sight(office.actor, second.id).text.pages] == [1]
    assert office.line(batch).state is State.SPLIT


def test_a_batch_that_is_only_likely_is_proposed_and_never_sure(office, cut_at):
    ruth(office)
    cut_at(Part(1, 2), Part(3, 3, Cut.IDENTITY))
    line = office.line(put_down(office, pdf_with(BATCH), text_of(*BATCH)))
    office.read()
    line = office.line(line.id)
    assert (line.parts_proposed, line.decision) == (2, Decision.PROPOSE)
    sight = office.service.sight(office.actor, line.id)
    assert sight.match.decision is Decision.PROPOSE
    assert "plusieurs documents" in sight.match.hold
    made = office.service.split(office.actor, line, sight.incoming.parts)
    assert [office.line(one).state for one in made] == [State.READY, State.READY]
    joined = office.service.join(office.actor, made[0])
    assert joined.line.id == line.id
    assert [one.id for one in office.service.to_file(office.actor)] == [line.id]


def test_a_batch_somebody_joined_is_not_separated_again(office, cut_at):
    cut_at(Part(1, 2), Part(3, 3, Cut.PAGE_ONE))
    batch = put_down(office, pdf_with(BATCH), text_of(*BATCH))
    office.read()
    joined = office.service.join(office.actor, batch)
    office.service.read_again(office.actor, joined.line)
    office.read()
    assert office.line(batch).state is State.READY


def test_a_batch_of_which_a_part_is_filed_is_not_joined(office, cut_at):
    patient = ruth(office)
    cut_at(Part(1, 2), Part(3, 3, Cut.PAGE_ONE))
    batch = put_down(office, pdf_with(BATCH), text_of(*BATCH))
    office.read()
    first, _ = office.service.to_file(office.actor)
    office.service.file(office.actor, first, entry(), patient.id)
    with pytest.raises(DomainError):
        office.service.join(office.actor, batch)


def test_cuts_that_need_a_question_do_not_separate_alone():
    found = (
        Part(1, 1),
        Part(2, 2, Cut.LETTERHEAD),
        Part(4, 5, Cut.SEPARATOR),
        Part(6, 6, Cut.IDENTITY),
    )
    assert sure_parts(found) == (Part(1, 2), Part(4, 6, Cut.SEPARATOR))


def test_pages_that_do_not_follow_each_other_are_refused(office):
    line = office.line(put_down(office, pdf_with(BATCH), text_of(*BATCH)))
    office.read()
    for wrong in ((), (Part(2, 1),), (Part(1, 2), Part(2, 3)), (Part(1, 9),)):
        with pytest.raises(DomainError):
            office.service.split(office.actor, office.line(line.id), wrong)
    with pytest.raises(DomainError):
        office.service.split(office.actor, office.line(office.take()), (Part(1, 1),))
    with pytest.raises(ConflictError):
        office.service.split(office.actor, replace(line, version=99), (Part(1, 1), Part(2, 3)))


# --- in the background ---


def test_everything_is_read_in_the_background_and_told(office, tmp_path):
    folder = tmp_path / "scanner"
    folder.mkdir()
    office.folder = str(folder)
    for number in range(3):
        office.take(f"lettre {number}")
    office.reading.start(office.actor)
    assert wait_for(office, lambda progress: progress.ready == 3)
    office.take("lettre de plus")
    assert wait_for(office, lambda progress: progress.ready == 4)
    office.reading.stop()
    assert office.reading.progress().waiting == 0


def test_a_reading_that_is_stopped_waits_again_for_any_post(office):
    office.reader.gate = threading.Event()
    number = office.take()
    office.reading.start(office.actor)
    assert wait_for(office, lambda progress: progress.reading == "courrier.txt")
    office.reading.stop()
    assert not [one for one in threading.enumerate() if one.name.startswith("almapy-read")]
    assert office.line(number).state is State.WAITING
    with office.app.database.reading() as session:
        assert session.get_one(IncomingRow, number).attempts == 0


def test_what_was_being_read_when_the_program_ended_is_read_at_the_next_start(office):
    number = office.take()
    office.claims.next(office.actor)
    abandon_all(office.app.works, office.actor)
    assert office.line(number).state is State.WAITING


def test_a_stopped_turn_keeps_nothing(office):
    number = office.take()
    office.reader.faults[RUTHS_LETTER.encode()] = [ReadingStopped()]
    assert not office.reading._turn.take(office.actor, office.claims, Stop(), Heard())
    with office.app.database.reading() as session:
        assert session.get(IncomingReadingRow, number) is None
    assert office.line(number).state is State.WAITING
