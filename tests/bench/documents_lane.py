"""What a person feels of incoming documents: Enter while fifty others are being read."""

import tempfile
import time
from itertools import islice
from pathlib import Path

from almapy.demo.people import demo_persons
from almapy.incoming.model import State
from almapy.matching.model import Decision
from almapy.patients.bulk import add_patients
from tests.bench import screen
from tests.bench.bases import create
from tests.bench.figures import MILLISECOND, Figure, percentile
from tests.bench.windows import until
from tests.letters import degrade
from tests.letters.maker import Maker
from tests.letters.people import Somebody, village
from tests.letters.truth import AUTO

ENTER_MS, STALL_MS = 200, 50
_PATIENTS, _SEED = 1_000, 7_401
_IDLE_MS, _PAUSE_MS = 3_000, 400
_BUSY = (State.WAITING, State.READING)
_VARIANTS = ("text", "scan", "text", "photo", "text", "skew")
_DAY_S = 600


def run(sizes):
    """Yield how long Enter takes to show the next document, and the window's longest stall."""
    with tempfile.TemporaryDirectory(prefix="almapy-bench-") as folder:
        opened = create(Path(folder) / "practice")
        try:
            yield from _measure(opened, sizes.filed)
        finally:
            opened.application.close()


def _measure(opened, count):
    qt = screen.application()
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ui.desk import Desk
    from ui.tasks import TaskRunner
    from ui.theme import ColorMode, Theme
    from ui.tour.player import Heartbeat
    from ui.window import MainWindow

    application, actor = opened.application, opened.actor
    first, others = _documents(opened, count)
    theme, tasks = Theme(), TaskRunner()
    theme.apply(qt, ColorMode.LIGHT)
    window = MainWindow(Desk(application, actor, tasks, theme), tasks)
    window.resize(1366, 740)
    window.show()
    try:
        _take(opened, first)
        application.incoming_reading.start(actor)
        _wait(lambda: not _being_read(opened), QTest)
        window.show_section("incoming")
        until(lambda: not tasks.under_way)
        page = window.pages.current()
        QTest.qWait(1_000)
        heart = Heartbeat()
        heart.restart()
        QTest.qWait(_IDLE_MS)
        idle = heart.longest_ms()
        ids = [line.id for line in page.flow.lines]
        page.review(page.flow.lines[0])
        until(lambda: _is_shown(page, ids[0]))
        _take(opened, others)
        heart.restart()
        waits = []
        for following in ids[1:]:
            waits += _next(page, following, QTest, Qt.Key.Key_Return)
            QTest.qWait(_PAUSE_MS)
        was_busy = _being_read(opened)
        _wait(lambda: not _being_read(opened), QTest)
        stall = heart.longest_ms()
    finally:
        application.incoming_reading.stop()
        window._bridge.stop()
        window.hide()
        window.deleteLater()
        QTest.qWait(50)
        tasks.close()
    if waits:
        yield Figure(
            f"95\u00a0% des Entrée ({len(waits)}), document suivant peint, d'autres étant lus",
            percentile(waits, 95) * MILLISECOND,
            "ms",
            goal=ENTER_MS,
            on_measure=True,
            details={"p50_ms": percentile(waits, 50) * MILLISECOND, "still_reading": was_busy},
        )
    yield Figure(
        f"plus long arrêt de la fenêtre pendant la lecture de {len(others)} documents / sans elle",
        stall,
        "ms",
        idle or None,
        goal=STALL_MS,
        on_measure=True,
    )


def _next(page, following, player, key):
    """Press Enter; return the seconds until the next document is painted, none if not sure."""
    from PySide6.QtWidgets import QApplication

    if page.flow.review.sight.match.decision is not Decision.SURE:
        page.lane.step(1)
        until(lambda: _is_shown(page, following))
        return []
    begin = time.perf_counter()
    player.keyClick(QApplication.focusWidget() or page, key)
    until(lambda: _is_shown(page, following))
    return [time.perf_counter() - begin]


def _is_shown(page, incoming_id):
    review, preview = page.flow.review, page.lane.preview
    is_front = review is not None and review.line.id == incoming_id
    return is_front and preview.key == review.content_key and preview.pages.is_drawn(1)


def _being_read(opened):
    lines = opened.application.incoming.to_file(opened.actor)
    return any(line.state in _BUSY for line in lines)


def _wait(condition, player):
    """Let the window live, asking the base only now and then."""
    end = time.monotonic() + _DAY_S
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("the documents were not read")
        player.qWait(500)


def _take(opened, files):
    for name, data in files:
        opened.application.incoming.take_bytes(opened.actor, data, name)


def _documents(opened, count):
    """Fill the base; return half as many documents to file, and ``count`` to read meanwhile."""
    whole = (one for one in demo_persons(today=_today(opened)) if one.birth_date)
    drafts = list(islice(whole, _PATIENTS))
    with opened.application.works.begin(opened.actor) as work:
        add_patients(work, drafts)
    people = tuple(_somebody(draft, number) for number, draft in enumerate(drafts, start=1))
    town = village(200, _SEED)
    maker = Maker(type(town)(people, town.practice, town.doctors), _SEED)
    letters = (maker.letter(number) for number in range(1, 10 * count))
    # The demo knows few matricules: a birth date proves.
    dated = (one for one in letters if one.truth.expected == AUTO and "date" in one.truth.identity)
    proven = list(islice(dated, count + count // 2))
    files = []
    for number, letter in enumerate(proven):
        variant = _VARIANTS[number % len(_VARIANTS)]
        data, form = degrade.file_of(letter, variant, _SEED)
        files.append((f"{number}-{variant}.{form}", data))
    return files[: count // 2], files[count // 2 :]


def _today(opened):
    return opened.application.clock.today()


def _somebody(draft, number):
    return Somebody(
        number,
        draft.birth_name,
        (draft.first_birth_first_name,),
        draft.sex.value,
        draft.birth_date,
        draft.birth_place_code.ljust(5, "0"),
        draft.address or "1 rue du Test",
        f"{draft.postal_code} {draft.town}",
        used_name=draft.used_name if draft.used_name != draft.birth_name else "",
    )
