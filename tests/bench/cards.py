"""From a card put into the virtual reader of a real pcscd to who is named on it.

The reference is the same wait without the program: the bare call of PC/SC in the same run. pcscd
asks its virtual reader every 0.4 s, and each card goes in just after it asked: both sides wait the
whole of that time, which no real reader makes anybody wait.
"""

import queue
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from smartcard import scard

from almapy.adapters.pcsc.system import PcscSystem
from almapy.cards.model import CardEventKind
from almapy.cards.service import CardService
from almapy.clock import SystemClock
from almapy.opening import Door
from almapy.outside import Outside
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.simulators.readers import images
from almapy.simulators.readers.people import FAMILY
from almapy.vitale.card_reader import read_holders
from tests.bench import screen
from tests.bench.figures import MILLISECOND, Figure, percentile
from tests.bench.windows import until
from tests.conftest import CHEAP, new_practice
from tests.peers.pcsc.daemon import READERS, PcscDaemon, keep_off_the_machine
from tests.peers.pcsc.post import FOLDER, PcscPost

TITLE = "Cartes, sur un vrai pcscd à lecteur virtuel"
_EVENT_GOAL_MS = 500
_HOLDERS_GOAL_MS = 1000
_IDLE_GOAL_PERCENT = 1
_IDLE_SECONDS = 5
_PART = 95


def run(sizes):
    """Yield the lines; raises PcscUnavailableError where pcscd cannot be started apart."""
    keep_off_the_machine(FOLDER)
    shutil.rmtree(FOLDER, ignore_errors=True)
    daemon = PcscDaemon(FOLDER)
    try:
        daemon.start()
        yield from _measured(PcscPost(daemon), sizes.insertions)
    finally:
        daemon.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)


def _measured(post, rounds):
    events = queue.SimpleQueue()
    cards = CardService(PcscSystem(), SystemClock())
    cards.listen(events.put)
    cards.start()
    cards.look()
    try:
        seen, read = zip(*(_insertion(post, cards, events) for _ in range(rounds)), strict=True)
        idle = _idle_share()
    finally:
        cards.close()
    shown = _on_screen(post, rounds)
    bare = [_bare_insertion(post) for _ in range(rounds)]
    reference = percentile(bare, _PART) * MILLISECOND
    yield _line("carte posée → vue, p95", seen, reference, _EVENT_GOAL_MS)
    yield _line("carte posée → cinq porteurs lus, p95", read, reference, _HOLDERS_GOAL_MS)
    yield _line("carte posée → cinq porteurs à l'écran, p95", shown, reference, _HOLDERS_GOAL_MS)
    yield Figure(
        "part d'un cœur, rien dans les lecteurs",
        idle,
        "%",
        goal=_IDLE_GOAL_PERCENT,
        on_measure=True,
        details={"seconds": _IDLE_SECONDS},
    )


def _line(what, seconds, reference, goal):
    return Figure(
        what,
        percentile(seconds, _PART) * MILLISECOND,
        "ms",
        reference,
        goal,
        on_measure=True,
        details={"rounds": len(seconds)},
    )


def _insertion(post, cards, events):
    """Return the seconds until the program told of a card, and until its holders were read."""
    begin = time.perf_counter()
    post.insert(images.vitale_2(FAMILY.holders))
    _until(events, CardEventKind.INSERTED)
    seen = time.perf_counter() - begin
    holders = cards.use(READERS[0], read_holders)
    read = time.perf_counter() - begin
    assert len(holders) == len(FAMILY.holders)
    post.eject()
    _until(events, CardEventKind.REMOVED)
    return seen, read


def _on_screen(post, rounds):
    """Return the seconds until « Lecture carte vitale » showed the holders, nobody asking."""
    from ui.vitale.flow import flow_of
    from ui.vitale.page import VitalePage

    with _window() as (window, desk):
        cards, flow, waits = desk.application.cards, flow_of(desk), []
        for _ in range(rounds):
            begin = time.perf_counter()
            post.insert(images.vitale_2(FAMILY.holders))
            until(lambda: flow.read is not None)
            page = window.pages.findChild(VitalePage)
            until(page.view.persons.isVisible)
            page.repaint()
            waits.append(time.perf_counter() - begin)
            assert page.view.persons.count() == len(FAMILY.holders)
            post.eject()
            until(lambda: all(slot.family is None for slot in cards.slots()))
            flow.forget()
        return waits


@contextmanager
def _window():
    """Open the window of an empty practice, its readers watched; all is gone afterwards."""
    application = screen.application()
    from ui.desk import Desk
    from ui.tasks import TaskRunner
    from ui.theme import ColorMode, Theme
    from ui.window import MainWindow

    with tempfile.TemporaryDirectory(prefix="almapy-bench-") as name:
        place = Place(Folders(Path(name) / "data"), PostSettings())
        door = Door(place, SystemClock(), cost=CHEAP, outside=Outside(readers=PcscSystem()))
        opened = door.create(new_practice())
        theme, tasks = Theme(), TaskRunner()
        theme.apply(application, ColorMode.LIGHT)
        desk = Desk(opened.application, opened.actor, tasks, theme)
        window = MainWindow(desk, tasks)
        window.resize(1366, 740)
        window.show()
        opened.application.cards.start()
        until(lambda: opened.application.cards.slots() and not tasks.under_way)
        try:
            yield window, desk
        finally:
            opened.application.cards.close()
            window.hide()
            window.deleteLater()
            until(lambda: not tasks.under_way)
            tasks.close()
            opened.application.close()


def _until(events, kind):
    while events.get(timeout=5).kind is not kind:
        continue


def _bare_insertion(post):
    """Return the seconds until PC/SC itself tells of a card."""
    _code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    try:
        begin = time.perf_counter()
        post.insert(images.vitale_2(FAMILY.holders))
        _wait(context, scard.SCARD_STATE_PRESENT)
        seen = time.perf_counter() - begin
        post.eject()
        _wait(context, scard.SCARD_STATE_EMPTY)
    finally:
        scard.SCardReleaseContext(context)
    return seen


def _wait(context, wanted):
    state = scard.SCARD_STATE_UNAWARE
    while not state & wanted:
        _code, states = scard.SCardGetStatusChange(context, 5000, [(READERS[0], state)])
        state = states[0][1] & ~scard.SCARD_STATE_CHANGED


def _idle_share():
    """Return how much of one core the program takes while nothing happens, in percent."""
    before = time.process_time()
    time.sleep(_IDLE_SECONDS)
    return (time.process_time() - before) / _IDLE_SECONDS * 100
