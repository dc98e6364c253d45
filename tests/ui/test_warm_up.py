"""What is made ready beside the first page: a worker makes no type of Qt, windows do."""

import gc
import json
import os
import subprocess
import sys

from ui.shell.page_stack import PageStack
from ui.shell.warm_up import WarmUp

_PROGRAM = """
import json, sys, threading
from PySide6.QtWidgets import QApplication
from ui.qt_types import QtTypes
from ui.sections import SECTIONS

def types():
    return {
        f"{module}.{name}"
        for module, loaded in list(sys.modules.items())
        if module.startswith("PySide6")
        for name in (*vars(loaded), "")
    }

def load():
    for page in [section.load() for section in SECTIONS]:
        page.preload()

application = QApplication([])
made = QtTypes()
made.ready.connect(application.quit)
made.start()
application.exec()
before = types()
worker = threading.Thread(target=load)
worker.start()
worker.join()
found = {"curves": "pyqtgraph" in sys.modules, "made by the worker": sorted(types() - before)}
print(json.dumps(found), flush=True)
import os
os._exit(0)
"""


def test_a_worker_that_imports_every_page_loads_no_module_and_makes_no_type_of_qt():
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"curves": True, "made by the worker": []}


def test_no_page_is_imported_by_a_worker_before_the_types_stand(qtbot, desk, tasks, settle):
    pages = PageStack(desk, [])
    qtbot.addWidget(pages)
    warm = WarmUp(desk, pages, tasks)
    with qtbot.waitSignal(warm._types.ready, timeout=20_000):
        warm.start()
        assert tasks.under_way == 0
    assert tasks.under_way == 1
    settle()


def test_what_was_made_ready_is_not_looked_at_for_garbage_again(qtbot, desk, tasks):
    pages = PageStack(desk, [])
    qtbot.addWidget(pages)
    before = gc.get_freeze_count()
    WarmUp(desk, pages, tasks)._build_next()
    assert gc.get_freeze_count() > before
