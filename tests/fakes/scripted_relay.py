"""A relay of Pro Santé Connect that answers what a test writes (docs/psc-relay.md)."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from almapy.simulators.web import HttpAnswer, HttpRequest, LoopbackServer

DOCTOR = "810001234565"
ISSUER = "https://psc.example/auth/realms/esante-wallet"
SESSION_ID = "canary-session-4f1d"
TOKEN = "canary-token-77aa"
SECRET = "c0" * 32


def claims(subject: str = DOCTOR, **more: Any) -> dict[str, Any]:
    return {
        "sub": f"f:test:{subject}",
        "SubjectNameID": subject,
        "given_name": "PAUL",
        "family_name": "DEMO",
        "SubjectRole": ["10^1.2.250.1.213.1.1.5.5"],
        **more,
    }


class ScriptedRelay:
    """Honest unless told otherwise: ``answers`` replaces what a call says, by path.

    One entry is the answer for good; of several, each serves once.
    """

    def __init__(self) -> None:
        self.url = ""
        self.answers: dict[str, list[tuple[int, Any]]] = {}
        self.calls: list[tuple[str, str, dict[str, Any], str]] = []
        self.headers: list[dict[str, str]] = []
        self.held = threading.Event()
        self.met = threading.Event()
        self.hold = ""
        self.done: list[str] = []
        self.challenge = ""
        self.verifier = ""
        self.tokens = 0
        self.userinfo = claims()
        self.skew = 0.0
        self.expires_in: float = 120

    def say(self, path: str, status: int, values: Any = None, *, code: str = "") -> None:
        said = {"code": code, "message": "never shown", "metadata": {}} if code else values
        self.answers.setdefault(path, []).append((status, said))

    def asked(self, path: str) -> list[tuple[str, str, dict[str, Any], str]]:
        return [one for one in self.calls if one[1] == path]

    def __call__(self, request: HttpRequest) -> HttpAnswer:
        path = urllib.parse.urlsplit(request.path).path
        body = json.loads(request.body) if request.body else {}
        self.calls.append((request.method, path, body, request.headers.get("Authorization", "")))
        if path == self.hold:
            self.met.set()
            self.held.wait(20)
        self.done.append(path)
        script = self.answers.get(path)
        if script:
            status, values = script.pop(0) if len(script) > 1 else script[0]
        else:
            status, values = self._usual(request.method, path, body)
        raw = values if isinstance(values, bytes) else json.dumps(values).encode()
        return HttpAnswer(status, "application/json", b"" if status == 204 else raw)

    def _usual(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        if path == "/ticket":
            self.verifier = body.get("verifier", "")
        if path in {"/ticket", "/connect"}:
            return 200, {"proxy_session_id": SESSION_ID, "session_state": "state"}
        if path == "/session":
            return 200, {
                "issuer": ISSUER,
                "userinfo": self.userinfo,
                "session_expires_in": 14400,
                "server_time": time.time() + self.skew,
            }
        if path == "/token":
            self.tokens += 1
            return 200, {"access_token": f"{TOKEN}-{self.tokens}", "expires_in": self.expires_in}
        if path.startswith("/vault/") and method in {"PUT", "GET"}:
            return 200, {"secret": SECRET}
        return 204, None

    def page(self, url: str, **changes: str) -> None:
        """Play the browser and the page: come back with a ticket, or with what is changed."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        self.challenge = asked["challenge"]
        values = {"ticket": "canary-ticket", "state": asked["state"], **changes}
        kept = urllib.parse.urlencode({n: one for n, one in values.items() if one})
        back = f"http://127.0.0.1:{asked['port']}/psc/callback?{kept}"

        def come_back() -> None:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(back, timeout=20) as answer:
                answer.read()

        threading.Thread(target=come_back).start()

    def proof_is_right(self) -> bool:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge


@contextmanager
def scripted_relay() -> Iterator[ScriptedRelay]:
    relay = ScriptedRelay()
    server = LoopbackServer(relay)
    relay.url = server.url
    try:
        yield relay
    finally:
        relay.held.set()
        server.close()
