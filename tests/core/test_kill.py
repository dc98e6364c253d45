"""A program killed while it writes loses nothing that it said was saved.

The trial itself is ``python -m tests.trials.kill9``, which can be run for longer.
"""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from almapy.audit.model import Head
from almapy.audit.seal import Seal
from tests.core.backup_helpers import flip
from tests.trials.kill9 import Ground, Trial
from tests.trials.ledger import Ledger
from tests.trials.writer import Writer

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL et fork n'existent pas")


@pytest.mark.slow
def test_nothing_said_to_be_saved_is_lost_by_a_brutal_stop(tmp_path):
    command = [sys.executable, "-m", "tests.trials.kill9", "--times=12", f"--folder={tmp_path}"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("12 kills ")
    assert done.stdout.endswith("\n0 faults\n")


class Written:
    """A base that the trial's writer filled without being killed, and what it reported."""

    def __init__(self, folder):
        self.ground = Ground(folder)
        self.ledger = Ledger()
        application = self.ground.open()
        writer = Writer(application, self.ground.actor, None, seed=4)
        writer._report = lambda **values: self.ledger.take(values)
        for work in (writer._create, writer._change, writer._trace, writer._batch, writer._put):
            work(1)
        application.close()

    def faults(self):
        application = self.ground.open()
        try:
            return self.ledger.faults(application, self.ground.data_key.audit_key())
        finally:
            application.close()

    def spoil(self, statement):
        application = self.ground.open()
        with application.database.writing() as session:
            session.execute(text(statement))
        application.close()


@pytest.fixture
def written(tmp_path):
    return Written(tmp_path / "cabinet")


def test_the_trial_finds_nothing_in_a_whole_base(written):
    assert written.faults() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM patient_token WHERE patient_id = 1 AND kind = 3", "patient 1: words"),
        ("UPDATE patient SET uid = 'another' WHERE id = 1", "patient 1: lost"),
        ("UPDATE patient SET comment = '' WHERE id = 1", "another change"),
        ("UPDATE patient SET version = 1 WHERE id = 1", "patient 1: change lost"),
        ("DELETE FROM patient WHERE id = 2", "19 of 20"),
    ],
)
def test_the_trial_sees_what_a_base_has_lost(written, statement, said):
    written.spoil(statement)

    assert said in "\n".join(written.faults())


def test_the_trial_sees_a_lost_trace(written):
    written.spoil("DROP TRIGGER journal_no_DELETE")
    written.spoil("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")

    assert "chain: " in "\n".join(written.faults())


def test_the_trial_sees_a_seal_ahead_of_the_base(written):
    [path] = written.ground.place.folders.seals.glob("*.seal")
    Seal(path, written.ground.data_key.audit_key()).write(Head(999, bytes(32)))

    assert "chain: " in "\n".join(written.faults())


def test_the_trial_sees_a_torn_and_a_lost_document(written):
    [name] = written.ledger.documents
    path = written.ground.place.folders.documents / name[:2] / name

    flip(path, 40)
    assert written.faults() == [f"document {name}: documents.damaged"]

    path.unlink()
    assert written.faults() == [f"document {name}: lost"]


def test_the_trial_sees_a_damaged_page(written):
    base = written.ground.place.folders.base
    flip(base, base.stat().st_size - 2000)
    trial = Trial(written.ground, Random(1), written.ledger)

    trial.look()

    assert "DamagedBase" in trial.faults[0]
    assert "HMAC verification failed" in trial.faults[1]
