"""The vaccination calendar: one record, then the recalls of the whole practice in the window."""

import statistics
import time
import uuid
from datetime import date
from itertools import islice

from sqlalchemy import insert

from almapy.demo.people import demo_records
from almapy.vaccination.tables import VaccinationRow
from almapy.vaccine_calendar.recall import RecallWanted
from almapy.vaccine_calendar.tables import VaccineConditionRow
from tests.bench import screen
from tests.bench.figures import MILLISECOND, Figure, percentile, seconds
from tests.bench.windows import until

TITLE = "Calendrier vaccinal"
PRACTICE_S, RECORD_MS, STALL_MS = 10, 50, 50
_DAY = date(2026, 3, 10)
_BATCH = 500
_RECORDS = 300
_IDLE_MS = 2_000


def run(sizes, bases):
    """Yield the time of one record, that of the practice, and the stall of the window meanwhile."""
    opened = bases().encrypted
    doses = _fill(opened, sizes.patients)
    calendar, actor = opened.application.vaccine_calendar, opened.actor
    calendar.of(actor, 1)
    taken = [
        seconds(lambda number=number: calendar.of(actor, number)) * MILLISECOND
        for number in range(1, min(_RECORDS, sizes.patients) + 1)
    ]
    yield Figure(
        "calendrier d'un dossier, 95 % des fois (référence : médiane)",
        percentile(taken, 95),
        "ms",
        statistics.median(taken),
        goal=RECORD_MS,
        on_measure=True,
    )
    cpu = time.process_time()
    lines = []
    practice = seconds(lambda: lines.extend(calendar.recall(actor, RecallWanted())))
    cpu = time.process_time() - cpu
    what = f"relances de {sizes.patients} patients, {doses} doses (référence : processeur)"
    yield Figure(
        what, practice, "s", cpu, goal=PRACTICE_S, on_measure=True, details={"lines": len(lines)}
    )
    yield _stall(opened)


def _fill(opened, count):
    """Give each record the vaccinations and the conditions of its demo person."""
    common = {"author_id": opened.actor.user_id, "created_at": opened.application.clock.now()}
    records = enumerate(demo_records(count, today=_DAY), start=1)
    doses = 0
    while batch := list(islice(records, _BATCH)):
        rows = {VaccinationRow: [], VaccineConditionRow: []}
        for patient_id, record in batch:
            for table, facts in (
                (VaccinationRow, record.vaccinations),
                (VaccineConditionRow, record.conditions),
            ):
                names = [column.name for column in table.__table__.columns]
                for fact in facts:
                    values = {name: getattr(fact, name) for name in names if hasattr(fact, name)}
                    own = {"uid": str(uuid.uuid4()), "patient_id": patient_id, "version": 1}
                    rows[table].append(values | own | common)
        with opened.application.database.writing() as session:
            for table, several in rows.items():
                if several:
                    session.execute(insert(table), several)
        doses += len(rows[VaccinationRow])
    return doses


def _stall(opened):
    qt = screen.application()
    from PySide6.QtTest import QTest

    from ui.desk import Desk
    from ui.tasks import TaskRunner
    from ui.theme import ColorMode, Theme
    from ui.tour.player import Heartbeat
    from ui.vaccine_calendar.recall_page import RecallPage

    theme, tasks = Theme(), TaskRunner()
    theme.apply(qt, ColorMode.LIGHT)
    page = RecallPage(Desk(opened.application, opened.actor, tasks, theme))
    page.resize(1366, 740)
    page.show()
    page.entered()
    until(lambda: not tasks.under_way)
    heart = Heartbeat()
    heart.restart()
    QTest.qWait(_IDLE_MS)
    idle = heart.longest_ms()
    heart.restart()
    page.search()
    until(lambda: not tasks.under_way)
    stall = heart.longest_ms()
    page.hide()
    page.deleteLater()
    QTest.qWait(50)
    tasks.close()
    return Figure(
        "plus long arrêt de la fenêtre pendant une recherche de relances / sans elle",
        stall,
        "ms",
        idle or None,
        goal=STALL_MS,
        on_measure=True,
    )
