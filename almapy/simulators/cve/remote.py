"""The commands for tests over HTTP, under ``/_test``; the package tells them."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from urllib.parse import parse_qsl

from almapy.simulators.cve.control import CveControl, FailMode
from almapy.simulators.cve.moments import read
from almapy.simulators.cve.refusal import Refused, said, unknown
from almapy.simulators.web import HttpAnswer, HttpRequest

TEST_PATH = "/_test/"
_FAIL = frozenset({"next", "status", "mode", "seconds", "path"})


class RemoteControl:
    """Serves the commands of one simulated service."""

    def __init__(self, control: CveControl) -> None:
        self._control = control

    def __call__(self, request: HttpRequest, path: str, query: str) -> HttpAnswer:
        """Answer one command; what makes no sense changes nothing."""
        # A page of some site could otherwise command the simulator through the browser.
        if request.headers.get("Origin"):
            return Refused(403, "requete_invalide", "Commande refusée.").answer()
        try:
            return self._done(request, path.removeprefix(TEST_PATH), dict(parse_qsl(query)))
        except Refused as refused:
            return refused.answer()
        except (ValueError, TypeError, OverflowError, RecursionError):
            return Refused(400, "requete_invalide", "Commande mal formée.").answer()

    def _done(self, request: HttpRequest, command: str, query: dict[str, str]) -> HttpAnswer:
        match request.method, command.split("/"):
            case "GET", ["outbox"]:
                return said({"items": [asdict(one) for one in self._control.outbox]})
            case "GET", ["keys"]:
                return said({key: asdict(use) for key, use in self._control.keys.items()})
            case "POST", ["clock"]:
                self._clock(json.loads(request.body or b"{}"))
            case "POST", ["fail"]:
                self._fail(query)
            case "POST", ["revoke", uuid]:
                if not self._control.revoke(uuid):
                    raise unknown()
            case _:
                raise unknown("Cette commande")
        return said({"done": True})

    def _clock(self, command: object) -> None:
        match command:
            case {"now": str(moment), **rest} if not rest:
                self._control.set_clock(read(moment))
            case {"advance": int() | float() as seconds, **rest} if not rest:
                if not math.isfinite(seconds):
                    raise ValueError("not a number")
                self._control.advance(seconds)
            case dict() if not command:
                self._control.set_clock(None)
            case _:
                raise ValueError("unknown command")

    def _fail(self, query: dict[str, str]) -> None:
        if not set(query) <= _FAIL:
            raise ValueError("unknown parameter")
        self._control.fail(
            int(query.get("next", "1")),
            mode=FailMode(query.get("mode", "status")),
            status=int(query.get("status", "503")),
            seconds=float(query.get("seconds", "0")),
            path=query.get("path", ""),
        )
