"""Whose the waiting documents are, anew when records changed: a new patient may own one."""

from __future__ import annotations

from sqlalchemy import select, update

from almapy.events import Changed, Topic
from almapy.incoming.model import State
from almapy.incoming.packing import kept_text
from almapy.incoming.people import MatchingService
from almapy.incoming.results import decided, held
from almapy.incoming.stored import parts_of_json
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.stop import Stop
from almapy.users.model import Actor
from almapy.work import Works


class Rematching:
    """Remembers the last change of the base that the waiting documents were matched with."""

    def __init__(self, works: Works, matching: MatchingService) -> None:
        self._works = works
        self._matching = matching
        self._seq = -1

    def again(self, actor: Actor, stop: Stop) -> None:
        """Match the waiting documents again if any record changed, by whichever post."""
        seq = self._matching.change_number(actor)
        if seq == self._seq:
            return
        query = select(IncomingRow.id).where(IncomingRow.state == State.READY.value)
        with self._works.database.reading() as session:
            waiting = list(session.scalars(query.order_by(IncomingRow.arrived_at)))
        for incoming_id in waiting:
            if stop.asked:
                return
            self._one(actor, incoming_id)
        self._seq = seq

    def _one(self, actor: Actor, incoming_id: int) -> None:
        with self._works.database.reading() as session:
            row = session.get(IncomingRow, incoming_id)
            reading = session.get(IncomingReadingRow, incoming_id)
        text = kept_text(reading.content if reading else None)
        if row is None or reading is None or text is None:
            return
        match = self._matching.match(actor, text)
        values = decided(held(match, parts_of_json(reading.parts)))
        if values == {"decision": row.decision, "patient_id": row.patient_id}:
            return
        with self._works.begin(actor) as work:
            work.session.execute(
                update(IncomingRow)
                .where(IncomingRow.id == incoming_id, IncomingRow.state == State.READY.value)
                .values(**values)
            )
            work.announce(Changed(Topic.INCOMING))
