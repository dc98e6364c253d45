"""What waits is shown to nobody who may not read it, and one damaged row or file hides no other."""

import os
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from almapy.audit.model import Action
from almapy.documents.store import DocumentStore
from almapy.errors import AccessError, ExternalError, StorageFull
from almapy.incoming import sources
from almapy.incoming.model import State
from almapy.incoming.people import without_excess
from almapy.incoming.sources import Source, remove_source, source_stamp
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.matching import matcher, parts
from almapy.matching.facts import facts_of
from almapy.matching.model import Cut, Decision, Part
from almapy.ocr.faults import UnreadableFile
from almapy.stop import Stop
from almapy.users.model import Right
from tests.core.incoming_helper import (
    RUTHS_LETTER,
    STRANGERS_LETTER,
    NameMatcher,
    emptied,
    entry,
    pdf_with,
    practice_of_a_module,
    text_of,
)
from tests.core.test_patients import RUTH
from tests.fakes.clock import FakeClock


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
def patient(office):
    return office.app.patients.create(office.actor, RUTH)


def damage(office, table, **values):
    with office.app.works.begin(office.actor) as work:
        work.session.execute(update(table).values(**values))


def batch_of_two(office, monkeypatch, cut=Cut.PAGE_ONE):
    """Put a batch down, read and cut; return its number."""
    pages = ("page 1/1 " + RUTHS_LETTER, "page 1/1 " + STRANGERS_LETTER)

    def parts_of(text, _whose):
        return (Part(1, 1), Part(2, 2, cut)) if text.page_count > 1 else (Part(1, 1),)

    monkeypatch.setattr(parts, "parts_of", parts_of)
    data = pdf_with(pages)
    office.reader.texts[data] = text_of(*pages)
    number = office.take(data, "lot.pdf")
    office.read()
    return number


# --- who reads what ---


def test_a_secretary_who_may_not_read_notes_is_shown_no_word_of_what_was_filed(office, patient):
    secretary = office.secretary()
    line = office.taken_and_read()
    assert "Examen" in office.service.sight(secretary, line.id).text.text
    wanted = entry(comment="Examen normal.")
    office.service.file(office.actor, line, wanted, patient.id)
    sight = office.service.sight(secretary, line.id)
    assert sight.text is None
    assert sight.incoming.entry == replace(wanted, comment="")
    assert office.service.sight(office.actor, line.id).text is not None
    granted = replace(secretary, rights=secretary.rights | {Right.READ_NOTES})
    assert office.service.sight(granted, line.id).incoming.entry == wanted


def test_a_batch_tells_nothing_of_its_filed_parts_to_who_may_not_read_them(
    office, patient, monkeypatch
):
    secretary, number = office.secretary(), batch_of_two(office, monkeypatch)
    first, _ = office.service.to_file(office.actor)
    (inner,) = office.service.split(office.actor, first, [Part(1, 1)])  # cut in its turn
    office.service.file(office.actor, office.line(inner), entry(), patient.id)
    assert office.service.sight(secretary, number).text is None
    with pytest.raises(AccessError):
        office.service.content(secretary, number)
    office.service.content(office.actor, number)
    assert [one.patient_id for one in office.traces(Action.DOCUMENT_READ)] == [patient.id]


def test_a_copy_of_a_filed_document_is_traced_in_its_record(office, patient):
    line = office.taken_and_read()
    office.service.copied(office.actor, line.id)
    office.service.file(office.actor, line, entry(), patient.id)
    office.service.copied(office.actor, line.id)
    office.service.copied(office.actor, line.id, printed=True)
    assert {one.patient_id for one in office.traces(Action.EXPORTED)} == {None, patient.id}
    assert [one.patient_id for one in office.traces(Action.PRINTED)] == [patient.id]


def test_a_transfer_to_the_record_it_is_in_leaves_no_trace(office, patient):
    line = office.taken_and_read()
    office.service.file(office.actor, line, entry(), patient.id)
    before = office.traces(Action.DOCUMENT_FILED)
    office.service.transfer(office.actor, line.id, patient.id)
    assert office.traces(Action.DOCUMENT_FILED) == before


# --- damaged rows ---


@pytest.mark.parametrize(
    "stored", ["{", "[]", "5", '{"tab": 5}', '{"kind": "letter", "title": 5, "tab": "recus"}']
)
def test_one_damaged_row_hides_no_other(office, patient, stored):
    line = office.taken_and_read()
    damage(office, IncomingRow, entry=stored)
    damage(office, IncomingReadingRow, guess=stored, parts=stored)
    office.take("autre", "autre.txt")
    shown, other = office.service.to_file(office.actor)
    assert (shown.title, shown.parts_proposed) == ("", 0)
    assert other.name == "autre.txt"
    assert office.service.sight(office.actor, line.id).incoming.entry is None
    office.service.file(office.actor, line, entry(), patient.id)
    assert len(office.service.archives(office.actor, typed="avis")) == 1


def test_a_damaged_reading_is_read_anew_and_stops_no_other(office):
    line = office.taken_and_read()
    damage(office, IncomingReadingRow, content=b"ALT1abc")
    sound = office.taken_and_read(RUTHS_LETTER + "\nBis", "bis.txt")
    person = office.app.patients.create(office.actor, RUTH)
    office.reading._rematching.again(office.actor, Stop())
    assert office.line(sound.id).patient_id == person.id
    assert office.service.sight(office.actor, line.id).text is None
    office.service.read_again(office.actor, office.line(line.id))
    office.read()
    assert office.service.sight(office.actor, line.id).match.decision is Decision.SURE


# --- faults that last ---


def test_a_stored_file_the_disk_refuses_lets_the_others_go_first(office, clock, monkeypatch):
    bad, good = office.take("premier", "a.txt"), office.take("second", "b.txt")
    refused = office.app.documents._name_of(b"premier")
    read, is_well = DocumentStore.read, threading.Event()

    def read_or_fail(store, name):
        if name == refused and not is_well.is_set():
            raise ExternalError("Ce document ne peut pas être lu sur le disque.", code="x")
        return read(store, name)

    monkeypatch.setattr(DocumentStore, "read", read_or_fail)
    with pytest.raises(ExternalError):
        office.read()
    office.read()
    assert office.line(good).state is State.READY
    assert office.line(bad).state is State.WAITING
    is_well.set()
    clock.advance(timedelta(minutes=3))
    office.read()
    assert office.line(bad).state is State.READY


def test_a_batch_whose_pages_cannot_be_taken_out_stays_whole_and_read(office, monkeypatch):
    def refuse(*_):
        raise UnreadableFile("Ce PDF est abîmé.")

    monkeypatch.setattr("almapy.documents.pdf_pages.extracted", refuse)
    line = office.line(batch_of_two(office, monkeypatch))
    assert (line.state, line.parts_proposed) == (State.READY, 2)


def test_no_file_name_of_the_last_session_is_shown_in_the_next(office):
    office.reading.start(office.actor)
    office.reading.began("RUTH.pdf")
    office.reading.stop()
    assert office.reading.progress().reading == ""


# --- files of the computer ---


def test_a_pipe_is_refused_and_not_waited_for(office, tmp_path):
    os.mkfifo(tmp_path / "scan.pdf")
    taken = office.service.take_files(office.actor, [tmp_path / "scan.pdf", tmp_path])
    assert (taken.added, len(taken.refused)) == ((), 2)


def test_a_file_whose_name_is_no_text_is_inserted(office, patient, tmp_path):
    path = tmp_path / os.fsdecode(b"courrier-\xe9.txt")
    path.write_text(RUTHS_LETTER)
    filing = office.service.insert(
        office.actor,
        path.read_bytes(),
        path.name,
        entry(),
        patient.id,
        source_path=str(path),
        delete_source=True,
    )
    assert (filing.source_left, path.exists()) == ("", False)


def test_a_source_replaced_while_it_is_compared_stays(tmp_path, monkeypatch):
    path = tmp_path / "scan.txt"
    path.write_text("un")
    digest = sources.hashlib.file_digest

    def slow(file, name):
        found = digest(file, name)
        (tmp_path / "autre").write_text("deux")
        (tmp_path / "autre").rename(path)
        return found

    taken = Source(str(path), source_stamp(str(path)), sources.hashlib.sha256(b"un").hexdigest())
    monkeypatch.setattr(sources.hashlib, "file_digest", slow)
    assert "a changé" in remove_source(taken)
    assert path.read_text() == "deux"


def test_erasing_with_a_damaged_stored_copy_keeps_the_source_and_tells_it(office, tmp_path):
    path = tmp_path / "avis.txt"
    path.write_text(RUTHS_LETTER)
    office.service.take_files(office.actor, [path])
    (name,) = office.app.documents.names()
    office.app.documents.path(name).write_bytes(b"ALM1")
    (line,) = office.service.to_file(office.actor)
    erased = office.service.erase(office.actor, line, delete_source=True)
    assert erased.line.state is State.ERASED
    assert "n'a pas été supprimé" in erased.line.problem
    assert path.exists()


def test_many_refused_files_are_told_in_few_lines_that_every_screen_shows(office, tmp_path):
    folder = tmp_path / "scanner"
    folder.mkdir()
    office.folder = str(folder)
    for number in range(30):
        (folder / f"{number:02}\n.docx").write_bytes(b"PK\x03\x04")
    (folder / os.fsdecode(b"\xff.docx")).write_bytes(b"PK\x03\x04")
    problem = office.look()
    assert len(problem.splitlines()) == 11
    assert "Et 21 autres fichiers" in problem
    problem.encode()


def test_a_full_disk_ends_a_look_and_the_next_one_takes_all(office, tmp_path, monkeypatch):
    folder = tmp_path / "scanner"
    folder.mkdir()
    office.folder = str(folder)
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"Avis {number}")
    tried = []

    def full(*_):
        tried.append(1)
        raise StorageFull("Le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(DocumentStore, "put", full)
        assert "plein" in office.look()
    assert len(tried) == 1
    assert office.look(1) == ""
    assert len(office.service.to_file(office.actor)) == 4


# --- texts made to hold everybody up ---


def test_a_page_that_never_ends_is_looked_at_in_part_and_kept_whole(office):
    text = text_of("\n".join("un deux trois quatre" for _ in range(2_000)), "court")
    looked_at = without_excess(text)
    assert [len(page.text.split()) for page in looked_at.pages] == [2_500, 1]
    assert without_excess(looked_at) is looked_at
    office.reader.texts[b"long"] = text
    line = office.taken_and_read(b"long")
    assert office.service.sight(office.actor, line.id).text.text == text.text


def test_of_thousands_of_dates_the_first_ones_are_looked_at():
    text = text_of("\n".join("le 01/02/2020" for _ in range(1_000)))
    assert len(facts_of(text, date(2026, 1, 1)).dates) == 400
