"""The OpenID provider of tests/peers/openid, on a free port for the time of the tests."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

PEER = Path(__file__).parents[1] / "peers" / "openid"
CLIENT = "almapy-sandbox"
DOCTOR, TWO_PLACES = "810001234565", "810007774564"
STUDENT, PHARMACIST = "810010002342", "810005551238"
_START_SECONDS = 30
_OLDEST_NODE = 20
_USUAL = {
    "access": 120,
    "refresh": 1800,
    "code": 60,
    "confirmation": 120,
    "interval": 1,
    "login": DOCTOR,
    "answer": "",
    "ahead": 0,
    "down": 0,
    "forget": True,
}


class OpenIdProvider:
    """One running provider; ``set`` changes what it does from then on."""

    def __init__(self, issuer: str, control: str) -> None:
        self.issuer = issuer
        self._control = control

    def set(self, **changes: object) -> None:
        self._ask(changes)

    def decide(self, answer: str) -> None:
        """Answer every request on the telephone: « approve » or « deny »."""
        self._ask({"decide": answer})

    def waiting(self) -> list[dict[str, str]]:
        """Return the requests on the telephone."""
        return self._ask({})["waiting"]

    def reset(self) -> None:
        self._ask(_USUAL)

    def _ask(self, changes: dict[str, object]) -> dict:
        request = urllib.request.Request(self._control, json.dumps(changes).encode())
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            request, timeout=20
        ) as answer:
            return json.loads(answer.read())


@pytest.fixture(scope="session")
def running_openid_provider() -> Iterator[OpenIdProvider]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js n'est pas installé : apt-get install nodejs npm")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.lstrip("v").partition(".")[0]) < _OLDEST_NODE:
        pytest.skip(f"Node.js {version.strip()} est trop ancien : il en faut {_OLDEST_NODE}")
    if not (PEER / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("le serveur OpenID n'est pas installé : npm ci dans tests/peers/openid")
    process = subprocess.Popen(
        [node, "server.mjs"],
        cwd=PEER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield OpenIdProvider(**_first_line(process))
    finally:
        process.kill()
        process.communicate(timeout=20)


@pytest.fixture
def openid_provider(running_openid_provider: OpenIdProvider) -> OpenIdProvider:
    """A real OpenID provider shaped like Pro Santé Connect, as at its start."""
    running_openid_provider.reset()
    return running_openid_provider


def _first_line(process: subprocess.Popen[bytes]) -> dict[str, str]:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
    line = process.stdout.readline() if ready else b""
    if not line:
        raise RuntimeError("the OpenID provider did not start")
    return json.loads(line)
