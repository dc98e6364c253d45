"""What a person waits for in the real window: a key to its list, a record to its paint.

The reference of each is the same question asked of the service alone, in the same run.
"""

import random
import time
from functools import partial

from tests.bench import screen
from tests.bench.figures import MILLISECOND, Figure, percentile, seconds
from tests.bench.heavy_record import DOCUMENTS, ENCOUNTERS, RESULTS, fill_record

TITLE = "Fenêtre"
KEY_MS, RECORD_MS, STALL_MS = 50, 150, 50
WORDS, OPENINGS = 60, 30
_PATIENCE_S = 30
_BREATH_S = 0.000_2  # the workers need the interpreter too
_HEAVY = 1


def run(sizes, bases):
    """Yield the waits at the palette and at the opening of a heavy record."""
    application = screen.application()
    from PySide6.QtTest import QTest

    from ui.desk import Desk
    from ui.shell.warm_up import WarmUp
    from ui.tasks import TaskRunner
    from ui.theme import ColorMode, Theme
    from ui.window import MainWindow

    filled = bases()
    opened = filled.encrypted
    fill_record(opened, _HEAVY)
    theme = Theme()
    theme.apply(application, ColorMode.LIGHT)
    tasks = TaskRunner()
    desk = Desk(opened.application, opened.actor, tasks, theme)
    window = MainWindow(desk, tasks)
    window.resize(1366, 740)
    window.show()
    warm = WarmUp(desk, window.pages, tasks)
    warm.start()
    opened.application.patients.keep_words()
    until(lambda: not tasks.under_way)
    QTest.qWait(2_500)
    tasks.settle()
    try:
        yield from _keys(window, opened, filled.patients, len(filled.patients))
        yield from _records(window, tasks, opened)
    finally:
        window.hide()
        window.deleteLater()
        QTest.qWait(50)
        tasks.close()


def until(condition):
    """Let the window work until the condition holds."""
    from PySide6.QtCore import QCoreApplication

    end = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("the window did not answer")
        QCoreApplication.processEvents()
        time.sleep(_BREATH_S)


def _keys(window, opened, patients, count):
    from ui.tour.player import Heartbeat

    draw = random.Random(7)
    palette, heart = window.palette_box, Heartbeat()
    waits, alone, stalls = [], [], []
    palette.open()
    for patient in draw.sample(patients, WORDS):
        name = patient.birth_name[:5].lower()
        palette.field.clear()
        until(palette.is_settled)
        heart.restart()
        for end in range(1, len(name) + 1):
            waits.append(seconds(partial(_type, palette, name[:end])))
            search = opened.application.patients.search
            alone.append(seconds(partial(search, opened.actor, name[:end], limit=8)))
        stalls.append(heart.longest_ms())
    palette.close_palette()
    yield Figure(
        f"95\u00a0% des touches parmi {count} patients, liste peinte / recherche seule",
        percentile(waits, 95) * MILLISECOND,
        "ms",
        percentile(alone, 95) * MILLISECOND,
        goal=KEY_MS,
        on_measure=True,
    )
    yield Figure(
        "plus long arrêt de la fenêtre pendant la frappe",
        max(stalls),
        "ms",
        goal=STALL_MS,
        on_measure=True,
        details={"p95_ms": percentile(stalls, 95)},
    )


def _type(palette, text):
    palette.field.setText(text)
    until(palette.is_settled)
    palette.repaint()


def _records(window, tasks, opened):
    others = [hit.patient_id for hit in opened.application.patients.search(opened.actor, "ma")]
    others = [one for one in others if one != _HEAVY][:OPENINGS]
    window.open_patient(others[0])
    until(lambda: window.records.current is not None and not tasks.under_way)
    waits, alone = [], []
    for other in others:
        window.records.close(_HEAVY)
        window.open_patient(other)
        until(lambda wanted=other: _is_open(window, tasks, wanted))
        waits.append(seconds(partial(_open, window, tasks)))
        alone.append(seconds(partial(_read, opened)))
    what = f"{ENCOUNTERS} contacts, {DOCUMENTS} documents, {RESULTS} résultats"
    yield Figure(
        f"95\u00a0% des ouvertures d'un dossier ({what}), peint / lecture seule",
        percentile(waits, 95) * MILLISECOND,
        "ms",
        percentile(alone, 95) * MILLISECOND,
        goal=RECORD_MS,
        on_measure=True,
        details={"p50_ms": percentile(waits, 50) * MILLISECOND},
    )


def _is_open(window, tasks, patient_id):
    current = window.records.current
    return current is not None and current.patient.id == patient_id and not tasks.under_way


def _open(window, tasks):
    from PySide6.QtCore import QCoreApplication

    window.open_patient(_HEAVY)
    until(lambda: _is_open(window, tasks, _HEAVY))
    QCoreApplication.processEvents()  # what the last answer changed is painted


def _read(opened):
    application, actor = opened.application, opened.actor
    application.patients.open(actor, _HEAVY)
    application.overview.of(actor, _HEAVY)
    application.encounters.of(actor, _HEAVY)
    application.record_documents.of(actor, _HEAVY)
