"""A document goes to the right record once, with its contact; and every filing can be undone."""

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from almapy.audit.model import Action
from almapy.documents.model import Direction, Tab
from almapy.encounters.model import Nature as ContactNature
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.incoming.model import FilingOptions, Nature, State
from almapy.incoming.tables import SenderHabitRow
from almapy.matching import matcher
from almapy.matching.model import Decision
from tests.core.incoming_helper import (
    RUTHS_LETTER,
    STRANGERS_LETTER,
    NameMatcher,
    Office,
    emptied,
    entry,
    practice_of_a_module,
)
from tests.core.test_patients import MARTIN, RUTH
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
def shared(opened):
    """The same on both engines."""
    return Office(opened)


def ruth(office):
    return office.app.patients.create(office.actor, RUTH)


def martin(office):
    return office.app.patients.create(office.actor, MARTIN)


def documents(office, patient_id):
    return office.app.record_documents.of(office.actor, patient_id)


def contacts(office, patient_id):
    return office.app.encounters.of(office.actor, patient_id)


def test_a_filed_document_stands_in_the_record_with_its_contact(office):
    patient = ruth(office)
    line = office.taken_and_read()
    said = entry(
        day=date(2026, 3, 2),
        type_code="11488-4",
        correspondent="Dr Hélène FICTIVE",
        contact_day=date(2026, 3, 4),
        comment="Revoir dans un an.",
    )
    filing = office.service.file(office.actor, line, said, patient.id)
    (document,) = documents(office, patient.id)
    assert (document.data.title, document.data.day) == ("Avis du cardiologue", date(2026, 3, 2))
    assert (document.data.type_code, document.data.tab) == ("11488-4", Tab.RECEIVED)
    assert document.data.direction is Direction.RECEIVED
    assert office.app.record_documents.content(office.actor, document) == RUTHS_LETTER.encode()
    (contact,) = contacts(office, patient.id)
    assert (contact.nature, contact.title) == (ContactNature.DOCUMENT, "Avis du cardiologue")
    assert (contact.text, contact.signed) == ("Revoir dans un an.", True)
    assert contact.held_at.astimezone().date() == date(2026, 3, 4)
    assert filing.encounter_id == contact.id
    assert office.service.to_file(office.actor) == []
    (archived,) = office.service.archives(office.actor, typed="cardio")
    assert archived.patient_id == patient.id
    (trace,) = office.traces(Action.DOCUMENT_FILED)
    assert trace.patient_id == patient.id
    assert trace.values["comment"] == f"sûr, validé par {office.actor.initials}"


def test_the_trace_says_how_the_record_was_found(office):
    patient, other = ruth(office), martin(office)
    office.service.file(
        office.actor, office.taken_and_read("Concerne DE VINCI, sans date"), entry(), patient.id
    )
    office.service.file(office.actor, office.taken_and_read(), entry(), other.id)
    how = [one.values["comment"] for one in office.traces(Action.DOCUMENT_FILED)]
    assert sorted(how) == ["choisi", "recherché"]


def test_without_a_contact_title_no_contact_is_made(office):
    patient = ruth(office)
    filing = office.service.file(
        office.actor, office.taken_and_read(), entry(contact_title=""), patient.id
    )
    assert filing.encounter_id is None
    assert contacts(office, patient.id) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"day": date(2027, 1, 1)}, "day"),
        ({"contact_day": date(2027, 1, 1)}, "contact_day"),
        ({"day": date(1950, 1, 1)}, "day"),
        ({"comment": "a" * 3000}, "comment"),
        ({"contact_title": "", "comment": "perdu"}, "contact_title"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_filed(office, changes, field):
    patient = ruth(office)
    line = office.taken_and_read()
    with pytest.raises(DomainError) as refusal:
        office.service.file(office.actor, line, entry(**changes), patient.id)
    assert refusal.value.field == field
    assert documents(office, patient.id) == []
    assert contacts(office, patient.id) == []
    assert office.line(line.id).state is State.READY


def test_a_merged_or_missing_record_receives_nothing(office):
    kept, absorbed = ruth(office), martin(office)
    absorbed = office.app.patients.open(office.actor, absorbed.id)
    office.app.merges.merge(office.actor, office.app.patients.open(office.actor, kept.id), absorbed)
    line = office.taken_and_read()
    for patient_id, code in ((absorbed.id, "patient.merged"), (9999, "patient.none")):
        with pytest.raises(DomainError) as refusal:
            office.service.file(office.actor, line, entry(), patient_id)
        assert refusal.value.code == code


def test_a_document_filed_on_another_post_is_not_filed_twice(shared):
    patient = ruth(shared)
    line = shared.taken_and_read()
    shared.service.file(shared.actor, line, entry(), patient.id)
    with pytest.raises(ConflictError) as refusal:
        shared.service.file(shared.actor, line, entry(), patient.id)
    assert refusal.value.code == "incoming.filed"
    assert refusal.value.by
    assert len(documents(shared, patient.id)) == 1


def test_two_people_who_type_do_not_overwrite_each_other(office):
    line = office.taken_and_read()
    kept = office.service.keep(office.actor, line, entry(title="Premier"))
    assert kept.entry.title == kept.line.title == "Premier"
    with pytest.raises(ConflictError):
        office.service.keep(office.actor, line, entry(title="Second"))
    assert office.service.sight(office.actor, line.id).incoming.entry.title == "Premier"


def test_reading_meanwhile_disturbs_nobody_who_types(office):
    line = office.line(office.take())
    office.read()
    kept = office.service.keep(office.actor, line, entry(day=date(2026, 3, 1)))
    assert kept.entry.day == date(2026, 3, 1)
    office.service.mark(office.actor, kept.line, is_read=True)
    patient = ruth(office)
    office.service.file(office.actor, kept.line, kept.entry, patient.id)
    (document,) = documents(office, patient.id)
    assert document.read_by == office.actor.initials


def test_a_filing_taken_back_leaves_the_record_as_it_was(office):
    patient = ruth(office)
    line = office.taken_and_read()
    filing = office.service.file(office.actor, line, entry(), patient.id)
    back = office.service.unfile(office.actor, filing)
    assert documents(office, patient.id) == []
    assert contacts(office, patient.id) == []
    assert back.line.state is State.READY
    assert back.entry == entry()
    (trace,) = office.traces(Action.DOCUMENT_UNFILED)
    assert trace.patient_id == patient.id
    with pytest.raises(ConflictError):
        office.service.unfile(office.actor, filing)
    office.service.file(office.actor, back.line, entry(), patient.id)
    assert len(documents(office, patient.id)) == 1


def test_a_transfer_moves_document_and_contact_and_both_records_say_so(shared):
    wrong, right = martin(shared), ruth(shared)
    filing = shared.service.file(shared.actor, shared.taken_and_read(), entry(), wrong.id)
    moved = shared.service.transfer(shared.actor, filing.incoming_id, right.id)
    assert moved.patient_id == right.id
    for read in (documents, contacts):
        assert read(shared, wrong.id) == []
        assert len(read(shared, right.id)) == 1
    told = {one.patient_id for one in shared.traces(Action.RECORD_CHANGED)}
    assert {wrong.id, right.id} <= told


def test_a_document_moved_from_its_record_is_shown_there_with_its_contact(office):
    wrong, right = martin(office), ruth(office)
    office.service.file(office.actor, office.taken_and_read(), entry(), wrong.id)
    (document,) = documents(office, wrong.id)
    office.app.record_documents.move(office.actor, document, right.id)
    (line,) = office.service.archives(office.actor)
    assert line.patient_id == right.id
    assert line.patient.startswith("DE VINCI")
    assert contacts(office, wrong.id) == []
    assert len(contacts(office, right.id)) == 1


def test_a_merge_takes_waiting_documents_along(office):
    kept, absorbed = martin(office), ruth(office)
    line = office.taken_and_read()
    assert (line.decision, line.patient_id) == (Decision.SURE, absorbed.id)
    merged = (office.app.patients.open(office.actor, one.id) for one in (kept, absorbed))
    office.app.merges.merge(office.actor, *merged, accept_higher_status=True)
    assert office.line(line.id).patient_id == kept.id


def test_a_secretary_files_what_she_may_not_read_afterwards(office):
    patient, secretary = ruth(office), office.secretary()
    line = office.taken_and_read()
    assert office.service.content(secretary, line.id)[0] == RUTHS_LETTER.encode()
    filing = office.service.file(secretary, line, entry(comment="Reçu."), patient.id)
    (contact,) = contacts(office, patient.id)
    assert (contact.signed, contact.author) == (True, secretary.initials)
    with pytest.raises(AccessError):
        office.service.content(secretary, line.id)
    with pytest.raises(AccessError):
        office.app.encounters.get(secretary, contact.id)
    office.service.content(office.actor, line.id)
    (trace,) = office.traces(Action.DOCUMENT_READ)
    assert trace.patient_id == patient.id
    office.service.unfile(secretary, filing)
    assert contacts(office, patient.id) == []


def test_a_document_without_reading_is_filed_by_hand(office):
    patient = ruth(office)
    line = office.line(office.take())
    filing = office.service.file(office.actor, line, entry(), patient.id)
    office.read()  # what was filed before its turn is not read
    assert office.reader.read_data == []
    assert office.service.unfile(office.actor, filing).line.state is State.WAITING


# --- the source file ---


@pytest.fixture
def source(office, tmp_path):
    path = tmp_path / "avis.txt"
    path.write_text(RUTHS_LETTER)
    office.service.take_files(office.actor, [path])
    return path


def file_first(office, *, delete_source):
    (line,) = office.service.to_file(office.actor)
    return office.service.file(
        office.actor, line, entry(), ruth(office).id, delete_source=delete_source
    )


def test_the_source_is_removed_only_when_asked(office, source):
    (line,) = office.service.to_file(office.actor)
    assert office.service.sight(office.actor, line.id).incoming.source_there
    assert file_first(office, delete_source=False).source_left == ""
    assert source.exists()


def test_the_source_goes_once_the_stored_copy_was_read_back(office, source):
    filing = file_first(office, delete_source=True)
    assert filing.source_left == ""
    assert not source.exists()
    assert office.service.content(office.actor, filing.incoming_id)[0] == RUTHS_LETTER.encode()


def test_a_source_that_changed_is_left_and_told(office, source):
    stat = source.stat()
    source.write_text(RUTHS_LETTER.replace("normal", "NORMAL"))
    os.utime(source, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # same size, same time, other bytes
    assert "a changé" in file_first(office, delete_source=True).source_left
    assert source.exists()


def test_a_source_that_is_gone_is_told(office, source):
    source.unlink()
    assert "n'est plus à sa place" in file_first(office, delete_source=True).source_left


def test_a_damaged_stored_copy_stops_the_filing_and_the_source_stays(office, source):
    (name,) = office.app.documents.names()
    office.app.documents.path(name).write_bytes(b"ALM1")
    with pytest.raises(Exception, match="abîmé"):
        file_first(office, delete_source=True)
    assert source.exists()
    assert documents(office, 1) == []


# --- erasing ---


def test_an_erased_document_leaves_the_list_traced_and_comes_back(office, source):
    (line,) = office.service.to_file(office.actor)
    erased = office.service.erase(office.actor, line, delete_source=True)
    assert erased.line.state is State.ERASED
    assert not source.exists()
    assert office.service.to_file(office.actor) == []
    assert len(office.traces(Action.DOCUMENT_ERASED)) == 1
    assert office.service.bring_back(office.actor, line.id).line.state is State.WAITING
    assert office.service.content(office.actor, line.id)[0] == RUTHS_LETTER.encode()


# --- what is proposed, remembered and given to whom ---


def test_a_colleague_finds_what_was_given_to_him(office):
    line = office.taken_and_read()
    office.service.assign(office.actor, line, office.actor.user_id)
    (given,) = office.service.to_file(office.actor, office.actor.user_id)
    assert given.recipient_id == office.actor.user_id
    with pytest.raises(DomainError):
        office.service.assign(office.actor, given, 999)


def test_a_letter_to_a_doctor_of_the_practice_is_his(office):
    line = office.taken_and_read("Docteur Paul DÉMO\nConcerne : DE VINCI RUTH 14/07/1977")
    assert line.recipient_id == office.actor.user_id


def test_the_options_of_each_person_are_remembered(office):
    options = FilingOptions(delete_source=True, title_as_contact=False)
    office.service.keep_options(office.actor, options)
    assert office.service.options(office.actor) == options
    assert office.service.options(office.secretary()) == FilingOptions()
    line = office.taken_and_read()
    assert office.service.sight(office.actor, line.id).incoming.proposed.contact_title == ""


def test_the_habits_of_a_sender_hold_nothing_of_patients(office, monkeypatch):
    from almapy.matching import guess
    from almapy.matching.model import Guess

    seen = Guess(sender="Dr Hélène FICTIVE", sender_key="fictive helene", title="Courrier")
    monkeypatch.setattr(guess, "guess", lambda *_, **__: seen)
    patient = ruth(office)
    line = office.service.assign(office.actor, office.taken_and_read(), office.actor.user_id).line
    office.service.file(
        office.actor, line, entry(type_code="11506-3", tab=Tab.PARAMEDICAL), patient.id
    )
    with office.app.database.reading() as session:
        (habit,) = session.scalars(select(SenderHabitRow))
    stored = f"{habit.sender_key} {habit.sender} {habit.type_code} {habit.tab}"
    assert stored == "fictive helene Dr Hélène FICTIVE 11506-3 paramed"
    second = office.taken_and_read(STRANGERS_LETTER)
    proposed = office.service.sight(office.actor, second.id).incoming.proposed
    assert (proposed.type_code, proposed.tab) == ("11506-3", Tab.PARAMEDICAL)
    assert proposed.correspondent == "Dr Hélène FICTIVE"
    assert second.recipient_id == office.actor.user_id


def test_after_a_prescription_the_letters_of_its_doctor_stay_letters(office, monkeypatch):
    from almapy.matching import guess
    from almapy.matching.model import DocumentKind, Guess

    patient = ruth(office)
    for kind, code in ((DocumentKind.PRESCRIPTION, "57833-6"), (DocumentKind.LETTER, "11488-4")):
        seen = Guess(kind=kind, type_code=code, sender_key="fictive helene", title="Courrier")
        monkeypatch.setattr(guess, "guess", lambda *_, seen=seen, **__: seen)
        line = office.taken_and_read(f"{RUTHS_LETTER} {kind}")
        proposed = office.service.sight(office.actor, line.id).incoming.proposed
        assert proposed.type_code == code
        office.service.file(office.actor, line, proposed, patient.id)


def test_an_inserted_document_is_filed_at_once(office, tmp_path):
    patient = ruth(office)
    path = tmp_path / "lettre.txt"
    path.write_text(RUTHS_LETTER)
    detected = office.service.detect(office.actor, path.read_bytes())
    assert detected.match.patient_id == patient.id
    assert office.service.to_file(office.actor) == []
    filing = office.service.insert(
        office.actor,
        path.read_bytes(),
        path.name,
        entry(nature=Nature.SENT, tab=Tab.SENT),
        patient.id,
        source_path=str(path),
        delete_source=True,
    )
    (document,) = documents(office, patient.id)
    assert document.data.direction is Direction.SENT
    assert filing.source_left == ""
    assert not path.exists()
    assert office.service.archives(office.actor)[0].id == filing.incoming_id


def test_oldest_first_in_the_list_latest_first_in_the_archives(office, clock):
    patient = ruth(office)
    for name in ("un", "deux"):
        office.take(name, f"{name}.txt")
        clock.advance(timedelta(minutes=1))
    lines = office.service.to_file(office.actor)
    assert [line.name for line in lines] == ["un.txt", "deux.txt"]
    for line in lines:
        office.service.file(office.actor, line, replace(entry(), title=line.name), patient.id)
        clock.advance(timedelta(minutes=1))
    archived = office.service.archives(office.actor)
    assert [line.name for line in archived] == ["deux.txt", "un.txt"]
    assert len(office.service.archives(office.actor, limit=1)) == 1
