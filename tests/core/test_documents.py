"""Documents of a record: filed, read, changed, moved, never lost; who may do what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.documents.kinds import LARGEST, FileKind, accepted_kind, decoded
from almapy.documents.model import Direction, Origin, Tab
from almapy.documents.store import DocumentMissing
from almapy.documents.types import type_label, type_labels
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.events import Topic
from almapy.integrity import check
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.documents_helper import PNG, letter, new, pdf
from tests.core.test_patients import RUTH


@pytest.fixture
def documents(opened):
    return opened.application.record_documents


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


@pytest.fixture
def other_id(opened):
    other = replace(RUTH, birth_name="TESTE", used_name="", matricule_ins="", ins_oid="")
    return opened.application.patients.create(opened.actor, other).id


def someone(opened, role, login="collegue"):
    new_account = NewAccount(login, role, "Alix", "FICTIVE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new_account).at("POSTE-2")


def traces(opened, action):
    return opened.application.journal.page(opened.actor, JournalFilter(action=action)).entries


def test_a_received_letter_a_sent_one_and_a_lab_result_each_fall_in_their_tab(
    opened, documents, patient_id
):
    for tab in (Tab.RECEIVED, Tab.SENT, Tab.BIOLOGY):
        documents.add(opened.actor, new(patient_id, tab=tab, title=tab.label))
    for tab in (Tab.RECEIVED, Tab.SENT, Tab.BIOLOGY):
        assert [one.data.title for one in documents.of(opened.actor, patient_id, tab)] == [
            tab.label
        ]
    assert documents.of(opened.actor, patient_id, Tab.PARAMEDICAL) == []
    assert [tab.label for tab in Tab] == ["Reçus", "Emis", "Paramed", "Biologie"]


def test_a_filed_document_gives_back_its_bytes_and_says_how_it_came(opened, documents, patient_id):
    content = pdf()
    added = documents.add(opened.actor, new(patient_id, content, origin=Origin.MSSANTE))
    (found,) = documents.of(opened.actor, patient_id)
    assert found == added
    assert (found.kind, found.origin, found.size) == (FileKind.PDF, Origin.MSSANTE, len(content))
    assert found.author == opened.actor.initials
    assert found.data.direction is Direction.RECEIVED
    assert documents.content(opened.actor, found) == content


def test_reading_is_traced_once_a_session_and_again_in_the_next(opened, documents, patient_id):
    document = documents.add(opened.actor, new(patient_id))
    for _ in range(3):
        documents.content(opened.actor, document)
    (trace,) = traces(opened, Action.DOCUMENT_READ)
    assert trace.patient_id == patient_id
    assert "cardiologue" not in trace.detail
    documents.session_closed(opened.actor)
    documents.content(opened.actor, document)
    assert len(traces(opened, Action.DOCUMENT_READ)) == 2


def test_each_copy_out_of_the_record_is_traced(opened, documents, patient_id):
    document = documents.add(opened.actor, new(patient_id, pdf()))
    assert documents.export(opened.actor, document) == pdf()
    documents.export(opened.actor, document)
    assert len(traces(opened, Action.EXPORTED)) == 2


def test_a_secretary_files_and_sees_titles_but_reads_no_content(opened, documents, patient_id):
    secretary = someone(opened, Role.SECRETAIRE)
    document = documents.add(secretary, new(patient_id))
    assert documents.of(secretary, patient_id)[0].data.title == "Avis du cardiologue"
    for gesture in (documents.content, documents.export, documents.mark_read):
        with pytest.raises(AccessError):
            gesture(secretary, document)


def test_an_administrator_sees_no_document(opened, documents, patient_id):
    administrator = someone(opened, Role.ADMINISTRATEUR)
    with pytest.raises(AccessError):
        documents.of(administrator, patient_id)
    with pytest.raises(AccessError):
        documents.add(administrator, new(patient_id))


def test_the_same_content_again_is_kept_and_marked_already_received(opened, documents, patient_id):
    first = documents.add(opened.actor, new(patient_id, pdf()))
    second = documents.add(opened.actor, new(patient_id, pdf(), title="Même lettre"))
    marks = {one.id: one.already_received for one in documents.of(opened.actor, patient_id)}
    assert marks == {first.id: False, second.id: True}
    assert len(opened.application.documents.names()) == 1


def test_a_changed_title_keeps_the_one_before_and_a_second_post_overwrites_nothing(
    opened, documents, patient_id
):
    document = documents.add(opened.actor, new(patient_id))
    changed = documents.change(opened.actor, document, letter("Avis corrigé", tab=Tab.BIOLOGY))
    assert (changed.data.title, changed.data.tab) == ("Avis corrigé", Tab.BIOLOGY)
    (former,) = documents.former(opened.actor, changed)
    assert former.data.title == "Avis du cardiologue"
    assert former.data.tab is Tab.RECEIVED
    with pytest.raises(ConflictError) as refused:
        documents.change(opened.actor, document, letter("Autre titre"))
    assert refused.value.stored["title"] == "Avis corrigé"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (letter(" "), "title"),
        (letter("x" * 201), "title"),
        (letter(who="x" * 121), "correspondent"),
        (letter(day=letter().day + timedelta(days=5000)), "day"),
    ],
)
def test_wrong_details_are_refused_beside_their_field(
    opened, documents, patient_id, details, field
):
    document = documents.add(opened.actor, new(patient_id))
    with pytest.raises(DomainError) as refused:
        documents.change(opened.actor, document, details)
    assert refused.value.field == field


def test_a_removed_document_comes_back_with_its_content(opened, documents, patient_id):
    document = documents.add(opened.actor, new(patient_id, pdf()))
    removed = documents.remove(opened.actor, document)
    assert documents.of(opened.actor, patient_id) == []
    restored = documents.restore(opened.actor, removed)
    assert documents.of(opened.actor, patient_id) == [restored]
    assert documents.content(opened.actor, restored) == pdf()


def test_a_letter_in_the_wrong_record_moves_with_its_history_and_comes_back(
    opened, documents, patient_id, other_id
):
    told = []
    document = documents.add(opened.actor, new(patient_id))
    document = documents.change(opened.actor, document, letter("Avis corrigé"))
    opened.application.events.subscribe(told.append)
    moved = documents.move(opened.actor, document, other_id)
    assert documents.of(opened.actor, patient_id) == []
    assert documents.of(opened.actor, other_id) == [moved]
    assert len(documents.former(opened.actor, moved)) == 1
    assert {(fact.topic, fact.patient_id) for fact in told} == {
        (Topic.RECORD, patient_id),
        (Topic.RECORD, other_id),
    }
    subjects = [trace.patient_id for trace in traces(opened, Action.RECORD_CHANGED)]
    assert {patient_id, other_id} <= set(subjects)
    documents.move(opened.actor, moved, patient_id)
    assert len(documents.of(opened.actor, patient_id)) == 1


def test_a_document_moves_to_no_record_that_is_not_there(opened, documents, patient_id):
    document = documents.add(opened.actor, new(patient_id))
    with pytest.raises(DomainError):
        documents.move(opened.actor, document, 999)
    assert documents.of(opened.actor, patient_id) == [document]
    with pytest.raises(DomainError):
        documents.add(opened.actor, new(999))


def test_a_document_moved_on_another_post_does_not_move_twice(
    opened, documents, patient_id, other_id
):
    document = documents.add(opened.actor, new(patient_id))
    documents.move(opened.actor, document, other_id)
    with pytest.raises(ConflictError):
        documents.remove(opened.actor, document)


def test_who_read_a_letter_first_is_kept_and_disturbs_nobody_who_types(
    opened, documents, patient_id
):
    second = someone(opened, Role.MEDECIN)
    document = documents.add(opened.actor, new(patient_id))
    assert document.is_unread
    read = documents.mark_read(second, document)
    assert (read.read_by, read.is_unread) == (second.initials, False)
    assert documents.mark_read(opened.actor, document).read_by == second.initials
    changed = documents.change(opened.actor, document, letter("Avis corrigé"))
    assert changed.read_by == second.initials
    assert documents.mark_unread(opened.actor, changed).is_unread


def test_what_the_practice_sent_is_never_unread(opened, documents, patient_id):
    assert not documents.add(opened.actor, new(patient_id, tab=Tab.SENT)).is_unread


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><html>",
        b"  <HTML>",
        b"{\\rtf1 bonjour}",
        b"PK\x03\x04 un fichier de traitement de texte",
        b"MZ\x90\x00",
        b"<?xml version='1.0'?>",
    ],
)
def test_other_kinds_of_files_are_refused_in_words_and_nothing_is_kept(
    opened, documents, patient_id, data
):
    with pytest.raises(DomainError) as refused:
        documents.add(opened.actor, new(patient_id, data))
    assert "Rien n'a été modifié" in refused.value.message
    assert documents.of(opened.actor, patient_id) == []
    assert opened.application.documents.names() == []


def test_a_file_beyond_the_limit_is_refused(opened, documents, patient_id):
    with pytest.raises(DomainError, match="50"):
        documents.add(opened.actor, new(patient_id, b"%PDF-" + bytes(LARGEST)))


def test_the_kind_is_read_in_the_bytes():
    assert accepted_kind(pdf()) is FileKind.PDF
    assert accepted_kind(PNG) is FileKind.PNG
    assert accepted_kind(b"\xff\xd8\xff\xe0") is FileKind.JPEG
    assert accepted_kind(b"II*\x00") is FileKind.TIFF
    assert accepted_kind("Résultats : normaux\r\n".encode()) is FileKind.TEXT
    assert accepted_kind("Résultats".encode("cp1252")) is FileKind.TEXT


def test_old_windows_texts_keep_their_accents():
    assert decoded("créatinine".encode("cp1252")) == "créatinine"
    assert decoded("créatinine".encode()) == "créatinine"


def test_a_document_that_the_base_names_and_the_folder_lost_is_reported(
    opened, documents, patient_id
):
    document = documents.add(opened.actor, new(patient_id))
    assert check(opened.application).ok
    opened.application.documents.remove(document.file_name)
    assert any("Documents absents" in one for one in check(opened.application).problems)
    with pytest.raises(DocumentMissing):
        documents.content(opened.actor, document)


def test_the_official_types_have_their_french_labels():
    assert type_label("11502-2") == "CR d'examens biologiques"
    assert type_label("inconnu") == "inconnu"
    assert all(tab.usual_type in type_labels() for tab in Tab)
