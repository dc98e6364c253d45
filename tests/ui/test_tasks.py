"""Work aside: results in the thread of the windows, nothing of Qt destroyed elsewhere."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QWidget

from ui.garbage import GarbageKeeper
from ui.tasks import Lane, TaskRunner


def test_the_result_comes_back_in_the_thread_of_the_windows(qtbot, tasks):
    seen = []
    owner = QObject()

    def work():
        return threading.current_thread().name

    def done(name):
        seen.append((name, QThread.currentThread() is owner.thread()))

    tasks.submit(owner, work, done, seen.append, lane=Lane.IO)
    qtbot.waitUntil(lambda: bool(seen))
    ((name, here),) = seen
    assert name.startswith("almapy-io")
    assert here


def test_a_failure_comes_back_as_a_value(qtbot, tasks):
    seen = []

    def work():
        raise OSError("plein")

    tasks.submit(tasks, work, lambda _: seen.append("done"), lambda error: seen.append(str(error)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["plein"]


def test_an_owner_that_is_gone_is_not_called(qtbot, tasks):
    seen = []
    owner = QObject()
    gate = threading.Event()
    tasks.submit(owner, gate.wait, seen.append, seen.append)
    owner.deleteLater()
    del owner
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert seen == []


def test_work_on_the_base_keeps_its_order(qtbot, tasks):
    seen = []
    for number in range(300):
        tasks.submit(tasks, lambda n=number: n, seen.append, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 300)
    assert seen == list(range(300))


def test_thousands_of_results_arrive_without_a_loss(qtbot, tasks):
    seen = []
    for number in range(3000):
        lane = Lane.IO if number % 2 else Lane.DATA
        tasks.submit(tasks, lambda n=number: n, seen.append, seen.append, lane=lane)
    qtbot.waitUntil(lambda: len(seen) == 3000, timeout=20_000)
    assert sorted(seen) == list(range(3000))


def test_the_last_reference_to_a_widget_is_never_dropped_by_a_worker(qtbot, tasks):
    ended_in = []
    gate = threading.Event()

    def begin():
        widget = QWidget()
        weakref.finalize(widget, lambda: ended_in.append(threading.current_thread()))
        tasks.submit(widget, lambda: (gate.wait(), widget)[0], lambda _: None, lambda _: None)

    begin()
    gate.set()
    qtbot.waitUntil(lambda: bool(ended_in))
    assert ended_in == [threading.main_thread()]


def test_cycles_of_qt_objects_are_collected_in_the_thread_of_the_windows(qtbot, tasks):
    ended_in = []

    class Ring(QObject):
        def __init__(self):
            super().__init__()
            self.own = self
            self.timer = QTimer(self)
            self.timer.start(1)

    ring = Ring()
    weakref.finalize(ring, lambda: ended_in.append(threading.current_thread()))
    del ring

    def allocate():
        return [[number] for number in range(50_000)]

    seen = []
    tasks.submit(tasks, allocate, seen.append, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert ended_in == []
    assert not gc.isenabled()
    gc.collect()
    assert ended_in == [threading.main_thread()]


def test_the_collector_is_given_back_as_it_was_found(qtbot):
    assert gc.isenabled()
    runner = TaskRunner()
    assert not gc.isenabled()
    runner.close()
    assert gc.isenabled()


def test_the_keeper_collects_by_the_thresholds_of_python(qtbot):
    keeper = GarbageKeeper()
    try:
        waiting = [[] for _ in range(5000)]
        for one in waiting:
            one.append(one)
        del waiting, one
        assert gc.get_count()[0] > gc.get_threshold()[0]
        keeper.look()
        assert gc.get_count()[0] < gc.get_threshold()[0]
    finally:
        keeper.stop()


def test_nothing_begins_once_the_program_ends(qtbot):
    runner = TaskRunner()
    begun = []
    runner.close()
    runner.submit(runner, lambda: begun.append("work"), begun.append, begun.append)
    qtbot.wait(20)
    assert begun == []
    assert runner.under_way == 0
