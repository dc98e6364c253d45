"""A disk that is full, read-only or held by another program: the work of before stays whole."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from almapy.audit.model import Action, Head
from almapy.audit.queries import JournalFilter
from almapy.audit.seal import Seal
from almapy.db import database as databases
from almapy.db.database import connect_sqlite
from almapy.errors import AlmaPyError, ExternalError, StorageFull
from almapy.integrity import quick_check
from tests.conftest import LOGIN, PASSWORD, new_practice
from tests.core.fault_helpers import (
    ROOT,
    add_patients,
    draft,
    on_each_use,
    require_refusal,
    require_three_parts,
    run_verb,
    small_disk,
    without_privilege,
)

posix_only = pytest.mark.skipif(os.name != "posix", reason="limites et droits d'un système POSIX")
LONG = "Préfère être appelée le soir. " * 2000


def fill_until_refused(opened, first=1000, most=2000):
    """Create records until the disk refuses one; return how many were kept, and the error."""
    patients = opened.application.patients
    for number in range(most):
        try:
            patients.create(opened.actor, draft(first + number, comment=LONG))
        except AlmaPyError as error:
            return number, error
    raise AssertionError("the disk is never full")


def require_whole(opened, records):
    assert opened.application.patients.count() == records
    assert quick_check(opened.application) == []
    for number in range(1, records + 1):
        opened.application.overview.of(opened.actor, number)


class TestFullDisk:
    def test_a_base_that_may_not_grow_keeps_what_it_holds(self, practice):
        add_patients(practice, 5)
        with practice.application.database.reading() as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        make_room = on_each_use(practice, f"max_page_count = {pages + 40}")

        kept, error = fill_until_refused(practice)

        assert type(error) is StorageFull
        require_three_parts(error.message)
        require_whole(practice, 5 + kept)
        make_room()
        practice.application.database.engine.dispose()
        add_patients(practice, 3)
        require_whole(practice, 5 + kept + 3)

    def test_a_change_that_does_not_fit_leaves_the_former_version(self, practice):
        [number] = add_patients(practice, 1)
        patients = practice.application.patients
        patient = patients.open(practice.actor, number)
        make_room = on_each_use(practice, "max_page_count = 1")

        with pytest.raises(StorageFull):
            patients.change(practice.actor, patient, replace(patient.data, comment=LONG))

        make_room()
        practice.application.database.engine.dispose()
        assert patients.open(practice.actor, number) == patient
        assert patients.search(practice.actor, "fictif")[0].patient_id == number
        patients.change(practice.actor, patient, replace(patient.data, comment=LONG))

    @posix_only
    def test_a_limit_of_the_system_is_told_in_a_sentence(self, practice):
        """The system cuts the writing in the middle of a page, as a failing disk does."""
        add_patients(practice, 5)
        practice.application.close()

        done = in_child(practice.application.folders.root, "grow")

        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        *sentence, kept = done.stdout.splitlines()
        require_three_parts(" ".join(sentence))
        require_whole(practice, 5 + int(kept))
        add_patients(practice, 3)
        require_whole(practice, 5 + int(kept) + 3)

    def test_a_disk_really_full_is_told_and_nothing_is_lost(self, tmp_path, make_door, place):
        with small_disk(tmp_path / "cabinet", "8m") as folder:
            opened = make_door(place).create(new_practice())
            add_patients(opened, 5)
            stuffing = folder / "stuffing"
            stuffing.write_bytes(bytes(4_000_000))

            kept, error = fill_until_refused(opened)

            assert type(error) is StorageFull
            require_three_parts(error.message)
            with pytest.raises(StorageFull):
                opened.application.documents.put(os.urandom(4_000_000))
            stuffing.unlink()
            require_whole(opened, 5 + kept)
            add_patients(opened, 3)
            require_whole(opened, 5 + kept + 3)
            opened.application.close()
            opened = make_door(place).open(LOGIN, PASSWORD)
            require_whole(opened, 5 + kept + 3)
            opened.application.close()

    @posix_only
    @pytest.mark.parametrize("room", [0, 60_000])
    def test_a_practice_created_on_a_full_disk_leaves_nothing(self, place, make_door, room):
        done = in_child(place.folders.root, "create", str(room))

        assert done.returncode == 0, done.stderr
        require_three_parts(done.stdout)
        assert not place.folders.exists()
        make_door(place).create(new_practice()).application.close()

    @posix_only
    def test_a_creation_that_was_killed_can_begin_again(self, place, make_door):
        """Killed before its keys were written, a base holds nothing and nobody can open it."""
        done = in_child(place.folders.root, "create_until_killed", "0")
        assert done.returncode == -signal.SIGKILL
        assert place.folders.base.exists()

        make_door(place).create(new_practice()).application.close()
        make_door(place).open(LOGIN, PASSWORD).application.close()

    def test_the_seal_that_cannot_be_written_takes_nothing_back(self, practice):
        """What is committed is committed: the seal stays behind, the next one catches up."""
        seals = practice.application.folders.seals
        aside = seals.rename(seals.with_name("aside"))
        seals.write_bytes(b"")

        [number] = add_patients(practice, 1)

        seals.unlink()
        aside.rename(seals)
        practice.application.patients.open(practice.actor, number)
        assert practice.application.journal.first_broken_link() is None


@posix_only
class TestReadOnlyFolder:
    @pytest.mark.parametrize("shut", ["folder", "files", "both"])
    def test_is_told_and_nothing_is_touched(self, practice, shut):
        add_patients(practice, 3)
        practice.application.close()
        folder = practice.application.folders.root

        with read_only(folder, shut) as before:
            done = run_verb(folder, "patients", "search", "fictif", prefix=without_privilege())
            assert done.returncode == 1, done.stdout + done.stderr
            assert "Traceback" not in done.stderr
            require_three_parts(done.stderr)
            after = {path: path.stat().st_mtime_ns for path in before}

        assert after == before
        require_whole(practice, 3)

    def test_no_practice_is_created_there(self, tmp_path):
        folder = tmp_path / "shut"
        folder.mkdir()
        with read_only(folder, "folder"):
            done = run_verb(folder, "init", "--demo", "3", prefix=without_privilege())
        require_refusal(done, "folder.unwritable")
        assert list(folder.iterdir()) == []


class TestOccupiedBase:
    @contextmanager
    def _held(self, practice, order="BEGIN EXCLUSIVE"):
        application = practice.application
        key = application.keeper.data_key.database_key()
        with closing(connect_sqlite(application.folders.base, key)) as other:
            for one in order.split(";"):
                other.execute(one)
            yield other

    def test_a_save_is_refused_with_a_sentence_and_works_again(self, practice):
        on_each_use(practice, "busy_timeout = 100")
        with self._held(practice):
            with pytest.raises(ExternalError) as caught:
                add_patients(practice, 1)
            assert practice.application.patients.count() == 0
        assert (caught.value.code, caught.value.retryable) == ("base.occupied", True)
        require_three_parts(caught.value.message)

        add_patients(practice, 1)
        require_whole(practice, 1)

    def test_a_program_that_lets_go_in_time_is_waited_for(self, practice):
        with self._held(practice) as other:
            letting_go = threading.Timer(0.3, other.execute, ("ROLLBACK",))
            letting_go.start()
            add_patients(practice, 1)
            letting_go.join()
        require_whole(practice, 1)

    def test_the_door_tells_of_a_base_held_by_another_program(
        self, practice, place, make_door, monkeypatch
    ):
        monkeypatch.setattr(databases, "BUSY_TIMEOUT_MS", 100)
        practice.application.close()
        order = "PRAGMA locking_mode = EXCLUSIVE;BEGIN EXCLUSIVE;COMMIT"
        with self._held(practice, order), pytest.raises(ExternalError) as caught:
            make_door(place).open(LOGIN, PASSWORD)
        assert caught.value.code == "base.occupied"
        require_three_parts(caught.value.message)
        make_door(place).open(LOGIN, PASSWORD).application.close()


class TestTwoPrograms:
    def test_writing_at_once_show_no_lock_and_lose_nothing(self, practice):
        records, programs = 20, 3
        folder = practice.application.folders.root
        running = [start_child(folder, "write", str(records)) for _ in range(programs)]

        said = [child.communicate(timeout=120) for child in running]

        assert [child.returncode for child in running] == [0] * programs, said
        assert [err for _, err in said if "Traceback" in err] == []
        assert practice.application.patients.count() == records * programs
        created = JournalFilter(action=Action.PATIENT_CREATED)
        page = practice.application.journal.page(practice.actor, created)
        assert page.total == records * programs
        assert practice.application.journal.first_broken_link() is None

    def test_one_seal_serves_them_without_a_fault(self, tmp_path):
        """A window and a verb of the same post seal the same journal."""
        path, failures = tmp_path / "poste.seal", []

        def seal_every_other(first):
            seal = Seal(path, bytes(32))
            for seq in range(first, 600, 2):
                try:
                    seal.write(Head(seq, bytes(32)))
                except OSError as error:
                    failures.append(error)

        threads = [threading.Thread(target=seal_every_other, args=(first,)) for first in (1, 2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failures == []
        assert Seal(path, bytes(32)).read().seq >= 598
        assert list(tmp_path.iterdir()) == [path]


@contextmanager
def read_only(folder, shut):
    """Take the right to write away from everybody but root; give the times of the files."""
    inside = list(folder.rglob("*"))
    for path in inside:
        writable = shut == "folder" and path.is_file()
        path.chmod((0o777 if path.is_dir() else 0o666) if writable else 0o555)
    folder.chmod(0o777 if shut == "files" else 0o555)
    try:
        yield {path: path.stat().st_mtime_ns for path in inside}
    finally:
        for path in (folder, *inside):
            path.chmod(0o755)


def start_child(folder, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.core.fault_child", str(folder), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def in_child(folder, *words):
    child = start_child(folder, *words)
    out, err = child.communicate(timeout=120)
    return subprocess.CompletedProcess(child.args, child.returncode, out, err)
