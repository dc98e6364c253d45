"""Programs that the tests of faults start beside them: ``fault_child FOLDER WORK [NUMBER]``."""

import os
import resource
import signal
import sys
from pathlib import Path

from almapy.clock import SystemClock
from almapy.db.key_file import KeyFile
from almapy.errors import AlmaPyError
from almapy.opening import Door
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.core.fault_helpers import add_patients, draft

_ROOM = 300_000


def door(folder):
    return Door(Place(Folders(folder), PostSettings()), SystemClock(), cost=CHEAP)


def grow(folder):
    """Write records until the system refuses to let a file grow; say why, then how many."""
    opened = door(folder).open(LOGIN, PASSWORD)
    opened.application.database.close()
    limit(opened.application.folders.base.stat().st_size + _ROOM)
    number = 0
    try:
        while True:
            text = "Préfère être appelée le soir. " * 500
            opened.application.patients.create(opened.actor, draft(number, comment=text))
            number += 1
    except AlmaPyError as error:
        say(error.message)
    say(str(number))
    opened.application.close()


def create(folder, room):
    """Create a practice where no file may exceed `room` bytes; say what comes of it."""
    folder.mkdir(parents=True, exist_ok=True)
    limit(room)
    try:
        door(folder).create(new_practice())
    except AlmaPyError as error:
        say(error.message)


def create_until_killed(folder, _number):
    KeyFile.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    create(folder, resource.RLIM_INFINITY)


def write(folder, count):
    opened = door(folder).open(LOGIN, PASSWORD)
    add_patients(opened, count)
    opened.application.close()


def limit(size):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def say(text):
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    place, work, *numbers = sys.argv[1:]
    works = {one.__name__: one for one in (grow, create, create_until_killed, write)}
    works[work](Path(place), *map(int, numbers))
