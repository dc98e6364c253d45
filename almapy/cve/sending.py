"""Brings what waits to the service, in a thread of its own from sign-in to sign-out."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from almapy.cve.accounts import CarnetAccounts
from almapy.cve.attempt import tried
from almapy.cve.claims import Claimed, SendClaims
from almapy.cve.faults import CarnetStopped, CredentialsRefused
from almapy.cve.outcome import PAUSES, Ending, Outcome, Outcomes, pause_after
from almapy.cve.ports import CarnetGateway, Carnets
from almapy.errors import AlmaPyError
from almapy.events import Changed, EventBus, Topic
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.work import Works

REST = 15.0
"""Seconds between two looks, for what another post of the same person wrote."""
AFTER_FAULT = 30.0
OUR_FAULT = "Cet envoi a échoué sur ce poste. Il sera retenté."
_LAST_WAIT = 1.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Run:
    actor: Actor
    unlisten: Callable[[], None]
    wake: threading.Event
    stop: Stop = field(default_factory=Stop)
    thread: threading.Thread | None = None


class CarnetSender:
    """Sends the changes of one person at a time: a colleague's leave when that one is at work.

    A network that is away keeps everything in its order; a change that is refused tells why and
    lets the others go.
    """

    def __init__(
        self,
        works: Works,
        events: EventBus,
        gateway: CarnetGateway | None,
        accounts: CarnetAccounts,
        *,
        post: str,
    ) -> None:
        self._works = works
        self._events = events
        self._gateway = gateway
        self._accounts = accounts
        self._claims = SendClaims(works, f"{post[:20]}:{uuid.uuid4()}")
        self._outcomes = Outcomes(works, self._claims)
        self._failures = 0
        self._away_until: datetime | None = None
        self._guard = threading.Lock()
        self._run: _Run | None = None

    def start(self, actor: Actor) -> None:
        """Begin for this person; nothing begins without a service, or for who may not write."""
        if self._gateway is None or not actor.may(Right.WRITE_NOTES):
            return
        self.stop()
        self._failures, self._away_until = 0, None  # another person has another password
        wake = threading.Event()

        def heard(fact: Changed) -> None:
            if fact.topic is Topic.PREFERENCE:  # a password may be right now
                self._away_until = None
            if fact.topic in {Topic.CARNET, Topic.PREFERENCE}:
                wake.set()

        run = _Run(actor, self._events.subscribe(heard), wake)
        run.thread = threading.Thread(
            target=self._work, args=(run,), name="almapy-carnet", daemon=True
        )
        with self._guard:
            self._run = run
        run.thread.start()

    def stop(self) -> None:
        """End within a second: what was being sent waits again, under the same key."""
        with self._guard:
            run, self._run = self._run, None
        if run is None:
            return
        run.unlisten()
        run.stop.ask()
        run.wake.set()
        if run.thread is not None and run.thread is not threading.current_thread():
            run.thread.join(_LAST_WAIT)

    def wake(self) -> None:
        """Have the thread look at once, even when the service was away."""
        self._failures, self._away_until = 0, None
        with self._guard:
            run = self._run
        if run is not None:
            run.wake.set()

    def send_due(self, actor: Actor, stop: Stop) -> int:
        """Send all that may leave now; return how many changes were settled.

        Ends at the first sign that the service is away, and without a call when it is not
        activated.
        """
        settled = 0
        while not stop.asked and not self._is_away():
            carnets = self._ready(actor)
            claimed = self._claims.next(actor) if carnets is not None else None
            if carnets is None or claimed is None:
                break
            if not self._sent(actor, carnets, claimed, stop):
                break
            settled += 1
        return settled

    def _ready(self, actor: Actor) -> Carnets | None:
        if self._gateway is None:
            return None
        try:
            return self._accounts.carnets(actor, self._gateway)
        except AlmaPyError:  # not activated, or a simulator that cannot start: the screens say so
            return None

    def _sent(self, actor: Actor, carnets: Carnets, claimed: Claimed, stop: Stop) -> bool:
        """Try one change; tell whether the next may be tried."""
        try:
            outcome = tried(carnets, claimed, stop)
        except CarnetStopped:
            self._outcomes.give_back(actor, claimed)
            return False
        except (AlmaPyError, OSError) as error:
            why = error.message if isinstance(error, AlmaPyError) else ""
            self._outcomes.write(actor, claimed, Outcome(Ending.LATER, why=why))
            self._put_all_off(refused=isinstance(error, CredentialsRefused))
            return False
        except Exception:  # a fault of ours: this change waits its turn, the others go first
            self._outcomes.write(actor, claimed, Outcome(Ending.LATER, why=OUR_FAULT))
            raise
        self._failures = 0
        self._outcomes.write(actor, claimed, outcome)
        return True

    def _put_all_off(self, *, refused: bool) -> None:
        """Let everything wait: what failed was the way to the service, not one change."""
        self._failures += 1
        pause = PAUSES[-1] if refused else pause_after(self._failures)
        self._away_until = self._works.clock.now() + pause

    def _is_away(self) -> bool:
        until = self._away_until
        return until is not None and self._works.clock.now() < until

    def _work(self, run: _Run) -> None:
        while not run.stop.asked:
            run.wake.clear()
            try:
                self.send_due(run.actor, run.stop)
                rest = self._rest(run.actor)
            except Exception:  # noqa: BLE001  (the base may be away for a while: the next turn tries again)
                if run.stop.asked:
                    return
                _log.exception("a turn of sending to the booklets failed")
                rest = AFTER_FAULT
            if not run.stop.asked:
                run.wake.wait(rest)

    def _rest(self, actor: Actor) -> float:
        """Return for how many seconds nothing can leave, unless somebody wakes the thread."""
        due = self._claims.next_due(actor)
        if due is None:
            return REST
        if self._away_until is not None:
            due = max(due, self._away_until)
        seconds = (due - self._works.clock.now()).total_seconds()
        # What is due and did not leave waits for another post, or for an account to be completed.
        return min(seconds, REST) if seconds > 0 else REST
