"""An OpenID provider on loopback that answers what a test wants, honest or not."""

from __future__ import annotations

import json
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from almapy.simulators.web import HttpAnswer, HttpRequest, LoopbackServer

CLIENT = "almapy-sandbox"
SUBJECT = "810001234565"
SUB = f"f:test:{SUBJECT}"
KEY = RSAKey.generate_key(2048, {"kid": "of the provider", "use": "sig"}, private=True)
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "of the provider", "use": "sig"}, private=True)
_REALM = "/auth/realms/esante-wallet"


class HostileProvider:
    """What it says is in its fields: a test changes some."""

    def __init__(self) -> None:
        self.issuer = ""
        self.reset()

    def reset(self) -> None:
        """Be honest again."""
        self.nonce = ""
        self.forge: Callable[[dict[str, Any]], str] = signed
        self.discovery: dict[str, Any] = {}
        self.keys: list[list[dict[str, Any]]] = [[KEY.as_dict(private=False)]]
        self.userinfo: dict[str, Any] = {"sub": SUB, "SubjectNameID": SUBJECT}
        self.token: dict[str, Any] = {}
        self.status: dict[str, int] = {}
        self.asked: list[str] = []

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": SUB,
            "exp": now + 120,
            "iat": now,
            "nonce": self.nonce,
            "acr": "eidas1",
        }
        return {name: one for name, one in (usual | changes).items() if one is not None}

    def __call__(self, request: HttpRequest) -> HttpAnswer:
        path = urllib.parse.urlsplit(request.path).path.removeprefix(_REALM)
        self.asked.append(path)
        status = self.status.get(path, 200)
        values = self._values(path)
        return HttpAnswer(status, "application/json", json.dumps(values).encode())

    def _values(self, path: str) -> Any:
        match path:
            case "/.well-known/wallet-openid-configuration":
                names = {
                    "authorization_endpoint": "/auth",
                    "token_endpoint": "/token",
                    "userinfo_endpoint": "/userinfo",
                    "jwks_uri": "/certs",
                }
                known = {name: self.issuer + where for name, where in names.items()}
                return {"issuer": self.issuer, **known, **self.discovery}
            case "/certs":
                return {"keys": self.keys.pop(0) if len(self.keys) > 1 else self.keys[0]}
            case "/token":
                usual = {
                    "access_token": "access",
                    "refresh_token": "refresh",
                    "token_type": "Bearer",
                    "expires_in": 120,
                    "id_token": self.forge(self.claims()),
                }
                return usual | self.token
            case "/userinfo":
                return self.userinfo
        return {"error": "not_found"}

    def open_browser(self, url: str) -> None:
        """Play the page: nobody is asked anything, the code comes back at once."""
        import threading
        import urllib.request

        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        self.nonce = asked["nonce"]
        back = urllib.parse.urlencode({"code": "code", "state": asked["state"]})

        def come_back() -> None:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"{asked['redirect_uri']}?{back}", timeout=20) as page:
                page.read()

        threading.Thread(target=come_back).start()


def signed(claims: dict[str, Any], key: RSAKey = KEY, **header: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": "of the provider", **header}, claims, key)


def unsigned(claims: dict[str, Any]) -> str:
    import base64

    def part(values: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'kid': 'of the provider'})}.{part(claims)}."


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """The old trick: HS256 whose secret is the public key that everybody knows."""
    secret = OctKey.import_key(json.dumps(KEY.as_dict(private=False)))
    return jwt.encode(
        {"alg": "HS256", "kid": "of the provider"}, claims, secret, algorithms=["HS256"]
    )


@contextmanager
def hostile_provider() -> Iterator[HostileProvider]:
    provider = HostileProvider()
    server = LoopbackServer(provider)
    provider.issuer = server.url + _REALM
    try:
        yield provider
    finally:
        server.close()
