"""Making one search's calls to INSi, each stored and traced before anybody hears of its end."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from almapy.audit.model import Action
from almapy.errors import AlmaPyError
from almapy.events import Changed, Topic
from almapy.insi import queries
from almapy.insi.acceptance import PlaceName
from almapy.insi.connection import InsiConnection
from almapy.insi.model import AnsweredTraits, CallKind, Exchange, Identity, Ins, Outcome, Traits
from almapy.insi.ports import Insi
from almapy.insi.wording import detail_of
from almapy.users.model import Actor
from almapy.work import Works


class Caller:
    """Makes the calls of one search; ``search_uid`` names it in the base."""

    def __init__(
        self,
        works: Works,
        connection: InsiConnection,
        place_name: PlaceName,
        actor: Actor,
        patient_id: int | None,
        kind: CallKind,
    ) -> None:
        self.search_uid = str(uuid.uuid4())
        self._works = works
        self._connection = connection
        self._place_name = place_name
        self._actor = actor
        self._patient_id = patient_id
        self._kind = kind
        self._insi: Insi | None = None

    def __call__(self, ask: Callable[[Insi], Exchange]) -> Exchange:
        """Make one call and return how it ended; NOT_READY when a setting or the PIN is missing."""
        try:
            if self._insi is None:
                self._insi = self._connection.open(self._actor)
            exchange = ask(self._insi)
        except AlmaPyError as missing:
            # A setting, the PIN of a card: nothing was sent.
            exchange = Exchange(self._kind, Outcome.NOT_READY, detail=missing.message)
        self._store(exchange)
        return exchange

    def _store(self, exchange: Exchange) -> None:
        with self._works.begin(self._actor) as work:
            patient_id = queries.standing_record(work.session, self._patient_id)
            queries.add_call(
                work,
                exchange,
                search_uid=self.search_uid,
                patient_id=patient_id,
                detail=detail_of(exchange, self._place_name),
                simulated=self._insi is not None and self._insi.simulated,
            )
            work.trace(
                Action.INSI_CALLED,
                patient_id=patient_id,
                detail={"appel": exchange.kind.label, "résultat": exchange.result},
            )
            work.announce(Changed(Topic.INSI, patient_id))


def verified_identity(ins: Ins, traits: Traits) -> Identity:
    """Return the identity that INSi found right: that of the question."""
    return Identity(
        ins,
        AnsweredTraits(
            birth_name=traits.birth_name,
            first_names=traits.first_names,
            sex=traits.sex,
            birth_date=traits.birth_date,
            birth_place_code=traits.birth_place_code,
        ),
    )
