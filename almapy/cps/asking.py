"""Asking the person at the desk for the code of a card, from the thread that needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from almapy.cps.faults import PinNotGiven
from almapy.cps.model import PinRequest
from almapy.cps.pin_rules import needs_confirmation, require_pin
from almapy.errors import DomainError

SECONDS = 120.0
"""How long a question stays open."""


class PinQuestion:
    """One question, open until it is answered, cancelled or too old. Used from any thread."""

    def __init__(self, request: PinRequest) -> None:
        self.request = request
        self._over = threading.Event()
        self._guard = threading.Lock()
        self._pin = ""
        self._when_over: list[Callable[[], None]] = []

    @property
    def over(self) -> bool:
        """Tell whether nobody waits for an answer any more."""
        return self._over.is_set()

    def answer(self, pin: str, *, last_try_confirmed: bool = False) -> None:
        """Give the code to whoever asked; nothing happens when the question is over.

        Raises DomainError, field « pin », when this is not four digits, and field
        « last_try_confirmed » when this is the last try and nobody confirmed it: the question
        stays open.
        """
        require_pin(pin)
        if needs_confirmation(self.request.card.pin) and not last_try_confirmed:
            raise DomainError(
                "C'est le dernier essai avant le blocage de la carte. Rien ne lui a été envoyé. "
                "Confirmez que vous êtes sûr du code, ou annulez.",
                code="cps.last_try",
                field="last_try_confirmed",
            )
        self._end(pin)

    def cancel(self) -> None:
        """Close the question without an answer."""
        self._end("")

    def when_over(self, listener: Callable[[], None]) -> None:
        """Have this called once when the question is over, from any thread; now if it is."""
        with self._guard:
            if not self._over.is_set():
                self._when_over.append(listener)
                return
        listener()

    def wait(self, seconds: float) -> str:
        """Return the code, once; raises PinNotGiven when there is none within this time."""
        self._over.wait(seconds)
        self._end("")
        with self._guard:
            pin, self._pin = self._pin, ""
        if not pin:
            raise PinNotGiven
        return pin

    def _end(self, pin: str) -> None:
        with self._guard:
            if self._over.is_set():
                return
            self._pin = pin
            self._over.set()
            listeners, self._when_over = self._when_over, []
        for listener in listeners:
            listener()


class PinDesk:
    """Brings the questions of the workers to the screen, one at a time.

    The listener is called from the thread that asks, and must return at once.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._listener: Callable[[PinQuestion], None] | None = None
        self._open: PinQuestion | None = None
        self._closings = 0

    @property
    def closings(self) -> int:
        """Return how often all questions were closed: what ``ask`` wants from who began before."""
        with self._guard:
            return self._closings

    def listen(self, listener: Callable[[PinQuestion], None] | None) -> None:
        """Have questions brought to this listener; None: nobody is there to answer."""
        with self._guard:
            self._listener = listener
        if listener is None:
            self.cancel()

    def ask(self, request: PinRequest, *, since: int | None = None) -> str:
        """Return the code that the person gave; blocks for two minutes at most.

        ``since`` is the value of ``closings`` when the work began. Raises PinNotGiven when it was
        cancelled, late, or nobody is there to answer; without asking when all were closed since.
        """
        with self._turn:
            question = PinQuestion(request)
            with self._guard:
                listener = self._listener
                if listener is None or since not in {None, self._closings}:
                    raise PinNotGiven
                self._open = question
            try:
                listener(question)
                return question.wait(self._seconds)
            finally:
                question.cancel()
                with self._guard:
                    self._open = None

    def cancel(self) -> None:
        """Close the open question and those to come of work under way: lock, card removed."""
        with self._guard:
            self._closings += 1
            question = self._open
        if question is not None:
            question.cancel()
