"""From the start of the process to the sign-in window on screen, against a bare window.

Both are the real commands, not a line of them changed: Qt itself says on standard error when it
has painted a window and hands it to the screen, and the process is then ended. What Qt says costs
about 2 ms of the measured start and nothing of the reference.
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from almapy.clock import SystemClock
from almapy.opening import Door
from almapy.paths import DATA_DIR_VARIABLE, Folders
from almapy.settings import Place, PostSettings
from tests.bench.figures import against, in_turns
from tests.conftest import CHEAP, new_practice

ROOT = Path(__file__).parents[2]
GOAL = 1.5
TITLE = "Démarrage"
_MARK = b"Flushing top level"
_DEADLINE_S = 30


def run(sizes):
    """Yield one line; both sides take turns, after one start of each that warms the disk."""
    with tempfile.TemporaryDirectory(prefix="almapy-bench-") as name:
        folder = Path(name)
        environment = _environment(folder)
        data = folder / "almapy"
        door = Door(Place(Folders(data), PostSettings()), SystemClock(), cost=CHEAP)
        door.create(new_practice()).application.close()

        def measured(_number):
            _until_painted("ui.main", environment)
            # The lock of a program that was killed would make the next start look for it.
            (data / "window.lock").unlink(missing_ok=True)

        def reference(_number):
            _until_painted("tests.bench.bare_window", environment)

        measured(0)
        reference(0)
        taken = in_turns(sizes.starts, measured, reference)
    yield against("fenêtre de connexion peinte / fenêtre vide", taken, goal=GOAL)


def _environment(folder):
    """Return the variables of both: byte code is kept as on a post, settings of nobody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALMAPY_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    # The folder is found as it is without any option where that can be arranged.
    found = sys.platform == "linux" and not Path("/var/lib/almapy").exists()
    kept |= {"XDG_DATA_HOME": str(folder)} if found else {DATA_DIR_VARIABLE: str(folder / "almapy")}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "QT_FORCE_STDERR_LOGGING": "1",
        "QT_LOGGING_RULES": "qt.widgets.painting.info=true",
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "XDG_CONFIG_HOME": str(folder / "settings"),
    }


def _until_painted(module, environment):
    command = [sys.executable, "-m", module]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    watch = threading.Timer(_DEADLINE_S, process.kill)
    watch.start()
    try:
        _await_mark(process)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        process.stderr.close()


def _await_mark(process):
    said = b""
    while _MARK not in said:
        piece = os.read(process.stderr.fileno(), 65536)
        if not piece:
            raise RuntimeError(f"no window was painted:\n{said.decode(errors='replace')[-2000:]}")
        said += piece
