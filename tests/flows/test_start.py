"""The start stays quick: what the first paint must not load."""

import json
import os
import subprocess
import sys

_PROGRAM = """
import json, sys
from pathlib import Path
import ui.start
from almapy.clock import SystemClock
from ui.program import apply_appearance, make_application
from ui.theme import Theme
import PySide6.QtCore

application = make_application()
theme = Theme()
apply_appearance(application, theme)
place = ui.start._place(Path(sys.argv[1]))
launcher = ui.start.Launcher(application, place, SystemClock(), theme)
launcher.start()
window = launcher.front
while not window._is_painted:
    application.processEvents()
heavy = ("sqlalchemy", "cryptography", "sqlcipher3", "alembic", "lxml", "numpy", "cv2")
found = [name for name in heavy if name in sys.modules]
print(json.dumps({"namespace": "Qt" in vars(PySide6.QtCore), "heavy": found}), flush=True)
import os
os._exit(0)
"""


def test_the_first_paint_loads_no_heavy_library_and_no_whole_namespace(practice, tmp_path):
    folder = practice.application.folders.root
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"namespace": False, "heavy": []}
