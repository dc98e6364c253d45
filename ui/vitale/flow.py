"""One reading after the other: the card, the records it may be about, what is done of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from almapy.apcv.faults import ContextOver
from almapy.patients.model import Patient
from almapy.stop import Stop
from almapy.vitale.reading import Bearer, Origin, VitaleReading
from almapy.vitale.results import BearerMatch, TakenOver
from ui.administrative.new_patient_wish import GivenTraits, ask_new_patient_with
from ui.desk import Desk
from ui.tasks import Lane

_READ, _READ_DIRECTLY = "Lu sur la carte", "Lu sur la carte, non certifié"
_STAYS = "L'identité reste provisoire jusqu'à une réponse d'INSi."


@dataclass(frozen=True, slots=True, eq=False)
class CardRead:
    """One reading and whose records it may be about, the likeliest bearer first."""

    reading: VitaleReading = field(repr=False)
    matches: tuple[BearerMatch, ...] = field(repr=False)

    @property
    def only_match(self) -> BearerMatch | None:
        """Return the only bearer, when one record alone is certainly theirs."""
        if len(self.matches) == 1 and self.matches[0].only_record is not None:
            return self.matches[0]
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A record that was opened by a card; ``over`` is None when nothing was taken of it."""

    patient_id: int
    reading: VitaleReading = field(repr=False)
    bearer: Bearer = field(repr=False)
    over: TakenOver | None = field(default=None, repr=False)


class VitaleFlow(QObject):
    """One for a desk. A late answer of an earlier reading is dropped."""

    changed = Signal()  # what stands here: a reading under way, a card, a fault
    arrived = Signal(object)  # CardRead
    refused = Signal(object)  # Exception
    taken = Signal(object)  # Taken

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._number = 0
        self._stop = Stop()
        self.is_reading = False
        self.read: CardRead | None = None
        self.error: Exception | None = None
        self.last_taken: Taken | None = None
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._end_context)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read, nor is."""
        return self.read is None and self.error is None and not self.is_reading

    def read_card(self, reader: str = "") -> None:
        """Read in the background; the earlier reading gives way at once."""
        vitale, actor = self._desk.application.vitale, self._desk.actor
        self._give_up()
        stop = self._stop

        def work() -> CardRead:
            reading = vitale.read(actor, reader, stop)
            return CardRead(reading, vitale.match(actor, reading))

        self._begin(work, Lane.IO)

    def take_reading(self, reading: VitaleReading) -> None:
        """Go on with a reading that was made elsewhere."""
        vitale, actor = self._desk.application.vitale, self._desk.actor
        self._give_up()

        def work() -> CardRead:
            if reading.origin is Origin.APCV:
                vitale.take_apcv(actor, reading)
            return CardRead(reading, vitale.match(actor, reading))

        self._begin(work, Lane.DATA)

    @Slot()
    def interrupt(self) -> None:
        """Give up waiting; what still comes back is shown to nobody."""
        if self.is_reading:
            self._give_up()
            self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Let go of what was read."""
        self._give_up()
        self._clear()
        self.changed.emit()

    def open_record(self, read: CardRead, bearer: Bearer, patient_id: int, *, takes: bool) -> None:
        """Open a record; with ``takes`` the number and the rights of the card go into it.

        Without it (a person who merely resembles) nothing of the card is written.
        """
        self._desk.patient_asked.emit(patient_id)
        if takes:
            self.take_over(read.reading, bearer, patient_id)
        else:
            self._tell_taken(Taken(patient_id, read.reading, bearer))

    def take_over(self, reading: VitaleReading, bearer: Bearer, patient_id: int) -> None:
        """Write what the card says of number and rights into a record; never a trait."""
        vitale, actor = self._desk.application.vitale, self._desk.actor

        def work() -> Taken:
            over = vitale.take_over(actor, patient_id, reading, bearer)
            return Taken(patient_id, reading, bearer, over)

        self._desk.run(self, work, self._tell_taken)

    def create(self, read: CardRead, bearer: Bearer) -> None:
        """Open « Nouveau patient » with what the card says; its rights follow the creation."""
        vitale, actor = self._desk.application.vitale, self._desk.actor

        def created(patient: Patient) -> None:
            self._take_over_created(read, bearer, patient.id)

        def work() -> GivenTraits:
            notes = vitale.prefill_notes(read.reading, bearer)
            draft = vitale.prefill(actor, read.reading, bearer)
            title = _READ if read.reading.certified else _READ_DIRECTLY
            return GivenTraits(draft, title, " ".join((*notes, _STAYS)), created)

        self._desk.run(self, work, partial(ask_new_patient_with, self._desk))

    def _take_over_created(self, read: CardRead, bearer: Bearer, patient_id: int) -> None:
        """Take over unless the form was turned into somebody else's meanwhile."""
        vitale, actor = self._desk.application.vitale, self._desk.actor

        def work() -> Taken:
            mine = [one for one in vitale.match(actor, read.reading) if one.bearer == bearer]
            only = mine[0].only_record if mine else None
            if only is None or only.patient_id != patient_id:
                return Taken(patient_id, read.reading, bearer)
            over = vitale.take_over(actor, patient_id, read.reading, bearer)
            return Taken(patient_id, read.reading, bearer, over)

        self._desk.run(self, work, self._tell_taken)

    def _begin(self, work: Callable[[], CardRead], lane: Lane) -> None:
        self._clear()
        self.is_reading = True
        number = self._number

        def done(read: CardRead) -> None:
            if number == self._number:
                self.is_reading = False
                self.read = read
                self._end_with(read.reading)
                self.changed.emit()
                self.arrived.emit(read)

        def failed(error: Exception) -> None:
            if number == self._number:
                self.is_reading = False
                self.error = error
                self.changed.emit()
                self.refused.emit(error)

        self._desk.run(self, work, done, failed, lane=lane)
        self.changed.emit()

    def _give_up(self) -> None:
        self._stop.ask()
        self._stop = Stop()
        self._number += 1
        self.is_reading = False

    def _clear(self) -> None:
        self._end.stop()
        self.read = self.error = self.last_taken = None

    def _end_with(self, reading: VitaleReading) -> None:
        """Forget an ApCV when its context is over."""
        if reading.ends_at is not None:
            left = (reading.ends_at - self._desk.application.clock.now()).total_seconds()
            self._end.start(max(0, round(1000 * left)))

    @Slot()
    def _end_context(self) -> None:
        """Let go of what a telephone allowed to read, and say why it is gone."""
        self.forget()
        self.error = ContextOver()
        self.changed.emit()

    def _tell_taken(self, taken: Taken) -> None:
        self.last_taken = taken
        self.changed.emit()
        self.taken.emit(taken)


def flow_of(desk: Desk) -> VitaleFlow:
    """Return the flow of this desk."""
    return desk.findChild(VitaleFlow) or VitaleFlow(desk)
