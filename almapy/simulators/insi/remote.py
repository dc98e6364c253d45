"""The same commands over HTTP on 127.0.0.1, for those who try the demonstration.

==========================  ===================================================================
``GET /controle``           what was received: ``count``, and for the last calls ``action``,
                            ``caller``, ``port``, ``refused``, ``message_id``
``POST /controle``          JSON: ``{"trouble": "delai", "seconds": 3, "times": 1}``;
                            ``trouble`` is one of ``Trouble``, ``fault`` a code for « erreur »,
                            ``times`` null until reset; ``{"latency": 0.2}`` delays every
                            answer; ``{"clock_offset": 600}`` moves the clock, in seconds;
                            ``{"style": "mixte"}`` fixes how answers are spelled;
                            ``{"release": true}`` ends the delays under way;
                            ``{"server": "perime"}`` (or ``autorite_inconnue``, ``autre_nom``)
                            answers the ``url`` of a server that must not be trusted
``POST /reponse?times=1``   the body, XML, is the answer of the next calls
``DELETE /controle``        everything as at the beginning
==========================  ===================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from almapy.simulators.insi.answers import Style
from almapy.simulators.insi.behaviour import Behaviour, Trouble
from almapy.simulators.insi.control import InsiControl
from almapy.simulators.web import HttpAnswer, HttpRequest

_HOSTS = frozenset({"127.0.0.1", "localhost"})
_JSON = "application/json"
_LONGEST_LATENCY = 60.0
_SETTINGS = frozenset(
    {
        "trouble",
        "seconds",
        "times",
        "fault",
        "latency",
        "clock_offset",
        "style",
        "release",
        "server",
    }
)


class RemoteControl:
    """Serves the commands of one simulated INSi."""

    def __init__(self, control: InsiControl, wrong_url: Callable[[str], str]) -> None:
        self._control = control
        self._wrong_url = wrong_url

    def __call__(self, request: HttpRequest) -> HttpAnswer:
        """Answer one request; what makes no sense changes nothing."""
        # A page of some site could otherwise command the simulator through the browser.
        if urlsplit(f"//{request.headers.get('Host', '')}").hostname not in _HOSTS:
            return _said(403, {"error": "host"})
        if request.headers.get("Origin"):
            return _said(403, {"error": "origin"})
        try:
            return self._done(request)
        except (ValueError, TypeError, OverflowError) as error:
            return _said(400, {"error": str(error)})

    def _done(self, request: HttpRequest) -> HttpAnswer:
        asked = urlsplit(request.path)
        match request.method, asked.path:
            case "GET", "/controle":
                return _said(200, self._state())
            case "DELETE", "/controle":
                self._control.reset()
            case "POST", "/controle":
                return _said(200, {"done": True} | self._command(json.loads(request.body)))
            case "POST", "/reponse":
                times = parse_qs(asked.query).get("times", ["1"])[0]
                self._control.replay(request.body, int(times))
            case _:
                return _said(404, {"error": "unknown"})
        return _said(200, {"done": True})

    def _command(self, command: object) -> dict[str, object]:
        if not isinstance(command, dict) or not set(command) <= _SETTINGS:
            raise ValueError("unknown command")
        control = self._control
        style = Style(command["style"]) if command.get("style") else None
        behaviour = _behaviour(command) if "trouble" in command else None
        latency = float(command.get("latency", control.latency))
        if not 0 <= latency < _LONGEST_LATENCY:
            raise ValueError("latency is a number of seconds")
        offset = timedelta(seconds=float(command.get("clock_offset", 0)))
        if "style" in command:
            control.style = style
        if "clock_offset" in command:
            control.clock_offset = offset
        control.latency = latency
        if behaviour is not None:
            control.next(behaviour)
        if command.get("release"):
            control.release()
        return {"url": self._wrong_url(str(command["server"]))} if "server" in command else {}

    def _state(self) -> dict[str, object]:
        return {
            "count": self._control.count,
            "received": [
                {
                    "action": call.action,
                    "caller": call.caller,
                    "port": call.port,
                    "refused": call.refused,
                    "message_id": call.message_id,
                }
                for call in self._control.received
            ],
        }


def _behaviour(command: dict[str, object]) -> Behaviour:
    times = command.get("times", 1)
    seconds = command.get("seconds", 0)
    if not (times is None or isinstance(times, int)) or not isinstance(seconds, int | float):
        raise ValueError("times and seconds are numbers")
    chosen = Behaviour(Trouble(str(command["trouble"])), times, seconds=float(seconds))
    if chosen.trouble is Trouble.REPLAY:
        raise ValueError("send the answer itself to /reponse")
    fault = command.get("fault")
    if fault is None:
        return chosen
    return Behaviour(chosen.trouble, times, seconds=chosen.seconds, fault=str(fault))


def _said(status: int, values: dict[str, object]) -> HttpAnswer:
    return HttpAnswer(status, _JSON, json.dumps(values).encode() + b"\n")
