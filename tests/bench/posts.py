"""Several posts on PostgreSQL that open and save the same records at once.

Each post is a process with the services of the program. It keeps a counter in a field of the
record and adds one; when another post was quicker it reads again. At the end the counters tell
whether an update was lost. Two of the posts share one account: a doctor between two rooms.
"""

import multiprocessing
import random
import socket
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import func, select

from almapy.audit.model import Action
from almapy.audit.tables import JournalRow
from almapy.clock import SystemClock
from almapy.demo.people import demo_records
from almapy.errors import AlmaPyError, ConflictError
from almapy.opening import Door
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.users.model import NewAccount, Role
from tests.bench.figures import MILLISECOND, Figure, percentile
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.fakes.postgres_server import PostgresServer

TITLE = "Plusieurs postes, PostgreSQL"
_START_TIMEOUT_S = 60


@dataclass
class Outcome:
    """What one post did, and what its user would have been shown."""

    saved: Counter = field(default_factory=Counter)
    opened: int = 0
    conflicts: int = 0
    shown: list = field(default_factory=list)
    save_seconds: list = field(default_factory=list)


def run(sizes):
    """Yield what was lost and shown (both promised to be nothing), then what was done."""
    with _practice(sizes) as (place, opened):
        outcomes = _work(place, sizes)
        saved = sum((outcome.saved for outcome in outcomes), Counter())
        lost = sum((saved - Counter(_counters(opened))).values())
        invented = sum((Counter(_counters(opened)) - saved).values())
        shown = [each for outcome in outcomes for each in outcome.shown]
        broken = opened.application.journal.first_broken_link()
        untraced = abs(saved.total() - _traces(opened))
    details = {"errors": dict(Counter(shown)), "invented": invented}
    total = f"{sizes.posts} postes, {sizes.seconds}\u00a0s"
    yield _promised(f"mises à jour perdues ({total})", lost + invented, details)
    yield _promised("erreurs montrées, conflits de saisie exceptés", len(shown), details)
    yield _promised("chaînes des traces rompues", int(broken is not None), details)
    yield _promised("modifications sans trace", untraced, details)
    yield Figure("enregistrements", saved.total() / sizes.seconds, "/s")
    yield Figure("ouvertures", sum(each.opened for each in outcomes) / sizes.seconds, "/s")
    yield Figure("conflits relus et refaits", sum(each.conflicts for each in outcomes))
    times = [each for outcome in outcomes for each in outcome.save_seconds]
    yield Figure("95\u00a0% des enregistrements en", percentile(times, 95) * MILLISECOND, "ms")


def _promised(what, measured, details):
    return Figure(what, measured, goal=0, on_measure=True, details=details)


@contextmanager
def _practice(sizes):
    """Give a practice of shared records on a server of its own, in files thrown away."""
    with (
        tempfile.TemporaryDirectory(prefix="almapy-bench-") as name,
        PostgresServer.running() as server,
    ):
        settings = PostSettings(database_url=server.create_database().url)
        place = Place(Folders(Path(name) / "data"), settings)
        opened = Door(place, SystemClock(), cost=CHEAP).create(new_practice())
        application, actor = opened.application, opened.actor
        today = SystemClock().today()
        for record in islice(demo_records(sizes.shared, today=today), sizes.shared):
            application.patients.create(actor, replace(record.patient, comment="0"))
        for number in range(2, sizes.posts):
            application.accounts.create(actor, _colleague(number))
        try:
            yield place, opened
        finally:
            application.close()


def _colleague(number):
    login = _login(number)
    return NewAccount(login, Role.MEDECIN, "Claude", f"POSTE{number}", PASSWORD)


def _login(number):
    """Return the account of a post: the first two posts have the same one."""
    return LOGIN if number < 2 else f"poste{number}"


def _work(place, sizes):
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(sizes.posts)
    with context.Pool(sizes.posts, _prepare, (together,)) as pool:
        posts = [
            pool.apply_async(_post, (number, place, sizes.shared, sizes.seconds))
            for number in range(sizes.posts)
        ]
        return [post.get(timeout=sizes.seconds + 2 * _START_TIMEOUT_S) for post in posts]


_together = None


def _prepare(together):
    global _together  # noqa: PLW0603  (how a pool hands a barrier to its processes)
    _together = together


def _post(number, place, shared, duration):
    """Work as one post during `duration` seconds; runs in a process of its own."""
    name = f"poste-{number}"
    socket.gethostname = lambda: name
    opened = Door(place, SystemClock(), cost=CHEAP).open(_login(number), PASSWORD)
    outcome, draw = Outcome(), random.Random(number)
    _together.wait(_START_TIMEOUT_S)
    end = time.monotonic() + duration
    while time.monotonic() < end:
        try:
            _add_one(opened, draw.randint(1, shared), outcome)
        except AlmaPyError as error:
            outcome.shown.append(f"{type(error).__name__} {error.code}")
        except Exception as error:  # noqa: BLE001  (all that would reach the user is counted)
            outcome.shown.append(type(error).__name__)
    opened.application.close()
    return outcome


def _add_one(opened, patient_id, outcome):
    patients, actor = opened.application.patients, opened.actor
    while True:
        patient = patients.open(actor, patient_id)
        outcome.opened += 1
        draft = replace(patient.data, comment=str(int(patient.data.comment) + 1))
        begin = time.perf_counter()
        try:
            patients.change(actor, patient, draft)
        except ConflictError:
            outcome.conflicts += 1
            continue
        outcome.save_seconds.append(time.perf_counter() - begin)
        outcome.saved[patient_id] += 1
        return


def _counters(opened):
    patients = opened.application.patients
    return {
        number: int(patients.open(opened.actor, number).data.comment)
        for number in range(1, patients.count() + 1)
    }


def _traces(opened):
    with opened.application.database.reading() as session:
        return session.scalar(
            select(func.count()).where(JournalRow.action == Action.PATIENT_CHANGED)
        )
