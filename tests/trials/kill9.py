"""Kills a process at random moments of its writing, and looks each time for what was lost.

``python -m tests.trials.kill9 [--times 200] [--seed N] [--folder DIR]``

A child writes through the services on the encrypted base and reports each commit; it is killed
with SIGKILL 1 to 60 ms after one of its reports, and one time in four the next child too, while it
recovers the base. The base stays the same for all the kills. Needs a system with fork.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from almapy.app import build
from almapy.clock import SystemClock
from almapy.db.database import connect_sqlite, open_sqlite
from almapy.db.key_file import KeyFile
from almapy.opening import Door
from almapy.outside import Outside
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.users.keeper import KeyKeeper
from tests.conftest import CHEAP, new_practice
from tests.trials.ledger import Ledger
from tests.trials.writer import Writer

LONGEST_WAIT_S = 0.060
SHORTEST_WAIT_S = 0.001
_MOST_REPORTS = 12
_AGAIN = 0.25


class Ground:
    """A practice that can be opened without deriving its key from the password again."""

    def __init__(self, folder):
        self.place = Place(Folders(folder), PostSettings())
        opened = Door(self.place, SystemClock(), cost=CHEAP).create(new_practice())
        self.actor = opened.actor
        self.data_key = opened.application.keeper.data_key
        self._base_id = opened.application.base_id
        opened.application.close()

    def open(self):
        """Return the services of the base, as the front door gives them."""
        folders = self.place.folders
        return build(
            self.place,
            open_sqlite(folders.base, self.data_key.database_key()),
            KeyKeeper(KeyFile(folders.keys), self.data_key, CHEAP),
            clock=SystemClock(),
            outside=Outside(),
            base_id=self._base_id,
            is_demo=False,
        )

    def damaged_pages(self):
        """Prove every page of the closed base: this check reads past a journal."""
        base, key = self.place.folders.base, self.data_key.database_key()
        with closing(connect_sqlite(base, key)) as connection:
            return [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]


@dataclass
class Trial:
    """The kills so far and what they showed."""

    ground: Ground
    draw: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    kills: int = 0
    during_recovery: int = 0
    with_journal: int = 0
    slowest_opening: float = 0.0
    faults: list = field(default_factory=list)

    def kill_once(self, *, recovering=False):
        """Start a writer and end it at a random moment; its reports go to the ledger."""
        reader, writer = os.pipe()
        seed = self.draw.getrandbits(64)
        child = os.fork()
        if child == 0:
            os.close(reader)
            _write_until_killed(self.ground, writer, seed)
        os.close(writer)
        with os.fdopen(reader, "rb") as reports:
            if not recovering:
                for _ in range(self.draw.randint(1, _MOST_REPORTS)):
                    self._take(reports.readline())
            time.sleep(self.draw.uniform(SHORTEST_WAIT_S, LONGEST_WAIT_S))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            for line in reports:
                self._take(line)
        self.kills += 1
        self.during_recovery += recovering
        base = self.ground.place.folders.base
        journal = base.with_name(base.name + "-wal")
        self.with_journal += journal.exists() and journal.stat().st_size > 0

    def look(self):
        """Open the base and collect what is wrong in it."""
        begin = time.perf_counter()
        try:
            application = self.ground.open()
        except Exception:  # noqa: BLE001  (whatever keeps the base closed is the finding)
            self.faults.append(f"kill {self.kills}: not opened\n{traceback.format_exc()}")
            return
        self.slowest_opening = max(self.slowest_opening, time.perf_counter() - begin)
        try:
            found = self.ledger.faults(application, self.ground.data_key.audit_key())
        except Exception:  # noqa: BLE001
            found = [traceback.format_exc()]
        finally:
            application.close()
        found += self.ground.damaged_pages()
        self.faults += [f"kill {self.kills}: {one}" for one in found]

    def _take(self, line):
        if not line.endswith(b"\n"):
            if line:
                self.faults.append(f"kill {self.kills + 1}: half a report {line!r}")
            return
        report = json.loads(line)
        if report["kind"] == "failed":
            self.faults.append(f"kill {self.kills + 1}: the writer failed\n{report['why']}")
        self.ledger.take(report)


def _write_until_killed(ground, descriptor, seed):
    """Work in the child; never comes back."""
    try:
        Writer(ground.open(), ground.actor, descriptor, seed).write_forever()
    except BaseException:  # noqa: BLE001  (a child that fails must tell, not go on as the parent)
        why = json.dumps({"kind": "failed", "why": traceback.format_exc()})
        os.write(descriptor, why.encode() + b"\n")
    finally:
        os._exit(1)


def run(folder, times, seed):
    """Kill `times` times, looking after each round; stops at the first fault."""
    trial = Trial(Ground(folder), random.Random(seed))
    while trial.kills < times and not trial.faults:
        trial.kill_once()
        if trial.kills < times and trial.draw.random() < _AGAIN:
            trial.kill_once(recovering=True)
        trial.look()
    return trial


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=time.time_ns(), metavar="N")
    parser.add_argument("--folder", type=Path, help="where the base is made (a real disk)")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="almapy-kill9-", dir=asked.folder))
    begin = time.perf_counter()
    trial = run(folder / "data", asked.times, asked.seed)
    ledger = trial.ledger
    say = sys.stdout.write
    say(
        f"{trial.kills} kills ({trial.during_recovery} while recovering, {trial.with_journal} with "
        f"a journal left) in {time.perf_counter() - begin:.0f} s, seed {asked.seed}\n"
        f"{ledger.reports} commits reported: {len(ledger.created)} records, "
        f"{len(ledger.batches)} batches, {len(ledger.traced)} traces, "
        f"{len(ledger.documents)} documents; slowest opening "
        f"{trial.slowest_opening * 1000:.0f} ms\n"
        f"{len(trial.faults)} faults\n"
    )
    if trial.faults:
        say("\n".join(trial.faults[:20]) + f"\nThe base is kept in {folder}\n")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
