"""Several posts and a server that goes away: a sentence, nothing lost, and work goes on after."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import pytest
from sqlalchemy import text

from almapy.errors import AlmaPyError, ExternalError
from almapy.paths import Folders
from almapy.patients.service import add_patient
from almapy.settings import Place, PostSettings
from tests.conftest import LOGIN, PASSWORD, new_practice
from tests.core.fault_helpers import (
    add_patients,
    draft,
    require_refusal,
    require_three_parts,
    run_verb,
)
from tests.fakes.postgres_server import PostgresServer, PostgresUnavailableError

pytestmark = pytest.mark.postgresql
LONGEST_ANSWER_S = 10


class Stoppable:
    """A server that can be switched off and on again with its data."""

    def __init__(self, server):
        self.server = server

    @contextmanager
    def off(self):
        self.server._end_process()
        try:
            yield
        finally:
            self.server._launch()
            assert self.server._answers()


@pytest.fixture(scope="module")
def stoppable():
    try:
        with PostgresServer.running() as server:
            yield Stoppable(server)
    except PostgresUnavailableError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def place(stoppable, tmp_path):
    url = stoppable.server.create_database().url
    return Place(Folders(tmp_path / "cabinet"), PostSettings(database_url=url))


@pytest.fixture
def post(place, make_door):
    """One post at work on the server, with five records."""
    opened = make_door(place).create(new_practice())
    add_patients(opened, 5)
    yield opened
    opened.application.close()


@pytest.fixture
def other_post(post, place, make_door):
    """The same person on another post."""
    opened = make_door(place).open(LOGIN, PASSWORD)
    yield opened
    opened.application.close()


def unreachable(work):
    begin = monotonic()
    with pytest.raises(ExternalError) as caught:
        work()
    assert (caught.value.code, caught.value.retryable) == ("base.unreachable", True)
    require_three_parts(caught.value.message)
    assert monotonic() - begin < LONGEST_ANSWER_S


class TestServerStopped:
    def test_every_service_says_so_and_works_again_afterwards(self, stoppable, post):
        patients, actor = post.application.patients, post.actor
        patient = patients.open(actor, 1)
        later = replace(patient.data, comment="saisi pendant la panne")

        with stoppable.off():
            unreachable(lambda: patients.search(actor, "fictif"))
            unreachable(lambda: patients.open(actor, 2))
            unreachable(lambda: patients.create(actor, draft(9)))
            unreachable(lambda: patients.change(actor, patient, later))
            unreachable(post.application.journal.first_broken_link)

        changed = patients.change(actor, patient, later)
        assert patients.open(actor, 1).data == changed.data == later
        assert patients.count() == 5
        assert post.application.journal.first_broken_link() is None

    def test_a_transaction_cut_in_the_middle_leaves_nothing(self, stoppable, post):
        def work():
            with post.application.works.begin(post.actor) as unit:
                add_patient(unit, draft(7))
                stoppable.server._end_process()
                add_patient(unit, draft(8))

        unreachable(work)
        with stoppable.off():
            pass

        assert post.application.patients.count() == 5
        assert post.application.patients.search(post.actor, "fictif7") == []

    def test_a_commit_that_got_no_answer_is_told(self, stoppable, post):
        def work():
            with post.application.works.begin(post.actor) as unit:
                add_patient(unit, draft(7))
                unit.session.flush()
                stoppable.server._end_process()

        unreachable(work)
        with stoppable.off():
            pass
        assert post.application.patients.count() == 5

    def test_the_door_says_so(self, stoppable, post, place, make_door):
        with stoppable.off():
            unreachable(lambda: make_door(place).open(LOGIN, PASSWORD))
        make_door(place).open(LOGIN, PASSWORD).application.close()

    def test_a_verb_says_so(self, stoppable, post, place):
        folders = place.folders
        url = place.settings.database_url
        folders.settings.write_text(f'database_url = "{url}"\n', encoding="utf-8")
        with stoppable.off():
            done = run_verb(folders.root, "patients", "search", "fictif")
        require_refusal(done, "base.unreachable")
        assert run_verb(folders.root, "patients", "search", "fictif").returncode == 0


def side_by_side(unfinished, other):
    """Run `other` in a thread while the transaction `unfinished` waits to commit."""
    failures = []

    def work():
        try:
            other()
        except AlmaPyError as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    with unfinished():
        thread.start()
        thread.join(0.5)
    thread.join(LONGEST_ANSWER_S)
    assert not thread.is_alive()
    return failures


class TestPostsAtOnce:
    def test_one_person_opens_the_same_record_on_two_posts(self, post, other_post):
        """A doctor between two rooms: both openings keep the record as recent."""
        from almapy.patients.service import _touch_recent

        @contextmanager
        def unfinished():
            with post.application.works.begin(post.actor) as unit:
                _touch_recent(unit, 3)
                unit.session.flush()
                yield

        patients = other_post.application.patients
        assert side_by_side(unfinished, lambda: patients.open(other_post.actor, 3)) == []
        assert [hit.patient_id for hit in patients.recent(other_post.actor)] == [3]

    def test_the_first_two_records_of_a_practice_get_two_numbers(self, place, make_door):
        post = make_door(place).create(new_practice())
        other = make_door(place).open(LOGIN, PASSWORD)

        @contextmanager
        def unfinished():
            with post.application.works.begin(post.actor) as unit:
                add_patient(unit, draft(1))
                yield

        failures = side_by_side(
            unfinished, lambda: other.application.patients.create(other.actor, draft(2))
        )
        hits = post.application.patients.search(post.actor, "fictif")
        for opened in (post, other):
            opened.application.close()

        assert failures == []
        assert sorted(hit.dossier for hit in hits) == [1, 2]

    def test_a_deadlock_is_told_to_one_of_the_two_who_may_try_again(self, post, other_post):
        failures = []
        together = threading.Barrier(2)

        def cross(opened, first, second):
            rename = text("UPDATE patient SET comment = 'x' WHERE id = :id")
            try:
                with opened.application.database.writing() as session:
                    session.execute(rename, {"id": first})
                    together.wait(LONGEST_ANSWER_S)
                    session.execute(rename, {"id": second})
            except ExternalError as error:
                failures.append(error)

        threads = [
            threading.Thread(target=cross, args=(post, 1, 2)),
            threading.Thread(target=cross, args=(other_post, 2, 1)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONGEST_ANSWER_S)

        [error] = failures
        assert (error.code, error.retryable) == ("base.busy", True)
        require_three_parts(error.message)
