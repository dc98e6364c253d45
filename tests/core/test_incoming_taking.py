"""Documents are taken in whole or not at all; what is wrong with one stops none of the others."""

import hashlib
import os
from dataclasses import replace

import pytest
from sqlalchemy import select

from almapy import durable_file
from almapy.documents import store
from almapy.documents.model import Origin
from almapy.documents.queries import named_files
from almapy.errors import AccessError, DomainError, StorageFull
from almapy.incoming.model import State
from almapy.incoming.tables import IncomingRow
from almapy.integrity import check
from almapy.users.model import Role
from tests.core.documents_helper import PNG
from tests.core.documents_helper import new as new_document
from tests.core.incoming_helper import (
    RUTHS_LETTER,
    STRANGERS_LETTER,
    Office,
    emptied,
    entry,
    practice_of_a_module,
)
from tests.core.test_patients import RUTH
from tests.fakes.clock import FakeClock


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


def rows(office):
    with office.app.database.reading() as session:
        return list(session.scalars(select(IncomingRow).order_by(IncomingRow.id)))


def test_each_file_is_taken_or_refused_on_its_own(office, tmp_path):
    good, picture = tmp_path / "avis.txt", tmp_path / "scan.png"
    good.write_text(RUTHS_LETTER)
    picture.write_bytes(PNG)
    empty, page = tmp_path / "vide.pdf", tmp_path / "page.docx"
    empty.write_bytes(b"")
    page.write_bytes(b"PK\x03\x04")
    heard = []
    taken = office.service.take_files(
        office.actor,
        [empty, good, tmp_path / "absent.pdf", page, picture, tmp_path],
        progress=lambda done, of: heard.append((done, of)),
    )
    assert len(taken.added) == 2
    assert [line.name for line in office.service.to_file(office.actor)] == ["avis.txt", "scan.png"]
    assert len(taken.refused) == 4
    assert "vide.pdf" in taken.refused[0]
    assert "est vide" in taken.refused[0]
    assert heard[-1] == (6, 6)


def test_the_bytes_are_kept_as_received_and_counted_by_backups_and_checks(office):
    number = office.take()
    (row,) = rows(office)
    assert row.sha256 == hashlib.sha256(RUTHS_LETTER.encode()).hexdigest()
    with office.app.database.reading() as session:
        assert row.file_name in named_files(session)
    assert office.service.content(office.actor, number)[0] == RUTHS_LETTER.encode()
    office.app.documents.remove(row.file_name)
    assert check(office.app).problems


def test_repeated_bytes_are_taken_and_told(office):
    first = office.take()
    taken = office.service.take_bytes(office.actor, RUTHS_LETTER.encode(), "encore.txt")
    assert taken.repeated == taken.added
    (again,) = [line for line in office.service.to_file(office.actor) if line.id != first]
    assert again.repeats == first
    assert not again.alike


def test_bytes_that_a_record_already_holds_are_told(office):
    patient = office.app.patients.create(office.actor, RUTH)
    office.app.record_documents.add(office.actor, new_document(patient.id, RUTHS_LETTER.encode()))
    line = office.line(office.take())
    assert "contient déjà ce fichier" in line.problem
    assert str(patient.dossier) in line.problem


def test_bytes_of_a_filed_document_are_told(office):
    patient = office.app.patients.create(office.actor, RUTH)
    first = office.taken_and_read()
    office.service.file(office.actor, first, entry(), patient.id)
    assert office.line(office.take(name="encore.txt")).repeats == first.id


def test_a_full_disk_says_so_and_keeps_the_rest(office, tmp_path, monkeypatch):
    whole = durable_file.write

    def write(path, data):
        if len(data) > 1000:
            raise StorageFull("Le disque est plein : rien n'a été enregistré.")
        whole(path, data)

    monkeypatch.setattr(store.durable_file, "write", write)
    large, small = tmp_path / "grand.txt", tmp_path / "petit.txt"
    large.write_text("mot " * 1000)
    small.write_text("petit")
    taken = office.service.take_files(office.actor, [large, small])
    assert len(taken.added) == 1
    assert "disque est plein" in taken.refused[0]
    assert [row.name for row in rows(office)] == ["petit.txt"]


def test_a_crash_between_store_and_row_leaves_a_file_without_row_never_the_reverse(
    office, monkeypatch
):
    class CutError(Exception):
        pass

    def cut(*_):
        raise CutError

    monkeypatch.setattr(office.service._taker._works, "begin", cut)
    with pytest.raises(CutError):
        office.service.take_bytes(office.actor, RUTHS_LETTER.encode(), "avis.txt")
    monkeypatch.undo()
    assert len(office.app.documents.names()) == 1
    assert rows(office) == []
    assert check(office.app).ok


def test_a_stored_copy_that_does_not_read_back_is_not_taken(office, monkeypatch):
    monkeypatch.setattr(office.app.documents.__class__, "read", lambda _self, _name: b"autre")
    taken = office.service.take_bytes(office.actor, RUTHS_LETTER.encode(), "avis.txt")
    assert not taken.added
    assert "relu" in taken.refused[0]


def test_only_those_who_file_documents_take_them(office):
    keeper = office.someone(Role.ADMINISTRATEUR, "admin")
    with pytest.raises(AccessError):
        office.service.take_bytes(keeper, b"texte", "a.txt")
    with pytest.raises(AccessError):
        office.service.to_file(keeper)


# --- the watched folder ---


@pytest.fixture
def folder(office, tmp_path):
    folder = tmp_path / "scanner"
    folder.mkdir()
    office.folder = str(folder)
    return folder


def put(folder, name, text=STRANGERS_LETTER, at=1_000_000_000):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (at, at))
    return path


def names(office):
    return [line.name for line in office.service.to_file(office.actor)]


def test_a_file_is_taken_once_it_did_not_change_between_two_looks_oldest_first(office, folder):
    put(folder, "b.txt", "deux", 1_000_000_002)
    put(folder, "a.txt", "trois", 1_000_000_003)
    put(folder, "c.txt", "un", 1_000_000_001)
    office.look(1)
    assert names(office) == []
    office.look(1)
    assert names(office) == ["c.txt", "b.txt", "a.txt"]
    (row, *_) = rows(office)
    assert row.origin == Origin.SCAN.value
    assert office.service.to_file(office.actor)[0].imported_by == "Dossier surveillé"


def test_a_file_still_being_written_is_left(office, folder):
    path = put(folder, "scan.txt", "début")
    office.look(1)
    put(folder, "scan.txt", "début et suite", 1_000_000_009)
    office.look(1)
    assert names(office) == []
    office.look(1)
    assert office.service.content(office.actor, rows(office)[0].id)[0] == path.read_bytes()


def test_a_pdf_without_its_end_waits_for_it(office, folder):
    put(folder, "scan.pdf", b"%PDF-1.4 debut")
    office.look(10)
    assert names(office) == []
    office.look(20)
    assert names(office) == ["scan.pdf"]


def test_hidden_temporary_and_foreign_things_are_left_alone(office, folder, tmp_path):
    for name in (".cache.txt", "~$doc.txt", "scan.pdf.part", "scan.tmp", "Thumbs.db"):
        put(folder, name)
    (folder / "sous-dossier").mkdir()
    put(folder / "sous-dossier", "dedans.txt")
    outside = put(tmp_path, "dehors.txt")
    (folder / "lien.txt").symlink_to(outside)
    assert office.look(3) == ""
    assert names(office) == []


def test_a_file_taken_before_is_known_again_after_a_new_start(office, folder):
    put(folder, "scan.txt")
    office.look()
    again = Office(office.opened, folder=str(folder))
    again.look(3)
    assert names(office) == ["scan.txt"]


def test_two_posts_that_watch_one_folder_take_each_file_once(office, folder, tmp_path):
    put(folder, "scan.txt")
    mounted = tmp_path / "Z"
    mounted.mkdir()
    put(mounted, "scan.txt")  # the same share under another name: same bytes, same time
    office.look()
    Office(office.opened, folder=str(mounted), post="POSTE-2").look()
    assert names(office) == ["scan.txt"]


def test_a_folder_that_goes_away_is_told_and_watched_again_when_it_is_back(office, folder):
    put(folder, "a.txt", "un")
    office.look()
    away = folder.rename(folder.with_name("ailleurs"))
    assert "n'est pas accessible" in office.look(1)
    away.rename(folder)
    put(folder, "b.txt", "deux")
    assert office.look() == ""
    assert names(office) == ["a.txt", "b.txt"]


def test_a_file_that_no_record_keeps_is_told_once_and_stops_none_of_the_others(office, folder):
    put(folder, "a.docx", b"PK\x03\x04", 1_000_000_000)
    put(folder, "b.txt", "deux", 1_000_000_001)
    assert "a.docx" in office.look()
    assert "a.docx" in office.look(1)
    assert names(office) == ["b.txt"]
    (folder / "a.docx").unlink()
    assert office.look(1) == ""


def test_no_path_stands_in_the_logs(office, folder, caplog):
    put(folder, "scan.txt")
    with caplog.at_level("DEBUG"):
        office.look()
    assert rows(office)[0].source_path == str(folder / "scan.txt")
    assert str(folder) not in caplog.text
    assert rows(office)[0].state == State.WAITING.value


def test_the_folder_to_watch_must_be_one_that_can_be_read(office, folder):
    posts = office.app.post_settings
    for wrong in ("scanner", str(folder / "absent"), str(put(folder, "fichier.txt"))):
        with pytest.raises(DomainError) as refusal:
            posts.change(office.actor, replace(posts.get(), watched_folder=wrong))
        assert refusal.value.field == "watched_folder"
    posts.change(office.actor, replace(posts.get(), watched_folder=str(folder)))
    assert posts.get().watched_folder == str(folder)
