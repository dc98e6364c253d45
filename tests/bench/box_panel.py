"""What a person waits who holds a box before the webcam: from its first picture to the fields.

The camera is simulated at thirty pictures a second. Its pictures come from a generator that stands
outside the product: ``ALMAPY_BOXES`` names it, or it lies in ``../shared/tools/datamatrix-frames``
beside the clone. Nothing was tuned on the seed used here.
"""

import importlib.util
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.bench import screen
from tests.bench.bases import create
from tests.bench.figures import MILLISECOND, Figure, percentile
from tests.bench.windows import until

TITLE = "Boîte tenue devant la webcam"
VARIABLE = "ALMAPY_BOXES"
FIELDS_MS, STALL_MS = 1_000, 50
_BESIDE = Path(__file__).parents[3] / "shared/tools/datamatrix-frames/make_frames.py"
_LEVELS, _SEED = ("d1", "d2"), 9_021
_PICTURES = 6
_PACE = 1 / 30
_WAIT_S = 15.0
_IDLE_MS, _FILMED_MS = 2_000, 6_000


class Scene:
    """A camera that shows the pictures of one box in turn, as a hand holds it."""

    has_autofocus = True

    def __init__(self, frames, truth):
        self.frames, self.truth = frames, truth
        self.first_at = None
        self._next_at = 0.0
        self._count = 0

    def open(self):
        self.first_at, self._count, self._next_at = None, 0, time.perf_counter()

    def read(self):
        self._next_at += _PACE
        time.sleep(max(0.0, self._next_at - time.perf_counter()))
        frame = self.frames[self._count % len(self.frames)]
        self._count += 1
        if self.first_at is None:
            self.first_at = time.perf_counter()
        return frame

    def close(self):
        """Nothing is held."""


def generator():
    """Return where the generator of pictures is, None when it is absent."""
    path = Path(os.environ.get(VARIABLE) or _BESIDE)
    return path if path.is_file() else None


def run(sizes):
    """Yield the wait until the fields are shown, wrong reads, and the window's longest stall."""
    script = generator()
    if script is None:
        sys.stderr.write(f"{TITLE}\u00a0: pas de générateur d'images ({VARIABLE})\n")
        return
    made = _loaded(script)
    scenes = [_scene(made, _LEVELS[number % 2], number) for number in range(sizes.held)]
    empty = _scene(made, "none", 0)
    with tempfile.TemporaryDirectory(prefix="almapy-bench-") as folder:
        opened = create(Path(folder) / "practice")
        try:
            yield from _measure(opened, scenes, empty)
        finally:
            opened.application.close()


def _loaded(script):
    spec = importlib.util.spec_from_file_location("make_frames", script)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def _scene(made, level, number):
    from almapy.camera.ports import Frame

    drawn = [made.render(level, _SEED, number, frame=turn) for turn in range(_PICTURES)]
    frames = [Frame(one.shape[1], one.shape[0], one.tobytes()) for one, _truth in drawn]
    return Scene(frames, drawn[0][1])


def _measure(opened, scenes, empty):
    qt = screen.application()
    from PySide6.QtTest import QTest

    from ui.desk import Desk
    from ui.tasks import TaskRunner
    from ui.theme import ColorMode, Theme
    from ui.tour.player import Heartbeat
    from ui.vaccination.scan_panel import BoxScanPanel

    theme, tasks, hand = Theme(), TaskRunner(), [scenes[0]]
    theme.apply(qt, ColorMode.LIGHT)
    application = _filming(opened.application, hand)
    panel = BoxScanPanel(Desk(application, opened.actor, tasks, theme))
    panel.resize(1100, 640)
    panel.show()
    try:
        until(lambda: not tasks.under_way)
        tasks.settle()  # as the office does once its window is built
        heart = Heartbeat()
        QTest.qWait(_IDLE_MS)
        idle = heart.longest_ms()
        hand[0] = empty
        panel.start()
        until(lambda: empty.first_at is not None)
        heart.restart()
        QTest.qWait(_FILMED_MS)
        stalls = [heart.longest_ms()]
        heart.restart()
        waits, wrong = [], 0
        for scene in scenes:
            hand[0] = scene
            wait = _wait_for_fields(panel, scene)
            stalls.append(heart.longest_ms())
            until(lambda: not tasks.under_way)
            waits.append(wait)
            wrong += not _is_true(panel.result.box, scene.truth)
            heart.restart()
    finally:
        panel.stop()
        panel.hide()
        panel.deleteLater()
        QTest.qWait(50)
        tasks.close()
    yield Figure(
        f"95\u00a0% des boîtes ({len(waits)}, {' et '.join(_LEVELS)}), de l'image aux champs",
        percentile(waits, 95) * MILLISECOND,
        "ms",
        goal=FIELDS_MS,
        on_measure=True,
        details={
            "p50_ms": percentile(waits, 50) * MILLISECOND,
            "longest_ms": max(waits) * MILLISECOND,
        },
    )
    yield Figure("boîtes mal lues", wrong, "", goal=0, on_measure=True)
    yield Figure(
        "plus long arrêt de la fenêtre pendant qu'on filme / sans filmer",
        max(stalls),
        "ms",
        idle or None,
        goal=STALL_MS,
        on_measure=True,
        details={"without_code_ms": stalls[0]},
    )


def _filming(application, hand):
    """Return the services with boxes filmed by the scene that is held."""
    from almapy.adapters.boxes import BoxFrameReader, boxes_of_picture
    from almapy.camera.service import CameraService
    from almapy.vaccination.boxes import BoxService

    cameras = CameraService(lambda _number: hand[0], BoxFrameReader())
    boxes = BoxService(
        application.works,
        application.vaccines,
        application.bdpm,
        cameras,
        reader=BoxFrameReader,
        pictures=boxes_of_picture,
    )
    return replace(application, cameras=cameras, boxes=boxes)


def _wait_for_fields(panel, scene):
    """Film one box; return the seconds from its first picture to its fields, painted."""
    from PySide6.QtCore import QCoreApplication

    panel.start()
    until(lambda: scene.first_at is not None)
    end = scene.first_at + _WAIT_S
    while panel.result.box is None or not panel.result.isVisible():
        if time.perf_counter() > end:
            return _WAIT_S
        QCoreApplication.processEvents()
        time.sleep(0.001)
    panel.repaint()
    return time.perf_counter() - scene.first_at


def _is_true(box, truth):
    """Tell whether nothing false was read; a box that was not read is no wrong reading."""
    if box is None:
        return True
    code = box.code
    read = (code.gtin, code.lot, code.serial, code.expiry_raw)
    return read == (truth["gtin"], truth["lot"], truth["serial"], truth["expiry"])
