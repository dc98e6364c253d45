"""What a person feels of INSi: the window while a thousand INS are verified, one qualification.

The teleservice is instantaneous or takes 200 ms, so that all the rest is the program's own.
"""

import statistics
from dataclasses import replace

from almapy.identity_status.batch import AT_ONCE
from almapy.identity_status.model import StatusQuestion
from almapy.insi.model import CallKind, Exchange, Outcome
from almapy.insi.questions import traits_of
from almapy.insi.service import InsiService
from almapy.patients.model import IdentityStatus
from almapy.stop import Stop
from tests.bench import screen
from tests.bench.figures import MILLISECOND, Figure, in_turns
from tests.bench.windows import until
from tests.fakes import insi as fakes
from tests.fakes.insi_verifier import person

TITLE = "INSi"
STALL_MS, LOCAL_MS, AGAINST_IDEAL = 50, 100, 1.3
SERVICE_S = 0.2
ROUNDS = 30
_IDLE_MS = 3_000
_FIRST = 2_000  # the matricules of the demo patients end lower
_PROOF = "passeport"


class SlowInsi(fakes.FakeInsi):
    """Answers after 200 ms that a matricule is right, one in fifty that it is not."""

    def verify(self, ins, traits, stop):
        outcome = Outcome.CANCELLED if stop.wait(SERVICE_S) else Outcome.FOUND
        if int(ins.matricule[-5:-2], 36) % 50 == 0:
            outcome = Outcome.DISCORDANT
        return Exchange(
            CallKind.VERIFICATION, outcome, "00", request="<q/>" * 500, answer="<r/>" * 500
        )


def run(sizes, bases):
    """Yield the stalls and the pace of a batch, then the time of one qualification."""
    opened = bases().encrypted
    yield from _batch(opened, sizes.verified)
    yield _qualification(opened)


def _service(opened, insi):
    application = opened.application
    connection = fakes.FakeConnection(insi)
    return InsiService(application.works, connection, fakes.FakeReader(), application.places)


def _batch(opened, wanted):
    qt = screen.application()
    from PySide6.QtCore import QEventLoop
    from PySide6.QtTest import QTest

    from ui.desk import Desk
    from ui.identity_status.batch_watch import watch_of
    from ui.identity_status.opening import STATUS_PAGE
    from ui.tasks import TaskRunner
    from ui.theme import ColorMode, Theme
    from ui.tour.player import Heartbeat
    from ui.window import MainWindow

    application, actor = opened.application, opened.actor
    qualified = StatusQuestion(IdentityStatus.QUALIFIED)
    patient_ids = application.identity_status.ids(actor, qualified)[:wanted]
    theme, tasks = Theme(), TaskRunner()
    theme.apply(qt, ColorMode.LIGHT)
    desk = Desk(application, actor, tasks, theme)
    window = MainWindow(desk, tasks)
    window.resize(1366, 740)
    window.show()
    window.show_section(STATUS_PAGE)
    until(lambda: not tasks.under_way)
    QTest.qWait(1_000)
    tasks.settle()
    watch, heart, over = watch_of(desk), Heartbeat(), QEventLoop()
    watch.changed.connect(lambda progress: progress.state.is_over and over.quit())
    application.insi_batch._insi = _service(opened, SlowInsi())
    try:
        heart.restart()
        QTest.qWait(_IDLE_MS)
        idle = heart.longest_ms()
        begin = application.clock.monotonic()
        heart.restart()
        application.insi_batch.start(actor, patient_ids, watch._tell)
        over.exec()
        taken, stall = application.clock.monotonic() - begin, heart.longest_ms()
        until(lambda: not tasks.under_way)
    finally:
        application.insi_batch.close()
        window._bridge.stop()
        window.hide()
        window.deleteLater()
        QTest.qWait(50)
        tasks.close()
    progress = application.insi_batch.progress
    assert progress.right + progress.discordant == len(patient_ids), progress
    what = f"{len(patient_ids)} vérifications d'INS, {round(SERVICE_S * MILLISECOND)} ms chacune"
    yield Figure(
        f"plus long arrêt de la fenêtre pendant {what} / sans elles",
        stall,
        "ms",
        idle or None,
        goal=STALL_MS,
        on_measure=True,
    )
    ideal = len(patient_ids) * SERVICE_S / AT_ONCE
    yield Figure(f"{what}, {AT_ONCE} à la fois / durée idéale", taken, "s", ideal, AGAINST_IDEAL)


def _qualification(opened):
    application, actor = opened.application, opened.actor
    patients = application.patients
    people = [person(_FIRST + number) for number in range(ROUNDS)]
    bare = {"matricule_ins": "", "ins_oid": "", "insi_accepted": False, "identity_document": ""}
    records = [patients.create(actor, replace(one, **bare)) for one in people]
    identities = tuple(
        fakes.person(
            one.birth_name,
            one.birth_first_names,
            one.sex.value,
            one.birth_date.isoformat(),
            one.birth_place_code,
            one.matricule_ins,
        )
        for one in people
    )
    service = _service(opened, fakes.FakeInsi(persons=identities))
    others = application.identity_status.ids(actor, StatusQuestion(IdentityStatus.PROVISIONAL))
    plain = [patients.open(actor, one) for one in others if one < records[0].id][:ROUNDS]

    def qualify(number):
        record = records[number]
        result = service.search(actor, traits_of(record.data), Stop(), patient_id=record.id)
        service.compare(actor, record, result.identity)
        done = service.accept(actor, record, result, identity_document=_PROOF)
        service.history(actor, record.id)
        service.former(actor, record.id)
        assert done.status is IdentityStatus.QUALIFIED

    def save(number):
        record = plain[number]
        patients.save(actor, record, replace(record.data, comment=f"Note {number}."))

    taken = in_turns(min(ROUNDS, len(plain)), qualify, save)
    measured, reference = (statistics.median(series) * MILLISECOND for series in taken)
    return Figure(
        "part locale d'une qualification (recherche, comparaison, accord) / enregistrer une fiche",
        measured,
        "ms",
        reference,
        goal=LOCAL_MS,
        on_measure=True,
        details={"rounds": len(taken[0])},
    )
