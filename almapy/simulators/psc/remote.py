"""The same commands over HTTP on 127.0.0.1, for those who try the demonstration.

==========================  ===================================================================
``GET /controle``           what was received: for the last calls ``method``, ``path``,
                            ``status``, ``code``; ``sessions`` and ``pending``, how many there are
``POST /controle``          JSON: ``{"trouble": "indisponible", "path": "/token", "times": 2}``;
                            ``trouble`` is one of ``Trouble``, ``path`` the start of the path of
                            the calls (all without it), ``times`` null until reset, ``seconds``
                            for « delai » and « goutte »; ``{"clock_offset": 600}`` moves the clock
                            of the service; ``{"lifetimes": {"access_token": 5}}`` shortens (also
                            ``ticket``, ``confirmation``, ``session``), in seconds;
                            ``{"end_sessions": true}`` ends every session now;
                            ``{"release": true}`` ends the delays under way
``DELETE /controle``        everything as at the beginning; sessions stay
==========================  ===================================================================
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import timedelta

from almapy.simulators.psc.asking import is_for_this_computer, path_of
from almapy.simulators.psc.behaviour import Behaviour, Trouble
from almapy.simulators.psc.control import Lifetimes, PscControl
from almapy.simulators.psc.ledger import Ledger
from almapy.simulators.web import HttpAnswer, HttpRequest

PATH = "/controle"
_SETTINGS = frozenset(
    {
        "trouble",
        "path",
        "times",
        "seconds",
        "clock_offset",
        "lifetimes",
        "end_sessions",
        "release",
    }
)
_LIFETIMES = frozenset({"ticket", "confirmation", "access_token", "session"})


class RemoteControl:
    """Serves the commands of one simulated Pro Santé Connect."""

    def __init__(self, control: PscControl, ledger: Ledger) -> None:
        self._control = control
        self._ledger = ledger

    def __call__(self, request: HttpRequest) -> HttpAnswer:
        """Answer one request; what makes no sense changes nothing."""
        # A page of some site could otherwise command the simulator through the browser.
        if not is_for_this_computer(request) or request.headers.get("Origin"):
            return _said(403, {"error": "origin"})
        if path_of(request) != PATH:
            return _said(404, {"error": "unknown"})
        try:
            return self._done(request)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            return _said(400, {"error": str(error)})

    def _done(self, request: HttpRequest) -> HttpAnswer:
        match request.method:
            case "GET":
                return _said(200, self._state())
            case "DELETE":
                self._control.reset()
            case "POST":
                self._command(json.loads(request.body))
            case _:
                return _said(404, {"error": "unknown"})
        return _said(200, {"done": True})

    def _command(self, command: object) -> None:
        if not isinstance(command, dict) or not set(command) <= _SETTINGS:
            raise ValueError("unknown command")
        control = self._control
        behaviour = _behaviour(command) if "trouble" in command else None
        lifetimes = _lifetimes(control.lifetimes, command.get("lifetimes", {}))
        offset = timedelta(seconds=float(command.get("clock_offset", 0)))
        if "clock_offset" in command:
            control.clock_offset = offset
        control.lifetimes = lifetimes
        if behaviour is not None:
            control.next(behaviour)
        if command.get("end_sessions"):
            self._ledger.end_sessions()
        if command.get("release"):
            control.release()

    def _state(self) -> dict[str, object]:
        return {
            "sessions": len(self._ledger.sessions()),
            "pending": len(self._ledger.pending()),
            "received": [
                {
                    "method": call.method,
                    "path": call.path,
                    "status": call.status,
                    "code": call.code,
                }
                for call in self._control.received
            ],
        }


def _behaviour(command: dict[str, object]) -> Behaviour:
    times, seconds = command.get("times", 1), command.get("seconds", 0)
    path = command.get("path", "")
    if not (times is None or type(times) is int) or type(seconds) not in {int, float}:
        raise ValueError("times and seconds are numbers")
    if not isinstance(path, str):
        raise TypeError("path is a text")
    assert isinstance(seconds, int | float)
    return Behaviour(Trouble(str(command["trouble"])), times, path, float(seconds))


def _lifetimes(now: Lifetimes, wanted: object) -> Lifetimes:
    if not isinstance(wanted, dict) or not set(wanted) <= _LIFETIMES:
        raise ValueError("unknown lifetime")
    given = {name: float(value) for name, value in wanted.items()}
    if not all(math.isfinite(value) and value > 0 for value in given.values()):
        raise ValueError("a lifetime is a number of seconds")
    return replace(now, **given)


def _said(status: int, values: dict[str, object]) -> HttpAnswer:
    return HttpAnswer(status, "application/json", json.dumps(values).encode() + b"\n")
